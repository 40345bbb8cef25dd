package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// An event is one line of `go test -json`, or {"Action":"exit","Output":STATUS} after a run.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Elapsed    float64
	Output     string
}

// A sum counts the tests of all runs it has read.
type sum struct {
	out                     io.Writer
	passed, failed, skipped int
	failedInRun             bool
	output                  map[string]*strings.Builder // what a test, package or build has printed so far
	perPackage              map[string]int
	lastTest                map[string]string
}

func newSum(out io.Writer) *sum {
	return &sum{out: out, output: map[string]*strings.Builder{}, perPackage: map[string]int{}, lastTest: map[string]string{}}
}

func (s *sum) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) == nil && e.Action != "" {
				s.add(e)
			} else {
				fmt.Fprint(s.out, line)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the results: %w", err)
		}
	}
}

func (s *sum) add(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "output":
		if s.output[key] == nil {
			s.output[key] = &strings.Builder{}
		}
		s.output[key].WriteString(e.Output)
	case "pass", "skip", "fail":
		if e.Test == "" {
			s.endPackage(e, key)
		} else {
			s.endTest(e, key)
		}
		delete(s.output, key)
	case "exit":
		if e.Output != "0" && !s.failedInRun {
			s.fail("go test ended with status " + e.Output + " without naming a test")
		}
		s.failedInRun = false
	}
}

func (s *sum) endTest(e event, key string) {
	s.perPackage[e.Package]++
	s.lastTest[e.Package] = e.Test
	switch e.Action {
	case "pass":
		s.passed++
	case "skip":
		s.skipped++
		s.print(key)
	case "fail":
		s.fail("FAIL " + key)
		s.print(key)
	}
}

func (s *sum) endPackage(e event, key string) {
	tests := s.perPackage[e.Package]
	delete(s.perPackage, e.Package)
	switch {
	case e.Action == "fail":
		if !s.failedInRun {
			s.fail("FAIL " + e.Package)
		}
		s.print(key) // a panic or a data race may stand here and not with a test
	case tests == 1 && strings.HasPrefix(s.lastTest[e.Package], "Fuzz"):
		fmt.Fprintf(s.out, "ok   %-32s %s in %.1f s\n", e.Package, s.lastTest[e.Package], e.Elapsed)
	case tests > 0:
		fmt.Fprintf(s.out, "ok   %-32s %5d in %.1f s\n", e.Package, tests, e.Elapsed)
	}
}

func (s *sum) fail(why string) {
	s.failed++
	s.failedInRun = true
	fmt.Fprintln(s.out, why)
}

func (s *sum) print(key string) {
	if b := s.output[key]; b != nil {
		fmt.Fprint(s.out, b.String())
	}
}

// finish prints the last line and says whether all is well: something ran, nothing failed and nothing was left out.
func (s *sum) finish() bool {
	if s.skipped > 0 {
		fmt.Fprintf(s.out, "%d skipped: a test that does not run proves nothing\n", s.skipped)
	}
	fmt.Fprintf(s.out, "%d passed, %d failed\n", s.passed, s.failed)
	return s.passed > 0 && s.failed == 0 && s.skipped == 0
}
