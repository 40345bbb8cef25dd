package assets

import (
	"fmt"
	"time"
)

// Names as the Unicode CLDR has them. Welsh weekdays carry their Dydd, as in a letter.
var (
	weekdays = map[string][7]string{
		English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Welsh:   {"Dydd Sul", "Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn"},
	}
	months = map[string][12]string{
		English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Welsh:   {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"},
	}
	shortMonths = map[string][12]string{
		English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		Welsh:   {"Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"},
	}
)

// Date returns "Saturday 21 November 2026" or "Dydd Sadwrn 21 Tachwedd 2026", in the zone t is in; the zero time is "".
func (t *Translator) Date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d %s %d", weekdays[t.code][at.Weekday()], at.Day(), months[t.code][at.Month()-1], at.Year())
}

// ShortDate returns "21 Nov 2026" or "21 Tach 2026": no two countries read it differently.
func (t *Translator) ShortDate(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", at.Day(), shortMonths[t.code][at.Month()-1], at.Year())
}

// DateTime returns "21 Nov 2026, 14:05".
func (t *Translator) DateTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.ShortDate(at) + ", " + t.Time(at)
}

// DateTimeSecond returns "21 Nov 2026, 14:05:09".
func (t *Translator) DateTimeSecond(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.DateTime(at) + at.Format(":05")
}

// Time returns "14:05".
func (t *Translator) Time(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("15:04")
}

// Weekday returns "Saturday" or "Dydd Sadwrn".
func (t *Translator) Weekday(day time.Weekday) string { return weekdays[t.code][day] }

// Month returns "November" or "Tachwedd".
func (t *Translator) Month(month time.Month) string { return months[t.code][month-1] }
