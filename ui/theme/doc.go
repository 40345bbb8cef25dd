// Package theme is how Noddfa looks: its colours by role, its type scale and its spacing.
//
// Colours are asked for by what they are for (Page, Card, Muted, DangerInk), never by what they are, so that light,
// dark and high contrast are one table each (colors.go). Red belongs to the danger roles alone: danger now, a crisis
// not finished, do not contact. Every pair of roles that meet on screen is held to WCAG AA by a test, and to AAA in
// high contrast.
//
// Sizes follow a grid of eight points; the type scale is 14, 16, 18, 20, multiplied by the colleague's text size of
// 100 to 200 per cent (sizes.go). Nothing here knows a widget or a record.
package theme
