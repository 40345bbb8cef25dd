package ledger

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"noddfa/data/seal"
)

// Class is what a box is for.
type Class uint8

// The classes of boxes. The numbers are part of the format; docs/format.md
// says what subject, holder and number mean for each.
const (
	ClassHeader   Class = 1 // passphrase parameters
	ClassIdentity Class = 2 // one per member and computer
	ClassGrant    Class = 3 // compartment key to a member
	ClassRoster   Class = 4 // one entry of the roster chain
	ClassWrap     Class = 5 // group key under a compartment key, or to a member
	ClassPast     Class = 6 // compartment key of an earlier epoch under the next

	ClassSpare      Class = 7 // identity that an invitation opens, together with the passphrase
	ClassInvitation Class = 8 // a manager's one-time invitation of a further computer
	ClassErased     Class = 9 // ids that were erased, for older copies of the file

	classLast = ClassErased
)

// Box is one of the small things without which nothing opens. Subject, Holder
// and Number are its place; Body is sealed or signed by whoever wrote it.
type Box struct {
	Class   Class
	Subject []byte
	Holder  []byte
	Number  uint64
	Body    []byte
}

// Hash is SHA-256 over the box's place and body.
func (b Box) Hash() [32]byte { return sha256.Sum256(b.hashed(nil)) }

// hashed appends what the hash is made of.
func (b Box) hashed(buf []byte) []byte {
	return seal.AppendAssociatedData(buf, "box", []byte{byte(b.Class)}, b.Subject, b.Holder, be64(b.Number), b.Body)
}

// BoxDamage is a box of which one copy (Lost false) or both (Lost true) cannot
// be read, or of which both can be and are not the same. A bad copy that stands
// where the other table has none is not a lost box: it is its place that was
// damaged.
type BoxDamage struct {
	Box   Box  // its place; the body only if a copy is good
	Other *Box // the second copy, where both are good and differ: somebody wrote one of them
	Lost  bool
}

var boxTables = []string{"box", "box_copy"}

// PutBox writes a box into both tables, replacing what was at its place.
func (tx *Tx) PutBox(b Box) error {
	hash := b.Hash()
	for _, table := range boxTables {
		err := tx.exec(`INSERT INTO `+table+` (class, subject, holder, number, body, hash) VALUES (?,?,?,?,?,?)
			ON CONFLICT (class, subject, holder, number) DO UPDATE SET body=excluded.body, hash=excluded.hash`,
			int64(b.Class), notNil(b.Subject), notNil(b.Holder), int64(b.Number), notNil(b.Body), hash[:])
		if err != nil {
			return err
		}
	}
	return nil
}

// DeleteBox removes a box from both tables. Like whatever removes boxes, it
// lets the journal be emptied after the write: until then the file by itself
// still has the box.
func (tx *Tx) DeleteBox(b Box) error {
	for _, table := range boxTables {
		err := tx.takeOut("DELETE FROM "+table+" WHERE class=? AND subject=? AND holder=? AND number=?",
			int64(b.Class), notNil(b.Subject), notNil(b.Holder), int64(b.Number))
		if err != nil {
			return err
		}
	}
	return nil
}

// DeleteClass removes all boxes of a class from both tables.
func (tx *Tx) DeleteClass(class Class) error { return tx.deleteBoxes("class=?", int64(class)) }

// DeleteBoxes removes all boxes of one subject.
func (tx *Tx) DeleteBoxes(class Class, subject []byte) error {
	return tx.deleteBoxes("class=? AND subject=?", int64(class), notNil(subject))
}

// DeleteBoxesOfHolder removes all boxes that one holder can open.
func (tx *Tx) DeleteBoxesOfHolder(class Class, holder []byte) error {
	return tx.deleteBoxes("class=? AND holder=?", int64(class), notNil(holder))
}

func (tx *Tx) deleteBoxes(where string, args ...any) error {
	for _, table := range boxTables {
		if err := tx.takeOut("DELETE FROM "+table+" WHERE "+where, args...); err != nil {
			return err
		}
	}
	return nil
}

// notNil keeps SQLite from reading no bytes as NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Boxes returns all boxes of a class in the order of their places, each from
// the copy whose hash is right, and what was damaged. Where both are and differ,
// which no accident does, the first is returned.
func (l *Ledger) Boxes(ctx context.Context, class Class) ([]Box, []BoxDamage, error) {
	by := byPlace
	if class == ClassWrap {
		by = byRow // nearly all rows are wraps: the index would look for each anew
	}
	return l.boxes(ctx, func(b Box) bool { return b.Class == class }, by, "class=?", int64(class))
}

