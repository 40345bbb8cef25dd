package data

import (
	"slices"
	"strings"
	"time"
)

// ContactLine is what the list of contacts shows.
type ContactLine struct {
	ID        ID           `json:"-"`
	Revision  ID           `json:"-"`
	Started   time.Time    `json:"started"`
	DayOnly   bool         `json:"day_only,omitempty"` // the time of day is not known
	Name      string       `json:"name,omitempty"`
	Number    string       `json:"number,omitempty"`
	Method    Method       `json:"method,omitempty"`
	Outgoing  bool         `json:"outgoing,omitempty"`
	Attempted bool         `json:"attempted,omitempty"`
	Caller    Caller       `json:"caller,omitempty"`
	Matter    Matter       `json:"matter,omitempty"`
	Force     string       `json:"force,omitempty"`
	Platform  string       `json:"platform,omitempty"`
	Demanded  Money        `json:"demanded,omitzero"`
	Paid      Money        `json:"paid,omitzero"`
	Police    PoliceWish   `json:"police,omitempty"`
	SafeRule  string       `json:"safe_rule,omitempty"`
	FollowUp  FollowUp     `json:"follow_up,omitzero"`
	Crisis    bool         `json:"crisis,omitempty"`  // crisis: not finished
	Suicide   bool         `json:"suicide,omitempty"` // thoughts of it were told of; false in older files
	Danger    bool         `json:"danger,omitempty"`
	Deadline  When         `json:"deadline,omitzero"` // of the threat; none in older files
	Imported  string       `json:"imported,omitempty"`
	Debrief   bool         `json:"debrief,omitempty"`
	Age       int          `json:"age,omitempty"`
	By        ID           `json:"by,omitzero"` // who logged it
	Locked    *TakenLocked `json:"locked,omitempty"`
	Figures   *FiguresOnly `json:"figures,omitempty"` // its words are gone
	Case      ID           `json:"case,omitzero"`
}

// Under18 reports whether the person said that they are a child.
func (l ContactLine) Under18() bool { return l.Age > 0 && l.Age < 18 }

// CaseLine is what the list of cases and the case's header show.
type CaseLine struct {
	ID         ID         `json:"-"`
	Revision   ID         `json:"-"`
	Reference  string     `json:"reference"`
	Name       string     `json:"name,omitempty"` // as they wish to be called, else their name
	FullName   string     `json:"full_name,omitempty"`
	Matter     Matter     `json:"matter,omitempty"`
	Opened     time.Time  `json:"opened"`
	Closed     time.Time  `json:"closed,omitzero"`
	Outcome    Outcome    `json:"outcome,omitempty"` // of a closed case; empty in older files
	Owner      string     `json:"owner,omitempty"`
	Force      string     `json:"force,omitempty"`
	Police     PoliceWish `json:"police,omitempty"`
	SafeRule   string     `json:"safe_rule,omitempty"` // without what is forbidden: SafeContact.Line has that
	Risk       RiskLevel  `json:"risk,omitempty"`
	RiskFirst  RiskLevel  `json:"risk_first,omitempty"` // of the first assessment; empty in older files
	RiskReview time.Time  `json:"risk_review,omitzero"`
	PlanReview time.Time  `json:"plan_review,omitzero"`
	Danger     bool       `json:"danger,omitempty"`
	Deadline   When       `json:"deadline,omitzero"` // of the threat; none in older files
	Crisis     bool       `json:"crisis,omitempty"`
	Under18    bool       `json:"under_18,omitempty"`
	Decided    bool       `json:"decided,omitempty"` // a safeguarding decision is recorded
	Touched    time.Time  `json:"touched,omitzero"`  // when something was last written into it; zero in older files
	Links      []LinkLine `json:"links,omitempty"`
	Away       []AwayLine `json:"away,omitempty"`   // what was taken out of it
	Figures    time.Time  `json:"figures,omitzero"` // its words are gone since
	Held       *Hold      `json:"held,omitempty"`   // a legal hold; nobody signs a line, so erasing asks the record itself
}

