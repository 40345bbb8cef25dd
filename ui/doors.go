package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// doors is the first screen: start records, open some, or look around.
type doors struct {
	app     *app
	start   *widget.Button
	message *widget.Text
	content fyne.CanvasObject
}

func (a *app) showDoors() { a.showGate(func() gate { return newDoors(a) }) }

func newDoors(a *app) *doors {
	d := &doors{app: a, message: widget.NewText("", widget.TextStyle{Color: theme.Muted})}
	d.message.Hide()
	door := func(key, icon string, kind widget.Kind, do func()) (*widget.Button, fyne.CanvasObject) {
		b := widget.NewButton(widget.ButtonOptions{Label: a.t(key), Icon: icon, Kind: kind, Do: do, Wide: true})
		return b, widget.Stack(theme.Space8, b, widget.Pad(widget.Sideways(theme.Space16, 0), widget.Muted(a.t(key+".hint"))))
	}
	start, first := door("doors.start", "plus", widget.Filled, a.showCreate)
	_, second := door("doors.open", "unlock", widget.Quiet, func() { a.showUnlock("") })
	_, third := door("doors.look", "eye", widget.Quiet, d.lookAround)
	d.start = start
	d.content = widget.Stack(theme.Space32,
		widget.Stack(theme.Space8,
			widget.Display(a.t("common.app.name")),
			widget.NewText(a.t("common.app.tagline"), widget.TextStyle{Size: theme.SubheadingText, Color: theme.Muted}),
		),
		widget.Stack(theme.Space24, first, second, third),
		d.message,
		widget.Muted(a.t("doors.danger")),
	)
	return d
}

// Content is the page.
func (d *doors) Content() fyne.CanvasObject { return d.content }

// FirstFocus is the first door.
func (d *doors) FirstFocus() fyne.Focusable { return d.start }

func (d *doors) lookAround() {
	d.say(d.app.t("doors.look.making"))
	d.app.lookAround(d.say)
}

func (d *doors) say(sentence string) {
	d.message.Set(sentence)
	d.message.Show()
	d.content.Refresh()
}
