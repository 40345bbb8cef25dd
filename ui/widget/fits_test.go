package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/assets"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func nothing() {}

// everything is a page with each widget on it, as a screen would have them.
func everything(words *assets.Translator) *widget.Scroll {
	return widget.Page(
		widget.NewBand(widget.BandOptions{
			Kind: widget.BandWarm, Icon: "phone",
			Text:    "Text first, never ring. Safe on weekdays between 10 and 3; say you are calling from the library about a book.",
			Actions: []*widget.Button{widget.Link("Change", nothing)},
		}),
		widget.NewBand(widget.BandOptions{Kind: widget.BandDanger, Text: "Crisis: not finished. Nobody has been told yet.", Strong: true}),
		widget.NewBand(widget.BandOptions{Text: "Nothing here is real. You are looking around with made-up people."}),
		widget.NewTabs(widget.TabsOptions{Tabs: []widget.Tab{
			{ID: "o", Label: "Overview"},
			{ID: "n", Label: "Notes"},
			{ID: "p", Label: "Plan"},
			{ID: "e", Label: "Evidence and money"},
			{ID: "l", Label: "Letters"},
			{ID: "c", Label: "Consent"},
			{ID: "h", Label: "History"},
		}, Chosen: "n"}),
		widget.Columns(360, theme.Space24,
			widget.NewField(widget.FieldOptions{Label: "What may I call you?", Control: widget.NewEntry(widget.EntryOptions{Text: "Siân"})}),
			widget.NewField(widget.FieldOptions{Label: "Number, if we are cut off", Hint: "Ask whether it is safe to leave a message.", Control: widget.NewEntry(widget.EntryOptions{Placeholder: "07700 900…"})}),
		),
		widget.NewField(widget.FieldOptions{Label: "Safe to talk?", Control: widget.NewChoice(widget.ChoiceOptions{Options: widget.YesNoUnknown(words), Chosen: "yes"})}),
		widget.NewField(widget.FieldOptions{Label: "Police force", Control: widget.NewSelect(widget.SelectOptions{Placeholder: "Choose a force", Options: []widget.Option{{ID: "sw", Label: "South Wales Police"}}})}),
		widget.NewField(widget.FieldOptions{Label: "What happened, in their words", Control: widget.NewTextArea(widget.EntryOptions{Text: "They said they would send it to everybody I know unless I pay by Friday.", Rows: 4})}),
		widget.NewCheck(widget.CheckOptions{Label: "Told to keep messages and account names, and to block nobody yet", Hint: "The advice for stalking is the other way round.", On: true}),
		widget.NewCheck(widget.CheckOptions{Label: "Debrief wanted"}),
		widget.Row(theme.Space12,
			widget.Primary("Save contact", nothing),
			widget.NewButton(widget.ButtonOptions{Label: "Crisis card", Icon: "crisis", Hint: "F2"}),
			widget.Link("Show what is left out", nothing),
			widget.Secondary("Remove this letter", nothing),
		),
		widget.Card(widget.Stack(theme.Space8,
			widget.Heading("12 March 2026, home visit"),
			widget.Body("Landlord has not repaired the lock; three calls are logged. Agreed: write today, copy to the council, ring on Friday. Ŵyn, ŷd, Łukasz, Ελένη, Олена."),
			widget.Muted("Rhian, caseworker · 14:05 · opinion"),
		)),
		widget.NewList(widget.ListOptions{Grow: true, Chosen: "2", Items: widget.ItemSlice{
			{Heading: true, Title: "Now"},
			{ID: "1", Title: "Amara", Detail: "Crisis: not finished. Nobody has been told yet", Meta: "now", Tone: widget.ToneDanger, Icon: "warning"},
			{Heading: true, Title: "Today"},
			{ID: "2", Title: "NOD-7K3Q-92", Detail: "Call back after three, ask for the library book", Meta: "due today", Tone: widget.ToneDue, Icon: "phone"},
			{ID: "3", Title: "A name that is so long that it can never fit beside what is due and ends in dots", Detail: "Review the safety plan", Meta: "Friday 27 November", Icon: "plan"},
		}}),
		widget.Empty(widget.EmptyOptions{Icon: "contacts", Title: "No contacts yet", Text: "A contact is one call, message or visit. Log the first one, or bring in the log you have.", Actions: []*widget.Button{
			widget.Primary("Log a contact", nothing), widget.Secondary("Bring in a log", nothing), widget.Secondary("Add a colleague", nothing),
		}}),
	)
}

func TestNothingIsCutOffInASmallWindowWithLargeText(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 624, Height: 600}, {Width: 960, Height: 1900}} {
		for _, look := range []theme.Look{theme.Light, theme.Dark, theme.HighContrast} {
			for _, text := range []int{100, 130, 200} {
				name := fmt.Sprintf("%s-%d-%.0f", look, text, size.Width)
				t.Run(name, func(t *testing.T) {
					page := everything(assets.Lang(assets.English))
					w := themedWindow(t, page, size, theme.Options{Look: look, TextSize: text})
					keepPicture(t, w, name)
					page.ScrollTo(1e6)
					keepPicture(t, w, name+"-end")
					eachText(page, fyne.Position{}, func(words *canvas.Text, at fyne.Position) {
						right := at.X + words.MinSize().Width
						if at.X < 0 || right > size.Width {
							t.Errorf("%q lies from %.0f to %.0f in a window %.0f wide", words.Text, at.X, right, size.Width)
						}
					})
				})
			}
		}
	}
}
