package ui

import (
	"noddfa/data"
	"noddfa/ui/widget"
)

// What is due by the retention rules is one line of Today. It is looked for once
// after unlocking, behind everything else: it may have to read many cases.

// dueCount is how much is due, and how much of it a manager can sign off.
type dueCount struct{ all, goes int }

func countDue(list []data.Due) *dueCount {
	n := dueCount{all: len(list)}
	for _, d := range list {
		if !d.Stays() {
			n.goes++
		}
	}
	return &n
}

// anyDue reports whether something is due, as far as is known.
func (s *todayScreen) anyDue() bool { return s.app.due != nil && s.app.due.all > 0 }

// lookForDue finds out in the background, and shows the line once it is known.
func (s *todayScreen) lookForDue() {
	if s.app.due != nil || s.app.standing.me.Role != data.Manager {
		return
	}
	Go(s.shell.Runner(), "today due", s.vault.DueList, func(list []data.Due, err error) {
		if err != nil {
			return
		}
		s.app.due = countDue(list)
		if len(list) > 0 {
			s.show(s.read)
		}
	})
}

func (s *todayScreen) dueItem() widget.Item {
	s.opens["due"] = func() { s.shell.Go(Route{Screen: screenDue}) }
	return widget.Item{ID: "due", Title: s.t("retention.title"), Icon: "calendar", Tone: widget.TonePlain, Detail: s.n("retention.today", s.app.due.goes)}
}
