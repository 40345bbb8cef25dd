package data_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"noddfa/data"
)

// places is a charity's file on one computer, with what that computer remembers.
type places struct {
	t     *testing.T
	dir   string
	state string
}

func newPlaces(t *testing.T) *places {
	t.Helper()
	dir := t.TempDir()
	p := &places{t, dir, filepath.Join(dir, "state")}
	v, _, err := data.Create(t.Context(), p.at("charity"), data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: p.options()})
	if err != nil {
		t.Fatal(err)
	}
	p.close(v)
	return p
}

func (p *places) options() data.Options { return data.Options{StateDir: p.state, NoKeyring: true} }

func (p *places) at(name string) string { return filepath.Join(p.dir, name+data.Extension) }

func (p *places) close(v *data.Vault) {
	p.t.Helper()
	if err := v.Close(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *places) unlock(name string) *data.Vault {
	p.t.Helper()
	return must[*data.Vault](p.t)(data.Unlock(p.t.Context(), p.at(name), data.Credentials{Passphrase: passphrase, Options: p.options()}))
}

// open unlocks the file at a place, writes something unless it is older, and
// says whether it is.
func (p *places) open(name string) (older bool, newer string) {
	p.t.Helper()
	v := p.unlock(name)
	older, newer = v.Older(), v.NewerPlace()
	if !older {
		must[data.ID](p.t)(v.LogContact(p.t.Context(), data.Contact{Said: name}))
	}
	p.close(v)
	return older, newer
}

func (p *places) restore(from, to string) {
	p.t.Helper()
	p.close(must[*data.Vault](p.t)(data.Restore(p.t.Context(), p.at(from), p.at(to), data.Credentials{Passphrase: passphrase, Options: p.options()})))
}

// forget is another computer.
func (p *places) forget() { p.state += " of another computer" }

func (p *places) repair(from, to string) {
	p.t.Helper()
	v := must[*data.Vault](p.t)(data.Unlock(p.t.Context(), p.at(from), data.Credentials{Passphrase: passphrase, Untold: true, Options: p.options()}))
	must[int](p.t)(v.Repair(p.t.Context(), p.at(to)))
	p.close(v)
}

func (p *places) copy(from, to string) { copyTo(p.t, p.at(from), p.at(to)) }

func (p *places) move(from, to string) {
	p.t.Helper()
	if err := os.Rename(p.at(from), p.at(to)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *places) isFine(names ...string) {
	p.t.Helper()
	for _, name := range names {
		if older, newer := p.open(name); older {
			p.t.Errorf("%s is called older than %q", name, newer)
		}
	}
}

// isOlder opens the file twice: opening it must not make it newer.
func (p *places) isOlder(name, newerAt string) {
	p.t.Helper()
	want := ""
	if newerAt != "" {
		want = p.at(newerAt)
	}
	for range 2 {
		if older, newer := p.open(name); !older || newer != want {
			p.t.Errorf("%s: older %v than %q, which should be than %q", name, older, newer, want)
		}
	}
}

func TestEachPlaceOfAFileHasItsOwnAnchor(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(p *places){
		"a backup restored beside the original leaves both as they are": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.restore("backup", "restored")
			p.isFine("charity", "restored", "charity", "restored")
		},
		"a copy of the newest file begins its own": func(p *places) {
			p.copy("charity", "copy")
			p.isFine("copy", "charity", "copy")
		},
		"an older copy at the same place is noticed": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.move("backup", "charity")
			p.isOlder("charity", "")
		},
		"a backup over the original is noticed beside a restored file": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.restore("backup", "restored")
			p.copy("backup", "charity")
			p.isFine("restored")
			p.isOlder("charity", "")
		},
		"an older copy under another name is noticed": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.isOlder("backup", "charity")
			p.isFine("charity")
		},
		"a moved file is the same": func(p *places) {
			p.isFine("charity")
			p.copy("charity", "backup")
			p.move("charity", "moved")
			p.isFine("moved")
			p.move("backup", "charity")
			p.isOlder("charity", "moved")
		},
		"on a computer that never opened the original, a restored file leaves it as it is": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.forget()
			p.restore("backup", "restored")
			p.isFine("charity", "restored")
		},
		"a repaired file leaves the damaged one as it is": func(p *places) {
			p.forget()
			p.repair("charity", "repaired")
			p.isFine("repaired", "charity")
		},
		"an older copy than what was restored is noticed there": func(p *places) {
			p.copy("charity", "before")
			p.isFine("charity")
			p.forget()
			p.restore("charity", "restored")
			p.isOlder("before", "restored")
		},
		"an older copy of a restored file is noticed": func(p *places) {
			p.forget()
			p.restore("charity", "restored")
			p.copy("restored", "before")
			p.isFine("restored")
			p.isOlder("before", "restored")
		},
		"two files that are open at once keep what the other has seen": func(p *places) {
			p.copy("charity", "original")
			p.restore("charity", "restored")
			p.copy("restored", "before")
			open := []*data.Vault{p.unlock("charity"), p.unlock("restored")}
			for i := range 6 {
				must[data.ID](p.t)(open[i%2].LogContact(p.t.Context(), data.Contact{Said: "by turns"}))
			}
			p.close(open[1])
			must[data.ID](p.t)(open[0].LogContact(p.t.Context(), data.Contact{Said: "the last"}))
			p.close(open[0])
			p.copy("original", "charity")
			p.copy("before", "restored")
			p.isOlder("charity", "")
			p.isOlder("restored", "")
		},
		"a copy of the newer of two that were worked on side by side is fine, an older one is not": func(p *places) {
			p.copy("charity", "backup")
			p.isFine("charity")
			p.restore("backup", "restored")
			p.copy("restored", "before")
			p.isFine("restored", "charity")
			p.copy("restored", "copy")
			p.isOlder("before", "charity")
			p.isFine("copy")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			do(newPlaces(t))
		})
	}
}

