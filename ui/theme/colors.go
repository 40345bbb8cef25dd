package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The roles a colour can have. Each is a theme colour name, so Fyne's own resources and objects understand it too.
const (
	Page   fyne.ThemeColorName = "noddfa.page"   // what everything lies on: warm paper
	Rail   fyne.ThemeColorName = "noddfa.rail"   // the rail at the left
	Card   fyne.ThemeColorName = "noddfa.card"   // a raised surface: a card, a dialog, a list that floats
	Input  fyne.ThemeColorName = "noddfa.input"  // inside of a field
	Hover  fyne.ThemeColorName = "noddfa.hover"  // a row or quiet button under the pointer
	Quiet  fyne.ThemeColorName = "noddfa.quiet"  // a quiet button
	Border fyne.ThemeColorName = "noddfa.border" // outline of a field; 3:1 on every surface

	Ink   fyne.ThemeColorName = "noddfa.ink"   // text
	Muted fyne.ThemeColorName = "noddfa.muted" // second lines, hints, placeholders
	Faint fyne.ThemeColorName = "noddfa.faint" // what cannot be used now

	Accent       fyne.ThemeColorName = "noddfa.accent"       // the one accent: filled button, link, chosen tab
	AccentStrong fyne.ThemeColorName = "noddfa.accentStrong" // the accent under the pointer
	OnAccent     fyne.ThemeColorName = "noddfa.onAccent"     // text on the accent
	AccentSoft   fyne.ThemeColorName = "noddfa.accentSoft"   // a chosen row
	Focus        fyne.ThemeColorName = "noddfa.focus"        // the ring round what the keyboard is on

	WarmBand   fyne.ThemeColorName = "noddfa.warmBand"   // the safe-contact rule lies on this
	WarmInk    fyne.ThemeColorName = "noddfa.warmInk"    // icon on the warm band; something is due
	InfoBand   fyne.ThemeColorName = "noddfa.infoBand"   // a plain message lies on this
	InfoInk    fyne.ThemeColorName = "noddfa.infoInk"    // icon on the info band
	DangerBand fyne.ThemeColorName = "noddfa.dangerBand" // danger now, crisis not finished, do not contact
	DangerInk  fyne.ThemeColorName = "noddfa.dangerInk"  // words and icons of danger
	GoodInk    fyne.ThemeColorName = "noddfa.goodInk"    // saved, done

	Hairline fyne.ThemeColorName = "noddfa.hairline" // a line between things; decoration only
	Shadow   fyne.ThemeColorName = "noddfa.shadow"   // under a card
	Scrim    fyne.ThemeColorName = "noddfa.scrim"    // over the page while a dialog is open
)

// palette is one look: a colour for every role.
type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(v uint32) color.NRGBA { return rgba(v, 0xff) }

func rgba(v uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: alpha}
}

