package data

import (
	"context"
	"slices"
	"strings"
	"time"
)

// CaseFile is a case as it is now: everything that belongs to one matter.
type CaseFile struct {
	ID           ID
	Line         CaseLine
	Case         Entry[Case]
	People       []Entry[Person]
	Suspects     []Entry[Suspect]
	Events       []Entry[Event] // oldest first by when they happened
	Notes        []Entry[Note]  // newest first by when they happened
	Attachments  []Entry[Attachment]
	Plans        []Entry[Plan]
	Evidence     []Entry[Evidence]
	Money        []Entry[MoneyEntry]
	Consents     []Entry[Consent]
	Safeguarding []Entry[Safeguarding]
	Assessments  []Entry[Assessment]
	Tasks        []Entry[Task]
	Letters      []Entry[IssuedLetter]
	Asked        []Entry[AskedLetter] // letters that a manager was asked to approve
	Approvals    []Entry[Approval]    // oldest first
	Saved        []Entry[SavedFile]   // letters' copies outside the vault
	Contacts     []Entry[Contact]     // sorted into this case
	Moved        []Entry[Moved]       // what was taken out of it, and what came from others
	Holds        []Entry[Hold]        // legal holds, standing or not
	Links        []Entry[CaseLink]    // to other cases that are not hidden from this member; what may be shown of them says LinkedTo
	Givings      []Entry[Giving]      // what is to be given out, chosen item by item
	Given        []Entry[Given]       // what was given out
	Damaged      int                  // records that could not be read

	restricted bool
}

// OpenCase reads a case and verifies every signature of it.
func (v *Vault) OpenCase(ctx context.Context, id ID) (*CaseFile, error) {
	line, ok := v.CaseLine(id)
	if !ok {
		return nil, refuse(CodeNoCase, "opening a case")
	}
	before := len(v.Damaged())
	list, err := v.readGroup(ctx, id)
	if err != nil {
		return nil, fail("opening a case", err)
	}
	list = withoutAway(list)
	v.tellOfReading(ctx, id)
	f := &CaseFile{
		ID: id, Line: line,
		People: entries[Person](v, list), Suspects: entries[Suspect](v, list), Events: entries[Event](v, list),
		Notes: entries[Note](v, list), Attachments: entries[Attachment](v, list), Plans: entries[Plan](v, list), Evidence: entries[Evidence](v, list),
		Money: entries[MoneyEntry](v, list), Consents: entries[Consent](v, list), Safeguarding: entries[Safeguarding](v, list),
		Assessments: entries[Assessment](v, list), Tasks: entries[Task](v, list), Letters: entries[IssuedLetter](v, list), Saved: entries[SavedFile](v, list),
		Asked: entries[AskedLetter](v, list), Approvals: entries[Approval](v, list), Links: v.shownLinks(entries[CaseLink](v, list)), restricted: v.Restricted(id),
		Givings: entries[Giving](v, list), Given: entries[Given](v, list),
		Moved: entries[Moved](v, list), Holds: entries[Hold](v, list),
	}
	asWritten(v, f.Notes, f.Moved)
	asWritten(v, f.Events, f.Moved)
	asWritten(v, f.Plans, f.Moved)
	asWritten(v, f.Attachments, f.Moved)
	asWritten(v, f.Tasks, f.Moved)
	v.mu.Lock()
	for _, e := range f.Letters { // what stands in the lists was signed by nobody; these are
		v.letters[e.ID] = v.letterLine(applied{change{e.ID, id, e.Value}, e.Revision, e.Written, e.Author}, e.Value)
	}
	v.mu.Unlock()
	if c := entries[Case](v, list); len(c) > 0 {
		f.Case = c[0]
	}
	f.Contacts = v.sortedInto(ctx, list)
	slices.SortStableFunc(f.Events, func(a, b Entry[Event]) int { return a.Value.When.Time.Compare(b.Value.When.Time) })
	slices.SortStableFunc(f.Notes, func(a, b Entry[Note]) int { return b.Value.Happened.Time.Compare(a.Value.Happened.Time) })
	slices.SortStableFunc(f.Money, func(a, b Entry[MoneyEntry]) int { return a.Value.When.Time.Compare(b.Value.When.Time) })
	f.Damaged = len(v.Damaged()) - before
	return f, nil
}

