// Package writing is a text while somebody writes it: its letters, the cursor, what is selected, what can be undone, and
// the rows it wraps into. It draws nothing and knows no toolkit: whoever shows the text tells it how wide words are.
//
// A key must cost the same in a long text as in a short one. So a change wraps only the rows it can have touched, from
// the word before it to the first row that begins where a row began before; the rest is moved along. A word is measured
// once.
//
// Start with text.go; rows.go is the wrapping, move.go what the arrow keys do, undo.go what is remembered. Offsets count
// letters as Go's runes; the cursor never stops between a letter and the marks on it.
package writing
