package search_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"noddfa/data/search"
)

func id(n byte) search.ID { return search.ID{15: n} }

// records are what a query finds, newest first.
func records(t *testing.T, a *search.Arena, typed string) []byte {
	t.Helper()
	var found []byte
	for _, d := range a.Search(t.Context(), search.Parse(typed, search.NewSynonyms(same)), 0, 50) {
		found = append(found, d.Record[15])
	}
	return found
}

var same = [][]string{{"sextortion", "blacmel rhywiol", "cribddeiliaeth rywiol"}}

func TestWhatIsWrittenIsFoundHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ written, typed string }{
		{"Siân rang", "sian"},
		{"Sian rang", "SIÂN"},
		{"Sia\u0302n rang", "siân"},
		{"Llŷr Tŷ-Gwyn", "ty gwyn"},
		{"Llŷr Tŷ-Gwyn", "tygwyn"},
		{"Owain Ŵyn-Pryce", "wyn pryce"},
		{"Zofia Żak, Łódź", "lodz zak"},
		{"Mr O’Neill came", "oneill"},
		{"Mr O'Neill came", "o’neill"},
		{"Mr ONeill came", "o'neill"},
		{"Straße", "strasse"},
		{"the bank called on Tuesday", "tuesday bank"},
		{"the bank called on Tuesday", "ues ank"},
		{"the bank called; on Tuesday", `"called on tues`},
		{"the bank called on Tuesday", "“bank called”"},
		{"call 07700 900123 after three", "07700900123"},
		{"call 07700900123 after three", "07700 900 123"},
		{"call 07700900123 after three", "+44 7700 900123"},
		{"call +447700900123 after three", "07700 900123"},
		{"call 0044 (0)7700 900 123 after three", "07700900123"},
		{"call +44 (0)7700-900-123 after three", "07700 900123"},
		{"call 07700 900123 after three", "+447700900123"},
		{"call 07700 900123 after three", "+447700 9"},
		{"call 07700 900123 after three", "0044 7700 900123"},
		{"call 07700 900123 after three", "900 123"},
		{"call 07700 900123 after three", "00123"},
		{"07700 900123, 07700 900124", "07700900124"},
		{"rooms 12 and 14, 07700 900124", "07700 900124"},
		{"sort code 12-34-56", "123456"},
		{"writes as @lovely.example_7", "lovelyexample7"},
		{"writes as @lovely.example_7", "lovely.example"},
		{"writes as @lovely.example_7", "@lovely.example_7"},
		{"writes as lovelyexample7", "lovely.example_7"},
		{"at https://social.example/u/lovely", "social.example/u/lovely"},
		{"about NOD-7K3Q-92 again", "nod-7k3q"},
		{"about NOD-7K3Q-92 again", "nod7k3q92"},
		{"about NOD-7K3Q-92 again", "7k3q"},
		{"she says it is blacmel rhywiol", "cribddeiliaeth rywiol"},
		{"cribddeiliaeth rywiol, meddai", "blacmel rhywiol"},
		{"a case of sextortion", "Blacmel Rhywiol"},
		{"Ольга Иванова", "ольга"},
		{"王芳 rang", "王芳"},
		{"at no", "at"},
	} {
		a := search.New(1)
		a.Add(search.Doc{Record: id(1)}, []byte("Somebody else, 01632 960555, other.handle"))
		a.Add(search.Doc{Record: id(2)}, []byte(c.written))
		if got := records(t, a, c.typed); !bytes.Equal(got, []byte{2}) {
			t.Errorf("%q in %q: found %v", c.typed, c.written, got)
		}
	}
}

func TestWhatIsNotWrittenIsNotFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ written, typed string }{
		{"the bank called on Tuesday", "bank wednesday"},
		{"the bank called on Tuesday", `"bank tuesday"`},
		{"the bank called on Tuesday", `"ank called"`},
		{"the bank called on Tuesday", "al"},
		{"the bank", ""},
		{"the bank", `  " " -- `},
		{"call 07700 900123", "07700 900124"},
		{"what she wrote is about NOD-7K3Q-92 again", "aboutnod7k3q92"},
		{"07700 900123 and 07700 900124", "90012307700 900125"},
	} {
		a := search.New(1)
		a.Add(search.Doc{Record: id(1)}, []byte(c.written))
		if got := records(t, a, c.typed); len(got) > 0 {
			t.Errorf("%q is found in %q", c.typed, c.written)
		}
	}
}

