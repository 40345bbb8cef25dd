package assets_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"noddfa/assets"
)

func TestUnknownLanguageIsEnglish(t *testing.T) {
	for code, want := range map[string]string{"en": "en", "cy": "cy", "": "en", "fr": "en", "cy-GB": "en", "CY": "en"} {
		if got := assets.Lang(code).Code(); got != want {
			t.Errorf("Lang(%q) speaks %q, want %q", code, got, want)
		}
	}
}

func TestTextsSpeakTheirLanguage(t *testing.T) {
	for code, want := range map[string]string{"en": "Saved 14:05", "cy": "Cadwyd 14:05"} {
		if got := assets.Lang(code).T("common.savedAt", map[string]any{"Time": "14:05"}); got != want {
			t.Errorf("%s says %q, want %q", code, got, want)
		}
	}
}

func TestLaterValuesWin(t *testing.T) {
	got := assets.Lang("en").T("common.savedAt", map[string]any{"Time": "first"}, map[string]any{"Time": "second"})
	if got != "Saved second" {
		t.Errorf("got %q", got)
	}
}

func TestUnknownKeyShowsItself(t *testing.T) {
	for _, code := range []string{"en", "cy"} {
		lang := assets.Lang(code)
		if got := lang.T("no.such.key"); got != "no.such.key" {
			t.Errorf("%s: T shows %q", code, got)
		}
		if got := lang.N("no.such.key", 2); got != "no.such.key" {
			t.Errorf("%s: N shows %q", code, got)
		}
		if lang.Has("no.such.key") || !lang.Has("common.save") {
			t.Errorf("%s does not know which keys it has", code)
		}
	}
}

// What a person is called must come out as it went in, whatever is in it.
func TestValuesAreNotReadAsTemplates(t *testing.T) {
	value := `{{.Time}} <b> & "ŷ" %d`
	if got := assets.Lang("cy").T("common.savedAt", map[string]any{"Time": value}); got != "Cadwyd "+value {
		t.Errorf("got %q", got)
	}
}

func TestWelshCountsInSixForms(t *testing.T) {
	lang := assets.Lang("cy")
	for n, want := range map[int]string{
		0: "0 cyswllt", 1: "1 cyswllt", 2: "2 gyswllt", 3: "3 chyswllt", 4: "4 cyswllt", 6: "6 chyswllt", 10: "10 cyswllt",
	} {
		if got := lang.N("common.count.contacts", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{
		0: "0 cases", 1: "1 case", 2: "2 cases", 9999: "9999 cases", 10_000: "10,000 cases", 123_456: "123,456 cases", 1_000_000: "1,000,000 cases",
	} {
		if got := assets.Lang("en").N("common.count.cases", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestOneTranslatorServesManyAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 200 {
				if got := assets.Lang("cy").N("common.count.days", n); !strings.Contains(got, "diwrnod") {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	all.Wait()
}

func TestDatesAreSaidInFull(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 5, 59, 0, time.UTC)
	en, cy := assets.Lang("en"), assets.Lang("cy")
	for _, c := range []struct{ got, want string }{
		{en.Date(at), "Saturday 21 November 2026"},
		{cy.Date(at), "Dydd Sadwrn 21 Tachwedd 2026"},
		{en.ShortDate(at), "21 Nov 2026"},
		{cy.ShortDate(at), "21 Tach 2026"},
		{en.DateTime(at), "21 Nov 2026, 09:05"},
		{cy.DateTime(at), "21 Tach 2026, 09:05"},
		{en.Time(at), "09:05"},
		{cy.Weekday(time.Friday), "Dydd Gwener"},
		{cy.Month(time.July), "Gorffennaf"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestUnknownTimeIsSaidWithNothing(t *testing.T) {
	lang := assets.Lang("cy")
	if got := lang.Date(time.Time{}) + lang.ShortDate(time.Time{}) + lang.DateTime(time.Time{}) + lang.Time(time.Time{}); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestCrisisTextsShowEnglishUntilTheirWelshIsConfirmed(t *testing.T) {
	cy, en := assets.Lang("cy"), assets.Lang("en")
	for _, key := range []string{"crisis.lead", "suicide.question", "image.warning.title", "consent.two"} {
		both := cy.TBoth(key)
		if slices.Contains(assets.Unconfirmed(), key) != assets.NeedsBoth(key) {
			t.Errorf("%s is unconfirmed and yet not shown with its English, or the other way round", key)
		}
		if assets.NeedsBoth(key) && both != cy.T(key)+"\n"+en.T(key) {
			t.Errorf("%s shows %q", key, both)
		}
		if en.TBoth(key) != en.T(key) {
			t.Errorf("%s in English shows %q", key, en.TBoth(key))
		}
	}
	if got := cy.TBoth("common.save"); got != cy.T("common.save") {
		t.Errorf("an everyday word shows %q", got)
	}
	got := cy.TBoth("crisis.ringNow", map[string]any{"Name": "Mair", "Number": "01632 960123"})
	if strings.Count(got, "01632 960123") != 2 {
		t.Errorf("values are not in both languages: %q", got)
	}
}

func BenchmarkT(b *testing.B) {
	lang := assets.Lang("cy")
	for b.Loop() {
		lang.T("common.savedAt", map[string]any{"Time": "14:05"})
	}
}
