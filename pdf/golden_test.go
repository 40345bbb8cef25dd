package pdf_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"noddfa/data"
)

var update = flag.Bool("update", false, "write the hashes of the letters anew")

const goldenLetters = "testdata/letters.sha256"

// letterOf is the full letter as one of the five types.
func letterOf(kind data.LetterType, lang data.Language) data.Letter {
	l := fullLetter()
	l.Type = kind
	if lang == data.Welsh {
		l = inWelsh(l)
	}
	switch kind {
	case data.SupportNeeds:
		l.Grounds = data.Grounds()
	case data.InformationOnly:
		l.Person, l.Contact, l.Consent, l.Approver = data.LetterPerson{}, nil, nil, nil
		l.Basis, l.BasisNote = data.BasisLegitimate, "Others are in danger from the same account."
	case data.UpdateOrWithdrawal:
		l.Replaces = &data.EarlierLetter{Number: "NOD-7K3Q-92/0", Date: at(18, 0, 0), Change: data.ChangeCorrection}
	}
	return l
}

// Nobody changes a letter without meaning to: each type, in both languages, is what it was when somebody last
// looked at it. What is hashed is not the file but its objects with their streams inflated, without their
// lengths and places: the compressor of the standard library may pack tighter in another release of Go, and the page stays
// the same page. Everything else of the file is in the hash: text, places, fonts, colours, structure, dates and title.
func TestEachTypeOfLetterIsAsItWasLastSeen(t *testing.T) {
	t.Parallel()
	var lines strings.Builder
	for _, kind := range data.LetterTypes() {
		for _, lang := range []data.Language{data.English, data.Welsh} {
			made := file(t, compose(t, letterOf(kind, lang)))
			fmt.Fprintf(&lines, "%x  %s %s\n", sha256.Sum256(inflated(t, made)), kind, lang)
		}
	}
	if *update {
		if err := os.WriteFile(goldenLetters, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenLetters)
	if err != nil {
		t.Fatal(err)
	}
	was := strings.Split(string(want), "\n")
	for i, line := range strings.Split(lines.String(), "\n") {
		if i >= len(was) || line != was[i] {
			t.Errorf("the letter %q is another than it was: look at it, then go test ./pdf -run '^%s$' -update", line[min(len(line), 66):], t.Name())
		}
	}
}

var streamBegins = regexp.MustCompile(`/Length (\d+)\b[^\n]*>>\nstream\n|/Length (\d+)\n(?:[^s][^\n]*\n)*?>>\nstream\n`)

// inflated is a file without its table of places, each stream as it was before it was compressed.
func inflated(t testing.TB, made []byte) []byte {
	t.Helper()
	at := bytes.LastIndex(made, []byte("\nxref\n"))
	if at < 0 {
		t.Fatal("a file without a table")
	}
	var out bytes.Buffer
	rest, streams := made[:at], 0
	for {
		m := streamBegins.FindSubmatchIndex(rest)
		if m == nil {
			break
		}
		size, head := m[2:4], rest[:m[1]]
		if m[2] < 0 {
			size = m[4:6]
		}
		n, err := strconv.Atoi(string(rest[size[0]:size[1]]))
		if err != nil || n > len(rest)-m[1] {
			t.Fatalf("a stream of %d bytes", n)
		}
		out.Write(head[:size[0]])
		out.Write(head[size[1]:])
		stream := rest[m[1] : m[1]+n]
		if bytes.Contains(rest[m[0]-min(m[0], 200):m[1]], []byte("/FlateDecode")) {
			stream = unpacked(t, stream)
		}
		out.Write(stream)
		rest, streams = rest[m[1]+n:], streams+1
	}
	out.Write(rest)
	if streams < 3 || !bytes.Contains(out.Bytes(), []byte(" BDC\n")) {
		t.Fatalf("%d streams, and no page among them", streams)
	}
	return out.Bytes()
}

func unpacked(t testing.TB, stream []byte) []byte {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