func TestTheNewestIsFoundFirstAndAVersionOnce(t *testing.T) {
	t.Parallel()
	a := search.New(2)
	add := a.Add
	for n := range byte(3) {
		a.AddOlder(search.Doc{Record: id(10 - n)}, []byte("the word"))
	}
	add(search.Doc{Record: id(20)}, []byte("the word"))
	add(search.Doc{Record: id(21)}, []byte("the word"))
	a.AddOlder(search.Doc{Record: id(20)}, []byte("the older word"))
	add(search.Doc{Record: id(9)}, []byte("the word, changed"))
	add(search.Doc{Record: id(30), Shelf: 1}, []byte("the word elsewhere"))
	if got := records(t, a, "word"); !slices.Equal(got, []byte{9, 21, 20, 10, 8}) {
		t.Errorf("found %v", got)
	}
	if got := records(t, a, "older"); len(got) != 0 {
		t.Error("a version that was replaced is found")
	}
	if got := a.Search(t.Context(), search.Parse("word", search.Synonyms{}), 0, 2); len(got) != 2 {
		t.Errorf("two were asked for, %d came", len(got))
	}
}

// TestEveryTextOfManyIsFound fills several buffers, so that blocks, buffers and
// their ends are met.
func TestEveryTextOfManyIsFound(t *testing.T) {
	t.Parallel()
	a := search.New(1)
	long := strings.Repeat("much more of it ", 200)
	for n := range 1200 {
		d := search.Doc{Record: search.ID{byte(n >> 8), byte(n)}, Group: search.ID{byte(n % 7)}}
		text := fmt.Appendf(nil, "%s number%dx ends here", long[:n%len(long)], n)
		if n%2 == 0 {
			a.Add(d, text)
		} else {
			a.AddOlder(d, text)
		}
	}
	a.Add(search.Doc{Record: search.ID{255}}, []byte(strings.Repeat(long, 400)+"the very end"))
	a.Add(search.Doc{Record: search.ID{254}}, []byte(strings.Repeat(long, 30)+"longer than a block, Ольга"))
	a.Add(search.Doc{Record: search.ID{253}, Group: search.ID{3}}, []byte("beside what is longer than a block"))
	find := func(typed string) []search.Doc {
		return a.Search(t.Context(), search.Parse(typed, search.Synonyms{}), 0, 5)
	}
	for range 2 {
		for n := range 1200 {
			got := find(fmt.Sprintf("number%dx", n))
			if len(got) != 1 || got[0].Record != (search.ID{byte(n >> 8), byte(n)}) {
				t.Fatalf("text %d: found %d", n, len(got))
			}
			if !a.Has(got[0].Record) || a.Has(search.ID{byte(n >> 8), byte(n), 1}) {
				t.Fatalf("text %d: it is not known to be there, or another is", n)
			}
		}
		if len(find("very end")) != 1 {
			t.Error("a text larger than a buffer is not found")
		}
		a.Pack(t.Context())
	}
	a.Drop(search.ID{3})
	if len(find("beside what")) != 0 || len(find("longer ольга")) != 1 || len(find(`"ends here longer"`)) != 0 {
		t.Error("a long text is not found as it is, or what was beside it is still found")
	}
	for n := range 1200 {
		if got, want := len(find(fmt.Sprintf("number%dx", n))), 1; n%7 == 3 && got != 0 || n%7 != 3 && got != want {
			t.Fatalf("text %d after its group or another was dropped: found %d", n, got)
		}
	}
}

// buffers returns every byte the arena keeps of texts, also what is beyond the
// ends of its slices.
func buffers(a *search.Arena) [][]byte {
	var all [][]byte
	seen := map[uintptr]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] {
				seen[v.Pointer()] = true
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				walk(v.MapIndex(key))
			}
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.Uint8 {
				all = append(all, v.Slice3(0, v.Cap(), v.Cap()).Bytes())
				return
			}
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(a))
	return all
}

func count(all [][]byte, text string) int {
	n := 0
	for _, b := range all {
		n += bytes.Count(b, []byte(text))
	}
	return n
}

