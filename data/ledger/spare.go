package ledger

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"time"
)

// The spare is a file of noise beside the ledger. Where the disk is full it is
// given up, so that what is being typed still finds room.

const (
	spareSize  = 1 << 20
	spareRoom  = 8 << 20 // free space from which a new one is made
	spareAgain = time.Minute
)

// spare is what a ledger knows of its spare file.
type spare struct {
	wanted bool
	there  bool
	tried  time.Time
}

func (l *Ledger) sparePath() string { return l.path + ".spare" }

// KeepSpare makes the spare file where there is room, and again after it was
// given up, as soon as there is room again.
func (l *Ledger) KeepSpare() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.spare.wanted = !l.ReadOnly() && l.rescued == nil
	if info, err := os.Lstat(l.sparePath()); err == nil && info.Size() == spareSize {
		l.spare.there = true
		return
	}
	l.renewSpare()
}

// renewSpare makes the spare file anew; without one nothing is lost but it.
func (l *Ledger) renewSpare() {
	if !l.spare.wanted || l.spare.there || !l.spare.tried.IsZero() && time.Since(l.spare.tried) < spareAgain {
		return
	}
	l.spare.tried = time.Now()
	if free, known := freeSpace(filepath.Dir(l.path)); known && free < spareRoom {
		return
	}
	noise := make([]byte, spareSize) // a file system would not keep room for zeros
	_, _ = rand.Read(noise)
	l.spare.there = WriteWhole(l.sparePath(), noise) == nil
	if !l.spare.there {
		os.Remove(l.sparePath())
	}
}

// freeSpare gives the spare up and reports whether there was one.
func (l *Ledger) freeSpare() bool {
	if err := os.Remove(l.sparePath()); err != nil {
		return false
	}
	l.spare.there, l.spare.tried = false, time.Now()
	syncFolder(filepath.Dir(l.path))
	return true
}
