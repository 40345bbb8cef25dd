package contactlog

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Normalised returns the same bytes for the same row however it was typed: in
// whatever order the columns stood, "2.35pm" or "14:35", "£1,200" or "1200",
// capitals or none. It is what the keyed hash is made of by which a duplicate
// is known, so it must stay as it is for as long as records keep that hash: the
// first line is its version. It is as secret as the row.
func (v Values) Normalised() []byte {
	b := make([]byte, 0, 512)
	b = append(b, "contact 1\n"...)
	put := func(name, value string) {
		if value == "" {
			return
		}
		b = append(b, name...)
		b = append(b, '=')
		b = strconv.AppendInt(b, int64(len(value)), 10)
		b = append(b, ':')
		b = append(b, value...)
		b = append(b, '\n')
	}
	words := func(name, text string) { put(name, foldWords(text)) }
	flag := func(name string, set bool) {
		if set {
			put(name, "1")
		}
	}
	put("started", stamp(v.Started))
	flag("day-only", v.DayOnly)
	put("ended", stamp(v.Ended))
	flag("outgoing", v.Outgoing)
	flag("attempted", v.Attempted)
	put("method", v.Method)
	put("with", v.With)
	words("organisation", v.Organisation)
	put("safe-to-talk", string(v.SafeToTalk))
	words("safe-words", v.SafeWords)
	put("danger-now", string(v.DangerNow))
	words("town", v.Town)
	words("first-name", v.FirstName)
	words("surname", v.Surname)
	words("called-name", v.CalledName)
	if v.Age != 0 {
		put("age", strconv.Itoa(v.Age))
	}
	flag("age-about", v.AgeAbout)
	if v.Phone != "" && !hasLetter(v.PhoneAsWritten) {
		put("phone", v.Phone)
	} else {
		words("phone", v.PhoneAsWritten)
	}
	words("email", v.Email)
	words("safe-rule", v.SafeRule)
	words("code-word", v.CodeWord)
	put("language", v.Language)
	words("summary", v.Summary)
	words("platform", v.Platform)
	put("demanded", v.Demanded.canonical())
	put("paid", v.Paid.canonical())
	put("police", v.Police)
	words("police-words", v.PoliceWords)
	put("force", v.Force)
	words("force-words", v.ForceWords)
	put("suicide", string(v.Suicide))
	for _, a := range v.Advice {
		words("advice", a)
	}
	put("risk-changed", string(v.RiskChanged))
	words("follow-up-by", v.FollowUpBy)
	put("follow-up-on", stamp(v.FollowUpOn))
	words("volunteer", v.Volunteer)
	other := slices.Clone(v.Other)
	for i, o := range other {
		other[i] = Remark{squash(o.Column), foldWords(o.Words)}
	}
	slices.SortFunc(other, func(a, b Remark) int {
		if c := strings.Compare(a.Column, b.Column); c != 0 {
			return c
		}
		return strings.Compare(a.Words, b.Words)
	})
	for _, o := range other {
		put("other", o.Column)
		put("words", o.Words)
	}
	return b
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// foldWords makes one of what differs in capitals, space, composition (NFC) and
// the curl of quotes alone. Words stay what they are.
func foldWords(s string) string {
	if !isASCII(s) {
		s = norm.NFC.String(cases.Fold().String(norm.NFC.String(curls.Replace(s))))
	} else {
		s = strings.ToLower(s)
	}
	return strings.Join(strings.FieldsFunc(s, isSpace), " ")
}

var curls = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...")

func hasLetter(s string) bool { return fold(s) != "" && strings.Trim(fold(s), " 0123456789") != "" }
