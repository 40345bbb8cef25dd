package pdf_test

import (
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

func TestWhatHappensNextNamesNobodyAndGivesTheNumbersOfTheNation(t *testing.T) {
	t.Parallel()
	l := fullLetter()
	sheet := func(n data.NextSteps, lang string) string {
		d, _, err := pdf.ComposeNext(n, lang)
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.Pages() {
			if what := outside(d.Ops(i)); what != "" {
				t.Errorf("page %d: %s", i+1, what)
			}
		}
		if out := tool(t, file(t, d), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax") {
			t.Error(out)
		}
		return flat(d)
	}
	adult := sheet(data.NextSteps{Letter: l, Nation: "Wales", Age: 39}, "en")
	for _, want := range []string{"What happens next", "Before you take this paper", "999", "we sent letter NOD-7K3Q-92/1 to South Wales Police", "Saturday 28 November 2026", "Live Fear Free", "Victims’ Code", "01632 960123"} {
		if !strings.Contains(adult, want) {
			t.Errorf("does not say %q: %s", want, adult)
		}
	}
	for _, never := range []string{"Siân", "Pryce", "07700 900461", "bluebell", "Chloe", "blackmail by", "£250", "Childline", "suicide: yes", "picture", "StopNCII", "Take It Down", "Fraud"} {
		if strings.Contains(adult, never) {
			t.Errorf("says %q", never)
		}
	}
	if child := sheet(data.NextSteps{Letter: l, Nation: "Wales", Age: 15}, "en"); !strings.Contains(child, "Childline") {
		t.Error("a child is not given Childline's number")
	}
	if welsh := sheet(data.NextSteps{Letter: l, Nation: "Wales"}, "cy"); !strings.Contains(welsh, "Beth sy'n digwydd nesaf") || !strings.Contains(welsh, "Heddlu De Cymru") || !strings.Contains(welsh, "Byw Heb Ofn") {
		t.Errorf("the Welsh sheet: %s", welsh)
	}
	l.To.Force, l.Nation = "scotland", "Scotland"
	if scottish := sheet(data.NextSteps{Letter: l, Nation: "Scotland", Age: 39}, "en"); strings.Contains(scottish, "Victims’ Code") || strings.Contains(scottish, "Live Fear Free") {
		t.Errorf("in Scotland: %s", scottish)
	}
	l.Type = data.InformationOnly
	if unnamed := sheet(data.NextSteps{Letter: l}, "en"); !strings.Contains(unnamed, "It does not name you.") {
		t.Errorf("of a letter that names nobody: %s", unnamed)
	}
}

func TestThePersonsCopyLeavesOutWhatWouldHarmThemIfItWereFound(t *testing.T) {
	t.Parallel()
	l := fullLetter()
	l.Person.Address, l.Clinical = "Canary Lane", "canary tablets"
	l.Others[0].School = "canary school"
	copied := flat(compose(t, l.CopyForPerson()))
	for _, never := range []string{
		"07700 900461", "bluebell", "weekdays", "sister", "brother, at weekends", "father", "Canary", "canary", "High risk", "faster since", "safety plan made",
		"Reply strip", "the strip", "box above", "Read this first", "Left out", "CONFIDENTIAL",
	} {
		if strings.Contains(copied, never) {
			t.Errorf("it says %q", never)
		}
	}
	for _, want := range []string{"YOUR COPY", "Before you take this paper", "Siân Ŵyn-Pryce", "2600412345", "video call", "On 18 November 2026", "NOD-7K3Q-92/1"} {
		if !strings.Contains(copied, want) {
			t.Errorf("it does not say %q: %s", want, copied)
		}
	}
	if l.Contact == nil || l.Risk == nil {
		t.Error("the letter itself was changed")
	}
}

func TestOnlyAPaperWithAPlanSpeaksOfThePlan(t *testing.T) {
	l := fullLetter()
	for _, lang := range []string{"en", "cy"} {
		remember, keep := assets.Lang(lang).T("pdf.plan.care.remember"), assets.Lang(lang).T("pdf.care.keep")
		l.Language = data.Language(lang)
		next, _, err := pdf.ComposeNext(data.NextSteps{Letter: l}, lang)
		if err != nil {
			t.Fatal(err)
		}
		plan, _, err := pdf.ComposePlan(data.Plan{}, "NOD-7K3Q-92", l.Sender, lang)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			doc       *pdf.Document
			want, not string
		}{"next steps": {next, keep, remember}, "a copy": {compose(t, l.CopyForPerson()), keep, remember}, "a plan": {plan, remember, keep}} {
			if text := flat(c.doc); !strings.Contains(text, c.want) || strings.Contains(text, c.not) {
				t.Errorf("%s, %s: %s", name, lang, text)
			}
		}
	}
}
