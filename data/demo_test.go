package data_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

func makeDemo(t *testing.T, o data.DemoOptions) *data.Vault {
	t.Helper()
	dir := t.TempDir()
	o.StateDir, o.NoKeyring = filepath.Join(dir, "state"), true
	v, err := data.MakeDemo(t.Context(), filepath.Join(dir, "demo"+data.Extension), passphrase, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// contents is the export without what is random in any vault: ids and
// revisions.
func contents(t *testing.T, v *data.Vault) string {
	t.Helper()
	var out bytes.Buffer
	if damage, err := v.Export(t.Context(), &out); err != nil || len(damage) > 0 {
		t.Fatal(err, damage)
	}
	var text strings.Builder
	for line := range strings.Lines(out.String()) {
		var l struct {
			Kind, Case, Author string
			Written            time.Time
			Fields             map[string]any
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if l.Kind == "kit" {
			continue // the code is random, in a demonstration too
		}
		for _, random := range []string{"case", "contact", "from", "letter", "by"} {
			delete(l.Fields, random)
		}
		again, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(again, '\n'))
	}
	return text.String()
}

func TestTheSameSeedMakesTheSameCharity(t *testing.T) {
	o := data.DemoOptions{Cases: 5, Notes: 23, Seed: 7}
	first, again, other := contents(t, makeDemo(t, o)), contents(t, makeDemo(t, o)), contents(t, makeDemo(t, data.DemoOptions{Cases: 5, Notes: 23, Seed: 8}))
	if first != again {
		t.Error("the same seed made another charity")
	}
	if first == other {
		t.Error("another seed made the same charity")
	}
	if n := strings.Count(first, `"Kind":"note"`); n != 23 {
		t.Errorf("%d notes", n)
	}
	if n := strings.Count(first, `"Kind":"case"`); n != 5 {
		t.Errorf("%d cases", n)
	}
}

func TestADemonstrationIsSoundAndSaysSo(t *testing.T) {
	v := makeDemo(t, data.DemoOptions{Cases: 4})
	if !v.Organisation().Fictional {
		t.Error("it does not say that nothing is real")
	}
	checked := must[data.Checked](t)(v.Check(t.Context(), nil))
	if !checked.OK || checked.Revisions == 0 {
		t.Errorf("%+v", checked)
	}
	var states []string
	for _, l := range v.Requests() {
		state := string(l.Outcome)
		if l.Open() {
			state = fmt.Sprint(l.Clock(time.UTC).Due.Sub(data.DemoDay).Round(24*time.Hour).Hours()/24, l.Clock(time.UTC).Waits)
		}
		states = append(states, string(l.Kind)+" "+state)
	}
	held := 0
	for _, c := range v.Cases() {
		if _, ok := must[*data.CaseFile](t)(v.OpenCase(t.Context(), c.ID)).Hold(v.Now()); ok {
			held++
		}
	}
	due := must[[]data.Due](t)(v.DueList(t.Context()))
	if held != 1 || len(due) != 1 || due[0].Kind != data.KindRequest || len(states) != 6 || states[0] != "subject-access 2" {
		t.Errorf("%d cases are held, %+v is due, requests: %q", held, due, states)
	}
	today := v.Today()
	if today.Empty() || today.Now.Len() == 0 || today.Now.At(0).Kind != data.TodayCrisis {
		t.Errorf("the unfinished crisis is not first: %+v", today.Now)
	}
}

func TestADemonstrationInWelshIsInWelshThroughout(t *testing.T) {
	english, welsh := makeDemo(t, data.DemoOptions{Cases: 3}), makeDemo(t, data.DemoOptions{Cases: 3, Language: data.Welsh})
	said := func(v *data.Vault) string { return contents(t, v) }
	for _, words := range []string{"Ring back", "on the person's phone", "Professional judgement", "The person", "Mobile only", "asked to switch on"} {
		if strings.Contains(said(welsh), words) {
			t.Errorf("%q is said in Welsh", words)
		}
	}
	if !strings.Contains(said(welsh), "Ffonio'n ôl") || welsh.Organisation().OnCall[0].Hours != "tan 10pm" {
		t.Error("the Welsh is missing")
	}
	if got := welsh.Organisation().Sender(); got.HoursIn(data.English) != "Weekdays 9am to 5pm" || got.HoursIn(data.Welsh) != "Dyddiau'r wythnos 9am i 5pm" {
		t.Errorf("a letter would say our hours as %+v", got)
	}
	if !strings.Contains(said(english), "Ring back") {
		t.Error("the English is gone")
	}
	for i, c := range english.Cases() { // the same story
		if got := welsh.Cases()[i].Reference; got != c.Reference {
			t.Errorf("case %d is %s in Welsh, %s in English", i, got, c.Reference)
		}
	}
}
