package data

import (
	"encoding/json"
	"time"
)

// Kind is the kind of a record. The numbers are part of the file format.
type Kind uint8

// The kinds.
const (
	KindOrganisation Kind = 1
	KindContact      Kind = 2
	KindCard         Kind = 3
	KindCase         Kind = 4
	KindPerson       Kind = 5
	KindSuspect      Kind = 6
	KindEvent        Kind = 7
	KindNote         Kind = 8
	KindPlan         Kind = 9
	KindEvidence     Kind = 10
	KindMoney        Kind = 11
	KindConsent      Kind = 12
	KindSafeguarding Kind = 13
	KindAssessment   Kind = 14
	KindTask         Kind = 15
	KindLetter       Kind = 16
	KindLink         Kind = 17 // a case's link to a contact that was sorted into it
	KindKit          Kind = 18 // what the recovery kit's confirmation is checked against
	KindSaved        Kind = 19 // a letter's copy outside the vault
	KindAudit        Kind = 20 // what somebody did, for managers to read
	KindRestriction  Kind = 21 // who a case is restricted to
	KindRepair       Kind = 22 // what was lost when a damaged file was repaired
	KindIncident     Kind = 23 // what went wrong and may have named somebody, for managers to read
	KindRequest      Kind = 24 // what somebody has a right to an answer to
	KindDecision     Kind = 25 // a manager's decision on a request
	KindGiving       Kind = 26 // what of a case is to be given out, chosen item by item
	KindGiven        Kind = 27 // what was given out
	KindAsked        Kind = 28 // a letter that a manager is asked to approve
	KindApproval     Kind = 29 // a manager's ruling on a letter
	KindReason       Kind = 30 // why something was erased
	KindErasure      Kind = 31 // what was erased
	KindAttachment   Kind = 32 // what belongs to a note: a PDF or a text
	KindAttached     Kind = 33 // its bytes
	KindCaseLink     Kind = 34 // a case's link to another case
	KindMoved        Kind = 35 // what was taken out of a case, or came from another
	KindWording      Kind = 36 // the organisation's own words for fields, advice and templates
	KindHold         Kind = 37 // a legal hold on a case
)

// Record is every type that is kept as a record.
type Record interface {
	Organisation | Contact | Card | Case | Person | Suspect | Event | Note | Plan | Evidence | MoneyEntry |
		Consent | Safeguarding | Assessment | Task | IssuedLetter | SavedFile | link | kitCheck | AuditEvent | Restriction | repair | erasure | erasureReason | Incident |
		AskedLetter | Approval | Wording | Attachment | attached | CaseLink | Request | RequestDecision | Giving | Given | Moved | Hold
}

// link ties a contact to the case it was sorted into.
type link struct {
	Contact ID        `json:"contact"`
	Undone  time.Time `json:"undone,omitzero"` // it waits to be sorted again since
}

// kindNames are the names in exports and error texts.
var kindNames = map[Kind]string{
	KindOrganisation: "organisation", KindContact: "contact", KindCard: "card", KindCase: "case", KindPerson: "person",
	KindSuspect: "suspect", KindEvent: "event", KindNote: "note", KindPlan: "plan", KindEvidence: "evidence",
	KindMoney: "money", KindConsent: "consent", KindSafeguarding: "safeguarding", KindAssessment: "assessment",
	KindTask: "task", KindLetter: "letter", KindLink: "link", KindKit: "kit", KindSaved: "saved", KindAudit: "audit",
	KindRestriction: "restriction", KindRepair: "repair", KindIncident: "incident", KindReason: "reason", KindErasure: "erasure",
	KindAsked: "asked", KindApproval: "approval", KindWording: "wording",
	KindAttachment: "attachment", KindAttached: "attached", KindCaseLink: "case-link", KindMoved: "moved", KindHold: "hold",
	KindRequest: "request", KindDecision: "request-decision", KindGiving: "giving", KindGiven: "given",
}

// String returns the kind's name.
func (k Kind) String() string {
	if name, ok := kindNames[k]; ok {
		return name
	}
	return "unknown"
}

