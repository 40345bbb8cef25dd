package data

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// filledRecords are a text for each kind of record, in which every member is.
func filledRecords(t testing.TB) map[Kind][]byte {
	t.Helper()
	texts := map[Kind][]byte{}
	for kind := range Kind(255) {
		empty, err := decode(kind, []byte("{}"))
		if err != nil {
			continue
		}
		value := reflect.New(reflect.TypeOf(empty)).Elem()
		filled(value, false)
		if texts[kind], err = json.Marshal(value.Interface()); err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

func hasShape(kind Kind, text []byte) bool {
	s := shaped{text: text}
	return shapes()[kind](&s) && s.at == len(text)
}

// What this program writes has the shape of its kind: else nothing would be gained by it.
func TestARecordHasTheShapeOfItsKind(t *testing.T) {
	t.Parallel()
	texts := filledRecords(t)
	if len(texts) < 30 {
		t.Fatalf("%d kinds only", len(texts))
	}
	for kind, text := range texts {
		seldom := kind == KindKit || kind == KindRepair // they have numbers that nothing else has
		if !seldom && !hasShape(kind, text) || !canRead(kind, text) {
			t.Errorf("%s is left to encoding/json: %s", kind, text)
		}
		if !hasShape(kind, []byte("{}")) || !hasShape(kind, []byte("null")) || canRead(kind, nil) || canRead(kind, []byte(`{"a":1`)) {
			t.Errorf("%s: what is empty, or is cut off", kind)
		}
	}
	note := []byte(`{"happened":{"time":"2026-07-01T09:30:00+01:00"},"said":"two\nlines, \"quoted\" \u003c Siân","amendments":[]}`)
	if !hasShape(KindNote, note) {
		t.Error("a note with lines is left to encoding/json")
	}
}

// Nothing counts as readable that encoding/json does not read: each text with one byte
// another, one more, and one less.
func TestNothingIsReadableThatJSONDoesNotRead(t *testing.T) {
	t.Parallel()
	others := []byte("\"\\{}[],:0-.ntu \x01\xff")
	tried, refused := 0, 0
	for kind, text := range filledRecords(t) {
		step := max(1, len(text)/40) | 1
		for at := 0; at < len(text); at += step {
			other := others[(at/step)%len(others)]
			for _, changed := range [][]byte{
				slices.Concat(text[:at], []byte{other}, text[at+1:]),
				slices.Concat(text[:at], []byte{other}, text[at:]),
				slices.Concat(text[:at], text[at+1:]),
				text[:at],
			} {
				_, err := decode(kind, changed)
				if canRead(kind, changed) != (err == nil) {
					t.Errorf("%s: %v is readable: %s", kind, err, changed)
				}
				tried++
				if err != nil {
					refused++
				}
			}
		}
	}
	if refused < tried/4 || refused > tried*9/10 {
		t.Errorf("%d of %d were refused: this proves little", refused, tried)
	}
}

func FuzzCanRead(f *testing.F) {
	for kind, text := range filledRecords(f) {
		f.Add(uint8(kind), text)
	}
	for _, text := range []string{
		`null`, `{}`, `{`, `{null`, `{"said":{null`, `[]`, `"a"`, `{"said":"a"}x`, `{"said":"a",}`, `{,}`, `{"said":null}`, `{"SAID":1}`, `{"said":1}`, `{"said":"\u12"}`, `{"said":"\x"}`,
		`{"said":"\ud800"}`, "{\"said\":\"\xff\"}", "{\"said\":\"a\nb\"}", `{"amendments":[null]}`, `{"amendments":[{}`, `{"amendments":[],"amendments":[{}]}`, `{"amendments":[,]}`, `{"amendments":{}}`,
		`{"happened":{"time":"2026-13-01T09:30:00Z"}}`, `{"happened":{"time":"\u0032026-01-01T09:30:00Z"}}`, `{"practical":tru}`, `{"practical":truefalse}`, `{"unknown":{"said":1}}`,
	} {
		f.Add(uint8(KindNote), []byte(text))
	}
	f.Add(uint8(KindMoney), []byte(`{"amount":01}`))
	f.Add(uint8(KindMoney), []byte(`{"amount":-0.50}`))
	f.Add(uint8(KindMoney), []byte(`{"amount":1.5}`))
	f.Add(uint8(KindContact), []byte(`{"case":"00010203","age":-1,"demanded":null}`))
	f.Add(uint8(KindContact), []byte(`{"age":9999999999999999999}`))
	f.Add(uint8(KindAttached), []byte(`{"bytes":"AAA"}`))
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		_, err := decode(Kind(kind), text)
		if canRead(Kind(kind), text) != (err == nil) {
			t.Errorf("%s %q: %v", Kind(kind), text, err)
		}
	})
}
