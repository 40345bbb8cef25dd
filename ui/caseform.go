package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// form lays out the fields of one record. Each field writes into a value of the form's owner as it is typed, so that
// the value is always what stands on the screen: for saving, and for the sealed draft.
//
// The label of a field is the text of its key, its hint that of key+".hint" where there is one. Nothing is refused: a
// field that cannot be understood says so, and the second attempt to save leaves it out.
type form struct {
	words    *assets.Translator
	now      time.Time
	changed  func() // after each change
	parts    []fyne.CanvasObject
	short    []fyne.CanvasObject // fields waiting for their row of columns
	first    fyne.Focusable
	unclear  []*unclear
	raw      asTyped                 // what is typed and not wholly understood; nil where no draft keeps it
	about    string                  // of what the fields are asked, where the page asks the same of several things
	part     string                  // of the page, where it has a field more than once: it tells their texts apart
	texts    map[string]widget.Typed // what somebody writes into, by the key of the field
	strict   bool                    // what is not understood has to be put right: no text of the form could keep it. Until then what stood there holds
	choices  map[string]chooser      // what somebody chooses from, likewise
	keeps    bool                    // what stays unclear is kept in words, elsewhere
	beside   *string                 // or in this text of the form, whose field is called besideAs
	besideAs string
}

// unclear is a field whose text may not be understood.
type unclear struct {
	field *widget.Field
	entry *widget.Entry
	label string
	hint  string // under the field, where nothing else is said
	wrong string // the sentence; "" while it is understood
	left  bool   // it was said, and is saved without it
	more  bool   // it is understood, and its words say more than that

	always bool // it is never left out: the form waits until it is right
}

// chooser is a field of answers, all of them in sight or in a list.
type chooser interface {
	Chosen() string
	Answer(id string)
}

const (
	columnWidth float32 = 248
	formWidth   float32 = 760
)

// object is the finished form.
func (f *form) object() fyne.CanvasObject {
	f.flush()
	return widget.Narrow(formWidth, widget.Stack(theme.Space16, f.parts...))
}

func (f *form) flush() {
	if len(f.short) > 0 {
		f.parts = append(f.parts, widget.Columns(columnWidth, theme.Space16, f.short...))
		f.short = nil
	}
}

// wide adds something that takes the whole width.
func (f *form) wide(o fyne.CanvasObject) {
	f.flush()
	f.parts = append(f.parts, o)
}

// section begins a new part of a long form.
func (f *form) section(key string) {
	f.wide(widget.Pad(widget.Margins{Top: theme.Space8}, widget.Heading(f.words.T(key))))
}

func (f *form) note(key string) { f.wide(widget.Muted(f.words.TBoth(key))) }

func (f *form) field(key string, control fyne.CanvasObject) *widget.Field {
	hidden := f.hides(key, control)
	if focus, ok := control.(fyne.Focusable); ok && f.first == nil && !hidden {
		f.first = focus
	}
	if entry, ok := control.(widget.Typed); ok {
		if f.texts == nil {
			f.texts = map[string]widget.Typed{}
		}
		f.texts[key] = entry
	}
	if choice, ok := control.(chooser); ok {
		if f.choices == nil {
			f.choices = map[string]chooser{}
		}
		f.choices[key] = choice
	}
	field := widget.NewField(widget.FieldOptions{Label: f.label(key), About: f.about, Control: control, Hint: f.hint(key)})
	field.Hidden = hidden
	return field
}

// label is the name of a field, with a word where the organisation wants it
// asked for.
func (f *form) label(key string) string {
	if !f.words.Field(key).Ask {
		return f.words.T(key)
	}
	return f.words.T("wording.ask.label", map[string]any{"Field": f.words.T(key)})
}

// hint is what stands under a field: the English of its label where a life may hang on the Welsh, and what to write.
func (f *form) hint(key string) string {
	var lines []string
	if f.words.Code() != assets.English && assets.NeedsBoth(key) {
		lines = append(lines, assets.Lang(assets.English).T(key))
	}
	if f.words.Has(key + ".hint") {
		lines = append(lines, f.words.TBoth(key+".hint"))
	}
	return strings.Join(lines, "\n")
}

