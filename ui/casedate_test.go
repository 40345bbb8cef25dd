package ui

import (
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

func TestMomentsAreUnderstoodAsPeopleWriteThem(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC) // a Monday
	at := func(year int, month time.Month, day, hour, minute int) time.Time {
		return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		text   string
		toward direction
		want   data.When
	}{
		{"", past, data.When{}},
		{"23/11/2026 14:05", past, data.When{Time: at(2026, 11, 23, 14, 5)}},
		{"23.11.26", past, data.When{Time: at(2026, 11, 23, 0, 0), Precision: data.DayOnly}},
		{"2026-11-20", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.DayOnly}},
		{"3/5", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"3/5", future, data.When{Time: at(2027, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"about 3 May", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.DayOnly, Words: "about 3 May"}},
		{"by 18:00 tomorrow", future, data.When{Time: at(2026, 11, 24, 18, 0), Precision: data.OnOrBy, Words: "by 18:00 tomorrow"}},
		{"tua 3 Mai 21:10", past, data.When{Time: at(2026, 5, 3, 21, 10), Precision: data.About}},
		{"by 3 May 2026", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.OnOrBy}},
		{"yesterday 9pm", past, data.When{Time: at(2026, 11, 22, 21, 0)}},
		{"ddoe 9yp", past, data.When{Time: at(2026, 11, 22, 21, 0)}},
		{"today 18:00", future, data.When{Time: at(2026, 11, 23, 18, 0)}},
		{"yfory", future, data.When{Time: at(2026, 11, 24, 0, 0), Precision: data.DayOnly}},
		{"Friday", future, data.When{Time: at(2026, 11, 27, 0, 0), Precision: data.DayOnly}},
		{"Friday", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.DayOnly}},
		{"dydd Gwener", future, data.When{Time: at(2026, 11, 27, 0, 0), Precision: data.DayOnly}},
		{"Monday", future, data.When{Time: at(2026, 11, 23, 0, 0), Precision: data.DayOnly}},
		{"in 14 days", future, data.When{Time: at(2026, 12, 7, 0, 0), Precision: data.DayOnly}},
		{"in two weeks", future, data.When{Time: at(2026, 12, 7, 0, 0), Precision: data.DayOnly}},
		{"in a week's time", future, data.When{Time: at(2026, 11, 30, 0, 0), Precision: data.DayOnly}},
		{"ymhen pythefnos", future, data.When{Time: at(2026, 12, 7, 0, 0), Precision: data.DayOnly}},
		{"3 days ago", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.DayOnly}},
		{"dwy flynedd yn ôl", past, data.When{Words: "dwy flynedd yn ôl"}},
		{"wythnos yn ôl", past, data.When{Words: "wythnos yn ôl"}},
		{"for 3 days", past, data.When{Words: "for 3 days"}},
		{"the 3rd of May", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"3ydd o Fai", future, data.When{Time: at(2027, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"yr 21ain o Ragfyr 2025", past, data.When{Time: at(2025, 12, 21, 0, 0), Precision: data.DayOnly}},
		{"May 3rd", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"dydd Mawrth 3 Mai", past, data.When{Time: at(2026, 5, 3, 0, 0), Precision: data.DayOnly}},
		{"tonight at 9", future, data.When{Time: at(2026, 11, 23, 21, 0)}},
		{"heno am 9", future, data.When{Time: at(2026, 11, 23, 21, 0)}},
		{"at 9:30 tonight", future, data.When{Time: at(2026, 11, 23, 21, 30)}},
		{"bore yfory am 9", future, data.When{Time: at(2026, 11, 24, 9, 0)}},
		{"nos Wener 9yp", future, data.When{Time: at(2026, 11, 27, 21, 0)}},
		{"tomorrow 9 pm", future, data.When{Time: at(2026, 11, 24, 21, 0)}},
		{"tomorrow morning", future, data.When{Time: at(2026, 11, 24, 0, 0), Precision: data.DayOnly, Words: "tomorrow morning"}},
		{"tonight at 3", future, data.When{Time: at(2026, 11, 23, 0, 0), Precision: data.DayOnly, Words: "tonight at 3"}},
		{"Friday at 5", future, data.When{Time: at(2026, 11, 27, 0, 0), Precision: data.DayOnly, Words: "Friday at 5"}},
		{"Friday at 5 o'clock", future, data.When{Time: at(2026, 11, 27, 0, 0), Precision: data.DayOnly, Words: "Friday at 5 o'clock"}},
		{"Friday at 17:00", future, data.When{Time: at(2026, 11, 27, 17, 0)}},
		{"Friday 5pm", future, data.When{Time: at(2026, 11, 27, 17, 0)}},
		{"Friday at 5 o’clock in the afternoon", future, data.When{Time: at(2026, 11, 27, 17, 0)}},
		{"five o'clock on Friday morning", future, data.When{Time: at(2026, 11, 27, 5, 0)}},
		{"dydd Gwener am 5 o'r gloch y prynhawn", future, data.When{Time: at(2026, 11, 27, 17, 0)}},
		{"yfory am bump y prynhawn", future, data.When{Time: at(2026, 11, 24, 17, 0)}},
		{"saith o'r gloch heno", future, data.When{Time: at(2026, 11, 23, 19, 0)}},
		{"at one point on Friday afternoon", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.DayOnly, Words: "at one point on Friday afternoon"}},
		{"at 2 houses on Friday afternoon", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.DayOnly, Words: "at 2 houses on Friday afternoon"}},
		{"ymhen 2 wythnos", future, data.When{Time: at(2026, 12, 7, 0, 0), Precision: data.DayOnly}},
		{"3 May 2018 11:00", past, data.When{Time: at(2018, 5, 3, 11, 0)}},
		{"21:10", past, data.When{Time: at(2026, 11, 23, 21, 10)}},
		{"the Friday before Easter", past, data.When{Time: at(2026, 11, 20, 0, 0), Precision: data.OnOrBy, Words: "the Friday before Easter"}},
		{"when I was little", past, data.When{Words: "when I was little"}},
		{"31/2/2026", past, data.When{Words: "31/2/2026"}},
		{"25:99", past, data.When{Words: "25:99"}},
	} {
		if got := readWhen(c.text, now, c.toward); got != c.want {
			t.Errorf("%q: %+v, not %+v", c.text, got, c.want)
		}
	}
}

