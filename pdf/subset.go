package pdf

import (
	"encoding/binary"
	"errors"
	"slices"
)

// errFont says that a font of ours is not as we think; a test finds it before
// anybody else.
var errFont = errors.New("making a font smaller: its tables are not as expected")

// The tables that a font in a PDF needs, in the order of their names.
var subsetTables = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

// subset returns a TrueType font with the outlines of some glyphs alone. The
// glyphs keep their numbers.
func subset(file []byte, used map[uint16]bool) ([]byte, error) {
	tables, ok := tablesOf(file)
	if !ok {
		return nil, errFont
	}
	head, loca, glyf, hmtx := tables["head"], tables["loca"], tables["glyf"], slices.Clone(tables["hmtx"])
	if len(head) < 54 || len(tables["maxp"]) < 6 || len(tables["hhea"]) < 36 {
		return nil, errFont
	}
	count := int(binary.BigEndian.Uint16(tables["maxp"][4:]))
	widths := int(binary.BigEndian.Uint16(tables["hhea"][34:]))
	long := binary.BigEndian.Uint16(head[50:]) != 0
	outline := func(id int) ([]byte, bool) {
		from, to, ok := located(loca, long, id)
		if !ok || from > to || to > len(glyf) {
			return nil, false
		}
		return glyf[from:to], true
	}
	used, ok = withParts(used, outline)
	if !ok {
		return nil, errFont
	}
	newLoca := make([]byte, 0, 4*(count+1))
	var newGlyf []byte
	for id := range count {
		newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(newGlyf)))
		if !used[uint16(id)] {
			if at := 4 * id; id < widths && at+4 <= len(hmtx) { // nobody asks for the width of what is not there
				clear(hmtx[at : at+4])
			}
			continue
		}
		shape, ok := outline(id)
		if !ok {
			return nil, errFont
		}
		newGlyf = padded(append(newGlyf, shape...))
	}
	newLoca = binary.BigEndian.AppendUint32(newLoca, uint32(len(newGlyf)))
	newHead := slices.Clone(head)
	binary.BigEndian.PutUint32(newHead[8:], 0)
	binary.BigEndian.PutUint16(newHead[50:], 1)
	tables["head"], tables["loca"], tables["glyf"], tables["hmtx"] = newHead, newLoca, newGlyf, hmtx
	return written(tables), nil
}

// tablesOf returns the tables of a font.
func tablesOf(file []byte) (map[string][]byte, bool) {
	if len(file) < 12 {
		return nil, false
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		at := 12 + 16*i
		if at+16 > len(file) {
			return nil, false
		}
		from, length := int(binary.BigEndian.Uint32(file[at+8:])), int(binary.BigEndian.Uint32(file[at+12:]))
		if from+length > len(file) {
			return nil, false
		}
		tables[string(file[at:at+4])] = file[from : from+length]
	}
	return tables, true
}

// located is where the outline of a glyph begins and ends.
func located(loca []byte, long bool, id int) (from, to int, ok bool) {
	if long {
		if 4*id+8 > len(loca) {
			return 0, 0, false
		}
		return int(binary.BigEndian.Uint32(loca[4*id:])), int(binary.BigEndian.Uint32(loca[4*id+4:])), true
	}
	if 2*id+4 > len(loca) {
		return 0, 0, false
	}
	return 2 * int(binary.BigEndian.Uint16(loca[2*id:])), 2 * int(binary.BigEndian.Uint16(loca[2*id+2:])), true
}

// withParts adds to glyphs those that they are made of, and the one for what is
// missing.
func withParts(used map[uint16]bool, outline func(int) ([]byte, bool)) (map[uint16]bool, bool) {
	all := map[uint16]bool{}
	todo := []uint16{0}
	for id := range used {
		todo = append(todo, id)
	}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if all[id] {
			continue
		}
		all[id] = true
		shape, ok := outline(int(id))
		if !ok {
			return nil, false
		}
		parts, ok := partsOf(shape)
		if !ok {
			return nil, false
		}
		todo = append(todo, parts...)
	}
	return all, true
}

// partsOf returns the glyphs that an outline is composed of.
func partsOf(shape []byte) ([]uint16, bool) {
	if len(shape) < 10 || int16(binary.BigEndian.Uint16(shape)) >= 0 {
		return nil, true
	}
	const words, scale, more, twoScales, matrix = 1, 8, 0x20, 0x40, 0x80
	var parts []uint16
	for at := 10; ; {
		if at+4 > len(shape) {
			return nil, false
		}
		flags := binary.BigEndian.Uint16(shape[at:])
		parts = append(parts, binary.BigEndian.Uint16(shape[at+2:]))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return parts, true
		}
	}
}

// padded fills a table up to a multiple of four bytes.
func padded(table []byte) []byte {
	for len(table)%4 != 0 {
		table = append(table, 0)
	}
	return table
}

// written joins tables to a font file.
func written(tables map[string][]byte) []byte {
	var names []string
	for _, name := range subsetTables {
		if tables[name] != nil {
			names = append(names, name)
		}
	}
	n := len(names)
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	var body []byte
	headAt := 0
	for _, name := range names {
		table := tables[name]
		if name == "head" {
			headAt = 12 + 16*n + len(body)
		}
		out = append(out, name...)
		for _, v := range []int{int(checksum(table)), 12 + 16*n + len(body), len(table)} {
			out = binary.BigEndian.AppendUint32(out, uint32(v))
		}
		body = padded(append(body, table...))
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[headAt+8:], 0xb1b0afba-checksum(out))
	return out
}

// checksum adds up a table as numbers of four bytes.
func checksum(table []byte) uint32 {
	sum := uint32(0)
	for len(table) >= 4 {
		sum += binary.BigEndian.Uint32(table)
		table = table[4:]
	}
	var rest [4]byte
	copy(rest[:], table)
	return sum + binary.BigEndian.Uint32(rest[:])
}
