package data

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"time"
)

// TodayList is lines of Today in their order. After ten years a hundred thousand may
// wait, of which a window shows ten: so they are kept packed, and a line is made when
// it is looked at.
type TodayList struct {
	packed string // of all lines, and it may be of others
	rows   []todayRow
}

// todayRow is where a line begins, and whether it can be ticked off.
type todayRow struct {
	at   uint32
	task bool // or a review
}

// Len returns how many lines there are.
func (l TodayList) Len() int { return len(l.rows) }

// At makes line i.
func (l TodayList) At(i int) (item TodayItem) {
	p := unpacks(l.packed[l.rows[i].at:])
	p.todayItem(ID{}, &item)
	return item
}

// All goes through the lines.
func (l TodayList) All() iter.Seq2[int, TodayItem] {
	return func(yield func(int, TodayItem) bool) {
		for i := range l.rows {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// Only is those lines that are to be kept.
func (l TodayList) Only(keep func(TodayItem) bool) TodayList {
	kept := TodayList{packed: l.packed}
	for i, item := range l.All() {
		if keep(item) {
			kept.rows = append(kept.rows, l.rows[i])
		}
	}
	return kept
}

// AnyTask reports whether a line can be ticked off.
func (l TodayList) AnyTask() bool {
	return slices.ContainsFunc(l.rows, func(r todayRow) bool { return r.task })
}

// todayGathering is a list that is being gathered.
type todayGathering struct {
	packed []byte
	keys   []todayKey
}

// todayKey is what the place of a line goes by.
type todayKey struct {
	todayRow
	pressing int
	due      time.Time
}

func (g *todayGathering) add(item TodayItem) {
	at := len(g.packed)
	p := packer{packed: append(g.packed, make([]byte, packerHead)...)}
	p.todayItem(ID{}, &item)
	binary.LittleEndian.PutUint64(p.packed[at:], p.there)
	g.packed = p.packed
	g.keys = append(g.keys, todayKey{todayRow{uint32(at), !item.Task.IsZero() || item.Kind == TodayReview || item.Kind == TodayRisk}, item.pressing(), item.Due})
}

// list is what was gathered: the earliest first, and where that counts what presses
// before all else.
func (g *todayGathering) list(pressing bool) TodayList {
	slices.SortStableFunc(g.keys, func(a, b todayKey) int {
		if pressing && a.pressing != b.pressing {
			return cmp.Compare(a.pressing, b.pressing)
		}
		return a.due.Compare(b.due)
	})
	list := TodayList{string(g.packed), make([]todayRow, len(g.keys))}
	for i, key := range g.keys {
		list.rows[i] = key.todayRow
	}
	return list
}

func (p *packer) todayItem(_ ID, i *TodayItem) {
	packText(p, &i.Kind)
	p.id(&i.Case)
	p.id(&i.Contact)
	p.id(&i.Task)
	p.id(&i.Letter)
	packText(p, &i.Title)
	if p.has(i.ToDo != nil) {
		if p.reading {
			i.ToDo = &Task{}
		}
		p.task(i.ToDo)
	}
	packText(p, &i.Name)
	packText(p, &i.Owner)
	p.time(&i.Due)
	p.yes(&i.DayOnly)
	p.yes(&i.Late)
	packText(p, &i.From)
	p.when(&i.Threat)
	p.time(&i.Call)
	p.id(&i.Request)
	packText(p, &i.Asks)
	packText(p, &i.Asker)
	packText(p, &i.Waits)
	p.yes(&i.ByPhone)
	p.yes(&i.Under18)
	p.yes(&i.Suicide)
	packText(p, &i.Matter)
}

func (p *packer) task(t *Task) {
	packText(p, &t.What)
	packText(p, &t.About)
	packText(p, &t.Number)
	packText(p, &t.AskedBy)
	packText(p, &t.Owner)
	p.time(&t.Due)
	p.time(&t.Done)
	p.id(&t.From)
	packText(p, &t.Imported)
}
