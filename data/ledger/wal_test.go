//go:build !windows

package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// journaled is a file whose saves are all in its WAL still.
type journaled struct {
	file, wal []byte
	states    [][32]byte // after each save, the first before any
	ends      []int      // where the WAL ended then
}

// inJournal makes such a file: a copy taken while the program runs. The last
// save is long enough to change the first page too.
func inJournal(t *testing.T) journaled {
	t.Helper()
	dir := MemoryDir(t)
	path := filepath.Join(dir, simulatedFile)
	l, err := Create(t.Context(), path, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	random := rand.New(rand.NewPCG(4, 4))
	j := journaled{states: [][32]byte{mustFingerprint(t, l)}, ends: []int{0}}
	for number := 1; len(j.wal) < 80*4096; number++ { // at 100 pages it would be emptied into the file
		if err := saveSomething(t, l, random, number); err != nil {
			t.Fatal(err)
		}
		there := contents(t, dir)
		j.file, j.wal = there[simulatedFile], there[simulatedFile+"-wal"]
		j.states, j.ends = append(j.states, mustFingerprint(t, l)), append(j.ends, len(j.wal))
	}
	return j
}

// upTo is the state of the last save that is whole before this byte.
func (j journaled) upTo(at int) int {
	state := 0
	for i, end := range j.ends {
		if end <= at {
			state = i
		}
	}
	return state
}

// A journal counts up to its first wrong byte, exactly: never more, never less,
// and what is left is a whole file.
func TestADamagedJournalCountsUpToTheDamage(t *testing.T) {
	j := inJournal(t)
	every := 24 // sectors
	if Soak() {
		every = 1
	}
	random := rand.New(rand.NewPCG(5, 5))
	noise := func(b []byte) {
		for i := range b {
			b[i] ^= byte(1 + random.IntN(255))
		}
	}
	dir := MemoryDir(t)
	tried := 0
	for _, c := range []struct {
		name   string
		damage func(wal []byte, at int) []byte
	}{
		{"cut", func(wal []byte, at int) []byte { return wal[:at] }},
		{"cut, then noise", func(wal []byte, at int) []byte {
			noise(wal[at:min(at+5000, len(wal))])
			return wal[:min(at+5000, len(wal))]
		}},
		{"a sector of noise", func(wal []byte, at int) []byte { noise(wal[at:min(at+sector, len(wal))]); return wal }},
		{"one flipped bit", func(wal []byte, at int) []byte { wal[at+random.IntN(4)] ^= 1 << random.IntN(8); return wal }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for at := 0; at+sector <= len(j.wal); at += every * sector {
				tried++
				Build(t, dir, map[string][]byte{simulatedFile: j.file, simulatedFile + "-wal": c.damage(bytes.Clone(j.wal), at)})
				if err := isAt(t, filepath.Join(dir, simulatedFile), j.states, j.upTo(at)); err != nil {
					t.Errorf("at byte %d: %v", at, err)
				}
			}
		})
	}
	t.Logf("%d damaged journals", tried)
}

// The power may go while the first page is moved from the journal into the file.
func TestATornFirstPageIsTakenFromTheJournal(t *testing.T) {
	j := inJournal(t)
	dir := MemoryDir(t)
	path := filepath.Join(dir, simulatedFile)
	torn := bytes.Clone(j.file)
	clear(torn[:sector])
	Build(t, dir, map[string][]byte{simulatedFile: torn, simulatedFile + "-wal": j.wal})
	if err := isAt(t, path, j.states, len(j.states)-1); err != nil {
		t.Error(err)
	}
	for name, wal := range map[string][]byte{
		"no journal":                nil,
		"no header":                 j.wal[:20],
		"a text":                    bytes.Repeat([]byte("minutes "), 500),
		"a journal without a frame": j.wal[:32],
		"pages of no size":          binary.BigEndian.AppendUint32(bytes.Clone(j.wal[:8]), 0),
	} {
		Build(t, dir, map[string][]byte{simulatedFile: torn, simulatedFile + "-wal": wal})
		if err := Judge(path); !errors.Is(err, ErrNotVault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
