package ledger

import (
	"encoding/binary"
	"os"
	"testing"
)

// A pointer in an index page that leads to another entry of it: SQLite returns
// that row too, though nobody asked for it.
func TestARowThatADamagedIndexLeadsToIsNotTaken(t *testing.T) {
	l, path := newLedger(t, func(tx *Tx) error {
		for _, class := range []Class{ClassGrant, ClassRoster} {
			for number := range uint64(4) {
				if err := tx.PutBox(Box{Class: class, Subject: []byte("somebody"), Number: number, Body: []byte("sealed")}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	image, root := closedWithRoot(t, l, path, "sqlite_autoindex_box_1")
	pointers := image[(root-1)*4096+8:] // after the header of a leaf
	grant := binary.BigEndian.Uint16(pointers[2:])
	binary.BigEndian.PutUint16(pointers[2*6:], grant) // where an entry of the roster was
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	boxes, damage, err := l.Boxes(t.Context(), ClassRoster)
	if err != nil || len(boxes) != 4 || len(damage) == 0 {
		t.Fatalf("%d boxes, %d damaged: %v", len(boxes), len(damage), err)
	}
	for i, b := range boxes {
		if b.Class != ClassRoster || b.Number != uint64(i) {
			t.Errorf("place %d has box %d of class %d", i, b.Number, b.Class)
		}
	}
}
