package search

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"
)

// ID names a record or a group.
type ID = [16]byte

// Doc is what a text belongs to.
type Doc struct {
	Record ID
	Group  ID
	Kind   uint8
	Shelf  uint8 // texts that are searched together; below the number New was given
}

// Arena is the folded text of one unlock. Its methods may be called from any
// goroutine.
type Arena struct {
	mu      sync.RWMutex
	shelves []shelf
	chunks  []*chunk // of all shelves
	where   places
	folder  folder
	scratch []byte
}

// shelf has the texts that were there at unlocking, the newest first, and those
// that came since, the newest last.
type shelf struct {
	older, newer []*chunk
	packing      *packing // learnt from the first text that was packed; nil until then
}

// Folder folds texts as an arena keeps them, for somebody who does it beside the
// arena's own work.
type Folder struct{ folder folder }

// Fold appends a text to dst as AddFolded takes it.
func (f *Folder) Fold(dst, text []byte) []byte { return f.folder.index(dst, text) }

// New returns an empty arena of so many shelves.
func New(shelves int) *Arena {
	return &Arena{shelves: make([]shelf, shelves)}
}

// Add puts in a text that is newer than all others, in the place of an older
// version of its record.
func (a *Arena) Add(d Doc, text []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remove(d.Record)
	s := &a.shelves[d.Shelf]
	a.scratch = a.folder.index(a.scratch[:0], text)
	if n := len(s.newer); s.packing == nil && n > 0 && !s.newer[n-1].room(len(a.scratch)) {
		s.packing = learn(s.newer[n-1].text)
	}
	size := chunkSize
	if s.packing == nil {
		size = sampleSize
	}
	a.where.set(a.where.room(a.chunks, d.Record), a.put(&s.newer, chunk{packing: s.packing, signed: true}, size, d, a.scratch))
}

// AddOlder puts in a text that is older than all others, unless there is one of
// its record already.
func (a *Arena) AddOlder(d Doc, text []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.scratch = a.folder.index(a.scratch[:0], text)
	a.addOlder(d, a.scratch)
}

// AddFolded gives fn what AddOlder does with a text that a Folder folded, for many at a
// time: whoever searches waits until fn returns.
func (a *Arena) AddFolded(fn func(add func(d Doc, folded []byte))) {
	a.mu.Lock()
	defer a.mu.Unlock()
	fn(a.addOlder)
}

func (a *Arena) addOlder(d Doc, folded []byte) {
	if room := a.where.room(a.chunks, d.Record); room.chunk == 0 || a.at(*room).removed() {
		a.where.set(room, a.put(&a.shelves[d.Shelf].older, chunk{}, chunkSize, d, folded))
	}
}

// Pack signs what AddOlder put in and then packs it, one buffer after the other: nobody
// waits longer than for one. Until it is signed all of it is looked through; until it is
// packed it takes some two and a half times the memory.
func (a *Arena) Pack(ctx context.Context) {
	var room []byte
	defer func() { clear(room[:cap(room)]) }()
	a.eachOlder(ctx, func(_ *shelf, c *chunk) { c.sign() })
	a.eachOlder(ctx, func(s *shelf, c *chunk) {
		if s.packing == nil {
			s.packing = learn(c.text[:min(len(c.text), sampleSize)])
		}
		room = c.pack(s.packing, room)
	})
}

// eachOlder calls fn for each buffer that AddOlder filled; others go on in between.
func (a *Arena) eachOlder(ctx context.Context, fn func(*shelf, *chunk)) {
	next := func(s, i int) (more bool) {
		a.mu.Lock()
		defer a.mu.Unlock()
		if more = i < len(a.shelves[s].older); more {
			fn(&a.shelves[s], a.shelves[s].older[i])
		}
		return more
	}
	for s := range a.shelves {
		for i := 0; ctx.Err() == nil && next(s, i); i++ {
		}
	}
}

// Has reports whether there is a text of a record.
func (a *Arena) Has(record ID) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.has(record) != nil
}

