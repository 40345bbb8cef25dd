package data

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// sameAsJSON checks that a line is read as encoding/json reads it.
func sameAsJSON[Line any](t *testing.T, text string) {
	t.Helper()
	var got, want Line
	wrong := json.Unmarshal([]byte(text), &want)
	if err := readLine([]byte(text), &got); (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, %v instead of %+v, %v", text, got, err, want, wrong)
	}
}

func TestALineIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	eachMember[CaseLine](t)
	eachMember[ContactLine](t)
	eachMember[Card](t)
	eachMember[TaskLine](t)
	eachMember[LetterLine](t)
	eachMember[RequestLine](t)
}

// eachMember reads lines in which one member is filled, and one with all.
func eachMember[Line any](t *testing.T) {
	t.Helper()
	var whole Line
	all := reflect.ValueOf(&whole).Elem()
	for i := range all.NumField() {
		if !all.Type().Field(i).IsExported() {
			continue
		}
		var alone Line
		one := reflect.ValueOf(&alone).Elem().Field(i)
		filled(one, false)
		filled(all.Field(i), false)
		text, err := json.Marshal(alone)
		if err != nil {
			t.Fatal(err)
		}
		sameAsJSON[Line](t, string(text))
		r := flatReader{rest: text}
		simple := one.Kind() != reflect.Pointer && one.Kind() != reflect.Slice
		if flat := r.into(reflect.ValueOf(new(Line)).Elem()) && len(r.rest) == 0; simple && !flat && string(text) != "{}" && !strings.Contains(string(text), "[") {
			t.Errorf("%s is left to encoding/json", text)
		}
	}
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	sameAsJSON[Line](t, string(text))
}

func FuzzLine(f *testing.F) {
	for _, text := range []string{
		`{"reference":"NOD-2026-0001","name":"Siân","opened":"2026-07-01T09:30:00+01:00","danger":true,"under_18":true}`,
		`{}`, ``, `{`, `{}x`, `{"name"}`, `{"name":}`, `{"name":"a",}`, `{,"name":"a"}`, `{"name":"a"`, `{"name":"a"}}`, ` {"name":"a"}`, `{"name" :"a"}`,
		`{"name":"a","name":"b"}`, `{"Name":"a"}`, `{"name":null}`, `{"name":"a\"b"}`, `{"name":"\u0041"}`, "{\"name\":\"\xff\"}", "{\"name\":\"a\nb\"}",
		`{"danger":false}`, `{"danger":"true"}`, `{"danger":tru}`, `{"name":1}`, `{"opened":"2026-13-01T09:30:00Z"}`, `{"opened":true}`, `{"opened":"24:00"}`,
		`{"unknown":1,"name":"a"}`, `{"links":[{"relation":"same"}],"name":"a"}`, `{"deadline":{"words":"soon"}}`, `null`, `[]`, `"name"`,
		`{"age":17,"demanded":500,"paid":12.5,"follow_up":{"who":"Siân","on":"2026-07-01T09:30:00Z"},"by":"000102030405060708090a0b0c0d0e0f"}`,
		`{"age":017}`, `{"age":-0}`, `{"age":1e2}`, `{"age":"1"}`, `{"paid":null}`, `{"paid":"5"}`, `{"by":""}`, `{"by":"00"}`, `{"follow_up":{}}`, `{"follow_up":{"who":"a"},"follow_up":{"from":"b"}}`,
		`{"follow_up":{"who":"a"}`, `{"follow_up":{"who":"a"},}`, `{"follow_up":"a"}`, `{"contact":"000102030405060708090A0B0C0D0E0F","at":"2026-07-01T09:30:00Z"}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sameAsJSON[CaseLine](t, text)
		sameAsJSON[ContactLine](t, text)
		sameAsJSON[Card](t, text)
		sameAsJSON[TaskLine](t, text)
	})
}