// TaskLine is a follow-up as Today shows it.
type TaskLine struct {
	ID       ID `json:"-"`
	Revision ID `json:"-"`
	Case     ID `json:"case,omitzero"`
	Task
}

// LetterLine is a letter as the register shows it.
type LetterLine struct {
	ID       ID         `json:"-"`
	Revision ID         `json:"-"`
	Case     ID         `json:"case"`
	Number   string     `json:"number"`
	Type     LetterType `json:"type"`
	Force    string     `json:"force,omitempty"`
	Issued   time.Time  `json:"issued"`
	ReplyBy  time.Time  `json:"reply_by,omitzero"`

	Author   ID           `json:"author,omitzero"`
	Needs    bool         `json:"needs_approval,omitempty"`
	Sum      string       `json:"sum,omitempty"`    // SHA-256 of the bytes issued
	Digest   string       `json:"digest,omitempty"` // of what was asked for
	Asked    ID           `json:"asked,omitzero"`
	PhoneBy  ID           `json:"phone_by,omitzero"`
	Replaces ID           `json:"replaces,omitzero"` // the earlier letter that it replaces or takes back
	Change   LetterChange `json:"change,omitempty"`

	Answered   bool          `json:"-"` // the task to look for the reply is done
	ReplacedBy string        `json:"-"` // the number of the letter that replaces it or takes it back
	Approval   ApprovalState `json:"-"`
}

// overviewLine is an overview to be sealed.
type overviewLine struct {
	record, revision, group ID
	kind                    Kind
	line                    any
}

// linesOf returns the overviews that change with the changes.
func (v *Vault) linesOf(done []applied) []overviewLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	cases, requests := map[ID]CaseLine{}, map[ID]RequestLine{}
	var order, asked []ID
	var lines []overviewLine
	for _, a := range done {
		switch value := a.value.(type) {
		case Contact:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindContact, v.contactLine(a, value)})
			continue
		case Card:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindCard, value})
			continue
		case Organisation:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindOrganisation, value})
			continue
		case Wording:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindWording, value})
			continue
		case kitCheck:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindKit, value})
			continue
		case AuditEvent, Incident, repair, erasure, erasureReason:
			continue // no list shows them
		case Request, RequestDecision:
			line, begun := requests[a.group]
			if !begun {
				line = v.requests[a.group]
				asked = append(asked, a.group)
			}
			requests[a.group] = line.take(a)
			continue
		case Restriction:
			_, old := v.requests[a.group]
			if _, fresh := requests[a.group]; old || fresh {
				continue // of a request
			}
		case attached:
			if isGroupZero(a.group) { // the logo's, which is in no case
				continue
			}
		case Task:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindTask, taskLine(a, value)})
		case IssuedLetter:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindLetter, v.letterLine(a, value)})
		case SavedFile:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindSaved, copyLine(a, value)})
		case AskedLetter:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindAsked, askedLine(a, value)})
		case Approval:
			lines = append(lines, overviewLine{a.record, a.revision, a.group, KindApproval, struct{}{}})
		}
		line, begun := cases[a.group]
		if !begun {
			line = v.cases[a.group]
			order = append(order, a.group)
		}
		cases[a.group] = line.take(a)
	}
	for _, id := range order {
		line := cases[id]
		lines = append(lines, overviewLine{id, line.Revision, id, KindCase, line})
	}
	for _, id := range asked {
		line := requests[id]
		lines = append(lines, overviewLine{id, line.Revision, id, KindRequest, line})
	}
	return lines
}

