package data

import (
	"bytes"
	"context"
	"encoding/json"
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
// be read is left out and returned, with what is damaged besides the records.
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
	unreadable, err := v.ledger.EachRevision(ctx, func(r ledger.Revision) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, author, written, reason := v.unseal(r)
		stub := reason == isErased // has its place among the versions, and no line
		if stub {
			reason = ""
		}
		if reason == "" && v.isAway(r.Group, r.Record) {
			return nil // it was taken out of its case, and stands where it belongs
		}
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
		if stub {
			return nil
		}
		if len(c.lines) == 0 {
			c.first.Origin, c.first.Seq = r.Origin, r.Seq // the first that counts
		}
		if Kind(r.Kind) == KindAttached {
			text = nil // read again when it is written: there may be many large ones
		}
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
	boxes, err := v.checkBoxes(ctx)
	if err != nil {
		return damage, fail("exporting", err)
	}
	lines, _, err := v.checkOverviews(ctx, nil)
	if err != nil {
		return damage, fail("exporting", err)
	}
	damage = append(append(damage, boxes...), lines...)
	for _, c := range order {
		if Kind(c.first.Kind) == KindCase && len(c.lines) > 0 {
			v.tellOfReading(ctx, c.first.Group)
		}
	}
	v.tell(ctx, AuditEvent{Action: AuditExported})
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	for _, c := range order {
		if err := ctx.Err(); err != nil {
			return damage, fail("writing the export", err)
		}
		made, moved := inOrder(c.made)
		for _, record := range moved {
			damage = append(damage, Damage{Record: record, Kind: Kind(c.first.Kind).String(), Reason: "order"})
		}
		made = slices.DeleteFunc(made, func(o opened) bool {
			return !slices.ContainsFunc(c.lines, func(l ExportLine) bool { return l.Revision == o.revision })
		})
		if len(made) == 0 {
			continue // all of it is erased
		}
		line := func(o opened) ExportLine {
			return c.lines[slices.IndexFunc(c.lines, func(l ExportLine) bool { return l.Revision == o.revision })]
		}
		now := line(made[len(made)-1])
		now.First, now.Versions = line(made[0]).Written, len(made)
		if now.Fields == nil {
			if now.Fields, err = v.textOf(ctx, now.ID, now.Revision); err != nil {
				return damage, fail("exporting", err)
			}
		}
		if link := (CaseLink{}); Kind(c.first.Kind) == KindCaseLink && json.Unmarshal(now.Fields, &link) == nil && v.hidden(link) {
			continue
		}
		if err := encoder.Encode(now); err != nil {
			return damage, fail("writing the export", err)
		}
	}
	return v.withNoted(damage), nil
}

// textOf reads the JSON of one revision.
func (v *Vault) textOf(ctx context.Context, record, revision ID) ([]byte, error) {
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil {
		return nil, err
	}
	for _, r := range revisions {
		if r.Revision == revision {
			text, _, _, reason := v.unseal(r)
			if reason == "" {
				return text, nil
			}
		}
	}
	return nil, refuse(CodeNoRecord, "reading a revision")
}

// caseOfGroup is the reference of the case that a group is or belongs to.
func (v *Vault) caseOfGroup(group ID) *string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, ok := v.cases[group]
	if !ok {
		contact, _ := v.contacts.of(group)
		line, ok = v.cases[contact.Case]
	}
	if !ok {
		line, ok = v.cases[v.requests[group].Case]
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
