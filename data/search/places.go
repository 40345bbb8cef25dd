package search

import "hash/maphash"

// places say where the text of each record is. A map of Go would take more memory
// for each than some texts do: here it is eight bytes and the room that lets it be
// found, for the record itself is in the entry. Half of it is of the record's hash:
// without that each look at somebody else's slot would fetch an entry from far away. What was
// put in stays; a text that was removed says so in its entry.
type places struct {
	seed  maphash.Seed
	slots []slot // as many as a power of two; a record is in the first free one from its hash on
	used  int
}

// place is a chunk of the arena, of which the first is 1, and which of its entries.
type place struct{ chunk, entry uint16 }

// slot is a place with the lower half of the hash of the record that is there.
type slot struct {
	place
	hash uint32
}

// of returns the place of a record; nil where there is none.
func (p *places) of(chunks []*chunk, record ID) *place {
	if len(p.slots) == 0 {
		return nil
	}
	if at, _ := p.slot(chunks, record); at.chunk > 0 {
		return &at.place
	}
	return nil
}

// slot is where a record is or would be, with the record's hash.
func (p *places) slot(chunks []*chunk, record ID) (at *slot, hash uint32) {
	hash = uint32(maphash.Comparable(p.seed, record))
	for i := hash; ; i++ {
		at = &p.slots[i&uint32(len(p.slots)-1)]
		if at.chunk == 0 || at.hash == hash && chunks[at.chunk-1].entries[at.entry].Record == record {
			return at, hash
		}
	}
}

// room returns where the place of a record is, or is to be set before anything else is
// asked for.
func (p *places) room(chunks []*chunk, record ID) *place {
	if 4*p.used >= 3*len(p.slots) {
		p.grow()
	}
	at, hash := p.slot(chunks, record)
	at.hash = hash
	return &at.place
}

// set sets the place of a record in its room.
func (p *places) set(room *place, to place) {
	if room.chunk == 0 {
		p.used++
	}
	*room = to
}

func (p *places) grow() {
	old := p.slots
	p.slots = make([]slot, max(1<<10, 2*len(old)))
	if len(old) == 0 {
		p.seed = maphash.MakeSeed()
	}
	for _, s := range old {
		if s.chunk == 0 {
			continue
		}
		i := s.hash
		for p.slots[i&uint32(len(p.slots)-1)].chunk > 0 {
			i++
		}
		p.slots[i&uint32(len(p.slots)-1)] = s
	}
}
