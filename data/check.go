package data

import (
	"context"
	"errors"
	"slices"

	"noddfa/data/ledger"
)

// Checked is what a check of the whole file found.
type Checked struct {
	OK        bool     `json:"ok"`
	Revisions int      `json:"revisions"`
	Damaged   []Damage `json:"damaged"`
	NotYours  int      `json:"not_yours,omitempty"` // revisions without a key for this member
	Missing   int      `json:"missing,omitempty"`   // gaps that a repair wrote down
	Erased    int      `json:"erased,omitempty"`    // revisions that a manager erased
}

// What is lost with what is damaged.
const (
	LostNothing = "nothing" // it is there twice, or is made anew
	LostVersion = "version" // one version of a record of which others can be read
	LostRecord  = "record"  // no version of it can be read
	LostKey     = "key"     // and what it opens
	LostUnknown = "unknown" // rows that are missing or unreadable as a whole
)

// Check reads the whole file: SQLite's structure, both copies of every box,
// every link, signature and sealed text, and every overview. progress may be
// nil.
func (v *Vault) Check(ctx context.Context, progress func(done int)) (Checked, error) {
	return v.check(ctx, progress, v.ledger.Revisions)
}

// revisionsBy calls a function for every revision in the order in which they
// were written, and returns what could not be read.
type revisionsBy func(context.Context, func(ledger.Revision) error) ([]ledger.Damage, error)

func (v *Vault) check(ctx context.Context, progress func(done int), revisions revisionsBy) (Checked, error) {
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
		for _, d := range damage {
			found := Damage{Kind: name, Reason: "hash", Lost: LostNothing}
			if d.Lost {
				found.Lost = LostKey
			}
			if class == ledger.ClassWrap && len(d.Box.Subject) == len(ID{}) {
				found.Record = ID(d.Box.Subject)
				if reference := v.caseOfGroup(found.Record); reference != nil {
					found.Case = *reference
				}
			}
			c.Damaged = append(c.Damaged, found)
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
	readable := map[ID]bool{}
	unreadable, err := revisions(ctx, func(r ledger.Revision) error {
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
		case "", isErased:
			if reason == isErased {
				c.Erased++
			} else {
				readable[r.Record] = true
			}
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
	if err := v.checkOverviews(ctx, &c); err != nil {
		return c, fail("checking the lists", err)
	}
	for _, d := range v.Damaged() {
		known := func(other Damage) bool {
			return other.Record == d.Record && other.Reason == d.Reason && (d.Kind == "" || other.Kind == d.Kind) ||
				d.Kind == "key" && other.Kind == "key" && other.Record == d.Record && other.Lost == LostKey
		}
		if !slices.ContainsFunc(c.Damaged, known) {
			c.Damaged = append(c.Damaged, d)
		}
	}
	for i, d := range c.Damaged {
		if d.Lost == "" {
			c.Damaged[i].Lost = lostWith(d, readable)
		}
	}
	c.OK = len(c.Damaged) == 0
	return c, nil
}

// lostWith says what is lost with what is damaged.
func lostWith(d Damage, readable map[ID]bool) string {
	switch {
	case d.Reason == "order" || d.Reason == putBack:
		return LostNothing
	case d.Kind == "key":
		return LostKey
	case d.Record.IsZero() || d.Reason == "gap" || d.Reason == "unreadable":
		return LostUnknown
	case readable[d.Record]:
		return LostVersion
	}
	return LostRecord
}

// checkOverviews opens every overview that this member has the key of. One that
// does not open, or is not of its record's newest version, costs nothing, for it
// is made anew; but somebody or something changed the file.
func (v *Vault) checkOverviews(ctx context.Context, c *Checked) error {
	overviews, err := v.ledger.Overviews(ctx)
	if errors.Is(err, ledger.ErrDamaged) {
		return nil // the structure, which is in the list already
	}
	if err != nil {
		return err
	}
	for _, o := range overviews {
		v.mu.RLock()
		g := v.groups[o.Group]
		_, gone := v.erased.groups[o.Group]
		v.mu.RUnlock()
		if g == nil && !gone {
			continue // not this member's
		}
		r := ledger.Revision{Group: o.Group, KeyVersion: o.KeyVersion, Kind: o.Kind, Record: o.Record, Revision: o.Revision}
		fits := false
		if !gone {
			if _, erased := v.erasedBy(r); erased {
				continue // of the version before, which counts again
			}
			if key, ok := v.overviewKey(g, o.KeyVersion); ok && o.Fresh {
				_, err := key.Open(o.Box, v.place("overview", r))
				fits = err == nil
			}
		}
		if !fits {
			d := v.damageOf(r, "overview")
			d.Lost = LostNothing
			c.Damaged = append(c.Damaged, d)
		}
	}
	return nil
}

// boxNames are the classes of boxes in the words of a report.
var boxNames = map[ledger.Class]string{
	ledger.ClassHeader: "header", ledger.ClassIdentity: "identity", ledger.ClassGrant: "grant",
	ledger.ClassRoster: "roster", ledger.ClassWrap: "key", ledger.ClassPast: "key",
	ledger.ClassSpare: "identity", ledger.ClassInvitation: "invitation", ledger.ClassErased: "erased list",
}