// hides reports whether the organisation does without a field. One in which
// something stands is always shown.
func (f *form) hides(key string, control fyne.CanvasObject) bool {
	if !f.words.Field(key).Hidden {
		return false
	}
	filled, ok := control.(interface{ Filled() bool })
	return !ok || !filled.Filled()
}

func (f *form) put(field *widget.Field) { f.short = append(f.short, field) }

func (f *form) touch() {
	if f.changed != nil {
		f.changed()
	}
}

// text is a line of words.
func (f *form) text(key string, to *string) {
	f.put(f.field(key, widget.NewEntry(widget.EntryOptions{Text: *to, Changed: func(s string) { *to = s; f.touch() }})))
}

// area is several lines of words over the whole width.
func (f *form) area(key string, rows int, to *string) *widget.TextArea {
	area := widget.NewTextArea(widget.EntryOptions{Text: *to, Rows: rows, Changed: func(s string) { *to = s; f.touch() }})
	f.wide(f.field(key, area))
	return area
}

// lines is a list of short texts, one a line.
func (f *form) lines(key string, rows int, to *[]string) {
	f.wide(f.field(key, widget.NewTextArea(widget.EntryOptions{
		Text: strings.Join(*to, "\n"), Rows: rows,
		Changed: func(s string) { *to = nonBlankLines(s); f.touch() },
	})))
}

func nonBlankLines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// answer is yes, no and not known, and what else is given.
func (f *form) answer(key string, to *data.Answer, more ...widget.Option) {
	formChoice(f, key, to, append(widget.YesNoUnknown(f.words), more...))
}

// formChoice is one of a few, all of them in sight.
func formChoice[T ~string](f *form, key string, to *T, options []widget.Option) {
	f.put(f.field(key, widget.NewChoice(widget.ChoiceOptions{
		Options: options, Chosen: string(*to), Changed: func(id string) { *to = T(id); f.touch() },
	})))
}

// formSelect is one of many.
func formSelect[T ~string](f *form, key string, to *T, options []widget.Option) *widget.Select {
	choose := widget.NewSelect(widget.SelectOptions{
		Options: options, Chosen: string(*to), Changed: func(id string) { *to = T(id); f.touch() },
	})
	f.put(f.field(key, choose))
	return choose
}

// tick is a yes that may be left out.
func (f *form) tick(key string, to *bool) { f.wide(f.check(key, to)) }

// check is the tick itself, for a form that lays it out on its own.
func (f *form) check(key string, to *bool) *widget.Check {
	check := widget.NewCheck(widget.CheckOptions{Label: f.label(key), Hint: f.hint(key), On: *to, Changed: func(on bool) { *to = on; f.touch() }})
	check.Hidden = f.hides(key, check)
	return check
}

// meaning is what a field makes of a text.
type meaning struct {
	echo string // the line under it
	ok   bool   // it makes sense
	more bool   // and says more than the field can hold
}

// understood is an entry whose text is read as something else; read returns the line under it and false where the
// text makes no sense.
func (f *form) understood(key, text string, read func(string) (echo string, ok bool)) *widget.Field {
	return f.reads(key, text, func(s string) meaning {
		echo, ok := read(s)
		return meaning{echo: echo, ok: ok}
	})
}

// reads is the same for a text of which only a part may be understood. What a draft kept as it was typed stands there
// again, and is said at once not to be understood.
func (f *form) reads(key, text string, read func(string) meaning) *widget.Field {
	u, part := &unclear{label: f.label(key), hint: f.hint(key), always: f.strict}, f.part
	judge := func(s string) {
		r := read(s)
		u.wrong, u.left, u.more = "", false, r.ok && r.more
		f.raw.keep(part+key, s, !r.ok || r.more)
		if !r.ok {
			u.wrong, r.echo = f.unclearWords(u), ""
		}
		u.field.SetHint(firstText(r.echo, u.hint))
	}
	typed, again := f.raw[part+key]
	if again {
		text = typed
	}
	u.entry = widget.NewEntry(widget.EntryOptions{Text: text, Changed: func(s string) {
		judge(s)
		f.touch()
	}})
	u.field = f.field(key, u.entry)
	if again {
		judge(text)
		u.mark()
	} else if r := read(text); r.ok && r.echo != "" {
		u.field.SetHint(r.echo)
	}
	f.unclear = append(f.unclear, u)
	f.put(u.field)
	return u.field
}

