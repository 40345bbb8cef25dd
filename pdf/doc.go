// Package pdf turns typed values into pages: the referral letter to the police,
// the recovery kit and the safety plan on paper.
//
// The road of every page is the same:
//
//	value → Sanitise each text → pieces (letter.go, kit.go, plan.go)
//	      → pages of drawing operations (flow.go) → PDF, picture, printer
//
// There is one list of operations for each page (ops.go). The file is drawn
// from it with gofpdf (file.go), the preview with x/image (picture.go), so that
// a preview never shows anything but the page that leaves the house. The list
// is in reading order and carries the structure of the text as well, for
// readers that cannot see it.
//
// The file is then taken apart into its objects (objects.go), given the structure
// that a screen reader follows (tags.go) and, for e-mail, a password
// (protect.go).
//
// The package is handed values and never sees a vault; what a value does not
// hold cannot be in the file. It writes to no disk. Its bytes depend on the
// value alone: the same letter drawn twenty years later is the same file.
//
// gofpdf stops the program on emoji and on broken UTF-8, breaks lines at
// no-break spaces, and prints an empty box for a letter its font lacks without
// saying so. Hence Sanitise, a line breaker of our own (lines.go), the search
// for a face that has the letter (font.go), and Warning.
//
// Its fonts of letters take longer than all the rest of a letter, and it draws
// letters one by one, so that Arabic and Bengali would come out in pieces and in
// the wrong order. So the fonts in the file are ours: of letters (textfont.go),
// and of glyphs (glyphfont.go, subset.go) for words that are shaped (shape.go)
// and put in their order (order.go).
//
// Start with Compose in letter.go.
package pdf