// sortedInto reads the contacts that were sorted into the case whose records are listed.
func (v *Vault) sortedInto(ctx context.Context, list []opened) (contacts []Entry[Contact]) {
	for _, l := range entries[link](v, list) {
		if !l.Value.Undone.IsZero() {
			continue
		}
		if contact, err := v.readContact(ctx, l.Value.Contact); err == nil { // else it is noted as damage
			contacts = append(contacts, contact)
		}
	}
	return contacts
}

// Client returns the person the case is about.
func (f *CaseFile) Client() (Entry[Person], bool) {
	for _, p := range f.People {
		if p.Value.Role == RoleClient {
			return p, true
		}
	}
	return Entry[Person]{}, false
}

// Plan returns the newest safety plan.
func (f *CaseFile) Plan() (Entry[Plan], bool) {
	if len(f.Plans) == 0 {
		return Entry[Plan]{}, false
	}
	return f.Plans[len(f.Plans)-1], true
}

// Assessment returns the newest risk assessment.
func (f *CaseFile) Assessment() (Entry[Assessment], bool) {
	if len(f.Assessments) == 0 {
		return Entry[Assessment]{}, false
	}
	return slices.MaxFunc(f.Assessments, func(a, b Entry[Assessment]) int { return a.Value.Made.Compare(b.Value.Made) }), true
}

// riskNews is for how long a risk that has risen is news.
const riskNews = 48 * time.Hour

// RiskRose reports whether the newest assessment says, since not long ago, that the risk is higher than the one before
// it said. Of the first one, medium and high count.
func (f *CaseFile) RiskRose(now time.Time) bool {
	newest, ok := f.Assessment()
	if !ok || now.Sub(newest.First) > riskNews {
		return false
	}
	levels := []RiskLevel{RiskNone, RiskStandard, RiskMedium, RiskHigh}
	before := Entry[Assessment]{Value: Assessment{Level: RiskStandard}}
	for _, a := range f.Assessments {
		if a.ID != newest.ID && !a.Value.Made.Before(before.Value.Made) {
			before = a
		}
	}
	return slices.Index(levels, newest.Value.Level) > slices.Index(levels, before.Value.Level)
}

// Consent returns the newest consent of a scope, standing or not.
func (f *CaseFile) Consent(scope ConsentScope) (Consent, bool) {
	var found Consent
	ok := false
	for _, c := range f.Consents {
		if c.Value.Scope == scope && (!ok || !c.Value.Given.Before(found.Given)) {
			found, ok = c.Value, true
		}
	}
	return found, ok
}

// Totals adds up what was demanded and what was paid, in pounds.
func (f *CaseFile) Totals() (demanded, paid Money) {
	for _, m := range f.Money {
		if !m.Value.Amount.Known {
			continue
		}
		sum := &demanded
		if m.Value.Kind == Payment {
			sum = &paid
		}
		sum.Known = true
		sum.Pence += m.Value.Amount.Pence
	}
	return demanded, paid
}

// Add writes a new record into a case and returns it as it now is.
func Add[T Record](ctx context.Context, v *Vault, caseID ID, value T) (Entry[T], error) {
	return put(ctx, v, caseID, NewID(), value)
}

// Change writes a new version of a record of a case. A note is never changed,
// only amended (see Amend).
func Change[T Record](ctx context.Context, v *Vault, caseID, record ID, value T) (Entry[T], error) {
	if kindOf(value) == KindNote {
		return Entry[T]{}, refuse(CodeNoteLocked, "changing a note")
	}
	if plan, ok := any(value).(Plan); ok {
		if now, found, err := v.planNow(ctx, caseID, record); err != nil {
			return Entry[T]{}, fail("writing a plan", err)
		} else if found && now.Value.same(plan) {
			unchanged, _ := any(now).(Entry[T])
			return unchanged, nil
		} else if found {
			value, _ = any(plan.after(now.Value)).(T)
		}
	}
	return put(ctx, v, caseID, record, value)
}

