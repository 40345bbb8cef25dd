package ui

import (
	"slices"
	"strings"

	"noddfa/data"
)

// What was typed and not saved is offered again wherever it was typed. The name of a draft is what its form says it is,
// the case, and the record: "evidence:CASE:new", "amendment:CASE:NOTE", "note:CASE".

// newCaseDraft is the question about a new case; there is no case yet.
const newCaseDraft = "new-case"

// unfinished is such a text with the way back to it.
type unfinished struct {
	name string // of the case; "" where it belongs to none
	form string // what the form is called on the screen
	to   Route
}

// tabOfDraft is where a case has the form of a draft, by its kind.
var tabOfDraft = map[string]string{
	"close": tabOverview, "note": tabNotes, "amendment": tabNotes, "plan-action": tabPlan, "plan-section": tabPlan, "plan-details": tabPlan, "plan-review": tabPlan,
	"evidence": tabEvidence, "money-demand": tabEvidence, "money-payment": tabEvidence, "withdrawal": tabConsent,
	"consent-" + string(data.ConsentSupport): tabConsent, "consent-" + string(data.ConsentPolice): tabConsent, "consent-" + string(data.ConsentOther): tabConsent,
}

// unfinishedOf finds the way back to a draft; false where there is none any more, such as to a case one may no longer open.
func (d caseDesk) unfinishedOf(draft data.Draft) (unfinished, bool) {
	switch draft.Form {
	case newCaseDraft:
		return unfinished{form: d.t("cases.new.title"), to: Route{Screen: ScreenCases, Form: draft.Form}}, true
	case wordingDraft:
		return unfinished{form: d.t("wording.title"), to: Route{Screen: screenWording}}, true
	case retentionDraft:
		return unfinished{form: d.t("retention.rules"), to: Route{Screen: screenRetention}}, true
	case colleagueDraft:
		return unfinished{form: d.t("team.add"), to: Route{Screen: ScreenTeam, Form: draft.Form}}, true
	case importDraft:
		var begun importBegun
		return unfinished{name: begun.from(draft.Body), form: d.t("import.title"), to: Route{Screen: screenImport}}, begun.from(draft.Body) != ""
	case newRequestDraft:
		return unfinished{form: d.t("request.new"), to: Route{Screen: ScreenRequest, Form: draft.Form}}, d.vault.Me().Role != data.Volunteer
	case organisationDraft:
		return unfinished{form: d.t("settings.organisation"), to: Route{Screen: ScreenSettings}}, true
	}
	if begins, ok := strings.CutPrefix(draft.Form, newRequestDraft+":"); ok {
		return unfinished{form: d.t("request.new"), to: Route{Screen: ScreenRequest, Tab: begins}}, d.vault.Me().Role == data.Manager
	}
	if strings.HasPrefix(draft.Form, askedDraft) {
		return d.unfinishedAsked(draft)
	}
	kind, rest, _ := strings.Cut(draft.Form, ":")
	of, record, _ := strings.Cut(rest, ":")
	var id data.ID
	if id.UnmarshalText([]byte(of)) != nil {
		return unfinished{}, false
	}
	if kind == "request" {
		line, ok := d.vault.RequestLine(id)
		return unfinished{name: d.uncovered(line.Name), form: d.t("request.title"), to: Route{Screen: ScreenRequest, ID: of, Form: draft.Form}}, ok
	}
	if kind == "statement" {
		_, ok := d.vault.RequestLine(id)
		return unfinished{form: d.t("statement.for." + record), to: Route{Screen: screenStatement, ID: of, Tab: record}}, ok
	}
	line, ok := d.vault.CaseLine(id)
	if !ok {
		return unfinished{}, false
	}
	u := unfinished{name: firstText(d.nameOfCase(line), line.Reference), form: d.formName(kind, record)}
	if kind == "giving" {
		u.form, u.to = d.t("giving.title"), Route{Screen: ScreenGiving, ID: of, Tab: record}
		return u, true
	}
	if kind == "letter" {
		u.to = Route{Screen: ScreenCompose, ID: of}
		return u, true
	}
	u.to = Route{Screen: ScreenCase, ID: of, Tab: tabOfDraft[kind], Form: draft.Form}
	return u, u.form != ""
}

// formName is what the form of a draft is called.
func (d caseDesk) formName(kind, record string) string {
	key := map[string]string{
		"note": "case.tab.notes", "access": "case.access.title", "amendment": "case.note.amend.title", "matter": "case.matter.title", "police": "case.police.title",
		"safe-contact": "case.safe.title", "withdrawal": "case.consent.withdraw.title", "close": "case.close.do", "letter": "compose.title",
		"plan-action": "case.plan.action.edit", "plan-section": "case.plan.section.add", "plan-details": "case.plan.details", "plan-review": "case.plan.reviewing",
	}[kind]
	if key == "" {
		state := "edit"
		if record == "new" {
			state = "new"
		}
		key = "case." + strings.NewReplacer("money-", "money.", "consent-", "consent.", "assessment", "risk").Replace(kind)
		if !strings.HasPrefix(kind, "consent-") {
			key += "." + state
		}
	}
	if !d.words.Has(key) {
		return ""
	}
	return d.t(key)
}

