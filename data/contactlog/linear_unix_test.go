//go:build unix

package contactlog_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"noddfa/data/contactlog"
)

// Files of which every line asks for a far look take time in proportion to
// their size: four times the size must not take anywhere near sixteen times as
// long. What counts is the processor's time, so that a busy machine fails nobody.
func TestNoFileTakesQuadraticTime(t *testing.T) {
	const size = 128 << 10
	for name, unit := range map[string]string{
		"quotes never closed":        "03/09/2017,\"x\n",
		"quotes never closed, a row": "\"a,",
		"doubled quotes":             "\"\"",
		"stray quotes over lines":    "\"a\nb\"c",
		"quotes and spaces":          "\" ",
		"line breaks":                "\r",
		"delimiters":                 ",",
		"letters":                    "ŵ",
		"digits":                     "1",
	} {
		if small, large := processorTime(t, unit, size/4), processorTime(t, unit, size); large > 10*small+time.Second {
			t.Errorf("%s: %v for a quarter, %v for the whole", name, small, large)
		}
	}
}

func processorTime(t *testing.T, unit string, size int) time.Duration {
	t.Helper()
	file := []byte("Date,Summary\n" + strings.Repeat(unit, size/len(unit)))
	before := used(t)
	_, _ = contactlog.Read(file, contactlog.Options{})
	return used(t) - before
}

func used(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
