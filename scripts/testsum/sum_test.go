package main

import (
	"strings"
	"testing"
)

const passing = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"noise of a test that passed\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"pass","Package":"p","Elapsed":0.2}
{"Action":"exit","Output":"0"}
`

const failing = `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: why it failed\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0.1}
{"Action":"fail","Package":"p","Elapsed":0.2}
{"Action":"exit","Output":"1"}
`

func TestTheLastLineCountsAndTheVerdictIsRight(t *testing.T) {
	for _, c := range []struct {
		name, runs, last string
		well             bool
		says, hides      string
	}{
		{"all pass", passing, "1 passed, 0 failed", true, "ok   p", "noise"},
		{"one fails", passing + failing, "1 passed, 1 failed", false, "why it failed", "noise"},
		{"failure before success", failing + passing, "1 passed, 1 failed", false, "FAIL p TestB", "noise"},
		{"nothing ran", "", "0 passed, 0 failed", false, "", ""},
		{"a package without tests", `{"Action":"skip","Package":"p"}` + "\n", "0 passed, 0 failed", false, "", "skipped"},
		{
			"a package that does not build",
			`{"ImportPath":"p","Action":"build-output","Output":"p/x.go:3: undefined: y\n"}` + "\n" +
				`{"Action":"fail","Package":"p","FailedBuild":"p"}` + "\n" + `{"Action":"exit","Output":"1"}` + "\n" + passing,
			"1 passed, 1 failed", false, "undefined: y", "",
		},
		{"go itself failed", passing + `{"Action":"exit","Output":"1"}` + "\n", "1 passed, 1 failed", false, "status 1", ""},
		{
			"a race outside of any test",
			`{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"output","Package":"p","Output":"DATA RACE\n"}` + "\n" +
				`{"Action":"fail","Package":"p"}` + "\n", "1 passed, 1 failed", false, "DATA RACE", "",
		},
		{"a skipped test", passing + `{"Action":"skip","Package":"p","Test":"TestC"}` + "\n", "1 passed, 0 failed", false, "1 skipped", ""},
		{"text between the results", passing + "exec: something broke\n", "1 passed, 0 failed", true, "something broke", ""},
	} {
		var out strings.Builder
		s := newSum(&out)
		if err := s.read(strings.NewReader(c.runs)); err != nil {
			t.Fatal(err)
		}
		if well := s.finish(); well != c.well {
			t.Errorf("%s: all is well: %v\n%s", c.name, well, out.String())
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if last := lines[len(lines)-1]; last != c.last {
			t.Errorf("%s: the last line is %q, want %q", c.name, last, c.last)
		}
		if !strings.Contains(out.String(), c.says) || c.hides != "" && strings.Contains(out.String(), c.hides) {
			t.Errorf("%s: says\n%s", c.name, out.String())
		}
	}
}
