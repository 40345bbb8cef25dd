// Package widget holds the parts screens are made of. Each is small, looks the same everywhere, works without a mouse
// and wraps instead of being cut off, down to a window 640 pixels wide with text at 200 per cent.
//
// What Fyne leaves out is put right here once: Tab leaves a field of several lines, buttons answer Enter, lists and
// tabs have the keys one expects, dialogs know Esc and Enter, tab order is reading order, and what has the focus has
// a ring and is scrolled into sight. No part eats keys it has no use for: Unhandled and UnhandledShortcut pass them
// to the layer on top or to the window, so that F1, Esc and Ctrl+L work everywhere.
//
// # Layout: layout.go, frame.go, aside.go, scroll.go
//
// They ask Fit how high a thing is at a width, so words that wrap settle at once. After parts were replaced, shown or
// hidden, call Settle.
//
//	Stack(gap, …)            under each other, as wide as there is room; buttons keep their own width
//	Row(gap, …)              beside each other; what does not fit goes to the next line
//	Columns(least, gap, …)   equal columns, fewer where they would be narrower than least
//	Frame(Sides{…})          top, left, centre, right, bottom, in this tab order
//	Aside(letters, a, b)     b at the right of a, under it where a would have too little room
//	Over(…)                  over each other; what shows one of several pages
//	Pad(margins, o)          margins; Around(8), Sideways(24, 12) or Margins{…}
//	Narrow, Centred(most, o) at most so wide, at the left or in the middle
//	NewScroll(o)             scrolls; Page(…) is a Stack in one, with the margins of a page
//	Hairline(), Gap(space)   a line; room
//
// # Words: text.go, prose.go
//
//	Title, Heading, Strong, Body, Muted, Display   Text of at most 70 letters a line; Set changes it
//	NewText(text, TextStyle{…})                    any other; OneLine ends in dots
//	NewProse(text)                                 can be selected and copied
//
// # To press and fill in
//
//	Primary, Secondary, Link(label, do)   buttons; NewButton for icon and key beside the label
//	NewEntry, NewTextArea(EntryOptions{…})             Enter or Ctrl+Enter submits; Set, Value, SetWrong; both are Typed
//	NewField(FieldOptions{…})                          label, control, hint; SetWrong says what needs another look
//	NewCheck(CheckOptions{…})                          a tick
//	NewChoice(ChoiceOptions{…})                        a few answers, all in sight; YesNoUnknown(words)
//	NewSelect(SelectOptions{…})                        one of many, found by typing
//	NewTabs(TabsOptions{…})                            pages; Open(n) for Ctrl+1 to Ctrl+9
//	NewList(ListOptions{…})                            rows of two lines, any number; SetItems keeps the row chosen
//
// # To show, and on top
//
//	NewBand(BandOptions{…})     one sentence on warm, info or danger ground, with at most two actions
//	Card(o), Surface(role, r, o), NewIcon(name, role), Empty(EmptyOptions{…})
//	ShowDialog(c, DialogOptions{…})   one question over the page; Esc, Enter and the focus are seen to
//
// Anything else that lies on top is a Layer. A screen's own compound widget is a Holder, so that Reveal finds what is
// in it, and a Fitter if its words wrap.
//
// Widgets get their words from the caller, already translated; none holds a record. Start with field.go for the
// smallest compound and list.go for the largest.
package widget
