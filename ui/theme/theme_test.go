package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"

	"noddfa/assets"
	"noddfa/ui/theme"
)

// A meeting is two roles that lie on each other somewhere on screen.
type meeting struct {
	on    []fyne.ThemeColorName
	roles []fyne.ThemeColorName
}

var (
	surfaces = []fyne.ThemeColorName{
		theme.Page, theme.Rail, theme.Card, theme.Input, theme.Hover, theme.Quiet,
		theme.AccentSoft, theme.WarmBand, theme.InfoBand, theme.DangerBand,
	}
	plain = []fyne.ThemeColorName{theme.Page, theme.Rail, theme.Card, theme.Input, theme.Hover, theme.Quiet}

	text = []meeting{
		{surfaces, []fyne.ThemeColorName{theme.Ink, theme.Muted}},
		{append(plain, theme.AccentSoft, theme.InfoBand), []fyne.ThemeColorName{theme.Accent}},
		{append(plain, theme.DangerBand), []fyne.ThemeColorName{theme.DangerInk}},
		{[]fyne.ThemeColorName{theme.Page, theme.Card, theme.Rail}, []fyne.ThemeColorName{theme.GoodInk, theme.WarmInk}},
		{[]fyne.ThemeColorName{theme.WarmBand}, []fyne.ThemeColorName{theme.WarmInk}},
		{[]fyne.ThemeColorName{theme.InfoBand}, []fyne.ThemeColorName{theme.InfoInk}},
		{[]fyne.ThemeColorName{theme.Accent, theme.AccentStrong}, []fyne.ThemeColorName{theme.OnAccent}},
	}
	shapes = []meeting{
		{surfaces, []fyne.ThemeColorName{theme.Focus}},
		{[]fyne.ThemeColorName{theme.Page, theme.Card, theme.Input, theme.WarmBand, theme.InfoBand, theme.DangerBand}, []fyne.ThemeColorName{theme.Border}},
		{plain, []fyne.ThemeColorName{theme.Faint}},
	}
)

func TestEveryTextAndBorderIsReadable(t *testing.T) {
	for _, look := range []theme.Look{theme.Light, theme.Dark, theme.HighContrast} {
		enough := 4.5
		if look == theme.HighContrast {
			enough = 7
		}
		th := theme.New(theme.Options{Look: look})
		check := func(kind string, meetings []meeting, least float64) {
			for _, m := range meetings {
				for _, under := range m.on {
					for _, over := range m.roles {
						if got := contrast(th.Color(over, 0), th.Color(under, 0)); got < least {
							t.Errorf("%s: %s %s on %s is %.2f:1, want %.1f:1", look, kind, over, under, got, least)
						}
					}
				}
			}
		}
		check("text", text, enough)
		check("shape", shapes, 3)
	}
}

// contrast is the ratio of WCAG 2.2 between two opaque colours.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	channel := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
}

func TestEveryColourOfFyneHasARole(t *testing.T) {
	test.NewTempApp(t)
	for _, look := range []theme.Look{theme.Light, theme.Dark, theme.HighContrast} {
		test.AssertAllColorNamesDefined(t, theme.New(theme.Options{Look: look}), string(look))
	}
}

func TestLookFollowsTheComputerUnlessChosen(t *testing.T) {
	light, dark := theme.New(theme.Options{Look: theme.Light}), theme.New(theme.Options{Look: theme.Dark})
	follows := theme.New(theme.Options{})
	for _, c := range []struct {
		theme   *theme.Theme
		variant fyne.ThemeVariant
		like    *theme.Theme
	}{
		{follows, fynetheme.VariantLight, light},
		{follows, fynetheme.VariantDark, dark},
		{dark, fynetheme.VariantLight, dark},
		{light, fynetheme.VariantDark, light},
		{theme.New(theme.Options{Look: "unheard of"}), fynetheme.VariantDark, dark},
	} {
		if got, want := c.theme.Color(theme.Page, c.variant), c.like.Color(theme.Page, 0); got != want {
			t.Errorf("look %q with variant %d: page is %v, want %v", c.theme.Options().Look, c.variant, got, want)
		}
	}
}

