package data

import (
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestAKeptLineComesBackAsItWas fills each field there is, all of them and each
// alone, so that one which is added and not kept is noticed.
func TestAKeptLineComesBackAsItWas(t *testing.T) {
	t.Parallel()
	t.Run("contact", func(t *testing.T) { comesBack(t, keptContacts(), "ID") })
	t.Run("card", func(t *testing.T) { comesBack(t, keptCards(), "") })
	t.Run("today", func(t *testing.T) { comesBack(t, keptLines[TodayItem]{map[ID]string{}, (*packer).todayItem}, "") })
}

func comesBack[T any](t *testing.T, lines keptLines[T], id string) {
	key := NewID()
	check := func(name string, line T) {
		t.Helper()
		if id != "" {
			reflect.ValueOf(&line).Elem().FieldByName(id).Set(reflect.ValueOf(key))
		}
		lines.set(key, line)
		if got, ok := lines.of(key); !ok || !reflect.DeepEqual(got, line) {
			t.Errorf("%s: %+v comes back as %+v", name, line, got)
		}
	}
	var whole T
	all := reflect.ValueOf(&whole).Elem()
	for i := range all.NumField() {
		name := all.Type().Field(i).Name
		for _, large := range []bool{false, true} {
			var alone T
			filled(field(reflect.ValueOf(&alone).Elem(), i), large)
			if reflect.ValueOf(alone).IsZero() {
				t.Fatalf("%s is not filled", name)
			}
			check(name, alone)
			filled(field(all, i), large)
		}
	}
	check("all", whole)
	var nothing T
	check("none", nothing)
	for n := range lines.all() {
		if lines.drop(n); lines.has(key) || lines.len() != 0 {
			t.Error("a line that was dropped is there")
		}
	}
}

// field can be set, also where it is our own alone.
func field(v reflect.Value, i int) reflect.Value {
	f := v.Field(i)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
}

// filled makes a value that is not zero: a usual one or a large one.
func filled(v reflect.Value, large bool) {
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Date(2026, 7, 1, 9, 30, 0, 5, time.UTC)
		if large {
			*at = time.Date(-400, 7, 1, 9, 30, 0, 999_999_999, time.FixedZone("", -12*3600))
		}
		return
	case *ID:
		*at = NewID()
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("Siân")
		if large {
			v.SetString(strings.Repeat("long", 20_000))
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(-64)
		if large {
			v.SetInt(math.MaxInt64)
		}
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(7)
	case reflect.Array:
		for i := range v.Len() {
			filled(v.Index(i), large)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		filled(key, large)
		filled(value, large)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filled(v.Index(0), large)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), large)
	case reflect.Struct:
		for i := range v.NumField() {
			filled(field(v, i), large)
		}
	default:
		panic("a kind of field that nothing is known of: " + v.Type().String())
	}
}

// TestAllAheadIsAll, across what is unpacked together, and as often as somebody wants more.
func TestAllAheadIsAll(t *testing.T) {
	t.Parallel()
	for _, many := range []int{0, 1, 511, 512, 513, 1024, 1300} {
		lines := keptContacts()
		for i := range many {
			id := NewID()
			line := ContactLine{ID: id, Age: i + 1}
			if i%2 == 0 {
				line.Name = "Sam"
			}
			lines.set(id, line)
		}
		got := map[ID]ContactLine{}
		for id, line := range lines.allAhead() {
			got[id] = *line
		}
		if want := maps.Collect(lines.all()); !reflect.DeepEqual(got, want) {
			t.Errorf("%d of %d lines", len(got), many)
		}
		for _, some := range []int{1, 512, 700} {
			seen := 0
			for range lines.allAhead() {
				if seen++; seen == some {
					break
				}
			}
			if seen != min(some, many) {
				t.Errorf("%d lines where %d were wanted of %d", seen, some, many)
			}
		}
	}
}
