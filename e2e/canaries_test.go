package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// runWord is a word that no other run has: it is in each sentence that is typed.
// Outside the folders of this test lie the other words too, in checkouts of this
// source, in what is built of it and in other runs; this one is there only if
// the program put it there.
var runWord = inventWord()

// untold is a text without it, as a failed test may tell it. What tests tell may lie in a
// file, where all that end later would find the word and fail too.
func untold(text string) string { return strings.ReplaceAll(text, runWord, "[this run's word]") }

func inventWord() string {
	var word strings.Builder
	for range 6 {
		word.WriteByte("bdfgklmnprstvz"[rand.N(14)])
		word.WriteByte("aeiou"[rand.N(5)])
	}
	return word.String()
}

// typed are the texts that must be in no file but the letter.
var typed = []string{
	secretPhrase, calledName, "Quartz", number, whatWasSaid, "vortex", noteSaid, "marmalade", amendment, "turquoise", planAction, "kumquat", "spare key",
	secretAddress, "Pomegranate", worker, "Placeholder", "Quillfeather", rowName, rowSurname, rowNumber, rowSaid, "tangerine", "saxophone", unsaved, "rutabaga", noteWords,
	askedBy, "Bartholomew", askedFor, "pelican", struckName, "Quince", movedWhy, signedWhy, runWord,
}

// sureCharacters is how many characters of base64 a text needs at least: any
// word of six letters has so many, wherever it stands.
const sureCharacters = 7

// encodings are the ways in which a text is looked for.
func encodings(text string) map[string][]byte {
	units := utf16.Encode([]rune(text))
	little, big := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	all := map[string][]byte{"UTF-8": []byte(text), "UTF-16LE": little, "UTF-16BE": big}
	for before := range 3 { // where the text begins within a group of three bytes changes its letters
		coded := base64.StdEncoding.EncodeToString(append(make([]byte, before), text...))
		if sure := coded[(before*8+5)/6 : (before+len(text))*8/6]; len(sure) >= sureCharacters {
			all[fmt.Sprintf("base64 from %d", before)] = []byte(sure)
		}
	}
	return all
}

// needle is one text in one encoding.
type needle struct {
	text, encoding string
	bytes          []byte
}

func needlesOf(texts ...string) []needle {
	var list []needle
	for _, text := range texts {
		for encoding, coded := range encodings(text) {
			list = append(list, needle{text, encoding, coded})
		}
	}
	return list
}

var (
	everyNeedle = needlesOf(typed...)
	runNeedles  = needlesOf(runWord)
)

// searchText looks for everything typed, in the given encodings or in all.
func (d *desk) searchText(where string, content []byte, only ...string) {
	d.t.Helper()
	for _, n := range everyNeedle {
		if (len(only) == 0 || slices.Contains(only, n.encoding)) && bytes.Contains(content, n.bytes) {
			d.t.Errorf("%q is in %s in %s", untold(n.text), where, n.encoding)
		}
	}
}

// searchForCanaries looks through every file of this test's own folders for
// everything typed: HOME, TMPDIR, the working folder, and the printers'.
func (d *desk) searchForCanaries(but string) {
	d.t.Helper()
	files := 0
	err := filepath.WalkDir(filepath.Dir(d.home), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || path == but {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		d.searchText(path, content)
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if files < 2 {
		d.t.Errorf("only %d files were searched: the search looks in the wrong place", files)
	}
	for _, canary := range typed {
		if strings.Contains(d.said.String(), canary) {
			d.t.Errorf("the program said %q", untold(canary))
		}
	}
}

// folders are those of every journey that has begun: each searches its own for more, once what lies there in the clear by
// choice is removed.
var folders sync.Map

// searchOtherFolders looks through what was written since the test began
// wherever else this account can write, for the word of this run. What is built
// of this source meanwhile is left alone: the program under test does not build.
func (d *desk) searchOtherFolders(since time.Time) {
	d.t.Helper()
	roots := []string{"/tmp", "/var/tmp", "/dev/shm", os.TempDir()}
	if home, err := os.UserHomeDir(); err == nil {
		roots = append(roots, home)
	}
	slices.Sort(roots)
	var leave []string
	if out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output(); err == nil {
		leave = append(leave, strings.Fields(string(out))...)
	}
	for _, found := range writtenWith(slices.Compact(roots), leave, since, runNeedles) {
		d.t.Error(found)
	}
}

// writtenWith names the files under some folders that were written since then and
// hold a needle. What cannot be read, or goes away meanwhile, is not ours.
func writtenWith(roots, leave []string, since time.Time, needles []needle) []string {
	var found []string
	for _, root := range roots {
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			_, journeys := folders.Load(path)
			if e.IsDir() && (slices.Contains(leave, path) || journeys && path != root || isProc(path)) {
				return fs.SkipDir
			}
			if info, err := e.Info(); !e.Type().IsRegular() || err != nil || info.ModTime().Before(since.Add(-time.Second)) { // some disks count whole seconds
				return nil
			}
			if file, err := os.Open(path); err == nil {
				for _, n := range inPieces(file, needles) {
					found = append(found, fmt.Sprintf("%q is in %s in %s", untold(n.text), path, n.encoding))
				}
				file.Close()
			}
			return nil
		})
	}
	return found
}

