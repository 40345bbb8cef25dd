package data

import "time"

// How long there is for an answer. What the law says of a month is in
// docs/data-protection.md; where that has no date for a kind of request, a month
// is the organisation's own aim.

// breachClock is how long there is to tell the ICO of a breach once it is known.
const breachClock = 72 * time.Hour

// ClockState says why a clock stands still; "" while it runs.
type ClockState string

// The reasons.
const (
	WaitsForIdentity ClockState = "identity"
	WaitsForAnswer   ClockState = "unclear"
)

// Clock is until when a request has to be answered. While it stands still the
// day is what it would be had it run on: never later than what will count.
type Clock struct {
	Due     time.Time
	DayOnly bool
	Waits   ClockState
	Ours    bool // no law names the day: it is our own aim
}

// Clock works out until when a request has to be answered, by the days of a
// place. A month ends on the same day of the next month, or on its last where it
// is shorter; where nobody works on that day, on the next on which they do. It
// begins when the identity is confirmed, where it was asked for, and stands still
// while an unclear request is cleared up. An extension is two months more.
func (r Request) Clock(in *time.Location) Clock {
	if r.Kind == Breach {
		aware := r.Aware
		if aware.IsZero() {
			aware = r.Received
		}
		return Clock{Due: aware.Add(breachClock)}
	}
	c := Clock{DayOnly: true, Ours: r.Kind == VictimInformation || r.Kind == Complaint}
	if r.Kind == VictimInformation && !r.ReplyBy.IsZero() {
		c.Due = startOfDay(r.ReplyBy.In(in))
		return c
	}
	start := startOfDay(r.Received.In(in))
	switch {
	case r.Identity.Asked.IsZero():
	case r.Identity.Confirmed.IsZero():
		c.Waits = WaitsForIdentity
	default:
		start = laterDay(start, startOfDay(r.Identity.Confirmed.In(in)))
	}
	months := 1
	if r.Extended {
		months = 3
	}
	due := monthsAfter(start, months)
	if asked := r.Unclear.Asked; !asked.IsZero() {
		if answered := r.Unclear.Answered; answered.IsZero() {
			c.Waits = WaitsForAnswer
		} else {
			from := laterDay(start, startOfDay(asked.In(in)))
			due = due.AddDate(0, 0, daysBetween(from, startOfDay(answered.In(in))))
		}
	}
	c.Due = workingDay(due)
	return c
}

func laterDay(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// daysBetween is how many days lie from one day to a later one; none where it is
// not later. Clocks that go forward or back do not matter.
func daysBetween(from, to time.Time) int {
	if !to.After(from) {
		return 0
	}
	return int((to.Sub(from) + 12*time.Hour) / (24 * time.Hour))
}

// monthsAfter is the same day some months later, or the last of that month.
func monthsAfter(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, day.Location())
	last := first.AddDate(0, 1, -1).Day()
	return time.Date(first.Year(), first.Month(), min(day.Day(), last), 0, 0, 0, 0, day.Location())
}

// workingDay is the day itself, or the next that is neither at a weekend nor a
// bank holiday.
func workingDay(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || bankHoliday(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// bankHoliday reports whether the whole of the United Kingdom has a day off.
// Those of one nation only and those that are proclaimed once are not counted:
// then the answer is due a day earlier than it might be, which harms nobody.
func bankHoliday(day time.Time) bool {
	year, month, date := day.Date()
	on := func(m time.Month, d int) time.Time { return time.Date(year, m, d, 0, 0, 0, 0, day.Location()) }
	same := func(t time.Time) bool { y, m, d := t.Date(); return y == year && m == month && d == date }
	substitute := func(t time.Time) time.Time { // for a holiday that falls on a weekend
		for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
			t = t.AddDate(0, 0, 1)
		}
		return t
	}
	christmas := substitute(on(time.December, 25))
	boxing := substitute(on(time.December, 26))
	if boxing.Equal(christmas) {
		boxing = boxing.AddDate(0, 0, 1)
	}
	early := on(time.May, 1)
	for early.Weekday() != time.Monday {
		early = early.AddDate(0, 0, 1)
	}
	spring := on(time.May, 31)
	for spring.Weekday() != time.Monday {
		spring = spring.AddDate(0, 0, -1)
	}
	for _, holiday := range []time.Time{substitute(on(time.January, 1)), easter(year, day.Location()).AddDate(0, 0, -2), early, spring, christmas, boxing} {
		if same(holiday) {
			return true
		}
	}
	return false
}

// easter is Easter Sunday of a year, by the rule of the Gregorian calendar.
func easter(year int, in *time.Location) time.Time {
	golden, century := year%19, year/100
	skipped, moon := century-century/4, (8*century+13)/25
	epact := (skipped - moon + 19*golden + 15) % 30
	if epact == 29 || epact == 28 && golden > 10 {
		epact--
	}
	weekday := (year + year/4 + epact + 2 - skipped) % 7
	return time.Date(year, time.March, 28+epact-weekday, 0, 0, 0, 0, in)
}
