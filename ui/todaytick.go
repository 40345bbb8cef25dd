package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// ticker is a page on which the chosen line can be ticked off.
type ticker interface{ tick() }

// bindTick gives ticking off its key.
func (a *app) bindTick() {
	key := &desktop.CustomShortcut{KeyName: fyne.KeyD, Modifier: fyne.KeyModifierShortcutDefault}
	a.window.Canvas().AddShortcut(key, func(fyne.Shortcut) {
		if a.shell == nil || widget.TopLayer(a.window.Canvas()) != nil {
			return
		}
		if page, ok := a.shell.Current().(ticker); ok {
			page.tick()
		}
	})
}

// tick marks the chosen task as done, or opens the form with which a review is
// done. Every other line is finished where it leads to: a crisis is not ticked
// away.
func (s *todayScreen) tick() {
	task, ok := s.rows.waits(s.list.Chosen())
	of := task.Case.String()
	switch {
	case ok && task.Kind == data.TodayReview:
		s.shell.Go(Route{Screen: ScreenCase, ID: of, Tab: tabPlan, Form: reviewForm + of})
		return
	case ok && task.Kind == data.TodayRisk:
		s.shell.Go(Route{Screen: ScreenCase, ID: of, Form: "assessment:" + of + ":new"})
		return
	case !ok || task.Task.IsZero():
		s.say(s.t("today.tick.not"), theme.WarmInk, nil)
		return
	}
	s.markTask(task, s.vault.Now(), func(at time.Time) {
		s.say(s.t("today.ticked", map[string]any{"Task": firstText(s.uncovered(titleOf(s.words, task.Title, task.ToDo)), s.t("case.kind.task")), "Time": s.words.Time(at.Local())}), theme.GoodInk, func() {
			s.markTask(task, time.Time{}, func(time.Time) { s.say("", theme.Muted, nil) })
		})
	})
}

// markTask writes when a task was done; the zero time: it is not.
func (s *todayScreen) markTask(task data.TodayItem, done time.Time, then func(at time.Time)) {
	Go(s.shell.Runner(), "", func(ctx context.Context) (time.Time, error) {
		f, err := s.vault.OpenCase(ctx, task.Case)
		if err != nil {
			return done, err
		}
		value := valueOf(f.Tasks, task.Task)
		value.Done = done
		_, err = data.Change(ctx, s.vault, task.Case, task.Task, value)
		return done, err
	}, func(at time.Time, err error) {
		if err != nil {
			s.say(data.Sentence(s.words, err), theme.WarmInk, nil)
			return
		}
		then(at)
		s.Refresh()
	})
}

// say is a quiet line above the list, with a way to take back what was done.
func (s *todayScreen) say(sentence string, role fyne.ThemeColorName, undo func()) {
	s.said.RemoveAll()
	s.said.Hidden = sentence == ""
	if sentence != "" {
		line := widget.Pad(widget.Margins{Top: theme.Space8}, widget.NewText(sentence, widget.TextStyle{Color: role}).Announce())
		parts := []fyne.CanvasObject{line}
		if undo != nil {
			parts = append(parts, widget.Link(s.t("today.undo"), undo))
		}
		s.said.Add(widget.Pad(widget.Margins{Right: theme.Space16, Left: theme.Space16}, widget.Row(theme.Space8, parts...)))
	}
	settle(s.said)
	s.frame.body.Refresh()
}
