package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

func TestWordsTooManyAreWrongUsage(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{
		{"cases", "extra"},
		{"check", "--json", "extra"},
		{"export", "out.jsonl"},
		{"version", "extra"},
		{"members", "list", "extra"},
		{"import", "contacts", "one.csv", "two.csv"},
		{"letter", "extra"},
		{"backup", "folder"},
	} {
		code, out, errs := d.run(append(args, "--vault", d.vault, "--passphrase-file", d.passphrase)...)
		if args[0] == "version" {
			code, out, errs = d.run(args...)
		}
		if code != exitUsage || out != "" || !strings.Contains(errs, "word too many") {
			t.Errorf("%v: exit %d: %s%s", args, code, out, errs)
		}
	}
}

func TestHelpOfMembersNamesAllItDoes(t *testing.T) {
	d := newDesk(t)
	code, out, errs := d.run("members", "--help")
	_, all, _ := d.run("help")
	if code != exitDone || errs != "" {
		t.Errorf("help that was asked for: exit %d: %s", code, errs)
	}
	for _, word := range []string{"add", "list", "role", "remove", "reset", "computers", "invite", "withdraw"} {
		if !strings.Contains(out, word) || !strings.Contains(all, word) {
			t.Errorf("%q is missing in %s", word, out)
		}
	}
}

func TestASlipInTheCodeOfTheKitIsNamed(t *testing.T) {
	d := newDesk(t)
	d.init()
	code := kitCode(t, d.kit)
	groups := strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == ' ' || r == '\n' })
	if len(groups) != 8 {
		t.Fatalf("the kit has %d groups", len(groups))
	}
	with := func(at int, group string) string {
		changed := append([]string(nil), groups...)
		changed[at] = group
		return strings.Join(changed, "-")
	}
	fresh := d.write("fresh", "six other words for these tests")
	for _, one := range []struct{ name, typed, group string }{
		{"a letter that no code has", with(2, "U"+groups[2][1:]), "group 3"},
		{"a character too few", with(4, groups[4][:4]), "group 5"},
		{"a character too many", with(6, groups[6]+"7"), "group 7"},
		{"a group too few", strings.Join(groups[:7], "-"), "group 8"},
		{"a character too few, without separators", strings.Join(groups[:7], "") + groups[7][:4], "group 8"},
		{"nothing", "", "group 1"},
	} {
		exit, _, errs := d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", one.typed), "--name", "Mair Example", "--new-passphrase-file", fresh)
		if exit != exitFailed || !strings.Contains(errs, one.group+" ") || !strings.Contains(errs, "no I, L, O or U") {
			t.Errorf("%s: exit %d: %s", one.name, exit, errs)
		}
	}
}

func TestALetterReplacesNoFile(t *testing.T) {
	d := newDesk(t)
	kept := d.write("letter.pdf", "somebody else's letter")
	code, _, errs := d.on("letter", "--case", "NOD-AAAA-00", "--force", "south-wales", "--out", kept)
	if code != exitFailed || !strings.Contains(errs, "already a file with this name") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if text, err := os.ReadFile(kept); err != nil || string(text) != "somebody else's letter" {
		t.Errorf("it reads %q: %v", text, err)
	}
}

// TestWhatTheSystemSaysOfAFileIsSaidInOurWords tries files that are not there,
// folders, and folders that cannot be written.
func TestWhatTheSystemSaysOfAFileIsSaidInOurWords(t *testing.T) {
	d := newDesk(t)
	d.init()
	none := filepath.Join(d.dir, "none")
	for _, one := range []struct {
		name string
		args []string
		said string
	}{
		{"no passphrase file", []string{"cases", "--vault", d.vault, "--passphrase-file", none}, "There is no such file or folder: " + none},
		{"a folder for a passphrase", []string{"cases", "--vault", d.vault, "--passphrase-file", d.dir}, "This is a folder, not a file: " + d.dir},
		{"no log", []string{"import", "contacts", none, "--vault", d.vault, "--passphrase-file", d.passphrase}, "There is no such file or folder: " + none},
		{"a folder in which nothing can be made", []string{"backup", "--to", "/proc", "--vault", d.vault, "--passphrase-file", d.passphrase}, "Nothing can be written in the folder for the backup"},
		{"a file for a folder", []string{"backup", "--to", filepath.Join(d.passphrase, "backups"), "--vault", d.vault, "--passphrase-file", d.passphrase}, "so no backup was made"},
	} {
		code, _, errs := d.run(one.args...)
		if code != exitFailed || !strings.Contains(errs, one.said) {
			t.Errorf("%s: exit %d: %s", one.name, code, errs)
		}
	}
}

// TestTheConsoleSpeaksOfNoFields: nothing was typed into it that could still be
// there.
func TestTheConsoleSpeaksOfNoFields(t *testing.T) {
	full := func(path string) error { return &fs.PathError{Op: "write", Path: path, Err: syscall.ENOSPC} }
	for _, one := range []struct {
		err  error
		said string
	}{
		{&data.Error{Code: data.CodeFull, Doing: "adding a member"}, "The disk is full, so this was not done."},
		{&data.Error{Code: data.CodeDisk, Doing: "adding a member"}, "so this was not done"},
		{&data.Error{Code: data.CodeDisk, Args: map[string]any{"Of": "backup"}}, "so no backup was made"},
		{&data.Error{Code: data.CodeGone, Doing: "adding a member"}, "This was not done"},
		{&data.Error{Code: data.CodeFull, Args: map[string]any{"Of": "backup"}}, "so no backup was made"},
		{&data.Error{Code: data.CodeUnknown, Doing: "writing the export", Err: full(os.Stdout.Name())}, "what was to be written there is not whole"},
		{fmt.Errorf("writing the file: %w", full("/media/stick/letter.pdf")), "The disk is full, so /media/stick/letter.pdf was not written"},
	} {
		for _, language := range []string{assets.English, assets.Welsh} {
			var said bytes.Buffer
			if code := report(console{err: &said, tr: assets.Lang(language)}, one.err); code != exitFailed {
				t.Errorf("%v: exit %d", one.err, code)
			}
			if language == assets.English && !strings.Contains(said.String(), one.said) || strings.Contains(said.String(), "typed") || strings.Contains(said.String(), "deipiwyd") || strings.Contains(said.String(), "unknown") {
				t.Errorf("%v: %s", one.err, said.String())
			}
		}
	}
}

func TestTwoWithOnePassphraseAreToldOfMember(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("members add", "--name", "Nest Example", "--role", "manager", "--new-passphrase-file", d.passphrase)
	if code, _, errs := d.on("cases"); code != exitUsage || !strings.Contains(errs, "--member NAME") {
		t.Errorf("exit %d: %s", code, errs)
	}
	d.must("cases", "--member", "Nest Example")
}

func TestACutFileThatLosesARecordIsNotSaidToLoseNothing(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "2")
	info, err := os.Stat(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(d.vault, info.Size()-1); err != nil {
		t.Fatal(err)
	}
	code, out, _ := d.on("check")
	lost := strings.Contains(out, "this record is lost") || strings.Contains(out, "this version is lost")
	if code != exitDamaged || !strings.Contains(out, "the end of the file is missing") || lost == strings.Contains(out, "missing; nothing is lost") {
		t.Errorf("exit %d: %s", code, out)
	}
}
