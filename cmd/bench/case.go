package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"noddfa/data"
)

// openCase opens cases at random and verifies every signature in them. The floor
// reads the same rows in the clear.
func (r *run) openCase(ctx context.Context) (Row, error) {
	var s samples
	cases, rng := r.vault.Cases(), rand.New(rand.NewPCG(3, 4))
	err := r.times(ctx, 300, 10*time.Second, func(int) error {
		id := cases[rng.IntN(len(cases))].ID
		records := 0
		return s.pair(func() error {
			f, err := r.vault.OpenCase(ctx, id)
			if err == nil && (f.Damaged > 0 || f.Case.ID != id) {
				err = fmt.Errorf("%d of its records are damaged", f.Damaged)
			}
			return err
		}, func() error {
			bodies, err := r.plain.group(ctx, id)
			if records = len(bodies); err == nil && records == 0 {
				err = fmt.Errorf("a case in the clear is empty")
			}
			return err
		})
	})
	return s.row(), err
}

// save writes notes, each on the disk before the next. The floor writes the same
// rows in the clear.
func (r *run) save(ctx context.Context) (Row, error) {
	var s samples
	cases, rng := r.vault.Cases(), rand.New(rand.NewPCG(5, 6))
	begun := time.Now()
	err := r.times(ctx, min(2000, max(50, r.Notes/50)), time.Minute, func(i int) error {
		number := rng.IntN(len(cases))
		id := cases[number].ID
		note := data.Note{Happened: data.At(begun), Kind: data.NoteClient, Method: data.Phone, Said: r.charity.Said(number)}
		body, err := json.Marshal(note)
		if err != nil {
			return err
		}
		if _, err := r.vault.OpenCase(ctx, id); err != nil { // whoever writes a note has opened the case; not measured
			return err
		}
		return s.pair(func() error {
			_, err := r.vault.WriteNote(ctx, id, note)
			return err
		}, func() error { return r.plain.save(ctx, data.NewID(), id, body) })
	})
	return s.row(), err
}
