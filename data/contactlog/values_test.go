package contactlog_test

import (
	"testing"
	"time"

	"noddfa/data/contactlog"
)

var november2026 = contactlog.Options{Now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}

// cell reads one contact with one cell under a column.
func cell(t *testing.T, column, text string) (contactlog.Values, contactlog.Code) {
	t.Helper()
	l := mustRead(t, asCSV(t, []string{"Date", "Summary", column}, []string{"03/09/2017", "x", text}), november2026)
	if len(l.Rejected) == 1 {
		r := l.Rejected[0]
		if r.Reason.Column != column {
			t.Errorf("%q: the reason names column %q", text, r.Reason.Column)
		}
		return contactlog.Values{}, r.Reason.Code
	}
	if len(l.Rows) != 1 {
		t.Fatalf("%q: %d rows", text, len(l.Rows))
	}
	return l.Rows[0].Values, ""
}

// dated reads one contact with the given date and time.
func dated(t *testing.T, date, at string) (contactlog.Values, contactlog.Code) {
	t.Helper()
	l := mustRead(t, asCSV(t, []string{"Date", "Time", "Summary"}, []string{date, at, "x"}), november2026)
	if len(l.Rejected) == 1 {
		return contactlog.Values{}, l.Rejected[0].Reason.Code
	}
	return l.Rows[0].Values, ""
}

func kept(v contactlog.Values) string {
	if len(v.Other) == 0 {
		return ""
	}
	return v.Other[0].Words
}

func TestDatesArePeoplesOwn(t *testing.T) {
	tests := []struct {
		date, want string // 2006-01-02, with 15:04 where a time is understood
		code       contactlog.Code
	}{
		{date: "03/09/2017", want: "2017-09-03"},
		{date: "3/9/2017", want: "2017-09-03"},
		{date: "3/9/17", want: "2017-09-03"},
		{date: "03.09.2017", want: "2017-09-03"},
		{date: "3-9-17", want: "2017-09-03"},
		{date: "03 09 2017", want: "2017-09-03"},
		{date: "3 / 9 / 2017", want: "2017-09-03"},
		{date: "2017-09-03", want: "2017-09-03"},
		{date: "2017/9/3", want: "2017-09-03"},
		{date: "20170903", want: "2017-09-03"},
		{date: "03092017", want: "2017-09-03"},
		{date: "42981", want: "2017-09-03"},
		{date: "42981.604166667", want: "2017-09-03 14:30"},
		{date: "3 Sept 2017", want: "2017-09-03"},
		{date: "3 September 2017", want: "2017-09-03"},
		{date: "3rd of September, 2017", want: "2017-09-03"},
		{date: "3-Sep-17", want: "2017-09-03"},
		{date: "3sep2017", want: "2017-09-03"},
		{date: "3 Sep '17", want: "2017-09-03"},
		{date: "Sun 3 Sep 2017", want: "2017-09-03"},
		{date: "Sunday, 3rd September 2017", want: "2017-09-03"},
		{date: "Sun 03/09/2017", want: "2017-09-03"},
		{date: "03/09/2017 (Sunday)", want: "2017-09-03"},
		{date: "September 3, 2017", want: "2017-09-03"},
		{date: "Sunday, September 3rd, 2017", want: "2017-09-03"},
		{date: "3 Medi 2017", want: "2017-09-03"},
		{date: "3ydd o Fedi 2017", want: "2017-09-03"},
		{date: "Dydd Sul 3 Medi 2017", want: "2017-09-03"},
		{date: "Dydd Mawrth 5 Medi 2017", want: "2017-09-05"}, // mawrth: Tuesday, and March
		{date: "5 Mawrth 2018", want: "2018-03-05"},
		{date: "1af o Ionawr 2018", want: "2018-01-01"},
		{date: "25 RHAGFYR 2017", want: "2017-12-25"},
		{date: "6 Tach 2017", want: "2017-11-06"},
		{date: "03/09/2017 12:30", want: "2017-09-03 12:30"},
		{date: "03/09/2017, 2.35pm", want: "2017-09-03 14:35"},
		{date: "3 Sept 2017 at 9am", want: "2017-09-03 09:00"},
		{date: "2017-09-03T12:30:00", want: "2017-09-03 12:30"},
		{date: "2017-09-03T12:30:00Z", want: "2017-09-03 13:30"},
		{date: "2017-09-03 12:30:45.123", want: "2017-09-03 12:30"},
		{date: "\u00a003/09/2017\u200b ", want: "2017-09-03"},
		{date: `="03/09/2017"`, want: "2017-09-03"},
		{date: "about 3/9/2017", want: "2017-09-03"},
		{date: "29/02/2020", want: "2020-02-29"},
		{date: "01/01/2031", want: "2031-01-01"},
		{date: "1/2/46", want: "2046-02-01"},
		{date: "1/2/47", want: "1947-02-01"},
		{date: "31/02/2018", code: contactlog.NoSuchDate},
		{date: "2018-02-31", code: contactlog.NoSuchDate},
		{date: "29/02/2018", code: contactlog.NoSuchDate},
		{date: "31 Chwefror 2018", code: contactlog.NoSuchDate},
		{date: "0/9/2017", code: contactlog.NoSuchDate},
		{date: "09/14/2017", code: contactlog.NoSuchMonth},
		{date: "03/09", code: contactlog.NoYear},
		{date: "3 Sept", code: contactlog.NoYear},
		{date: "3 Sept 14:05", code: contactlog.NoYear},
		{date: "", code: contactlog.NoDate},
		{date: "  ", code: contactlog.NoDate},
		{date: "September 2017", code: contactlog.NotADate},
		{date: "yesterday", code: contactlog.NotADate},
		{date: "last Tuesday", code: contactlog.NotADate},
		{date: "03/09/0017", code: contactlog.NotADate},
		{date: "03/09/217", code: contactlog.NotADate},
		{date: "03/09/2017 - 05/09/2017", code: contactlog.NotADate},
		{date: "12", code: contactlog.NotADate},
		{date: "?", code: contactlog.NotADate},
	}
	for _, tt := range tests {
		v, code := dated(t, tt.date, "")
		got := ""
		switch {
		case code == "" && v.DayOnly:
			got = v.Started.Format("2006-01-02")
		case code == "":
			got = v.Started.Format("2006-01-02 15:04")
		}
		if got != tt.want || code != tt.code {
			t.Errorf("%q: %q %q, want %q %q", tt.date, got, code, tt.want, tt.code)
		}
	}
}