// unclearWords says that a field is not understood, and what becomes of its words.
func (f *form) unclearWords(u *unclear) string {
	switch {
	case u.always:
		return f.words.T("case.form.unclear.always")
	case f.beside != nil:
		return f.words.T("case.form.unclear.beside", map[string]any{"Field": f.besideAs})
	case f.keeps:
		return f.words.T("case.form.unclear.kept")
	}
	return f.words.T("case.form.unclear")
}

// says puts another hint under the field.
func (u *unclear) says(hint string) {
	u.hint = hint
	u.field.SetHint(hint)
}

// mark shows at the field that it is not understood.
func (u *unclear) mark() {
	if u.wrong != "" {
		u.field.SetWrong(u.wrong)
	}
}

// day is a date; toward says which way "Friday" or "3 May" points.
func (f *form) day(key string, to *time.Time, toward direction) {
	text := ""
	if !to.IsZero() {
		text = to.Format("02/01/2006")
	}
	before, typed := *to, f.raw[f.part+key]
	f.reads(key, text, func(s string) meaning {
		if strings.TrimSpace(s) == "" {
			*to = time.Time{}
			return meaning{ok: true}
		}
		day, more, ok := readDay(s, f.now, toward)
		if s == typed && !before.IsZero() {
			day = before // "Friday after school" is still that Friday
		}
		if f.strict && (more || !ok) {
			*to = before
			return meaning{}
		}
		*to = day
		return meaning{echo: dots(withWords(f.words.Date(day), s, more), notThatDay(f.words, s, f.now, toward)), ok: ok, more: more}
	})
}

// moment is a day with a time of day.
func (f *form) moment(key string, to *time.Time, toward direction) {
	text := ""
	if !to.IsZero() {
		text = to.Local().Format("02/01/2006 15:04")
	}
	before, typed := *to, f.raw[f.part+key]
	f.reads(key, text, func(s string) meaning {
		if strings.TrimSpace(s) == "" {
			*to = time.Time{}
			return meaning{ok: true}
		}
		at, more := readMoment(s, f.now, toward)
		if s == typed && !before.IsZero() {
			at = before
		}
		*to = at
		return meaning{echo: dots(withWords(momentWords(f.words, at), s, more), doubts(f.words, s, f.now, toward)), ok: !at.IsZero(), more: more}
	})
}

// withWords is what was understood of a text, with the text where it says more.
func withWords(read, text string, more bool) string {
	if !more {
		return read
	}
	return read + " (" + strings.TrimSpace(text) + ")"
}

// justWhen is a moment that has to be one: a time of day that is over.
func (f *form) justWhen(key string, to *time.Time) {
	before := *to
	f.understood(key, to.Local().Format("02/01/2006 15:04"), func(s string) (string, bool) {
		w := readWhen(s, f.now, past)
		if *to = w.Time; w.Time.IsZero() || w.Words != "" || w.Precision == data.DayOnly || w.Time.After(f.now) {
			*to = before
			return "", false
		}
		return dots(momentWords(f.words, w.Time), doubts(f.words, s, f.now, past)), true
	})
}

// when is a moment as people know it. What is not understood is kept in their words, so it is never unclear.
func (f *form) when(key string, to *data.When, toward direction) {
	before, text := *to, whenText(*to, zoneOf(*to, f.now))
	f.understood(key, text, func(s string) (string, bool) {
		zone := to.Zone
		*to = readWhen(s, f.now.In(zoneOf(*to, f.now)), toward)
		to.Zone = zone
		if s == text && before.Words != "" {
			*to = inZone(before, zone, f.now) // the words mean the day they meant when they were written
		}
		if to.Time.IsZero() && to.Words != "" {
			return f.words.T("case.form.inWords"), true
		}
		return dots(whenWords(f.words, *to), doubts(f.words, s, f.now, toward)), true
	})
}

// zoneOf is the place a moment is told in: its own, else that of now.
func zoneOf(w data.When, now time.Time) *time.Location {
	if place, err := time.LoadLocation(w.Zone); w.Zone != "" && err == nil {
		return place
	}
	return now.Location()
}

// inZone keeps what the clock showed and moves it to another place.
func inZone(w data.When, zone string, now time.Time) data.When {
	at := w.Time.In(zoneOf(w, now))
	w.Zone = zone
	if !w.Time.IsZero() {
		w.Time = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zoneOf(w, now))
	}
	return w
}

