// Package search finds words in the text of one unlock. It keeps what it is
// given in memory only, in large buffers that Wipe overwrites, and knows
// nothing of vaults, keys or files: package data decides what goes in.
//
// A text is folded when it is added (fold.go): lower case, no accents, no
// apostrophes, one space between words, so that "sian" finds "Siân" and "oneill"
// finds "O'Neill". Behind it go the same numbers and handles written in one
// (compound.go), so that "07700900123" finds "+44 7700 900 123".
//
// A query (query.go) is words in any order, each of which may be part of a
// word, and "phrases in quotes". The arena (arena.go) looks for it in the newest
// texts first and stops when it has enough. Each one and a half kilobytes have a
// signature (signature.go): which three and four letters in a row may be in them. Most of the
// text is passed over without being read, so it can be kept packed (pack.go).
//
// Mark (mark.go) shows where a query is in a text as somebody wrote it.
package search
