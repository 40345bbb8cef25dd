package data

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"noddfa/data/ledger"
)

// ExportLine is one current record as JSON.
type ExportLine struct {
	Kind     string          `json:"kind"`
	ID       ID              `json:"id"`
	Group    ID              `json:"group"`
	Case     *string         `json:"case"` // reference; null outside cases
	Revision ID              `json:"revision"`
	Author   string          `json:"author"`
	Written  time.Time       `json:"written"`
	First    time.Time       `json:"first_written"`
	Versions int             `json:"versions"`
	Fields   json.RawMessage `json:"fields"`
}

// Export writes every current record this member may open as JSON Lines, in
// the order of each record's first origin and place in its chain. What cannot
// be read is left out and returned.
func (v *Vault) Export(ctx context.Context, to io.Writer) ([]Damage, error) {
	if err := v.followChains(ctx); err != nil {
		return nil, fail("exporting", err)
	}
	type current struct {
		first ledger.Revision // without its bytes
		lines []ExportLine    // one for each revision
		made  []opened        // the same revisions, without their contents
	}
	records := map[ID]*current{}
	var order []*current
	var damage []Damage
	unreadable, err := v.ledger.Revisions(ctx, func(r ledger.Revision) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, author, written, reason := v.unseal(r)
		if reason == notYours || reason == "" && (Kind(r.Kind) == KindAudit || Kind(r.Kind) == KindKit) {
			return nil // the audit trail is read by itself, and exporting adds to it; the kit's check is nobody's data
		}
		c := records[r.Record]
		if reason == "" && c != nil && (c.first.Kind != r.Kind || c.first.Group != r.Group) {
			reason = "record"
		}
		if reason != "" {
			damage = append(damage, v.damageOf(r, reason))
			return nil
		}
		if c == nil {
			c = &current{first: ledger.Revision{Origin: r.Origin, Seq: r.Seq, Kind: r.Kind, Group: r.Group}}
			records[r.Record] = c
			order = append(order, c)
		}
		c.made = append(c.made, opened{record: r.Record, revision: r.Revision, parent: r.Parent, kind: Kind(r.Kind)})
		c.lines = append(c.lines, ExportLine{
			Kind: Kind(r.Kind).String(), ID: r.Record, Group: r.Group, Case: v.caseOfGroup(r.Group), Revision: r.Revision,
			Author: v.nameOf(author), Written: written, Fields: text,
		})
		return nil
	})
	for _, d := range unreadable {
		damage = append(damage, Damage{Record: d.Record, Kind: Kind(d.Kind).String(), Reason: d.Reason})
	}
	if err != nil {
		return damage, fail("exporting", err)
	}
	slices.SortStableFunc(order, func(a, b *current) int {
		if c := bytes.Compare(a.first.Origin[:], b.first.Origin[:]); c != 0 {
			return c
		}
		return int(a.first.Seq) - int(b.first.Seq)
	})
	v.tell(ctx, AuditEvent{Action: AuditExported})
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	for _, c := range order {
		made, moved := inOrder(c.made)
		for _, record := range moved {
			damage = append(damage, Damage{Record: record, Kind: c.lines[0].Kind, Reason: "order"})
		}
		line := func(o opened) ExportLine {
			return c.lines[slices.IndexFunc(c.lines, func(l ExportLine) bool { return l.Revision == o.revision })]
		}
		now := line(made[len(made)-1])
		now.First, now.Versions = line(made[0]).Written, len(made)
		if err := encoder.Encode(now); err != nil {
			return damage, fail("writing the export", err)
		}
	}
	return damage, nil
}

// caseOfGroup is the reference of the case that a group is or belongs to.
func (v *Vault) caseOfGroup(group ID) *string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, ok := v.cases[group]
	if !ok {
		line, ok = v.cases[v.contacts[group].Case]
	}
	if !ok || line.Reference == "" {
		return nil
	}
	return &line.Reference
}