// What an earlier version kept is one anchor for all places.
func TestTheAnchorOfAnEarlierVersionStillProtects(t *testing.T) {
	t.Parallel()
	p := newPlaces(t)
	p.copy("charity", "backup")
	p.isFine("charity")
	file := filepath.Join(p.state, "origins", must[[]string](t)(names(filepath.Join(p.state, "origins")))[0])
	var kept struct {
		Places []map[string]any `json:"places"`
	}
	if err := json.NewDecoder(bytes.NewReader(must[[]byte](t)(os.ReadFile(file)))).Decode(&kept); err != nil || len(kept.Places) != 1 {
		t.Fatalf("%+v: %v", kept, err)
	}
	delete(kept.Places[0], "path")
	legacy := must[[]byte](t)(json.Marshal(kept.Places[0]))
	asBefore := func() {
		t.Helper()
		if err := os.WriteFile(file, legacy, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	asBefore()
	p.isOlder("backup", "")
	p.isFine("charity", "charity")
	asBefore()
	p.move("backup", "charity")
	p.isOlder("charity", "")
}

func names(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	slices.Sort(list)
	return list, err
}

// The line written last was torn, or both were: the file is never called older for that, and an older copy is still
// noticed where one line is left.
func TestATornAnchorCostsOneSave(t *testing.T) {
	t.Parallel()
	p := newPlaces(t)
	p.isFine("charity")
	p.copy("charity", "backup")
	p.isFine("charity")
	file := filepath.Join(p.state, "origins", must[[]string](t)(names(filepath.Join(p.state, "origins")))[0])
	lines := bytes.SplitAfter(must[[]byte](t)(os.ReadFile(file)), []byte("\n"))
	if len(lines) != 3 || len(lines[0]) != len(lines[1]) || len(lines[2]) != 0 {
		t.Fatalf("%d lines", len(lines))
	}
	newest := 0
	if number(t, lines[1]) > number(t, lines[0]) {
		newest = 1
	}
	for _, torn := range [][]int{{newest}, {0, 1}} {
		text := bytes.Join(lines, nil)
		for _, i := range torn {
			text[i*len(lines[0])+200] ^= 1
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if len(torn) == 1 {
			p.isOlder("backup", "charity")
		}
		p.isFine("charity")
		p.isFine("charity")
	}
}

func number(t *testing.T, line []byte) int {
	t.Helper()
	var kept struct {
		N int `json:"n"`
	}
	if err := json.Unmarshal(line, &kept); err != nil {
		t.Fatal(err)
	}
	return kept.N
}

// More places than a line has room for make the lines longer.
func TestManyPlacesAreAllRemembered(t *testing.T) {
	t.Parallel()
	p := newPlaces(t)
	for i := range 7 {
		p.copy("charity", fmt.Sprintf("%d %s", i, strings.Repeat("a long name ", 15)))
	}
	for _, name := range must[[]string](t)(names(p.dir)) {
		if name, ok := strings.CutSuffix(name, data.Extension); ok {
			p.open(name)
		}
	}
	p.copy("charity", "backup")
	p.isFine("charity", "charity")
	p.isOlder("backup", "charity")
}