func TestTimesArePeoplesOwn(t *testing.T) {
	tests := []struct {
		at, want string // "" = the day only
		keeps    bool   // the words stay too
		code     contactlog.Code
	}{
		{at: "14:35", want: "14:35"},
		{at: "2.35pm", want: "14:35"},
		{at: "2:35 PM", want: "14:35"},
		{at: "2.35 p.m.", want: "14:35"},
		{at: "2.35yp", want: "14:35"},
		{at: "2.35 y prynhawn", want: "14:35"},
		{at: "9yb", want: "09:00"},
		{at: "14.35", want: "14:35"},
		{at: "1435", want: "14:35"},
		{at: "1435 hrs", want: "14:35"},
		{at: "14h35", want: "14:35"},
		{at: "14:35:59", want: "14:35"},
		{at: "0930", want: "09:30"},
		{at: "9.3", want: "09:30"},
		{at: "9", want: "09:00"},
		{at: "2pm", want: "14:00"},
		{at: "9 o'clock", want: "09:00"},
		{at: "12am", want: "00:00"},
		{at: "12.15pm", want: "12:15"},
		{at: "noon", want: "12:00"},
		{at: "Hanner dydd", want: "12:00"},
		{at: "midnight", want: "00:00"},
		{at: "0.604166667", want: "14:30"},
		{at: "0.5", want: "12:00"},
		{at: "0.30", want: "00:30"},
		{at: "03/09/2017 14:35", want: "14:35"},
		{at: "1899-12-30 14:35:00", code: contactlog.NotATime},
		{at: "14:35 - 14:50", want: "14:35", keeps: true},
		{at: "about 2pm", want: "14:00", keeps: true},
		{at: "after 3pm", want: "15:00", keeps: true},
		{at: "tua 3yp", want: "15:00", keeps: true},
		{at: "evening", keeps: true},
		{at: "am", keeps: true},
		{at: ""},
		{at: "-"},
		{at: "25:99", code: contactlog.NoSuchTime},
		{at: "24:00", code: contactlog.NoSuchTime},
		{at: "14:75", code: contactlog.NoSuchTime},
		{at: "14:3", code: contactlog.NotATime},
		{at: "10ish", want: "10:00", keeps: true},
		{at: "1435 rang back", want: "14:35", keeps: true},
		{at: "2pm - 3.30pm", want: "14:00", keeps: true},
		{at: "2 calls", code: contactlog.NotATime},
		{at: "3 calls, 2 texts", code: contactlog.NotATime},
		{at: "07700 900001", code: contactlog.NotATime},
		{at: "second call 2", code: contactlog.NotATime},
	}
	for _, tt := range tests {
		v, code := dated(t, "03/09/2017", tt.at)
		got := ""
		if code == "" && !v.DayOnly {
			got = v.Started.Format("15:04")
		}
		if got != tt.want || code != tt.code || (kept(v) != "") != tt.keeps {
			t.Errorf("%q: %q %q, keeps %q; want %q %q, keeps %v", tt.at, got, code, kept(v), tt.want, tt.code, tt.keeps)
		}
	}
}

