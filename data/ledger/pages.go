package ledger

import (
	"encoding/binary"
	"math"
	"slices"
)

// As much of SQLite's file format as reading the rows of a table takes: 1.6 pages,
// 1.5 overflow, 2.1 records.

const (
	branchOfTable = 5
	leafOfTable   = 13
)

// pages are the pages of a file, of which the first is 1.
type pages struct {
	page   func(number int) []byte // what of it is in use, until the next is asked for; nil: there is none
	usable int                     // bytes of each that may be in use
	length int                     // bytes of all
	left   int                     // bytes that may still be copied: pages that lead in circles must come to an end
	leaf   []byte                  // room for one
}

func pagesOf(image []byte, size, usable int) *pages {
	page := func(number int) []byte {
		if number < 1 || number*size > len(image) {
			return nil
		}
		return image[(number-1)*size : number*size][:usable]
	}
	return &pages{page: page, usable: usable, length: len(image), left: 8 * len(image)}
}

// eachCell goes through the cells of a page, if it is a leaf of a table.
func (p *pages) eachCell(number int, fn func(page []byte, at int)) {
	page := p.page(number)
	if page == nil || page[0] != leafOfTable {
		return
	}
	p.leaf = append(p.leaf[:0], page...) // others are asked for meanwhile
	page = p.leaf
	cells := int(binary.BigEndian.Uint16(page[3:]))
	for i := 0; i < cells && 8+2*i+2 <= p.usable; i++ {
		fn(page, int(binary.BigEndian.Uint16(page[8+2*i:])))
	}
}

// cell is what a leaf has of a row.
type cell struct {
	rowid  int64
	local  []byte // what of its record is on the leaf
	length int    // of the whole record
	next   int    // the page onto which the rest spilled over; 0 where there is no rest
}

func (p *pages) cell(leaf []byte, at int) (c cell, ok bool) {
	if at < 8 || at >= len(leaf) {
		return cell{}, false
	}
	bytes := leaf[at:]
	length, n := varint(bytes)
	rowid, m := varint(bytes[n:])
	if n == 0 || n > 8 || m == 0 || length > uint64(p.length) { // SQLite reads less of a ninth byte, and writes none
		return cell{}, false
	}
	bytes = bytes[n+m:]
	local := p.local(int(length))
	if len(bytes) < local || local < int(length) && len(bytes) < local+4 {
		return cell{}, false
	}
	c = cell{int64(rowid), bytes[:local:local], int(length), 0}
	if local < c.length {
		c.next = int(binary.BigEndian.Uint32(bytes[local:]))
	}
	return c, true
}

// local is how much of a record is in its cell; the rest spilled over.
func (p *pages) local(length int) int {
	most := p.usable - 35
	if length <= most {
		return length
	}
	least := (p.usable-12)*32/255 - 23
	if local := least + (length-least)%(p.usable-4); local <= most {
		return local
	}
	return least
}

// record reads the cell of a leaf: the rowid and the fields, in memory of their own.
func (p *pages) record(leaf []byte, at int) (rowid int64, fields []field, ok bool) {
	c, ok := p.cell(leaf, at)
	if !ok {
		return 0, nil, false
	}
	record, ok := p.payload(c)
	if !ok {
		return 0, nil, false
	}
	fields, _, ok = fieldsOf(nil, record, math.MaxInt)
	return c.rowid, fields, ok
}

// payload joins what is in the cell with what spilled over onto other pages, in memory
// of its own.
func (p *pages) payload(c cell) ([]byte, bool) {
	if p.left -= c.length; p.left < 0 {
		return nil, false
	}
	record := slices.Clone(c.local)
	for next := c.next; len(record) < c.length; {
		page := p.page(next)
		if page == nil {
			return nil, false
		}
		next = int(binary.BigEndian.Uint32(page))
		record = append(record, page[4:min(len(page), 4+c.length-len(record))]...)
	}
	return record, true
}

// spills reports whether a record spilled over onto a page of some.
func (p *pages) spills(leaf []byte, at int, onto func(number int) bool) bool {
	c, _ := p.cell(leaf, at)
	next := c.next
	for left := c.length - len(c.local); left > 0 && next > 0; left -= p.usable - 4 {
		if onto(next) {
			return true
		}
		spilled := p.page(next)
		if spilled == nil {
			return false
		}
		next = int(binary.BigEndian.Uint32(spilled))
	}
	return false
}

// field is one column: a number, or bytes, which are nil for NULL.
type field struct {
	number int64
	bytes  []byte
	isBlob bool
	isNull bool
}

// id copies the field to an ID, if it is as long as one.
func (f *field) id(to *ID) bool {
	return len(f.bytes) == copy(to[:], f.bytes) && len(f.bytes) == len(to)
}

// fieldsOf takes a record apart and appends its first fields, at most so many. filled says
// that nothing is behind them, or more fields are.
func fieldsOf(fields []field, record []byte, most int) (_ []field, filled, ok bool) {
	header, n := varint(record)
	if n == 0 || header < uint64(n) || header > uint64(len(record)) {
		return fields, false, false
	}
	types, body := record[n:header], record[header:]
	for ; len(types) > 0 && most > 0; most-- {
		kind, n := uint64(types[0]), 1
		if kind >= 0x80 {
			if kind, n = varint(types); n == 0 {
				return fields, false, false
			}
		}
		types = types[n:]
		f := field{isNull: kind == 0}
		size := uint64(0)
		switch {
		case kind <= 6:
			size = sizes[kind]
		case kind == 8, kind == 9:
			f.number = int64(kind - 8)
		case kind >= 12 && kind%2 == 0:
			size, f.isBlob = (kind-12)/2, true
		default:
			return fields, false, false // a fraction or a text: there is none in these tables
		}
		if size > uint64(len(body)) {
			return fields, false, false
		}
		if f.isBlob {
			f.bytes = body[:size:size]
		} else {
			if size > 0 && body[0] >= 0x80 {
				f.number = -1
			}
			for _, b := range body[:size] {
				f.number = f.number<<8 | int64(b)
			}
		}
		body = body[size:]
		fields = append(fields, f)
	}
	return fields, len(types) > 0 || len(body) == 0, true
}

// sizes of numbers, by their kind.
var sizes = [...]uint64{0, 1, 2, 3, 4, 6, 8}

// varint reads SQLite's variable-length number and says how long it is, 0 if it
// is cut off.
func varint(b []byte) (value uint64, length int) {
	for i := 0; i < len(b) && i < 9; i++ {
		if i == 8 {
			return value<<8 | uint64(b[i]), 9
		}
		value = value<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
