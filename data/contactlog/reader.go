package contactlog

import (
	"cmp"
	"slices"
	"time"
	_ "time/tzdata" // Windows has no database of zones that Go reads
)

// A reader understands the rows of one log.
type reader struct {
	sheet    Sheet
	names    []string // as Remarks call the columns: never empty, no two the same
	header   []string // the names, folded, to recognise a repetition
	columns  []Field
	slots    []int // per column: index in fields, -1 for a column not understood
	read     []func(row *reading, cell string) Code
	dating   dating
	padShort bool                  // rows that end early are taken as ending in empty cells
	row      reading               // the row at hand
	forces   map[string]namedForce // looking for a force is slow and few are named
}

const rememberedForces = 5000

func newReader(h header, opts Options) *reader {
	r := &reader{
		sheet:   opts.Sheet,
		columns: h.columns,
		dating:  dating{location: opts.Location, now: opts.Now},
		forces:  map[string]namedForce{},
	}
	if r.dating.location == nil {
		r.dating.location = london()
	}
	if r.dating.now.IsZero() {
		r.dating.now = time.Now()
	}
	taken := map[string]int{}
	for i, n := range h.names {
		r.header = append(r.header, fold(n))
		name := cmp.Or(n, columnLetter(i))
		if taken[name]++; taken[name] > 1 {
			name += " (" + columnLetter(i) + ")"
		}
		r.names = append(r.names, name)
		r.slots = append(r.slots, slices.Index(opts.Sheet.fields(), h.columns[i]))
		r.read = append(r.read, understanding[h.columns[i]])
	}
	return r
}

// london is where the logs of British charities are written.
func london() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return l
}

// Parse understands one row by the columns of the log, such as a rejected row
// that the user has corrected. A row that is still wrong gives the same
// Rejection as in Read, without its place in the file.
func (l *Log) Parse(cells []string) (Values, *Rejection) {
	if l.reader == nil {
		return Values{}, &Rejection{Reason: Reason{Code: l.Sheet.missing()}, Cells: cells}
	}
	return l.reader.parse(cells)
}

func (r *reader) parse(cells []string) (Values, *Rejection) {
	reason, field := r.shape(cells), Field("")
	var v Values
	if reason == nil {
		v, reason, field = r.understand(cells)
	}
	if reason == nil && (r.sheet == Contacts || !r.repeatsHeader(cells)) { // a task needs nothing that a name cannot be
		return v, nil
	}
	if r.sheet == Tasks || !r.hasDate(cells) {
		switch {
		case r.repeatsHeader(cells):
			reason, field = &Reason{Code: RepeatedHeader}, ""
		case r.totals(cells):
			reason, field = &Reason{Code: TotalsRow}, ""
		}
	}
	return Values{}, &Rejection{Field: field, Reason: *reason, Cells: cells}
}

// shape says what is wrong with the number of cells. More cells than columns
// come of a comma in a text without quotes, fewer of a line break.
func (r *reader) shape(cells []string) *Reason {
	n := extent(cells)
	many, few := n > len(r.columns), len(cells) < len(r.columns) && !r.padShort
	if !many && !few {
		return nil
	}
	reason := &Reason{Code: TooManyCells, Cells: n, Wanted: len(r.columns)}
	if few {
		reason.Code, reason.Cells = TooFewCells, len(cells)
	}
	for _, cell := range cells {
		if t := trim(cell); t != "" && t[0] == '"' {
			reason.Code = UnbalancedQuote
		}
	}
	return reason
}

// understand makes values of the cells. The first cell that cannot be
// understood rejects the row.
func (r *reader) understand(cells []string) (Values, *Reason, Field) {
	row := &r.row
	*row = reading{reader: r}
	for i, cell := range cells {
		if i >= len(r.columns) {
			break // blank: shape has seen to it
		}
		cell = clean(cell)
		if cell == "" || r.columns[i] == FieldLeftOut {
			continue
		}
		row.column, row.cell = r.names[i], cell
		slot := r.slots[i]
		if slot < 0 || row.filled[slot] {
			row.remark()
			continue
		}
		row.filled[slot] = true
		if code := r.read[i](row, cell); code != "" {
			reason := row.reason
			reason.Code, reason.Column = code, row.column
			return Values{}, &reason, r.columns[i]
		}
	}
	code, field := row.finish()
	if code == "" {
		return row.v, nil, ""
	}
	reason := &Reason{Code: code}
	if i := slices.Index(r.columns, field); i >= 0 {
		reason.Column = r.names[i]
	}
	return Values{}, reason, field
}

// hasDate says whether the cells have a date where dates are.
func (r *reader) hasDate(cells []string) bool {
	for i, f := range r.columns {
		if f == FieldDate && i < len(cells) {
			_, reason := readDate(clean(cells[i]), r.dating)
			if reason.Code == "" {
				return true
			}
		}
	}
	return false
}

// repeatsHeader says whether the row is the column names once more.
func (r *reader) repeatsHeader(cells []string) bool {
	same, other := 0, 0
	for i, cell := range cells {
		if len(cell) > maxShort {
			return false
		}
		switch name := fold(clean(cell)); {
		case name == "":
		case i < len(r.header) && name == r.header[i]:
			same++
		default:
			other++
		}
	}
	return same >= 2 && same > 4*other || same == 1 && other == 0 && len(r.header) == 1
}

// totals says whether the row is the line of sums under a table.
func (r *reader) totals(cells []string) bool {
	for _, cell := range cells {
		if len(cell) > maxShort {
			return false
		}
		switch squash(clean(cell)) {
		case "":
		case "total", "totals", "grandtotal", "sum", "sums", "subtotal", "cyfanswm", "cyfansymiau":
			return true
		default:
			return false
		}
	}
	return false
}

// mayPad decides how to take rows with fewer cells than columns. Excel leaves
// out empty cells at the end of rows; then every short row still begins as a
// contact does. Where one does not, lines are broken; where the last row alone
// is short and lacks its line break, the file is cut off. Then no short row is
// taken: half of it may be missing.
func (r *reader) mayPad(rows []record, cut bool) bool {
	short := 0
	for _, row := range rows {
		if len(row.cells) >= len(r.columns) || r.totals(row.cells) {
			continue
		}
		if short++; !r.starts(row.cells) {
			return false
		}
	}
	last := len(rows) > 1 && len(rows[len(rows)-1].cells) < len(r.columns)
	return !cut || !last || short > 1
}

func (r *reader) force(text string) (id string, ok bool) {
	found, known := r.forces[text]
	if !known {
		found = findForce(text)
		if len(r.forces) < rememberedForces {
			r.forces[text] = found
		}
	}
	return found.id, found.ok
}