func TestWhatIsRemovedOrWipedIsOverwritten(t *testing.T) {
	t.Parallel()
	a := search.New(1)
	for n := range byte(100) {
		a.Add(search.Doc{Record: id(n), Group: id(n % 2)}, fmt.Appendf(nil, "secret%03d canary", n))
	}
	a.Add(search.Doc{Record: id(200), Group: id(9)}, []byte("plain words"))
	before := buffers(a)
	if count(before, "canary") != 100 {
		t.Fatalf("the buffers hold %d canaries before: they are not looked at", count(before, "canary"))
	}
	a.Remove(id(4))
	if count(before, "secret004") != 0 || count(before, "canary") != 99 {
		t.Error("a removed text is still there, or another is gone")
	}
	a.Drop(id(1))
	if got := count(before, "canary"); got != 49 {
		t.Errorf("%d canaries are left of two groups of fifty, one dropped and one without one", got)
	}
	a.Wipe()
	if got := count(before, "canary") + count(before, "words"); got != 0 {
		t.Errorf("%d texts are left after wiping", got)
	}
	if got := records(t, a, "canary"); len(got) != 0 {
		t.Error("a wiped arena still finds")
	}
	a.Add(search.Doc{Record: id(1)}, []byte("canary"))
	if got := records(t, a, "canary"); len(got) != 1 {
		t.Error("a wiped arena cannot be used again")
	}
}

// What is taken out before it is signed is overwritten, and signing leaves it out.
func TestTextIsTakenOutBeforeItIsSigned(t *testing.T) {
	t.Parallel()
	a := search.New(1)
	for n := range 3000 {
		a.AddOlder(search.Doc{Record: search.ID{byte(n >> 8), byte(n)}, Group: id(byte(n % 3))}, fmt.Appendf(nil, "the canary numbered%dx sings of a secret", n))
	}
	a.Drop(id(1))
	a.Remove(search.ID{0, 0})
	check := func(when string) {
		t.Helper()
		for n := range 3000 {
			got := a.Search(t.Context(), search.Parse(fmt.Sprintf("numbered%dx", n), search.Synonyms{}), 0, 10)
			if gone := n%3 == 1 || n == 0; gone != (len(got) == 0) || len(got) > 1 {
				t.Fatalf("%s text %d is found %d times", when, n, len(got))
			}
		}
	}
	check("before signing")
	if n := count(buffers(a), "canary"); n > 1999+2 { // the last is where it was folded too
		t.Errorf("%d texts are there, 1,999 were not taken out", n)
	}
	a.Pack(t.Context())
	check("signed and packed")
}

func TestPackedTextIsOverwrittenToo(t *testing.T) {
	t.Parallel()
	a := search.New(1)
	for n := range 3000 {
		a.AddOlder(search.Doc{Record: search.ID{byte(n >> 8), byte(n)}, Group: id(1)}, fmt.Appendf(nil, "the canary numbered %d sings of a secret", n))
	}
	before := buffers(a)
	a.Pack(t.Context())
	if n := count(before, "canary"); n > 2 { // the last is where it was folded too
		t.Errorf("%d texts that were packed are left as they were", n)
	}
	packings := reflect.ValueOf(a).Elem().FieldByName("shelves").Index(0).FieldByName("packing")
	all := buffers(a)
	if packings.IsNil() || count(all, "canary") == 3000 {
		t.Fatal("nothing is packed")
	}
	packing := packings.Elem()
	a.Drop(id(1))
	for _, b := range all {
		if len(b) >= 1<<15 && len(bytes.Trim(b, "\x00")) > 0 {
			t.Errorf("of a buffer of %d bytes %d are not overwritten", len(b), len(bytes.Trim(b, "\x00")))
		}
	}
	a.Wipe()
	if !packing.IsZero() {
		t.Error("what was learnt of the texts is still there")
	}
}

func TestAMarkIsWhereTheWordStandsAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, typed, want string }{
		{"rang Siân twice", "sian", "rang [Siân] twice"},
		{"rang Sia\u0302n twice", "sian", "rang [Sia\u0302n] twice"},
		{"rang O’Neill", "oneill", "rang [O’Neill]"},
		{"the bank called on Tuesday", "tues bank", "the [bank] called on [Tues]day"},
		{"call 07700 900-123 now", "07700900123", "call [07700 900-123] now"},
		{"call +44 (0)7700 900123 now", "07700900123", "call +44 ([0)7700 900123] now"},
		{"as @lovely.example", "lovelyexample", "as @[lovely.example]"},
		{"blacmel rhywiol", "cribddeiliaeth rywiol", "[blacmel rhywiol]"},
		{"at no cat", "at", "[at] no cat"},
		{"nothing", "else", "nothing"},
	} {
		marks, _ := search.Parse(c.typed, search.NewSynonyms(same)).Mark(c.text)
		if got := marked(c.text, marks); got != c.want {
			t.Errorf("%q: %s, want %s", c.typed, got, c.want)
		}
	}
}

