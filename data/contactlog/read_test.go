package contactlog_test

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"noddfa/assets"
	"noddfa/data/contactlog"
)

const (
	sampleLog = "testdata/contact-log-2017-2018.csv"
	messyLog  = "testdata/contact-log-messy.csv"
)

func mustRead(t testing.TB, file string, opts contactlog.Options) *contactlog.Log {
	t.Helper()
	l, err := contactlog.Read([]byte(file), opts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func sample(t testing.TB, name string) string {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// asCSV writes rows as a program would, so that a cell can hold anything.
func asCSV(t testing.TB, rows ...[]string) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func reasons(l *contactlog.Log) string {
	var all []string
	for _, r := range l.Rejected {
		all = append(all, r.Reason.String())
	}
	return strings.Join(all, " ")
}

func TestEveryRowOfACleanLogIsUnderstood(t *testing.T) {
	l := mustRead(t, sample(t, sampleLog), contactlog.Options{})
	if l.Encoding != contactlog.UTF8 || l.Delimiter != "," || !l.HasHeader {
		t.Errorf("read as %s, %q, header %v", l.Encoding, l.Delimiter, l.HasHeader)
	}
	if len(l.Rows) != 81 || len(l.Rejected) != 0 || len(l.Above) != 0 {
		t.Fatalf("%d rows, %d rejected (%s), %d above", len(l.Rows), len(l.Rejected), reasons(l), len(l.Above))
	}
	for i, f := range l.Columns {
		if f == "" {
			t.Errorf("column %q was not understood", l.Header[i])
		}
	}
	forces, largest := map[string]int{}, contactlog.Row{}
	for _, r := range l.Rows {
		forces[r.Force]++
		if len(r.Other) != 0 {
			t.Errorf("row %d: column %q was not understood whole", r.Number, r.Other[0].Column)
		}
		if r.Demanded.Pence > largest.Demanded.Pence {
			largest = r
		}
		if r.FirstName == "" || r.Surname == "" || len(r.Phone) != 11 || r.Age == 0 || r.Police == "" || !r.Paid.Known ||
			len(r.Advice) != 5 || r.FollowUpOn.IsZero() || r.Volunteer == "" || r.Language == "" || r.Method == "" ||
			r.With != contactlog.WithPerson || r.SafeToTalk == "" || r.RiskChanged == "" || r.DayOnly {
			t.Errorf("row %d is not whole", r.Number)
		}
	}
	if forces["south-wales"] != 74 || forces["dyfed-powys"] != 7 {
		t.Errorf("forces: %v", forces)
	}
	if largest.Demanded != (contactlog.Money{Pence: 600000, Known: true}) || largest.Platform != "Instagram" {
		t.Errorf("largest demand: %+v through %s", largest.Demanded, largest.Platform)
	}
	first := l.Rows[0]
	if got := first.Started.Format("2006-01-02 15:04 MST"); got != "2017-09-03 12:30 BST" {
		t.Errorf("first contact at %s", got)
	}
	if first.SafeToTalk != contactlog.No || first.SafeWords != "rang back" || first.Line != 2 || first.Number != 2 {
		t.Errorf("first contact: safe %q %q, line %d, row %d", first.SafeToTalk, first.SafeWords, first.Line, first.Number)
	}
}

func TestOfAMessyLogOnlyWhatCannotBeIsRejected(t *testing.T) {
	l := mustRead(t, sample(t, messyLog), contactlog.Options{})
	if len(l.Rows) != 10 || len(l.Rejected) != 2 {
		t.Fatalf("%d rows, rejected: %s", len(l.Rows), reasons(l))
	}
	english, welsh := assets.Lang("en"), assets.Lang("cy")
	date, money := l.Rejected[0], l.Rejected[1]
	if date.Line != 10 || date.Number != 8 || date.Field != contactlog.FieldDate || date.Reason.Code != contactlog.NoSuchDate ||
		date.Reason.Sentence(english) != "There is no 31 February 2018." || date.Reason.Sentence(welsh) != "Nid oes 31 Chwefror 2018." {
		t.Errorf("the date: %+v: %s", date.Reason, date.Reason.Sentence(english))
	}
	if money.Line != 15 || money.Number != 13 || money.Field != contactlog.FieldDemanded || money.Reason.Code != contactlog.NotInPounds ||
		money.Reason.Column != "Demanded (£)" || !strings.Contains(money.Reason.Sentence(english), "put the words in the summary") {
		t.Errorf("the demand: %+v: %s", money.Reason, money.Reason.Sentence(english))
	}
	byLine := map[int]contactlog.Row{}
	for _, r := range l.Rows {
		byLine[r.Line] = r
	}
	if got := byLine[3].Started.Format("2006-01-02 15:04"); got != "2017-09-14 13:05" {
		t.Errorf("2017-09-14 became %s", got)
	}
	if got := byLine[4].Started.Format("15:04"); got != "14:35" {
		t.Errorf("2.35pm became %s", got)
	}
	if r := byLine[5]; r.Demanded.Pence != 120000 || r.Paid != (contactlog.Money{Known: true}) {
		t.Errorf("£1,200 and nil became %+v and %+v", r.Demanded, r.Paid)
	}
	if got := byLine[6].Summary; got != "Said:\n\"send £300 or I post it\", then hung up.\nRang again, no answer" {
		t.Errorf("quotes and line breaks became %q", got)
	}
	if r := byLine[9]; r.Age != 19 || !r.AgeAbout || r.Number != 7 {
		t.Errorf("about 19 became %d, about %v, row %d", r.Age, r.AgeAbout, r.Number)
	}
	if r := byLine[11]; r.Age != 0 || r.AgeAbout {
		t.Errorf("an empty age became %d", r.Age)
	}
	if r := byLine[12]; r.Force != "south-wales" || r.ForceWords != "" {
		t.Errorf("S Wales became %q, %q", r.Force, r.ForceWords)
	}
	if r := byLine[13]; r.Phone != "07700900321" || r.PhoneAsWritten != "+44 7700 900 321" {
		t.Errorf("+44 became %q, %q", r.Phone, r.PhoneAsWritten)
	}
	if r := byLine[14]; r.Summary != "" || r.FirstName != "Bryn" {
		t.Errorf("an empty summary became %q", r.Summary)
	}
}

func TestACorrectedRowIsUnderstood(t *testing.T) {
	l := mustRead(t, sample(t, messyLog), contactlog.Options{})
	cells := append([]string(nil), l.Rejected[0].Cells...)
	if _, again := l.Parse(cells); again == nil || again.Reason != l.Rejected[0].Reason {
		t.Errorf("the same cells are now rejected for %+v", again)
	}
	cells[0] = "28/02/2018"
	v, rejection := l.Parse(cells)
	if rejection != nil || v.Started.Format("2006-01-02 15:04") != "2018-02-28 11:40" || v.Surname != "Żak" {
		t.Errorf("corrected: %+v, %+v", v, rejection)
	}
}

func utf16Bytes(text string, bigEndian, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

func TestEncodingIsFound(t *testing.T) {
	const text = "Date,First name,Surname,Demanded (£)\r\n03/09/2017,Llŷr,Tŷ-Gwyn,£500\r\n"
	const western = "Date,First name,Surname,Demanded (£)\r\n03/09/2017,Siân,O’Neill,£500\r\n"
	windows, err := charmap.Windows1252.NewEncoder().String(western)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file, encoding, first, surname string
	}{
		{"UTF-8", text, contactlog.UTF8, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-8 with mark", "\ufeff" + text, contactlog.UTF8, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-16LE", utf16Bytes(text, false, false), contactlog.UTF16LE, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-16LE with mark", utf16Bytes(text, false, true), contactlog.UTF16LE, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-16BE", utf16Bytes(text, true, false), contactlog.UTF16BE, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-16BE with mark", utf16Bytes(text, true, true), contactlog.UTF16BE, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-16LE cut in a letter", utf16Bytes(text, false, true) + "x", contactlog.UTF16LE, "Llŷr", "Tŷ-Gwyn"},
		{"Windows-1252", windows, contactlog.Windows1252, "Siân", "O’Neill"},
		{"UTF-8 with a bad byte", text + "04/09/2017,Zo\xeb,Hâf,£20\r\n", contactlog.UTF8, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-8 decomposed", "Date,First name,Surname,Demanded\n03/09/2017,Lly\u0302r,Ty\u0302-Gwyn,500\n", contactlog.UTF8, "Llŷr", "Tŷ-Gwyn"},
		{"UTF-8 with the end mark of DOS", text + "\x1a", contactlog.UTF8, "Llŷr", "Tŷ-Gwyn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := mustRead(t, tt.file, contactlog.Options{})
			if l.Encoding != tt.encoding || len(l.Rows) == 0 {
				t.Fatalf("read as %s, %d rows, rejected: %s", l.Encoding, len(l.Rows), reasons(l))
			}
			if r := l.Rows[0]; r.FirstName != tt.first || r.Surname != tt.surname || r.Demanded.Pence != 50000 {
				t.Errorf("read %q %q %v", r.FirstName, r.Surname, r.Demanded)
			}
		})
	}
	bad := mustRead(t, text+"04/09/2017,Zo\xeb,Hâf,£20\r\n", contactlog.Options{})
	if len(bad.Rows) != 2 || bad.Rows[1].FirstName != "Zoë" || bad.Rows[1].Surname != "Hâf" {
		t.Errorf("one bad byte spoils its row: %+v", bad.Rows)
	}
}

func TestDelimiterIsFound(t *testing.T) {
	tests := []struct{ name, file, delimiter string }{
		{"comma", "Date,Summary,Advice\n03/09/2017,met online,don't pay; don't reply; keep it\n", ","},
		{"semicolon", "Date;Summary;Paid\n03/09/2017;\"met, then rang; twice\";£1,200\n", ";"},
		{"tab", "Date\tSummary\tPaid\n03/09/2017\tmet, then rang; twice\t£1,200\n", "\t"},
		{"bar", "Date|Summary|Paid\n03/09/2017|met, then rang; twice|£1,200\n", "|"},
		{"said so", "sep=;\r\nDate;Summary;Paid\r\n03/09/2017;a,b,c,d;£1,200\r\n", ";"},
		{"said so with a tab", "sep=\t\nDate\tPaid\n03/09/2017\t1200\n", "\t"},
		{"old Mac", "Date;Paid\r03/09/2017;1200\r", ";"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := mustRead(t, tt.file, contactlog.Options{})
			if l.Delimiter != tt.delimiter || len(l.Rows) != 1 || l.Columns[0] != contactlog.FieldDate {
				t.Errorf("delimiter %q, %d rows, columns %q", l.Delimiter, len(l.Rows), l.Columns)
			}
		})
	}
}

func TestRowsAreNumberedAsEditorAndSpreadsheetDo(t *testing.T) {
	const file = "sep=,\r\n" + // line 1, no row
		"Contact log of the helpline,,\r\n" + // 2, row 1
		"\r\n" + // 3, row 2
		"Date,Summary,Paid\r\n" + // 4, row 3
		"03/09/2017,\"one\r\ntwo\rthree\",5\r\n" + // 5–7, row 4
		",,\r\n" + // 8, row 5
		"31/02/2018,x,5\r\n" + // 9, row 6
		"05/09/2017,y,6" // 10, row 7
	l := mustRead(t, file, contactlog.Options{})
	if len(l.Rows) != 2 || len(l.Rejected) != 1 || len(l.Above) != 1 {
		t.Fatalf("%d rows, %d above, rejected: %s", len(l.Rows), len(l.Above), reasons(l))
	}
	for _, got := range [][4]int{
		{l.Rows[0].Line, l.Rows[0].Number, 5, 4},
		{l.Rejected[0].Line, l.Rejected[0].Number, 9, 6},
		{l.Rows[1].Line, l.Rows[1].Number, 10, 7},
	} {
		if got[0] != got[2] || got[1] != got[3] {
			t.Errorf("line %d row %d, want line %d row %d", got[0], got[1], got[2], got[3])
		}
	}
	if l.Rows[0].Summary != "one\ntwo\nthree" {
		t.Errorf("line breaks in a cell: %q", l.Rows[0].Summary)
	}
}

func TestRowsOutOfShape(t *testing.T) {
	const header = "Date,First name,Summary,Paid\n"
	tests := []struct {
		name, file string
		rows       int
		rejected   string
	}{
		{"blank rows", header + "\n03/09/2017,A,b,5\n,,,\n  , ,,\n\n", 1, ""},
		{"empty cells too many", header + "03/09/2017,A,b,5,,,\n", 1, ""},
		{"a comma without quotes", header + "03/09/2017,A,b, c,5\n04/09/2017,A,b,5\n", 1, "too-many-cells"},
		{"rows that end early, as Excel writes them", header + "03/09/2017,A\n04/09/2017,A,b,5\n05/09/2017,A,b\n06/09/2017,A,b,5\n", 4, ""},
		{"a row broken in two", header + "03/09/2017,A,b\nand c,5\n04/09/2017,A,b,5\n", 1, "too-few-cells too-few-cells"},
		{"a file cut off", header + "03/09/2017,A,b,5\n04/09/2017,A,th", 1, "too-few-cells"},
		{"no line break at the end", header + "03/09/2017,A,b,5\n04/09/2017,A,b,6", 2, ""},
		{"column names again", header + "03/09/2017,A,b,5\nDate,First name,Summary,Paid\n04/09/2017,A,b,5\n", 2, "repeated-header"},
		{"totals", header + "03/09/2017,A,b,5\n04/09/2017,A,b,5\nTotal,,,10\n", 2, "totals-row"},
		{"totals further in", header + "03/09/2017,A,b,5\n,,Cyfanswm,10\n", 1, "totals-row"},
		{"a column without a name", header + "03/09/2017,A,b,5,and more\n04/09/2017,A,b,5,x\n", 2, ""},
		{"no date", header + ",A,b,5\n", 0, "no-date"},
		{"stray quotes inside", header + "03/09/2017,A,he said \"pay\" twice,5\n04/09/2017,A,\"he said \"pay\" twice, loudly\",5\n", 2, ""},
		{"a quote never closed", header + "03/09/2017,A,\"b,5\n04/09/2017,A,b,5\n05/09/2017,A,b,5\n", 3, ""},
		{"a quote never closed before quoted cells", header + "03/09/2017,A,\"b,5\n04/09/2017,A,\"b, c\",5\n05/09/2017,A,\"d\",5\n", 3, ""},
		{"a quote never closed and a comma", header + "03/09/2017,A,\"b, c,5\n04/09/2017,A,b,5\n", 1, "unbalanced-quote"},
		{"a space before the quote", header + "03/09/2017, A, \"b, c\" , 5\n", 1, ""},
		{"a contact above the column names", "02/09/2017,A,b,5\n" + header + "03/09/2017,A,b,5\n", 2, ""},
		{"header alone", header, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := mustRead(t, tt.file, contactlog.Options{})
			if len(l.Rows) != tt.rows || reasons(l) != tt.rejected {
				t.Errorf("%d rows, rejected: %q; want %d, %q", len(l.Rows), reasons(l), tt.rows, tt.rejected)
			}
			for _, r := range l.Rejected {
				if _, again := l.Parse(r.Cells); again == nil || again.Reason != r.Reason {
					t.Errorf("row %d tried again gives %+v", r.Number, again)
				}
			}
		})
	}
}

func TestAnUnclosedQuoteDoesNotSwallowTheRowsBelow(t *testing.T) {
	l := mustRead(t, "Date,Summary\n03/09/2017,\"he said\n04/09/2017,b\n05/09/2017,c\n", contactlog.Options{})
	if len(l.Rows) != 3 || l.Rows[0].Summary != `"he said` || l.Rows[2].Line != 4 {
		t.Errorf("%d rows: %+v", len(l.Rows), l.Rows)
	}
}

func TestColumnsNobodyUnderstandsAreKept(t *testing.T) {
	l := mustRead(t, asCSV(t,
		[]string{"Date", "Outcome", "Summary", "Notes", "", "Ref", "Ref"},
		[]string{"03/09/2017", "rang off", "first", "second", "third", "17", "18"},
	), contactlog.Options{})
	want := []contactlog.Remark{{"Outcome", "rang off"}, {"Notes", "second"}, {"E", "third"}, {"Ref", "17"}, {"Ref (G)", "18"}}
	if len(l.Rows) != 1 || l.Rows[0].Summary != "first" || len(l.Rows[0].Other) != len(want) {
		t.Fatalf("%+v", l.Rows)
	}
	for i, o := range l.Rows[0].Other {
		if o != want[i] {
			t.Errorf("kept %+v, want %+v", o, want[i])
		}
	}
}

func TestColumnsAreMappedByTheUser(t *testing.T) {
	const noHeader = "03/09/2017,x,500\n04/09/2017,y,600\n"
	byUser := map[int]contactlog.Field{0: contactlog.FieldDate, 1: contactlog.FieldSummary, 2: contactlog.FieldDemanded, 99: contactlog.FieldPaid}
	l := mustRead(t, noHeader, contactlog.Options{Columns: byUser})
	if len(l.Rows) != 2 || l.HasHeader || l.Rows[0].Number != 1 || l.Rows[1].Demanded.Pence != 60000 || l.Rows[0].Summary != "x" {
		t.Errorf("without a header: %d rows, %+v", len(l.Rows), l.Rows)
	}
	l = mustRead(t, "Quando,Cosa,Quanto\n"+noHeader, contactlog.Options{Columns: byUser})
	if len(l.Rows) != 2 || !l.HasHeader || l.Rows[0].Number != 2 || l.Header[1] != "Cosa" {
		t.Errorf("with an unknown header: %d rows, %+v", len(l.Rows), l.Rows)
	}
	l = mustRead(t, "Date,Summary,Phone,Ref\n03/09/2017,x,07700 900001,secret\n",
		contactlog.Options{Columns: map[int]contactlog.Field{1: contactlog.FieldTown, 2: "", 3: contactlog.FieldLeftOut}})
	if r := l.Rows[0]; r.Town != "x" || r.Summary != "" || r.Phone != "" || len(r.Other) != 1 || r.Other[0].Column != "Phone" {
		t.Errorf("the user's mapping does not win: %+v", r.Values)
	}
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	english := assets.Lang("en")
	tests := []struct {
		name, file string
		code       contactlog.Code
		says       string
	}{
		{"nothing", "", contactlog.EmptyFile, "empty"},
		{"space", "\ufeff \r\n\r\n", contactlog.EmptyFile, "empty"},
		{"NUL bytes", "Date,Time\n03/09/2017,\x00\x00\n", contactlog.NotACSV, "not a contact log"},
		{"noise", "Date,Time\n" + strings.Repeat("\x01\x02\x03\x04\x05", 50), contactlog.NotACSV, "not a contact log"},
		{"a PDF", "%PDF-1.7\n%âãÏÓ\n1 0 obj\n", contactlog.NotACSV, "PDF"},
		{"an .xlsx", "PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", contactlog.NotACSV, "save it as CSV"},
		{"an .xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", contactlog.NotACSV, "save it as CSV"},
		{"a .docx", "PK\x03\x04\x14\x00\x06\x00word/document.xml", contactlog.NotACSV, "not a contact log"},
		{"a web page", "<html><table><tr><td>Date</td></tr></table>", contactlog.NotACSV, "not a contact log"},
		{"a photograph", "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", contactlog.NotACSV, "not a contact log"},
		{"no header", "03/09/2017,Gwen,500\n04/09/2017,Huw,600\n", contactlog.NoHeader, "cells: 3"},
		{"contacts whose words are names of columns", "03/09/2017,Phone,Text,Summary,Force\n", contactlog.NoHeader, "cells: 5"},
		{"prose", "Dear all, thank you for coming.\n", contactlog.NoHeader, "cells: 2"},
		{"no date", "First name,Surname,Phone,Summary\nGwen,Bowen,07700 900001,x\n", contactlog.NoDateColumn, "First name, Surname, Phone, Summary"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := contactlog.Read([]byte(tt.file), contactlog.Options{})
			var refused *contactlog.Error
			if !errors.As(err, &refused) || refused.Reason.Code != tt.code || !strings.Contains(refused.Sentence(english), tt.says) {
				t.Fatalf("read: %v, %v", l, err)
			}
			if strings.Contains(err.Error(), "Gwen") || strings.Contains(refused.Sentence(english), "Gwen") {
				t.Error("the error says what somebody wrote")
			}
			if tt.code == contactlog.NoHeader && (l == nil || len(l.Header) == 0 || l.Header[0] == "") {
				t.Error("there is nothing to map columns with")
			}
			if l != nil {
				if _, rejection := l.Parse([]string{"03/09/2017"}); rejection == nil {
					t.Error("a row is understood without columns")
				}
			}
		})
	}
}

func TestEveryReasonHasASentenceInBothLanguages(t *testing.T) {
	for _, code := range contactlog.Codes() {
		for _, lang := range []string{"en", "cy"} {
			for _, kind := range []string{"", contactlog.KindPDF, contactlog.KindSpreadsheet} {
				r := contactlog.Reason{Code: code, Column: "Talwyd", Day: 31, Month: 2, Year: 2018, Cells: 7, Wanted: 8, Names: "a, b"}
				if code == contactlog.NotACSV {
					r.Kind = kind
				}
				said := r.Sentence(assets.Lang(lang))
				if said == "" || strings.HasPrefix(said, "import.") || strings.Contains(said, "<no value>") || strings.Contains(said, "{{") {
					t.Errorf("%s in %s: %q", code, lang, said)
				}
			}
		}
	}
	for _, f := range append(append(contactlog.Contacts.Fields(), contactlog.Tasks.Fields()...), "") {
		for _, lang := range []string{"en", "cy"} {
			if label := f.Label(assets.Lang(lang)); label == "" || strings.HasPrefix(label, "import.") {
				t.Errorf("field %q in %s: %q", f, lang, label)
			}
		}
	}
}