// DamagedBoxes is what Boxes says was damaged.
func (l *Ledger) DamagedBoxes(ctx context.Context, class Class) ([]BoxDamage, error) {
	if class == ClassWrap && l.soundBoxes(ctx, class) { // nearly all boxes are wraps: they are not kept in memory for this
		return nil, nil
	}
	_, damage, err := l.Boxes(ctx, class)
	return damage, err
}

// soundBoxes reports whether nothing of a class is damaged; false where that is not known.
func (l *Ledger) soundBoxes(ctx context.Context, class Class) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, roots := l.boxPages(ctx)
	return t != nil && t.areSound(roots, class)
}

// How the rows of boxes are found. Which of them are good is judged either way
// by their hash, and their order made in mergeBoxes.
const (
	byPlace = ""
	byRow   = " NOT INDEXED"
)

// BoxesOf returns the boxes of one subject.
func (l *Ledger) BoxesOf(ctx context.Context, class Class, subject []byte) ([]Box, []BoxDamage, error) {
	wanted := func(b Box) bool { return b.Class == class && bytes.Equal(b.Subject, subject) }
	return l.boxes(ctx, wanted, byPlace, "class=? AND subject=?", int64(class), subject)
}

// boxes reads both tables. A damaged index may lead to rows that were not asked
// for: those are not wanted.
func (l *Ledger) boxes(ctx context.Context, wanted func(Box) bool, by, where string, args ...any) ([]Box, []BoxDamage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, nil, errClosed
	}
	if by == byRow {
		if t, roots := l.boxPages(ctx); t != nil {
			if rows, asItIs := t.boxesInBoth(roots, Class(args[0].(int64))); asItIs {
				boxes, damage := asInBoth(rows)
				return boxes, damage, nil
			}
		}
	}
	first, firstErr := l.readBoxes(ctx, boxTables[0], wanted, by, where, args)
	if by == byRow && firstErr == nil && l.rescued == nil && l.sameInBoth(ctx, where, args, len(first)) {
		boxes, damage := asInBoth(first)
		return boxes, damage, nil
	}
	second, secondErr := l.readBoxes(ctx, boxTables[1], wanted, by, where, args)
	err := errors.Join(firstErr, secondErr)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, nil, err
	}
	if err != nil && l.rescued != nil {
		first = append(first, l.rescued.boxesBut(wanted, first, second)...)
	}
	if firstErr != nil && secondErr != nil && (l.rescued == nil || len(first)+len(second) == 0) {
		return nil, nil, err
	}
	boxes, damage := mergeBoxes(first, second, err == nil)
	return boxes, damage, nil
}

// boxesBut are the boxes on the pages that SQLite did not find.
func (d *rescued) boxesBut(wanted func(Box) bool, found ...[]boxRow) []boxRow {
	known := map[string]bool{}
	for _, list := range found {
		for _, row := range list {
			known[row.place()] = known[row.place()] || row.good
		}
	}
	var more []boxRow
	for _, b := range d.boxes {
		if at := b.place(); wanted(b) && !known[at] {
			known[at] = true
			more = append(more, boxRow{b, true})
		}
	}
	return more
}

// place is where a box stands, as a key.
func (b Box) place() string {
	return string(seal.AssociatedData("place", []byte{byte(b.Class)}, b.Subject, b.Holder, be64(b.Number)))
}

func comparePlaces(a, b Box) int {
	if c := cmp.Or(cmp.Compare(a.Class, b.Class), bytes.Compare(a.Subject, b.Subject)); c != 0 {
		return c // as nearly always, where many are sorted
	}
	return cmp.Or(bytes.Compare(a.Holder, b.Holder), cmp.Compare(a.Number, b.Number))
}

type boxRow struct {
	Box
	good bool
}

