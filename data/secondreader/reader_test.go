package secondreader

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"noddfa/data"
)

func TestBothReadersReadTheSameRecords(t *testing.T) {
	s := newScene(t)
	s.fill()
	s.close()
	counts := map[string]int{}
	for name, passphrase := range map[string]string{
		"manager": phraseOf("Mair"), "caseworker": phraseOf("Cadi again"), "caseworker who came later": phraseOf("Carys"),
		"volunteer": phraseOf("Megan"), "kit": s.kit,
	} {
		t.Run(name, func(t *testing.T) {
			mine, err := Read(s.path, passphrase)
			if err != nil {
				t.Fatal(err)
			}
			records := exported(mine)
			counts[name] = len(records)
			if audit := len(mine) > len(records); audit != (name == "manager" || name == "kit") {
				t.Errorf("audit events: %v", audit)
			}
			var lines bytes.Buffer
			if damaged, err := s.unlock(passphrase).Export(t.Context(), &lines); err != nil || len(damaged) > 0 {
				t.Errorf("export: %v, %v", damaged, err)
			}
			s.close() // for the program lets nobody else in
			compare(t, mine, lines.Bytes())
		})
	}
	if counts["kit"] != counts["manager"] || counts["manager"] < counts["caseworker"] || counts["caseworker"] <= counts["caseworker who came later"] ||
		counts["caseworker who came later"] <= counts["volunteer"] || counts["volunteer"] == 0 {
		t.Errorf("how many records each reads: %v", counts)
	}
	for _, gone := range []string{phraseOf("Vali"), phraseOf("Cadi"), phraseOf("Nobody"), ""} {
		if _, err := Read(s.path, gone); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%q: %v", gone, err)
		}
	}
}

func TestTheFictionalCharityReadsTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo"+data.Extension)
	v, err := data.MakeDemo(t.Context(), path, phraseOf("Mair"), data.DemoOptions{Cases: 5, Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}})
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	_, err = v.Export(t.Context(), &lines)
	if err := errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	mine, err := Read(path, phraseOf("Mair"))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, mine, lines.Bytes())
}

// What the golden vaults say was exported when they were written, and is read from them for ever.
func TestTheGoldenVaultsReadTheSame(t *testing.T) {
	for _, name := range []string{"golden-1", "golden-1-every"} {
		file := filepath.Join("..", "testdata", name)
		path := filepath.Join(t.TempDir(), name+data.Extension)
		image, err := os.ReadFile(file + data.Extension)
		lines, noLines := os.ReadFile(file + ".jsonl")
		if err := errors.Join(err, noLines, os.WriteFile(path, image, 0o600)); err != nil {
			t.Fatal(err)
		}
		mine, err := Read(path, "Mair opens the golden vault")
		if err != nil {
			t.Fatal(err)
		}
		compare(t, mine, lines)
	}
}

// compare holds what the second reader read against the program's export, line by line.
func compare(t *testing.T, mine []Record, lines []byte) {
	t.Helper()
	mine = exported(mine)
	for line := range bytes.Lines(lines) {
		var want data.ExportLine
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		if len(mine) == 0 {
			t.Fatalf("the export goes on with %s %s", want.Kind, want.ID)
		}
		got := mine[0]
		mine = mine[1:]
		if got.Kind != want.Kind || got.ID != want.ID.String() || got.Group != want.Group.String() || got.Revision != want.Revision.String() ||
			got.Author != want.Author || !got.Written.Equal(want.Written) || !got.First.Equal(want.First) || got.Versions != want.Versions {
			got.Fields, want.Fields = nil, nil
			t.Fatalf("read %+v\nexported %+v", got, want)
		}
		if !sameJSON(t, got.Fields, want.Fields) {
			t.Errorf("%s %s: read %s\nexported %s", got.Kind, got.ID, got.Fields, want.Fields)
		}
	}
	if len(mine) > 0 {
		t.Fatalf("the export lacks %s %s and %d more", mine[0].Kind, mine[0].ID, len(mine)-1)
	}
}

