package ui

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// direction says which day "Friday" or "3 May" is when no year or week is named.
type direction int

const (
	past   direction = iota // when something happened
	future                  // when something is due
)

// readWhen understands a moment as people write it, in either language: "23/11 14:05", "about 3 May", "ddoe 9pm",
// "tomorrow", "in 14 days". What it cannot place is kept as words; nothing typed is lost.
func readWhen(text string, now time.Time, toward direction) data.When {
	text = strings.TrimSpace(text)
	if text == "" {
		return data.When{}
	}
	r, rest := readWords(text, now, toward)
	if !r.hasDay && !r.hasTime {
		return data.When{Words: text}
	}
	w := r.when()
	// A moment holds one precision; where more was said, the words stand beside it.
	if len(rest) > 0 || r.about && !r.hasTime || r.onOrBy && r.hasTime {
		w.Words = text
	}
	return w
}

func readWords(text string, now time.Time, toward direction) (r whenReader, rest []string) {
	r = whenReader{now: now, toward: toward}
	rest = r.read(strings.Fields(strings.ToLower(strings.NewReplacer(",", " ", "(", " ", ")", " ").Replace(text))))
	return r, rest
}

// readDay understands a day, and whether the text says more than that day; not ok if there is none in it.
func readDay(text string, now time.Time, toward direction) (day time.Time, more, ok bool) {
	r, rest := readWords(text, now, toward)
	if !r.hasDay && !r.hasTime {
		return time.Time{}, false, false
	}
	t := r.when().Time
	// What is due by a day is due on it.
	more = len(rest) > 0 || r.about || r.onOrBy && toward == past || r.hasTime && !r.isNow
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, now.Location()), more, true
}

// readMoment understands a day with a time, and whether the text says more than that; zero if there is none in it.
func readMoment(text string, now time.Time, toward direction) (at time.Time, more bool) {
	w := readWhen(text, now, toward)
	return w.Time, w.Words != "" || w.Precision == data.About || w.Precision == data.OnOrBy
}

type whenReader struct {
	now             time.Time
	toward          direction
	day             time.Time
	hour, minute    int
	hasDay, hasTime bool
	isNow           bool // the time is that of now
	about, onOrBy   bool
}

var (
	aboutWords  = map[string]bool{"about": true, "around": true, "circa": true, "c.": true, "tua": true, "oddeutu": true, "roughly": true}
	byWords     = map[string]bool{"by": true, "before": true, "erbyn": true}
	fillerWords = map[string]bool{
		"at": true, "on": true, "in": true, "the": true, "of": true, "am": true, "ar": true, "ymhen": true, "next": true, "last": true,
		"dydd": true, "yr": true, "y": true, "o": true, "nos": true,
	}
	dayWords = map[string]int{
		"today": 0, "heddiw": 0, "now": 0, "nawr": 0, "rŵan": 0, "tonight": 0, "heno": 0,
		"yesterday": -1, "ddoe": -1, "neithiwr": -1, "tomorrow": 1, "yfory": 1, "fory": 1,
	}
	numericDay = regexp.MustCompile(`^(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?$`)
	isoDay     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	clockTime  = regexp.MustCompile(`^(\d{1,2}):(\d{2})(am|pm)?$`)
	halfClock  = regexp.MustCompile(`^(\d{1,2})(?:[.:](\d{2}))?(am|pm|yb|yp)$`)
	ordinal    = regexp.MustCompile(`^(\d{1,2})(st|nd|rd|th|ain|af|fed|ydd|eg)?$`)
	inDays     = regexp.MustCompile(`^\+?(\d{1,3})$`)
)

// read uses up the words it understands and returns the others.
func (r *whenReader) read(words []string) (rest []string) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		used := r.span(word, next)
		switch {
		case used > 0:
			i += used - 1
		case aboutWords[word]:
			r.about = true
		case byWords[word]:
			r.onOrBy = true
		case r.one(word) || fillerWords[word]:
		default:
			rest = append(rest, word)
		}
	}
	return rest
}

// span understands two words together: "14 days", "3 may"; a year after a month is picked up by one.
func (r *whenReader) span(word, next string) int {
	if m := inDays.FindStringSubmatch(word); m != nil {
		n, _ := strconv.Atoi(m[1])
		switch next {
		case "day", "days", "diwrnod", "dydd", "niwrnod":
			r.setDay(r.today().AddDate(0, 0, n))
			return 2
		case "week", "weeks", "wythnos", "wythnosau":
			r.setDay(r.today().AddDate(0, 0, 7*n))
			return 2
		case "month", "months", "mis":
			r.setDay(r.today().AddDate(0, n, 0))
			return 2
		}
	}
	if m := ordinal.FindStringSubmatch(word); m != nil {
		if month, ok := monthNamed(next); ok {
			n, _ := strconv.Atoi(m[1])
			return r.calendar(0, int(month), n) * 2
		}
	}
	return 0
}

