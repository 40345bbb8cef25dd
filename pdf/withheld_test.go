package pdf_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/pdf"
)

// canaryCase is a case with a word of its own in every field of a letter.
type canaryCase struct {
	vault *data.Vault
	id    data.ID
}

// canaries are the words by the field they stand in.
var canaries = map[data.Field]string{
	data.FieldPolice: "Kanarycrime", data.FieldName: "Kanarysurname", data.FieldBirth: "1907", data.FieldOwnScript: "Канарка",
	data.FieldAddress: "Kanarystreet", data.FieldContact: "Kanarybluebell", data.FieldAccess: "Kanaryinterpreter", data.FieldUnder18: "Kanarycouncil",
	data.FieldEvents: "Kanarythreat", data.FieldOffence: "Kanaryoffence", data.FieldSuspects: "kanaryhandle", data.FieldMoney: "Kanarypayee",
	data.FieldEvidence: "Kanaryscreen", data.FieldActions: "Kanaryblocked", data.FieldRisk: "Kanaryjudgement", data.FieldSuicide: "Kanarystaying",
	data.FieldClinical: "Kanarytablets", data.FieldOthers: "Kanarybrother", data.FieldThird: "Kanarynamed", data.FieldSchool: "Kanaryschool",
	data.FieldWhoSafe: "Kanaryaunt", data.FieldRights: "intimidated", data.FieldNeeds: "Kanaryroom", data.FieldWishes: "Kanarystops",
}

// canaryDir is removed when the tests are done.
var canaryDir string

func TestMain(m *testing.M) {
	code := m.Run()
	if canaryDir != "" {
		os.RemoveAll(canaryDir)
	}
	os.Exit(code)
}

var theCanaries = sync.OnceValues(func() (canaryCase, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "noddfa-canaries-")
	if err != nil {
		return canaryCase{}, err
	}
	v, _, err := data.Create(ctx, filepath.Join(dir, "v"+data.Extension), data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example", Phone: "01632 960123"}, Name: "Mair Example", Passphrase: "five plain words for tests",
		Options: data.Options{StateDir: dir, NoKeyring: true, Now: func() time.Time { return at(21, 12, 0) }},
	})
	if err != nil {
		return canaryCase{}, err
	}
	canaryDir = dir
	id, err := v.StartCase(ctx, data.Case{
		CalledName: "Kanarycalled", Matter: data.OnlineBlackmail,
		SafeContact: data.SafeContact{Rule: "Text first.", CodeWord: "Kanarybluebell", Number: "07700 900461", Email: "kanarymail@mail.example"},
		Police:      data.PoliceState{Force: "south-wales", CrimeNumber: "Kanarycrime/26", Wish: data.WantsPolice, WishWords: "That it Kanarystops."},
		Suicide:     data.Crisis{Thoughts: data.Yes, Plan: "Kanarytablets", Action: "Kanarystaying with her"},
	}, data.Person{
		FirstName: "Kanaryfirst", Surname: "Kanarysurname", OwnScript: "Канарка", Born: time.Date(1907, 3, 3, 0, 0, 0, 0, time.UTC), AtRisk: data.Yes,
		Address: "1 Kanarystreet", Postcode: "WM1 9ZZ", Access: "Kanaryinterpreter", Needs: "A Kanaryroom", Number: "07700 900462",
	})
	if err != nil {
		return canaryCase{}, err
	}
	c := canaryCase{v, id}
	keep := func(_ any, e error) {
		if err == nil {
			err = e
		}
	}
	add := func(e data.Event) { keep(data.Add(ctx, v, id, e)) }
	add(data.Event{When: data.At(at(7, 21, 0)), What: "Kanarythreat", MayShare: data.Yes, Quoted: "sian, kanaryfirst or KANARYCALLED, I know you"})
	add(data.Event{When: data.At(at(8, 21, 0)), What: "Kanaryunshared", MayShare: data.No})
	keep(v.WriteNote(ctx, id, data.Note{Said: "Kanarynote"}))
	keep(data.Add(ctx, v, id, data.Person{Role: data.RoleChild, FirstName: "Kanarynamed", Relation: "Kanarybrother", School: "Kanaryschool"}))
	keep(data.Add(ctx, v, id, data.Person{Role: data.RoleFamily, Relation: "Kanaryaunt", SafeToTell: data.Yes}))
	keep(data.Add(ctx, v, id, data.Suspect{Relationship: "Kanaryex of hers", SharesHome: data.Yes, Address: "1 Kanarystreet", Accounts: []data.Account{{Platform: "X", UniqueID: "kanaryhandle"}}}))
	keep(data.Add(ctx, v, id, data.MoneyEntry{Kind: data.Payment, Amount: data.Pounds(50), Payee: "Kanarypayee"}))
	keep(data.Add(ctx, v, id, data.Evidence{Kind: "Messages", Shows: "Kanaryscreen", Original: "on the phone of Kanaryfirst, 07700 900 462"}))
	keep(data.Add(ctx, v, id, data.Assessment{Made: at(20, 0, 0), Level: data.RiskHigh, Judgement: "Kanaryjudgement"}))
	keep(data.Add(ctx, v, id, data.Safeguarding{Decided: at(20, 0, 0), Concern: "Kanaryconcern", Referred: data.Yes, ReferredTo: "Kanarycouncil"}))
	keep(data.Add(ctx, v, id, data.Consent{Given: at(18, 0, 0), Scope: data.ConsentPolice, By: "Kanaryfirst herself", How: "by phone"}))
	keep(data.Add(ctx, v, id, data.Plan{Made: at(20, 0, 0), Sections: []data.PlanSection{{Actions: []data.PlanAction{{What: "Kanaryblocked", Done: at(20, 0, 0), MayShare: data.Yes}}}}}))
	return c, err
})

