package contactlog

import (
	"math"
	"strconv"
	"strings"
)

// A clock is a time of day.
type clock struct{ hour, minute int }

// readClock understands 14:05, 2.35pm, 1435 hrs, 9yb, noon, and the fraction of
// a day that a spreadsheet keeps a time as. Words without any digit ("evening")
// give known = false and no code. loose: the text says more than the time.
func readClock(text string) (at clock, known, loose bool, code Code) {
	if len(text) > maxShort {
		if hasDigit(text) {
			return clock{}, false, false, NotATime
		}
		return clock{}, false, true, ""
	}
	c := cursor{trim(plainLower(text))}
	switch fold(c.s) {
	case "noon", "midday", "12 noon", "12noon", "12 midday", "hanner dydd", "canol dydd":
		return clock{12, 0}, true, false, ""
	case "midnight", "12 midnight", "hanner nos", "canol nos":
		return clock{0, 0}, true, false, ""
	}
	if !hasDigit(c.s) {
		return clock{}, false, true, ""
	}
	if at, ok := readFraction(c.s); ok {
		return at, true, false, ""
	}
	loose = c.timeLead()
	sure := false // that the number is a time, whatever words follow
	switch hour, digits := c.number(); digits {
	case 1, 2:
		at.hour = hour
		left := len(c.s)
		if code := c.minutes(&at); code != "" {
			return clock{}, false, false, code
		}
		sure = len(c.s) < left
	case 3, 4:
		at = clock{hour / 100, hour % 100}
		sure = !hasDigit(c.s)
	default:
		return clock{}, false, false, NotATime
	}
	sure = c.halfOfDay(&at) || sure || fold(c.s) == "ish"
	switch c.skip(" .,"); {
	case c.s != "" && !sure: // "3/9/2017", "2 calls"
		return clock{}, false, false, NotATime
	case at.hour > 23 || at.minute > 59:
		return clock{}, false, false, NoSuchTime
	}
	return at, true, loose || c.s != "", "" // "14:05 - 14:20", "2pm ish"
}

// readFraction reads 0.604166667. "0.30" is half past midnight, as written.
func readFraction(s string) (clock, bool) {
	digits, ok := strings.CutPrefix(strings.TrimPrefix(s, "0"), ".")
	if !ok || strings.Trim(digits, "0123456789") != "" || digits == "" || len(digits) == 2 && digits < "60" {
		return clock{}, false
	}
	part, err := strconv.ParseFloat("0."+digits, 64)
	return clockOfFraction(part), err == nil
}

// clockOfFraction rounds to the minute, never up to the next day.
func clockOfFraction(part float64) clock {
	minutes := min(int(math.Round(part*24*60)), 24*60-1)
	return clock{minutes / 60, minutes % 60}
}

// timeLead passes over words before a time; "at" adds nothing, the others do.
func (c *cursor) timeLead() (loose bool) {
	for {
		if c.about() {
			loose = true
		}
		c.skip(" @")
		if c.phrase("at", "am") != "" { // am: Welsh
			continue
		}
		if c.phrase("from", "after", "before", "just after", "just before", "shortly after", "wedi", "cyn", "ar ol", "o") == "" {
			return loose
		}
		loose = true
	}
}

// minutes reads ":35", ".35", "h35", " 35", and seconds, which are not kept.
func (c *cursor) minutes(at *clock) Code {
	rest := *c
	sign := rest.one(":.;h ")
	minute, digits := rest.number()
	switch {
	case sign == 0 || digits == 0:
		return "" // "2pm", "9 o'clock"
	case sign == ' ' && digits != 2:
		return NotATime
	case digits == 1 && sign == '.':
		minute *= 10 // a spreadsheet takes the last nought of 9.30
	case digits != 2:
		return NotATime
	}
	at.minute, *c = minute, rest
	if rest.one(":.") != 0 {
		if second, digits := rest.number(); digits == 2 {
			if second > 59 {
				return NoSuchTime
			}
			if *c = rest; rest.one(".") != 0 {
				if _, digits := rest.number(); digits > 0 {
					*c = rest
				}
			}
		}
	}
	return ""
}

// halfOfDay reads "pm" and its like, in either language, and says whether
// there was anything that only follows a time.
func (c *cursor) halfOfDay(at *clock) (marked bool) {
	c.skip(" ")
	marked = c.phrase("hours", "hrs", "hr", "h", "o'clock", "o’clock", "oclock", "o'r gloch", "o’r gloch") != ""
	c.skip(" ")
	switch {
	case c.phrase("am", "a.m.", "a.m", "a", "yb", "y.b.", "y.b", "y bore", "yn y bore", "in the morning") != "":
		marked = true
		if at.hour == 12 {
			at.hour = 0
		}
	case c.phrase("pm", "p.m.", "p.m", "p", "yp", "y.p.", "y.p", "yh", "y.h.", "y.h", "y prynhawn", "yn y prynhawn", "yr hwyr", "y nos",
		"in the afternoon", "in the evening", "at night") != "":
		marked = true
		if at.hour < 12 {
			at.hour += 12
		}
	}
	c.skip(" ")
	return c.phrase("gmt", "bst") != "" || marked
}
