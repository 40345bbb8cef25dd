package data

import "context"

// Incident is something that went wrong and may have told somebody what they
// should not know: a wrong number where a name was said. Every role writes it,
// sealed like the audit trail, and only managers read it.
type Incident struct {
	What    IncidentKind `json:"what"`
	Contact ID           `json:"contact,omitzero"` // where it happened
	Words   string       `json:"words,omitempty"`  // who answered, what we said, did we name anyone?
}

// IncidentKind says what went wrong.
type IncidentKind string

// IncidentWrongNumber is a call that reached, or came from, somebody else.
const IncidentWrongNumber IncidentKind = "wrong-number"

// incidentOf is the change that tells the managers of a wrong number, where
// something is written of it that was not written before.
func incidentOf(contact ID, before, now Contact) []change {
	if now.Caller != CallerWrongNumber || now.WrongNumber == "" || now.WrongNumber == before.WrongNumber {
		return nil
	}
	return []change{{NewID(), groupZero(inManagement), Incident{IncidentWrongNumber, contact, now.WrongNumber}}}
}

// Incidents returns the incident log, oldest first. Only a manager can read it.
func (v *Vault) Incidents(ctx context.Context) ([]Entry[Incident], error) {
	list, err := readForManagers[Incident](ctx, v, KindIncident)
	return list, fail("reading the incident log", err)
}