func put[T Record](ctx context.Context, v *Vault, group, record ID, value T) (Entry[T], error) {
	if _, ok := v.CaseLine(group); !ok {
		return Entry[T]{}, refuse(CodeNoCase, "writing into a case")
	}
	done, err := v.commit(ctx, append([]change{{record, group, value}}, v.cardsFollow(group, value)...))
	if err != nil {
		return Entry[T]{}, fail("writing a "+kindOf(value).String(), err)
	}
	return entryOf[T](v, done[0]), nil
}

func entryOf[T Record](v *Vault, a applied) Entry[T] {
	value, _ := a.value.(T)
	return Entry[T]{ID: a.record, Revision: a.revision, Value: value, Author: v.me().ID, By: v.me().Name, Written: a.written, First: a.written, Versions: 1}
}

// StartCase opens a case with its client. The reference is made here.
func (v *Vault) StartCase(ctx context.Context, c Case, client Person) (ID, error) {
	id := NewID()
	changes := v.caseChanges(id, c, client)
	if _, err := v.commit(ctx, changes, v.caseGroup(id)); err != nil {
		return ID{}, fail("opening a case", err)
	}
	return id, nil
}

// WriteNote writes a note with the files that belong to it, and a task for each
// line of what was agreed.
func (v *Vault) WriteNote(ctx context.Context, caseID ID, n Note, files ...ChosenFile) (Entry[Note], error) {
	if _, ok := v.CaseLine(caseID); !ok {
		return Entry[Note]{}, refuse(CodeNoCase, "writing a note")
	}
	if n.Happened.IsZero() {
		n.Happened = At(v.Now())
	}
	n.Amendments = nil
	id := NewID()
	changes := []change{{id, caseID, n}}
	for line := range strings.Lines(n.Agreed) {
		if what := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-•*")); what != "" {
			changes = append(changes, change{NewID(), caseID, Task{What: what, Owner: v.me().Name, From: id}})
		}
	}
	held, err := v.attachmentChanges(ctx, caseID, id, files)
	if err != nil {
		return Entry[Note]{}, fail("writing a note", err)
	}
	done, err := v.commitNew(ctx, append(changes, held...))
	if err != nil {
		return Entry[Note]{}, fail("writing a note", err)
	}
	return entryOf[Note](v, done[0]), nil
}

// Amend adds a dated amendment to a note; the original stays as it was.
func (v *Vault) Amend(ctx context.Context, caseID, note ID, a Amendment) (Entry[Note], error) {
	history, err := v.History(ctx, note)
	if err != nil {
		return Entry[Note]{}, fail("amending a note", err)
	}
	written := slices.DeleteFunc(slices.Clone(history), func(o Version) bool { return o.Erased != nil })
	if len(written) == 0 {
		return Entry[Note]{}, refuse(CodeNoRecord, "amending a note")
	}
	n, ok := written[len(written)-1].Value.(Note)
	if !ok {
		return Entry[Note]{}, refuse(CodeNoRecord, "amending a note")
	}
	a.At, a.By = v.Now(), v.me().Name
	n.Amendments = append(slices.Clone(n.Amendments), a)
	done, err := v.commit(ctx, []change{{note, caseID, n}})
	if err != nil {
		return Entry[Note]{}, fail("amending a note", err)
	}
	e := entryOf[Note](v, done[0])
	e.First, e.Versions = written[0].Written, len(written)+1
	return e, nil
}

// SaveOrganisation changes the charity's own record. Whether the computer is
// asked for, the logo and how long records are kept are not changed by it: what is saved may have been typed
// before that.
func (v *Vault) SaveOrganisation(ctx context.Context, o Organisation) error {
	v.mu.RLock()
	record := v.org.ID
	o.Computers, o.Logo, o.Retention = v.org.Value.Computers, v.org.Value.Logo, v.org.Value.Retention
	v.mu.RUnlock()
	_, err := v.commit(ctx, []change{{record, groupZero(inContacts), o}})
	if err == nil {
		v.keepForLocked()
	}
	return fail("writing the organisation", err)
}

// Language is the language in which the person reads.
func (f *CaseFile) Language() Language {
	if client, ok := f.Client(); ok && client.Value.Language == Welsh {
		return Welsh
	}
	if f.Case.Value.Language == Welsh {
		return Welsh
	}
	return English
}
