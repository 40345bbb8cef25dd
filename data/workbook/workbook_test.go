package workbook_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"noddfa/data/workbook"
)

// book makes a workbook as another program does.
func book(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func rows(t *testing.T, file []byte) [][]string {
	t.Helper()
	text, err := workbook.FirstAsCSV(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A workbook made in Britain shows 21/11/2026, one made in America 11/21/26: the day beneath is the same.
func TestDaysAreReadAsDaysHoweverTheyAreShown(t *testing.T) {
	at := time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC)
	for _, format := range []string{"dd/mm/yyyy hh:mm", "m/d/yy", `d "of" mmmm`, "[$-452]d mmmm yyyy;@"} {
		got := rows(t, book(t, func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			must(t, err)
			must(t, f.SetCellValue("Sheet1", "A1", at))
			must(t, f.SetCellStyle("Sheet1", "A1", "A1", style))
			must(t, f.SetCellValue("Sheet1", "B1", 1200.5))
		}))
		if got[0][0] != "2026-11-21 14:05" || got[0][1] != "1200.5" {
			t.Errorf("%s: %q", format, got)
		}
	}
	got := rows(t, book(t, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		pounds := `"d"#,##0.00`
		money, err := f.NewStyle(&excelize.Style{CustomNumFmt: &pounds})
		must(t, err)
		must(t, f.SetCellValue("Sheet1", "A1", 46347))
		must(t, f.SetCellStyle("Sheet1", "A1", "A1", style))
		must(t, f.SetCellValue("Sheet1", "B1", 46347))
		must(t, f.SetCellStyle("Sheet1", "B1", "B1", money))
		must(t, f.SetCellStr("Sheet1", "C1", "07700 900123"))
	}))
	if want := "2026-11-21,46347,07700 900123"; strings.Join(got[0], ",") != want {
		t.Errorf("%q, want %q", got[0], want)
	}
}

func TestWhatGoesOutAsAWorkbookComesInAgain(t *testing.T) {
	words := "=HYPERLINK(\"http://evil.example\")\nSiân, “ŵy” & <b>"
	file, err := workbook.Write([]workbook.Table{
		{Title: "Contacts: [2026]/all of them, and a name too long", Columns: []string{"Date", "Summary", "Age"}, Rows: [][]any{
			{time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC), words, 17}, {nil, "", nil},
		}},
		{Title: "", Columns: []string{"Task"}},
	})
	must(t, err)
	if !workbook.Is(file) {
		t.Error("it does not begin as a workbook")
	}
	if got := rows(t, file); strings.Join(got[1], "|") != "2026-11-21 14:05|"+words+"|17" || strings.Join(got[0], "|") != "Date|Summary|Age" {
		t.Errorf("%q", got)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	must(t, err)
	defer f.Close()
	if formula, _ := f.GetCellFormula(f.GetSheetName(0), "B2"); formula != "" {
		t.Errorf("what somebody typed became a formula: %s", formula)
	}
}

func TestInCSVNothingTypedIsAFormula(t *testing.T) {
	out := string(workbook.Table{Columns: []string{"A"}, Rows: [][]any{{"=1+1"}, {"@x"}, {"plain"}, {nil}}}.CSV())
	if want := "\ufeffA\r\n'=1+1\r\n'@x\r\nplain\r\n\r\n"; out != want {
		t.Errorf("%q, want %q", out, want)
	}
}

func TestWhatIsNoWorkbookIsRefusedWithoutItsWords(t *testing.T) {
	whole, err := workbook.Write([]workbook.Table{{Columns: []string{"canary"}}})
	must(t, err)
	for name, file := range map[string][]byte{
		"cut off": whole[:len(whole)/2], "another zip": []byte("PK\x03\x04canary"), "nothing": nil,
	} {
		if _, err := workbook.FirstAsCSV(file); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The library unpacks large sheets into the system's folder for temporary files unless it is told not to.
func TestALargeWorkbookIsReadInMemory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	table := workbook.Table{Title: "Contacts", Columns: []string{"Summary"}}
	for i := range 620 { // 17 MB of words, each its own
		table.Rows = append(table.Rows, []any{fmt.Sprint(i, strings.Repeat(" canary", 4000))})
	}
	file, err := workbook.Write([]workbook.Table{table})
	must(t, err)
	read := make(chan struct{})
	seen := make(chan bool)
	go func() {
		for some := false; ; {
			if list, _ := os.ReadDir(dir); len(list) > 0 {
				some = true
			}
			select {
			case <-read:
				seen <- some
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	n := len(rows(t, file))
	close(read)
	if n != 621 {
		t.Errorf("%d rows", n)
	}
	if <-seen {
		t.Error("words were in the folder for temporary files")
	}
}
