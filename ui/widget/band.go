package widget

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// BandKind is the colour of a Band.
type BandKind int

// The kinds. BandDanger is for danger now, a crisis not finished and do not contact; nothing else is red.
const (
	BandInfo BandKind = iota
	BandWarm          // the safe-contact rule; something to know before going on
	BandDanger
)

func (k BandKind) roles() (ground, icon fyne.ThemeColorName, name string) {
	switch k {
	case BandWarm:
		return theme.WarmBand, theme.WarmInk, "warning"
	case BandDanger:
		return theme.DangerBand, theme.DangerInk, "warning"
	default:
		return theme.InfoBand, theme.InfoInk, "help"
	}
}

// BandOptions describe a Band.
type BandOptions struct {
	Text    string // one plain sentence, in ink
	Icon    string // a name of assets.IconNames; the kind's own if empty
	Kind    BandKind
	Strong  bool      // the sentence in bold
	Actions []*Button // at most two, mostly links; after the sentence
}

// Band is one plain sentence with an icon on a coloured ground across the page.
type Band struct {
	compound
	kind BandKind
	text *Text
}

// NewBand returns a Band.
func NewBand(o BandOptions) *Band {
	ground, role, name := o.Kind.roles()
	if o.Icon != "" {
		name = o.Icon
	}
	b := &Band{kind: o.Kind, text: NewText(o.Text, TextStyle{Bold: o.Strong})}
	var words fyne.CanvasObject = Pad(Margins{Top: theme.Space8, Bottom: theme.Space8}, b.text)
	if len(o.Actions) > 0 {
		row := Row(theme.Space4)
		for _, a := range o.Actions {
			row.Add(a)
		}
		words = Aside(40, words, row)
	}
	sides := Sides{Left: Pad(Margins{Top: theme.Space8, Right: theme.Space12}, NewIcon(name, role)), Center: words}
	b.hold(b, Surface(ground, theme.Radius, Pad(Sideways(theme.Space16, theme.Space4), Frame(sides))))
	return b
}

// Set shows another sentence.
func (b *Band) Set(sentence string) {
	b.text.Set(sentence)
	b.Refresh()
}

// Text returns the sentence.
func (b *Band) Text() string { return b.text.Text() }
