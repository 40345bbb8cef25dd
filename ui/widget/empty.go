package widget

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// EmptyOptions describe what is shown where there is nothing yet.
type EmptyOptions struct {
	Icon    string
	Title   string
	Text    string    // one sentence: why it is empty and what to do
	Actions []*Button // at most three, the first perhaps filled
}

// Empty is shown in place of a list or page with nothing on it.
func Empty(o EmptyOptions) fyne.CanvasObject {
	parts := []fyne.CanvasObject{Title(o.Title)}
	if o.Icon != "" {
		parts = []fyne.CanvasObject{NewIcon(o.Icon, theme.Accent), Title(o.Title)}
	}
	if o.Text != "" {
		parts = append(parts, NewText(o.Text, TextStyle{Color: theme.Muted}))
	}
	if len(o.Actions) > 0 {
		row := Row(theme.Space12)
		for _, a := range o.Actions {
			row.Add(a)
		}
		parts = append(parts, Gap(theme.Space4), row)
	}
	return Pad(Sideways(theme.Space24, theme.Space48), Centred(theme.Size(theme.BodyText)*30, Stack(theme.Space8, parts...)))
}
