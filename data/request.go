package data

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
)

// Request is something that somebody has a right to an answer to: their own
// records, what the police ask for, erasure, a complaint; or a breach of the
// records, which has its own clock. The register of requests outlives the case
// that one is about, so each request is a group of its own: caseworkers and
// managers have its key, and where it concerns a restricted case only those to
// whom the case is restricted.
type Request struct {
	Kind     RequestKind `json:"request_kind"`
	Received time.Time   `json:"received"`
	How      RequestHow  `json:"received_how,omitempty"`
	By       string      `json:"received_by,omitempty"` // which colleague
	Asker    Asker       `json:"asker,omitempty"`
	Name     string      `json:"name,omitempty"`   // of whoever asks
	Answer   string      `json:"answer,omitempty"` // where an answer may safely go
	Wants    string      `json:"wants,omitempty"`  // in their words; of a breach what happened
	Case     ID          `json:"case,omitzero"`
	Owner    string      `json:"owner,omitempty"` // who sees to it

	Identity    IdentityCheck `json:"identity,omitzero"`
	Unclear     Clarification `json:"unclear,omitzero"`
	Extended    bool          `json:"extended,omitempty"` // by two months
	ExtendedWhy string        `json:"extended_why,omitempty"`

	Authority  string        `json:"authority,omitempty"`   // who signed a victim information request, on what ground
	Necessary  string        `json:"necessary,omitempty"`   // why it is relevant, necessary and of substantial value, or is not
	PersonTold time.Time     `json:"person_told,omitzero"`  // the person was told of it in writing
	ReplyBy    time.Time     `json:"reply_by,omitzero"`     // what the police or a court ask for
	Aware      time.Time     `json:"aware,omitzero"`        // of a breach: when we knew
	ICOTold    time.Time     `json:"ico_told,omitzero"`     // of a breach
	ICOWhyNot  string        `json:"ico_why_not,omitempty"` // why it is unlikely to be a risk to anybody
	PeopleTold string        `json:"people_told,omitempty"` // whom a breach may harm, and what we told them
	Incident   IncidentKind  `json:"incident,omitempty"`    // of a breach: what went wrong
	From       ID            `json:"from,omitzero"`         // of a breach: the entry of the incident log it came of
	Lost       *LostComputer `json:"lost,omitempty"`        // of a breach: the computer that is missing
	Told       string        `json:"told,omitempty"`        // of a breach: who else was told, trustees and others
	Taken      time.Time     `json:"acknowledged,omitzero"` // we told whoever asks that it is here
	Gave       []GaveOut     `json:"gave,omitempty"`        // what was given
	Refers     string        `json:"refers_to,omitempty"`   // numbers of theirs: of a crime, of a complaint
}

// RequestKind says what is asked for.
type RequestKind string

// The kinds of request (practice.md 20).
const (
	SubjectAccess     RequestKind = "subject-access"
	VictimInformation RequestKind = "victim-information"
	ErasureRequest    RequestKind = "erasure"
	Complaint         RequestKind = "complaint"
	Breach            RequestKind = "breach"
)

// RequestKinds lists them in the order forms show them.
func RequestKinds() []RequestKind {
	return []RequestKind{SubjectAccess, VictimInformation, ErasureRequest, Complaint, Breach}
}

// RequestHow is the way by which a request came.
type RequestHow string

// RequestHows lists the ways in the order forms show them.
func RequestHows() []RequestHow {
	return []RequestHow{"phone", "in-person", "email", "letter", "form", "other"}
}

// Asker is who asks.
type Asker string

// The askers. Of a suspect or a relative nothing is confirmed, and the data lead
// is told.
const (
	AskerPerson         Asker = "person"
	AskerRepresentative Asker = "representative"
	AskerParent         Asker = "parent"
	AskerPolice         Asker = "police-or-court"
	AskerSuspect        Asker = "suspect-or-relative"
	AskerOther          Asker = "other"
)

// Askers lists them in the order forms show them.
func Askers() []Asker {
	return []Asker{AskerPerson, AskerRepresentative, AskerParent, AskerPolice, AskerSuspect, AskerOther}
}

// IdentityCheck is how it was found out that somebody is who they say. While
// they were asked and it is not confirmed the clock stands still.
type IdentityCheck struct {
	Asked     time.Time `json:"asked,omitzero"`
	Confirmed time.Time `json:"confirmed,omitzero"`
	How       string    `json:"how,omitempty"`
	By        string    `json:"by,omitempty"`
}

// Clarification is a question without whose answer it is not known what is asked
// for. The clock stands still until it is answered.
type Clarification struct {
	Asked    time.Time `json:"asked,omitzero"`
	Answered time.Time `json:"answered,omitzero"`
	Words    string    `json:"words,omitempty"`
}

// GaveOut is what left in answer to a request.
type GaveOut struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Pages  int       `json:"pages"`
	SHA256 string    `json:"sha256"`        // of the file that left
	How    string    `json:"how,omitempty"` // protected, plain or printed
	Items  int       `json:"items,omitempty"`
	Left   int       `json:"left_out,omitempty"` // items that were left out
}

// RequestOutcome is what was decided.
type RequestOutcome string

// The outcomes.
const (
	RequestGiven   RequestOutcome = "given"
	RequestPart    RequestOutcome = "part-given"
	RequestRefused RequestOutcome = "refused"
	RequestNotHeld RequestOutcome = "not-held"
	RequestNeither RequestOutcome = "neither" // whether anything is held was neither confirmed nor denied
)

