package ui

import (
	"noddfa/data"
	"noddfa/ui/widget"
)

// What is due by the retention rules is one line of Today. It is looked for once
// after unlocking, behind everything else: it may have to read many cases.

// anyDue reports whether a manager has something to sign off, as far as is known.
func (s *todayScreen) anyDue() bool { return s.app.due != nil && len(*s.app.due) > 0 }

// lookForDue finds out in the background, and shows the line once it is known.
func (s *todayScreen) lookForDue() {
	if s.app.due != nil || s.app.standing.me.Role != data.Manager {
		return
	}
	Go(s.shell.Runner(), "today due", s.vault.DueList, func(list []data.Due, err error) {
		if err != nil {
			return
		}
		s.app.due = &list
		if len(list) > 0 {
			s.show(s.read)
		}
	})
}

func (s *todayScreen) dueItem() widget.Item {
	s.opens["due"] = func() { s.shell.Go(Route{Screen: screenDue}) }
	n := 0
	for _, d := range *s.app.due {
		if !d.Stays() {
			n++
		}
	}
	return widget.Item{ID: "due", Title: s.t("retention.title"), Icon: "calendar", Tone: widget.TonePlain, Detail: s.n("retention.today", n)}
}
