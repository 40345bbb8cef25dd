package data

import (
	"encoding/binary"
	"iter"
	"sync"
	"time"
)

// keptLines are lines of which there are as many as contacts: a hundred thousand
// after ten years, and each of some six hundred bytes, most of which say that there
// is nothing. So they are kept packed and unpacked when they are asked for.
type keptLines[T any] struct {
	rows   map[ID]string
	fields func(p *packer, id ID, line *T)
}

func keptContacts() keptLines[ContactLine] {
	return keptLines[ContactLine]{map[ID]string{}, (*packer).contact}
}

func keptCards() keptLines[Card] { return keptLines[Card]{map[ID]string{}, (*packer).card} }

func (k keptLines[T]) len() int { return len(k.rows) }

func (k keptLines[T]) has(id ID) bool {
	_, ok := k.rows[id]
	return ok
}

// of returns a line; the zero one where there is none.
func (k keptLines[T]) of(id ID) (line T, ok bool) {
	row, ok := k.rows[id]
	if ok {
		k.unpack(id, row, &line)
	}
	return line, ok
}

func (k keptLines[T]) set(id ID, line T) { k.put(k.pack(id, line)) }

func (k keptLines[T]) put(line keptLine) { k.rows[line.id] = line.row }

// pack needs no lock.
func (k keptLines[T]) pack(id ID, line T) keptLine {
	p := packer{packed: make([]byte, packerHead, 256)}
	k.fields(&p, id, &line)
	binary.LittleEndian.PutUint64(p.packed, p.there)
	return keptLine{id, string(p.packed)}
}

func (k keptLines[T]) drop(id ID) { delete(k.rows, id) }

// all goes through the lines in no order.
func (k keptLines[T]) all() iter.Seq2[ID, T] {
	return func(yield func(ID, T) bool) {
		var line T // one for all: it is of the heap
		for id, row := range k.rows {
			line = *new(T)
			if k.unpack(id, row, &line); !yield(id, line) {
				return
			}
		}
	}
}

// allAhead is all for whoever has as much work with each line as unpacking it is, which
// goes on beside that. A line is there until the next one.
func (k keptLines[T]) allAhead() iter.Seq2[ID, *T] {
	return func(yield func(ID, *T) bool) {
		const share = 512
		rest, lines, next := k.list(), make([]T, share), make([]T, share)
		var ahead sync.WaitGroup
		defer ahead.Wait()
		unpack := func() (rows []keptLine) {
			rows = rest[:min(share, len(rest))]
			rest = rest[len(rows):]
			ahead.Go(func() {
				for i, row := range rows {
					next[i] = *new(T)
					k.unpack(row.id, row.row, &next[i])
				}
			})
			return rows
		}
		for rows := unpack(); len(rows) > 0; {
			ahead.Wait()
			lines, next = next, lines
			these := rows
			rows = unpack()
			for i, row := range these {
				if !yield(row.id, &lines[i]) {
					return
				}
			}
		}
	}
}

// list is the lines as they are now.
func (k keptLines[T]) list() []keptLine {
	list := make([]keptLine, 0, len(k.rows))
	for id, row := range k.rows {
		list = append(list, keptLine{id, row})
	}
	return list
}

// keptLine is a line as it is kept.
type keptLine struct {
	id  ID
	row string
}

func (k keptLines[T]) unpack(id ID, row string, line *T) {
	p := unpacks(row)
	k.fields(&p, id, line)
}

// packer packs and unpacks: what it does with a field is said once for both. First
// comes a bit for each field that says whether it is there, then those that are.
// What is unpacked shares the memory of the row.
type packer struct {
	reading bool
	there   uint64
	field   int
	packed  []byte // written so far
	rest    string // not read yet
}

const packerHead = 8

// unpacks is a packer that reads a row.
func unpacks(row string) packer {
	p := packer{reading: true, rest: row[packerHead:]}
	for i := range packerHead {
		p.there |= uint64(row[i]) << (8 * i)
	}
	return p
}

// has says of the next field whether it is there.
func (p *packer) has(it bool) bool {
	bit := uint64(1) << p.field
	p.field++
	if p.reading {
		return p.there&bit != 0
	}
	if it {
		p.there |= bit
	}
	return it
}

func (p *packer) yes(b *bool) { *b = p.has(*b) }

func (p *packer) number(n *int64) {
	if !p.has(*n != 0) {
		return
	}
	if !p.reading {
		p.packed = binary.AppendVarint(p.packed, *n)
		return
	}
	var u uint64
	for shift := 0; ; shift += 7 {
		c := p.take(1)[0]
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			break
		}
	}
	*n = int64(u>>1) ^ -int64(u&1)
}

