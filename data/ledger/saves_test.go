package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// fingerprint is a hash over every row of every table: two files are in the same
// state if theirs are the same.
func fingerprint(l *Ledger) ([32]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	hash := sha256.New()
	for _, table := range []struct{ columns, name string }{
		{revisionColumns, "revision ORDER BY n"},
		{"record, revision, kind, grp, key_version, box", "overview ORDER BY record"},
		{"class, subject, holder, number, body, hash", "box ORDER BY class, subject, holder, number"},
		{"class, subject, holder, number, body, hash", "box_copy ORDER BY class, subject, holder, number"},
		{"member, form, box", "draft ORDER BY member, form"},
	} {
		rows, err := l.conn.QueryContext(context.Background(), "SELECT "+table.columns+" FROM "+table.name)
		if err != nil {
			return [32]byte{}, translate("reading all rows", err)
		}
		columns, err := rows.Columns()
		if err != nil {
			return [32]byte{}, err
		}
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(places...); err != nil {
				return [32]byte{}, err
			}
			fmt.Fprintf(hash, "%x\n", values)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return [32]byte{}, translate("reading all rows", err)
		}
		fmt.Fprintln(hash, table.name)
	}
	return [32]byte(hash.Sum(nil)), nil
}

func mustFingerprint(t *testing.T, l *Ledger) [32]byte {
	t.Helper()
	print, err := fingerprint(l)
	if err != nil {
		t.Fatal(err)
	}
	return print
}

// saveSomething is one save as the app makes them: a few revisions with their
// overviews, keys that come and go, a draft.
func saveSomething(t *testing.T, l *Ledger, random *rand.Rand, number int) error {
	t.Helper()
	return l.Write(t.Context(), func(tx *Tx) error {
		for range 1 + random.IntN(3) {
			box := make([]byte, 284<<random.IntN(5)) // some spill over onto pages of their own
			for i := range box {
				box[i] = byte(random.Uint32())
			}
			r := Revision{Origin: ID{1}, Record: ID{byte(random.IntN(20))}, Group: ID{byte(random.IntN(5))}, Kind: 8, KeyVersion: 1, Box: box}
			copy(r.Revision[:], box)
			if _, err := tx.Append(r, unsigned); err != nil {
				return err
			}
			if err := tx.PutOverview(Overview{Record: r.Record, Revision: r.Revision, Kind: 8, Group: r.Group, KeyVersion: 1, Box: box[:200]}); err != nil {
				return err
			}
		}
		key := Box{Class: ClassWrap, Subject: []byte{byte(random.IntN(9))}, Number: 1, Body: fmt.Append(nil, "sealed key ", number)}
		if number%5 == 0 {
			return errors.Join(tx.DeleteBox(key), tx.DeleteDraft(ID{1}, ID{1}))
		}
		return errors.Join(tx.PutBox(key), tx.PutDraft(ID{1}, ID{1}, fmt.Append(nil, "draft ", number)))
	})
}

// isAt opens a file and reports if it is in any state but one.
func isAt(t *testing.T, path string, states [][32]byte, want int) error {
	t.Helper()
	l, err := Open(t.Context(), path)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	defer l.Close()
	if complaints, err := l.Integrity(t.Context()); err != nil || len(complaints) > 0 {
		return fmt.Errorf("checking: %w %q", err, complaints)
	}
	print, err := fingerprint(l)
	if err != nil {
		return err
	}
	if at := slices.Index(states, print); at != want {
		return fmt.Errorf("state %d, not %d", at, want)
	}
	return nil
}
