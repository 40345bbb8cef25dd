package assets_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
)

var update = flag.Bool("update", false, "sort the files of texts and write docs/welsh.md anew")

// forms is one text by plural form, or its only form under "other".
type forms map[string]string

var formNames = []string{"zero", "one", "two", "few", "many", "other"}

func (f *forms) UnmarshalJSON(data []byte) error {
	var plain string
	if json.Unmarshal(data, &plain) == nil {
		*f = forms{"other": plain}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(f))
}

// An entry is one line of a file of texts.
type entry struct {
	file string
	key  string
	forms
}

func readTexts(t *testing.T, code string) []entry {
	t.Helper()
	files, err := filepath.Glob("lang/*." + code + ".json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of texts for %s: %v", code, err)
	}
	var all []entry
	for _, file := range files {
		all = append(all, readFile(t, file)...)
	}
	return all
}

// readFile keeps the order of the file and keys that stand twice.
func readFile(t *testing.T, file string) []entry {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if _, err := decoder.Token(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var all []entry
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		e := entry{file: file, key: key.(string)}
		if err := decoder.Decode(&e.forms); err != nil {
			t.Fatalf("%s: %s: %v", file, e.key, err)
		}
		all = append(all, e)
	}
	if _, err := decoder.Token(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

func byKey(entries []entry) map[string]entry {
	m := map[string]entry{}
	for _, e := range entries {
		m[e.key] = e
	}
	return m
}

func TestEveryTextIsInBothLanguages(t *testing.T) {
	english, welsh := byKey(readTexts(t, "en")), byKey(readTexts(t, "cy"))
	for _, key := range slices.Sorted(maps.Keys(english)) {
		if _, ok := welsh[key]; !ok {
			t.Errorf("%s: %s has no Welsh", english[key].file, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(welsh)) {
		if _, ok := english[key]; !ok {
			t.Errorf("%s: %s has no English", welsh[key].file, key)
		}
	}
}

var keyShape = regexp.MustCompile(`^[a-zA-Z0-9]+(\.[a-zA-Z0-9_-]+)+$`)

func TestFilesOfTextsAreTidy(t *testing.T) {
	for _, code := range []string{"en", "cy"} {
		seen := map[string]string{}
		files, _ := filepath.Glob("lang/*." + code + ".json")
		for _, file := range files {
			entries := readFile(t, file)
			if *update {
				sortFile(t, file, entries)
				entries = readFile(t, file)
			}
			if !slices.IsSortedFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) }) {
				t.Errorf("%s is not sorted by key: run `make texts`", file)
			}
			for _, e := range entries {
				if first, twice := seen[e.key]; twice {
					t.Errorf("%s stands twice: in %s and %s", e.key, first, file)
				}
				seen[e.key] = file
				if !keyShape.MatchString(e.key) {
					t.Errorf("%s: %q is not a dotted key", file, e.key)
				}
				for form, text := range e.forms {
					if !slices.Contains(formNames, form) {
						t.Errorf("%s: %s has a form %q that no language knows", file, e.key, form)
					}
					laidOut := strings.HasPrefix(e.key, "ctl.") // a terminal shows columns with spaces
					if text == "" || !laidOut && (strings.TrimSpace(text) != text || strings.Contains(text, "  ")) {
						t.Errorf("%s: %s (%s) is empty or has stray spaces: %q", file, e.key, form, text)
					}
				}
			}
		}
	}
}

func sortFile(t *testing.T, file string, entries []entry) {
	t.Helper()
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	var lines []string
	for _, e := range entries {
		value := quote(t, e.forms["other"])
		if len(e.forms) > 1 {
			var parts []string
			for _, form := range formNames {
				if text, ok := e.forms[form]; ok {
					parts = append(parts, fmt.Sprintf("%q: %s", form, quote(t, text)))
				}
			}
			value = "{" + strings.Join(parts, ", ") + "}"
		}
		lines = append(lines, fmt.Sprintf("  %q: %s", e.key, value))
	}
	if err := os.WriteFile(file, []byte("{\n"+strings.Join(lines, ",\n")+"\n}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func quote(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

func TestPluralTextsHaveEveryFormTheLanguageNeeds(t *testing.T) {
	needed := map[string][]string{"en": {"one", "other"}, "cy": formNames}
	english, welsh := byKey(readTexts(t, "en")), byKey(readTexts(t, "cy"))
	for _, key := range slices.Sorted(maps.Keys(english)) {
		en, cy := english[key], welsh[key]
		if len(en.forms) == 1 && len(cy.forms) <= 1 {
			continue
		}
		for code, e := range map[string]entry{"en": en, "cy": cy} {
			for _, form := range needed[code] {
				if _, ok := e.forms[form]; !ok {
					t.Errorf("%s: %s lacks the form %q of %s", e.file, key, form, code)
				}
			}
		}
	}
}

var valueName = regexp.MustCompile(`{{[^}]*}}`)

// values lists what a text has put in, over all its forms; the count itself may be in words in some.
func values(f forms) []string {
	found := map[string]bool{}
	for _, text := range f {
		for _, v := range valueName.FindAllString(text, -1) {
			if v != "{{.Count}}" {
				found[v] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestBothLanguagesSayTheSameValues(t *testing.T) {
	welsh := byKey(readTexts(t, "cy"))
	simple := regexp.MustCompile(`^{{\.[A-Z][A-Za-z0-9]*}}$`)
	for _, en := range readTexts(t, "en") {
		a, b := values(en.forms), values(welsh[en.key].forms)
		if !slices.Equal(a, b) {
			t.Errorf("%s: %s has %v in English and %v in Welsh", en.file, en.key, a, b)
		}
		for _, v := range a {
			if !simple.MatchString(v) {
				t.Errorf("%s: %s has %q; a value is written {{.Name}}", en.file, en.key, v)
			}
		}
		for _, text := range en.forms {
			if strings.Count(text, "{{") != len(valueName.FindAllString(text, -1)) {
				t.Errorf("%s: %s has braces that do not close: %q", en.file, en.key, text)
			}
		}
	}
}

func TestEveryTextCanBeShown(t *testing.T) {
	for _, code := range []string{"en", "cy"} {
		lang := assets.Lang(code)
		for _, e := range readTexts(t, code) {
			data := map[string]any{}
			for _, v := range values(e.forms) {
				data[strings.Trim(v, "{}.")] = "VALUE"
			}
			for _, n := range []int{0, 1, 2, 3, 6, 9} {
				shown := lang.N(e.key, n, data)
				if shown == e.key || strings.Contains(shown, "<no value>") || strings.Contains(shown, "{{") {
					t.Errorf("%s: %s for %d shows %q", e.file, e.key, n, shown)
				}
			}
		}
	}
}

// One charity says client, another survivor: a text says neither, unless it has a form for each of the words.
func TestNoTextFixesAWordForThePersonWhomACaseIsAbout(t *testing.T) {
	word := map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`(?i)\b(client|victim|survivor)`), "cy": regexp.MustCompile(`(?i)leient|ioddefw|oroesw`), // with its mutations
	}
	law := regexp.MustCompile(`Victims['’] Code|[CG]od y Dioddefwyr`) // by its name
	stays := regexp.MustCompile(`^(` + strings.Join([]string{
		`.*\.as-(client|victim|survivor)`, `wording\.person\.(client|victim|survivor)`, // the setting, and the forms of it
		`(audit\.detail|request\.kind)\.victim-information`, `giving\.mark\.emotional`, // a victim information request: the law's name of it
		`letter\.(foot\.misdelivered(\.nophone)?|marking|matter\.other)`, // to the police: who suffered a crime is its victim, whatever we call them
		`letter\.ground\.serious-crime`,                                  // a category of the Victims' Code
	}, "|") + `)$`)
	for code, fixed := range word {
		for _, e := range readTexts(t, code) {
			for _, text := range e.forms {
				if found := fixed.FindString(law.ReplaceAllString(text, "")); (found != "") != stays.MatchString(e.key) {
					t.Errorf("%s: %s says %q of them: give it a form for each word, or make it an exception for a reason", e.file, e.key, found)
				}
			}
		}
	}
	for _, code := range []string{"en", "cy"} {
		for called, says := range map[assets.Called]map[string]string{
			"":                    {"en": "Person we support", "cy": "Person a gefnogwn"},
			assets.CalledClient:   {"en": "Client", "cy": "Cleient"},
			assets.CalledVictim:   {"en": "Victim", "cy": "Dioddefwr"},
			assets.CalledSurvivor: {"en": "Survivor", "cy": "Goroeswr"},
		} {
			words := assets.Lang(code).With(&assets.Own{Person: called})
			if got := words.T("case.role.client"); got != says[code] {
				t.Errorf("%s: where the person is called %q they are %q", code, called, got)
			}
			if words.T("contact.caller") != assets.Lang(code).T("contact.caller") {
				t.Error("a text without the word changed with it")
			}
		}
	}
}

// An app without a network tells nobody, and its inner words are not those of a caseworker.
func TestScreensUseTheWordsOfTheField(t *testing.T) {
	never := regexp.MustCompile(`(?i)\b(notified|flagged|ledger|epochs?|compartments?|arena|grants?|revisions?|(un)?seal(s|ed)?)\b`)
	envelope := regexp.MustCompile(`^(ctl|pdf\.kit|create\.kit)\.`) // the console; an envelope is sealed in truth
	for _, e := range readTexts(t, "en") {
		for _, text := range e.forms {
			if word := never.FindString(text); word != "" && !envelope.MatchString(e.key) {
				t.Errorf("%s: %s says %q", e.file, e.key, word)
			}
		}
	}
}
