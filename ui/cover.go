package ui

import (
	"slices"
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// cover shows references only, wherever a page says who somebody is, while
// somebody else can see the screen; and names again. What somebody wrote, a form
// that is open and the pages of a letter stand as they are: a name in them is the
// reader's to see, and Ctrl+L is for who gets up.
func (a *app) cover() {
	a.covered = !a.covered
	a.shell.SetCovered(a.covered)
	if a.searching != nil && a.searching.sheet.shown() {
		a.searching.show(a.searching.found)
	}
}

// covered reports whether references stand in the place of names.
func (d caseDesk) covered() bool { return d.shell != nil && d.shell.Covered() }

// uncovered is a name, or nothing while names are covered.
func (d caseDesk) uncovered(name string) string {
	if d.covered() {
		return ""
	}
	return name
}

// nameFields are the questions whose answer is a name of somebody in the records.
var nameFields = []string{
	"contact.calledName", "contact.firstName", "contact.surname", "contact.card.name",
	"record.case.called_name", "record.person.called_name", "record.person.first_name", "record.person.surname", "record.person.other_names",
	"record.suspect.names", "record.consent.by", "record.request.name",
}

// uncoveredFacts are answers without those that name somebody, while names are covered.
func (d caseDesk) uncoveredFacts(list []fact) []fact {
	if !d.covered() {
		return list
	}
	return slices.DeleteFunc(list, func(f fact) bool { return slices.Contains(nameFields, f.key) })
}

// nameOfPerson is what a page of their case calls somebody; covered, what they are in it.
func (d caseDesk) nameOfPerson(p data.Person) string {
	role := valueWords(d.words, "case.role", p.Role)
	if d.covered() {
		return firstText(role, d.t("case.kind.person"))
	}
	return dots(firstText(p.FullName(), d.t("case.noName")), role)
}

// nameOfSuspect is what a page of the case calls a suspected person.
func (d caseDesk) nameOfSuspect(s data.Suspect) string {
	if d.covered() {
		return d.t("case.kind.suspect")
	}
	return firstText(s.Names, d.t("case.suspect.unnamed"))
}

// nameOfCase is what a list calls a case beside its reference.
func (d caseDesk) nameOfCase(l data.CaseLine) string { return d.uncovered(caseName(d.words, l)) }

// nameOfContact is what a list or a header calls a contact.
func (d caseDesk) nameOfContact(l data.ContactLine) string {
	if d.covered() {
		return contactReference(d.words, l.ID)
	}
	return contactName(d.words, l)
}

// contactReference tells one contact from another without a name.
func contactReference(t *assets.Translator, id data.ID) string {
	return t.T("contacts.cover", map[string]any{"Reference": strings.ToUpper(id.String()[:4])})
}

// coverName is what Today calls something while names are covered: the words of a
// task may hold a name as well.
func coverName(t *assets.Translator, item data.TodayItem, reference string) string {
	if item.Kind != data.TodayKit && reference == "" && !item.Contact.IsZero() {
		return contactReference(t, item.Contact)
	}
	return reference
}
