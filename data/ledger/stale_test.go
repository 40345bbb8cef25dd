//go:build !windows

package ledger

import (
	"bytes"
	"os"
	"testing"
)

// Each step that the disk is asked for fails once, while a key is taken out. A
// save that counts stays one, and after the next one, or at closing, the file by
// itself has the key no more.
func TestAJournalThatCouldNotBeEmptiedIsEmptiedLater(t *testing.T) {
	for _, later := range []struct {
		name string
		do   func(*Ledger) error
	}{
		{"at the next save", func(l *Ledger) error {
			return l.Write(t.Context(), func(tx *Tx) error { return tx.PutDraft(ID{1}, ID{2}, []byte("text")) })
		}},
		{"at closing", (*Ledger).Close},
	} {
		t.Run(later.name, func(t *testing.T) {
			left := 0
			for nth := 1; ; nth++ {
				saved, there, steps := takeOutWithAFault(t, nth, later.do)
				if steps < nth {
					break
				}
				if saved && there {
					left++
				}
			}
			if left == 0 {
				t.Error("no fault kept the journal from being emptied: nothing was tried")
			}
		})
	}
}

func takeOutWithAFault(t *testing.T, nth int, later func(*Ledger) error) (saved, there bool, steps int) {
	t.Helper()
	key := Box{Class: ClassWrap, Subject: bytes.Repeat([]byte{7}, 16), Holder: []byte{1}, Number: 1, Body: bytes.Repeat([]byte("a sealed key "), 9)}
	l, path, disk, end := onADisk(t, func(tx *Tx) error { return tx.PutBox(key) })
	defer end()
	inFile := func() bool {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(content, key.Body)
	}
	if !inFile() {
		t.Fatal("the key is not in the file to begin with")
	}
	disk.SetFault(func(n int) bool { steps = n; return n == nth })
	err := l.Write(t.Context(), func(tx *Tx) error { return tx.DeleteBox(key) })
	disk.SetFault(nil)
	saved, there = err == nil, inFile()
	boxes, _, err := l.Boxes(t.Context(), ClassWrap)
	if err != nil || saved != (len(boxes) == 0) {
		t.Errorf("step %d: saved %t, but %d keys are there: %v", nth, saved, len(boxes), err)
	}
	if !saved {
		return saved, there, steps
	}
	if err := later(l); err != nil {
		t.Errorf("step %d: %v", nth, err)
	}
	if inFile() {
		t.Errorf("step %d: the file by itself has the key still", nth)
	}
	return saved, there, steps
}
