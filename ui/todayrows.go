package ui

import (
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
	waits  []data.TodayItem
}

// add puts made lines at the end.
func (r *todayRows) add(made ...widget.Item) {
	r.parts = append(r.parts, todayPart{begins: r.length, made: made})
	r.length += len(made)
}

// wait puts at the end what waits under a heading.
func (r *todayRows) wait(key string, waits []data.TodayItem) {
	r.parts = append(r.parts, todayPart{begins: r.length, key: key, waits: waits})
	r.length += len(waits)
}

// Len returns how many lines there are, headings included.
func (r *todayRows) Len() int { return r.length }

// at returns a line that is made, or what waits and its number under its heading.
func (r *todayRows) at(i int) (made *widget.Item, key string, number int, waits *data.TodayItem) {
	for p := range r.parts {
		part := &r.parts[p]
		switch n := i - part.begins; {
		case n < len(part.made):
			return &part.made[n], "", 0, nil
		case n < len(part.waits):
			return nil, part.key, n, &part.waits[n]
		}
	}
	return &widget.Item{}, "", 0, nil
}

// Item makes line i.
func (r *todayRows) Item(i int) widget.Item {
	made, key, number, waits := r.at(i)
	if made != nil {
		return *made
	}
	return r.screen.item(key, number, *waits)
}

// Heading reports whether line i is one.
func (r *todayRows) Heading(i int) bool {
	made, _, _, _ := r.at(i)
	return made != nil && made.Heading
}

// Title is what line i is called.
func (r *todayRows) Title(i int) string {
	if _, _, _, waits := r.at(i); waits != nil && !r.screen.covered() && waits.Kind != data.TodayKit && waits.Kind != data.TodayRequest {
		if title := titleOf(r.screen.words, waits.Title, waits.ToDo); title != "" {
			return title
		}
	}
	return r.Item(i).Title
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
		if err == nil && number >= 0 && number < len(part.waits) && todayID(part.key, number, part.waits[number]) == id {
			return part.begins + number
		}
	}
	return -1
}

// waits returns what waits at the line of an ID.
func (r *todayRows) waits(id string) (data.TodayItem, bool) {
	if i := r.Index(id); i >= 0 {
		if _, _, _, waits := r.at(i); waits != nil {
			return *waits, true
		}
	}
	return data.TodayItem{}, false
}

// anyTask reports whether a line can be ticked off.
func (r *todayRows) anyTask() bool {
	for _, part := range r.parts {
		for i := range part.waits {
			if !part.waits[i].Task.IsZero() {
				return true
			}
		}
	}
	return false
}

// todayID tells the lines of what waits apart.
func todayID(key string, number int, i data.TodayItem) string {
	return strings.Join([]string{key, string(i.Kind), i.Case.String(), i.Request.String(), i.Contact.String(), i.Task.String(), i.Letter.String(), strconv.Itoa(number)}, "/")
}
