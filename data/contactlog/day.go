package contactlog

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"noddfa/assets"
)

// dating is what dates are read by.
type dating struct {
	location *time.Location
	now      time.Time
}

// A moment is a day with, perhaps, a time of day.
type moment struct {
	year, month, day int
	clock            clock
	hasClock         bool
	instant          time.Time // set where the text had a zone of its own
	loose            bool      // the text says more: "about", "(Sunday)"
}

func (m moment) in(location *time.Location) time.Time {
	if !m.instant.IsZero() {
		return m.instant.In(location)
	}
	return time.Date(m.year, time.Month(m.month), m.day, m.clock.hour, m.clock.minute, 0, 0, location)
}

// readDate understands a date as it is written in Britain: day before month,
// year in two or four digits, the month as a number or a word, in either
// language; also 2017-09-03 and the number that a spreadsheet keeps a date as.
// A Reason with a Code says why not.
func readDate(text string, d dating) (moment, Reason) {
	if len(text) > maxShort {
		return moment{}, Reason{Code: NotADate}
	}
	c := cursor{plainLower(text)}
	if len(c.s) >= 20 && c.s[10] == 't' {
		if t, err := time.Parse(time.RFC3339, strings.ToUpper(c.s)); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return moment{year: t.Year(), month: int(t.Month()), day: t.Day(), hasClock: true, instant: t}, Reason{}
		}
	}
	loose := c.about()
	m, reason := readDigits(c.s)
	for _, way := range []func(cursor, dating) (moment, Reason){numeric, dayThenMonth, monthThenDay} {
		if reason.Code != NotADate {
			break
		}
		m, reason = way(c, d)
	}
	if reason.Code != "" {
		return moment{}, reason
	}
	m.loose = m.loose || loose
	return m, m.check()
}

func (m moment) check() Reason {
	switch {
	case m.year < 1900 || m.year >= 2200:
		return Reason{Code: NotADate}
	case m.month < 1 || m.month > 12:
		return Reason{Code: NoSuchMonth, Month: m.month}
	case m.day < 1 || m.day > time.Date(m.year, time.Month(m.month)+1, 0, 0, 0, 0, 0, time.UTC).Day():
		return Reason{Code: NoSuchDate, Day: m.day, Month: m.month, Year: m.year}
	}
	return Reason{}
}

// readDigits understands 20170903, 03092017, and a spreadsheet's day number
// (42981, 42981.604): days since 30 December 1899.
func readDigits(s string) (moment, Reason) {
	whole, fraction, hasFraction := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || whole[0] < '0' {
		return moment{}, Reason{Code: NotADate}
	}
	switch {
	case len(whole) == 8 && !hasFraction:
		m := moment{year: n / 10000, month: n / 100 % 100, day: n % 100}
		if m.check().Code != "" {
			m = moment{day: n / 1000000, month: n / 10000 % 100, year: n % 10000}
		}
		return m, Reason{}
	case len(whole) == 5 && n >= 20000 && n < 80000:
		at := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
		m := moment{year: at.Year(), month: int(at.Month()), day: at.Day()}
		if hasFraction {
			part, err := strconv.ParseFloat("0."+fraction, 64)
			if err != nil {
				return moment{}, Reason{Code: NotADate}
			}
			m.clock, m.hasClock = clockOfFraction(part), part > 0
		}
		return m, Reason{}
	}
	return moment{}, Reason{Code: NotADate}
}

// numeric understands 3/9/2017, 03.09.17, 2017-09-03, Sun 3/9/17 14:05.
func numeric(c cursor, d dating) (moment, Reason) {
	c.weekday()
	first, digits := c.number()
	if digits == 0 || digits > 4 || digits == 3 || !c.parting() {
		return moment{}, Reason{Code: NotADate}
	}
	second, secondDigits := c.number()
	if secondDigits == 0 || secondDigits > 2 {
		return moment{}, Reason{Code: NotADate}
	}
	after := c
	if !c.parting() || c.s == "" || c.s[0] < '0' || c.s[0] > '9' {
		if trim(strings.Trim(after.s, " ./-")) == "" && digits <= 2 {
			return moment{}, Reason{Code: NoYear}
		}
		return moment{}, Reason{Code: NotADate}
	}
	third, thirdDigits := c.number()
	m := moment{year: first, month: second, day: third}
	if digits <= 2 {
		m = moment{day: first, month: second}
		if m.year = d.year(third, thirdDigits); m.year == 0 {
			return moment{}, Reason{Code: NotADate}
		}
	} else if thirdDigits > 2 {
		return moment{}, Reason{Code: NotADate}
	}
	return m.withTime(c)
}

