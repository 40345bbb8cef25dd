package data

import (
	"encoding"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"reflect"
	"strings"
	"sync"
	"time"
)

// A check reads half a million texts after ten years, of which it wants to know only that
// they can be read. To make values of them took more than a third of its time. So a text is
// held against the shape that this program gives to records of its kind; nothing is made of
// it. What has another shape is left to encoding/json, which alone says that a text cannot
// be read.

// canRead reports whether a record's text can be read.
func canRead(kind Kind, text []byte) bool {
	s := shaped{text: text}
	if fits := shapes()[kind]; fits != nil && fits(&s) && s.at == len(text) {
		return true
	}
	_, err := decode(kind, text)
	return err == nil
}

// shape goes past a value that encoding/json surely reads into some type. It is false, and
// may be anywhere, where that is not sure.
type shape func(s *shaped) bool

// shapes are those of all kinds of records; nil where there is no such kind.
var shapes = sync.OnceValue(func() (of [256]shape) {
	for kind := range of {
		if value, err := decode(Kind(kind), []byte("{}")); err == nil {
			of[kind] = shapeOf(reflect.TypeOf(value), map[reflect.Type]bool{})
		}
	}
	return of
})

// shapeOf is the shape of a type; nil of one that is left to encoding/json, and so is a type
// inside of itself, for that says how deep is too deep.
func shapeOf(of reflect.Type, inside map[reflect.Type]bool) shape {
	if inside[of] {
		return nil
	}
	inside[of] = true
	defer delete(inside, of)
	it := shapeButNull(of, inside)
	if it == nil {
		return nil
	}
	return func(s *shaped) bool { return s.word("null") || it(s) }
}

// shapeButNull is shapeOf, without null.
func shapeButNull(of reflect.Type, inside map[reflect.Type]bool) shape {
	pointer := reflect.PointerTo(of)
	switch {
	case of == reflect.TypeFor[time.Time]():
		return (*shaped).time
	case of == reflect.TypeFor[ID]():
		return (*shaped).id
	case of == reflect.TypeFor[Money]():
		return (*shaped).money
	case of == reflect.TypeFor[json.Number](), pointer.Implements(reflect.TypeFor[json.Unmarshaler]()), pointer.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return nil
	case of == reflect.TypeFor[[]byte]():
		return (*shaped).base64
	}
	switch of.Kind() {
	case reflect.String:
		return (*shaped).words
	case reflect.Bool:
		return func(s *shaped) bool { return s.word("true") || s.word("false") }
	case reflect.Int, reflect.Int64:
		return func(s *shaped) bool { return s.whole(9) }
	case reflect.Pointer:
		return shapeOf(of.Elem(), inside)
	case reflect.Slice:
		return listShape(shapeOf(of.Elem(), inside))
	case reflect.Map:
		return mapShape(of.Key(), shapeOf(of.Elem(), inside))
	case reflect.Struct:
		return objectShape(of, inside)
	}
	return nil
}

func listShape(one shape) shape {
	if one == nil {
		return nil
	}
	return several('[', one, ']')
}

func mapShape(key reflect.Type, one shape) shape {
	named := (*shaped).words
	switch {
	case key == reflect.TypeFor[ID]():
		named = (*shaped).id
	case key.Kind() != reflect.String || reflect.PointerTo(key).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return nil
	}
	if one == nil {
		return nil
	}
	return several('{', func(s *shaped) bool { return named(s) && s.past(':') && one(s) }, '}')
}

// objectShape knows the members of a struct that have a name of their own; whatever has
// another is not sure.
func objectShape(of reflect.Type, inside map[reflect.Type]bool) shape {
	fields := map[string]shape{}
	for _, f := range reflect.VisibleFields(of) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && f.Type.Kind() != reflect.Struct {
			return nil
		}
		if name == "" || !f.IsExported() {
			continue
		}
		_, twice := fields[name]
		fields[name] = nil // so is one of two names: which of them counts is for encoding/json to say
		if !twice && !strings.Contains(options, "string") {
			fields[name] = shapeOf(f.Type, inside)
		}
	}
	return several('{', func(s *shaped) bool {
		name, plain := s.quoted()
		if !plain || !s.past(':') {
			return false
		}
		value := fields[string(name)]
		return value != nil && value(s)
	}, '}')
}

