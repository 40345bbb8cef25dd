package data

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"noddfa/assets"
)

// isChoice reports whether a field of records holds a choice, not what somebody
// wrote: a search for "phone" is not one for everybody who rang. It is asked for each
// field of each record, so that a map would be slow.
func isChoice(field []byte) bool {
	switch string(field) {
	case "advice", "asker", "received_how", "request_kind", "caller", "copy_given", "file_type", "force", "image", "image_exists", "imported", "language",
		"leave", "level", "matter", "method", "money_kind", "note_kind", "precision", "role", "scope", "wish", "zone":
		return true
	}
	return false
}

// isAnswer reports whether words are an answer or a wish, in whatever field.
func isAnswer(words []byte) bool {
	switch string(words) {
	case string(Yes), string(No), string(Unknown), string(WouldNotSay),
		string(WantsPolice), string(NoPolice), string(UnsurePolice), string(NotReportedYet), string(ReportedPolice):
		return true
	}
	return false
}

// matterLabels are what forms call the kinds of matter, in both languages: of all
// choices the one that people look for. "Something else" is nobody's word.
var matterLabels = sync.OnceValue(func() map[string][][]byte {
	labels := map[string][][]byte{}
	for _, m := range Matters() {
		if m == OtherMatter {
			continue
		}
		for _, code := range []string{assets.English, assets.Welsh} {
			labels[string(m)] = append(labels[string(m)], []byte(assets.Lang(code).T("contact.matter."+string(m))))
		}
	}
	return labels
})

// isMatterLabel reports whether words are the name of a kind of matter.
func isMatterLabel(words string) bool {
	for _, labels := range matterLabels() {
		for _, label := range labels {
			if string(label) == words {
				return true
			}
		}
	}
	return false
}

// wordReader finds what people wrote in records.
type wordReader struct {
	plain []byte          // the field at hand
	words []byte          // all fields of a record
	plan  map[string]bool // what is left out of a plan; nil for other records
}

// wipe overwrites what is left of the last records.
func (w *wordReader) wipe() {
	clear(w.plain[:cap(w.plain)])
	clear(w.words[:cap(w.words)])
}

// all returns what people wrote in a record, a line for each field. It is good
// until the next call.
func (w *wordReader) all(record []byte) []byte {
	w.words = w.words[:0]
	w.each(record, func(field []byte) { w.words = append(append(w.words, field...), '\n') })
	return w.words
}

// each calls fn with each field of a record, as JSON, in which somebody wrote
// something. It is made for two hundred thousand notes in half a second; what is
// no JSON gives what it gives. The bytes are good until fn returns.
func (w *wordReader) each(record []byte, fn func(field []byte)) {
	skip, matter := false, false
	for i := 0; ; {
		for i < len(record) && record[i] != '"' { // a few signs, and fewer than a look from afar is worth
			i++
		}
		if i++; i >= len(record) {
			return
		}
		value, end, escaped := quoted(record[i:])
		i += end
		if i < len(record) && record[i] == ':' {
			skip, matter = isChoice(value), string(value) == "matter"
			if w.plan != nil {
				skip, matter = skip || notOfPlan[string(value)], false
			}
			continue
		}
		if matter {
			for _, label := range matterLabels()[string(value)] {
				fn(label)
			}
		}
		if skip || len(value) == 0 || isMachine(value) {
			continue
		}
		if escaped {
			w.plain = unescape(w.plain[:0], value)
			value = w.plain
		}
		if !w.plan[string(value)] {
			fn(value)
		}
	}
}

// quoted returns what is before the closing quote and where it ends. Most is short.
func quoted(text []byte) (value []byte, end int, escaped bool) {
	i := 0
	for ; i+8 <= len(text) && i < 24; i += 8 {
		eight := binary.LittleEndian.Uint64(text[i:])
		at := i + bits.TrailingZeros64(having(eight, '"')|having(eight, '\\'))/8
		if at == i+8 {
			continue
		}
		if text[at] == '"' {
			return text[:at], at + 1, false
		}
		break
	}
	for ; i < len(text); i++ {
		next := bytes.IndexByte(text[i:], '"')
		if next < 0 {
			break
		}
		if slash := bytes.IndexByte(text[i:i+next], '\\'); slash >= 0 {
			escaped = true
			i += slash + 1
			continue
		}
		i += next
		return text[:i], i + 1, escaped
	}
	return text, len(text), escaped
}

// having marks the upper bit of the first of eight bytes that is a sign, of others behind
// it perhaps too, and none where none is.
func having(eight uint64, sign byte) uint64 {
	const each = 0x0101010101010101
	x := eight ^ uint64(sign)*each
	return (x - each) &^ x & (0x80 * each)
}

// isMachine recognises times, ids and choices.
func isMachine(value []byte) bool {
	switch {
	case len(value) >= 20 && value[4] == '-' && value[7] == '-' && value[10] == 'T' && (value[len(value)-1] == 'Z' || value[len(value)-6] == '+' || value[len(value)-6] == '-'):
		return true
	case len(value) == 32:
		var id ID
		_, err := hex.Decode(id[:], value)
		return err == nil
	}
	return isAnswer(value)
}

// unescape writes a JSON string as it was written by a person.
func unescape(dst, value []byte) []byte {
	for i := 0; i < len(value); i++ {
		if value[i] != '\\' || i+1 == len(value) {
			dst = append(dst, value[i])
			continue
		}
		i++
		switch c := value[i]; c {
		case 'n', 'r', 't', 'b', 'f':
			dst = append(dst, map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': ' ', 'f': ' '}[c])
		case 'u':
			r := hex4(value[i+1:])
			i += 4
			if utf16.IsSurrogate(r) && i+2 < len(value) && value[i+1] == '\\' && value[i+2] == 'u' {
				r = utf16.DecodeRune(r, hex4(value[i+3:]))
				i += 6
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func hex4(text []byte) rune {
	var b [2]byte
	if len(text) < 4 {
		return utf8.RuneError
	}
	if _, err := hex.Decode(b[:], text[:4]); err != nil {
		return utf8.RuneError
	}
	return rune(b[0])<<8 | rune(b[1])
}
