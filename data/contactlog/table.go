package contactlog

import "strings"

// A record is one row of the table as it stands in the file.
type record struct {
	line   int // physical line where it starts, from 1
	number int // as a spreadsheet numbers rows, from 1
	cells  []string
}

func (r record) blank() bool { return extent(r.cells) == 0 }

// extent is the number of cells up to the last that is not blank.
func extent(cells []string) int {
	n := len(cells)
	for n > 0 && trim(cells[n-1]) == "" {
		n--
	}
	return n
}

// A table walks through the records of a text (RFC 4180, and what people make
// of it). Line breaks are CRLF, LF or CR. Quotes count where a cell begins with
// one; an unbalanced quote is read as a character of its line, so that it does
// not swallow the rows that follow.
type table struct {
	text   string
	delim  byte
	width  int // columns to expect, which decides how a doubtful quote is read; 0 = not known yet
	pos    int
	line   int
	number int
	spent  int // bytes looked at in vain for closing quotes
}

// No honest cell is longer than quoteLimit (Excel's limit is 32,767 characters);
// quoteBudget, besides a multiple of the text, bounds all vain looking, so that
// no file takes quadratic time.
const (
	quoteLimit  = 128 << 10
	quoteBudget = 1 << 20
)

func newTable(text string, delim byte) *table {
	return &table{text: text, delim: delim}
}

// skipLine passes over one physical line that is no row.
func (t *table) skipLine() {
	t.pos = t.endOfLine(t.pos)
	t.breakLine()
}

// next returns the next record; ok is false after the last.
func (t *table) next() (r record, ok bool) {
	if t.pos >= len(t.text) {
		return record{}, false
	}
	t.number++
	r = record{line: t.line + 1, number: t.number}
	start, eol := t.pos, t.endOfLine(t.pos)
	if strings.IndexByte(t.text[start:eol], '"') < 0 {
		r.cells = strings.Split(t.text[start:eol], string(rune(t.delim)))
		t.pos = eol
		t.breakLine()
		return r, true
	}
	whole := t.split(start, len(t.text), false)
	if !whole.closed || whole.doubtful {
		line := t.split(start, eol, true)
		if !whole.closed || len(line.cells) == t.width || len(whole.cells) != t.width {
			if whole.closed {
				t.spent += whole.end - eol
			}
			whole = line
		}
	}
	r.cells = whole.cells
	t.line += breaks(t.text[start:whole.end])
	t.pos = whole.end
	t.breakLine()
	return r, true
}

// breakLine passes over the line break at pos, if there is one.
func (t *table) breakLine() {
	t.line++
	if t.pos < len(t.text) && t.text[t.pos] == '\r' {
		t.pos++
		if t.pos < len(t.text) && t.text[t.pos] == '\n' {
			t.pos++
		}
		return
	}
	if t.pos < len(t.text) {
		t.pos++
	}
}

func (t *table) endOfLine(from int) int {
	if i := strings.IndexAny(t.text[from:], "\r\n"); i >= 0 {
		return from + i
	}
	return len(t.text)
}

// A split is one attempt at a record.
type split struct {
	cells    []string
	end      int  // where its last line ends
	closed   bool // every quote that opened a cell was closed
	doubtful bool // a cell has both line breaks and stray quotes: perhaps two rows
}

// split reads a record from start, at most to limit. With literal set, a quote
// that is never closed is a character like any other.
func (t *table) split(start, limit int, literal bool) split {
	s := split{closed: true, cells: make([]string, 0, max(t.width, 8))}
	for pos := start; ; {
		cell, end, doubtful, closed := t.cell(pos, limit)
		if !closed && !literal {
			return split{end: end}
		}
		if !closed {
			cell, end = t.plain(pos, limit)
		}
		s.cells = append(s.cells, cell)
		s.doubtful = s.doubtful || doubtful
		if end >= limit || t.text[end] != t.delim {
			s.end = end
			return s
		}
		pos = end + 1
	}
}

// plain reads a cell in which quotes mean nothing.
func (t *table) plain(pos, limit int) (cell string, end int) {
	end = pos
	for end < limit && t.text[end] != t.delim && t.text[end] != '\r' && t.text[end] != '\n' {
		end++
	}
	return t.text[pos:end], end
}

// cell reads one cell, quoted or not. When a quote is not closed, end is how
// far it was looked for.
func (t *table) cell(pos, limit int) (cell string, end int, doubtful, closed bool) {
	open := t.skipSpaces(pos, limit)
	if open >= limit || t.text[open] != '"' {
		cell, end = t.plain(pos, limit)
		return cell, end, false, true
	}
	reach := quoteLimit
	if t.spent > quoteBudget+2*len(t.text) {
		reach = 16 // this is no table that a program wrote
	}
	limit = min(limit, open+reach)
	var content strings.Builder
	stray, from := false, open+1
	for {
		i := strings.IndexByte(t.text[from:limit], '"')
		if i < 0 {
			t.spent += limit - open
			return "", limit, false, false
		}
		content.WriteString(t.text[from : from+i])
		after := from + i + 1
		if after < limit && t.text[after] == '"' {
			content.WriteByte('"')
			from = after + 1
			continue
		}
		end = t.skipSpaces(after, limit)
		if end == len(t.text) || t.text[end] == t.delim || t.text[end] == '\r' || t.text[end] == '\n' {
			text := unifyBreaks(content.String())
			return text, end, stray && strings.Contains(text, "\n"), true
		}
		stray, from = true, after // a quote inside that was not doubled
		content.WriteByte('"')
	}
}

func (t *table) skipSpaces(pos, limit int) int {
	for pos < limit && t.text[pos] == ' ' && t.delim != ' ' {
		pos++
	}
	return pos
}

// breaks counts line breaks as an editor does.
func breaks(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// unifyBreaks makes every line break of a cell an LF.
func unifyBreaks(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
