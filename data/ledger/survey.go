package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"hash/maphash"
	"maps"
	"slices"
	"sync"
)

// Survey is what reading everything but what is sealed in revisions tells.
type Survey struct {
	Boxes     []Box // with Damage as Boxes returns them
	Damage    []BoxDamage
	Overviews []Overview // as Overviews returns them
	Absent    Absent     // as Absent does
	Groups    []ID       // as Groups does
}

// Survey is Boxes of a class, Overviews, Absent and Groups, read from the pages by two
// walks at a time where that can be had. Where a look ahead has read them, and the file is
// as it was then, it has them from there.
func (l *Ledger) Survey(ctx context.Context, class Class, listed ...uint8) (s Survey, err error) {
	wanted := surveyed{class, listed}
	if s, ok := l.surveyedAhead(ctx, wanted); ok {
		return s, nil
	}
	s, boxes, rest := l.surveyOfPages(ctx, wanted)
	if !boxes {
		if s.Boxes, s.Damage, err = l.Boxes(ctx, class); err != nil {
			return Survey{}, err
		}
	}
	if rest {
		return s, nil
	}
	if s.Overviews, err = l.Overviews(ctx); err != nil {
		return Survey{}, err
	}
	if s.Absent, err = l.Absent(ctx, listed...); err != nil {
		return Survey{}, err
	}
	s.Groups, err = l.Groups(ctx)
	return s, err
}

// surveyed is what a survey is of.
type surveyed struct {
	class  Class
	listed []uint8
}

// surveyOfPages reports whether the boxes could be had, and whether all else could.
func (l *Ledger) surveyOfPages(ctx context.Context, wanted surveyed) (s Survey, boxes, rest bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sound() != nil {
		return s, false, false
	}
	one, other := l.leaves(ctx), l.leaves(ctx)
	if one == nil || other == nil {
		return s, false, false
	}
	return wanted.by(one, other, surveyRootsOf(ctx, l.conn))
}

// surveyRoots are the first pages of the tables that a survey reads.
type surveyRoots struct {
	boxes                [2]int
	overviews, revisions int
}

func surveyRootsOf(ctx context.Context, conn *sql.Conn) (r surveyRoots) {
	for i, table := range boxTables {
		r.boxes[i] = rootOf(ctx, conn, table)
	}
	r.overviews, r.revisions = rootOf(ctx, conn, "overview"), rootOf(ctx, conn, "revision")
	return r
}

// by is surveyOfPages by two who read the same file.
func (wanted surveyed) by(one, other *leaves, roots surveyRoots) (s Survey, boxes, rest bool) {
	var both sync.WaitGroup
	both.Go(func() {
		var rows []boxRow
		if rows, boxes = other.boxesInBoth(roots.boxes, wanted.class); boxes {
			s.Boxes, s.Damage = asInBoth(rows)
		}
	})
	w := newSurveyor()
	rest = w.readOverviews(one, roots.overviews) && w.readRevisions(one, roots.revisions, wanted.listed)
	both.Wait()
	if rest {
		s.Overviews = w.compared()
		s.Absent, s.Groups = w.told()
	}
	return s, boxes, rest
}

// surveyor is the walk: along the overviews, then along the revisions, the newest first.
type surveyor struct {
	overviews []Overview
	room      byteRoom
	places    map[ID]int // of the records' overviews
	newest    []newest   // beside the overviews
	chains    map[ID]*seen
	groups    map[ID]bool // whether they have a record without an overview that is to have one
	listed    uint64      // which kinds are, a bit for each

	origin ID // of the revision before, and its chain
	chain  *seen
	group  ID // of the revision before
}

func newSurveyor() surveyor {
	return surveyor{places: map[ID]int{}, chains: map[ID]*seen{}, groups: map[ID]bool{}}
}

// newest is what the walk knows of an overview's record.
type newest struct {
	Sealed      // zero: no revision
	there  bool // the revision that the overview names
}

// seen is what the walk saw of a chain: its least and its last number, and how many rows.
type seen struct{ least, last, rows int64 }

// readOverviews is the first half of the walk. Either reports false where SQLite is to be
// asked.
func (w *surveyor) readOverviews(t *leaves, root int) bool {
	return t.each(root, 6, true, w.overview)
}

// areNewest takes the word of whoever has done the second half, and reports false where it
// has to be done: then what is marked as fresh does not count yet.
func (w *surveyor) areNewest(newest func(Overview) bool) bool {
	for i := range w.overviews {
		if w.overviews[i].Fresh = newest(w.overviews[i]); !w.overviews[i].Fresh {
			return false
		}
	}
	return true
}

// readRevisions is the second half of the walk.
func (w *surveyor) readRevisions(t *leaves, root int, listed []uint8) bool {
	for _, kind := range listed {
		w.listed |= 1 << kind
	}
	w.newest = make([]newest, len(w.overviews))
	if !t.each(root, columnsToVersion, false, w.revision) {
		return false
	}
	for _, c := range w.chains {
		if c.least < 1 || c.last != c.rows {
			return false // which row is missing SQLite finds
		}
	}
	return true
}

func (w *surveyor) overview(_ int64, f []field) bool {
	o := Overview{Kind: uint8(f[2].number), KeyVersion: uint32(f[4].number), Box: w.room.keep(f[5].bytes)}
	if !f[0].id(&o.Record) || !f[1].id(&o.Revision) || !f[3].id(&o.Group) || !f[5].isBlob || uint64(f[2].number) >= 64 || int64(o.KeyVersion) != f[4].number {
		return false
	}
	if _, twice := w.places[o.Record]; twice {
		return false
	}
	w.places[o.Record] = len(w.overviews)
	w.overviews = append(w.overviews, o)
	return true
}

