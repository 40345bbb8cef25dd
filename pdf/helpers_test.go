package pdf_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// compose lays a letter out or ends the test.
func compose(t testing.TB, l data.Letter, o ...pdf.Options) *pdf.Document {
	t.Helper()
	d, _, err := pdf.Compose(l, o...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// file draws a document or ends the test.
func file(t testing.TB, d *pdf.Document) []byte {
	t.Helper()
	b, err := d.PDF()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// text is the text of all pages.
func text(d *pdf.Document) string {
	var all strings.Builder
	for i := range d.Pages() {
		all.WriteString(d.Text(i))
	}
	return all.String()
}

// reader is where a program is that reads our files. On Windows, where nothing installs it, what needs it is left out.
func reader(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && runtime.GOOS == "windows" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// tool runs a program on a PDF. A missing program fails the test: make test
// installs them.
func tool(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = path
		}
	}
	out, err := exec.Command(reader(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// samples are the letters that geometry is checked on.
func samples() map[string]data.Letter {
	draft := fullLetter()
	draft.Draft = true
	long := fullLetter()
	for i := range 60 {
		e := long.Events[i%4]
		long.Events = append(long.Events, e)
	}
	wide := fullLetter()
	wide.Summary = strings.Repeat("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 40)
	wide.Events[0].What = strings.Repeat("word ", 2000)
	wide.Sender.Name = strings.Repeat("Harbourside ", 30)
	wide.To.Address = []string{strings.Repeat("Floor 9, ", 20), "2", "3", "4", "5", "6", "7", "8", "Westmouth WM2 2BB"}
	wide.Marking = strings.Repeat("SECRET ", 50)
	wide.Number = strings.Repeat("9", 80)
	return map[string]data.Letter{
		"short": shortLetter(), "full": fullLetter(), "short Welsh": inWelsh(shortLetter()), "full Welsh": inWelsh(fullLetter()),
		"draft": draft, "long": long, "wide": wide, "empty": {},
	}
}

// laidOut is a sample and its pages. Documents do not change, so that tests
// share them.
type laidOut struct {
	name   string
	letter data.Letter
	doc    *pdf.Document
}

var allSamples = sync.OnceValues(func() ([]laidOut, error) {
	var all []laidOut
	for name, l := range samples() {
		for _, size := range []float64{12, 14, 16} {
			d, _, err := pdf.Compose(l, pdf.Options{TextSize: size})
			if err != nil {
				return nil, err
			}
			all = append(all, laidOut{fmt.Sprintf("%s at %g", name, size), l, d})
		}
	}
	return all, nil
})

// eachSample runs check on every sample at every text size.
func eachSample(t *testing.T, check func(t *testing.T, l data.Letter, d *pdf.Document)) {
	all, err := allSamples()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { check(t, s.letter, s.doc) })
	}
}

// outside says what lies beyond the page, "" if nothing does.
func outside(ops []pdf.Op) string {
	const slack = 0.01
	for _, op := range ops {
		x0, x1, y0, y1 := op.X, op.X+op.W, op.Y, op.Y+op.H
		switch op.Kind {
		case pdf.OpBegin, pdf.OpEnd:
			continue
		case pdf.OpText:
			height := op.Size * 25.4 / 72
			y0, y1 = op.Y-height, op.Y+height*0.3
			if op.Turn != 0 {
				sin, cos := math.Sincos(op.Turn * math.Pi / 180)
				x1, y0, y1 = op.X+op.W*cos, op.Y-op.W*sin, op.Y
			}
		}
		if !(x0 >= -slack && y0 >= -slack && x1 <= pdf.PageWidth+slack && y1 <= pdf.PageHeight+slack) {
			return fmt.Sprintf("%v from %.1f, %.1f to %.1f, %.1f: %q", op.Kind, x0, y0, x1, y1, op.Text)
		}
	}
	return ""
}