// parting passes over what stands between the parts of a date.
func (c *cursor) parting() bool {
	spaces := c.skip(" ")
	sign := c.one("/-.\\") != 0
	c.skip(" ")
	return spaces || sign
}

// dayThenMonth understands 3 Sept 2017, 3rd of September '17, 3ydd o Fedi 2017.
func dayThenMonth(c cursor, d dating) (moment, Reason) {
	c.weekday()
	day, digits := c.number()
	if digits == 0 || digits > 2 {
		return moment{}, Reason{Code: NotADate}
	}
	c.ordinal()
	c.skip(" -./,")
	if c.phrase("of", "o") != "" {
		c.skip(" ")
	}
	month := monthOf(c.word())
	if month == 0 {
		return moment{}, Reason{Code: NotADate}
	}
	return yearAndTime(c, d, moment{day: day, month: month})
}

// monthThenDay understands September 3, 2017.
func monthThenDay(c cursor, d dating) (moment, Reason) {
	started := c
	month := monthOf(c.word())
	if month == 0 { // Sunday, September 3, 2017
		c = started
		c.weekday()
		month = monthOf(c.word())
	}
	c.skip(" -./,")
	day, digits := c.number()
	if month == 0 || digits == 0 || digits > 2 {
		return moment{}, Reason{Code: NotADate}
	}
	c.ordinal()
	return yearAndTime(c, d, moment{day: day, month: month})
}

func yearAndTime(c cursor, d dating, m moment) (moment, Reason) {
	c.skip(" -./,'’")
	year, digits := c.number()
	switch {
	case digits == 0 && c.s == "":
		return moment{}, Reason{Code: NoYear}
	case digits <= 2 && strings.HasPrefix(c.s, ":"): // "3 Sept 14:05"
		return moment{}, Reason{Code: NoYear}
	}
	if m.year = d.year(year, digits); m.year == 0 {
		return moment{}, Reason{Code: NotADate}
	}
	return m.withTime(c)
}

// withTime reads the rest of a date: nothing, a weekday, or a time.
func (m moment) withTime(c cursor) (moment, Reason) {
	if len(c.s) > 1 && c.s[0] == 't' && c.s[1] >= '0' && c.s[1] <= '9' {
		c.s = c.s[1:]
	}
	c.skip(" ,-()")
	c.weekday()
	c.skip(" ,-()")
	if c.s == "" {
		return m, Reason{}
	}
	at, known, loose, code := readClock(c.s)
	if code != "" || !known && hasDigit(c.s) {
		return moment{}, Reason{Code: NotADate}
	}
	m.clock, m.hasClock, m.loose = at, known, loose
	return m, Reason{}
}

// year places a year of two digits near now: at most 20 years ahead.
func (d dating) year(n, digits int) int {
	switch {
	case digits == 4:
		return n
	case digits != 2:
		return 0
	}
	now := d.now
	if now.IsZero() {
		now = time.Now()
	}
	if n += 2000; n > now.Year()+20 {
		n -= 100
	}
	return n
}

func (c *cursor) ordinal() {
	rest := *c
	switch rest.word() {
	case "st", "nd", "rd", "th", "af", "ail", "il", "ydd", "edd", "fed", "ed", "eg":
		*c = rest
	}
}

// weekday passes over the name of a day of the week: it is not checked against
// the date.
func (c *cursor) weekday() {
	rest := *c
	rest.phrase("dydd", "nos", "on", "ar")
	rest.skip(" ")
	if !weekdays[rest.word()] {
		return
	}
	rest.skip(" ,.")
	*c = rest
}

var weekdays = map[string]bool{
	"mon": true, "monday": true, "tue": true, "tues": true, "tuesday": true, "wed": true, "weds": true, "wednesday": true,
	"thu": true, "thur": true, "thurs": true, "thursday": true, "fri": true, "friday": true, "sat": true, "saturday": true,
	"sun": true, "sunday": true, "llun": true, "llu": true, "mawrth": true, "maw": true, "mercher": true, "mer": true, "iau": true,
	"gwener": true, "gwe": true, "sadwrn": true, "sad": true, "sul": true,
}

// Welsh months as they stand after "o".
var mutatedMonths = map[string]int{
	"fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12,
}

// monthOf understands the name of a month, or its first three letters or more.
func monthOf(word string) int {
	if m := mutatedMonths[word]; m != 0 {
		return m
	}
	return monthNames()[word]
}

var monthNames = sync.OnceValue(func() map[string]int {
	names := map[string]int{}
	for _, code := range []string{assets.English, assets.Welsh} {
		for m := time.January; m <= time.December; m++ {
			name := fold(assets.Lang(code).Month(m))
			for n := 3; n <= len(name); n++ {
				names[name[:n]] = int(m)
			}
		}
	}
	return names
})
