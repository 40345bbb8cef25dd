package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/cmd/bench"
)

func TestBenchMeasuresEachThingBesideItsFloorAndLeavesNothingBehind(t *testing.T) {
	d := newDesk(t)
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	before := entries(t, d.dir)
	code, out, errs := d.run("bench", "--cases", "20", "--notes", "80", "--contacts", "20", "--json")
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var names []string
	for _, row := range fromJSON[[]bench.Row](t, out) {
		names = append(names, row.Name)
		if row.Median <= 0 || row.P95 < row.Median || row.P99 < row.P95 || row.Floor <= 0 || row.Runs < 3 {
			t.Errorf("%+v", row)
		}
		if real := row.Median / row.Floor; row.Ratio < real*0.9-0.01 || row.Ratio > real*1.1+0.01 {
			t.Errorf("%s: the ratio %v is not %v", row.Name, row.Ratio, real)
		}
		if row.Name == "unlock" && (row.KDF <= 0 || row.Ready <= row.Median) || row.Name == "search" && (row.NotesReady <= 0 || row.NotesAfter <= 0 || row.Ready < row.NotesReady || row.AllP95 < row.All || row.All < row.Median || len(row.Kinds) == 0) || row.Name == "backup" && (row.Bytes < 100_000 || row.Restore <= row.Structure) || row.Name == "check" && (row.Again <= 0 || row.Anew <= 0 || row.Signatures <= 0) {
			t.Errorf("%+v", row)
		}
	}
	if want := []string{"unlock", "list", "case", "save", "search", "stats", "letter", "backup", "check"}; !slices.Equal(names, want) {
		t.Errorf("it measures %v, not %v", names, want)
	}
	for _, left := range append(entries(t, scratch), entries(t, d.dir)...) {
		if !slices.Contains(before, left) {
			t.Errorf("%s is left behind", left)
		}
	}
}

func TestAStoppedBenchLeavesNothingBehind(t *testing.T) {
	scratch := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	var out, errs strings.Builder
	// Whoever presses Ctrl+C does so while they read how far it is.
	c := console{os.Stdin, &out, writerFunc(func(text []byte) (int, error) {
		if strings.Contains(string(text), "/") {
			stop()
		}
		return errs.Write(text)
	}), assets.Lang("en")}
	code := run(ctx, []string{"bench", "--cases", "100", "--notes", "100", "--folder", scratch}, c)
	if code != exitFailed || out.Len() > 0 || !strings.Contains(errs.String(), "the fictional charity is removed") {
		t.Errorf("exit %d: %s%s", code, out.String(), errs.String())
	}
	if left := entries(t, scratch); len(left) > 0 {
		t.Errorf("%v are left behind", left)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(text []byte) (int, error) { return f(text) }

func entries(t *testing.T, folder string) []string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, filepath.Join(folder, e.Name()))
	}
	return names
}