// show lets the lists in memory follow a written change. The caller holds mu.
func (v *Vault) show(a applied) {
	switch value := a.value.(type) {
	case Contact:
		v.contacts.set(a.record, v.contactLine(a, value))
		return
	case Card:
		value.revision = a.revision
		v.cards.set(a.record, value)
		return
	case Organisation:
		v.org = Entry[Organisation]{ID: a.record, Revision: a.revision, Value: value, Written: a.written}
		return
	case Wording:
		v.wording = Entry[Wording]{ID: a.record, Revision: a.revision, Value: value, Written: a.written}
		return
	case kitCheck:
		v.kit = Entry[kitCheck]{ID: a.record, Revision: a.revision, Value: value, Written: a.written}
		return
	case AuditEvent, Incident, repair, erasure, erasureReason:
		return
	case Request, RequestDecision:
		v.requests[a.group] = v.requests[a.group].take(a)
		return
	case Restriction:
		if _, of := v.requests[a.group]; of {
			return
		}
	case attached:
		if isGroupZero(a.group) {
			return
		}
	case Task:
		v.tasks[a.record] = taskLine(a, value)
	case IssuedLetter:
		v.letters[a.record] = v.letterLine(a, value)
	case SavedFile:
		v.copies[a.record] = copyLine(a, value)
	case AskedLetter:
		v.asked[a.record] = askedLine(a, value)
	case Approval:
		v.approvals[a.record] = approvalLine{value, a.revision, a.group, a.author, a.written}
	case Moved:
		if value.Out {
			delete(v.tasks, value.Record)
			delete(v.asked, value.Record)
		}
	}
	v.cases[a.group] = v.cases[a.group].take(a)
}

// contactLine is the line of a contact. Whoever logged it stays its author. The
// caller holds mu.
func (v *Vault) contactLine(a applied, c Contact) ContactLine {
	if before, ok := v.contacts.of(a.record); ok {
		a.author = before.By
	}
	return ContactLine{
		ID: a.record, Revision: a.revision, Started: c.Started, DayOnly: c.DayOnly, Name: c.Name(), Number: c.Number, Method: c.Method,
		Outgoing: c.Outgoing, Attempted: c.Attempted, Caller: c.Caller, Matter: c.Matter, Force: c.Force, Platform: c.Platform,
		Demanded: c.Demanded, Paid: c.Paid, Police: c.Police, SafeRule: c.SafeRule, FollowUp: c.FollowUp,
		Crisis: c.Suicide.Unfinished(), Suicide: c.Suicide.Thoughts == Yes, Danger: c.DangerNow == Yes, Deadline: c.Deadline, Imported: c.Imported, Case: c.Case, Locked: c.Locked, Figures: c.Figures,
		Debrief: c.Debrief, Age: c.Age, By: a.author,
	}
}

func taskLine(a applied, t Task) TaskLine {
	return TaskLine{ID: a.record, Revision: a.revision, Case: a.group, Task: t}
}

func (v *Vault) letterLine(a applied, l IssuedLetter) LetterLine {
	line := LetterLine{
		ID: a.record, Revision: a.revision, Case: a.group, Number: l.Letter.Number, Type: l.Letter.Type,
		Force: l.Letter.To.Force, Issued: l.Issued, ReplyBy: l.Letter.ReplyBy,
		Author: a.author, Sum: l.firstSum(), Asked: l.Choices.Asked, Replaces: l.Choices.Replaces, Change: l.Choices.Change,
		Needs: l.Letter.Approver != nil || l.Letter.Basis != BasisConsent || l.Letter.Consent == nil,
	}
	if !line.Asked.IsZero() {
		line.Digest = digestOf(l.Letter)
	}
	if l.Choices.Phone != nil {
		line.PhoneBy = l.Choices.Phone.Manager
	}
	return line
}

// take folds one record of the case into its line.
func (l CaseLine) take(a applied) CaseLine {
	l.ID = a.group
	if a.written.After(l.Touched) {
		l.Touched = a.written
	}
	switch value := a.value.(type) {
	case Case:
		l.Revision, l.Reference, l.Matter = a.revision, value.Reference, value.Matter
		l.Opened, l.Closed, l.Owner, l.Outcome = value.Opened, value.Closed, value.Owner, ""
		if o := Outcome(value.Outcome); !value.Closed.IsZero() && slices.Contains(Outcomes(), o) { // older ones are in free words
			l.Outcome = o
		}
		l.Force, l.Police = value.Police.Force, value.Police.Wish
		l.SafeRule = safely(value.SafeContact.Rule, value.SafeContact.Times)
		l.Deadline, l.Figures = value.Deadline, value.Figures
		l.Danger, l.Crisis = value.DangerNow == Yes, value.Suicide.Unfinished()
		if value.CalledName != "" {
			l.Name = value.CalledName
		}
	case Person:
		if value.Role == RoleClient {
			l.FullName = value.FullName()
			l.Name = firstOf(value.CalledName, l.FullName, l.Name)
			age, known := value.AgeAt(a.written)
			l.Under18 = known && age < 18
		}
	case Assessment:
		if l.Risk == RiskNone {
			l.RiskFirst = value.Level
		}
		l.Risk, l.RiskReview = value.Level, value.Review
	case Plan:
		l.PlanReview = value.Review
	case Safeguarding:
		l.Decided = true
	case CaseLink:
		l.Links = linksAfter(l.Links, a.record, value)
	case Moved:
		l.Away = awayAfter(l.Away, value)
	case Hold:
		l.Held = nil
		if value.Lifted.IsZero() {
			l.Held = &value
		}
	}
	return l
}

