package contactlog

import (
	"cmp"
	"strings"
	"time"
)

// Options are the user's part in reading; the zero Options work.
type Options struct {
	Sheet    Sheet          // what the rows are
	Columns  map[int]Field  // the user's own mapping, by index of the column; it wins over what was recognised
	Location *time.Location // where the times were written; nil = Europe/London
	Now      time.Time      // places two-digit years: never more than 20 years ahead of it; zero = time.Now()
}

// A Log is a contact log as it was read. It is for one goroutine at a time.
type Log struct {
	Sheet     Sheet
	Encoding  string     // UTF8, UTF16LE, UTF16BE or Windows1252
	Delimiter string     // ",", ";", "\t" …
	Header    []string   // the names of the columns; "" where a column has none
	HasHeader bool       // false: Header is a guess from the first row, or empty names
	Columns   []Field    // what each column was understood as; "" = not understood
	Above     [][]string // rows above the column names that are no contacts, such as a title
	Rows      []Row
	Rejected  []Rejection

	reader *reader
}

// Values are those of all rows.
func (l *Log) Values() []Values {
	values := make([]Values, len(l.Rows))
	for i, row := range l.Rows {
		values[i] = row.Values
	}
	return values
}

// Refused counts the rows that were rejected for one reason.
func (l *Log) Refused(code Code) int {
	n := 0
	for _, r := range l.Rejected {
		if r.Reason.Code == code {
			n++
		}
	}
	return n
}

// A Row is a contact, or a task, as the file has it and as it was understood.
type Row struct {
	Line   int      // physical line where it starts, as an editor shows it
	Number int      // as a spreadsheet numbers its rows
	Cells  []string // as they stand in the file
	Values
}

// A Rejection is a row that was not understood. It is the user's to correct:
// correct Cells, then Log.Parse.
type Rejection struct {
	Line, Number int
	Field        Field // what the offending column is about; "" if it is the row as a whole
	Reason       Reason
	Cells        []string
}

// Read finds encoding, delimiter and column names and understands the rows.
// Every row that is not blank is in Rows or in Rejected, but for the row of
// names and what is in Above.
//
// The error is an *Error and comes only where nothing can be read. With
// NoHeader, NoDateColumn and NoTaskColumn there is a Log too, with Header (for NoHeader the
// first row instead) and Columns, so that the user can be asked for a mapping
// and Read be called again with it.
func Read(file []byte, opts Options) (*Log, error) {
	text, encoding, refused := decode(file)
	if refused != nil {
		return nil, &Error{*refused}
	}
	delim, marked := separatorLine(text)
	if !marked {
		delim = delimiterOf(text, opts.Sheet)
	}
	l := &Log{Sheet: opts.Sheet, Encoding: encoding, Delimiter: string(rune(delim))}
	t := newTable(text, delim)
	if marked {
		t.skipLine()
	}
	ahead := *t
	var top []record
	for len(top) < sampled {
		r, ok := ahead.next()
		if !ok {
			break
		}
		top = append(top, r)
	}
	h, recognised := findHeader(top, opts.Sheet)
	l.HasHeader = recognised
	if !recognised {
		h, l.HasHeader = firstRowAsHeader(top, opts)
	}
	h = h.mapped(opts.Columns, top)
	l.setHeader(h)
	switch {
	case len(opts.Columns) == 0 && !recognised:
		return l, &Error{Reason{Code: NoHeader, Cells: len(h.names)}}
	case !h.has(opts.Sheet.key()):
		reason := Reason{Code: opts.Sheet.missing(), Cells: len(h.names)}
		if recognised { // else the first row may be somebody's
			reason.Names = strings.Join(named(h.names), ", ")
		}
		return l, &Error{reason}
	}
	l.readRows(t, h, opts)
	return l, nil
}

// firstRowAsHeader is asked where no row names known columns. The first row is
// then a header of unknown names, or a contact already: with a mapping by the
// user, that shows in the column of the date, of a task in that of the case as well.
func firstRowAsHeader(top []record, opts Options) (h header, found bool) {
	for _, r := range top {
		if r.blank() {
			continue
		}
		h = header{names: make([]string, extent(r.cells)), columns: make([]Field, extent(r.cells))}
		for i := range h.names {
			h.names[i] = clean(r.cells[i])
		}
		if len(opts.Columns) == 0 {
			return h, false
		}
		for i, f := range opts.Columns {
			if opts.Sheet.numbered(f) && i >= 0 && i < len(r.cells) && hasDigit(r.cells[i]) {
				clear(h.names)
				return h, false
			}
		}
		h.line, h.number = r.line, r.number
		return h, true
	}
	return h, false
}

func (l *Log) setHeader(h header) {
	l.Header, l.Columns = h.names, h.columns
}

// readRows reads all rows of t under the header h.
func (l *Log) readRows(t *table, h header, opts Options) {
	var above, below []record
	cut := false
	for {
		if t.number >= h.number { // up to the names, rows are cut as when the names were looked for
			t.width = len(h.columns)
		}
		r, ok := t.next()
		if !ok {
			break
		}
		switch {
		case r.blank() || r.number == h.number:
		case r.number < h.number:
			above = append(above, r)
		default:
			below = append(below, r)
		}
		cut = t.pos == len(t.text) && !strings.HasSuffix(t.text, "\n") && !strings.HasSuffix(t.text, "\r")
	}
	h = widened(h, below)
	l.setHeader(h)
	l.reader = newReader(h, opts)
	l.reader.padShort = l.reader.mayPad(below, cut)
	l.Rows = make([]Row, 0, len(above)+len(below))
	for _, r := range above {
		if l.reader.starts(r.cells) {
			l.take(r)
		} else {
			l.Above = append(l.Above, r.cells)
		}
	}
	for _, r := range below {
		l.take(r)
	}
}

func (l *Log) take(r record) {
	values, rejection := l.reader.parse(r.cells)
	if rejection != nil {
		rejection.Line, rejection.Number = r.line, r.number
		l.Rejected = append(l.Rejected, *rejection)
		return
	}
	l.Rows = append(l.Rows, Row{Line: r.line, Number: r.number, Cells: r.cells, Values: values})
}

// widened gives the header unnamed columns where most rows are wider than it,
// all by the same.
func widened(h header, rows []record) header {
	count := map[int]int{}
	for _, r := range rows {
		count[extent(r.cells)]++
	}
	for n, many := range count {
		if n > len(h.columns) && many*2 > len(rows) && len(rows) > 1 {
			h.names = append(h.names, make([]string, n-len(h.names))...)
			h.columns = append(h.columns, make([]Field, n-len(h.columns))...)
			break
		}
	}
	return h
}

func named(names []string) []string {
	var all []string
	for i, n := range names {
		all = append(all, cmp.Or(n, columnLetter(i)))
	}
	return all
}
