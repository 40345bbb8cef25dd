package contactlog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"noddfa/assets"
	"noddfa/data/contactlog"
)

// FuzzRead holds whatever the bytes to three promises: no panic, no letter of a
// row lost, and a rejected row tried again is rejected for the same reason.
func FuzzRead(f *testing.F) {
	for _, name := range []string{sampleLog, messyLog} {
		file := sample(f, name)
		f.Add([]byte(file[:min(len(file), 900)]))
		f.Add([]byte(utf16Bytes(file[:400], false, true)))
	}
	for _, seed := range []string{
		"", "\ufeff", "sep=;\nDate;Paid\n1/2/2018;5\n", "Date,Summary\n1/2/2018,\"unclosed\n2/2/2018,\"x\"\n",
		"Date,Summary\r1/2/2018,\"a \"b\" c\rd\"\r", "Date\tSummary\n1/2/2018\tx\ty\n", "Log\n\nDate,Age,Paid\n1/2/2018,c. 19,1.5k\n31/2/2018,x,€5\nTotal,,9\n",
		"Date,Phone\n42981.5,+44 (0)7700 900321\nDate,Phone\n", "%PDF-1.4", "PK\x03\x04", "Date,Time\n1/2/18,2.35pm\n1/2/18,noon\n1/2,0.75\n",
		"Dyddiad;Enw;Ff\xf4n\n3ydd o Fedi 2017;Llyr;1\n", "Date,\"a\",\"a\"\n\"1/2/2018\",\"b\"\"c\",\"\",\"\n", "Date\n\"\n\"\n", "Tasgau\n\nAchos;Tasg;Pwy;Erbyn;Gwnaed\nNOD-7K3Q-92;Ffonio;Cadi;3/11/26;na\nAchos;Tasg;Pwy;Erbyn;Gwnaed\n;x;;31/2/2026;ie\n",
		"Date,Name\n1 Jan 2018,Ł\x80\xff\n",
	} {
		f.Add([]byte(seed))
	}
	opts := contactlog.Options{Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
	byUser := opts
	byUser.Columns = map[int]contactlog.Field{0: contactlog.FieldDate, 1: contactlog.FieldSummary, 2: contactlog.FieldDemanded, 3: contactlog.FieldAge}
	tasks := opts
	tasks.Sheet = contactlog.Tasks
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, o := range []contactlog.Options{opts, byUser, tasks} {
			l, err := contactlog.Read(file, o)
			var refused *contactlog.Error
			if err != nil && (!errors.As(err, &refused) || refused.Sentence(assets.Lang("en")) == "") {
				t.Fatalf("refused without a reason: %v", err)
			}
			if err != nil {
				continue
			}
			checkNothingIsLost(t, file, l)
			checkRejections(t, l)
		}
	})
}

// checkNothingIsLost compares the letters and digits of the file with those of
// all rows, in order.
func checkNothingIsLost(t *testing.T, file []byte, l *contactlog.Log) {
	t.Helper()
	type placed struct {
		number, line int
		cells        []string
	}
	var rows []placed
	for _, r := range l.Rows {
		rows = append(rows, placed{r.Number, r.Line, r.Cells})
	}
	for _, r := range l.Rejected {
		rows = append(rows, placed{r.Number, r.Line, r.Cells})
	}
	slices.SortFunc(rows, func(a, b placed) int { return a.number - b.number })
	for i := 1; i < len(rows); i++ {
		if rows[i].number == rows[i-1].number || rows[i].line <= rows[i-1].line {
			t.Fatalf("rows %d and %d are at lines %d and %d", rows[i-1].number, rows[i].number, rows[i-1].line, rows[i].line)
		}
	}
	if l.Encoding != contactlog.UTF8 || !utf8.Valid(file) {
		return
	}
	text := strings.TrimPrefix(string(file), "\ufeff")
	first := text
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		first = text[:i]
	}
	if said := strings.Trim(first, `"`); len(said) == 5 && strings.EqualFold(said, "sep="+l.Delimiter) {
		text = text[len(first):]
	}
	count := map[rune]int{}
	letters(text, func(r rune) { count[r]++ })
	take := func(cells []string) {
		for _, c := range cells {
			letters(c, func(r rune) { count[r]-- })
		}
	}
	for _, r := range rows {
		take(r.cells)
	}
	for _, cells := range l.Above {
		take(cells)
	}
	if l.HasHeader {
		take(l.Header)
	}
	for r, n := range count {
		if n != 0 {
			t.Fatalf("%q is there %d times more in the file than in the rows", r, n)
		}
	}
}

// letters are those of the decomposed text: the names of columns are composed.
func letters(text string, each func(rune)) {
	for _, r := range norm.NFD.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			each(r)
		}
	}
}

func checkRejections(t *testing.T, l *contactlog.Log) {
	t.Helper()
	for _, r := range l.Rejected {
		if _, again := l.Parse(r.Cells); again == nil || again.Reason != r.Reason || again.Field != r.Field {
			t.Fatalf("row %d: %s, and tried again: %+v", r.Number, r.Reason, again)
		}
		for _, code := range []string{"en", "cy"} {
			if said := r.Reason.Sentence(assets.Lang(code)); said == "" || strings.HasPrefix(said, "import.") {
				t.Fatalf("%s says %q", r.Reason, said)
			}
		}
	}
	for _, r := range l.Rows {
		v, rejection := l.Parse(r.Cells)
		if rejection != nil || string(v.Normalised()) != string(r.Normalised()) || v.Task != r.Task || l.Sheet == contactlog.Contacts == r.Started.IsZero() {
			t.Fatalf("row %d reads otherwise the second time: %v", r.Number, rejection)
		}
	}
}

func big(rows int) []byte {
	var b strings.Builder
	b.WriteString("Date,Time,Direction,Method,With,Reached,Safe to talk,First name,Surname,Age,Phone,Language,Summary,Platform,Demanded (£),Paid (£),Reported to police,Force,Advice given,Risk changed,Follow-up by,Follow-up on,Volunteer\r\n")
	for i := range rows {
		fmt.Fprintf(&b, "%02d/%02d/2017,%02d:%02d,in,Phone,client,yes,no - rang back,Wyn,Griffiths,%d,07700 900%03d,English,\"Met online, number %d; said \"\"pay\"\".\r\nRang off.\",Bumble,\"£1,%03d\",nil,not yet,South Wales Police,don't panic; don't pay; don't reply,no,V. Lewis,10/09/2017,V. Harri\r\n",
			1+i%28, 1+i%12, i%24, i%60, 18+i%60, i%1000, i, i%1000)
	}
	return []byte(b.String())
}

func BenchmarkRead100000Rows(b *testing.B) {
	file := big(100_000)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := contactlog.Read(file, contactlog.Options{})
		if err != nil || len(l.Rows) != 100_000 {
			b.Fatalf("%v", err)
		}
	}
}

func BenchmarkNormalised(b *testing.B) {
	l := mustRead(b, string(big(1)), contactlog.Options{})
	b.ReportAllocs()
	for b.Loop() {
		l.Rows[0].Normalised()
	}
}
