package data_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

var update = flag.Bool("update", false, "make the golden vault anew; only for a new version of the format")

const golden = "testdata/golden-1"

func goldenPhrase(name string) string { return name + " opens the golden vault" }

// A vault that was written once is read for ever: whoever kept their records keeps them through every version of the program.
func TestTheGoldenVaultOpensForEachOfItsMembers(t *testing.T) {
	if *update {
		makeGolden(t)
	}
	lines := must[[]byte](t)(os.ReadFile(golden + ".jsonl"))
	code := must[[]byte](t)(os.ReadFile(golden + ".kit"))
	image := must[[]byte](t)(os.ReadFile(golden + data.Extension))
	for _, c := range []struct {
		name, passphrase string
		role             data.Role
		cases            int
		kinds            string // what this member may not read
	}{
		{"Mair", goldenPhrase("Mair"), data.Manager, 2, ""},
		{"Megan", goldenPhrase("Megan"), data.Manager, 1, ""},
		{"Cadi", goldenPhrase("Cadi"), data.Caseworker, 2, "kit"},
		{"Vali", goldenPhrase("Vali"), data.Volunteer, 0, "kit case person note letter saved task money restriction link"},
		{data.KitName, strings.TrimSpace(string(code)), data.Manager, 2, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "golden"+data.Extension) // a copy, for unlocking writes to the audit trail
			if err := os.WriteFile(path, image, 0o600); err != nil {
				t.Fatal(err)
			}
			o := data.Options{StateDir: t.TempDir(), NoKeyring: true, Now: func() time.Time { return noon }}
			v := must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: c.passphrase, Options: o}))
			defer v.Close()
			if v.Me().Name != c.name || v.Me().Role != c.role || len(v.Cases()) != c.cases {
				t.Errorf("opened as %+v with %d cases", v.Me(), len(v.Cases()))
			}
			if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
				t.Errorf("check: %+v", checked)
			}
			var out bytes.Buffer
			must[[]data.Damage](t)(v.Export(t.Context(), &out))
			if want := goldenFor(t, lines, v, c.kinds); out.String() != want {
				t.Errorf("exported\n%s\nwant\n%s", out.String(), want)
			}
		})
	}
}

// goldenFor leaves of the whole export what somebody may read who is not named in every case and to whom some kinds are closed.
func goldenFor(t *testing.T, lines []byte, v *data.Vault, kinds string) string {
	t.Helper()
	closed := strings.Fields(kinds)
	hidden := map[data.ID]bool{}
	var all []data.ExportLine
	var texts []string
	for line := range bytes.Lines(lines) {
		var l data.ExportLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		all, texts = append(all, l), append(texts, string(line))
		if _, open := v.CaseLine(l.ID); l.Kind == "case" && !open {
			hidden[l.ID] = true
		}
	}
	var want strings.Builder
	for i, l := range all {
		if !hidden[l.Group] && !slices.Contains(closed, l.Kind) {
			want.WriteString(texts[i])
		}
	}
	return want.String()
}

// makeGolden writes a small vault with every role, three epochs, an amended note, an issued letter, a restricted case and somebody who has left.
func makeGolden(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "golden"+data.Extension)
	now := noon
	o := data.Options{StateDir: t.TempDir(), NoKeyring: true, Now: func() time.Time { now = now.Add(time.Minute); return now }}
	v, kit, err := data.Create(ctx, path, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: goldenPhrase("Mair"), Options: o,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct {
		name string
		role data.Role
	}{{"Vali", data.Volunteer}, {"Cadi", data.Caseworker}, {"Megan", data.Manager}, {"Wil", data.Caseworker}} {
		must[data.Member](t)(v.AddMember(ctx, m.name, m.role, goldenPhrase(m.name)))
	}
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân", SafeContact: data.SafeContact{Number: "07700 900461"}}, data.Person{FirstName: "Siân"}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "Came in.", Agreed: "Ring the bank"}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn", Number: "07700 900512"}))
	if err := v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	unlock := func(name string) {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: goldenPhrase(name), Options: o}))
	}
	unlock("Vali")
	must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Ann", Number: "07700 900733", Said: "They want money by Friday."}))
	unlock("Wil")
	must[data.Entry[data.Note]](t)(v.Amend(ctx, caseID, note.ID, data.Amendment{Text: "It was the Thursday."}))
	unlock("Mair")
	if err := v.RemoveMember(ctx, "Wil"); err != nil {
		t.Fatal(err)
	}
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "In the second epoch."}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, secret, data.Note{Said: "Restricted."}))
	choices := data.LetterChoices{Basis: data.BasisVital, BasisNote: "told on the phone", Force: "south-wales"}
	letter, _, err := v.Compose(ctx, caseID, choices)
	if err != nil {
		t.Fatal(err)
	}
	must[data.Entry[data.IssuedLetter]](t)(v.Issue(ctx, caseID, choices, letter, []byte("%PDF-1.7 example")))
	var lines bytes.Buffer
	must[[]data.Damage](t)(v.Export(ctx, &lines))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	image := must[[]byte](t)(os.ReadFile(path))
	for name, content := range map[string][]byte{
		data.Extension: image, ".jsonl": lines.Bytes(), ".kit": []byte(strings.Join(kit.Groups, "-") + "\n"),
	} {
		if err := os.WriteFile(golden+name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
