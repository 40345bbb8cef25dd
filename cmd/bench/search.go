package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"noddfa/data"
	"noddfa/data/search"
)

const (
	shown = 50 // notes, at most, are what a search shows
	// Screenful is how many hits are in sight at first: those are opened and verified
	// before the others.
	Screenful = 12
)

// search asks a mix of queries as design and habit have it, and takes the time until
// what is in sight is found, opened and verified, and until all hits are. The floor
// looks through the same folded texts, the newest first, until as many are found.
func (r *run) search(ctx context.Context) (Row, error) {
	_, notesAfter, err := r.afterUnlock(ctx, false)
	if err != nil {
		return Row{}, err
	}
	wholeTyped, notesTyped, err := r.afterUnlock(ctx, true)
	if err != nil {
		return Row{}, err
	}
	before, began := heap(), time.Now()
	var notes time.Duration
	if err := r.vault.ReadForSearchTelling(ctx, func() { notes = time.Since(began) }); err != nil {
		return Row{}, err
	}
	ready := time.Since(began)
	r.vault.PackSearched(ctx)
	after := heap()
	var folded [][]byte
	for _, text := range slices.Backward(r.charity.Texts) {
		folded = append(folded, search.Fold(nil, []byte(text)))
	}
	var first samples
	var inSights, all []time.Duration
	kinds := map[string]*samples{}
	queries := r.charity.Queries(min(1000, max(100, r.Notes/20/10*10)))
	err = r.times(ctx, len(queries), 3*time.Minute, func(i int) error {
		q := queries[i]
		if kinds[q.Kind] == nil {
			kinds[q.Kind] = &samples{}
		}
		one := samples{}
		err := one.pair(func() error {
			var inSight time.Duration
			began := time.Now()
			err := r.vault.SearchShowing(ctx, q.Typed, Screenful, func(data.Found) {
				if inSight == 0 {
					inSight = time.Since(began)
				}
			})
			all, inSights = append(all, time.Since(began)), append(inSights, inSight)
			return err
		}, func() error {
			scan(folded, q.Typed)
			return nil
		})
		one.ours = inSights[len(inSights)-1:]
		for _, s := range []*samples{&first, kinds[q.Kind]} {
			s.ours, s.floor = append(s.ours, one.ours...), append(s.floor, one.floor...)
			s.cpu, s.floorCPU = s.cpu+one.cpu, s.floorCPU+one.floorCPU
		}
		return err
	})
	row := first.row()
	row.NotesAfter, row.WholeTyped, row.NotesTyped = at(notesAfter, 50), at(wholeTyped, 50), at(notesTyped, 50)
	row.Ready, row.NotesReady, row.Heap, row.Kinds = ms(ready), ms(notes), max(0, after-before), map[string]float64{}
	row.All, row.AllP95 = at(all, 50), at(all, 95)
	for kind, s := range kinds {
		row.Kinds[kind] = at(s.ours, 95)
	}
	return row, err
}

// afterUnlock measures how long after the passphrase everything is read, and how long
// after it what was written in cases can be searched. If the passphrase is typed, the
// structure was looked at meanwhile. In the end the vault is open, with nothing read for
// the search.
func (r *run) afterUnlock(ctx context.Context, typed bool) (whole, notes []time.Duration, err error) {
	err = r.times(ctx, 3, 10*time.Second, func(int) error {
		if err := r.vault.Close(); err != nil {
			return err
		}
		if typed {
			anHourAgo := time.Now().Add(-time.Hour) // nobody types a passphrase just after the last write
			if err := os.Chtimes(r.path, anHourAgo, anHourAgo); err != nil {
				return err
			}
			<-data.LookAhead(r.path)
		}
		began, err := r.openListFirst(ctx)
		if err != nil {
			return err
		}
		if !r.vault.FirstIsSearched() {
			return errors.New("what was written in cases cannot be searched before everything is read")
		}
		notes = append(notes, time.Since(began))
		if err := r.vault.Whole(ctx); err != nil {
			return err
		}
		whole = append(whole, time.Since(began))
		return nil
	})
	if err == nil {
		err = r.vault.Close()
	}
	if err == nil {
		r.vault, err = data.Unlock(ctx, r.path, data.Credentials{Passphrase: passphrase, Options: r.options()})
	}
	return whole, notes, err
}

// openListFirst opens the vault as the window does and tells when the passphrase had become
// a key.
func (r *run) openListFirst(ctx context.Context) (began time.Time, err error) {
	began = time.Now()
	r.vault, err = data.Unlock(ctx, r.path, data.Credentials{Passphrase: passphrase, ListFirst: true, Options: r.options()})
	if err != nil {
		return began, err
	}
	return began.Add(r.vault.Derived()), nil
}

// scan is the plainest search there is.
func scan(folded [][]byte, typed string) (found int) {
	var words [][]byte
	for _, w := range strings.Fields(typed) {
		words = append(words, search.Fold(nil, []byte(w)))
	}
	for _, text := range folded {
		if !slices.ContainsFunc(words, func(w []byte) bool { return !bytes.Contains(text, w) }) {
			if found++; found == shown {
				break
			}
		}
	}
	return found
}
