package contactlog

import "time"

// ageOn is how many whole years lie between two days.
func ageOn(day, born time.Time) int {
	age := day.Year() - born.Year()
	if day.Month() < born.Month() || day.Month() == born.Month() && day.Day() < born.Day() {
		age--
	}
	return age
}

// readAge understands "42", "about 19", "19 oed". known is false for words and
// for more than one number, which stay remarks: what an age was, and when,
// decides how a child is protected.
func readAge(text string) (age int, about, known bool, code Code) {
	if len(text) > maxShort {
		return 0, false, false, ""
	}
	c := cursor{plainLower(text)}
	about = c.about()
	digits := 0
	if age, digits = c.number(); digits == 0 {
		return 0, false, false, ""
	}
	years := cursor{c.s}
	if years.one(".") != 0 { // a spreadsheet's 42.0
		if n, d := years.number(); d > 0 && n == 0 {
			c = years
		}
	}
	c.skip(" -")
	c.phrase("years old", "years", "year old", "yrs old", "yrs", "yr", "yo", "y/o", "oed", "mlwydd oed", "blwydd oed")
	if c.skip("?~ .") {
		about = about || c.s == ""
	}
	if c.phrase("ish", "or so", "approx", "approximately", "about", "ca", "tua hynny") != "" {
		about = true
	}
	if c.s != "" {
		return 0, false, false, ""
	}
	if age < 1 || age > 120 {
		return 0, false, false, NotAnAge
	}
	return age, about, true, ""
}
