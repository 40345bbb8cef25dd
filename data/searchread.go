package data

import (
	"context"
	"encoding/json"
	"math"
	"runtime"
	"slices"
	"sync"

	"noddfa/data/ledger"
	"noddfa/data/seal"
	"noddfa/data/search"
)

// pageRows is how many records reading for the search takes from the file at a
// time: a save waits no longer than that takes.
const pageRows = 500

// ReadForSearch reads the text of everything this member may open into memory,
// what was written in cases before contacts, the newest first, and returns when all is read; searching begins to find at
// once, and from then on finds what is written as soon as it is saved. It is
// for the background: lists and saves do not wait for it. Signatures are not
// verified here, but for each hit that is shown.
func (v *Vault) ReadForSearch(ctx context.Context) error {
	return v.ReadForSearchTelling(ctx, func() {})
}

// ReadForSearchTelling is ReadForSearch that tells, on any goroutine, when all is found
// that was written in cases, and contacts are still to come. That may be so at once: see
// SearchFirst.
func (v *Vault) ReadForSearchTelling(ctx context.Context, casesRead func()) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	common := suggestedIn(v.Wording().Value.Own)
	s := &v.search
	kinds, read := casesFirst(), func() {}
	s.mu.Lock()
	switch {
	case s.over:
		s.mu.Unlock()
		return fail("reading for the search", context.Canceled)
	case s.arena == nil:
		s.arena = search.New(int(shelves))
	case s.half:
		kinds = kinds[1:]
		read = casesRead
		casesRead = nil
	default:
		s.mu.Unlock()
		return nil // it is read, or being read
	}
	arena := s.arena
	s.common, s.reading, s.half, s.stop = common, true, false, stop
	s.done.Add(1)
	s.mu.Unlock()
	defer s.done.Done()
	for _, l := range v.Letters() {
		arena.AddOlder(docOf(l.ID, l.Case, KindLetter), []byte(l.Number))
	}
	read()
	err := v.readPages(ctx, arena, kinds, casesRead)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reading = false
	if err != nil && s.arena == arena { // half of it would look like all of it
		arena.Wipe()
		s.arena = nil
	}
	return fail("reading for the search", err)
}

// PackSearched packs what ReadForSearch read. Searching goes on meanwhile, and finds the
// same.
func (v *Vault) PackSearched(ctx context.Context) {
	if arena := v.search.words(); arena != nil {
		arena.Pack(ctx)
	}
}

// endSearch is wipeSearch, after which nobody begins to read.
func (v *Vault) endSearch() {
	v.search.mu.Lock()
	v.search.over = true
	v.search.mu.Unlock()
	v.wipeSearch()
}

// wipeSearch ends reading and overwrites everything that was read.
func (v *Vault) wipeSearch() {
	s := &v.search
	s.mu.Lock()
	arena := s.arena
	s.arena, s.half = nil, false
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	s.done.Wait()
	if arena != nil {
		arena.Wipe()
	}
}

// casesFirst are the kinds that are read for the search, in the order in which they
// are: what was written in cases first, for it is looked for most and there is most of it.
func casesFirst() [][]uint8 {
	others := append(slices.Clone(ofContacts), uint8(KindRequest))
	var cases []uint8
	for _, k := range searched {
		if !slices.Contains(others, uint8(k)) {
			cases = append(cases, uint8(k))
		}
	}
	return [][]uint8{cases, others}
}

