package data

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Two hundred thousand lines are read at each unlock, and reading JSON of any shape
// took a third of the time of opening them. A line is written by this program and has
// nearly always the shape that it gives it; what has another is left to encoding/json.

// readLine reads the text of a line.
func readLine[Line any](text []byte, l *Line) error {
	r := flatReader{rest: text}
	if r.into(reflect.ValueOf(l).Elem()) && len(r.rest) == 0 {
		return nil
	}
	*l = *new(Line)
	return json.Unmarshal(text, l)
}

// flatReader reads objects of texts, numbers, times and yes, and objects of those,
// without spaces and escapes.
type flatReader struct {
	rest  []byte
	name  []byte
	value []byte // a text's inside, or the word that stands there
	quote bool   // value is of a text
}

// into reads an object; false where something is otherwise.
func (r *flatReader) into(object reflect.Value) bool {
	fields := flatFieldsOf(object.Type())
	for first := byte('{'); ; first = ',' {
		if first == ',' && len(r.rest) > 0 && r.rest[0] == '}' {
			r.rest = r.rest[1:]
			return true
		}
		if !r.member(first) {
			return false
		}
		field, known := fields[string(r.name)]
		if !known || !field.read(r, object.FieldByIndex(field.index)) {
			return false
		}
	}
}

// member goes on to the value of the next member.
func (r *flatReader) member(first byte) (ok bool) {
	if len(r.rest) < 2 || r.rest[0] != first {
		return false
	}
	r.rest = r.rest[1:]
	if r.name, ok = r.quoted(); !ok || len(r.rest) < 2 || r.rest[0] != ':' {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// word goes on to the end of a value that is no object.
func (r *flatReader) word() (ok bool) {
	if r.quote = r.rest[0] == '"'; r.quote {
		r.value, ok = r.quoted()
		return ok
	}
	end := bytes.IndexAny(r.rest, ",}")
	if end < 0 {
		return false
	}
	r.value, r.rest = r.rest[:end], r.rest[end:]
	return true
}

// quoted takes a text that stands as it is.
func (r *flatReader) quoted() ([]byte, bool) {
	if len(r.rest) == 0 || r.rest[0] != '"' {
		return nil, false
	}
	inside := r.rest[1:]
	ascii := true
	for i, c := range inside {
		switch {
		case c == '"':
			r.rest = inside[i+1:]
			return inside[:i], ascii || utf8.Valid(inside[:i])
		case c == '\\' || c < ' ':
			return nil, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false
}

// flatField is where a member belongs, and how it is read.
type flatField struct {
	index []int
	read  func(r *flatReader, to reflect.Value) bool
}

var flatFields sync.Map // of reflect.Type to map[string]flatField

// flatFieldsOf are the members of a type that a flatReader reads.
func flatFieldsOf(of reflect.Type) map[string]flatField {
	if known, ok := flatFields.Load(of); ok {
		return known.(map[string]flatField)
	}
	fields := map[string]flatField{}
	for _, f := range reflect.VisibleFields(of) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if read := readerOf(f.Type); name != "" && name != "-" && read != nil {
			fields[name] = flatField{f.Index, read}
		}
	}
	flatFields.Store(of, fields)
	return fields
}

// readerOf is how a member of a type is read; nil where that is left to encoding/json.
func readerOf(of reflect.Type) func(r *flatReader, to reflect.Value) bool {
	switch pointer := reflect.PointerTo(of); {
	case pointer.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()): // a time, an id
		return func(r *flatReader, to reflect.Value) bool {
			return r.word() && r.quote && to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(r.value) == nil
		}
	case pointer.Implements(reflect.TypeFor[json.Unmarshaler]()): // an amount
		return func(r *flatReader, to reflect.Value) bool {
			return r.word() && !r.quote && to.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(r.value) == nil
		}
	case of.Kind() == reflect.String:
		return func(r *flatReader, to reflect.Value) bool {
			ok := r.word() && r.quote
			to.SetString(string(r.value))
			return ok
		}
	case of.Kind() == reflect.Bool:
		return func(r *flatReader, to reflect.Value) bool {
			to.SetBool(true)
			return r.word() && !r.quote && string(r.value) == "true"
		}
	case of.Kind() == reflect.Int:
		return func(r *flatReader, to reflect.Value) bool {
			if !r.word() || r.quote {
				return false
			}
			n, err := strconv.Atoi(string(r.value))
			to.SetInt(int64(n))
			return err == nil && strconv.Itoa(n) == string(r.value)
		}
	case of.Kind() == reflect.Struct:
		return (*flatReader).into
	}
	return nil
}
