package bench

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"noddfa/data/search"
)

// shown is how many notes a search shows.
const shown = 50

// search asks a mix of queries as design and habit have it, and opens and
// verifies what it shows. The floor looks through the same folded texts, the
// newest first, until as many are found.
func (r *run) search(ctx context.Context) (Row, error) {
	before, began := heap(), time.Now()
	if err := r.vault.ReadForSearch(ctx); err != nil {
		return Row{}, err
	}
	ready := time.Since(began)
	r.vault.PackSearched(ctx)
	after := heap()
	var folded [][]byte
	for _, text := range slices.Backward(r.charity.Texts) {
		folded = append(folded, search.Fold(nil, []byte(text)))
	}
	var all samples
	kinds := map[string]*samples{}
	queries := r.charity.Queries(min(1000, max(100, r.Notes/20/10*10)))
	err := r.times(ctx, len(queries), 3*time.Minute, func(i int) error {
		q := queries[i]
		if kinds[q.Kind] == nil {
			kinds[q.Kind] = &samples{}
		}
		one := samples{}
		err := one.pair(func() error {
			_, err := r.vault.Search(ctx, q.Typed)
			return err
		}, func() error {
			scan(folded, q.Typed)
			return nil
		})
		for _, s := range []*samples{&all, kinds[q.Kind]} {
			s.ours, s.floor = append(s.ours, one.ours...), append(s.floor, one.floor...)
			s.cpu, s.floorCPU = s.cpu+one.cpu, s.floorCPU+one.floorCPU
		}
		return err
	})
	row := all.row()
	row.Ready, row.Heap, row.Kinds = ms(ready), max(0, after-before), map[string]float64{}
	for kind, s := range kinds {
		row.Kinds[kind] = at(s.ours, 95)
	}
	return row, err
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