// isProc reports whether a folder is the kernel's own list of processes, as in a system that somebody has set up inside of
// this one: nothing there lies on a disk, and some of it never ends.
func isProc(path string) bool {
	_, err := os.Stat(filepath.Join(path, "self", "fdinfo"))
	return err == nil && filepath.Base(path) == "proc"
}

// inPieces finds needles in something that may be too large for memory.
func inPieces(from io.Reader, needles []needle) []needle {
	const overlap = 256 // longer than any needle
	var found []needle
	piece, kept := make([]byte, 1<<20), 0
	for {
		n, err := io.ReadFull(from, piece[kept:])
		now := piece[:kept+n]
		for _, one := range needles {
			if bytes.Contains(now, one.bytes) && !slices.ContainsFunc(found, func(f needle) bool { return f.text == one.text && f.encoding == one.encoding }) {
				found = append(found, one)
			}
		}
		if err != nil {
			return found
		}
		kept = copy(piece, now[max(0, len(now)-overlap):])
	}
}

// searchOutside looks through what other programs can see while this one runs:
// its arguments and environment and those of what it started, and the titles of
// all windows.
func (d *desk) searchOutside() {
	d.t.Helper()
	ours := fmt.Sprintf("\nPPid:\t%d\n", d.program.Process.Pid)
	read := 0
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range processes {
		if proc != fmt.Sprintf("/proc/%d", d.program.Process.Pid) {
			if status, err := os.ReadFile(proc + "/status"); err != nil || !strings.Contains(string(status), ours) {
				continue
			}
		}
		for _, name := range []string{"/cmdline", "/environ"} {
			content, err := os.ReadFile(proc + name)
			if err == nil {
				read += len(content)
				d.searchText(proc+name, content)
			} else if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) {
				d.t.Logf("reading %s: %v", proc+name, err)
			}
		}
	}
	if read == 0 {
		d.t.Error("no arguments were read: the search looks in the wrong place")
	}
	titles, _ := d.run("sh", "-c", "for w in $(xdotool search --name .); do xdotool getwindowname $w; done")
	if !strings.Contains(titles, "Noddfa") {
		d.t.Errorf("the titles of the windows were not read: %q", titles)
	}
	d.searchText("a window's title", []byte(titles))
}

// searchMemory looks through the memory of the program once it is locked.
func (d *desk) searchMemory() {
	d.t.Helper()
	read := d.memory(func(content []byte) { d.searchText("the memory of the locked program", content, "UTF-8", "UTF-16LE") })
	if read >= 0 && read < 1<<20 {
		d.t.Errorf("only %d bytes of memory were searched", read)
	}
}

func TestTheSearchFindsWhatWasTypedInEveryEncoding(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), t.TempDir()
	began := time.Now()
	for _, text := range typed {
		if n := len(encodings(text)); n != 6 {
			t.Errorf("%q is looked for in %d encodings instead of 6", text, n)
		}
		for before := range 3 {
			said := strings.Repeat("-", before) + text + "."
			for _, content := range [][]byte{[]byte(said), wide(said), []byte(base64.StdEncoding.EncodeToString([]byte(said)))} {
				if len(inPieces(bytes.NewReader(content), needlesOf(text))) == 0 {
					t.Errorf("%q is not found in %q", text, content)
				}
			}
		}
	}
	file := filepath.Join(folder, "copy")
	content := strings.Repeat("x", 1<<20-20) + base64.StdEncoding.EncodeToString([]byte(noteSaid)) // across two pieces
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := writtenWith([]string{folder}, nil, began, runNeedles); len(found) == 0 {
		t.Error("the copy of a sentence in base64 is not found")
	}
	if found := writtenWith([]string{folder}, []string{folder}, began, runNeedles); len(found) > 0 {
		t.Errorf("a folder to be left alone is searched: %v", found)
	}
	if found := writtenWith([]string{folder}, nil, began.Add(time.Hour), runNeedles); len(found) > 0 {
		t.Errorf("what was there before is searched: %v", found)
	}
	if found := writtenWith([]string{other}, nil, began, everyNeedle); len(found) > 0 {
		t.Errorf("something is found in an empty folder: %v", found)
	}
}

func wide(text string) []byte {
	var units []byte
	for _, u := range utf16.Encode([]rune(text)) {
		units = binary.BigEndian.AppendUint16(units, u)
	}
	return units
}
