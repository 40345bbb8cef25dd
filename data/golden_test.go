package data_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/ledger"
)

var update = flag.Bool("update", false, "make the golden vaults anew; only for a new version of the format")

func goldenPhrase(name string) string { return name + " opens the golden vault" }

// goldenView is what somebody may read of a golden vault: so many cases, and not the closed kinds.
type goldenView struct {
	name   string
	role   data.Role
	cases  int
	closed string
}

// A vault that was written once is read for ever: whoever kept their records keeps them through every version of the program.
func TestTheGoldenVaultsOpenForEachOfTheirMembers(t *testing.T) {
	for _, g := range []struct {
		file  string
		fill  func(*goldenOffice)
		views []goldenView
	}{
		{"testdata/golden-1", (*goldenOffice).small, []goldenView{
			{"Mair", data.Manager, 2, ""},
			{"Megan", data.Manager, 1, ""},
			{"Cadi", data.Caseworker, 2, ""},
			{"Vali", data.Volunteer, 0, ""},
			{data.KitName, data.Manager, 2, ""},
		}},
		{"testdata/golden-1-every", (*goldenOffice).every, []goldenView{
			{"Mair", data.Manager, 3, ""},
			{"Megan", data.Manager, 2, ""},
			{"Cadi", data.Caseworker, 3, "incident"},
			{"Vali", data.Volunteer, 0, "incident reason"},
			{data.KitName, data.Manager, 3, ""},
		}},
	} {
		if *update {
			office := newGoldenOffice(t)
			g.fill(office)
			office.keep(g.file)
		}
		lines := must[[]byte](t)(os.ReadFile(g.file + ".jsonl"))
		code := must[[]byte](t)(os.ReadFile(g.file + ".kit"))
		for _, c := range g.views {
			t.Run(filepath.Base(g.file)+" "+c.name, func(t *testing.T) {
				t.Parallel()
				passphrase := goldenPhrase(c.name)
				if c.name == data.KitName {
					passphrase = strings.TrimSpace(string(code))
				}
				path := goldenCopy(t, g.file)
				o := data.Options{StateDir: t.TempDir(), NoKeyring: true, Now: func() time.Time { return noon }}
				v := must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
				defer v.Close()
				if v.Me().Name != c.name || v.Me().Role != c.role || len(v.Cases()) != c.cases {
					t.Errorf("opened as %+v with %d cases", v.Me(), len(v.Cases()))
				}
				if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
					t.Errorf("check: %+v", checked)
				}
				var out bytes.Buffer
				must[[]data.Damage](t)(v.Export(t.Context(), &out))
				if want := goldenFor(t, lines, v, c.closed); out.String() != want {
					t.Errorf("exported\n%s\nwant\n%s", out.String(), want)
				}
			})
		}
	}
}

// The second of them has what this version writes, whole.
func TestTheGoldenVaultHasEveryKindOfRecord(t *testing.T) {
	l := must[*ledger.Ledger](t)(ledger.Open(t.Context(), goldenCopy(t, "testdata/golden-1-every")))
	defer l.Close()
	there := map[data.Kind]bool{}
	must[[]ledger.Damage](t)(l.Revisions(t.Context(), func(r ledger.Revision) error {
		there[data.Kind(r.Kind)] = true
		return nil
	}))
	for kind := data.KindOrganisation; kind.String() != "unknown"; kind++ {
		if !there[kind] {
			t.Errorf("no %s is in it", kind)
		}
	}
}