// asks are the questions of a case by their titles.
func (s *caseScreen) asks(title, record string) func() {
	var id data.ID
	_ = id.UnmarshalText([]byte(record))
	if kind, ok := strings.CutPrefix(title, "moved.title."); ok {
		for _, k := range []data.Kind{data.KindNote, data.KindEvent, data.KindPlan} {
			if k.String() == kind && !id.IsZero() {
				return func() { s.move(k, id) }
			}
		}
	}
	switch page := s.page().(type) {
	case *overviewPage:
		return map[string]func(){
			"hold.set": page.hold, "case.close.again": page.reopenCase, "link.add": page.addLink, "case.card.make": page.makeCard,
		}[title]
	case *historyPage:
		first, version, _ := strings.Cut(record, ".")
		var one data.ID
		_, _ = id.UnmarshalText([]byte(first)), one.UnmarshalText([]byte(version))
		return map[string]func(){"erase.case": page.eraseCase, "erase.version": func() { page.eraseVersion(id, one) }}[title]
	case *notesPage:
		at := slices.IndexFunc(s.file.Attachments, func(e data.Entry[data.Attachment]) bool { return e.ID == id })
		if title == "attach.erase" && at >= 0 {
			e := s.file.Attachments[at]
			return func() { page.eraseFile(e.Value.Name, e) }
		}
	}
	return nil
}

// resume opens the form of a draft, which then shows what was typed.
func (s *caseScreen) resume(form string) {
	kind, rest, _ := strings.Cut(form, ":")
	_, name, _ := strings.Cut(rest, ":")
	var record data.ID
	first, _, _ := strings.Cut(name, ":")
	_ = record.UnmarshalText([]byte(first)) // "new" has none
	f := s.file
	page := s.page()
	switch kind {
	case "access":
		if page, ok := page.(*overviewPage); ok {
			page.editAccess()
		}
	case "close":
		if page, ok := page.(*overviewPage); ok {
			page.closeCase()
		}
	case "matter":
		s.editMatter()
	case "police":
		s.editPolice()
	case "safe-contact":
		s.editSafeContact()
	case "person":
		s.editPerson(record, valueOf(f.People, record))
	case "suspect":
		s.editSuspect(record, valueOf(f.Suspects, record))
	case "event":
		s.editEvent(record, valueOf(f.Events, record))
	case "task":
		s.editTask(record, valueOf(f.Tasks, record))
	case "assessment":
		if record.IsZero() {
			s.assess()
			return
		}
		s.editAssessment(record, valueOf(f.Assessments, record))
	case "safeguarding":
		s.editSafeguarding(record, valueOf(f.Safeguarding, record))
	}
	switch page := page.(type) {
	case *notesPage:
		if kind == "amendment" && !record.IsZero() {
			page.amend(record)
		}
	case *evidencePage:
		page.resume(kind, record)
	case *consentPage:
		page.resume(kind, record)
	case *planPage:
		page.resume(form)
	}
}

func (p *evidencePage) resume(kind string, record data.ID) {
	money, ok := strings.CutPrefix(kind, "money-")
	if !ok {
		p.editEvidence(record, valueOf(p.file.Evidence, record))
		return
	}
	value := valueOf(p.file.Money, record)
	value.Kind = data.MoneyKind(money)
	p.editMoney(record, value)
}

func (p *consentPage) resume(kind string, record data.ID) {
	scope, ok := strings.CutPrefix(kind, "consent-")
	if !ok {
		p.withdraw(data.ConsentPolice)
		return
	}
	value := valueOf(p.file.Consents, record)
	value.Scope = data.ConsentScope(scope)
	p.editConsent(record, value)
}

// resume opens the part of the plan that was being changed, if the plan still has it.
func (p *planPage) resume(form string) {
	e, ok := p.file.Plan()
	if !ok {
		return
	}
	switch form {
	case reviewForm + p.id.String():
		p.review(e)
		return
	case p.planDraft(e.ID, "details"):
		p.editDetails(e)
		return
	case p.planDraft(e.ID, "review"):
		p.review(e)
		return
	case p.planDraft(e.ID, "section", -1):
		p.editSection(e, -1)
		return
	}
	for i, section := range e.Value.Sections {
		for j := -1; j < len(section.Actions); j++ {
			if form == p.planDraft(e.ID, "action", i, j) {
				p.editAction(e, i, j)
				return
			}
		}
	}
}

// valueOf is a record's value; an empty one where it is new.
func valueOf[T data.Record](list []data.Entry[T], record data.ID) T {
	for _, e := range list {
		if e.ID == record {
			return e.Value
		}
	}
	var empty T
	return empty
}
