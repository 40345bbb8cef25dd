package theme

import (
	"image/color"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"noddfa/assets"
)

// Look is the choice between the colour tables.
type Look string

// The looks. AsComputer, the zero value, follows the computer between Light and Dark.
const (
	AsComputer   Look = ""
	Light        Look = "light"
	Dark         Look = "dark"
	HighContrast Look = "contrast"
)

// Looks lists every choice in the order Settings shows them.
func Looks() []Look { return []Look{AsComputer, Light, Dark, HighContrast} }

// Options say what a colleague has chosen. The zero value is the computer's look at 100 per cent.
type Options struct {
	Look     Look
	TextSize int // per cent, SmallestText to LargestText, 0 is the usual; anything outside is brought to the nearest
}

// Theme is Noddfa's Fyne theme. It never changes: another choice is another Theme.
type Theme struct {
	look Look
	text int
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme for these choices. An unknown look is AsComputer.
func New(o Options) *Theme {
	if _, known := palettes[o.Look]; !known {
		o.Look = AsComputer
	}
	if o.TextSize == 0 {
		o.TextSize = UsualText
	}
	return &Theme{look: o.Look, text: min(max(o.TextSize, SmallestText), LargestText)}
}

// Options returns the choices this theme was made from.
func (t *Theme) Options() Options { return Options{Look: t.look, TextSize: t.text} }

// Color returns the colour of a role, ours or Fyne's. variant counts only for AsComputer.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if role, ok := stock[name]; ok {
		name = role
	}
	if c, ok := t.palette(variant)[name]; ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

func (t *Theme) palette(variant fyne.ThemeVariant) palette {
	switch {
	case t.look != AsComputer:
		return palettes[t.look]
	case variant == fynetheme.VariantDark:
		return palettes[Dark]
	default:
		return palettes[Light]
	}
}

var (
	regular = fyne.NewStaticResource("AtkinsonHyperlegibleNext-Regular.ttf", assets.FontRegular())
	bold    = fyne.NewStaticResource("AtkinsonHyperlegibleNext-Bold.ttf", assets.FontBold())
)

// Font returns Atkinson Hyperlegible Next, regular or bold; letters it lacks come from Fyne's own faces. Slanted text
// is not used: it is harder to read.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	default:
		return regular
	}
}

// Source is the face to draw words in where all their letters are known to be in it; nil leaves it to the theme, with all
// the faces that letters may have to be fetched from. Fyne reads those once more for bold words, four and a half megabytes
// of which none is drawn where everything is in English and Welsh: it took a twentieth of the time until the window stood
// there. Regular words are in every window, and Fyne has the other faces for them already.
func (t *Theme) Source(style fyne.TextStyle, words string) fyne.Resource {
	if !style.Bold || t.Font(style) != fyne.Resource(bold) || strings.ContainsFunc(words, isForeign) {
		return nil
	}
	return bold
}

// isForeign reports whether a letter may be one that our face lacks.
func isForeign(r rune) bool {
	switch {
	case r >= ' ' && r <= '~', r > 0xa0 && r <= 0xff && r != 0xad && r != 0xb5: // a soft hyphen is not drawn, and a micro sign is not in it
		return false
	default:
		return !strings.ContainsRune("ŴŵŶŷẀẁẂẃẄẅỲỳŸ–—‘’“”…•€", r)
	}
}

// Icon returns Fyne's icon of that name.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size returns a size in device independent pixels; text, icons and controls grow with the text size.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := t.size(name); ok {
		return v
	}
	return fynetheme.DefaultTheme().Size(name)
}

// fallback serves where the running app has another theme: in a test, or before the window is there.
var fallback = New(Options{Look: Light})

// Current returns the theme of the running app, or Light if that is not ours.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return fallback
}

// Color returns the colour of a role in the theme of the running app.
func Color(name fyne.ThemeColorName) color.Color {
	variant := fynetheme.VariantLight
	if app := fyne.CurrentApp(); app != nil {
		variant = app.Settings().ThemeVariant()
	}
	return Current().Color(name, variant)
}

// Size returns a size in the theme of the running app.
func Size(name fyne.ThemeSizeName) float32 { return Current().Size(name) }

// Icon returns the line icon of that name (assets.IconNames) in the colour of a role; it follows the theme by itself.
// A name nobody drew gives nil.
func Icon(name string, role fyne.ThemeColorName) fyne.Resource {
	data, ok := assets.Icon(name)
	if !ok {
		return nil
	}
	return coloured{fynetheme.NewColoredResource(fyne.NewStaticResource(name+".svg", data), role)}
}

// coloured is an icon in the colour of a role. Fyne asks for its content each time that it measures or draws it, and
// colouring takes longer than drawing.
type coloured struct{ *fynetheme.ThemedResource }

type iconIn struct {
	name       string
	r, g, b, a uint32
}

var inColours sync.Map // of iconIn to []byte

// Content is the icon in the colour that the role has now.
func (c coloured) Content() []byte {
	key := iconIn{name: c.Name()}
	key.r, key.g, key.b, key.a = fynetheme.Color(c.ThemeColorName()).RGBA()
	if known, ok := inColours.Load(key); ok {
		return known.([]byte)
	}
	content := c.ThemedResource.Content()
	inColours.Store(key, content)
	return content
}