// several is the shape of what has several such parts.
func several(begin byte, one shape, end byte) shape {
	return func(s *shaped) bool {
		if !s.past(begin) {
			return false
		}
		if s.past(end) {
			return true
		}
		for one(s) {
			if s.past(end) {
				return true
			}
			if !s.past(',') {
				break
			}
		}
		return false
	}
}

// shaped is a text on its way past a shape.
type shaped struct {
	text []byte
	at   int
	room []byte
}

func (s *shaped) past(c byte) bool {
	if s.at >= len(s.text) || s.text[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *shaped) word(word string) bool {
	rest := s.text[s.at:]
	if len(rest) < len(word) || rest[0] != word[0] || string(rest[:len(word)]) != word {
		return false
	}
	s.at += len(word)
	return true
}

func (s *shaped) words() bool {
	inside, _ := s.quoted()
	return inside != nil
}

// quoted goes past a text in quotes and returns what is inside; nil where it does not end as
// it should. It is plain without escapes.
func (s *shaped) quoted() (inside []byte, plain bool) {
	if !s.past('"') {
		return nil, false
	}
	plain = true
	for i := ordinary(s.text, s.at); i < len(s.text); i = ordinary(s.text, i+1) {
		switch s.text[i] {
		case '"':
			inside, s.at = s.text[s.at:i:i], i+1
			return inside, plain
		case '\\':
			plain = false
			if i++; i >= len(s.text) {
				return nil, false
			}
			switch s.text[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if i+4 >= len(s.text) || !areHex(s.text[i+1:i+5]) {
					return nil, false
				}
				i += 4
			default:
				return nil, false
			}
		default:
			return nil, false
		}
	}
	return nil, false
}

// ordinary goes past bytes from one on that mean nothing but themselves between quotes, and
// returns where the first other one is. It looks at eight together: these are most of what
// there is to read.
func ordinary(text []byte, at int) int {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; at+8 <= len(text); at += 8 {
		some := binary.LittleEndian.Uint64(text[at:])
		quote, escape := some^each*'"', some^each*'\\'
		// The high bit of a byte below ' ', and of one that is zero (Warren, Hacker's Delight, 6-1).
		other := (some-each*' ')&^some | (quote-each)&^quote | (escape-each)&^escape
		if other &= high; other != 0 {
			return at + bits.TrailingZeros64(other)/8
		}
	}
	for at < len(text) && text[at] >= ' ' && text[at] != '"' && text[at] != '\\' {
		at++
	}
	return at
}

func areHex(digits []byte) bool {
	for _, c := range digits {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// whole goes past a whole number of so many digits at most.
func (s *shaped) whole(most int) bool {
	s.past('-')
	from := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	digits := s.at - from
	return digits > 0 && digits <= most && (digits == 1 || s.text[from] != '0')
}

// money goes past pounds, or pounds and pence.
func (s *shaped) money() bool {
	if !s.whole(9) {
		return false
	}
	if s.past('.') {
		for range 2 {
			if s.at >= len(s.text) || s.text[s.at] < '0' || s.text[s.at] > '9' {
				return false
			}
			s.at++
		}
	}
	return true
}

func (s *shaped) time() bool {
	from := s.at
	var t time.Time
	_, plain := s.quoted()
	return plain && t.UnmarshalJSON(s.text[from:s.at]) == nil
}

func (s *shaped) id() bool {
	digits, plain := s.quoted()
	return plain && (len(digits) == 0 || len(digits) == 2*len(ID{}) && areHex(digits))
}

func (s *shaped) base64() bool {
	digits, plain := s.quoted()
	if !plain {
		return false
	}
	if need := base64.StdEncoding.DecodedLen(len(digits)); cap(s.room) < need {
		s.room = make([]byte, need)
	}
	_, err := base64.StdEncoding.Decode(s.room[:cap(s.room)], digits)
	return err == nil
}