func (r *whenReader) one(word string) bool {
	if by, ok := dayWords[word]; ok {
		r.setDay(r.today().AddDate(0, 0, by))
		if word == "now" || word == "nawr" || word == "rŵan" {
			r.isNow = r.setClock(r.now.Hour(), r.now.Minute(), "")
		}
		return true
	}
	switch word {
	case "noon", "midday":
		return r.setClock(12, 0, "")
	case "midnight":
		return r.setClock(0, 0, "")
	}
	if day, ok := weekdayNamed(word); ok {
		if !r.hasDay { // "Friday 3 May": the date counts
			r.weekday(day)
		}
		return true
	}
	return r.digits(word)
}

func (r *whenReader) digits(word string) bool {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := isoDay.FindStringSubmatch(word); m != nil {
		return r.calendar(number(m[1]), number(m[2]), number(m[3])) > 0
	}
	if m := clockTime.FindStringSubmatch(word); m != nil {
		return r.setClock(number(m[1]), number(m[2]), m[3])
	}
	if m := halfClock.FindStringSubmatch(word); m != nil {
		return r.setClock(number(m[1]), number(m[2]), m[3])
	}
	if m := numericDay.FindStringSubmatch(word); m != nil {
		year := number(m[3])
		if len(m[3]) == 2 {
			year += 2000
			if year > r.now.Year()+20 {
				year -= 100
			}
		}
		return r.calendar(year, number(m[2]), number(m[1])) > 0
	}
	if year := number(word); r.hasDay && len(word) == 4 && year >= 1900 && year < 2200 {
		r.day = time.Date(year, r.day.Month(), r.day.Day(), 0, 0, 0, 0, r.now.Location())
		return true
	}
	return false
}

func (r *whenReader) today() time.Time {
	return time.Date(r.now.Year(), r.now.Month(), r.now.Day(), 0, 0, 0, 0, r.now.Location())
}

func (r *whenReader) setDay(day time.Time) { r.day, r.hasDay = day, true }

func (r *whenReader) setClock(hour, minute int, half string) bool {
	switch half {
	case "pm", "yp":
		if hour < 12 {
			hour += 12
		}
	case "am", "yb":
		hour %= 12
	}
	if hour > 23 || minute > 59 {
		return false
	}
	r.hour, r.minute, r.hasTime = hour, minute, true
	return true
}

// calendar sets a day of the calendar; year 0 is the nearest one in the direction.
func (r *whenReader) calendar(year, month, day int) int {
	nearest := year == 0
	if nearest {
		year = r.now.Year()
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, r.now.Location())
	if month < 1 || month > 12 || t.Day() != day || t.Year() < 1900 {
		return 0
	}
	switch {
	case nearest && r.toward == past && t.After(r.today()):
		t = t.AddDate(-1, 0, 0)
	case nearest && r.toward == future && t.Before(r.today()):
		t = t.AddDate(1, 0, 0)
	}
	r.setDay(t)
	return 1
}

func (r *whenReader) weekday(day time.Weekday) {
	by := (int(day) - int(r.now.Weekday()) + 7) % 7
	if r.toward == past && by > 0 {
		by -= 7
	}
	r.setDay(r.today().AddDate(0, 0, by))
}

func (r *whenReader) when() data.When {
	if !r.hasDay {
		r.setDay(r.today())
	}
	w := data.When{Time: time.Date(r.day.Year(), r.day.Month(), r.day.Day(), r.hour, r.minute, 0, 0, r.now.Location())}
	switch {
	case r.onOrBy:
		w.Precision = data.OnOrBy
	case r.about && r.hasTime:
		w.Precision = data.About
	case !r.hasTime:
		w.Precision = data.DayOnly
	}
	return w
}

// monthNamed and weekdayNamed take whole names and their first three letters, in either language.
func monthNamed(word string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		for _, code := range []string{assets.English, assets.Welsh} {
			if named(word, assets.Lang(code).Month(m)) {
				return m, true
			}
		}
	}
	return 0, false
}

func weekdayNamed(word string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		for _, code := range []string{assets.English, assets.Welsh} {
			if named(word, strings.TrimPrefix(assets.Lang(code).Weekday(d), "Dydd ")) {
				return d, true
			}
		}
	}
	return 0, false
}

func named(word, name string) bool {
	name = strings.ToLower(name)
	word = strings.TrimSuffix(word, ".")
	return word == name || len(word) >= 3 && strings.HasPrefix(name, word)
}