// whenText is a moment as one would type it, so that it is read back as it was.
func whenText(w data.When, place *time.Location) string {
	if w.Words != "" || w.Time.IsZero() {
		return w.Words
	}
	at := w.Time.In(place)
	day, clock := at.Format("02/01/2006"), at.Format(" 15:04")
	switch w.Precision {
	case data.About:
		return "about " + day + clock
	case data.OnOrBy:
		return "by " + day
	case data.DayOnly:
		return day
	}
	return day + clock
}

// years is an age.
func (f *form) years(key string, to *int) {
	text := ""
	if *to > 0 {
		text = strconv.Itoa(*to)
	}
	f.reads(key, text, func(s string) meaning {
		*to = 0
		if strings.TrimSpace(s) == "" {
			return meaning{ok: true}
		}
		digits := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
		n, err := strconv.Atoi(digits)
		if err != nil || n > 130 {
			return meaning{}
		}
		*to = n
		more := !onlyWords(strings.Replace(s, digits, " ", 1), ageWords)
		return meaning{echo: withWords(ageEcho(n, more), s, more), ok: true, more: more}
	})
}

// ageWords are what stands around an age and says no more than it; aboutWords say that it is not exact.
var ageWords = map[string]bool{"aged": true, "age": true, "years": true, "year": true, "yrs": true, "old": true, "oed": true, "blwydd": true, "mlwydd": true}

// ageEcho says what age was understood where the words say more than that.
func ageEcho(years int, more bool) string {
	if !more {
		return ""
	}
	return strconv.Itoa(years)
}

// onlyWords reports whether a text has no other words than those.
func onlyWords(text string, known ...map[string]bool) bool {
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(text)), func(word string) bool {
		return !slices.ContainsFunc(known, func(words map[string]bool) bool { return words[strings.Trim(word, ".,")] })
	})
}

// money is an amount in pounds.
func (f *form) money(key string, to *data.Money) {
	text := ""
	if to.Known {
		text = to.String()
	}
	f.understood(key, text, func(s string) (string, bool) {
		if strings.TrimSpace(s) == "" {
			*to = data.Money{}
			return "", true
		}
		amount, ok := readPounds(s)
		*to = amount
		if !ok {
			return "", false
		}
		return amount.String(), true
	})
}

// readPounds reads "£6,000", "12.50", "6k".
func readPounds(text string) (data.Money, bool) {
	s := strings.ToLower(strings.TrimSpace(text))
	s = strings.NewReplacer("£", "", ",", "", " ", "", "gbp", "", "pounds", "", "pound", "", "punt", "").Replace(s)
	times := 1.0
	if strings.HasSuffix(s, "k") {
		s, times = strings.TrimSuffix(s, "k"), 1000
	}
	pounds, err := strconv.ParseFloat(s, 64)
	if err != nil || pounds*times > 1e10 || pounds < 0 || pounds != pounds {
		return data.Money{}, false
	}
	return data.Money{Pence: int64(pounds*times*100 + 0.5), Known: true}, true
}

// ready says whether the form may be saved. The first attempt with a field that is not understood points at it; the
// next one saves without it.
func (f *form) ready() bool {
	ready := true
	for _, u := range f.unclear {
		if u.wrong == "" {
			continue
		}
		u.mark()
		if !u.always {
			u.wrong, u.left = "", true
		}
		if ready {
			widget.Reveal(u.entry)
		}
		ready = false
	}
	return ready
}

// leftOut is what stands in the fields that are not wholly understood, a line for each.
func (f *form) leftOut() string {
	var lines []string
	for _, u := range f.unclear {
		if u.left || u.more {
			lines = append(lines, u.label+": "+strings.TrimSpace(u.entry.Value()))
		}
	}
	return strings.Join(lines, "\n")
}

// keepIn says in which text of the form the words stay that another field of it does not wholly understand.
func (f *form) keepIn(key string, text *string) { f.beside, f.besideAs = text, f.label(key) }

// putBeside writes them there, once it is saved without them.
func (f *form) putBeside() {
	left := f.leftOut()
	if f.beside == nil || left == "" {
		return
	}
	*f.beside = strings.Join(nonEmptyTexts(*f.beside, left), "\n")
	for _, u := range f.unclear {
		u.left, u.more = false, false
	}
	clear(f.raw)
}
