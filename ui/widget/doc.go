// Package widget holds the parts screens are made of. Each is small, looks the same everywhere, works without a mouse
// and wraps instead of being cut off, down to a window 640 pixels wide with text at 200 per cent.
//
// What Fyne leaves out is put right here once: Tab leaves a field of several lines, buttons answer Enter, lists and
// tabs have the keys one expects, dialogs know Esc and Enter, tab order is reading order, and what has the focus has
// a ring and is scrolled into sight. No part eats keys it has no use for: Unhandled and UnhandledShortcut pass them
// to the layer on top or to the window, so that F1, Esc and Ctrl+L work everywhere.
//
// Layout (layout.go, frame.go, scroll.go). Stack puts things under each other, Row beside each other with breaks,
// Columns in equal columns, Frame round a centre, Aside at the right where there is room, Pad gives margins, Narrow and Centred limit the width, Page is the
// scrolling body of a screen. They ask Fit how high a thing is at a width, so words that wrap settle at once; after
// replacing parts of a container, call Settle.
//
// Words (text.go, prose.go). Title, Heading, Strong, Body, Muted and Display are Text, at most 70 letters wide. Prose
// can be selected and copied.
//
// To press and fill in: Button (Primary, Secondary, Link, Destructive), Entry and TextArea, Field (label, control,
// hint), Check, Choice (all answers in sight), Select (many answers), Tabs, List.
//
// To show: Band (one sentence on colour), Card, Surface, Hairline, Icon, Empty.
//
// On top: Dialog, and anything else that is a Layer.
//
// Widgets get their words from the caller, already translated; none holds a record. Start with field.go for the
// smallest compound and list.go for the largest.
package widget