func (p *packer) take(n int) string {
	taken := p.rest[:n]
	p.rest = p.rest[n:]
	return taken
}

func (p *packer) id(id *ID) {
	switch {
	case !p.has(!id.IsZero()):
	case p.reading:
		copy(id[:], p.take(len(id)))
	default:
		p.packed = append(p.packed, id[:]...)
	}
}

// time keeps what the file keeps of a time: the moment and the offset.
func (p *packer) time(t *time.Time) {
	if !p.has(!t.IsZero()) {
		return
	}
	if p.reading {
		length := int(p.take(1)[0])
		var room [32]byte
		if t.UnmarshalBinary(room[:copy(room[:], p.take(length))]) != nil {
			*t = time.Time{}
		}
		return
	}
	at := len(p.packed)
	with, err := t.AppendBinary(append(p.packed, 0))
	if err != nil { // an offset that no file can say
		with, _ = t.UTC().AppendBinary(append(p.packed, 0))
	}
	with[at] = byte(len(with) - at - 1)
	p.packed = with
}

func packText[S ~string](p *packer, s *S) {
	if !p.has(*s != "") {
		return
	}
	if p.reading {
		n := int(p.take(1)[0])
		if n == longText {
			n = int(binary.LittleEndian.Uint32([]byte(p.take(4))))
		}
		*s = S(p.take(n))
		return
	}
	if len(*s) < longText {
		p.packed = append(p.packed, byte(len(*s)))
	} else {
		p.packed = binary.LittleEndian.AppendUint32(append(p.packed, longText), uint32(len(*s)))
	}
	p.packed = append(p.packed, *s...)
}

const longText = 255

func (p *packer) money(m *Money) {
	p.number(&m.Pence)
	p.yes(&m.Known)
}

func (p *packer) when(w *When) {
	p.time(&w.Time)
	packText(p, &w.Precision)
	packText(p, &w.Zone)
	packText(p, &w.Words)
}

func (p *packer) contact(id ID, l *ContactLine) {
	l.ID = id
	p.id(&l.Revision)
	p.time(&l.Started)
	p.yes(&l.DayOnly)
	packText(p, &l.Name)
	packText(p, &l.Number)
	packText(p, &l.Method)
	p.yes(&l.Outgoing)
	p.yes(&l.Attempted)
	packText(p, &l.Caller)
	packText(p, &l.Matter)
	packText(p, &l.Force)
	packText(p, &l.Platform)
	p.money(&l.Demanded)
	p.money(&l.Paid)
	packText(p, &l.Police)
	packText(p, &l.SafeRule)
	packText(p, &l.FollowUp.Who)
	p.time(&l.FollowUp.On)
	packText(p, &l.FollowUp.Promised)
	packText(p, &l.FollowUp.From)
	p.yes(&l.Crisis)
	p.yes(&l.Suicide)
	p.yes(&l.Danger)
	p.when(&l.Deadline)
	packText(p, &l.Imported)
	p.yes(&l.Debrief)
	age := int64(l.Age)
	p.number(&age)
	l.Age = int(age)
	p.id(&l.By)
	p.id(&l.Case)
	if p.has(l.Locked != nil) {
		if p.reading {
			l.Locked = &TakenLocked{}
		}
		p.id(&l.Locked.Call)
		p.yes(&l.Locked.Finished)
		p.time(&l.Locked.At)
	}
	if p.has(l.Figures != nil) {
		if p.reading {
			l.Figures = &FiguresOnly{}
		}
		p.time(&l.Figures.Since)
		packText(p, &l.Figures.Person)
	}
}

func (p *packer) card(_ ID, c *Card) {
	p.id(&c.Contact)
	p.id(&c.Case)
	packText(p, &c.CalledName)
	packText(p, &c.Number)
	packText(p, &c.SafeRule)
	packText(p, &c.MayText)
	packText(p, &c.MayVoice)
	packText(p, &c.MayPost)
	packText(p, &c.MarkedCar)
	packText(p, &c.OnlyUs)
	packText(p, &c.DoNot)
	p.yes(&c.HoursAlone)
	packText(p, &c.Language)
	packText(p, &c.CodeWord)
	packText(p, &c.PassTo)
	p.id(&c.By)
	p.time(&c.At)
	p.time(&c.CallOn)
	packText(p, &c.Caller)
	packText(p, &c.Promised)
	packText(p, &c.Imported)
	p.id(&c.revision)
}
