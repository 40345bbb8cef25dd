// Command keybench is the smallest window with one field in it, for the time from a key to the pixel.
package main

import (
	"flag"
	"strings"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func main() {
	kind := flag.String("field", "line", "`KIND` of field: none, and nothing of ours in the window; line, Fyne's of one line; lines, Fyne's of several; ours")
	letters := flag.Int("letters", 1, "letters in it")
	wide, high := flag.Int("width", 1280, "of the window"), flag.Int("height", 800, "of the window")
	flag.Parse()
	text := strings.Repeat("The account wrote again and asked for more by noon. ", *letters/52+1)[:*letters]
	app := fyneapp.NewWithID("org.noddfa.keybench")
	if *kind == "none" {
		window := app.NewWindow("keybench")
		window.SetContent(fynewidget.NewLabel("keybench"))
		window.Resize(fyne.NewSize(float32(*wide), float32(*high)))
		window.ShowAndRun()
		return
	}
	app.Settings().SetTheme(theme.New(theme.Options{}))
	window := app.NewWindow("keybench")
	var field fyne.CanvasObject
	switch *kind {
	case "ours":
		field = widget.NewTextArea(widget.EntryOptions{Text: text})
	case "lines":
		entry := fynewidget.NewMultiLineEntry()
		entry.Wrapping = fyne.TextWrapWord
		entry.SetText(text)
		field = entry
	default:
		entry := fynewidget.NewEntry()
		entry.SetText(text)
		field = entry
	}
	size := fyne.NewSize(min(760, float32(*wide)), min(400, float32(*high)))
	window.SetContent(container.NewWithoutLayout(field))
	field.Resize(size)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(float32(*wide), float32(*high)))
	window.Canvas().Focus(field.(fyne.Focusable))
	window.ShowAndRun()
}
