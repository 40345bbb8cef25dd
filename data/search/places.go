package search

import "hash/maphash"

// places say where the text of each record is. A map of Go would take more memory
// for each than some texts do: here it is four bytes and the room that lets it be
// found, for the record itself is in the entry. What was put in stays; a text that
// was removed says so in its entry.
type places struct {
	seed  maphash.Seed
	slots []place // as many as a power of two; a record is in the first free one from its hash on
	used  int
}

// place is a chunk of the arena, of which the first is 1, and which of its entries.
type place struct{ chunk, entry uint16 }

// of returns the place of a record; nil where there is none.
func (p *places) of(chunks []*chunk, record ID) *place {
	if len(p.slots) == 0 {
		return nil
	}
	if at := p.slot(chunks, record); at.chunk > 0 {
		return at
	}
	return nil
}

// slot is where a record is or would be.
func (p *places) slot(chunks []*chunk, record ID) *place {
	for i := maphash.Comparable(p.seed, record); ; i++ {
		at := &p.slots[i%uint64(len(p.slots))]
		if at.chunk == 0 || chunks[at.chunk-1].entries[at.entry].Record == record {
			return at
		}
	}
}

// room returns where the place of a record is, or is to be set before anything else is
// asked for.
func (p *places) room(chunks []*chunk, record ID) *place {
	if 4*p.used >= 3*len(p.slots) {
		p.grow(chunks)
	}
	return p.slot(chunks, record)
}

// set sets the place of a record in its room.
func (p *places) set(room *place, to place) {
	if room.chunk == 0 {
		p.used++
	}
	*room = to
}

func (p *places) grow(chunks []*chunk) {
	old := p.slots
	p.slots = make([]place, max(1<<10, 2*len(old)))
	if len(old) == 0 {
		p.seed = maphash.MakeSeed()
	}
	for _, at := range old {
		if at.chunk > 0 {
			*p.slot(chunks, chunks[at.chunk-1].entries[at.entry].Record) = at
		}
	}
}
