package data

import (
	"slices"
	"time"
)

// Moved is what is left where a record was taken out of a case, and what says at
// the other end where a record came from. It has no words of the record: only
// what it was, where it went, and why. Who did it and when is its own signature.
//
// The words stand under the right case's key first. Only then is what was in the
// wrong case erased, by an erasure that a manager signs: at once where a manager
// moves it, else when one next unlocks. Until then no list, no page and no search
// shows it any more.
type Moved struct {
	Record ID     `json:"record"`         // in this case: what went, or what came
	What   string `json:"what"`           // the name of its kind
	Out    bool   `json:"out,omitempty"`  // it went
	Other  ID     `json:"other,omitzero"` // the other case
	As     ID     `json:"as,omitzero"`    // the record there
	With   ID     `json:"with,omitzero"`  // the record of this case that it belongs to: a file or a task of a note
	Why    string `json:"why,omitempty"`

	Contact   ID    `json:"contact,omitzero"`    // it was made when this contact was sorted here, which was undone
	Revisions []ID  `json:"revisions,omitempty"` // of what went: its versions, which are erased
	Written   []Pen `json:"written,omitempty"`   // of what came: who wrote each version, and when
}

// Pen is who wrote a version, and when.
type Pen struct {
	By ID        `json:"by"`
	At time.Time `json:"at"`
}

// AwayLine is a record that was taken out of a case, in the case's line.
type AwayLine struct {
	Record   ID `json:"record"`
	Revision ID `json:"revision"` // its newest: the words are gone once this is erased
}

// awayAfter are the records that were taken out of a case after one more was.
func awayAfter(away []AwayLine, m Moved) []AwayLine {
	if !m.Out || len(m.Revisions) == 0 || slices.ContainsFunc(away, func(a AwayLine) bool { return a.Record == m.Record }) {
		return away
	}
	return append(slices.Clone(away), AwayLine{m.Record, m.Revisions[len(m.Revisions)-1]})
}

// away reports whether a record was taken out of a case. The caller holds mu.
func (v *Vault) away(group, record ID) bool {
	line, ok := v.cases[group]
	return ok && slices.ContainsFunc(line.Away, func(a AwayLine) bool { return a.Record == record })
}

// isAway is away for a caller that does not hold mu.
func (v *Vault) isAway(group, record ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.away(group, record)
}

// withoutAway leaves out of a case's records those that were taken out of it.
func withoutAway(list []opened) []opened {
	var gone []ID
	for _, o := range list {
		if m, ok := o.value.(Moved); ok && m.Out {
			gone = append(gone, m.Record)
		}
	}
	if len(gone) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(o opened) bool { return slices.Contains(gone, o.record) })
}

// dropAway takes out of the lists what was taken out of its case and is not
// erased yet. The caller holds mu.
func (v *Vault) dropAway() {
	for _, line := range v.cases {
		for _, a := range line.Away {
			delete(v.tasks, a.Record)
			delete(v.asked, a.Record)
		}
	}
}

// asWritten says of a record that came from another case who wrote it there, and
// when.
func asWritten[T any](v *Vault, list []Entry[T], moved []Entry[Moved]) {
	for _, m := range moved {
		if m.Value.Out || len(m.Value.Written) == 0 {
			continue
		}
		for i := range list {
			if list[i].ID != m.Value.Record {
				continue
			}
			list[i].First = m.Value.Written[0].At
			if came := len(m.Value.Written); list[i].Versions == came {
				last := m.Value.Written[came-1]
				list[i].Author, list[i].By, list[i].Written = last.By, v.nameOf(last.By), last.At
			}
		}
	}
}

// MovedFrom is what says of a record where it came from.
func (f *CaseFile) MovedFrom(record ID) (Entry[Moved], bool) {
	i := slices.IndexFunc(f.Moved, func(e Entry[Moved]) bool { return !e.Value.Out && e.Value.Record == record })
	if i < 0 {
		return Entry[Moved]{}, false
	}
	return f.Moved[i], true
}

// MovedAway are the stubs of the records of one kind that were taken out of this
// case, the newest first; what went with another has none of its own.
func (f *CaseFile) MovedAway(kind Kind) []Entry[Moved] {
	var list []Entry[Moved]
	for _, e := range slices.Backward(f.Moved) {
		if e.Value.Out && e.Value.With.IsZero() && e.Value.What == kind.String() {
			list = append(list, e)
		}
	}
	return list
}
