package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFiguresForASpreadsheetHideSmallGroupsUnlessToldOtherwise(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	period := []string{"--from", "2018-01-01", "--to", "2018-05-06"}
	whole := d.must("stats", append(period, "--csv", "--whole")...)
	for _, want := range []string{"By police force area,South Wales Police,Contacts,42\n", "By police force area,South Wales Police,A fortnight,4.67\n", "By police force area,Dyfed-Powys Police,Contacts,7\n", "\"£6,000 (Instagram)\"\n"} {
		if !strings.Contains(whole, want) {
			t.Errorf("%q is not in\n%s", want, whole)
		}
	}
	shared := d.must("stats", append(period, "--csv")...)
	if strings.Contains(shared, "£6,000 ") || strings.Contains(shared, "(Instagram)") || !strings.Contains(shared, "£5,000–£9,999") || !strings.Contains(shared, "hidden") {
		t.Errorf("shared by default:\n%s", shared)
	}
	for _, line := range strings.Split(shared, "\n") {
		for _, small := range []string{",Contacts,1", ",Contacts,2", ",Contacts,3", ",Contacts,4"} {
			if strings.HasSuffix(line, small) {
				t.Errorf("a small group: %s", line)
			}
		}
	}
	if bands := d.must("stats", append(period, "--csv", "--whole", "--age-bands", "21,40")...); !strings.Contains(bands, "By age,21 to 39,Contacts,") {
		t.Errorf("own age bands:\n%s", bands)
	}
	for _, wrong := range [][]string{{"--age-bands", "young"}, {"--csv", "--json"}} {
		if code, _, _ := d.on("stats", append(period, wrong...)...); code != exitUsage {
			t.Errorf("%v: exit %d", wrong, code)
		}
	}
	if autumn := d.must("stats", "--from", "2017-09-01", "--to", "2017-12-31", "--csv", "--whole"); !strings.Contains(autumn, "The whole period,Contacts,Contacts,32\n") && !strings.Contains(autumn, "The whole period,Contacts,Number,32\n") {
		t.Errorf("the last four months of 2017:\n%s", autumn)
	}
	today := time.Now().Format(time.DateOnly)
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "Period,,From," + firstDay + "\nPeriod,,To," + today + "\n"},
		{[]string{"--from", "2018-01-01"}, "Period,,From,2018-01-01\nPeriod,,To," + today + "\n"},
		{[]string{"--to", "2018-05-06"}, "Period,,From," + firstDay + "\nPeriod,,To,2018-05-06\n"},
		{[]string{"--to", "2000-01-01"}, "Period,,From,2000-01-01\nPeriod,,To,2000-01-01\n"},
	} {
		if all := d.must("stats", append(c.args, "--csv", "--whole")...); !strings.Contains(all, c.want) {
			t.Errorf("%v counts\n%s", c.args, all)
		}
	}
}

// firstDay is the day of the sample log's first contact.
const firstDay = "2017-09-03"

func TestAManagersSummaryOfReferrals(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	var references []string
	for _, line := range strings.Split(strings.TrimSpace(d.must("cases")), "\n")[:2] {
		references = append(references, strings.Fields(line)[0])
		d.must("letter", "--case", strings.Fields(line)[0], "--force", "south-wales", "--out", filepath.Join(d.dir, strings.Fields(line)[0]+".pdf"), "--basis", "consent", "--basis-note", "by phone")
	}
	out := filepath.Join(d.dir, "summary.pdf")
	period := []string{"--from", "2018-01-01", "--to", "2099-12-31", "--out", out}
	d.must("summary", period...)
	said := pdfText(t, out)
	for _, want := range append(references, "Referrals to the police", "South Wales Police", "New report", "not yet") {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
	for _, row := range strings.Split(strings.TrimSpace(d.must("cases")), "\n") {
		name := strings.Fields(row)[2]
		if strings.Contains(said, name+" ") {
			t.Errorf("the name %q is in the summary", name)
		}
	}
	if audit := d.must("audit", "--json"); !strings.Contains(audit, `"referrals"`) {
		t.Errorf("the trail does not tell of it: %s", audit)
	}
	remove(t, out)
	d.must("summary", append(period, "--language", "cy")...)
	if said := pdfText(t, out); !strings.Contains(said, "Atgyfeiriadau at yr heddlu") {
		t.Errorf("in Welsh: %s", said)
	}
	vali := d.write("vali", "the phrase of vali\n")
	d.must("members add", "--name", "Vali Example", "--role", "volunteer", "--new-passphrase-file", vali)
	refused := filepath.Join(d.dir, "refused.pdf")
	if code, _, _ := d.with(vali, "stats"); code != exitNoKey {
		t.Errorf("a volunteer's figures: exit %d", code)
	}
	if code, _, _ := d.with(vali, "summary", "--from", "2018-01-01", "--to", "2099-12-31", "--out", refused); code != exitNoKey {
		t.Errorf("a volunteer: exit %d", code)
	}
	if _, err := os.Stat(refused); err == nil {
		t.Error("a volunteer's summary was written")
	}
	for _, wrong := range [][]string{{"--to", "2018-01-01", "--out", out}, {"--from", "2018-01-01", "--to", "2018-02-01"}, {"--from", "2018-01-01", "--to", "2018-02-01", "--out", out, "--language", "fr"}} {
		if code, _, _ := d.on("summary", wrong...); code != exitUsage {
			t.Errorf("%v: exit %d", wrong, code)
		}
	}
}

func TestWhatWasSharedBeforeIsRemembered(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	alone := d.must("stats", "--from", "2018-01-01", "--to", "2018-05-06", "--csv")
	d.must("stats", "--from", "2018-01-01", "--to", "2018-05-06", "--csv", "--whole")
	if audit := d.must("audit", "--json"); strings.Count(audit, "2018-01-01/2018-05-06") != 1 {
		t.Errorf("the trail tells of more, or less, than what was shared: %s", audit)
	}
	if again := d.must("stats", "--from", "2018-01-01", "--to", "2018-05-06", "--csv"); again != alone {
		t.Error("the same figures shared twice are not the same")
	}
	if other := d.must("stats", "--from", "2018-01-02", "--to", "2018-05-06", "--csv"); strings.Count(other, "hidden") <= strings.Count(alone, "hidden") {
		t.Errorf("a day less hides nothing more:\n%s", other)
	}
}
