package data

import (
	"context"
	"slices"
	"time"
)

// ComputerSeen is a computer that wrote into the records, as far as the records
// tell. A computer has no name in them, and one that was set up anew, or that
// opened a copy, stands as another.
type ComputerSeen struct {
	ID             ID
	Here           bool     // it is this one
	UsedBy         []string // who unlocked on it
	First, Last    time.Time
	PassphraseOnly bool       // a copy opens with the passphrase of one of them on any computer
	Copies         []CopyLine // documents saved on it in the clear
}

// LostComputer is what the records knew of a computer when it went missing.
type LostComputer struct {
	ID        ID        `json:"computer,omitzero"` // none where it is not in the records
	UsedBy    []string  `json:"used_by,omitempty"`
	LastEntry time.Time `json:"last_entry,omitzero"`
	Bound     Answer    `json:"bound,omitempty"`  // yes: a copy opens on an enrolled computer only
	Copies    int       `json:"copies,omitempty"` // documents saved on it in the clear
	Cases     int       `json:"cases,omitempty"`  // how much was in the records when it was noticed
	Contacts  int       `json:"contacts,omitempty"`
}

// Computers lists the computers that wrote into the records, the latest first,
// for a manager who looks for one that is missing.
func (v *Vault) Computers(ctx context.Context) ([]ComputerSeen, error) {
	const doing = "looking for the computers that were used"
	if v.me().Role != Manager {
		return nil, refuse(CodeNoKey, doing)
	}
	seen := map[ID]*ComputerSeen{}
	users := map[ID]map[ID]bool{}
	at := func(origin ID, author ID, when time.Time) {
		c := seen[origin]
		if c == nil {
			c = &ComputerSeen{ID: origin, Here: origin == v.computer.origin, First: when}
			seen[origin], users[origin] = c, map[ID]bool{}
		}
		users[origin][author] = true
		if when.Before(c.First) {
			c.First = when
		}
		if when.After(c.Last) {
			c.Last = when
		}
	}
	made, err := v.readTrail(ctx)
	if err != nil {
		return nil, fail(doing, err)
	}
	for _, e := range made {
		at(e.origin, e.Author, e.Written)
	}
	heads, err := v.ledger.Heads(ctx)
	if err != nil {
		return nil, fail(doing, err)
	}
	for _, h := range heads {
		if r, there, err := v.ledger.At(ctx, h.Origin, h.Seq); err == nil && there {
			if _, author, when, reason := v.unseal(r); reason == "" {
				at(h.Origin, author, when)
			}
		}
	}
	for _, c := range v.UnprotectedCopies() {
		revisions, err := v.ledger.Record(ctx, c.ID)
		if err != nil {
			return nil, fail(doing, err)
		}
		if len(revisions) > 0 && seen[revisions[0].Origin] != nil {
			on := seen[revisions[0].Origin]
			on.Copies = append(on.Copies, c)
		}
	}
	var list []ComputerSeen
	for origin, c := range seen {
		for author := range users[origin] {
			c.UsedBy = append(c.UsedBy, v.nameOf(author))
			plain, _, err := v.rowsOf(ctx, author)
			if err != nil {
				return nil, fail(doing, err)
			}
			c.PassphraseOnly = c.PassphraseOnly || plain || !v.Organisation().Computers
		}
		slices.Sort(c.UsedBy)
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b ComputerSeen) int { return b.Last.Compare(a.Last) })
	return list, nil
}

// Lost is what is written down of a computer that went missing, from what the
// records tell of it; nothing of one that they do not know.
func (v *Vault) Lost(c ComputerSeen) LostComputer {
	l := LostComputer{ID: c.ID, UsedBy: c.UsedBy, LastEntry: c.Last, Copies: len(c.Copies), Cases: len(v.Cases()), Contacts: v.ContactList().Len()}
	if !c.ID.IsZero() {
		l.Bound = Yes
		if c.PassphraseOnly {
			l.Bound = No
		}
	}
	return l
}

// ResetSince reports who of those who used a missing computer has got new keys, or
// was removed, since a moment: by their names.
func (v *Vault) ResetSince(ctx context.Context, names []string, since time.Time) (map[string]time.Time, error) {
	trail, err := v.Audit(ctx)
	done := map[string]time.Time{}
	for _, line := range trail {
		if (line.Action == AuditReset || line.Action == AuditRemoved) && slices.Contains(names, line.Subject) && !line.At.Before(since) {
			done[line.Subject] = line.At
		}
	}
	return done, err
}
