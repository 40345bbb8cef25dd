package pdf

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"noddfa/assets"
	"noddfa/data"
)

// values are what a sentence leaves open.
type values = map[string]any

// words speaks the language of one document.
type words struct{ t *assets.Translator }

func wordsOf(lang data.Language) words { return words{assets.Lang(string(lang))} }

func (w words) say(key string, v ...values) string { return w.t.T(key, v...) }

// hours are the sender's in the language of the page.
func (w words) hours(s data.Sender) string { return oneLine(s.HoursIn(data.Language(w.t.Code()))) }

// phrase is a sentence to be said; its values are made anew for each language.
type phrase struct {
	key string
	v   func(words) values
}

// both says sentences on which much hangs, with the English beneath as long as
// nobody has confirmed the Welsh.
func (w words) both(phrases ...phrase) string {
	text := w.sayAll(phrases)
	unsure := func(p phrase) bool { return assets.NeedsBoth(p.key) }
	if w.t.Code() == assets.Welsh && slices.ContainsFunc(phrases, unsure) {
		text += "\n" + wordsOf(data.English).sayAll(phrases)
	}
	return text
}

func (w words) sayAll(phrases []phrase) string {
	said := make([]string, len(phrases))
	for i, p := range phrases {
		if p.v == nil {
			said[i] = w.say(p.key)
		} else {
			said[i] = w.say(p.key, p.v(w))
		}
	}
	return strings.Join(said, " ")
}

// capital makes the first letter a capital.
func capital(text string) string {
	if text == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// date is "Saturday 21 November 2026" or "dydd Sadwrn 21 Tachwedd 2026", as it
// stands within a sentence; the day and the month stay on one line.
func (w words) date(t time.Time) string {
	long := w.t.Date(t)
	if w.t.Code() == assets.Welsh {
		long = strings.Replace(long, "Dydd", "dydd", 1)
	}
	if i := strings.IndexAny(long, "0123456789"); i > 0 {
		return long[:i] + whole(long[i:])
	}
	return long
}

// day is "21 Nov 2026", on one line.
func (w words) day(t time.Time) string { return whole(w.t.ShortDate(t)) }

// plainDate is "21 November 2026", on one line.
func (w words) plainDate(t time.Time) string {
	long := w.t.Date(t)
	if i := strings.IndexAny(long, "0123456789"); i > 0 {
		long = long[i:]
	}
	return whole(long)
}

// homeZone is the zone that letters do not name.
const homeZone = "Europe/London"

// moment says when something happened as exactly as it is known; full dates
// have their weekday.
func (w words) moment(at data.When, full bool) string {
	if at.Time.IsZero() {
		if at.Words == "" {
			return ""
		}
		return quote(at.Words)
	}
	day := w.day(at.Time)
	if full {
		day = w.date(at.Time)
	}
	v := values{"Date": day, "Time": w.t.Time(at.Time)}
	said := ""
	switch at.Precision {
	case data.DayOnly:
		said = day
	case data.About:
		said = w.say("letter.when.about", v)
	case data.OnOrBy:
		said = w.say("letter.when.by", v)
	default:
		said = w.say("letter.when.at", v)
	}
	if at.Zone != "" && at.Zone != homeZone && at.Precision != data.DayOnly {
		said += " (" + at.Zone + ")"
	}
	if at.Words != "" {
		said += ", " + quote(at.Words)
	}
	return said
}

// quote puts words somebody said in quotation marks, once.
func quote(text string) string {
	text = strings.TrimSpace(text)
	for _, marks := range [][2]string{{"“", "”"}, {"\"", "\""}, {"‘", "’"}} {
		if inner, ok := strings.CutPrefix(text, marks[0]); ok {
			if inner, ok = strings.CutSuffix(inner, marks[1]); ok && !strings.Contains(inner, marks[1]) {
				text = inner
			}
		}
	}
	return "“" + text + "”"
}

// sentence ends a text with a full stop unless it ends a sentence already.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") || strings.HasSuffix(text, "”") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

// join sets sentences one after the other and leaves out empty ones.
func join(sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s = sentence(s); s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

// answerKey is the ending of a key for an answer: yes, no or unknown.
func answerKey(a data.Answer) string {
	switch a {
	case data.Yes, data.No:
		return string(a)
	}
	return "unknown"
}

// upper writes a town in capitals, as the post asks.
func upper(text string) string { return strings.ToUpper(text) }

func joinComma(texts ...string) string { return strings.Join(nonEmpty(texts...), ", ") }

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
