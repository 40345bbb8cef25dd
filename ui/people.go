package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// personRoles in the order forms show them.
var personRoles = []data.PersonRole{
	data.RoleClient, data.RoleChild, data.RoleDependant, data.RoleFamily, data.RoleFriend, data.RoleProfessional, data.RoleOther,
}

// people are the client and whoever else belongs to the case, with whether it is safe to talk to them.
func (p *overviewPage) people(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, e := range f.People {
		blocks = append(blocks, p.person(e))
	}
	add := p.link("common.add", func() { p.editPerson(data.ID{}, data.Person{}) })
	return part(p.t("case.people.title"), does(add), p.t("case.people.empty"), blocks...)
}

func (p *overviewPage) person(e data.Entry[data.Person]) fyne.CanvasObject {
	v := e.Value
	age := ""
	if years, ok := v.AgeAt(p.vault.Now()); ok {
		age = p.t("case.person.age", map[string]any{"Age": years})
	}
	reach := dots(v.Number, v.Email, strings.ReplaceAll(v.Address, "\n", ", "), v.Postcode)
	safe, role := "", theme.Muted
	if v.Role != data.RoleClient {
		switch v.SafeToTell {
		case data.Yes:
			safe, role = p.t("case.person.safe"), theme.GoodInk
		case data.No:
			safe, role = p.t("case.person.unsafe"), theme.DangerInk
		default:
			safe = p.t("case.person.safe.unasked")
		}
	}
	b := block{
		name:  p.nameOfPerson(v),
		words: strings.Join(nonEmptyTexts(reach, v.Access, v.Needs, v.Words), "\n"),
		small: dots(v.Pronouns, age, v.Relation, v.School, languageWords(p.words, v.Language)),
		do:    does(p.link("common.edit", func() { p.editPerson(e.ID, v) })),
	}
	if safe != "" {
		b.more = []fyne.CanvasObject{widget.NewText(safe, widget.TextStyle{Size: theme.CaptionText, Color: role, Bold: true})}
	}
	return b.object()
}

// recordDraft names the draft of one record's form; a new record has one form a case.
func (s *caseScreen) recordDraft(kind string, record data.ID) string {
	if record.IsZero() {
		return kind + ":" + s.id.String() + ":new"
	}
	return kind + ":" + s.id.String() + ":" + record.String()
}

// formTitle says whether a record is new.
func (s *caseScreen) formTitle(kind string, record data.ID) string {
	if record.IsZero() {
		return s.t("case." + kind + ".new")
	}
	return s.t("case." + kind + ".edit")
}

func (s *caseScreen) editPerson(record data.ID, value data.Person) {
	value = copyJSON(value)
	s.edit(edit{
		title: s.formTitle("person", record), draft: s.recordDraft("person", record), value: &value,
		fill: func(f *form) {
			formSelect(f, "record.person.role", &value.Role, optionsOf(s.words, "case.role", personRoles...))
			f.text("record.person.relation", &value.Relation)
			f.text("record.person.called_name", &value.CalledName)
			f.text("record.person.first_name", &value.FirstName)
			f.text("record.person.surname", &value.Surname)
			f.text("record.person.pronouns", &value.Pronouns)
			f.answer("record.person.safe_to_tell", &value.SafeToTell)
			f.day("record.person.born", &value.Born, past)
			f.years("record.person.age", &value.Age)
			f.text("record.person.number", &value.Number)
			f.text("record.person.email", &value.Email)
			f.area("record.person.address", 3, &value.Address)
			f.text("record.person.postcode", &value.Postcode)
			formSelect(f, "record.person.language", &value.Language, languageOptions(s.words, value.Language))
			f.text("record.person.access", &value.Access)
			f.text("record.person.other_names", &value.OtherNames)
			f.text("record.person.own_script", &value.OwnScript)
			f.text("record.person.school", &value.School)
			f.answer("record.person.at_risk", &value.AtRisk)
			f.area("record.person.needs", 2, &value.Needs)
			f.area("record.person.words", 2, &value.Words)
		},
		save: addOrChange(s.vault, s.id, record, &value),
	})
}

func (s *caseScreen) editSuspect(record data.ID, value data.Suspect) {
	value = copyJSON(value)
	if len(value.Accounts) == 0 {
		value.Accounts = append(value.Accounts, data.Account{})
	}
	s.edit(edit{
		title: s.formTitle("suspect", record), draft: s.recordDraft("suspect", record), value: &value,
		fill: func(f *form) {
			f.text("record.suspect.names", &value.Names)
			f.text("record.suspect.age", &value.Age)
			f.text("record.suspect.relationship", &value.Relationship)
			f.answer("record.suspect.shares_home", &value.SharesHome)
			f.answer("record.suspect.knows_of_report", &value.KnowsOfReport)
			f.answer("record.suspect.police_links", &value.PoliceLinks)
			f.text("record.suspect.vehicle", &value.Vehicle)
			f.text("record.suspect.weapons", &value.Weapons)
			f.text("record.suspect.address", &value.Address)
			f.area("record.suspect.words", 2, &value.Words)
			f.section("case.accounts.title")
			f.note("case.accounts.lead")
			for i := range value.Accounts {
				s.accountFields(f, &value, i)
			}
			f.wide(widget.Link(s.t("case.accounts.add"), func() {
				value.Accounts = append(value.Accounts, data.Account{})
				s.editor.rebuild()
			}))
		},
		save: func() func(context.Context) error {
			kept := value
			kept.Accounts = nil
			for _, a := range value.Accounts {
				if a != (data.Account{}) {
					kept.Accounts = append(kept.Accounts, a)
				}
			}
			return addOrChange(s.vault, s.id, record, &kept)()
		},
	})
}

func (s *caseScreen) accountFields(f *form, value *data.Suspect, i int) {
	a := &value.Accounts[i]
	f.flush()
	if len(value.Accounts) > 1 {
		f.wide(widget.Strong(s.t("case.accounts.number", map[string]any{"Number": strconv.Itoa(i + 1)})))
	}
	f.text("record.suspect.accounts.platform", &a.Platform)
	f.text("record.suspect.accounts.display_name", &a.DisplayName)
	f.text("record.suspect.accounts.unique_id", &a.UniqueID)
	f.text("record.suspect.accounts.url", &a.URL)
	f.text("record.suspect.accounts.phone", &a.Phone)
	f.text("record.suspect.accounts.email", &a.Email)
	f.flush()
}