func TestTextSizeGrowsTextAndControlsButNotSpaces(t *testing.T) {
	small, large := theme.New(theme.Options{}), theme.New(theme.Options{TextSize: 200})
	for name, want := range map[fyne.ThemeSizeName][2]float32{
		theme.CaptionText:                    {14, 28},
		theme.BodyText:                       {16, 32},
		theme.SubheadingText:                 {18, 36},
		theme.HeadingText:                    {20, 40},
		theme.ControlHeight:                  {40, 60},
		fynetheme.SizeNamePadding:            {4, 4},
		fynetheme.SizeNameSeparatorThickness: {1, 1},
	} {
		if got := [2]float32{small.Size(name), large.Size(name)}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	for _, percent := range theme.TextSizes() {
		if points := theme.Points(percent); points < 14 || points > 32 || points%2 != 0 {
			t.Errorf("%d %% is %d points", percent, points)
		}
	}
	if got := theme.New(theme.Options{TextSize: 1}).Options().TextSize; theme.Points(got) != 14 {
		t.Errorf("the smallest text has %d points", theme.Points(got))
	}
	if got := theme.New(theme.Options{TextSize: 900}).Options().TextSize; got != theme.LargestText {
		t.Errorf("text size 900 became %d, want %d", got, theme.LargestText)
	}
}

func TestWelshLettersAreInTheFace(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Options{}))
	for _, bold := range []bool{false, true} {
		style := fyne.TextStyle{Bold: bold}
		plain, _ := fyne.CurrentApp().Driver().RenderedTextSize("wyWY", 16, style, nil)
		for _, letters := range []string{"ŵŷŴŶ", "ẁỳẀỲ"} {
			accented, _ := fyne.CurrentApp().Driver().RenderedTextSize(letters, 16, style, nil)
			if accented.Width != plain.Width || accented.Height != plain.Height {
				t.Errorf("%s (bold %v) measures %v, unaccented %v: not from the same face", letters, bold, accented, plain)
			}
		}
	}
}

func TestAnIconHasTheColourOfItsRoleInEachLook(t *testing.T) {
	app := test.NewTempApp(t)
	for range 2 { // also of what was coloured before
		for _, look := range theme.Looks() {
			app.Settings().SetTheme(theme.New(theme.Options{Look: look}))
			for _, role := range []fyne.ThemeColorName{theme.Accent, theme.Muted} {
				icon := theme.Icon("person", role)
				r, g, b, _ := theme.Color(role).RGBA()
				if want := fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8); !strings.Contains(string(icon.Content()), want) {
					t.Errorf("%q, %s: %s is not in %s", look, role, want, icon.Content())
				}
			}
		}
	}
	if theme.Icon("nobody drew this", theme.Accent) != nil {
		t.Error("an icon of no name")
	}
}

func TestTheFaceAloneDrawsWhatIsKnownToBeInIt(t *testing.T) {
	light, strong := theme.New(theme.Options{}), fyne.TextStyle{Bold: true}
	face, err := sfnt.Parse(assets.FontBold())
	if err != nil {
		t.Fatal(err)
	}
	var alone int
	for r := range rune(0x30000) {
		if light.Source(strong, string(r)) == nil {
			continue
		}
		alone++
		if glyph, err := face.GlyphIndex(nil, r); err != nil || glyph == 0 {
			t.Errorf("%q is not in it", r)
		}
	}
	if alone < 200 {
		t.Errorf("only %d letters", alone)
	}
	for words, want := range map[string]bool{"Sut ydych chi’n ŵyna? £5 – “iawn”": true, "Олена": false, "Siân ☑": false, "a\u0301": false, "محمد": false, "": true} {
		if got := light.Source(strong, words); (got != nil) != want || want && got != light.Font(strong) {
			t.Errorf("%q: %v", words, got)
		}
	}
	if light.Source(fyne.TextStyle{}, "words") != nil || light.Source(fyne.TextStyle{Bold: true, Monospace: true}, "words") != nil {
		t.Error("other faces than the bold one are drawn alone")
	}
}
