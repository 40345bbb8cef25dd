package ui

import (
	"slices"
	"strconv"
	"strings"

	"noddfa/data"
	"noddfa/ui/widget"
)

// todayRows are the lines of Today. After ten years a hundred thousand may wait, so
// the line of each is made when it is looked at.
type todayRows struct {
	screen *todayScreen
	parts  []todayPart
	length int
}

// todayPart is some lines in a row: such as are made, or what waits under a heading.
type todayPart struct {
	begins int
	made   []widget.Item
	key    string // of the heading
	waits  data.TodayList
}

// add puts made lines at the end.
func (r *todayRows) add(made ...widget.Item) {
	r.parts = append(r.parts, todayPart{begins: r.length, made: made})
	r.length += len(made)
}

// wait puts at the end what waits under a heading.
func (r *todayRows) wait(key string, waits data.TodayList) {
	r.parts = append(r.parts, todayPart{begins: r.length, key: key, waits: waits})
	r.length += waits.Len()
}

// Len returns how many lines there are, headings included.
func (r *todayRows) Len() int { return r.length }

// at returns the part that line i is in, and its number there.
func (r *todayRows) at(i int) (part *todayPart, number int) {
	for p := range r.parts {
		part := &r.parts[p]
		if n := i - part.begins; n < len(part.made) || n < part.waits.Len() {
			return part, n
		}
	}
	return &todayPart{made: make([]widget.Item, 1)}, 0
}

// isMade reports whether the lines of a part are.
func (p *todayPart) isMade() bool { return len(p.made) > 0 }

// Item makes line i.
func (r *todayRows) Item(i int) widget.Item {
	part, n := r.at(i)
	if part.isMade() {
		return part.made[n]
	}
	return r.screen.item(part.key, n, part.waits.At(n))
}

// Heading reports whether line i is one.
func (r *todayRows) Heading(i int) bool {
	part, n := r.at(i)
	return part.isMade() && part.made[n].Heading
}

// Title is what line i is called.
func (r *todayRows) Title(i int) string {
	part, n := r.at(i)
	if part.isMade() {
		return part.made[n].Title
	}
	waits := part.waits.At(n)
	if !r.screen.covered() && waits.Kind != data.TodayKit && waits.Kind != data.TodayRequest {
		if title := titleOf(r.screen.words, waits.Title, waits.ToDo); title != "" {
			return title
		}
	}
	return r.screen.item(part.key, n, waits).Title
}

// Index finds a line by its ID, which ends with its number under its heading.
func (r *todayRows) Index(id string) int {
	number, err := strconv.Atoi(id[strings.LastIndexByte(id, '/')+1:])
	for _, part := range r.parts {
		for i, line := range part.made {
			if line.ID == id && !line.Heading {
				return part.begins + i
			}
		}
		if err == nil && number >= 0 && number < part.waits.Len() && todayID(part.key, number, part.waits.At(number)) == id {
			return part.begins + number
		}
	}
	return -1
}

// waits returns what waits at the line of an ID.
func (r *todayRows) waits(id string) (data.TodayItem, bool) {
	if i := r.Index(id); i >= 0 {
		if part, n := r.at(i); !part.isMade() {
			return part.waits.At(n), true
		}
	}
	return data.TodayItem{}, false
}

// anyTask reports whether a line can be ticked off.
func (r *todayRows) anyTask() bool {
	return slices.ContainsFunc(r.parts, func(p todayPart) bool { return p.waits.AnyTask() })
}

// todayID tells the lines of what waits apart.
func todayID(key string, number int, i data.TodayItem) string {
	return strings.Join([]string{key, string(i.Kind), i.Case.String(), i.Request.String(), i.Contact.String(), i.Task.String(), i.Letter.String(), strconv.Itoa(number)}, "/")
}
