//go:build race

package pdf_test

// slower is by how much the race detector may make the drawing of a page slower.
const slower = 20
