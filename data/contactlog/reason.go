package contactlog

import (
	"strings"
	"time"

	"noddfa/assets"
)

// A Code says why a row, or a whole file, was not understood.
type Code string

// Why a file cannot be read.
const (
	EmptyFile    Code = "empty-file"
	NotACSV      Code = "not-a-csv"      // Kind says what it seems to be
	NoHeader     Code = "no-header"      // no row of column names, and no mapping by the user
	NoDateColumn Code = "no-date-column" // Names has the columns that were found
	NoTaskColumn Code = "no-task-column" // the same of a list of tasks
)

// Why a row is rejected.
const (
	NoDate          Code = "no-date"
	NoTask          Code = "no-task"
	NoCase          Code = "no-case"
	NoSuchCase      Code = "no-such-case" // said by whoever knows the cases
	NotADate        Code = "not-a-date"
	NoSuchDate      Code = "no-such-date"  // Day, Month, Year
	NoSuchMonth     Code = "no-such-month" // Month
	NoYear          Code = "no-year"
	NotATime        Code = "not-a-time"
	NoSuchTime      Code = "no-such-time"
	NotInPounds     Code = "not-in-pounds"
	NotAnAmount     Code = "not-an-amount"
	NotAnAge        Code = "not-an-age"
	TooFewCells     Code = "too-few-cells"  // Cells, Wanted
	TooManyCells    Code = "too-many-cells" // Cells, Wanted
	UnbalancedQuote Code = "unbalanced-quote"
	RepeatedHeader  Code = "repeated-header"
	TotalsRow       Code = "totals-row"
)

// Codes lists every code, those of files first.
func Codes() []Code {
	return []Code{
		EmptyFile, NotACSV, NoHeader, NoDateColumn, NoTaskColumn,
		NoDate, NoTask, NoCase, NoSuchCase, NotADate, NoSuchDate, NoSuchMonth, NoYear, NotATime, NoSuchTime, NotInPounds, NotAnAmount, NotAnAge,
		TooFewCells, TooManyCells, UnbalancedQuote, RepeatedHeader, TotalsRow,
	}
}

// What a file that is no CSV seems to be.
const (
	KindSpreadsheet = "spreadsheet" // .xlsx, .xls, .ods: it can be saved as CSV
	KindPDF         = "pdf"
)

// A Reason says why something was not understood. Its sentence is for the
// person at the screen.
type Reason struct {
	Code   Code
	Column string // name of the column, as the file has it; its letter where it has no name

	Day, Month, Year int    // of a date that does not exist
	Cells, Wanted    int    // how many cells there are, and how many columns
	Kind             string // what the file seems to be, or ""
	Names            string // columns that were found, with commas between
}

// String is the code and nothing else, so that a Reason that strays into an
// error or a log tells nothing.
func (r Reason) String() string { return string(r.Code) }

// Harmless says that nothing is missing without the row: column names repeated
// further down, or a line of totals.
func (r Reason) Harmless() bool { return r.Code == RepeatedHeader || r.Code == TotalsRow }

// Sentence says the reason in the language of tr: "There is no 31 February 2018."
func (r Reason) Sentence(tr *assets.Translator) string {
	key := "import.reason." + string(r.Code)
	switch {
	case r.Kind != "":
		key += "." + r.Kind
	case (r.Code == NoDateColumn || r.Code == NoTaskColumn) && r.Names != "":
		key += ".found"
	}
	month := ""
	if r.Month >= 1 && r.Month <= 12 {
		month = tr.Month(time.Month(r.Month))
	}
	return tr.T(key, map[string]any{
		"Column": r.Column, "Day": r.Day, "Month": month, "MonthNumber": r.Month, "Year": r.Year,
		"Cells": r.Cells, "Wanted": r.Wanted, "Names": r.Names,
	})
}

// An Error says why nothing could be read.
type Error struct{ Reason Reason }

// Error names the code and holds nothing of the file.
func (e *Error) Error() string {
	return "reading a contact log: " + strings.ReplaceAll(e.Reason.String(), "-", " ")
}

// Sentence says it to the person in the language of tr.
func (e *Error) Sentence(tr *assets.Translator) string { return e.Reason.Sentence(tr) }