// Cases lists the cases this member may see, newest first.
func (v *Vault) Cases() []CaseLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	list := make([]CaseLine, 0, len(v.cases))
	for _, line := range v.cases {
		list = append(list, line)
	}
	newestCasesFirst(list)
	return list
}

// newestCasesFirst sorts lines of cases. A line is large, so where each belongs is found
// out first, and then each is moved once.
func newestCasesFirst(list []CaseLine) {
	type place struct {
		opened time.Time
		from   int
	}
	order := make([]place, len(list))
	for i := range list {
		order[i] = place{list[i].Opened, i}
	}
	slices.SortFunc(order, func(a, b place) int {
		if c := b.opened.Compare(a.opened); c != 0 {
			return c
		}
		return strings.Compare(list[a.from].Reference, list[b.from].Reference)
	})
	for start := range order {
		if order[start].from < 0 {
			continue // its round was gone already
		}
		first := list[start]
		for to := start; ; {
			from := order[to].from
			order[to].from = -1
			if from == start {
				list[to] = first
				break
			}
			list[to] = list[from]
			to = from
		}
	}
}

// CaseLine returns the line of one case.
func (v *Vault) CaseLine(id ID) (CaseLine, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, ok := v.cases[id]
	return line, ok
}

// ContactLine returns the line of one contact.
func (v *Vault) ContactLine(id ID) (ContactLine, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, ok := v.contacts.of(id)
	return line, ok
}

// CaseByReference finds a case by its reference, in any spelling of case and
// spaces.
func (v *Vault) CaseByReference(reference string) (CaseLine, bool) {
	want := plainReference(reference)
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, line := range v.cases {
		if plainReference(line.Reference) == want && want != "" {
			return line, true
		}
	}
	return CaseLine{}, false
}

func plainReference(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(text))
}

// Tasks lists follow-ups, the earliest due first; those without a date last.
func (v *Vault) Tasks() []TaskLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	list := make([]TaskLine, 0, len(v.tasks))
	for _, line := range v.tasks {
		list = append(list, line)
	}
	slices.SortFunc(list, func(a, b TaskLine) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return list
}

// Letters lists the issued letters, newest first.
func (v *Vault) Letters() []LetterLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	answered, replaced := map[ID]bool{}, map[ID]LetterLine{}
	for _, t := range v.tasks {
		if !t.Done.IsZero() {
			answered[t.From] = true
		}
	}
	for _, l := range v.letters {
		if before, ok := replaced[l.Replaces]; !ok || l.Issued.After(before.Issued) {
			replaced[l.Replaces] = l
		}
	}
	list := make([]LetterLine, 0, len(v.letters))
	for _, line := range v.letters {
		line.Approval = v.stateOfLetter(line)
		line.Answered, line.ReplacedBy = answered[line.ID], replaced[line.ID].Number
		list = append(list, line)
	}
	slices.SortFunc(list, func(a, b LetterLine) int {
		if c := b.Issued.Compare(a.Issued); c != 0 {
			return c
		}
		return strings.Compare(b.Number, a.Number)
	})
	return list
}

// Organisation returns the charity's own record.
func (v *Vault) Organisation() Organisation {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.org.Value
}
