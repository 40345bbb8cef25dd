package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

func TestARequestIsDueWhenTheICOSaysItIs(t *testing.T) {
	t.Parallel()
	day := func(text string) time.Time { return must[time.Time](t)(time.Parse("2006-01-02 15:04", text+" 16:20")) }
	asks := func(received string) data.Request {
		return data.Request{Kind: data.SubjectAccess, Received: day(received)}
	}
	with := func(r data.Request, change func(*data.Request)) data.Request { change(&r); return r }
	for _, c := range []struct {
		name  string
		r     data.Request
		due   string
		waits data.ClockState
	}{
		{"the same day of the next month", asks("2026-09-01"), "2026-10-01", ""},
		{"the last day of a shorter month", asks("2028-01-31"), "2028-02-29", ""},
		{"the last day of September", asks("2026-08-31"), "2026-09-30", ""},
		{"over the end of the year", asks("2026-12-10"), "2027-01-11", ""}, // the tenth is a Sunday
		{"a Saturday becomes the Monday", asks("2026-09-03"), "2026-10-05", ""},
		{"Christmas becomes the next working day", asks("2026-11-25"), "2026-12-29", ""}, // Friday; Boxing Day's is the Monday
		{"Christmas on a Sunday", asks("2022-11-25"), "2022-12-28", ""},
		{"Good Friday becomes the Monday, which is a holiday in part of the country", asks("2027-02-26"), "2027-03-29", ""},
		{"New Year's Day", asks("2026-12-01"), "2027-01-04", ""},
		{"the first Monday of May", asks("2027-04-03"), "2027-05-04", ""},
		{"from the day on which the identity is confirmed", with(asks("2026-09-01"), func(r *data.Request) {
			r.Identity = data.IdentityCheck{Asked: day("2026-09-02"), Confirmed: day("2026-09-14")}
		}), "2026-10-14", ""},
		{"standing still while it is not", with(asks("2026-09-01"), func(r *data.Request) {
			r.Identity.Asked = day("2026-09-02")
		}), "2026-10-01", data.WaitsForIdentity},
		{"identity that was never asked for does not stop it", with(asks("2026-09-01"), func(r *data.Request) {
			r.Identity.Confirmed = day("2026-09-20")
		}), "2026-10-01", ""},
		{"longer by the days for which it was unclear", with(asks("2026-09-01"), func(r *data.Request) {
			r.Unclear = data.Clarification{Asked: day("2026-09-07"), Answered: day("2026-09-14")}
		}), "2026-10-08", ""},
		{"standing still while it is unclear", with(asks("2026-09-01"), func(r *data.Request) {
			r.Unclear.Asked = day("2026-09-07")
		}), "2026-10-01", data.WaitsForAnswer},
		{"two months more", with(asks("2026-09-01"), func(r *data.Request) { r.Extended = true }), "2026-12-01", ""},
		{"two months more, to the last of February", with(asks("2026-11-30"), func(r *data.Request) { r.Extended = true }), "2027-03-01", ""}, // the 28th is a Sunday
		{"erasure is the same", with(asks("2026-09-01"), func(r *data.Request) { r.Kind = data.ErasureRequest }), "2026-10-01", ""},
		{"the police name a day", with(asks("2026-09-01"), func(r *data.Request) {
			r.Kind, r.ReplyBy = data.VictimInformation, day("2026-09-12")
		}), "2026-09-12", ""},
	} {
		clock := c.r.Clock(time.UTC)
		if got := clock.Due.Format("2006-01-02"); got != c.due || clock.Waits != c.waits || !clock.DayOnly {
			t.Errorf("%s: due %s (%q), want %s (%q)", c.name, got, clock.Waits, c.due, c.waits)
		}
	}
	london := must[*time.Location](t)(time.LoadLocation("Europe/London"))
	aware := time.Date(2026, time.October, 23, 16, 30, 0, 0, london) // a Friday; the clocks go back on Sunday
	breach := data.Request{Kind: data.Breach, Received: aware.Add(time.Hour), Aware: aware}
	if clock := breach.Clock(london); clock.DayOnly || clock.Due.Sub(aware) != 72*time.Hour {
		t.Errorf("a breach is due at %v", clock.Due)
	}
	breach.Aware = time.Time{}
	if clock := breach.Clock(london); clock.Due.Sub(breach.Received) != 72*time.Hour {
		t.Errorf("a breach without the moment it was known is due at %v", clock.Due)
	}
	// A request that comes an hour before midnight in summer is of that day, wherever the clock of the file stands.
	late := data.Request{Kind: data.SubjectAccess, Received: time.Date(2026, time.June, 8, 23, 30, 0, 0, london).UTC()}
	if got := late.Clock(london).Due.Format("2006-01-02"); got != "2026-07-08" {
		t.Errorf("received on the eighth, due %s", got)
	}
}