// put puts a text into the last of some chunks, or into one that is new, and returns its
// place.
func (a *Arena) put(chunks *[]*chunk, isNew chunk, size int, d Doc, folded []byte) place {
	n := len(*chunks)
	if n == 0 || !(*chunks)[n-1].room(len(folded)) {
		c := &isNew
		c.text, c.number = make([]byte, 0, max(size, mostPacked(len(folded)))), uint16(len(a.chunks)+1)
		c.entries = make([]entry, 0, size/usualText)
		*chunks, a.chunks = append(*chunks, c), append(a.chunks, c)
	}
	c := (*chunks)[len(*chunks)-1]
	return place{c.number, c.add(d, folded)}
}

// Remove overwrites the text of a record.
func (a *Arena) Remove(record ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remove(record)
}

func (a *Arena) remove(record ID) {
	if at := a.has(record); at != nil {
		a.chunks[at.chunk-1].remove(int(at.entry))
	}
}

// has returns where the text of a record is; nil where there is none.
func (a *Arena) has(record ID) *place {
	at := a.where.of(a.chunks, record)
	if at == nil || a.at(*at).removed() {
		return nil
	}
	return at
}

func (a *Arena) at(p place) *entry { return &a.chunks[p.chunk-1].entries[p.entry] }

// Drop overwrites all texts of a group.
func (a *Arena) Drop(group ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.chunks {
		for i, e := range c.entries {
			if e.Group == group && !e.removed() {
				c.remove(i)
			}
		}
	}
}

// Wipe overwrites everything. The arena is empty then.
func (a *Arena) Wipe() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.shelves {
		if p := a.shelves[i].packing; p != nil {
			*p = packing{}
		}
		a.shelves[i] = shelf{}
	}
	for _, c := range a.chunks {
		c.wipe()
	}
	a.chunks = nil
	clear(a.scratch[:cap(a.scratch)])
	a.folder = folder{}
	a.where = places{}
}

