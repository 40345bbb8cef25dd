package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// repacked is a file of ours with its first packed stream unpacked and stored as it is, as another compressor might.
func repacked(t *testing.T, made []byte) []byte {
	t.Helper()
	m := streamBegins.FindSubmatchIndex(made)
	begins := bytes.Index(made, []byte("/FlateDecode"))
	for m[1] < begins {
		next := streamBegins.FindSubmatchIndex(made[m[1]:])
		for i := range next {
			next[i] += m[1] * min(1, next[i]+1)
		}
		m = next
	}
	ends := m[1] + bytes.Index(made[m[1]:], []byte("\nendstream"))
	r, err := zlib.NewReader(bytes.NewReader(made[m[1]:ends]))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	size := m[2:4]
	if size[0] < 0 {
		size = m[4:6]
	}
	body := string(made[:size[0]]) + fmt.Sprint(packed.Len()) + string(made[size[1]:m[1]]) + packed.String() + string(made[ends:strings.LastIndex(string(made), "\nxref\n")+1])
	return append([]byte(body), places(body)...)
}

// places is the table of a file's objects.
func places(body string) string {
	var out strings.Builder
	n := strings.Count(body, "\nendobj\n")
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", n+1)
	for i := range n {
		at := strings.Index(body, fmt.Sprintf("\n%d 0 obj\n", i+1)) + 1
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	return out.String()
}

func TestALetterDrawnAgainIsTheSameHoweverItIsPacked(t *testing.T) {
	t.Parallel()
	letter := file(t, compose(t, fullLetter()))
	trailer := letter[bytes.LastIndex(letter, []byte("trailer\n")):]
	again := repacked(t, letter)
	at := bytes.LastIndex(again, []byte("xref\n"))
	again = append(again, bytes.Replace(trailer, trailer[bytes.Index(trailer, []byte("startxref\n")):], fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", at), 1)...)
	another := fullLetter()
	another.Marking += "."
	for _, c := range []struct {
		name string
		file []byte
		want bool
	}{
		{"itself", letter, true},
		{"drawn again", file(t, compose(t, fullLetter())), true},
		{"packed in another way", again, true},
		{"another letter", file(t, compose(t, another)), false},
		{"another language", file(t, compose(t, letterOf(data.NewReport, data.Welsh))), false},
		{"no PDF", []byte("no PDF"), false},
		{"cut off", letter[:len(letter)/2], false},
	} {
		if c.name == "packed in another way" && bytes.Equal(c.file, letter) {
			t.Error("it was not packed in another way")
		}
		if got := pdf.Same(letter, c.file); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
