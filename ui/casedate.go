package ui

import (
	"cmp"
	"regexp"
	"slices"
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

	weekdaySaid time.Weekday
	saysWeekday bool
	dated       bool   // the day was told by something else than its weekday
	half        string // of the day, "am" or "pm", where a word says it: "tonight", "bore"
	night       bool   // it says so of a night, which has hours of the next day too
	halfTold    bool   // the time says it itself
	bare        string // an hour without more: "at 9"
}

var (
	aboutWords  = map[string]bool{"about": true, "around": true, "circa": true, "c.": true, "tua": true, "oddeutu": true, "roughly": true}
	byWords     = map[string]bool{"by": true, "before": true, "erbyn": true}
	fillerWords = map[string]bool{
		"at": true, "on": true, "in": true, "the": true, "of": true, "am": true, "ar": true, "ymhen": true, "next": true, "last": true,
		"dydd": true, "ddydd": true, "yr": true, "y": true, "yn": true, "o": true,
	}
	halfWords = map[string]string{
		"morning": "am", "bore": "am", "afternoon": "pm", "prynhawn": "pm", "pnawn": "pm",
		"evening": "pm", "night": "pm", "tonight": "pm", "hwyr": "pm", "heno": "pm", "neithiwr": "pm", "nos": "pm",
	}
	nightWords = map[string]bool{"night": true, "tonight": true, "heno": true, "neithiwr": true, "nos": true}
	agoWords   = map[string]bool{"ago": true, "back": true, "ôl": true}
	countWords = map[string]int{
		"a": 1, "an": 1, "one": 1, "un": 1, "ymhen": 1, "two": 2, "dau": 2, "dwy": 2, "ddau": 2, "ddwy": 2, "three": 3, "tri": 3, "tair": 3, "dri": 3, "dair": 3,
		"four": 4, "pedwar": 4, "pedair": 4, "five": 5, "pum": 5, "six": 6, "chwe": 6, "seven": 7, "saith": 7, "eight": 8, "wyth": 8, "nine": 9, "naw": 9, "ten": 10, "deg": 10, "deng": 10,
	}
	// hourWords are hours said in words, in Welsh also as they are after "am".
	hourWords = map[string]string{
		"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
		"un": "1", "dau": "2", "ddau": "2", "tri": "3", "dri": "3", "pedwar": "4", "bedwar": "4", "pump": "5", "bump": "5", "chwech": "6", "saith": "7",
		"wyth": "8", "naw": "9", "deg": "10", "ddeg": "10",
	}
	// spans are so many months and days of a unit.
	spans = map[string]struct{ months, days int }{
		"day": {0, 1}, "days": {0, 1}, "diwrnod": {0, 1}, "dydd": {0, 1}, "niwrnod": {0, 1}, "ddiwrnod": {0, 1},
		"week": {0, 7}, "weeks": {0, 7}, "wythnos": {0, 7}, "wythnosau": {0, 7},
		"fortnight": {0, 14}, "fortnights": {0, 14}, "pythefnos": {0, 14}, "bythefnos": {0, 14},
		"month": {1, 0}, "months": {1, 0}, "mis": {1, 0}, "fis": {1, 0},
	}
	// softMonths are the Welsh months after "o": "3ydd o Fai". The others stay as they are.
	softMonths = map[string]time.Month{
		"chwefror": time.February, "fawrth": time.March, "fai": time.May, "fehefin": time.June, "orffennaf": time.July,
		"fedi": time.September, "dachwedd": time.November, "ragfyr": time.December,
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
	bareHour   = regexp.MustCompile(`^(\d{1,2})$`)
)

// read uses up the words it understands and returns the others.
func (r *whenReader) read(words []string) (rest []string) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		used := r.span(words[i:])
		if half := halfWords[word]; half != "" && used == 0 {
			r.half, r.night = half, r.night || nightWords[word]
			if !r.one(word) && word != "nos" { // "nos Wener" is Friday
				rest = append(rest, word)
			}
			continue
		}
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
	if r.halve() {
		rest = slices.DeleteFunc(rest, func(word string) bool { return halfWords[word] != "" })
	} else if r.bare != "" {
		rest = append(rest, r.bare)
	}
	return rest
}

// halve puts the time into the half of the day that a word names; false where that word says more than the time does.
// Small hours after "night" may be of either day: they are left as they were said.
func (r *whenReader) halve() bool {
	hour := r.hour
	if r.bare != "" {
		hour, _ = strconv.Atoi(r.bare)
	}
	switch {
	case r.half == "" || !r.hasTime && r.bare == "":
		return false
	case r.halfTold:
		return true
	case hour < 1 || hour > 11 || r.night && hour < 5:
		return false
	}
	r.bare = ""
	return r.setClock(hour, r.minute, r.half)
}

// span understands words that belong together: "14 days", "two weeks ago", "3 may", "the 3rd of may", "at 9". A year
// after a month is picked up by one.
func (r *whenReader) span(words []string) int {
	return cmp.Or(r.apart(words), r.monthFirst(words), r.dayFirst(words), r.hourAlone(words))
}

// wordAt returns a word, "" after the last.
func wordAt(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}