func (l *Ledger) readBoxes(ctx context.Context, table string, wanted func(Box) bool, by, where string, args []any) ([]boxRow, error) {
	if l.notOurs[table] {
		return nil, fmt.Errorf("reading %s: %w", table, ErrDamaged)
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT class, subject, holder, number, body, hash FROM "+table+by+" WHERE "+where, args...)
	if err != nil {
		return nil, translate("reading "+table, err)
	}
	defer rows.Close()
	var list []boxRow
	var subject, holder, body, hash sql.RawBytes
	var room byteRoom
	var hashed []byte
	for rows.Next() {
		var b boxRow
		var class, number int64
		if err := rows.Scan(&class, &subject, &holder, &number, &body, &hash); err != nil {
			return list, translate("reading "+table, err)
		}
		b.Box = Box{Class(class), room.keep(subject), room.keep(holder), uint64(number), room.keep(body)}
		hashed = b.hashed(hashed[:0])
		want := sha256.Sum256(hashed)
		b.good = bytes.Equal(hash, want[:]) && wanted(b.Box)
		list = append(list, b)
	}
	return list, translate("reading "+table, rows.Err())
}

// sameInBoth reports whether both tables have the same rows at the same places of
// the file, so many, byte for byte: then the second need not be read row by row. It
// is so unless something was damaged, or written by somebody else.
func (l *Ledger) sameInBoth(ctx context.Context, where string, args []any, rows int) bool {
	if l.notOurs[boxTables[0]] || l.notOurs[boxTables[1]] {
		return false
	}
	var second, same int
	err := l.conn.QueryRowContext(ctx, "SELECT count(*) FROM box_copy NOT INDEXED WHERE "+where, args...).Scan(&second)
	if err != nil || second != rows {
		return false
	}
	err = l.conn.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT rowid AS n, * FROM box NOT INDEXED WHERE `+where+`) a
		CROSS JOIN box_copy b NOT INDEXED ON b.rowid=a.n AND b.class=a.class AND b.subject=a.subject AND b.holder=a.holder
		AND b.number=a.number AND b.body=a.body AND b.hash=a.hash`, args...).Scan(&same)
	return err == nil && same == rows
}

// asInBoth is mergeBoxes for two tables with the same rows.
func asInBoth(rows []boxRow) (boxes []Box, damage []BoxDamage) {
	// Numbers are sorted, by the beginning of the subject where that tells: to move the
	// rows themselves costs more than to compare them.
	type at struct {
		begin uint64
		row   int
	}
	order := make([]at, len(rows))
	for i, r := range rows {
		var begin [8]byte
		copy(begin[:], r.Subject)
		order[i] = at{binary.BigEndian.Uint64(begin[:]), i}
	}
	oneClass := !slices.ContainsFunc(rows, func(r boxRow) bool { return r.Class != rows[0].Class })
	slices.SortFunc(order, func(a, b at) int {
		if oneClass && a.begin != b.begin {
			return cmp.Compare(a.begin, b.begin)
		}
		return cmp.Or(comparePlaces(rows[a.row].Box, rows[b.row].Box), cmp.Compare(a.row, b.row))
	})
	boxes = make([]Box, 0, len(rows))
	for i, at := range order {
		row := rows[at.row]
		switch {
		case i+1 < len(rows) && comparePlaces(row.Box, rows[order[i+1].row].Box) == 0: // the later one counts
		case row.good:
			boxes = append(boxes, row.Box)
		default:
			damage = append(damage, BoxDamage{Box: row.Box, Lost: true})
		}
	}
	return boxes, damage
}

// mergeBoxes takes each place from the copy that is good. complete says that
// both tables were read to their end.
func mergeBoxes(first, second []boxRow, complete bool) ([]Box, []BoxDamage) {
	type pair struct{ a, b *boxRow }
	places := map[string]*pair{}
	var order []string
	place := func(row *boxRow) *pair {
		key := row.place()
		p := places[key]
		if p == nil {
			p = &pair{}
			places[key] = p
			order = append(order, key)
		}
		return p
	}
	for i := range first {
		place(&first[i]).a = &first[i]
	}
	for i := range second {
		place(&second[i]).b = &second[i]
	}
	var boxes []Box
	var damage []BoxDamage
	for _, key := range order {
		p := places[key]
		aGood, bGood := p.a != nil && p.a.good, p.b != nil && p.b.good
		switch {
		case aGood:
			boxes = append(boxes, p.a.Box)
		case bGood:
			boxes = append(boxes, p.b.Box)
		}
		if aGood && bGood {
			if !bytes.Equal(p.a.Body, p.b.Body) {
				damage = append(damage, BoxDamage{Box: p.a.Box, Other: &p.b.Box})
			}
			continue
		}
		known := p.a
		if known == nil || bGood {
			known = p.b
		}
		inBoth := p.a != nil && p.b != nil
		damage = append(damage, BoxDamage{Box: known.Box, Lost: !aGood && !bGood && (inBoth || !complete)})
	}
	slices.SortFunc(boxes, comparePlaces)
	slices.SortFunc(damage, func(a, b BoxDamage) int { return comparePlaces(a.Box, b.Box) })
	return boxes, damage
}
