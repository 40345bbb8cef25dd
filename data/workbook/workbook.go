// Package workbook reads and writes the workbooks of spreadsheets (.xlsx): the bytes of a file go in, rows of words come out,
// and the other way round. It works in memory alone: the library beneath would unpack a large sheet into the system's
// temporary folder, and is told not to.
//
// A workbook holds words as words. What somebody typed is never a formula there, whatever it begins with; in CSV, which
// knows no difference, it gets an apostrophe.
package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// largest is how many bytes a workbook may unpack to: a hundred thousand rows take a tenth of it.
const largest = 512 << 20

// nowhere is a folder that cannot be: if the library ever wants a temporary file, it gets none.
const nowhere = "\x00"

// ErrUnreadable is a workbook that is damaged, protected by a password, or too large.
var ErrUnreadable = errors.New("the workbook cannot be read")

// Is reports whether a file begins as a workbook does.
func Is(file []byte) bool { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }

// FirstAsCSV returns the first sheet of a workbook that is not empty, as CSV in UTF-8 with commas. Days and times stand
// there as 2026-11-21 14:05 however the workbook shows them, numbers as they are kept.
func FirstAsCSV(file []byte) ([]byte, error) {
	sheets, err := asCSV(file, 1)
	if err != nil || len(sheets) == 0 {
		return nil, err
	}
	return sheets[0], nil
}

// AllAsCSV returns each sheet of a workbook that is not empty, as FirstAsCSV does the first.
func AllAsCSV(file []byte) ([][]byte, error) { return asCSV(file, -1) }

// asCSV returns the first sheets that are not empty, up to most.
func asCSV(file []byte, most int) (sheets [][]byte, _ error) {
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true, UnzipSizeLimit: largest, UnzipXMLSizeLimit: largest, TmpDir: nowhere})
	if err != nil {
		return nil, ErrUnreadable // its own words may hold a cell's
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		if len(sheets) == most {
			break
		}
		rows, err := book.GetRows(name)
		if err != nil {
			return nil, ErrUnreadable
		}
		if len(rows) == 0 {
			continue
		}
		days := dayStyles{book: book, sheet: name, known: map[int]bool{}}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		for y, row := range rows {
			for x, cell := range row {
				row[x] = days.words(x+1, y+1, cell)
			}
			_ = w.Write(row) // into memory: it cannot fail
		}
		w.Flush()
		sheets = append(sheets, out.Bytes())
	}
	return sheets, nil
}

// dayStyles knows which cells hold a day: a number of days that the cell's format shows as one.
type dayStyles struct {
	book  *excelize.File
	sheet string
	known map[int]bool // by style
}

func (d dayStyles) words(x, y int, raw string) string {
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	at, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return raw
	}
	style, err := d.book.GetCellStyle(d.sheet, at)
	if err != nil || !d.isDay(style) {
		return raw
	}
	moment, err := excelize.ExcelDateToTime(days, d.date1904())
	if err != nil {
		return raw
	}
	moment = moment.Round(time.Minute)
	switch {
	case days < 1:
		return moment.Format("15:04")
	case days == float64(int(days)):
		return moment.Format(time.DateOnly)
	}
	return moment.Format("2006-01-02 15:04")
}

func (d dayStyles) date1904() bool {
	p, err := d.book.GetWorkbookProps()
	return err == nil && p.Date1904 != nil && *p.Date1904
}

func (d dayStyles) isDay(style int) bool {
	if is, ok := d.known[style]; ok {
		return is
	}
	is := false
	if s, err := d.book.GetStyle(style); err == nil {
		// ECMA-376 part 1, 18.8.30: formats that every program knows by number
		is = s.NumFmt >= 14 && s.NumFmt <= 22 || s.NumFmt >= 27 && s.NumFmt <= 36 || s.NumFmt >= 45 && s.NumFmt <= 47 || s.NumFmt >= 50 && s.NumFmt <= 58
		if s.CustomNumFmt != nil {
			is = showsDay(*s.CustomNumFmt)
		}
	}
	d.known[style] = is
	return is
}