// goldenCopy is a copy of a golden vault, for unlocking writes to the audit trail.
func goldenCopy(t *testing.T, file string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "golden"+data.Extension)
	if err := os.WriteFile(path, must[[]byte](t)(os.ReadFile(file+data.Extension)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Where the first entry of the roster does not count, there is nobody before the one who opens it.
func TestAFirstEntryOfTheRosterThatIsDamagedStopsNobody(t *testing.T) {
	t.Parallel()
	for _, change := range []string{"UPDATE %s SET hash=zeroblob(32) WHERE class=4 AND number=0", "DELETE FROM %s WHERE class=4 AND number=0"} {
		for _, name := range []string{"Mair", "Cadi", "Vali"} {
			path := goldenCopy(t, "testdata/golden-1")
			file := must[*sql.DB](t)(sql.Open("sqlite3", path))
			for _, table := range []string{"box", "box_copy"} {
				must[sql.Result](t)(file.Exec(fmt.Sprintf(change, table)))
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
			v, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: goldenPhrase(name), Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}})
			if err != nil || !v.Holed() {
				t.Errorf("%s: %v", name, err)
			}
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// goldenFor leaves of the whole export what somebody may read who is not named in every case and to whom some kinds are closed.
func goldenFor(t *testing.T, lines []byte, v *data.Vault, closed string) string {
	t.Helper()
	var want strings.Builder
	for line := range bytes.Lines(lines) {
		var l data.ExportLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		if l.Case != nil {
			if _, open := v.CaseByReference(*l.Case); !open {
				continue
			}
		}
		if !slices.Contains(strings.Fields(closed), l.Kind) {
			want.Write(line)
		}
	}
	return want.String()
}

// goldenOffice is where a golden vault is written.
type goldenOffice struct {
	t    *testing.T
	path string
	o    data.Options
	v    *data.Vault
	kit  data.Kit
}

func newGoldenOffice(t *testing.T) *goldenOffice {
	t.Helper()
	now := noon
	g := &goldenOffice{t: t, path: filepath.Join(t.TempDir(), "golden"+data.Extension)}
	g.o = data.Options{StateDir: t.TempDir(), NoKeyring: true, Now: func() time.Time { now = now.Add(time.Minute); return now }}
	v, kit, err := data.Create(t.Context(), g.path, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: goldenPhrase("Mair"), Options: g.o,
	})
	g.v, g.kit = v, kit
	g.must(err)
	for _, m := range []struct {
		name string
		role data.Role
	}{{"Vali", data.Volunteer}, {"Cadi", data.Caseworker}, {"Megan", data.Manager}, {"Wil", data.Caseworker}} {
		must[data.Member](t)(v.AddMember(t.Context(), m.name, m.role, goldenPhrase(m.name)))
	}
	return g
}

func (g *goldenOffice) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

func (g *goldenOffice) unlock(name string) *data.Vault {
	g.t.Helper()
	g.must(g.v.Close())
	g.v = must[*data.Vault](g.t)(data.Unlock(g.t.Context(), g.path, data.Credentials{Passphrase: goldenPhrase(name), Options: g.o}))
	return g.v
}

// small fills it with every role, three epochs, an amended note, an issued letter, a restricted case and somebody who has left.
func (g *goldenOffice) small() {
	t, ctx, v := g.t, g.t.Context(), g.v
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân", SafeContact: data.SafeContact{Number: "07700 900461"}}, data.Person{FirstName: "Siân"}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "Came in.", Agreed: "Ring the bank"}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn", Number: "07700 900512"}))
	g.must(v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair"), idOf(t, v, "Cadi")}))
	v = g.unlock("Vali")
	must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Ann", Number: "07700 900733", Said: "They want money by Friday."}))
	v = g.unlock("Wil")
	must[data.Entry[data.Note]](t)(v.Amend(ctx, caseID, note.ID, data.Amendment{Text: "It was the Thursday."}))
	v = g.unlock("Mair")
	g.must(v.RemoveMember(ctx, "Wil"))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "In the second epoch."}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, secret, data.Note{Said: "Restricted."}))
	g.letter(caseID)
}

func (g *goldenOffice) letter(caseID data.ID) data.ID {
	ctx, choices := g.t.Context(), data.LetterChoices{OnlyChecked: true, Basis: data.BasisVital, BasisNote: "told on the phone", Force: "south-wales"}
	letter, _, err := g.v.Compose(ctx, caseID, choices)
	g.must(err)
	return must[data.Entry[data.IssuedLetter]](g.t)(g.v.Issue(ctx, caseID, choices, letter, []byte("%PDF-1.7 example"))).ID
}

