package data

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
)

// ContactList is the contacts that a member may see, as they were when it was asked
// for, the newest first. A line is made when it is looked at: a list of a hundred
// thousand that are made would take seventy megabytes.
type ContactList struct{ lines []keptLine }

// ContactList lists the contacts this member may see.
func (v *Vault) ContactList() ContactList {
	v.mu.RLock()
	lines := v.contacts.list()
	v.mu.RUnlock()
	list := ContactList{lines}
	type key struct {
		second int64
		part   int
		at     int
	}
	keys := make([]key, len(lines))
	for i, line := range list.All() {
		keys[i] = key{line.Started.Unix(), line.Started.Nanosecond(), i}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(b.second, a.second), cmp.Compare(b.part, a.part), bytes.Compare(lines[a.at].id[:], lines[b.at].id[:]))
	})
	list.lines = make([]keptLine, len(lines))
	for i, k := range keys {
		list.lines[i] = lines[k.at]
	}
	return list
}

// Len returns how many there are.
func (l ContactList) Len() int { return len(l.lines) }

// ID is the contact of line i.
func (l ContactList) ID(i int) ID { return l.lines[i].id }

// At makes line i.
func (l ContactList) At(i int) (line ContactLine) {
	p := unpacks(l.lines[i].row)
	p.contact(l.lines[i].id, &line)
	return line
}

// All goes through the lines.
func (l ContactList) All() iter.Seq2[int, ContactLine] {
	return func(yield func(int, ContactLine) bool) {
		for i := range l.lines {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// Contacts lists the contacts this member may see, the newest first, each made.
func (v *Vault) Contacts() []ContactLine {
	list := v.ContactList()
	made := make([]ContactLine, 0, list.Len())
	for _, line := range list.All() {
		made = append(made, line)
	}
	return made
}