// readPages lets one goroutine read the file while others open and fold what it read,
// and puts that into the arena in the order in which it was read.
func (v *Vault) readPages(ctx context.Context, arena *search.Arena, turns [][]uint8, casesRead func()) error {
	openers := min(4, runtime.GOMAXPROCS(0))
	pages := 2*openers + 1
	empty, sealed, order := make(chan *openedPage, pages), make(chan *openedPage, pages), make(chan *openedPage, pages)
	for range pages {
		empty <- &openedPage{opened: make(chan struct{}, 1)}
	}
	older := &olderVersions{of: map[ID]ID{}}
	var opening sync.WaitGroup
	for range openers {
		opening.Go(func() {
			o := pageOpener{v: v, older: older}
			defer o.wipe()
			if v.search.missed != nil {
				o.missed = map[ID]bool{}
				defer v.search.miss(o.missed)
			}
			for page := range sealed {
				if ctx.Err() == nil {
					o.open(page)
				}
				page.opened <- struct{}{}
			}
		})
	}
	added := make(chan struct{})
	go func() {
		defer close(added)
		for page := range order {
			<-page.opened
			if ctx.Err() == nil {
				page.addTo(v, arena)
			}
			if page.last && casesRead != nil { // the cases end here
				casesRead()
				casesRead = nil
			}
			page.wipe()
			empty <- page
		}
	}()
	var err error
	for _, kinds := range turns {
		if err = v.readKinds(ctx, kinds, empty, sealed, order); err != nil {
			break
		}
	}
	close(sealed)
	close(order)
	opening.Wait()
	<-added
	return err
}

// readKinds reads all records of some kinds, the newest first.
func (v *Vault) readKinds(ctx context.Context, kinds []uint8, empty <-chan *openedPage, sealed, order chan<- *openedPage) error {
	for n := int64(math.MaxInt64); ; {
		page := <-empty
		err := ctx.Err()
		if err == nil {
			err = v.ledger.Before(ctx, n, kinds, pageRows, &page.Page)
		}
		if err != nil {
			return err
		}
		if page.last = len(page.Rows) == 0; page.last {
			page.opened <- struct{}{}
			order <- page // which gives it back
			return nil
		}
		n = page.Rows[len(page.Rows)-1].N
		order <- page
		sealed <- page
	}
}

// openedPage is a page of the file with the words in it.
type openedPage struct {
	ledger.Page
	last   bool          // and empty
	opened chan struct{} // has one when it is
	docs   []search.Doc
	ends   []int // of each of them in words
	words  []byte
}

// addTo puts the words into the arena, but for those of what was erased or became
// somebody else's since they were read: under the lock, so that none come after the
// arena has forgotten their group.
func (p *openedPage) addTo(v *Vault, arena *search.Arena) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	arena.AddFolded(func(add func(search.Doc, []byte)) {
		start := 0
		for i, d := range p.docs {
			if v.opens(d.Group) && !v.away(d.Group, d.Record) { // whether it may be found is asked for each hit
				add(d, p.words[start:p.ends[i]])
			}
			start = p.ends[i]
		}
	})
}

func (p *openedPage) wipe() {
	clear(p.words)
	p.docs, p.ends, p.words = p.docs[:0], p.ends[:0], p.words[:0]
}

// pageOpener opens boxes into one buffer and folds the words in them.
type pageOpener struct {
	v      *Vault
	older  *olderVersions
	plain  []byte
	place  []byte
	reader wordReader
	folder search.Folder
	found  []groupKey     // of the rows of a page
	missed map[ID]bool    // groups of rows without a key, where somebody wants to know
	keys   [2048]readyKey // by the beginning of the key
}

// readyKey is a key that opened something: most of what is read has the key of something
// read just before, for a case is written in for weeks.
type readyKey struct {
	key    seal.Key
	opener seal.Opener
}

func (o *pageOpener) ready(key seal.Key) seal.Opener {
	k := &o.keys[(uint(key[0])<<8|uint(key[1]))%2048]
	if k.key != key || k.opener == (seal.Opener{}) {
		*k = readyKey{key, key.Opener()}
	}
	return k.opener
}

func (o *pageOpener) open(page *openedPage) {
	o.findKeys(page.Rows)
	for i, r := range page.Rows {
		if o.older.has(r) {
			continue
		}
		text, ok := o.unlock(r, o.found[i])
		if !ok {
			continue // damage is said by what opens the record, and by check
		}
		o.older.add(r)
		o.reader.of(o.v, Kind(r.Kind))
		words := o.folder.Fold(page.words, o.reader.all(text))
		if cap(words) > cap(page.words) {
			clear(page.words) // which are elsewhere now
		}
		page.words = words
		page.docs, page.ends = append(page.docs, docOf(r.Record, r.Group, Kind(r.Kind))), append(page.ends, len(words))
	}
}