// every fills it with a record of each kind.
func (g *goldenOffice) every() {
	g.small()
	t, ctx, v := g.t, g.t.Context(), g.v
	caseID := v.Cases()[slices.IndexFunc(v.Cases(), func(l data.CaseLine) bool { return l.Name == "Siân" })].ID
	call := data.FollowUp{Who: "Vali", On: noon.AddDate(0, 0, 1), Promised: "ring"}
	v = g.unlock("Vali")
	sorted := must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Siân", Number: "07700 900461", Said: "She rang again.", FollowUp: call}))
	astray := must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Another Ann", Said: "Sorted wrongly."}))
	must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, Caller: data.CallerWrongNumber, WrongNumber: "A man answered."}))
	v = g.unlock("Mair")
	must[data.ID](t)(v.Triage(ctx, sorted, caseID))
	must[data.ID](t)(v.Triage(ctx, astray, caseID))
	must[data.Undone](t)(v.UndoTriage(ctx, astray, "another Ann"))
	must[data.Erased](t)(v.EraseContact(ctx, astray, data.EraseOptions{Reason: "asked for"}))

	must[data.Entry[data.Suspect]](t)(data.Add(ctx, v, caseID, data.Suspect{Names: "not known", Accounts: []data.Account{{Platform: "Instagram", DisplayName: "example_1"}}}))
	must[data.Entry[data.Event]](t)(data.Add(ctx, v, caseID, data.Event{When: data.At(noon), What: "They asked for money.", Quoted: "pay by Friday", MayShare: data.Yes}))
	must[data.Entry[data.Plan]](t)(data.Add(ctx, v, caseID, data.Plan{Made: noon, Sections: []data.PlanSection{{Title: "Online", Actions: []data.PlanAction{{What: "Block and keep", Who: "Siân", By: noon}}}}}))
	must[data.Entry[data.Evidence]](t)(data.Add(ctx, v, caseID, data.Evidence{Kind: "messages", Platform: "Instagram", Shows: "the demand", FirstSeen: data.At(noon)}))
	must[data.Entry[data.MoneyEntry]](t)(data.Add(ctx, v, caseID, data.MoneyEntry{Kind: data.Demand, Amount: data.Pounds(500)}))
	must[data.Entry[data.Consent]](t)(data.Add(ctx, v, caseID, data.Consent{Given: noon, Scope: data.ConsentSupport, How: "by phone", By: "Siân"}))
	must[data.Entry[data.Safeguarding]](t)(data.Add(ctx, v, caseID, data.Safeguarding{Decided: noon, Concern: "none now", Referred: data.No, WhyNot: "an adult", DecidedBy: "Mair"}))
	must[data.Entry[data.Assessment]](t)(data.Add(ctx, v, caseID, data.Assessment{Made: noon, Tool: "DASH", Score: "4", Judgement: "medium", MadeBy: "Mair"}))
	must[data.Entry[data.Task]](t)(data.Add(ctx, v, caseID, data.Task{What: "Ring back", Owner: "Cadi", Due: noon.AddDate(0, 0, 3)}))

	other := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{FirstName: "Rhys"}))
	g.must(v.LinkCases(ctx, caseID, other, data.Returned, "said so"))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, other, data.Note{Said: "On the wrong case."}, data.ChosenFile{Name: "statement.txt", Bytes: []byte("They asked for £500.")}))
	must[data.ID](t)(v.Move(ctx, other, note.ID, caseID, "two windows open"))
	g.must(v.HoldCase(ctx, other, "a trial", noon.AddDate(1, 0, 0)))
	g.must(v.SaveWording(ctx, data.Wording{Own: assets.Own{Fields: map[string]assets.OwnField{"contact.town": {Text: assets.Text{EN: "Where are you?"}, Ask: true}}}}))
	letter := g.letter(caseID)
	g.must(v.RecordSaved(ctx, caseID, letter, "letter.pdf", strings.Repeat("0", 64)))

	asked := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Siân", Wants: "All of it.", Case: caseID}))
	g.must(v.DecideRequest(ctx, asked, data.RequestDecision{Outcome: data.RequestPart, Reason: "It names others."}))
	chosen := data.Giving{Request: asked, Kinds: []string{"note"}}
	for _, i := range v.GiveItems(must[*data.CaseFile](t)(v.OpenCase(ctx, caseID)), chosen) {
		chosen.Decide(data.GiveChoice{Record: i.Record, Revision: i.Revision})
	}
	g.must(v.SaveGiving(ctx, caseID, chosen))
	must[data.Entry[data.Given]](t)(v.Give(ctx, caseID, chosen, func(data.GivenPaper) ([]byte, int, error) { return []byte("%PDF-1.7 notes"), 1, nil }))

	v = g.unlock("Cadi")
	waiting := must[data.Entry[data.AskedLetter]](t)(v.AskForApproval(ctx, caseID, data.LetterChoices{OnlyChecked: true, Basis: data.BasisVital, BasisNote: "told on the phone", Force: "gwent"}, "before Friday, please"))
	v = g.unlock("Megan")
	g.must(v.Rule(ctx, caseID, waiting.ID, data.RulingSentBack, "which street?"))

	v = g.unlock("Mair")
	to := filepath.Join(t.TempDir(), "repaired"+data.Extension) // a file that was repaired says so
	must[int](t)(v.Repair(ctx, to))
	g.path = to
	g.unlock("Mair")
}

// keep writes the vault, its export and the code of its kit into testdata.
func (g *goldenOffice) keep(name string) {
	var lines bytes.Buffer
	must[[]data.Damage](g.t)(g.v.Export(g.t.Context(), &lines))
	g.must(g.v.Close())
	image := must[[]byte](g.t)(os.ReadFile(g.path))
	for extension, content := range map[string][]byte{
		data.Extension: image, ".jsonl": lines.Bytes(), ".kit": []byte(strings.Join(g.kit.Groups, "-") + "\n"),
	} {
		g.must(os.WriteFile(name+extension, content, 0o600))
	}
}
