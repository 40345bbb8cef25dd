package pdf_test

import "testing"

// A letter of two pages, from the value to the bytes of the file.
func BenchmarkLetter(b *testing.B) {
	l := shortLetter()
	for b.Loop() {
		if n := len(file(b, compose(b, l))); n < 1000 {
			b.Fatal(n)
		}
	}
}

// A full letter of four pages.
func BenchmarkFullLetter(b *testing.B) {
	l := fullLetter()
	for b.Loop() {
		file(b, compose(b, l))
	}
}

// Laying out alone: what a preview does at each keystroke.
func BenchmarkCompose(b *testing.B) {
	l := fullLetter()
	for b.Loop() {
		compose(b, l)
	}
}

// One page of the preview at 110 dots an inch.
func BenchmarkPicture(b *testing.B) {
	d := compose(b, fullLetter())
	for b.Loop() {
		if _, err := d.Page(0, 110); err != nil {
			b.Fatal(err)
		}
	}
}