var palettes = map[Look]palette{
	Light: {
		Page: rgb(0xFAF7F1), Rail: rgb(0xF1ECE2), Card: rgb(0xFFFEFB), Input: rgb(0xFFFFFF),
		Hover: rgb(0xEFE9DD), Quiet: rgb(0xEDE6D9), Border: rgb(0x82796A),
		Ink: rgb(0x23201B), Muted: rgb(0x5F584C), Faint: rgb(0x7D7566),
		Accent: rgb(0x0B5C57), AccentStrong: rgb(0x084744), OnAccent: rgb(0xFFFFFF), AccentSoft: rgb(0xDCEAE6), Focus: rgb(0x0B5C57),
		WarmBand: rgb(0xFBEDCE), WarmInk: rgb(0x6E4B00), InfoBand: rgb(0xE4EFEC), InfoInk: rgb(0x0B5C57),
		DangerBand: rgb(0xFBE5E1), DangerInk: rgb(0xA1261B), GoodInk: rgb(0x2B6A3A),
		Hairline: rgb(0xE3DBCC), Shadow: rgba(0x3C2D14, 0x1C), Scrim: rgba(0x1E1912, 0x73),
	},
	Dark: {
		Page: rgb(0x1A1815), Rail: rgb(0x131110), Card: rgb(0x24211D), Input: rgb(0x1C1A17),
		Hover: rgb(0x2D2923), Quiet: rgb(0x332E28), Border: rgb(0x8C8475),
		Ink: rgb(0xF0EBE2), Muted: rgb(0xB8AFA1), Faint: rgb(0x8F8778),
		Accent: rgb(0x6FC7BA), AccentStrong: rgb(0x8FD9CE), OnAccent: rgb(0x0A211E), AccentSoft: rgb(0x213A37), Focus: rgb(0x7FD3C7),
		WarmBand: rgb(0x3A3018), WarmInk: rgb(0xF2CF7E), InfoBand: rgb(0x1E312F), InfoInk: rgb(0x7FD0C4),
		DangerBand: rgb(0x43211C), DangerInk: rgb(0xFFABA0), GoodInk: rgb(0x8FD19E),
		Hairline: rgb(0x37322B), Shadow: rgba(0x000000, 0x59), Scrim: rgba(0x000000, 0x99),
	},
	HighContrast: {
		Page: rgb(0x000000), Rail: rgb(0x000000), Card: rgb(0x0B0B0B), Input: rgb(0x000000),
		Hover: rgb(0x222222), Quiet: rgb(0x1E1E1E), Border: rgb(0xFFFFFF),
		Ink: rgb(0xFFFFFF), Muted: rgb(0xE4E4E4), Faint: rgb(0xB4B4B4),
		Accent: rgb(0xFFE14D), AccentStrong: rgb(0xFFF0A0), OnAccent: rgb(0x000000), AccentSoft: rgb(0x3A3300), Focus: rgb(0x6FE8FF),
		WarmBand: rgb(0x2E2600), WarmInk: rgb(0xFFE14D), InfoBand: rgb(0x002B33), InfoInk: rgb(0x6FE8FF),
		DangerBand: rgb(0x4A0000), DangerInk: rgb(0xFFC2BA), GoodInk: rgb(0x9CF0AE),
		Hairline: rgb(0x8A8A8A), Shadow: rgba(0x000000, 0x00), Scrim: rgba(0x000000, 0xCC),
	},
}

// stock says which of our roles Fyne's own names stand for, for the few objects of Fyne that we show as they are.
var stock = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameBackground:                Page,
	fynetheme.ColorNameButton:                    Quiet,
	fynetheme.ColorNameDisabledButton:            Quiet,
	fynetheme.ColorNameDisabled:                  Faint,
	fynetheme.ColorNameError:                     DangerInk,
	fynetheme.ColorNameFocus:                     Focus,
	fynetheme.ColorNameForeground:                Ink,
	fynetheme.ColorNameForegroundOnError:         Page,
	fynetheme.ColorNameForegroundOnPrimary:       OnAccent,
	fynetheme.ColorNameForegroundOnSuccess:       Page,
	fynetheme.ColorNameForegroundOnWarning:       Page,
	fynetheme.ColorNameHeaderBackground:          Rail,
	fynetheme.ColorNameHover:                     Hover,
	fynetheme.ColorNameHyperlink:                 Accent,
	fynetheme.ColorNameInnerWindowBorder:         Hairline,
	fynetheme.ColorNameInnerWindowBorderInactive: Hairline,
	fynetheme.ColorNameInputBackground:           Input,
	fynetheme.ColorNameInputBorder:               Border,
	fynetheme.ColorNameMenuBackground:            Card,
	fynetheme.ColorNameOverlayBackground:         Card,
	fynetheme.ColorNamePlaceHolder:               Muted,
	fynetheme.ColorNamePressed:                   Hover,
	fynetheme.ColorNamePrimary:                   Accent,
	fynetheme.ColorNameScrollBar:                 Border,
	fynetheme.ColorNameScrollBarBackground:       Page,
	fynetheme.ColorNameSelection:                 AccentSoft,
	fynetheme.ColorNameSeparator:                 Hairline,
	fynetheme.ColorNameShadow:                    Shadow,
	fynetheme.ColorNameSuccess:                   GoodInk,
	fynetheme.ColorNameWarning:                   WarmInk,
}
