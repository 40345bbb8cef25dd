package data

import (
	"context"
	"math"
	"slices"
	"time"
)

// Incident is something that went wrong and may have told somebody what they
// should not know: a wrong number where a name was said, a letter that went to the
// wrong place. Every role writes it, sealed like the audit trail, and only managers
// read it. What was decided of it is in the register of requests, as a breach.
type Incident struct {
	What    IncidentKind `json:"what"`
	Contact ID           `json:"contact,omitzero"` // where it happened
	Letter  ID           `json:"letter,omitzero"`  // by which who had it was asked to destroy it
	Words   string       `json:"words,omitempty"`  // who answered, what we said, did we name anyone?
}

// IncidentKind says what went wrong.
type IncidentKind string

// The kinds.
const (
	IncidentWrongNumber IncidentKind = "wrong-number"     // a call reached, or came from, somebody else
	IncidentWrongPlace  IncidentKind = "wrong-place"      // a letter, a message or a paper went to the wrong place
	IncidentComputer    IncidentKind = "missing-computer" // or a memory stick
	IncidentOther       IncidentKind = "other"
)

// IncidentKinds lists them in the order forms show them.
func IncidentKinds() []IncidentKind {
	return []IncidentKind{IncidentWrongPlace, IncidentWrongNumber, IncidentComputer, IncidentOther}
}

// incidentOf is the change that tells the managers of a wrong number, where
// something is written of it that was not written before.
func incidentOf(contact ID, before, now Contact) []change {
	if now.Caller != CallerWrongNumber || now.WrongNumber == "" || now.WrongNumber == before.WrongNumber {
		return nil
	}
	return []change{{NewID(), groupZero(inManagement), Incident{What: IncidentWrongNumber, Contact: contact, Words: now.WrongNumber}}}
}

// incidentOfLetter is the same of a letter that says that an earlier one went to
// the wrong place.
func incidentOfLetter(id ID, choices LetterChoices) []change {
	if choices.Type != UpdateOrWithdrawal || choices.Change != ChangeWrongPlace {
		return nil
	}
	return []change{{NewID(), groupZero(inManagement), Incident{What: IncidentWrongPlace, Letter: id}}}
}

// Incidents returns what was written into the incident log by itself, oldest
// first. Only a manager can read it.
func (v *Vault) Incidents(ctx context.Context) ([]Entry[Incident], error) {
	list, err := readForManagers[Incident](ctx, v, KindIncident, math.MaxInt)
	return list, fail("reading the incident log", err)
}

// LoggedIncident is a line of the incident log: what was written by itself, with
// what the register of breaches has of it, or a breach that began there.
type LoggedIncident struct {
	What            IncidentKind
	At              time.Time // when it was written down
	By              string
	Words           string
	Contact, Letter ID
	Entry           ID          // of what was written by itself
	Breach          RequestFile // none where nobody has put it into the register
}

// Registered reports whether it stands in the register of breaches.
func (i LoggedIncident) Registered() bool { return !i.Breach.Request.ID.IsZero() }

// IncidentLog is all that went wrong, the newest first, for a manager. A breach
// that concerns a restricted case is in it for those who are named.
func (v *Vault) IncidentLog(ctx context.Context) ([]LoggedIncident, error) {
	entries, err := v.Incidents(ctx)
	if err != nil {
		return nil, err
	}
	var list []LoggedIncident
	at := map[ID]int{}
	for i, e := range entries {
		at[e.ID] = i
		list = append(list, LoggedIncident{
			What: e.Value.What, At: e.Written, By: e.By, Words: e.Value.Words, Contact: e.Value.Contact, Letter: e.Value.Letter, Entry: e.ID,
		})
	}
	for _, line := range v.Requests() {
		if line.Kind != Breach {
			continue
		}
		f, err := v.OpenRequest(ctx, line.ID)
		if err != nil {
			return nil, err
		}
		r := f.Request.Value
		if i, known := at[r.From]; known {
			list[i].Breach = f
			continue
		}
		what := r.Incident
		if what == "" {
			what = IncidentOther
		}
		list = append(list, LoggedIncident{What: what, At: f.Request.First, By: firstOf(r.By, f.Request.By), Words: r.Wants, Breach: f})
	}
	slices.SortStableFunc(list, func(a, b LoggedIncident) int { return b.At.Compare(a.At) })
	return list, nil
}

// AsBreach is how an incident begins in the register: known from when it was
// written down.
func (i LoggedIncident) AsBreach(now time.Time, by string) Request {
	return Request{Kind: Breach, Received: now, By: by, Aware: i.At, Incident: i.What, From: i.Entry, Wants: i.Words}
}

// Judged reports whether it is written down of a breach when the ICO was told, or
// why not.
func (r Request) Judged() bool { return !r.ICOTold.IsZero() || r.ICOWhyNot != "" }
