package ui

import (
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// cover shows references only, in lists, headers and on Today, while somebody
// else can see the screen; and names again.
func (a *app) cover() {
	a.covered = !a.covered
	a.shell.SetCovered(a.covered)
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
