package data

import "time"

// NoteKind is with whom or why a note was written (domain.md 3.1).
type NoteKind string

// The kinds of note.
const (
	NoteClient      NoteKind = "client"
	NoteThirdParty  NoteKind = "third-party"
	NoteInternal    NoteKind = "internal"
	NoteSupervision NoteKind = "supervision"
)

// Note is a case note. It is never edited, only amended: the original stays
// visible. It counts as emotional support, which is protected in victim
// information requests, unless marked practical (practice.md 10).
type Note struct {
	Happened    When        `json:"happened"` // when it happened; when it was written is the revision's
	Kind        NoteKind    `json:"note_kind,omitempty"`
	Method      Method      `json:"method,omitempty"`
	Said        string      `json:"said,omitempty"`   // what they said or what happened
	Think       string      `json:"think,omitempty"`  // what I saw and think: opinion
	Agreed      string      `json:"agreed,omitempty"` // what we agreed and I will do; lines become tasks
	Practical   bool        `json:"practical,omitempty"`
	CheckBefore bool        `json:"check_before,omitempty"` // check before showing to the person
	Amendments  []Amendment `json:"amendments,omitempty"`
}

// Amendment is a dated addition to a note.
type Amendment struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason,omitempty"`
	Text   string    `json:"text"`
}

// LateAfter is how long after the event a note counts as a late entry.
const LateAfter = 24 * time.Hour

// Late reports whether the note was written long after it happened.
func (n Note) Late(written time.Time) bool {
	return !n.Happened.Time.IsZero() && written.Sub(n.Happened.Time) > LateAfter
}