// exported leaves out what no export has.
func exported(all []Record) []Record {
	return slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return r.Kind == "audit" || r.Kind == "kit" })
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := errors.Join(json.Unmarshal(a, &x), json.Unmarshal(b, &y)); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(x, y)
}

func TestTheGoldenVaultReadsAsItDid(t *testing.T) {
	lines, err := os.ReadFile("../testdata/golden-1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("../testdata/golden-1.kit")
	if err != nil {
		t.Fatal(err)
	}
	for name, passphrase := range map[string]string{
		"Mair": "Mair opens the golden vault", "Cadi": "Cadi opens the golden vault", "Megan": "Megan opens the golden vault",
		"Vali": "Vali opens the golden vault", "kit": strings.TrimSpace(string(code)),
	} {
		t.Run(name, func(t *testing.T) {
			mine, err := Read("../testdata/golden-1.noddfa", passphrase)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, mine, goldenLines(t, lines, mine))
		})
	}
}

// goldenLines leaves of the golden export what a member may read; that they read neither more nor less is told by data's own golden test.
func goldenLines(t *testing.T, lines []byte, mine []Record) []byte {
	t.Helper()
	var out []byte
	for line := range bytes.Lines(lines) {
		var l data.ExportLine
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(mine, func(r Record) bool { return r.ID == l.ID.String() }) {
			out = append(out, line...)
		}
	}
	return out
}

// Overviews and drafts are no records, but a reader should find them as the document says.
func TestOverviewsAndDraftsOpenAsWritten(t *testing.T) {
	s := newScene(t)
	s.fill()
	v := s.as("Mair")
	s.must(v.SaveDraft(t.Context(), "note:of a case", data.Note{Said: "not saved yet"}))
	s.close()
	mair, err := open(s.path, Secrets{Passphrase: phraseOf("Mair")})
	if err != nil {
		t.Fatal(err)
	}
	defer mair.file.close()
	rows, err := mair.file.db.Query("SELECT record, revision, kind, grp, key_version, box FROM overview")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	overviews := 0
	for rows.Next() {
		var r row
		var record, revision, group []byte
		s.must(rows.Scan(&record, &revision, &r.kind, &group, &r.version, &r.box))
		r.record, r.revision, r.group = id(record), id(revision), id(group)
		own, ok := mair.ring.groups[versionKey{r.group, r.version}]
		if !ok {
			continue
		}
		overviews++
		if text := mair.overview(t, own, r); !json.Valid(text) {
			t.Errorf("an overview of kind %d does not open", r.kind)
		}
	}
	if err := rows.Err(); err != nil || overviews == 0 {
		t.Errorf("%d overviews, %v", overviews, err)
	}
	if got := mair.draft(t, "note:of a case"); !strings.Contains(string(got), "not saved yet") || !strings.Contains(string(got), `{"form":"note:of a case","saved":`) {
		t.Errorf("draft: %s", got)
	}
}

// overview opens an overview under the compartment that its group is in.
func (v *vault) overview(t *testing.T, own []byte, r row) []byte {
	t.Helper()
	own, err := derive(own, "noddfa/1 overview")
	if err != nil {
		t.Fatal(err)
	}
	newest := uint32(0)
	for at := range v.ring.compartments {
		newest = max(newest, at.epoch)
	}
	for at, under := range v.ring.compartments {
		key, err := derive(under, "noddfa/1 overview "+hex.EncodeToString(own))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := openBox(key, r.box, v.at("overview", r)); err == nil && at.epoch == newest {
			return text
		}
	}
	return nil
}

func TestTheSecondReaderSharesNoCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if strings.HasPrefix(i.Path.Value, `"noddfa`) {
				t.Errorf("%s imports %s", name, i.Path.Value)
			}
		}
	}
}
