package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// question is asked on top of the page. Enter does it, Esc goes back to the page.
type question struct {
	title, lead string
	content     *form                  // what has to be filled in; may be nil
	keeper      *draftKeeper           // of what is typed into it; may be nil
	kept        string                 // names the draft of what is typed: the key of the title and the record, "hold.set:CASE"; "" where nothing is worth keeping
	accept      string                 // the words of the filled button
	far         *underWay              // says how far a reading is; closing the question stops it. May be nil
	tells       bool                   // there is nothing to decide: the filled button closes it
	do          func(done func(error)) // calls done when it is finished; the question stays until then, and on an error
}

// ask lays a question on the page.
func (d caseDesk) ask(q question) {
	if q.kept != "" {
		d.askKept(q)
		return
	}
	d.shell.keep(q.keeper)
	said := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
	said.Hide()
	parts := []fyne.CanvasObject{}
	var first fyne.Focusable
	if q.content != nil {
		parts = append(parts, q.content.object())
		first = q.content.first
	}
	if q.far != nil {
		parts = append(parts, q.far.said)
	}
	parts = append(parts, said)
	busy, saved := false, false
	cancel := d.t("common.cancel")
	if q.tells {
		cancel = ""
	}
	var dialog *widget.Dialog
	done := func(err error) {
		busy = false
		if err == nil {
			saved = true
			dialog.Dismiss()
			return
		}
		said.Set(data.Sentence(d.words, err))
		said.Show()
		dialog.Refresh()
		widget.Reveal(said)
	}
	dialog = widget.ShowDialog(d.canvas(), widget.DialogOptions{
		Title: q.title, Text: q.lead, Content: widget.Stack(theme.Space12, parts...), First: first, Do: q.accept, Cancel: cancel,
		Closed: func() {
			if q.far != nil {
				q.far.stop()
			}
			d.shell.stopKeeping(q.keeper)
			if !saved { // else it is removed after the record was written
				q.keeper.drop()
			}
		},
		Done: func() bool {
			if !busy && (q.content == nil || q.content.ready()) {
				busy = true
				if q.content != nil {
					q.content.putBeside()
				}
				q.do(done)
			}
			return false
		},
	})
}

// tell says something that has nothing to decide.
func (d caseDesk) tell(sentence string) {
	widget.ShowDialog(d.canvas(), widget.DialogOptions{Title: sentence, Do: d.t("common.close")})
}

// settle lays out anew what holds o, after its size changed.
func settle(o fyne.CanvasObject) {
	widget.Settle(o)
	if c := widget.CanvasOf(o); c != nil {
		if layer := widget.TopLayer(c); layer != nil {
			layer.Refresh()
		}
	}
}

// later does something on the window's goroutine after a pause; where a test has no background, at once.
func (d caseDesk) later(pause time.Duration, do func()) *time.Timer {
	switch runner := d.shell.Runner(); {
	case runner.putOff:
		return nil
	case runner.here:
		do()
		return nil
	}
	return time.AfterFunc(pause, func() { fyne.Do(do) })
}

// say puts a sentence beside a button.
func say(said *widget.Text, sentence string, role fyne.ThemeColorName) {
	said.SetColor(role)
	said.Set(sentence)
	settle(said)
}
