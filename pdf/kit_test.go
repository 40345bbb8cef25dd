package pdf_test

import (
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

func TestRecoveryKitIsOnePageWithEveryGroup(t *testing.T) {
	wild := kit()
	wild.Organisation = strings.Repeat("Elusen 😀 ", 400)
	wild.VaultName = strings.Repeat("long", 500) + ".noddfa"
	wild.Groups = append(wild.Groups, "\xff", strings.Repeat("W", 500), "", "A", "B", "C", "D", "E")
	widest := kit()
	widest.Groups = []string{"MMMMM", "WWWWW", "QQQQQ", "00000", "GGGGG", "MWMWM", "DDDDD", "HHHHH"}
	for name, k := range map[string]data.Kit{"usual": kit(), "widest": widest, "wild": wild, "empty": {}} {
		for _, lang := range []string{"en", "cy"} {
			d, err := pdf.ComposeKit(k, lang)
			if err != nil {
				t.Fatal(err)
			}
			if d.Pages() != 1 {
				t.Errorf("%s in %s: %d pages", name, lang, d.Pages())
			}
			if what := outside(d.Ops(0)); what != "" {
				t.Errorf("%s in %s: %s", name, lang, what)
			}
			file(t, d)
			if name != "usual" && name != "widest" {
				continue
			}
			for _, g := range k.Groups {
				big := 0.0
				for _, op := range d.Ops(0) {
					if op.Kind == pdf.OpText && op.Text == g {
						big = op.Size
					}
				}
				if big < 24 {
					t.Errorf("group %s is set at %g points", g, big)
				}
			}
		}
	}
	d, err := pdf.ComposeKit(kit(), "en")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(d.Text(0)), " ")
	for _, want := range []string{"Seal it in an envelope with a trustee, never in the laptop bag.", "harbourside.noddfa", "Saturday 21 November 2026", "Kept by (trustee)"} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q", want)
		}
	}
	if !strings.Contains(d.Title(), "Recovery kit") || strings.Contains(d.Title(), "Harbourside") {
		t.Errorf("title %q", d.Title())
	}
}

func TestSafetyPlanWarnsAndNamesNobody(t *testing.T) {
	d, warned, err := pdf.ComposePlan(plan(), "NOD-7K3Q-92", sender(), "en")
	if err != nil || len(warned) > 0 {
		t.Fatal(err, warned)
	}
	got := flat(d)
	for _, want := range []string{
		"Other people may read it", "or a court", "in her desk at work", "Ring 999", "01632 960123", "Safe tonight", "☐ Stay with my sister tonight",
		"Who: me and Cerys. By Saturday 21 November 2026.", "✓ Numbers I can ring", "Not safe to do now. Confront them",
		"Małgorzata looks at this plan with you again on Saturday 28 November 2026", "NOD-7K3Q-92", "Page 1 of 1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Nobody wrote here") {
		t.Error("an empty section is printed")
	}
	if welsh, _, err := pdf.ComposePlan(plan(), "NOD-7K3Q-92", sender(), "cy"); err != nil || !strings.Contains(flat(welsh), "Fy nghynllun diogelwch") {
		t.Errorf("no Welsh plan: %v", err)
	}
}

func TestALongPlanFlowsOverPages(t *testing.T) {
	long := plan()
	for range 100 {
		long.Sections[0].Actions = append(long.Sections[0].Actions, data.PlanAction{What: strings.Repeat("do this 😀 ", 12), Who: "me"})
	}
	for _, size := range []float64{12, 14, 16} {
		d, warned, err := pdf.ComposePlan(long, "", data.Sender{}, "en", pdf.Options{TextSize: size})
		if err != nil || d.Pages() < 5 || !hasCode(warned, pdf.Unprintable) {
			t.Fatalf("%v, %d pages, %v", err, d.Pages(), warned)
		}
		for i := range d.Pages() {
			if what := outside(d.Ops(i)); what != "" {
				t.Errorf("page %d: %s", i+1, what)
			}
		}
	}
	empty, _, err := pdf.ComposePlan(data.Plan{}, "", data.Sender{}, "en")
	if err != nil || empty.Pages() != 1 || !strings.Contains(flat(empty), "Nothing is written down yet.") {
		t.Errorf("an empty plan: %v", err)
	}
}
