package contactlog

import (
	"slices"
	"strings"
)

// A header is the row of column names, or what stands in for it.
type header struct {
	line, number int // 0 if the file has no such row
	names        []string
	columns      []Field
	score        int // distinct fields that were recognised
}

func (h header) has(f Field) bool { return slices.Contains(h.columns, f) }

const (
	headerWithin = 20    // rows at the top among which the names are looked for
	sampled      = 60    // rows at the top that choose the delimiter
	widest       = 16384 // columns a spreadsheet can have
)

// headerOf reads a record as column names; ok is false if it seems to be none.
// A row of a log has words in it that are names of columns ("Phone", "Text"),
// but never the name of the key's column, nor that many.
func headerOf(r record, sheet Sheet) (h header, ok bool) {
	n := extent(r.cells)
	if n > widest {
		return header{}, false
	}
	h = header{line: r.line, number: r.number, names: make([]string, n), columns: make([]Field, n)}
	distinct := map[Field]bool{}
	for i, cell := range r.cells[:n] {
		if _, refused := readDate(clean(cell), dating{}); refused.Code == "" && hasDigit(cell) {
			return header{}, false
		}
		h.names[i] = strings.Join(strings.Fields(clean(cell)), " ")
		h.columns[i] = sheet.fieldOf(h.names[i])
		if h.columns[i] != "" {
			distinct[h.columns[i]] = true
		}
	}
	h.score = len(distinct)
	return h, h.score >= 3 || distinct[sheet.key()] && (h.score == 2 || n <= 2)
}

// findHeader returns the row at the top that names the most fields.
func findHeader(records []record, sheet Sheet) (best header, found bool) {
	seen := 0
	for _, r := range records {
		if r.blank() {
			continue
		}
		if seen++; seen > headerWithin {
			break
		}
		if h, ok := headerOf(r, sheet); ok && h.score > best.score {
			best, found = h, true
		}
	}
	return best, found
}

// mapped puts the user's own mapping over what was recognised; columns that no
// row has are passed over.
func (h header) mapped(columns map[int]Field, records []record) header {
	width := 0
	for _, r := range records {
		width = max(width, len(r.cells))
	}
	for i, f := range columns {
		if i < 0 || i >= width {
			continue
		}
		for len(h.columns) <= i {
			h.columns, h.names = append(h.columns, ""), append(h.names, "")
		}
		h.columns[i] = f
	}
	return h
}

// separatorLine reads the line "sep=;" that tells Excel the delimiter.
func separatorLine(text string) (delim byte, ok bool) {
	line := text[:min(len(text), 16)]
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	line = strings.Trim(line, `"`)
	if len(line) != 5 || !strings.EqualFold(line[:4], "sep=") {
		return 0, false
	}
	d := line[4]
	isWord := d >= '0' && d <= '9' || d >= 'a' && d <= 'z' || d >= 'A' && d <= 'Z'
	return d, d < 0x80 && d != '"' && !isWord && (d > ' ' || d == '\t')
}

// delimiterOf tries each delimiter on the first rows: the one that brings out
// the most column names is right; without names, the one that cuts the most
// rows into the same number of cells.
func delimiterOf(text string, sheet Sheet) byte {
	best, bestScore := byte(','), -1
	for _, d := range []byte{',', ';', '\t', '|'} {
		records := sample(text, d)
		h, _ := findHeader(records, sheet)
		if score := h.score*10000 + evenness(records); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

func sample(text string, delim byte) []record {
	t := newTable(text, delim)
	var records []record
	for len(records) < sampled {
		r, ok := t.next()
		if !ok {
			break
		}
		records = append(records, r)
	}
	return records
}

// evenness is the width most rows have, weighed with how many have it; 0 if
// nothing is parted at all.
func evenness(records []record) int {
	rows, commonest := 0, 0
	width := 0
	count := map[int]int{}
	for _, r := range records {
		if r.blank() {
			continue
		}
		rows++
		n := len(r.cells)
		if count[n]++; count[n] > commonest || count[n] == commonest && n > width {
			commonest, width = count[n], n
		}
	}
	if rows == 0 || width < 2 {
		return 0
	}
	return min(width, 1000) * commonest * 9 / rows
}