// RequestOutcomes lists them in the order forms show them.
func RequestOutcomes() []RequestOutcome {
	return []RequestOutcome{RequestGiven, RequestPart, RequestRefused, RequestNotHeld, RequestNeither}
}

// Outcomes are what can become of a request: of a breach nothing is asked for, a complaint is about nothing that is
// held, and whoever may not be told anything hears first that nothing is confirmed. To the person themselves it is
// always said whether something is held.
func (r Request) Outcomes() []RequestOutcome {
	switch {
	case r.Kind == Breach:
		return []RequestOutcome{RequestGiven, RequestPart}
	case r.DoNotConfirm():
		return []RequestOutcome{RequestNeither, RequestRefused, RequestGiven, RequestPart}
	case r.Kind == Complaint:
		return []RequestOutcome{RequestGiven, RequestPart, RequestRefused}
	case r.Asker == AskerPerson:
		return []RequestOutcome{RequestGiven, RequestPart, RequestRefused, RequestNotHeld}
	}
	return RequestOutcomes()
}

// RequestDecision is a manager's decision on a request. Only managers write it.
// One without an outcome opens the request again.
type RequestDecision struct {
	Outcome RequestOutcome `json:"request_outcome,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	On      time.Time      `json:"on,omitzero"`    // the day whoever asked was told
	Told    string         `json:"told,omitempty"` // how they were told, and of their right to complain
}

// RequestLine is what the register shows of a request.
type RequestLine struct {
	ID       ID `json:"-"`
	Revision ID `json:"-"`
	Request
	Outcome RequestOutcome `json:"request_outcome,omitempty"`
	Decided time.Time      `json:"decided,omitzero"`
	Judged  bool           `json:"judged,omitempty"` // of a breach: the ICO was told, or it is written why not
}

// Called tells one request from another without a name: what it is and the day it came.
func (l RequestLine) Called(t *assets.Translator) string {
	return t.T("request.called", map[string]any{"Kind": t.T("request.kind." + string(l.Kind)), "Date": t.ShortDate(l.Received.Local())})
}

// Open reports whether nothing is decided yet.
func (l RequestLine) Open() bool { return l.Outcome == "" }

// DoNotConfirm reports whether nothing may be said to whoever asks, not even
// that somebody is known: the data lead is told instead.
func (r Request) DoNotConfirm() bool { return r.Asker == AskerSuspect }

// requestTake folds a record of a request into its line.
func (l RequestLine) take(a applied) RequestLine {
	l.ID = a.group
	switch value := a.value.(type) {
	case Request:
		l.Revision, l.Request, l.Judged = a.revision, value, value.Judged()
		l.Wants, l.Unclear.Words, l.Necessary, l.Authority, l.ExtendedWhy = "", "", "", "", ""
		l.ICOWhyNot, l.PeopleTold, l.Gave, l.Identity.How = "", "", nil, ""
		l.Told, l.Lost = "", nil
	case RequestDecision:
		l.Outcome, l.Decided = value.Outcome, time.Time{}
		if value.Outcome != "" {
			l.Decided = a.written
			if !value.On.IsZero() {
				l.Decided = value.On
			}
		}
	}
	return l
}

// Requests lists the register: what is open first, the earliest due on top, then
// what is decided, the newest first. A request about a case that opposes one of
// this member's is not in it.
func (v *Vault) Requests() []RequestLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	list := make([]RequestLine, 0, len(v.requests))
	for id, l := range v.requests {
		if v.opens(id) && !v.otherSide(id) {
			list = append(list, l)
		}
	}
	in := v.Now().Location()
	slices.SortFunc(list, func(a, b RequestLine) int {
		switch {
		case a.Open() != b.Open() && a.Open():
			return -1
		case a.Open() != b.Open():
			return 1
		case a.Open():
			return cmp.Or(a.Clock(in).Due.Compare(b.Clock(in).Due), strings.Compare(a.ID.String(), b.ID.String()))
		}
		return cmp.Or(b.Decided.Compare(a.Decided), strings.Compare(a.ID.String(), b.ID.String()))
	})
	return list
}

// RequestLine returns the line of one request.
func (v *Vault) RequestLine(id ID) (RequestLine, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, ok := v.requests[id]
	return line, ok && v.opens(id)
}

// requestsOf are the requests about a case, for a caller that holds mu.
func (v *Vault) requestsOf(caseID ID) []ID {
	var list []ID
	for id, l := range v.requests {
		if l.Case == caseID && v.groups[id] != nil {
			list = append(list, id)
		}
	}
	return list
}

// requestItems are the requests that wait for this member: a manager sees to all
// of them, a caseworker to their own.
func (v *Vault) requestItems(t *gatherToday, today time.Time) {
	if v.me().Role == Volunteer {
		return
	}
	for _, l := range v.Requests() {
		if !l.Open() {
			continue
		}
		if v.me().Role != Manager && !sameWorker(firstOf(l.Owner, l.By), v.me().Name) {
			continue
		}
		clock := l.Clock(today.Location())
		item := TodayItem{Kind: TodayRequest, Request: l.ID, Case: l.Case, Title: l.Name, Asks: l.Kind, Owner: l.Owner, Due: clock.Due, DayOnly: clock.DayOnly, Waits: clock.Waits}
		switch {
		case l.Kind == Breach && !l.Judged:
			item.Late = clock.Due.Before(v.Now())
			t.now.add(item)
		case l.DoNotConfirm() && v.me().Role == Manager && startOfDay(clock.Due).After(today):
			item.Asker = l.Asker
			t.today.add(item)
		default:
			item.Asker = l.Asker
			t.place(item, TodayRequest, TodayRequest, today)
		}
	}
}
