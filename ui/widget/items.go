package widget

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// Tone colours the small words at the right of a row.
type Tone int

// The tones. TonePlain is muted; ToneDanger is only for danger now, crisis not finished, do not contact.
const (
	TonePlain Tone = iota
	ToneDue
	ToneGood
	ToneDanger
)

func (t Tone) role() fyne.ThemeColorName {
	switch t {
	case ToneDue:
		return theme.WarmInk
	case ToneGood:
		return theme.GoodInk
	case ToneDanger:
		return theme.DangerInk
	default:
		return theme.Muted
	}
}

// Item is the row a List shows of one record: a name, a muted second line, and small words at the right.
type Item struct {
	ID      string
	Title   string
	Detail  string // what is between MarkOn and MarkOff stands out
	Meta    string // at the right of the title: "due today", "14:05"
	Tone    Tone   // of Meta and Icon
	Icon    string // a name of assets.IconNames; none if empty
	Heading bool   // a heading between rows, with only a Title; it cannot be chosen
}

// MarkOn and MarkOff are round a part of a row's Detail that somebody looked for.
const (
	MarkOn  = "\x02"
	MarkOff = "\x03"
)

// Items are the rows of a List. Item is asked for what is in sight, often; it answers from memory.
type Items interface {
	Len() int
	Item(i int) Item
}

// ItemSlice is Items that are all there.
type ItemSlice []Item

// Len returns how many there are.
func (s ItemSlice) Len() int { return len(s) }

// Item returns row i.
func (s ItemSlice) Item(i int) Item { return s[i] }

// LazyItems are Items of which a row is made when it is asked for. So a List asks for as little of it as it needs.
type LazyItems interface {
	Items
	Heading(i int) bool
	Title(i int) string
	Index(id string) int // -1 where no row has it
}