// Search returns the newest texts of a shelf in which all of the query is, at
// most so many.
func (a *Arena) Search(ctx context.Context, q Query, onShelf uint8, most int) []Doc {
	if q.Empty() {
		return nil
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	s := a.shelves[onShelf]
	var room unpacked
	defer room.wipe()
	var found []Doc
	for _, c := range slices.Backward(s.newer) {
		if found = c.search(q, &room, found, most, true); len(found) >= most || ctx.Err() != nil {
			return found
		}
	}
	for _, c := range s.older {
		if found = c.search(q, &room, found, most, false); len(found) >= most || ctx.Err() != nil {
			return found
		}
	}
	return found
}

const (
	chunkSize  = 1 << 20
	sampleSize = 1 << 16 // from as much the packing of a shelf is learnt
	usualText  = 512     // how long a text is, so that there is room for what belongs to it
)

// chunk is a buffer of texts, one behind the other.
type chunk struct {
	number  uint16   // among the arena's, of which the first is 1
	text    []byte   // grows up to its capacity and is never moved
	packing *packing // nil: not packed
	entries []entry

	signed bool  // or there are none of the following
	folded int   // how long the signed texts are when they are not packed
	firsts []int // by block: its first entry
	signs  []*signature
}

// entry is a text of a chunk. A text belongs to the block of folded text in which it
// begins; one that was removed has no length.
type entry struct {
	Doc
	start, end uint32
}

func (e *entry) removed() bool { return e.start == e.end }

func (c *chunk) room(length int) bool {
	if c.packing != nil {
		length = mostPacked(length)
	}
	return len(c.text)+length <= cap(c.text) && len(c.entries) <= math.MaxUint16
}

func (c *chunk) add(d Doc, text []byte) uint16 {
	start := len(c.text)
	if c.signed {
		c.signNext(len(c.entries), text)
	}
	c.text = c.packing.pack(c.text, text)
	c.entries = append(c.entries, entry{d, uint32(start), uint32(len(c.text))})
	return uint16(len(c.entries) - 1)
}

// signNext signs the text of the entry behind those that are signed.
func (c *chunk) signNext(entry int, text []byte) {
	block := c.folded / blockSize
	for len(c.firsts) <= block {
		c.firsts = append(c.firsts, entry)
	}
	for len(c.signs) <= block/perSign {
		c.signs = append(c.signs, &signature{})
	}
	c.signs[block/perSign].add(text, block%perSign)
	c.folded += len(text)
}

// sign signs the texts of a chunk that is neither signed nor packed.
func (c *chunk) sign() {
	if c.signed {
		return
	}
	c.signed = true // and packed only behind that
	for i, e := range c.entries {
		c.signNext(i, c.text[e.start:e.end])
	}
}

// pack packs the texts of a chunk that are not packed, by way of a room that is used
// again.
func (c *chunk) pack(p *packing, room []byte) []byte {
	if c.packing != nil {
		return room
	}
	room = slices.Grow(room[:0], mostPacked(len(c.text)))
	for i := range c.entries {
		e := &c.entries[i]
		start := len(room)
		room = p.pack(room, c.text[e.start:e.end])
		e.start, e.end = uint32(start), uint32(len(room))
	}
	clear(c.text)
	c.text, c.packing = slices.Clone(room), p
	return room
}

// remove overwrites a text and signs its block anew.
func (c *chunk) remove(i int) {
	e := &c.entries[i]
	clear(c.text[e.start:e.end])
	e.end = e.start
	if !c.signed {
		return
	}
	after, _ := slices.BinarySearch(c.firsts, i+1)
	block := after - 1
	sign := c.signs[block/perSign]
	sign.forget(block % perSign)
	var room unpacked
	defer room.wipe()
	for _, other := range c.block(block) {
		sign.add(room.of(c, other), block%perSign)
	}
}

// unpacked is room for one text at a time.
type unpacked struct{ bytes []byte }

// of returns a text of a chunk.
func (u *unpacked) of(c *chunk, e entry) []byte {
	packed := c.text[e.start:e.end]
	if c.packing == nil {
		return packed
	}
	u.bytes = c.packing.unpack(u.bytes, packed)
	return u.bytes
}

func (u *unpacked) wipe() { clear(u.bytes[:cap(u.bytes)]) }

// block returns the entries that begin in a block.
func (c *chunk) block(block int) []entry {
	if block >= len(c.firsts) {
		return nil
	}
	end := len(c.entries)
	if block+1 < len(c.firsts) {
		end = c.firsts[block+1]
	}
	return c.entries[c.firsts[block]:end]
}

func (c *chunk) wipe() {
	clear(c.text[:cap(c.text)])
	for _, s := range c.signs {
		clear(s[:])
	}
	clear(c.entries)
}

// search appends what the query is in, from the end on if backwards.
func (c *chunk) search(q Query, room *unpacked, found []Doc, most int, backwards bool) []Doc {
	if !c.signed {
		return c.look(c.entries, q, room, found, most, backwards)
	}
	for i := range c.signs {
		sign := i
		if backwards {
			sign = len(c.signs) - 1 - i
		}
		for may := q.may(c.signs[sign]); may != 0; {
			bit := bits.TrailingZeros64(may)
			if backwards {
				bit = bits.Len64(may) - 1
			}
			may &^= 1 << bit
			if found = c.look(c.block(sign*perSign+bit), q, room, found, most, backwards); len(found) >= most {
				return found
			}
		}
	}
	return found
}

// look is search among some entries.
func (c *chunk) look(entries []entry, q Query, room *unpacked, found []Doc, most int, backwards bool) []Doc {
	for i := range entries {
		e := entries[i]
		if backwards {
			e = entries[len(entries)-1-i]
		}
		if !e.removed() && q.in(room.of(c, e)) {
			if found = append(found, e.Doc); len(found) >= most {
				break
			}
		}
	}
	return found
}
