package data

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// sameAsJSON checks that a case's line is read as encoding/json reads it.
func sameAsJSON(t *testing.T, text string) {
	t.Helper()
	var got, want CaseLine
	wrong := json.Unmarshal([]byte(text), &want)
	if err := readCase([]byte(text), &got); (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, %v instead of %+v, %v", text, got, err, want, wrong)
	}
}

func TestACaseLineIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	whole := CaseLine{Links: []LinkLine{{Record: NewID(), Other: NewID(), Relation: Opposing}}, Away: []AwayLine{{NewID(), NewID()}}}
	all := reflect.ValueOf(&whole).Elem()
	for i := range all.NumField() {
		var alone CaseLine
		one := reflect.ValueOf(&alone).Elem().Field(i)
		if one.Kind() == reflect.Slice {
			one.Set(all.Field(i))
		} else {
			filled(one, false)
			filled(all.Field(i), false)
		}
		text, err := json.Marshal(alone)
		if err != nil {
			t.Fatal(err)
		}
		sameAsJSON(t, string(text))
		if flat := (flatReader{rest: text}); !strings.ContainsAny(string(text[1:]), "[{") && !flat.caseLine(&CaseLine{}) {
			t.Errorf("%s is left to encoding/json", text)
		}
	}
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	sameAsJSON(t, string(text))
}

func FuzzCaseLine(f *testing.F) {
	for _, text := range []string{
		`{"reference":"NOD-2026-0001","name":"Siân","opened":"2026-07-01T09:30:00+01:00","danger":true,"under_18":true}`,
		`{}`, ``, `{`, `{}x`, `{"name"}`, `{"name":}`, `{"name":"a",}`, `{,"name":"a"}`, `{"name":"a"`, `{"name":"a"}}`, ` {"name":"a"}`, `{"name" :"a"}`,
		`{"name":"a","name":"b"}`, `{"Name":"a"}`, `{"name":null}`, `{"name":"a\"b"}`, `{"name":"\u0041"}`, "{\"name\":\"\xff\"}", "{\"name\":\"a\nb\"}",
		`{"danger":false}`, `{"danger":"true"}`, `{"danger":tru}`, `{"name":1}`, `{"opened":"2026-13-01T09:30:00Z"}`, `{"opened":true}`, `{"opened":"24:00"}`,
		`{"unknown":1,"name":"a"}`, `{"links":[{"relation":"same"}],"name":"a"}`, `{"deadline":{"words":"soon"}}`, `null`, `[]`, `"name"`,
	} {
		f.Add(text)
	}
	f.Fuzz(sameAsJSON)
}
