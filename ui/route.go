package ui

import "fyne.io/fyne/v2"

// Route names a page. Two equal routes are the same page.
type Route struct {
	Screen string // "today", "contacts", "contact", "cases", "case", "letters", …
	ID     string // of the record, as data.ID.String gives it
	Tab    string // of a case
	Form   string // to open on the page: the name of its draft
}

// The screens that the rail opens.
const (
	ScreenToday    = "today"
	ScreenContacts = "contacts"
	ScreenContact  = "contact"
	ScreenCases    = "cases"
	ScreenCase     = "case"
	ScreenLetters  = "letters"
	ScreenCompose  = "compose"
	ScreenInsights = "insights"
	ScreenTeam     = "team"
	ScreenSettings = "settings"
	ScreenRequests = "requests"
	ScreenRequest  = "request"
	ScreenGiving   = "giving"
)

// Screen is one page of the window.
type Screen interface {
	// Content is what the page shows; it is asked for once.
	Content() fyne.CanvasObject
	// Refresh shows what is in the vault now.
	Refresh()
	// Route is where the page is, with the tab it is on.
	Route() Route
	// Title is shown in the header. Never in the window's title.
	Title() string
}

// Keeper is a screen that can return to where one was.
type Keeper interface {
	Save() any
	Restore(any)
}

// Leaver is a screen that is told when it is left: it seals what is being
// typed as a draft.
type Leaver interface{ Leave() }

// Releaser is a screen that holds much. Fyne keeps what a window does not show any more for a minute, and for as long as
// nothing is painted: so it is told when another is shown, and lets go of it. What comes back to it after that, such as
// that something begun on it is saved, lets it read nothing: it would also end the reading of the page that is shown.
type Releaser interface{ Release() }

// Focuser is a screen that says what the keyboard begins with.
type Focuser interface{ FirstFocus() fyne.Focusable }

// Builder makes the screen of a route.
type Builder func(Route) Screen

// visit is a page one was on.
type visit struct {
	route Route
	kept  any
}
