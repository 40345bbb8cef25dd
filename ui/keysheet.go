package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// keyList is every key of the window with what it does, in the order of need.
var keyList = []struct{ keys, does string }{
	{"Ctrl+L", "keys.lock"},
	{"F2", "keys.crisis"},
	{"Ctrl+K", "keys.search"},
	{"Ctrl+N", "keys.new"},
	{"Ctrl+Enter", "keys.accept"},
	{"Ctrl+Shift+N", "keys.noAnswer"},
	{"Ctrl+D", "keys.tick"},
	{"Ctrl+Shift+H", "keys.cover"},
	{"F4", "keys.unfinished"},
	{"Ctrl+Shift+W", "keys.waiting"},
	{"Ctrl+Shift+S", "keys.endShift"},
	{"Ctrl+Shift+T", "keys.oversight"},
	{"Ctrl+Shift+E", "keys.event"},
	{"Ctrl+Shift+R", "keys.request"},
	{"Alt+1 … Alt+7", "keys.rail"},
	{"Ctrl+1 … Ctrl+7", "keys.tabs"},
	{"Alt+←", "keys.back"},
	{"Esc", "keys.escape"},
	{"Tab, Shift+Tab", "keys.tab"},
	{"F6, Shift+F6", "keys.parts"},
	{"← → ↑ ↓", "keys.arrows"},
	{"A … Z", "keys.letters"},
	{"⌫", "keys.takeBack"},
	{"PgUp, PgDn, Home, End", "keys.pages"},
	{"F1", "keys.this"},
}

// showKeys lays the sheet of keys over the window, with the way to the guide and
// to the tours; or takes it, or the guide, away.
func (a *app) showKeys() {
	if a.guide != nil && a.guide.shown() {
		a.guide.Dismiss()
		return
	}
	if a.keysheet != nil && a.keysheet.shown() {
		a.keysheet.Dismiss()
		a.keysheet = nil
		return
	}
	rows := widget.Stack(theme.Space8)
	open := widget.NewButton(widget.ButtonOptions{Label: a.t("guide.open"), Icon: "help", Do: func() {
		a.keysheet.Dismiss()
		a.showGuide()
	}})
	rows.Add(widget.Row(theme.Space8, open))
	rows.Add(widget.Hairline())
	if a.offersTours() {
		tours := widget.Row(theme.Space8)
		for _, link := range a.tourLinks(func() { a.keysheet.Dismiss() }) {
			tours.Add(link)
		}
		rows.Add(widget.Stack(theme.Space4, widget.Muted(a.t("tour.offer")), tours))
		rows.Add(widget.Hairline())
	}
	for i, k := range keyList {
		if i > 0 {
			rows.Add(widget.Hairline())
		}
		rows.Add(keyRow(keyNames(k.keys), a.t(k.does)))
	}
	a.keysheet = showSheet(a.window.Canvas(), a.sheetPage("keys.title", "F1", rows, func() { a.keysheet.Dismiss() }))
	a.window.Canvas().Focus(open)
}

// keyNames are the keys as this computer's keyboard has them.
func keyNames(keys string) string {
	if runtime.GOOS == "darwin" {
		return strings.NewReplacer("Ctrl+", "⌘", "Alt+", "⌥", "Shift+", "⇧").Replace(keys)
	}
	return keys
}

func keyRow(keys, does string) fyne.CanvasObject {
	return widget.Columns(200, theme.Space16, widget.Strong(keys), widget.Body(does))
}