func TestAmountsArePounds(t *testing.T) {
	const unknown = -1
	tests := []struct {
		text  string
		pence int64
		keeps bool
		code  contactlog.Code
	}{
		{text: "1200", pence: 120000},
		{text: "£1,200", pence: 120000},
		{text: "£ 1,200.50", pence: 120050},
		{text: "1,234,567", pence: 123456700},
		{text: "1200 pounds", pence: 120000},
		{text: "1200 GBP", pence: 120000},
		{text: "200 o bunnoedd", pence: 20000, keeps: true},
		{text: "200 punt", pence: 20000},
		{text: "200 quid", pence: 20000},
		{text: "500.5", pence: 50050},
		{text: "£500/-", pence: 50000},
		{text: ".50", pence: 50},
		{text: "50p", pence: 50},
		{text: "2k", pence: 200000},
		{text: "£1.5k", pence: 150000},
		{text: "2 grand", pence: 200000},
		{text: "0", pence: 0},
		{text: "£0.00", pence: 0},
		{text: "nil", pence: 0},
		{text: "Dim", pence: 0},
		{text: "none", pence: 0},
		{text: "nothing paid", pence: 0},
		{text: "heb dalu", pence: 0},
		{text: "not yet", pence: 0, keeps: true},
		{text: "", pence: unknown},
		{text: "-", pence: unknown},
		{text: "?", pence: unknown},
		{text: "unknown", pence: unknown},
		{text: "anhysbys", pence: unknown},
		{text: "yes", pence: unknown, keeps: true},
		{text: "would not say", pence: unknown, keeps: true},
		{text: "about £500", pence: 50000, keeps: true},
		{text: "tua 500", pence: 50000, keeps: true},
		{text: "£500?", pence: 50000, keeps: true},
		{text: "£500 in Steam vouchers", pence: 50000, keeps: true},
		{text: "£500 in bitcoin", pence: 50000, keeps: true},
		{text: "500 euros", code: contactlog.NotInPounds},
		{text: "€500", code: contactlog.NotInPounds},
		{text: "$500", code: contactlog.NotInPounds},
		{text: "500 ewro", code: contactlog.NotInPounds},
		{text: "500EUR", code: contactlog.NotInPounds},
		{text: "0.5 BTC", code: contactlog.NotInPounds},
		{text: "bitcoin", code: contactlog.NotInPounds},
		{text: "£500 ($620)", code: contactlog.NotInPounds},
		{text: "500 somethings", code: contactlog.NotAnAmount},
		{text: "£200-£300", code: contactlog.NotAnAmount},
		{text: "200 then 300", code: contactlog.NotAnAmount},
		{text: "-500", code: contactlog.NotAnAmount},
		{text: "(500)", code: contactlog.NotAnAmount},
		{text: "12,50", code: contactlog.NotAnAmount},
		{text: "1.200", code: contactlog.NotAnAmount},
		{text: "1,20,000", code: contactlog.NotAnAmount},
		{text: "07700900001", code: contactlog.NotAnAmount},
		{text: "99999999999999999999", code: contactlog.NotAnAmount},
	}
	for _, tt := range tests {
		v, code := cell(t, "Demanded (£)", tt.text)
		want := contactlog.Money{Pence: tt.pence, Known: tt.pence != unknown && tt.code == ""}
		if tt.pence == unknown {
			want.Pence = 0
		}
		if v.Demanded != want || code != tt.code || (kept(v) != "") != tt.keeps {
			t.Errorf("%q: %+v %q, keeps %q; want %+v %q, keeps %v", tt.text, v.Demanded, code, kept(v), want, tt.code, tt.keeps)
		}
	}
}

