package assets

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	welshList  = "../docs/welsh.md"
	listBegins = "<!-- The list below is written by `make texts`. -->\n"
)

// A translator works from the list in docs, so it must be the Welsh that people see today.
func TestListOfUnconfirmedWelshIsUpToDate(t *testing.T) {
	page, err := os.ReadFile(welshList)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok := bytes.Cut(page, []byte(listBegins))
	if !ok {
		t.Fatalf("%s has no line %q", welshList, listBegins)
	}
	want := string(head) + listBegins + unconfirmedList()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(welshList, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Errorf("%s is not the Welsh of today: run `make texts`", welshList)
	}
}

func unconfirmedList() string {
	var first, rest []string
	for _, key := range Unconfirmed() {
		if NeedsBoth(key) || strings.HasPrefix(key, "advice.") {
			first = append(first, key)
		} else {
			rest = append(rest, key)
		}
	}
	var b strings.Builder
	table := func(title string, keys []string) {
		if len(keys) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n### %s\n\n| key | Welsh | English |\n|---|---|---|\n", title)
		for _, key := range keys {
			t := everyText()[key]
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, cell(t.welsh), cell(t.english))
		}
	}
	table("First: shown with the English beneath until confirmed", first)
	area := func(key string) string { return key[:strings.Index(key, ".")] }
	for len(rest) > 0 {
		n := slices.IndexFunc(rest, func(key string) bool { return area(key) != area(rest[0]) })
		if n < 0 {
			n = len(rest)
		}
		table("Area "+area(rest[0]), rest[:n])
		rest = rest[n:]
	}
	if b.Len() == 0 {
		b.WriteString("\nEverything is confirmed.\n")
	}
	return b.String()
}

func cell(f messageForms) string {
	return strings.NewReplacer("|", "·", "\n", " ").Replace(f.String())
}

func TestConfirmationsNameATranslatorADayAndATextThatStands(t *testing.T) {
	all := everyText()
	for key, c := range confirmations() {
		if c.Who == "" {
			t.Errorf("%s: nobody is named", key)
		}
		if _, err := time.Parse(time.DateOnly, c.Date); err != nil {
			t.Errorf("%s: %v", key, err)
		}
		if _, ok := all[key]; !ok {
			t.Errorf("%s is not a text of Noddfa", key)
		} else if all[key].welsh.String() != c.Text {
			t.Errorf("%s was changed after %s confirmed it: %q", key, c.Who, c.Text)
		}
	}
}

// A confirmation without a name, or of other words, is none.
func TestOnlyTheConfirmedWordsCount(t *testing.T) {
	saved := confirmations
	t.Cleanup(func() { confirmations = saved })
	forms := texts(Welsh)["crisis.lead"]
	for _, c := range []struct {
		given Confirmation
		both  bool
	}{
		{Confirmation{Who: "A. Translator", Date: "2026-11-21", Text: forms.String()}, false},
		{Confirmation{Who: "", Date: "2026-11-21", Text: forms.String()}, true},
		{Confirmation{Who: "A. Translator", Date: "2026-11-21", Text: "geiriau eraill"}, true},
	} {
		confirmations = func() map[string]Confirmation { return map[string]Confirmation{"crisis.lead": c.given} }
		if NeedsBoth("crisis.lead") != c.both || slices.Contains(Unconfirmed(), "crisis.lead") != c.both {
			t.Errorf("%+v: both languages are shown: %v", c.given, !c.both)
		}
	}
}
