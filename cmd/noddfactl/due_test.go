package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

func TestWhatIsDueIsListedForManagersAndErasingIsRefusedUnderAHold(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.staff()
	log := d.write("log.csv", "Date,Name,Age,Notes\n03/02/2015,Siân Example,41,They wanted money\n04/02/2015,Rhys Example,12,A picture\n"+time.Now().AddDate(-1, 0, 0).Format("02/01/2006")+",Wyn Example,33,Rang\n")
	code, out, errs := d.on("import", "contacts", log, "--json")
	if code != exitDone || !strings.Contains(errs, "older than the retention rules: 1.") || !strings.Contains(out, `"older_than_retention":1`) {
		t.Fatalf("exit %d: %s %s", code, out, errs)
	}
	lines := fromJSON[[]map[string]any](t, d.must("due", "--json"))
	if len(lines) != 1 {
		t.Fatalf("due: %v", lines)
	}
	for key, want := range map[string]any{
		"ref": nil, "kind": "contact", "rule": "served", "trigger": "last-contact", "since": "2015-02-03", "due": "2021-02-03", "action": "erase", "hold": nil,
		"reason": "Supported by us. Last contact on Tuesday 3 February 2015; kept for 6 years after that.",
	} {
		if got, has := lines[0][key]; !has || got != want {
			t.Errorf("%s is %v, not %v", key, got, want)
		}
	}
	if id, _ := lines[0]["record"].(string); len(id) != 32 {
		t.Errorf("the record is %q", id)
	}
	if text := d.must("due"); !strings.Contains(text, "2021-02-03") || !strings.Contains(text, "Erase everything") || !strings.Contains(text, "a manager signs off each") {
		t.Errorf("as text: %s", text)
	}
	if code, _, _ := d.by("Cadi").on("due", "--json"); code != exitNoKey {
		t.Errorf("a caseworker: exit %d", code)
	}

	passphrase, err := os.ReadFile(d.passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v, err := data.Unlock(t.Context(), d.vault, data.Credentials{Passphrase: withoutLineEnd(passphrase)})
	if err != nil {
		t.Fatal(err)
	}
	id, err := v.StartCase(t.Context(), data.Case{Reference: "NOD-AAAA-01"}, data.Person{})
	if err == nil {
		err = v.HoldCase(t.Context(), id, "a trial in Swansea", time.Time{})
	}
	if err == nil {
		err = v.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	code, _, errs = d.on("erase", "--case", "NOD-AAAA-01", "--reason", "asked")
	if code != exitFailed || !strings.Contains(errs, "NOD-AAAA-01 is under a legal hold that") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestRowsOlderThanTheRetentionComeInAsFiguresOnly(t *testing.T) {
	d := newDesk(t)
	d.init()
	log := d.write("log.csv", "Date,Name,Phone,Platform,Demanded,Notes\n03/02/2015,Siân Example,07700 900461,Instagram,£500,They wanted money\n04/02/2015,Siân Example,07700 900461,Instagram,£700,Again\n")
	code, _, errs := d.on("import", "contacts", log, "--figures-only")
	if code != exitDone || !strings.Contains(errs, "brought in as figures only: 2") {
		t.Fatalf("exit %d: %s", code, errs)
	}
	out := d.must("export")
	if strings.Contains(out, "Siân") || strings.Contains(out, "wanted money") || strings.Contains(out, "900461") || !strings.Contains(out, "Instagram") {
		t.Errorf("exported: %s", out)
	}
	type figures struct{ Contacts, People int }
	if got := fromJSON[figures](t, d.must("stats", "--from", "2015-01-01", "--to", "2015-12-31", "--json")); got != (figures{2, 1}) {
		t.Errorf("figures: %+v", got)
	}
	if code, out, _ := d.on("import", "contacts", log, "--json"); code != exitDone || !strings.Contains(out, `"duplicates":2`) {
		t.Errorf("again: exit %d: %s", code, out)
	}
	if lines := fromJSON[[]any](t, d.must("due", "--json")); len(lines) != 0 {
		t.Errorf("figures are due: %v", lines)
	}
}
