package pdf_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/pdf"
)

var madeOn = time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)

// referrals is a summary of n letters, every other one answered.
func referrals(n int, language data.Language) data.ReferralSummary {
	s := data.ReferralSummary{
		Sender: data.Sender{Name: "Hafan Example", NameCY: "Hafan Enghraifft"}, Language: language,
		From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Made: madeOn,
		ByForce: []data.ReferralSum{{Key: "south-wales", Name: "South Wales Police", Letters: n, Replies: n / 2, Waiting: n - n/2, Median: 6}},
		ByType:  []data.ReferralSum{{Key: string(data.NewReport), Letters: n, Replies: n / 2, Waiting: n - n/2, Median: 6}},
		All:     data.ReferralSum{Letters: n, Replies: n / 2, Waiting: n - n/2, Crime: 1, Median: 6}, Waiting: n - n/2,
	}
	for i := range n {
		row := data.ReferralRow{
			Number: "NOD-7K3Q-92/1", Type: data.NewReport, Force: "south-wales", Name: "South Wales Police",
			Issued: s.From.AddDate(0, 0, i), ReplyBy: s.From.AddDate(0, 0, i+14), Crime: i == 0,
		}
		if i%2 == 1 {
			row.Replied = row.Issued.AddDate(0, 0, 6)
		}
		s.Lines = append(s.Lines, row)
	}
	return s
}

func TestASummaryHasALineForEachLetterAndPageNumbers(t *testing.T) {
	t.Parallel()
	d, warnings, err := pdf.ComposeSummary(referrals(60, data.English))
	if err != nil || len(warnings) > 0 || d.Pages() < 2 {
		t.Fatalf("%d pages, warnings %v, %v", d.Pages(), warnings, err)
	}
	if got := strings.Count(text(d), "NOD-7K3Q-92/1"); got != 60 {
		t.Errorf("%d lines of 60 letters", got)
	}
	said := text(d)
	for _, want := range []string{"Referrals to the police", "1 January 2026 to 31 March 2026", "8 Jan 2026 (6)", "Page 2 of", "Hafan Example"} {
		if !strings.Contains(strings.ReplaceAll(said, " ", " "), want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
	if d.Title() != "Referral summary 2026-01-01 to 2026-03-31" {
		t.Errorf("the file calls itself %q", d.Title())
	}
	first, again := file(t, d), file(t, d)
	if !bytes.Equal(first, again) {
		t.Error("the same summary drawn twice is two files")
	}
	if printed := tool(t, first, "pdftotext", "-layout", "FILE", "-"); strings.Count(printed, "NOD-7K3Q-92/1") != 60 {
		t.Errorf("the file has not every line: %s", printed)
	}
	if picture, err := d.Page(0, 60); err != nil || picture.Bounds().Empty() {
		t.Errorf("no preview: %v", err)
	}
}

func TestAWelshSummaryIsWelsh(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 3} {
		d, _, err := pdf.ComposeSummary(referrals(n, data.Welsh))
		if err != nil {
			t.Fatal(err)
		}
		if said := text(d); !strings.Contains(said, "Atgyfeiriadau at yr heddlu") || !strings.Contains(said, "Hafan Enghraifft") || strings.Contains(said, "Letters") {
			t.Errorf("%d letters: %s", n, said)
		}
	}
}

// figures are those of a made-up period, with a force, a platform and a band
// that are small.
func figures() data.Stats {
	group := func(n, reported int) data.Group {
		return data.Group{Contacts: data.Count{N: n}, Reported: data.Count{N: reported}, People: data.Count{N: n}, PeopleReported: data.Count{N: reported}, PerFortnight: data.Rate{Value: float64(n) / 2}}
	}
	return data.Stats{
		From: "2026-01-01", To: "2026-01-28", Contacts: data.Count{N: 31}, Reached: data.Count{N: 25}, People: data.Count{N: 26}, Cases: data.Count{N: 12},
		Reported: data.Count{N: 10}, Fortnights: 2, PerFortnight: data.Rate{Value: 15.5},
		Series:     []data.Fortnight{{From: "2026-01-01", Contacts: data.Count{N: 13}, Cases: data.Count{N: 6}}, {From: "2026-01-15", Contacts: data.Count{N: 18}, Cases: data.Count{N: 6}}},
		ByForce:    map[string]data.Group{"south-wales": group(21, 10), "gwent": group(7, 0), "dyfed-powys": group(3, 0)},
		ByPlatform: map[string]data.Group{"Instagram": group(21, 10), "Snapchat": group(7, 0), "Canary 😀 app": group(3, 0)},
		ByAge:      map[string]data.Group{"0-17": group(3, 0), "18+": group(21, 10), data.NotRecorded: group(7, 0)}, AgeBands: []string{"0-17", "18+"},
		ByOutcome: map[string]data.Group{data.BecameOpen: group(31, 10)},
		Demanded:  data.Sums{Count: data.Count{N: 9}, Largest: data.Pounds(6789), LargestPlatform: "Instagram", Median: data.Pounds(300), Total: data.Pounds(9000)},
		RiskStart: map[string]data.Count{"high": {N: 12}}, RiskEnd: map[string]data.Count{"standard": {N: 12}},
	}
}

func TestTheFiguresHaveATableForEachChart(t *testing.T) {
	t.Parallel()
	for _, language := range []data.Language{data.English, data.Welsh} {
		d, _, err := pdf.ComposeFigures(pdf.Figures{Stats: figures(), Sender: data.Sender{Name: "Hafan Example"}, Made: madeOn}, language)
		if err != nil {
			t.Fatal(err)
		}
		bars, tables := 0, 0
		for page := range d.Pages() {
			for _, op := range d.Ops(page) {
				if op.Kind == pdf.OpRect {
					bars++
					if op.X < 0 || op.X+op.W > pdf.PageWidth || op.Y < 0 || op.Y+op.H > pdf.PageHeight {
						t.Errorf("a bar runs off the page: %+v", op)
					}
				}
				if op.Kind == pdf.OpBegin && op.Role == pdf.RoleTable {
					tables++
				}
			}
		}
		if bars < 14 || tables < 8 {
			t.Errorf("%s: %d bars, %d tables", language, bars, tables)
		}
		file(t, d)
		if language == data.Welsh && !strings.Contains(text(d), "Pobl a gysylltodd â ni, ardal Heddlu De Cymru: 21") {
			t.Errorf("%s", text(d))
		}
	}
}

func TestSharedFiguresOnPaperShowNoSmallGroup(t *testing.T) {
	t.Parallel()
	d, _, err := pdf.ComposeFigures(pdf.Figures{Stats: figures().Share(), Made: madeOn}, data.English)
	if err != nil {
		t.Fatal(err)
	}
	said := text(d)
	for _, secret := range []string{"Canary", "£6,789", "Do not pass these pages on"} {
		if strings.Contains(said, secret) {
			t.Errorf("%q is in %s", secret, said)
		}
	}
	for _, want := range []string{"Groups under five are hidden", "£5,000–£9,999", "Dyfed-Powys Police\thidden", "Gwent Police\thidden"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
}