func kindOf(value any) Kind {
	switch value.(type) {
	case Organisation:
		return KindOrganisation
	case Contact:
		return KindContact
	case Card:
		return KindCard
	case Case:
		return KindCase
	case Person:
		return KindPerson
	case Suspect:
		return KindSuspect
	case Event:
		return KindEvent
	case Note:
		return KindNote
	case Plan:
		return KindPlan
	case Evidence:
		return KindEvidence
	case MoneyEntry:
		return KindMoney
	case Consent:
		return KindConsent
	case Safeguarding:
		return KindSafeguarding
	case Assessment:
		return KindAssessment
	case Task:
		return KindTask
	case IssuedLetter:
		return KindLetter
	case link:
		return KindLink
	case kitCheck:
		return KindKit
	case SavedFile:
		return KindSaved
	case AuditEvent:
		return KindAudit
	case Incident:
		return KindIncident
	case Restriction:
		return KindRestriction
	case repair:
		return KindRepair
	case erasure:
		return KindErasure
	case erasureReason:
		return KindReason
	case AskedLetter:
		return KindAsked
	case Approval:
		return KindApproval
	case Wording:
		return KindWording
	case Attachment:
		return KindAttachment
	case attached:
		return KindAttached
	case CaseLink:
		return KindCaseLink
	case Request:
		return KindRequest
	case RequestDecision:
		return KindDecision
	case Giving:
		return KindGiving
	case Given:
		return KindGiven
	case Moved:
		return KindMoved
	case Hold:
		return KindHold
	}
	return 0
}

// decode reads a record's JSON into its type.
func decode(kind Kind, text []byte) (any, error) {
	switch kind {
	case KindOrganisation:
		return into[Organisation](text)
	case KindContact:
		return into[Contact](text)
	case KindCard:
		return into[Card](text)
	case KindCase:
		return into[Case](text)
	case KindPerson:
		return into[Person](text)
	case KindSuspect:
		return into[Suspect](text)
	case KindEvent:
		return into[Event](text)
	case KindNote:
		return into[Note](text)
	case KindPlan:
		return into[Plan](text)
	case KindEvidence:
		return into[Evidence](text)
	case KindMoney:
		return into[MoneyEntry](text)
	case KindConsent:
		return into[Consent](text)
	case KindSafeguarding:
		return into[Safeguarding](text)
	case KindAssessment:
		return into[Assessment](text)
	case KindTask:
		return into[Task](text)
	case KindLetter:
		return into[IssuedLetter](text)
	case KindLink:
		return into[link](text)
	case KindKit:
		return into[kitCheck](text)
	case KindSaved:
		return into[SavedFile](text)
	case KindIncident:
		return into[Incident](text)
	case KindAudit:
		return into[AuditEvent](text)
	case KindRestriction:
		return into[Restriction](text)
	case KindRepair:
		return into[repair](text)
	case KindErasure:
		return into[erasure](text)
	case KindReason:
		return into[erasureReason](text)
	case KindAsked:
		return into[AskedLetter](text)
	case KindApproval:
		return into[Approval](text)
	case KindWording:
		return into[Wording](text)
	case KindAttachment:
		return into[Attachment](text)
	case KindAttached:
		return into[attached](text)
	case KindCaseLink:
		return into[CaseLink](text)
	case KindRequest:
		return into[Request](text)
	case KindDecision:
		return into[RequestDecision](text)
	case KindGiving:
		return into[Giving](text)
	case KindGiven:
		return into[Given](text)
	case KindMoved:
		return into[Moved](text)
	case KindHold:
		return into[Hold](text)
	}
	return nil, refuse(CodeNewer, "reading a record of an unknown kind")
}

func into[T any](text []byte) (any, error) {
	var value T
	err := json.Unmarshal(text, &value)
	return value, err
}

// forManagers reports whether every role writes a kind and only managers read it.
func forManagers(kind Kind) bool { return kind == KindAudit || kind == KindIncident }

// mayWrite says which kinds a role may write. Sharing a key is not permission:
// a revision by somebody whose role may not write its kind is refused on
// reading.
func mayWrite(role Role, kind Kind) bool {
	switch kind {
	case KindContact, KindCard, KindAudit, KindIncident:
		return role == Volunteer || role == Caseworker || role == Manager
	case KindOrganisation, KindKit, KindRepair, KindErasure, KindReason, KindApproval, KindWording, KindCaseLink, KindHold, KindDecision, KindGiven:
		return role == Manager
	default:
		return role == Caseworker || role == Manager
	}
}