func TestAgesAreNeverGuessed(t *testing.T) {
	tests := []struct {
		text  string
		age   int
		about bool
		keeps bool
		code  contactlog.Code
	}{
		{text: "42", age: 42},
		{text: "about 19", age: 19, about: true},
		{text: "tua 19", age: 19, about: true},
		{text: "~19", age: 19, about: true},
		{text: "19?", age: 19, about: true},
		{text: "19ish", age: 19, about: true},
		{text: "c. 19", age: 19, about: true},
		{text: "19 years old", age: 19},
		{text: "19 oed", age: 19},
		{text: "19.0", age: 19},
		{text: ""},
		{text: "-"},
		{text: "unknown"},
		{text: "adult", keeps: true},
		{text: "20s", keeps: true},
		{text: "18+", keeps: true},
		{text: "16-17", keeps: true},
		{text: "17 then, 19 now", keeps: true},
		{text: "under 18", keeps: true},
		{text: "0", code: contactlog.NotAnAge},
		{text: "420", code: contactlog.NotAnAge},
		{text: "1985", code: contactlog.NotAnAge},
	}
	for _, tt := range tests {
		v, code := cell(t, "Age", tt.text)
		if v.Age != tt.age || v.AgeAbout != tt.about || code != tt.code || (kept(v) != "") != tt.keeps {
			t.Errorf("%q: %d %v %q, keeps %q", tt.text, v.Age, v.AgeAbout, code, kept(v))
		}
	}
	v, _ := cell(t, "Date of birth", "04/09/2000")
	if v.Age != 16 || kept(v) != "04/09/2000" {
		t.Errorf("born a day short of 17: %d, keeps %q", v.Age, kept(v))
	}
}

func TestPhoneNumbersAreCompared(t *testing.T) {
	tests := []struct{ text, want string }{
		{"07700 900321", "07700900321"},
		{"+44 7700 900 321", "07700900321"},
		{"+44 (0)7700 900321", "07700900321"},
		{"0044 7700 900321", "07700900321"},
		{"447700900321", "07700900321"},
		{"7700900321", "07700900321"}, // a spreadsheet took the nought
		{"'07700900321", "07700900321"},
		{`="07700900321"`, "07700900321"},
		{"(01632) 960 123", "01632960123"},
		{"01632-960123", "01632960123"},
		{"mob: 07700 900321", "07700900321"},
		{"07700 900321 (mum)", "07700900321"},
		{"+33 6 12 34 56 78", "+33612345678"},
		{"07700 900321 / 07700 900322", ""},
		{"07700 900321 - 07700 900322", ""},
		{"4.47701E+11", ""},
		{"withheld", ""},
		{"101", ""},
	}
	for _, tt := range tests {
		v, code := cell(t, "Phone", tt.text)
		if v.Phone != tt.want || v.PhoneAsWritten == "" || code != "" {
			t.Errorf("%q: %q, %q %q", tt.text, v.Phone, v.PhoneAsWritten, code)
		}
	}
	if v, _ := cell(t, "Phone", "n/a"); v.PhoneAsWritten != "" {
		t.Errorf("n/a became %q", v.PhoneAsWritten)
	}
}

