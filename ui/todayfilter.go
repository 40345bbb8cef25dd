package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// todayChosen is whose part of Today is shown.
type todayChosen struct {
	mine bool // mine, and nobody's yet
	late bool // only what is overdue
}

const (
	todayEveryone = "everyone"
	todayMine     = "mine"
)

// todayFilter chooses what of today and this week is shown. What stands under
// "Now" is never hidden by it: a crisis is everyone's.
type todayFilter struct {
	desk
	whose *widget.Choice
	late  *widget.Check
}

func newTodayFilter(d desk, changed func()) *todayFilter {
	f := &todayFilter{desk: d}
	chosen := todayEveryone
	if d.app.today.mine {
		chosen = todayMine
	}
	f.whose = widget.NewChoice(widget.ChoiceOptions{
		Always: true, Name: d.t("today.whose"), Options: optionsOf(d.words, "today.whose", todayEveryone, todayMine), Chosen: chosen,
		Changed: func(id string) {
			d.app.today.mine = id == todayMine
			changed()
		},
	})
	f.late = widget.NewCheck(widget.CheckOptions{Label: d.t("today.late"), On: d.app.today.late, Changed: func(on bool) {
		d.app.today.late = on
		changed()
	}})
	return f
}

// of is what is shown of a list.
func (f *todayFilter) of(list data.TodayList) data.TodayList {
	me, chosen := f.app.standing.me, f.app.today
	if me.Role == data.Volunteer || chosen == (todayChosen{}) {
		return list
	}
	return list.Only(func(i data.TodayItem) bool { return (!chosen.mine || i.Mine(me.Name)) && (!chosen.late || i.Late) })
}

// object is the choice, and how much it hides.
func (f *todayFilter) object(hidden int) []fyne.CanvasObject {
	parts := []fyne.CanvasObject{f.whose, f.late}
	if hidden > 0 {
		parts = append(parts, widget.Muted(f.n("today.hidden", hidden)))
	}
	return parts
}
