package secondreader

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/logo"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func phraseOf(name string) string { return name + " opens the vault" }

// scene is a vault that the program writes and the second reader reads.
type scene struct {
	t    *testing.T
	path string
	home string // the state folder of the computer in use
	now  time.Time
	kit  string
	v    *data.Vault
}

// newOffice makes a vault with Mair alone, its first manager.
func newOffice(t *testing.T) *scene {
	t.Helper()
	dir := t.TempDir()
	s := &scene{t: t, path: filepath.Join(dir, "Tŷ #1"+data.Extension), home: filepath.Join(dir, "office"), now: noon}
	v, kit, err := data.Create(t.Context(), s.path, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: phraseOf("Mair"), Options: s.options(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.v, s.kit = v, strings.Join(kit.Groups, "-")
	t.Cleanup(func() { s.v.Close() })
	return s
}

// newScene gives Mair a volunteer, a caseworker and another manager: Vali, Cadi and Megan.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := newOffice(t)
	s.add("Vali", data.Volunteer)
	s.add("Cadi", data.Caseworker)
	s.add("Megan", data.Manager)
	return s
}

// options give the vault a clock that moves by a minute with every look, so that no two times are equal by chance.
func (s *scene) options() data.Options {
	return data.Options{StateDir: s.home, NoKeyring: true, Now: func() time.Time {
		s.now = s.now.Add(time.Minute)
		return s.now
	}}
}

func (s *scene) unlock(passphrase string) *data.Vault {
	s.t.Helper()
	s.close()
	v, err := data.Unlock(s.t.Context(), s.path, data.Credentials{Passphrase: passphrase, Options: s.options()})
	if err != nil {
		s.t.Fatal(err)
	}
	s.v = v
	return v
}

func (s *scene) as(name string) *data.Vault { return s.unlock(phraseOf(name)) }

// elsewhere is as on another computer, whose rows have an origin of their own.
func (s *scene) elsewhere(name string) *data.Vault {
	office := s.home
	s.home += fmt.Sprint(" and ", name)
	v := s.as(name)
	s.home = office
	return v
}

func (s *scene) close() {
	s.t.Helper()
	if err := s.v.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// closed is the path of the file after the program let go of it.
func (s *scene) closed() string {
	s.t.Helper()
	s.close()
	return s.path
}

func (s *scene) add(name string, role data.Role) {
	s.t.Helper()
	s.must(value(s.v.AddMember(s.t.Context(), name, role, phraseOf(name))))
}

func (s *scene) member(name string) data.ID {
	s.t.Helper()
	for _, m := range s.v.Members() {
		if m.Name == name {
			return m.ID
		}
	}
	s.t.Fatalf("%s is no member", name)
	return data.ID{}
}

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func value[T any](_ T, err error) error { return err }

func get[T any](s *scene) func(T, error) T {
	return func(got T, err error) T {
		s.t.Helper()
		s.must(err)
		return got
	}
}

// fill writes through every rule of the format: all roles and actions, two computers, five epochs, a restricted case and one that was, an
// issued letter, amendments by others, a contact that passed to a case and people who have left.
func (s *scene) fill() {
	ctx := s.t.Context()
	v := s.v
	sorted := get[data.ID](s)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Siân", Number: "07700 900461", Said: "They want money by Friday."}))
	caseID := get[data.ID](s)(v.Triage(ctx, sorted, data.ID{}))
	secret := get[data.ID](s)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn", Number: "07700 900512"}))
	note := get[data.Entry[data.Note]](s)(v.WriteNote(ctx, caseID, data.Note{Said: "Came in.", Agreed: "Ring the bank"}))
	s.must(v.Attach(ctx, caseID, note.ID, data.ChosenFile{Name: "statement.txt", Bytes: []byte("They asked for £500.")}))
	s.letter(caseID)
	s.must(v.SaveWording(ctx, data.Wording{Own: assets.Own{Fields: map[string]assets.OwnField{"contact.town": {Text: assets.Text{EN: "Where are you?"}, Ask: true}}}}))
	var drawn bytes.Buffer
	s.must(png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 30, 12))))
	picture, _ := logo.Read(drawn.Bytes())
	s.must(v.SetLogo(ctx, picture))
	asked := get[data.ID](s)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Wyn", Wants: "All of it.", Case: secret}))
	s.must(v.Restrict(ctx, secret, []data.ID{s.member("Mair"), s.member("Cadi")}))
	s.must(v.DecideRequest(ctx, asked, data.RequestDecision{Outcome: data.RequestPart, Reason: "It names others."}))
	s.must(value(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.VictimInformation, Name: "PC Example", Case: secret})))
	g := data.Giving{Request: asked, Kinds: []string{"note"}}
	for _, i := range v.GiveItems(get[*data.CaseFile](s)(v.OpenCase(ctx, caseID)), g) {
		g.Decide(data.GiveChoice{Record: i.Record, Revision: i.Revision})
	}
	given := get[data.Entry[data.Given]](s)(v.Give(ctx, caseID, g, func(data.GivenPaper) ([]byte, int, error) { return []byte("%PDF-1.7 notes"), 1, nil }))
	s.must(v.RecordGiven(ctx, caseID, given.ID, data.SavedFile{Printer: "office", SHA256: given.Value.SHA256}))
	s.must(value(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Breach, Wants: "A letter went to the wrong door."})))
	s.must(value(v.WriteNote(ctx, secret, data.Note{Said: "After it was restricted."})))

	v = s.elsewhere("Vali")
	waiting := get[data.ID](s)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Ann", Said: "From the second computer."}))
	s.must(value(v.LogContact(ctx, data.Contact{Started: noon, Caller: data.CallerWrongNumber, WrongNumber: "A man answered."})))
	v = s.as("Cadi")
	s.must(value(v.Amend(ctx, caseID, note.ID, data.Amendment{Text: "It was the Thursday."})))

	v = s.as("Mair")
	s.must(v.ChangeRole(ctx, "Vali", data.Caseworker))
	s.must(v.ChangeRole(ctx, "Megan", data.Volunteer))
	s.must(value(v.WriteNote(ctx, caseID, data.Note{Said: "In the second epoch."})))
	s.must(value(v.WriteNote(ctx, secret, data.Note{Said: "Restricted, in the second epoch."})))
	v = s.as("Vali")
	s.must(value(v.WriteNote(ctx, caseID, data.Note{Said: "As a caseworker."})))
	v = s.elsewhere("Megan")
	s.must(v.ChangeContact(ctx, waiting, data.Contact{Started: noon, CalledName: "Ann", Said: "She rang again."}))

	v = s.as("Mair")
	s.must(v.RemoveMember(ctx, "Vali"))
	s.must(v.ResetMember(ctx, "Cadi", phraseOf("Cadi again")))
	s.add("Carys", data.Caseworker)
	s.kit = strings.Join(get[data.Kit](s)(v.ReplaceKit(ctx, nil)).Groups, " ")
	lifted := get[data.ID](s)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	s.must(v.Restrict(ctx, lifted, []data.ID{s.member("Mair"), s.member("Carys")}))
	s.must(v.Unrestrict(ctx, lifted))
	s.must(value(v.WriteNote(ctx, lifted, data.Note{Said: strings.Repeat("ŵ", 5000)})))
	s.must(v.LinkCases(ctx, caseID, lifted, data.Returned, "said so"))
	s.must(v.SaveDraft(ctx, "note:"+caseID.String(), data.Note{Said: "not saved yet"}))
	alone := get[data.ID](s)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Nia", Number: "07700 900733"}))
	gone := get[data.ID](s)(v.StartCase(ctx, data.Case{CalledName: "Ifan"}, data.Person{}))
	s.must(v.Restrict(ctx, gone, []data.ID{s.member("Mair"), s.member("Carys")}))
	why := data.EraseOptions{Reason: "asked for"}
	s.must(value(v.EraseContact(ctx, alone, why)))
	s.must(value(v.EraseCase(ctx, gone, why)))
	s.must(value(v.EraseVersion(ctx, note.ID, note.Revision, why)))
	astray := get[data.Entry[data.Note]](s)(v.WriteNote(ctx, lifted, data.Note{Said: "On the wrong case."}))
	s.must(value(v.Move(ctx, lifted, astray.ID, caseID, "two windows open")))
	s.must(v.HoldCase(ctx, lifted, "a trial", noon.AddDate(1, 0, 0)))
	missorted := get[data.ID](s)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Another Ann", Number: "07700 900461", Said: "Sorted wrongly."}))
	s.must(value(v.Triage(ctx, missorted, caseID)))
	s.must(value(v.UndoTriage(ctx, missorted, "another Ann")))
	s.must(value(v.KeepFigures(ctx, missorted, why)))
	v = s.as("Cadi again")
	s.must(value(v.WriteNote(ctx, secret, data.Note{Said: "With new keys."})))
	s.must(value(data.Add(ctx, v, caseID, data.MoneyEntry{Kind: data.Demand, Amount: data.Pounds(500)})))
}

func (s *scene) letter(caseID data.ID) {
	s.t.Helper()
	ctx := s.t.Context()
	choices := data.LetterChoices{OnlyChecked: true, Basis: data.BasisVital, BasisNote: "told on the phone", Force: "south-wales"}
	letter, missing, err := s.v.Compose(ctx, caseID, choices)
	s.must(err)
	s.must(data.Refusal(missing))
	issued := get[data.Entry[data.IssuedLetter]](s)(s.v.Issue(ctx, caseID, choices, letter, []byte("%PDF-1.7 example")))
	s.must(s.v.RecordSaved(ctx, caseID, issued.ID, "letter.pdf", strings.Repeat("0", 64)))
}