func (v *Vault) damageOf(r ledger.Revision, reason string) Damage {
	d := Damage{Record: r.Record, Kind: Kind(r.Kind).String(), Reason: reason}
	if reference := v.caseOfGroup(r.Group); reference != nil {
		d.Case = *reference
	}
	return d
}

// Checked is what a check of the whole file found.
type Checked struct {
	OK        bool     `json:"ok"`
	Revisions int      `json:"revisions"`
	Damaged   []Damage `json:"damaged"`
	NotYours  int      `json:"not_yours,omitempty"` // revisions without a key for this member
	Missing   int      `json:"missing,omitempty"`   // gaps that a repair wrote down
}

// Check reads the whole file: SQLite's structure, both copies of every box,
// every link, signature and sealed text, and every overview. progress may be
// nil.
func (v *Vault) Check(ctx context.Context, progress func(done int)) (Checked, error) {
	c := Checked{Damaged: []Damage{}}
	if complaints, err := v.ledger.Integrity(ctx); err != nil && !errors.Is(err, ledger.ErrDamaged) {
		return c, fail("checking the file", err)
	} else if err != nil || len(complaints) > 0 {
		c.Damaged = append(c.Damaged, Damage{Kind: "file", Reason: "structure"})
	}
	for class, name := range boxNames {
		_, damage, err := v.ledger.Boxes(ctx, class)
		if err != nil {
			return c, fail("checking the keys", err)
		}
		for range damage {
			c.Damaged = append(c.Damaged, Damage{Kind: name, Reason: "hash"})
		}
	}
	if err := v.followChains(ctx); err != nil {
		return c, fail("checking the records", err)
	}
	gaps, err := v.knownGaps(ctx)
	if err != nil {
		return c, fail("checking the records", err)
	}
	heads := map[ledger.ID]ledger.Head{}
	newest := map[ID]ledger.Revision{}
	unreadable, err := v.ledger.Revisions(ctx, func(r ledger.Revision) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.Revisions++
		if progress != nil && c.Revisions%500 == 0 {
			progress(c.Revisions)
		}
		if before := heads[r.Origin]; r.Seq != before.Seq+1 || r.Previous != before.Link {
			if isKnown(gaps, r) {
				c.Missing++
			} else {
				c.Damaged = append(c.Damaged, v.damageOf(r, "gap"))
			}
		}
		heads[r.Origin] = ledger.Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
		before, known := newest[r.Record]
		newest[r.Record] = ledger.Revision{Revision: r.Revision, Kind: r.Kind, Group: r.Group}
		switch _, reason := v.open(r); reason {
		case "":
			switch {
			case known && (before.Kind != r.Kind || before.Group != r.Group):
				c.Damaged = append(c.Damaged, v.damageOf(r, "record"))
			case known != (r.Parent != ledger.ID{}) || known && r.Parent != before.Revision:
				c.Damaged = append(c.Damaged, v.damageOf(r, "order"))
			}
		case notYours:
			c.NotYours++
		default:
			c.Damaged = append(c.Damaged, v.damageOf(r, reason))
		}
		return nil
	})
	if err != nil {
		return c, fail("checking the records", err)
	}
	for _, d := range unreadable {
		c.Damaged = append(c.Damaged, Damage{Record: d.Record, Kind: Kind(d.Kind).String(), Reason: d.Reason})
	}
	for _, d := range v.Damaged() {
		if !slices.Contains(c.Damaged, d) {
			c.Damaged = append(c.Damaged, d)
		}
	}
	c.OK = len(c.Damaged) == 0
	return c, nil
}

// boxNames are the classes of boxes in the words of a report.
var boxNames = map[ledger.Class]string{
	ledger.ClassHeader: "header", ledger.ClassIdentity: "identity", ledger.ClassGrant: "grant",
	ledger.ClassRoster: "roster", ledger.ClassWrap: "key", ledger.ClassPast: "key",
	ledger.ClassSpare: "identity", ledger.ClassInvitation: "invitation",
}