func (w *surveyor) revision(n int64, f []field) bool {
	s, ok := sealedOf(n, f)
	var origin ID
	if !ok || !f[1].id(&origin) || f[2].isBlob {
		return false
	}
	if w.chain == nil || origin != w.origin {
		w.origin, w.chain = origin, w.chains[origin]
		if w.chain == nil {
			w.chain = &seen{least: f[2].number}
			w.chains[origin] = w.chain
		}
	}
	w.chain.least, w.chain.last, w.chain.rows = min(w.chain.least, f[2].number), max(w.chain.last, f[2].number), w.chain.rows+1
	i, known := w.places[s.Record]
	if unlisted := !known && w.listed>>s.Kind&1 == 1; unlisted || s.Group != w.group || len(w.groups) == 0 {
		w.group = s.Group
		w.groups[s.Group] = w.groups[s.Group] || unlisted
	}
	if !known {
		return true
	}
	if w.newest[i].N == 0 {
		w.newest[i].Sealed = s
	}
	w.newest[i].there = w.newest[i].there || s.Revision == w.overviews[i].Revision
	return true
}

// compared are the overviews with what the walk came to of each. It is asked for once.
func (w *surveyor) compared() []Overview {
	slices.Reverse(w.overviews)
	slices.Reverse(w.newest)
	for i, newest := range w.newest {
		o := &w.overviews[i]
		if !newest.there {
			o.Gone = &Gone{o.Revision, o.Kind, o.Group}
		}
		if o.Fresh = o.Revision == newest.Revision && o.Kind == newest.Kind && o.Group == newest.Group; o.Fresh {
			continue
		}
		o.Revision = newest.Revision
		if newest.N > 0 {
			o.Kind, o.Group = newest.Kind, newest.Group
		}
	}
	return w.overviews
}

// told is what the walk came to of all else.
func (w *surveyor) told() (absent Absent, groups []ID) {
	groups = slices.SortedFunc(maps.Keys(w.groups), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	for _, group := range groups {
		if w.groups[group] {
			absent.Unlisted = append(absent.Unlisted, group)
		}
	}
	return absent, groups
}

// boxPages is what reads both tables of boxes, and their first pages; nil where SQLite is to
// be asked. The caller holds mu.
func (l *Ledger) boxPages(ctx context.Context) (t *leaves, roots [2]int) {
	if l.sound() != nil {
		return nil, roots
	}
	if t = l.leaves(ctx); t != nil {
		roots = [2]int{l.root(ctx, boxTables[0]), l.root(ctx, boxTables[1])}
	}
	return t, roots
}

// boxesInBoth reads the boxes of a class from the pages of both tables, where these have
// the same rows at the same places; false where SQLite is to be asked.
func (t *leaves) boxesInBoth(roots [2]int, class Class) (rows []boxRow, asItIs bool) {
	var room byteRoom
	var hashed []byte
	var places []int64
	var hashes [][sha256.Size]byte
	asItIs = t.each(roots[0], 6, true, func(n int64, f []field) bool {
		b, hash, ok := boxIn(f)
		if !ok || b.Class != class {
			return ok
		}
		row := boxRow{Box: Box{b.Class, room.keep(b.Subject), room.keep(b.Holder), b.Number, room.keep(b.Body)}}
		hashed = b.hashed(hashed[:0])
		row.good = sha256.Sum256(hashed) == hash
		rows, places, hashes = append(rows, row), append(places, n), append(hashes, hash)
		return true
	})
	i := 0
	asItIs = asItIs && t.each(roots[1], 6, true, func(n int64, f []field) bool {
		b, hash, ok := boxIn(f)
		if !ok || b.Class != class {
			return ok
		}
		if i++; i > len(rows) {
			return false
		}
		a := rows[i-1]
		return n == places[i-1] && b.Number == a.Number && hash == hashes[i-1] &&
			bytes.Equal(b.Subject, a.Subject) && bytes.Equal(b.Holder, a.Holder) && bytes.Equal(b.Body, a.Body)
	})
	slices.Reverse(rows)
	return rows, asItIs && i == len(rows)
}

// areSound reports whether both tables have the same boxes of a class in the same order, each
// with the hash that it should have; false where that is not known. None is kept.
func (t *leaves) areSound(roots [2]int, class Class) bool {
	var row []byte // a hash, and what it is of
	eachRow := func(root int, fn func() bool) bool {
		return t.each(root, 6, true, func(_ int64, f []field) bool {
			b, hash, ok := boxIn(f)
			if !ok || b.Class != class {
				return ok
			}
			row = b.hashed(append(row[:0], hash[:]...))
			return fn()
		})
	}
	var sums []uint64 // of the rows of the first table
	first := eachRow(roots[0], func() bool {
		sums = append(sums, maphash.Bytes(sumSeed, row))
		return sha256.Sum256(row[sha256.Size:]) == [sha256.Size]byte(row)
	})
	i := 0
	return first && eachRow(roots[1], func() bool {
		i++
		return i <= len(sums) && sums[i-1] == maphash.Bytes(sumSeed, row)
	}) && i == len(sums)
}

// boxIn is a row of a table of boxes, if the fields can be one.
func boxIn(f []field) (b Box, hash [sha256.Size]byte, ok bool) {
	ok = !f[0].isBlob && f[1].isBlob && f[2].isBlob && !f[3].isBlob && f[4].isBlob && len(f[5].bytes) == copy(hash[:], f[5].bytes) &&
		len(f[5].bytes) == len(hash) && uint64(f[0].number) <= uint64(classLast)
	return Box{Class(f[0].number), f[1].bytes, f[2].bytes, uint64(f[3].number), f[4].bytes}, hash, ok
}
