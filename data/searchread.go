package data

import (
	"context"
	"encoding/json"
	"math"

	"noddfa/data/ledger"
	"noddfa/data/search"
)

// pageRows is how many records reading for the search takes from the file at a
// time: a save waits no longer than that takes.
const pageRows = 500

// ReadForSearch reads the text of everything this member may open into memory,
// the newest first, and returns when all is read; searching begins to find at
// once, and from then on finds what is written as soon as it is saved. It is
// for the background: lists and saves do not wait for it. Signatures are not
// verified here, but for each hit that is shown.
func (v *Vault) ReadForSearch(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	common := suggestedIn(v.Wording().Value.Own)
	s := &v.search
	s.mu.Lock()
	if s.arena != nil {
		s.mu.Unlock()
		return nil // it is read, or being read
	}
	arena := search.New(int(shelves))
	s.arena, s.common, s.reading, s.stop = arena, common, true, stop
	s.done.Add(1)
	s.mu.Unlock()
	defer s.done.Done()
	for _, l := range v.Letters() {
		arena.AddOlder(docOf(l.ID, l.Case, KindLetter), []byte(l.Number))
	}
	err := v.readPages(ctx, arena)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reading = false
	if err != nil && s.arena == arena { // half of it would look like all of it
		arena.Wipe()
		s.arena = nil
	}
	return fail("reading for the search", err)
}

// wipeSearch ends reading and overwrites everything that was read.
func (v *Vault) wipeSearch() {
	s := &v.search
	s.mu.Lock()
	arena := s.arena
	s.arena = nil
	if s.stop != nil {
		s.stop()
	}
	s.mu.Unlock()
	s.done.Wait()
	if arena != nil {
		arena.Wipe()
	}
}

// readPages lets one goroutine read the file while another opens what it read.
func (v *Vault) readPages(ctx context.Context, arena *search.Arena) error {
	full, empty := make(chan *ledger.Page, 1), make(chan *ledger.Page, 2)
	empty <- &ledger.Page{}
	empty <- &ledger.Page{}
	opened := make(chan struct{})
	go func() {
		defer close(opened)
		o := pageOpener{v: v, arena: arena}
		defer o.wipe()
		for page := range full {
			if ctx.Err() == nil {
				o.open(page)
			}
			empty <- page
		}
	}()
	var kinds []uint8
	for _, k := range searched {
		kinds = append(kinds, uint8(k))
	}
	var err error
	for n := int64(math.MaxInt64); ; {
		page := <-empty
		if err = ctx.Err(); err == nil {
			err = v.ledger.Before(ctx, n, kinds, pageRows, page)
		}
		if err != nil || len(page.Rows) == 0 {
			break
		}
		n = page.Rows[len(page.Rows)-1].N
		full <- page
	}
	close(full)
	<-opened
	return err
}

// pageOpener opens boxes into one buffer and puts their words into the arena.
type pageOpener struct {
	v      *Vault
	arena  *search.Arena
	plain  []byte
	reader wordReader
}

func (o *pageOpener) open(page *ledger.Page) {
	for _, r := range page.Rows {
		if o.arena.Has(r.Record) {
			continue // a newer version is there
		}
		o.v.mu.RLock()
		opens := o.v.opens(r.Group) && !o.v.away(r.Group, r.Record) // whether it may be found is asked for each hit
		o.v.mu.RUnlock()
		if !opens {
			continue
		}
		text, ok := o.unlock(r)
		if !ok {
			continue // damage is said by what opens the record, and by check
		}
		o.reader.of(o.v, Kind(r.Kind))
		o.arena.AddOlder(docOf(r.Record, r.Group, Kind(r.Kind)), o.reader.all(text))
	}
}

// unlock opens one box without verifying who wrote it.
func (o *pageOpener) unlock(s ledger.Sealed) (text []byte, ok bool) {
	o.v.mu.RLock()
	g := o.v.groups[s.Group]
	var key groupKey
	if g != nil {
		key, ok = g.versions.of(s.KeyVersion)
	}
	o.v.mu.RUnlock()
	if !ok {
		return nil, false
	}
	r := ledger.Revision{Group: s.Group, KeyVersion: s.KeyVersion, Kind: s.Kind, Record: s.Record, Revision: s.Revision}
	plain, err := key.key.OpenInto(o.plain, s.Box, o.v.place("revision", r))
	if err != nil {
		return nil, false
	}
	if cap(plain) > cap(o.plain) {
		clear(o.plain[:cap(o.plain)])
		o.plain = plain[:0]
	}
	_, _, text, ok = readStamp(plain)
	return text, ok
}

func (o *pageOpener) wipe() {
	clear(o.plain[:cap(o.plain)])
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