func marked(text string, marks []search.Range) string {
	for _, m := range slices.Backward(marks) {
		text = text[:m.Start] + "[" + text[m.Start:m.End] + "]" + text[m.End:]
	}
	return text
}

func TestAnExcerptIsCutAtWordsRoundTheFirstMark(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("before it ", 30) + "the\nbank " + strings.Repeat("after it ", 30)
	marks, _ := search.Parse("bank", search.Synonyms{}).Mark(text)
	cut, moved := search.Excerpt(text, marks, 60)
	if got, want := marked(cut, moved), "… it the [bank] after it after it after it after it after it …"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if cut, _ := search.Excerpt("short", nil, 60); cut != "short" {
		t.Errorf("%q", cut)
	}
}

// FuzzFold holds folding to its promise: once is enough, and the words that are
// found in a text are found however it is folded.
func FuzzFold(f *testing.F) {
	for _, text := range []string{"Siân Ŵyn-Pryce", "O’Neill +44 (0)7700 900123", "İstanbul ½ ﬁ ǅ Ⅷ", "\xff\xfe a\u0301", "ẞ ﷺ ½"} {
		f.Add(text)
	}
	for from := range 128 { // each sign of ASCII at each place among eight, alone and twice
		sign := string(rune(from))
		f.Add("The " + sign + "first a" + sign + sign + "b SECOND" + sign + " third 2 " + sign + sign + "x" + sign + "y 07700" + sign + "900123 Z" + sign)
		f.Add("a 12 " + strings.Repeat("WordsZ0"+sign+"9az ", 9) + sign)
		var list strings.Builder // the sign before a space at each place among eight
		for n := range 18 {
			list.WriteString("Ab" + strings.Repeat("x", n) + sign + " ")
		}
		f.Add(list.String() + sign + " 7" + sign + " 8  9" + sign)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := search.Fold(nil, []byte(text))
		plainly := strings.FieldsFunc(strings.ToLower(strings.NewReplacer("'", "", "`", "").Replace(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) && strings.Join(plainly, " ") != string(once) {
			t.Fatalf("%q folds to %q, not to the words %q", text, once, plainly)
		}
		if twice := search.Fold(nil, once); !bytes.Equal(once, twice) {
			t.Fatalf("%q folds to %q and that to %q", text, once, twice)
		}
		if strings.TrimSpace(string(once)) != string(once) || bytes.Contains(once, []byte("  ")) {
			t.Fatalf("%q: spaces", once)
		}
	})
}

// FuzzQuery feeds query, text and length: no panic, marks inside the text and in
// order, and a whole text as a phrase finds that text.
func FuzzQuery(f *testing.F) {
	f.Add("sian 07700 900123", "Siân rang from 07700 900 123", 20)
	f.Add(`"open quote`, "an open quote", 3)
	f.Add("blacmel rhywiol +44", "sextortion", 0)
	f.Fuzz(func(t *testing.T, typed, text string, length int) {
		q := search.Parse(typed, search.NewSynonyms(same))
		marks, _ := q.Mark(text)
		end := 0
		for _, m := range marks {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("marks %v in %d bytes", marks, len(text))
			}
			end = m.End
		}
		cut, moved := search.Excerpt(text, marks, max(0, min(length, 300)))
		for _, m := range moved {
			if m.Start < 0 || m.End < m.Start || m.End > len(cut) {
				t.Fatalf("marks %v in an excerpt of %d bytes", moved, len(cut))
			}
		}
		a := search.New(1)
		a.Add(search.Doc{Record: id(1)}, []byte(text))
		a.Search(t.Context(), q, 0, 50)
		if folded := search.Fold(nil, []byte(text)); len(folded) > 0 && len(folded) < 200 {
			if got := a.Search(t.Context(), search.Parse(`"`+string(folded)+`"`, search.Synonyms{}), 0, 1); len(got) != 1 {
				t.Fatalf("%q does not find itself", folded)
			}
		}
	})
}