// opened is a letter of the case as a file whose every stream is open.
func (c canaryCase) opened(t *testing.T, choices data.LetterChoices) (open []byte, letter data.Letter) {
	t.Helper()
	choices.Force = "south-wales"
	if choices.Offence == "" {
		choices.Offence, choices.Grounds = "Kanaryoffence", []data.Ground{data.GroundAfraid}
	}
	letter, _, err := c.vault.Compose(t.Context(), c.id, choices)
	if err != nil {
		t.Fatal(err)
	}
	made := file(t, compose(t, letter))
	if list := tool(t, made, "pdfdetach", "-list", "FILE"); !strings.HasPrefix(list, "0 embedded") {
		t.Errorf("attachments: %s", list)
	}
	path := filepath.Join(t.TempDir(), "open.pdf")
	tool(t, made, "qpdf", "--qdf", "--normalize-content=n", "--object-streams=disable", "FILE", path)
	if open, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return open, letter
}

func inFile(open []byte, word string) bool {
	return bytes.Contains(open, utf16Bytes(word)) || bytes.Contains(open, []byte(word)) ||
		bytes.Contains(bytes.ToLower(open), bytes.ToLower([]byte(word)))
}

func canaryStage(t *testing.T) canaryCase {
	t.Helper()
	c, err := theCanaries()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEachFieldIsInTheFileExactlyWhereItsRuleAndTheWorkerSaySo(t *testing.T) {
	t.Parallel()
	c := canaryStage(t)
	everything := data.LetterChoices{Include: map[data.Field]string{}}
	nothing := data.LetterChoices{LeaveWhy: map[data.Field]string{}}
	for _, f := range data.LetterFields() {
		if canaries[f.Field] == "" {
			t.Fatalf("no canary for %s", f.Field)
		}
		if f.Default != data.Included {
			everything.Include[f.Field] = "Kanaryreason" + strings.ReplaceAll(string(f.Field), "-", "")
		}
		nothing.LeaveOut = append(nothing.LeaveOut, f.Field)
		nothing.LeaveWhy[f.Field] = "Kanarywhy" + strings.ReplaceAll(string(f.Field), "-", "")
	}
	plainFile, letter := c.opened(t, data.LetterChoices{})
	fullFile, full := c.opened(t, everything)
	bareFile, bare := c.opened(t, nothing)
	has := func(list []data.Decision, f data.Field) bool {
		return slices.ContainsFunc(list, func(d data.Decision) bool { return d.Field == f })
	}
	for _, f := range data.LetterFields() {
		word := canaries[f.Field]
		if got := inFile(plainFile, word); got != (f.Default == data.Included) {
			t.Errorf("%s: by default in the file: %v", f.Field, got)
		}
		if !inFile(fullFile, word) {
			t.Errorf("%s: not in the file although it was put in", f.Field)
		}
		if inFile(bareFile, word) {
			t.Errorf("%s: in the file although it was left out", f.Field)
		}
		reason := strings.ReplaceAll(string(f.Field), "-", "")
		switch {
		case f.Default == data.Included:
			if !has(bare.Withheld, f.Field) || !inFile(bareFile, "Kanarywhy"+reason) {
				t.Errorf("%s: the letter does not say that it was left out, and why", f.Field)
			}
		case !has(letter.Withheld, f.Field):
			t.Errorf("%s: the letter does not say that it is left out as a rule", f.Field)
		case !has(full.Override, f.Field) || !inFile(fullFile, "Kanaryreason"+reason):
			t.Errorf("%s: the letter does not say that it was put in, and why", f.Field)
		}
	}
	for _, never := range []string{"Kanaryunshared", "Kanarynote", "Kanaryconcern"} {
		if inFile(fullFile, never) {
			t.Errorf("%q is in a letter", never)
		}
	}
}

// Whatever is chosen and whatever somebody wrote, such a letter names nobody.
func TestInformationOnlyNamesNobodyWhateverIsChosenOrWritten(t *testing.T) {
	t.Parallel()
	c := canaryStage(t)
	include := map[data.Field]string{}
	for _, f := range data.LetterFields() {
		include[f.Field] = "because of Kanaryfirst"
	}
	for _, language := range []data.Language{data.English, data.Welsh} {
		open, letter := c.opened(t, data.LetterChoices{
			Type: data.InformationOnly, Language: language, Include: include, Offence: "Kanaryoffence against Kanaryfirst Kanarysurname",
			Summary: "Kanaryfirst's phone is 07700 900 461 or +44 7700 900462, mail KANARYMAIL@mail.example, at 1 Kanarystreet, WM19ZZ. Crime Kanarycrime/26.",
			Asks:    []string{"Ring kanarycalled"}, KnowsWhy: "Kanarynamed would tell", BasisNote: "Kanaryfirst agreed",
		})
		for _, word := range []string{
			"Kanaryfirst", "Kanarysurname", "Kanarycalled", "Канарка", "Kanarystreet", "WM1 9ZZ", "WM19ZZ", "900461", "900 461", "900462", "900 462", "kanarymail", "1907",
			"Kanarybluebell", "Kanarycrime", "Kanarynamed", "Kanaryschool", "Kanarybrother", "Kanaryaunt", "Kanaryex", "Kanarycouncil", "Kanarystops", "Kanaryroom", "Kanarytablets",
		} {
			if inFile(open, word) {
				t.Errorf("%s: %q is in the file", language, word)
			}
		}
		for _, word := range []string{"Kanarythreat", "kanaryhandle", "Kanarypayee", "Kanaryscreen"} {
			if !inFile(open, word) {
				t.Errorf("%s: the information %q is not in the file", language, word)
			}
		}
		if letter.Person != (data.LetterPerson{}) || letter.Contact != nil {
			t.Errorf("%s: the letter holds %+v", language, letter.Person)
		}
	}
}

func TestALetterSentToTheWrongPlaceIsTakenBackWithoutTellingMore(t *testing.T) {
	t.Parallel()
	c := canaryStage(t)
	open, letter := c.opened(t, data.LetterChoices{Type: data.UpdateOrWithdrawal, Change: data.ChangeWrongPlace, Offence: "Kanaryoffence"})
	for field, word := range canaries {
		if inFile(open, word) {
			t.Errorf("%s: %q is told to who should not have had it", field, word)
		}
	}
	if got := flat(compose(t, letter)); !strings.Contains(got, "Sent to you in error") || !strings.Contains(got, "Tell us who has seen it") || strings.Contains(got, "blackmail") {
		t.Errorf("the letter says: %s", got)
	}
}

func TestSupportNeedsSayWhatIsNeededAndNotWhatHappened(t *testing.T) {
	t.Parallel()
	c := canaryStage(t)
	open, letter := c.opened(t, data.LetterChoices{Type: data.SupportNeeds})
	for _, f := range []data.Field{data.FieldNeeds, data.FieldAccess, data.FieldContact, data.FieldName, data.FieldRights} {
		if !inFile(open, canaries[f]) {
			t.Errorf("%s is not in the file", f)
		}
	}
	for _, f := range []data.Field{data.FieldEvents, data.FieldSuspects, data.FieldMoney, data.FieldEvidence, data.FieldAddress} {
		if inFile(open, canaries[f]) {
			t.Errorf("%s is in the file", f)
		}
	}
	if got := flat(compose(t, letter)); !strings.Contains(got, "Needs and rights") || !strings.Contains(got, "Victims’ Code") {
		t.Errorf("the letter says: %s", got)
	}
	for _, force := range []string{"scotland", "northern-ireland"} {
		other := letter
		f := data.Recipient{Force: force, Name: "Police"}
		other.To, other.Nation = f, map[string]string{"scotland": "Scotland", "northern-ireland": "Northern Ireland"}[force]
		for _, lang := range []data.Language{data.English, data.Welsh} {
			other.Language = lang
			if got := flat(compose(t, other)); strings.Contains(got, "Victims") || strings.Contains(got, "God y Dioddefwyr") || strings.Contains(got, "needs assessment") {
				t.Errorf("%s: the words of the Victims' Code of England and Wales: %s", force, got)
			}
		}
	}
}

// rawKey is a text that nobody wrote.
var rawKey = regexp.MustCompile(`\b(letter|consent|image|suicide|role)\.[a-z.-]+|<no value>|\{\{`)

func TestEveryTypeOfLetterReadsInBothLanguages(t *testing.T) {
	t.Parallel()
	c := canaryStage(t)
	for _, kind := range data.LetterTypes() {
		changes := []data.LetterChange{""}
		if kind == data.UpdateOrWithdrawal {
			changes = data.LetterChanges()
		}
		for _, change := range changes {
			for _, language := range []data.Language{data.English, data.Welsh} {
				letter, _, err := c.vault.Compose(t.Context(), c.id, data.LetterChoices{Type: kind, Change: change, Language: language, Force: "south-wales"})
				if err != nil {
					t.Fatal(err)
				}
				if letter.Replaces != nil {
					letter.Replaces.Number, letter.Replaces.Date = "NOD-7K3Q-92/1", at(18, 0, 0)
				}
				d, _, err := pdf.Compose(letter)
				if err != nil {
					t.Fatal(err)
				}
				got := flat(d)
				if raw := rawKey.FindString(got); raw != "" {
					t.Errorf("%s %s %s: says %q", kind, change, language, raw)
				}
				if names := strings.Contains(got, "NOD-7K3Q-92/1"); names != (kind == data.UpdateOrWithdrawal) {
					t.Errorf("%s %s %s: names the earlier letter: %v", kind, change, language, names)
				}
			}
		}
	}
}
