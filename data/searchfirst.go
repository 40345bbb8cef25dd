package data

import (
	"context"
	"maps"

	"noddfa/data/search"
)

// What was written in cases is searched most, and reading it takes a fraction of what
// reading all the rest does. So it comes next after the first lists, opened with the keys
// that these needed, and what it came to is what the search goes on with.

// FirstIsSearched waits until what was written in the cases of the first lists is read
// for the search, and reports whether SearchFirst finds it.
func (v *Vault) FirstIsSearched() bool {
	if v.rest == nil {
		return false
	}
	<-v.rest.searched
	v.rest.searching.RLock()
	defer v.rest.searching.RUnlock()
	return v.rest.cases != nil
}

// SearchFirst is SearchShowing in what was written in cases, while the rest is being read;
// it reports false before and after. A restricted case it leaves out: that it was found is
// to be written down, and nothing is written yet.
func (v *Vault) SearchFirst(ctx context.Context, typed string, first int, show func(Found)) (bool, error) {
	if v.rest == nil {
		return false, nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(v.rest.ctx, stop)() // a lock does not wait for it
	v.rest.searching.RLock()
	defer v.rest.searching.RUnlock()
	if v.rest.cases == nil {
		return false, nil
	}
	return true, v.rest.cases.SearchShowing(ctx, typed, first, show)
}

// searchIn lets cases be searched; nil, when nobody searches any more, none.
func (r *rest) searchIn(cases *Vault) {
	r.searching.Lock()
	r.cases = cases
	r.searching.Unlock()
	r.once.Do(func() { close(r.searched) })
}

// searchCases reads for the search what was written in the cases of first lists, and
// reports whether it came to the end.
func (v *Vault) searchCases(ctx context.Context) bool {
	s := &v.search
	arena := search.New(int(shelves))
	v.untelling = true
	s.arena, s.common, s.half, s.missed = arena, suggestedIn(v.Wording().Value.Own), true, map[ID]bool{}
	if v.readPages(ctx, arena, casesFirst()[:1], nil) != nil || ctx.Err() != nil {
		v.wipeSearch() // half of it would look like all of it
		return false
	}
	return true
}

// miss notes groups that were missed.
func (s *searching) miss(groups map[ID]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range groups {
		s.missed[id] = true
	}
}

// takeSearched goes on with what was read for the search with the keys of first lists. If
// more can be opened by now, all is read anew: the newest is to be found first. So it is if
// other sentences stand in every plan.
func (v *Vault) takeSearched(cases *Vault) {
	arena := cases.search.words()
	v.mu.now.RLock()
	defer v.mu.now.RUnlock()
	if arena == nil || !maps.Equal(cases.search.common, suggestedIn(v.wording.Value.Own)) {
		return
	}
	for id := range cases.search.missed {
		if v.opens(id) {
			return
		}
	}
	for id := range cases.groups {
		if !v.opens(id) {
			arena.Drop(id)
		}
	}
	cases.search.arena = nil
	v.search.mu.Lock()
	v.search.arena, v.search.common, v.search.half = arena, cases.search.common, true
	v.search.mu.Unlock()
}