// showsDay reports whether a format has a part of a day or a time, outside of quoted words, colours and places.
func showsDay(format string) bool {
	quoted, bracket := false, false
	for i, r := range strings.ToLower(format) {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '[' && !quoted:
			bracket = true
		case r == ']':
			bracket = false
		case !quoted && !bracket && strings.ContainsRune("ydhs", r) && (i == 0 || format[i-1] != '\\'):
			return true
		}
	}
	return false
}

// Table is one sheet of a workbook.
type Table struct {
	Title   string
	Columns []string
	Rows    [][]any // a string, an int or a time.Time for each column; nil is an empty cell
}

// Write is the tables as an .xlsx file, each on a sheet of its own.
func Write(tables []Table) ([]byte, error) {
	book := excelize.NewFile(excelize.Options{TmpDir: nowhere})
	defer book.Close()
	head, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("making a workbook: %w", err)
	}
	moment := "yyyy-mm-dd hh:mm"
	day, err := book.NewStyle(&excelize.Style{CustomNumFmt: &moment})
	if err != nil {
		return nil, fmt.Errorf("making a workbook: %w", err)
	}
	for i, t := range tables {
		name := sheetName(t.Title, i)
		if i == 0 {
			err = book.SetSheetName("Sheet1", name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err == nil {
			err = t.fill(book, name, head, day)
		}
		if err != nil {
			return nil, fmt.Errorf("making a workbook: %w", err)
		}
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("making a workbook: %w", err)
	}
	return out.Bytes(), nil
}

func (t Table) fill(book *excelize.File, name string, head, day int) error {
	put := func(y int, cells []any) error {
		for x, value := range cells {
			at, err := excelize.CoordinatesToCellName(x+1, y)
			if err != nil {
				return err
			}
			switch value := value.(type) {
			case nil:
			case string:
				err = book.SetCellStr(name, at, value)
			case time.Time:
				if value.IsZero() {
					continue
				}
				wall := time.Date(value.Year(), value.Month(), value.Day(), value.Hour(), value.Minute(), value.Second(), 0, time.UTC)
				err = errors.Join(book.SetCellValue(name, at, wall), book.SetCellStyle(name, at, at, day))
			default:
				err = book.SetCellValue(name, at, value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	titles := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c
	}
	if err := put(1, titles); err != nil {
		return err
	}
	for i, row := range t.Rows {
		if err := put(i+2, row); err != nil {
			return err
		}
	}
	return errors.Join(
		book.SetRowStyle(name, 1, 1, head),
		book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// sheetName is what a workbook takes as the name of a sheet: at most 31 letters, some of which it refuses.
func sheetName(title string, i int) string {
	name := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title))
	name = name[:min(len(name), 31)]
	if strings.TrimSpace(string(name)) == "" {
		return fmt.Sprint(i + 1)
	}
	return string(name)
}

// CSV is the table as CSV in UTF-8, with the mark that has Excel read it so.
func (t Table) CSV() []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.Write(slices.Clone(t.Columns)) // into memory: it cannot fail
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, value := range row {
			switch value := value.(type) {
			case nil:
			case string:
				cells[i] = Plain(value)
			case time.Time:
				if !value.IsZero() {
					cells[i] = value.Format("2006-01-02 15:04")
				}
			default:
				cells[i] = fmt.Sprint(value)
			}
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return out.Bytes()
}

// Plain keeps a spreadsheet from running what somebody typed.
func Plain(text string) string {
	if strings.IndexAny(text, "=+-@\t\r\n|%＝＋－＠") == 0 {
		return "'" + text
	}
	return text
}

// Typed is what somebody typed before Plain.
func Typed(text string) string {
	if typed, ok := strings.CutPrefix(text, "'"); ok && Plain(typed) != typed {
		return typed
	}
	return text
}