func TestADateOnAnotherDayOfTheWeekThanWasWrittenIsSaidQuietly(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC) // a Monday
	for _, c := range []struct{ language, text, want string }{
		{"en", "Friday 3 May 2026", "a Sunday, not a Friday"},
		{"en", "3 May 2026, Friday", "a Sunday, not a Friday"},
		{"cy", "dydd Gwener 3 Mai 2026", "dydd Sul, nid dydd Gwener"},
		{"en", "tomorrow, Friday", "a Tuesday, not a Friday"},
		{"en", "Sunday 3 May 2026", ""},
		{"en", "Friday", ""},
		{"en", "Friday 21:00", ""},
		{"en", "Friday at 5", "at 5: am or pm?"},
		{"cy", "dydd Gwener am bump", "am 5: yb neu yp?"},
		{"en", "Friday at 5 in the afternoon", ""},
		{"en", "Friday at 5, after school", ""},
		{"en", "at 5", ""},
	} {
		if got := doubts(assets.Lang(c.language), c.text, now, past); got != c.want {
			t.Errorf("%q: %q, not %q", c.text, got, c.want)
		}
	}
}

func TestADayIsToldFromWordsThatSayMore(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC) // a Monday
	for _, c := range []struct {
		text   string
		toward direction
		more   bool
	}{
		{"3 May 2026", past, false},
		{"on 3rd May", past, false},
		{"dydd Gwener", future, false},
		{"yesterday", past, false},
		{"now", past, false},
		{"by Friday", future, false},
		{"by Friday", past, true},
		{"about 3 May", past, true},
		{"3 May 14:00", past, true},
		{"Friday after school", future, true},
	} {
		if _, more, ok := readDay(c.text, now, c.toward); !ok || more != c.more {
			t.Errorf("%q: understood %v, says more %v", c.text, ok, more)
		}
	}
}

func TestMomentIsReadBackAsItWasWritten(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC)
	for _, text := range []string{"3 May 2018 11:00", "about 3 May 2018 11:00", "by 3 May 2018", "3 May 2018", "last summer", "Friday, I think, about nine"} {
		once := readWhen(text, now, past)
		twice := readWhen(whenText(once, time.UTC), now.AddDate(0, 0, 9), past)
		if once.Words == "" && once != twice {
			t.Errorf("%q: %+v became %+v", text, once, twice)
		}
		if once.Words != "" && once.Words != twice.Words {
			t.Errorf("%q: the words became %q", text, twice.Words)
		}
	}
}

func TestMomentOfAnotherPlaceKeepsItsClock(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC)
	manila := inZone(readWhen("3/5/2026 21:10", now, past), "Asia/Manila", now)
	if got := manila.Time.UTC().Format("15:04"); got != "13:10" {
		t.Errorf("21:10 in Manila is %s in UTC", got)
	}
	if got := whenWords(assets.Lang("en"), manila); got != "3 May 2026, 21:10" {
		t.Errorf("shown as %q", got)
	}
}

func TestAmountsAreUnderstoodAsPeopleWriteThem(t *testing.T) {
	for text, pence := range map[string]int64{"£6,000": 600000, "12.50": 1250, "6k": 600000, "£ 1 200": 120000, "500 pounds": 50000} {
		if got, ok := readPounds(text); !ok || got.Pence != pence {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"a lot", "-5", "NaN", "1e300", "Inf"} {
		if got, ok := readPounds(text); ok {
			t.Errorf("%q is understood as %v", text, got)
		}
	}
}