func TestAnswersKeepTheirWords(t *testing.T) {
	tests := []struct {
		text   string
		answer contactlog.Answer
		words  string
	}{
		{"yes", contactlog.Yes, ""},
		{"Y", contactlog.Yes, ""},
		{"Ydy", contactlog.Yes, ""},
		{"✓", contactlog.Yes, ""},
		{"yes, but quickly", contactlog.Yes, "but quickly"},
		{"no - rang back", contactlog.No, "rang back"},
		{"No (Mam in the room)", contactlog.No, "Mam in the room"},
		{"Nac ydy: ffonio'n ôl", contactlog.No, "ffonio'n ôl"},
		{"N", contactlog.No, ""},
		{"not safe until 6", contactlog.No, "until 6"},
		{"not sure", contactlog.Unknown, ""},
		{"don't know", contactlog.Unknown, ""},
		{"Ddim yn siŵr", contactlog.Unknown, ""},
		{"wouldn't say", contactlog.WouldNotSay, ""},
		{"not asked", contactlog.NotAsked, ""},
		{"n/a", contactlog.NotAsked, ""},
		{"-", contactlog.NotAsked, ""},
		{"mornings only", contactlog.NotAsked, "mornings only"},
		{"Nora was there", contactlog.NotAsked, "Nora was there"},
		{"no answer", contactlog.NotAsked, "no answer"},
	}
	for _, tt := range tests {
		v, code := cell(t, "Safe to talk?", tt.text)
		if v.SafeToTalk != tt.answer || v.SafeWords != tt.words || code != "" {
			t.Errorf("%q: %q %q %q", tt.text, v.SafeToTalk, v.SafeWords, code)
		}
	}
}

func TestWordsBecomeCodes(t *testing.T) {
	tests := []struct {
		column, text string
		got          func(contactlog.Values) string
		want         string
		keeps        bool
	}{
		{"Method", "Phone", method, "phone", false},
		{"Method", "Web chat", method, "webchat", false},
		{"Method", "E-mail", method, "email", false},
		{"Method", "Galwad ffôn", method, "phone", false},
		{"Method", "carrier pigeon", method, "", true},
		{"With", "client", with, contactlog.WithPerson, false},
		{"With", "Cleient", with, contactlog.WithPerson, false},
		{"With", "Mother", with, contactlog.WithParent, true},
		{"With", "third party", with, "", true},
		{"With", "the milkman", with, "", true},
		{"Direction", "in", direction, "in", false},
		{"Direction", "Outgoing", direction, "out", false},
		{"Direction", "allan", direction, "out", false},
		{"Reached", "yes", wasReached, "reached", false},
		{"Reached", "no", wasReached, "attempted", false},
		{"Reached", "Voicemail", wasReached, "attempted", false},
		{"Reached", "no - left word with brother", wasReached, "attempted", true},
		{"No answer", "yes", wasReached, "attempted", false},
		{"Language", "Cymraeg", lang, "cy", false},
		{"Language", "Saesneg", lang, "en", false},
		{"Language", "Polski", lang, "pl", false},
		{"Language", "en-GB", lang, "en", false},
		{"Language", "yes", lang, "", true},
		{"Platform", "insta", platform, "Instagram", false},
		{"Platform", "POF", platform, "Plenty of Fish", false},
		{"Platform", "Some New App", platform, "Some New App", false},
		{"Reported to police", "yes", police, contactlog.PoliceReported, false},
		{"Reported to police", "yes - log 17 of 3 Sept", police, contactlog.PoliceReported, true},
		{"Reported to police", "no, ashamed", police, contactlog.PoliceNotYet, true},
		{"Reported to police", "asked her sister", police, "", true},
		{"Reported to police", "not yet", police, contactlog.PoliceNotYet, false},
		{"Reported to police", "no", police, contactlog.PoliceNotYet, false},
		{"Reported to police", "doesn't want to", police, contactlog.PoliceDoesNotWant, false},
		{"Reported to police", "unsure", police, contactlog.PoliceUnsure, false},
		{"Wants police", "yes", police, contactlog.PoliceWants, false},
		{"Wants police", "no", police, contactlog.PoliceDoesNotWant, false},
		{"Force", "South Wales Police", force, "south-wales", false},
		{"Force", "S Wales", force, "south-wales", false},
		{"Force", "Heddlu Dyfed-Powys", force, "dyfed-powys", false},
		{"Force", "the ones by the sea", force, "? the ones by the sea", false},
		{"Police", "South Wales", force, "south-wales", false},
		{"Suicide", "yes", suicide, "yes", false},
		{"Suicide", "yes, last week", suicide, "yes", true},
		{"Follow-up on", "10/09/2017", followUp, "2017-09-10", false},
		{"Follow-up on", "next week", followUp, "", true},
		{"Follow-up on", "", followUp, "", false},
		{"Name", "Bryn Ap Rhys", name, "Bryn|Ap Rhys", false},
		{"Name", "Ap Rhys, Bryn", name, "Bryn|Ap Rhys", false},
		{"Name", "Bryn", name, "Bryn|", false},
		{"First name", "Na", name, "Na|", false},
		{"First name", "unknown", name, "|", false},
		{"Preferred name", "Bee", func(v contactlog.Values) string { return v.CalledName }, "Bee", false},
		{"Town", "Llanelli", func(v contactlog.Values) string { return v.Town }, "Llanelli", false},
	}
	for _, tt := range tests {
		v, code := cell(t, tt.column, tt.text)
		if got := tt.got(v); got != tt.want || code != "" || (kept(v) != "") != tt.keeps {
			t.Errorf("%s %q: %q %q, keeps %q; want %q", tt.column, tt.text, got, code, kept(v), tt.want)
		}
	}
	if v, code := cell(t, "Follow-up on", "31/02/2018"); code != contactlog.NoSuchDate {
		t.Errorf("a follow-up on a day that does not exist: %v %q", v.FollowUpOn, code)
	}
	if v, _ := cell(t, "Reported to police", "no"); v.PoliceWords != "no" {
		t.Errorf("a plain no keeps %q", v.PoliceWords)
	}
	if v, _ := cell(t, "Advice given", "don't pay;  don't reply ;\n keep messages;"); len(v.Advice) != 3 || v.Advice[2] != "keep messages" {
		t.Errorf("advice: %q", v.Advice)
	}
}