// olderVersions are the versions of which a newer one was opened, with their records. The
// arena takes no older version either, but opening one takes longer than to see that it is.
type olderVersions struct {
	mu sync.Mutex
	of map[ID]ID
}

func (o *olderVersions) has(s ledger.Sealed) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	record, ok := o.of[s.Revision]
	return ok && record == s.Record
}

// add notes which version was before one that was opened.
func (o *olderVersions) add(s ledger.Sealed) {
	if s.Parent == (ID{}) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of[s.Parent] = s.Record
}

// findKeys finds the key of each row; a zero one where there is none.
func (o *pageOpener) findKeys(rows []ledger.Sealed) {
	o.found = o.found[:0]
	o.v.mu.RLock()
	defer o.v.mu.RUnlock()
	for _, r := range rows {
		var key groupKey
		if g := o.v.groups[r.Group]; g != nil {
			key, _ = g.versions.of(r.KeyVersion)
		}
		if o.missed != nil && key == (groupKey{}) {
			o.missed[r.Group] = true
		}
		o.found = append(o.found, key)
	}
}

// unlock opens one box without verifying who wrote it.
func (o *pageOpener) unlock(s ledger.Sealed, key groupKey) (text []byte, ok bool) {
	if key == (groupKey{}) {
		return nil, false
	}
	r := ledger.Revision{Group: s.Group, KeyVersion: s.KeyVersion, Kind: s.Kind, Record: s.Record, Revision: s.Revision}
	o.place = o.v.appendPlace(o.place[:0], "revision", r)
	plain, err := o.ready(key.key).OpenInto(o.plain, s.Box, o.place)
	if err != nil {
		return nil, false
	}
	if cap(plain) > cap(o.plain) {
		clear(o.plain[:cap(o.plain)])
		o.plain = plain[:0]
	}
	stamped, ok := readStamp(plain)
	return stamped.text, ok
}

func (o *pageOpener) wipe() {
	clear(o.plain[:cap(o.plain)])
	clear(o.keys[:])
	clear(o.found[:cap(o.found)])
	o.reader.wipe()
}

// searchFor lets the search follow a written change.
func (v *Vault) searchFor(a applied) {
	arena := v.search.words()
	kind := kindOf(a.value)
	if _, ok := shelfOf(kind); !ok || arena == nil {
		return
	}
	if letter, ok := a.value.(IssuedLetter); ok {
		arena.Add(docOf(a.record, a.group, kind), []byte(letter.Letter.Number))
		return
	}
	body, err := json.Marshal(a.value)
	if err != nil {
		return
	}
	defer clear(body)
	var reader wordReader
	defer reader.wipe()
	reader.of(v, kind)
	arena.Add(docOf(a.record, a.group, kind), reader.all(body))
}

// forgetFound overwrites what the search knows of groups that this member may
// not open any more, or that are gone.
func (v *Vault) forgetFound(groups ...ID) {
	if arena := v.search.words(); arena != nil {
		for _, id := range groups {
			arena.Drop(id)
		}
	}
}

// searchAnew lets the search know of a group what is left of its records.
func (v *Vault) searchAnew(ctx context.Context, group ID) error {
	if v.search.words() == nil {
		return nil
	}
	v.forgetFound(group)
	records, err := v.readGroup(ctx, group)
	if err != nil {
		return err
	}
	for _, r := range newest(withoutAway(records)) {
		v.searchFor(applied{change: change{r.record, group, r.value}, revision: r.revision, written: r.written})
	}
	return nil
}

func docOf(record, group ID, kind Kind) search.Doc {
	shelf, _ := shelfOf(kind)
	return search.Doc{Record: record, Group: group, Kind: uint8(kind), Shelf: uint8(shelf)}
}
