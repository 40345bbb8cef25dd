package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Spaces of the eight point grid, in device independent pixels. They do not grow with the text size.
const (
	Space4  float32 = 4  // inside a control
	Space8  float32 = 8  // between a label and its field
	Space12 float32 = 12 // between lines that belong together
	Space16 float32 = 16 // inside a card
	Space24 float32 = 24 // between fields; margin of a page
	Space32 float32 = 32 // between sections
	Space48 float32 = 48 // round an empty state
)

// Shapes, in device independent pixels.
const (
	Radius     float32 = 8  // buttons, fields, rows
	CardRadius float32 = 12 // cards and dialogs
	RingWidth  float32 = 2  // the focus ring
	HairWidth  float32 = 1
)

// The type scale. Sizes are asked for by these names; Size multiplies them by the colleague's text size.
const (
	CaptionText    = fynetheme.SizeNameCaptionText    // 14: second lines and hints
	BodyText       = fynetheme.SizeNameText           // 16
	SubheadingText = fynetheme.SizeNameSubHeadingText // 18
	HeadingText    = fynetheme.SizeNameHeadingText    // 20: title of a page
	// DisplayText is for the one line of a door or a code read aloud: 28.
	DisplayText fyne.ThemeSizeName = "noddfa.display"
	// ControlHeight is the least height of a button or field: 40, more with bigger text.
	ControlHeight fyne.ThemeSizeName = "noddfa.control"
	// IconSize is the side of an icon beside body text: 20, more with bigger text.
	IconSize = fynetheme.SizeNameInlineIcon
)

// scaled are the sizes that grow with the text; fixed are those that do not.
var (
	scaled = map[fyne.ThemeSizeName]float32{
		CaptionText:    14,
		BodyText:       16,
		SubheadingText: 18,
		HeadingText:    20,
		DisplayText:    28,
		IconSize:       20,
	}
	fixed = map[fyne.ThemeSizeName]float32{
		fynetheme.SizeNamePadding:            Space4,
		fynetheme.SizeNameInnerPadding:       10, // so that a field of one line is as high as a button
		fynetheme.SizeNameLineSpacing:        Space4,
		fynetheme.SizeNameInputBorder:        HairWidth,
		fynetheme.SizeNameInputRadius:        Radius,
		fynetheme.SizeNameSelectionRadius:    Radius,
		fynetheme.SizeNameButtonRadius:       Radius,
		fynetheme.SizeNameCardRadius:         CardRadius,
		fynetheme.SizeNameDialogRadius:       CardRadius,
		fynetheme.SizeNamePopupRadius:        Radius,
		fynetheme.SizeNameMenuRadius:         Radius,
		fynetheme.SizeNameScrollBar:          10,
		fynetheme.SizeNameScrollBarSmall:     4,
		fynetheme.SizeNameScrollBarRadius:    4,
		fynetheme.SizeNameSeparatorThickness: HairWidth,
	}
)

// The text size a colleague can choose, in per cent: 14 to 32 points.
const (
	SmallestText = 88
	UsualText    = 100
	LargestText  = 200
)

// TextSizes are the steps offered in Settings, in per cent.
func TextSizes() []int { return []int{88, 100, 113, 125, 138, 150, 175, 200} }

// Points is how many points body text has at a size in per cent.
func Points(percent int) int { return int(scaled[BodyText]*float32(percent)/100 + 0.5) }

func (t *Theme) size(name fyne.ThemeSizeName) (float32, bool) {
	factor := float32(t.text) / 100
	if v, ok := scaled[name]; ok {
		return v * factor, true
	}
	if name == ControlHeight {
		return 20 + 20*factor, true
	}
	v, ok := fixed[name]
	return v, ok
}