func method(v contactlog.Values) string   { return v.Method }
func with(v contactlog.Values) string     { return v.With }
func lang(v contactlog.Values) string     { return v.Language }
func platform(v contactlog.Values) string { return v.Platform }
func police(v contactlog.Values) string   { return v.Police }
func suicide(v contactlog.Values) string  { return string(v.Suicide) }
func name(v contactlog.Values) string     { return v.FirstName + "|" + v.Surname }

func force(v contactlog.Values) string {
	if v.ForceWords != "" {
		return "? " + v.ForceWords
	}
	return v.Force
}

func direction(v contactlog.Values) string {
	if v.Outgoing {
		return "out"
	}
	return "in"
}

func wasReached(v contactlog.Values) string {
	if v.Attempted {
		return "attempted"
	}
	return "reached"
}

func followUp(v contactlog.Values) string {
	if v.FollowUpOn.IsZero() {
		return ""
	}
	return v.FollowUpOn.Format(time.DateOnly)
}

func TestEndOfACall(t *testing.T) {
	tests := []struct{ start, end, want string }{
		{"14:05", "14:35", "2017-09-03 14:35"},
		{"23:50", "00:20", "2017-09-04 00:20"},
		{"", "14:35", ""},
		{"14:05", "late", ""},
	}
	for _, tt := range tests {
		l := mustRead(t, asCSV(t, []string{"Date", "Start", "End time"}, []string{"03/09/2017", tt.start, tt.end}), november2026)
		got := ""
		if ended := l.Rows[0].Ended; !ended.IsZero() {
			got = ended.Format("2006-01-02 15:04")
		}
		if got != tt.want {
			t.Errorf("%s to %s: %q, want %q", tt.start, tt.end, got, tt.want)
		}
	}
}