// apart understands so many days, weeks or months from now or before.
func (r *whenReader) apart(words []string) int {
	count, ok := countWords[words[0]]
	if m := inDays.FindStringSubmatch(words[0]); m != nil {
		count, _ = strconv.Atoi(m[1])
		ok = true
	}
	unit, known := spans[strings.TrimSuffix(strings.TrimRight(strings.ReplaceAll(wordAt(words, 1), "’", "'"), "'"), "'s")]
	if !ok || !known {
		return 0
	}
	used, next := 2, wordAt(words, 2)
	if next == "yn" {
		used, next = 3, wordAt(words, 3)
	}
	switch {
	case agoWords[next]:
		count, used = -count, used+1
	case r.toward == past: // "for 3 days" is no day
		return 0
	default:
		used = 2
		if next == "time" {
			used = 3
		}
	}
	r.setDay(r.today().AddDate(0, count*unit.months, count*unit.days))
	return used
}

// dayFirst understands "3 may", "3rd of may", "3ydd o fai".
func (r *whenReader) dayFirst(words []string) int {
	m := ordinal.FindStringSubmatch(words[0])
	if m == nil {
		return 0
	}
	used, name := 2, wordAt(words, 1)
	if name == "of" || name == "o" {
		used, name = 3, wordAt(words, 2)
	}
	month, ok := monthNamed(name)
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return r.calendar(0, int(month), n) * used
}

// monthFirst understands "may 3rd"; "Mawrth 3 Mai" is a Tuesday.
func (r *whenReader) monthFirst(words []string) int {
	month, ok := monthNamed(words[0])
	m := ordinal.FindStringSubmatch(wordAt(words, 1))
	if !ok || m == nil || r.dayFirst(words[1:]) > 0 {
		return 0
	}
	if _, unit := spans[wordAt(words, 2)]; unit {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return r.calendar(0, int(month), n) * 2
}

// hourAlone understands "at 9" and "9 pm"; which half of the day "at 9" is in, another word may say.
func (r *whenReader) hourAlone(words []string) int {
	hour, next := words[0], wordAt(words, 1)
	if bareHour.MatchString(hour) && (next == "am" || next == "pm" || next == "yb" || next == "yp") {
		n, _ := strconv.Atoi(hour)
		if n <= 12 && r.setClock(n, 0, next) {
			return 2
		}
		return 0
	}
	if r.bare != "" || r.hasTime {
		return 0
	}
	if said := hourSaid(hour); said != "" && oClock(words[1:]) > 0 {
		r.bare = said
		return 1 + oClock(words[1:])
	}
	if said := hourSaid(next); (hour == "at" || hour == "am") && said != "" {
		if clock := oClock(words[2:]); clock > 0 || endsHour(wordAt(words, 2)) && r.dayFirst(words[1:]) == 0 && r.hourAlone(words[1:]) == 0 {
			r.bare = said
			return 2 + clock
		}
	}
	return 0
}

// hourSaid is the number of an hour in figures or in words, "" if it is none.
func hourSaid(word string) string {
	if bareHour.MatchString(word) {
		return word
	}
	return hourWords[word]
}

// endsHour reports whether a word may follow an hour: "at two houses" is none.
func endsHour(word string) bool {
	_, day := dayWords[word]
	_, weekday := weekdayNamed(word)
	return word == "" || day || weekday || halfWords[word] != "" || slices.Contains([]string{"in", "on", "dydd", "ddydd", "y", "yn", "ar"}, word)
}

// oClock is how many words say "o'clock".
func oClock(words []string) int {
	plain := func(i int) string { return strings.ReplaceAll(wordAt(words, i), "’", "'") }
	switch {
	case plain(0) == "o'clock" || plain(0) == "oclock":
		return 1
	case plain(0) == "o'r" && plain(1) == "gloch":
		return 2
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
		r.weekdaySaid, r.saysWeekday = day, true
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

func (r *whenReader) setDay(day time.Time) { r.day, r.hasDay, r.dated = day, true, true }

func (r *whenReader) setClock(hour, minute int, half string) bool {
	r.halfTold = half != "" || hour > 12 || hour == 0
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
	r.day, r.hasDay = r.today().AddDate(0, 0, by), true
}

// notThatDay says quietly that a date is another day of the week than the one written beside it: "Friday 3 May".
func notThatDay(words *assets.Translator, text string, now time.Time, toward direction) string {
	r, _ := readWords(text, now, toward)
	if !r.dated || !r.saysWeekday || r.day.Weekday() == r.weekdaySaid {
		return ""
	}
	name := func(day time.Weekday) string { return strings.Replace(words.Weekday(day), "Dydd", "dydd", 1) }
	return words.T("case.form.weekday", map[string]any{"Is": name(r.day.Weekday()), "Said": name(r.weekdaySaid)})
}

// doubts says quietly what of a moment is not what it seems, or may be two: the day of the week, the half of the day.
func doubts(words *assets.Translator, text string, now time.Time, toward direction) string {
	half := ""
	if r, rest := readWords(text, now, toward); r.bare != "" && r.hasDay && len(rest) == 1 {
		half = words.T("case.form.half", map[string]any{"Hour": r.bare})
	}
	return dots(notThatDay(words, text, now, toward), half)
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
	if m, ok := softMonths[word]; ok {
		return m, true
	}
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
	switch word { // after "nos"
	case "wener":
		return time.Friday, true
	case "fercher":
		return time.Wednesday, true
	}
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
