package bench

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// letter makes a letter to the police of a case: what goes in, the pages, the
// file. The floor is as many words on bare pages of the library below.
func (r *run) letter(ctx context.Context) (Row, error) {
	var s samples
	var bytesOf int64
	id := r.vault.Cases()[0].ID
	choices := data.LetterChoices{
		Type: data.NewReport, Language: data.English, Force: assets.Forces()[0].ID, Basis: data.BasisVital, BasisNote: "measured, not sent", Own: true,
	}
	words := 0
	err := r.times(ctx, 50, 10*time.Second, func(i int) error {
		if i == 0 { // the first counts the words for the floor, and warms the fonts
			doc, err := r.draw(ctx, id, choices)
			if err != nil {
				return err
			}
			words = countWords(doc)
		}
		return s.pair(func() error {
			doc, err := r.draw(ctx, id, choices)
			if err != nil {
				return err
			}
			file, err := doc.PDF()
			bytesOf = int64(len(file))
			return err
		}, func() error { return barePages(words) })
	})
	row := s.row()
	row.Bytes = bytesOf
	return row, err
}

func (r *run) draw(ctx context.Context, id data.ID, choices data.LetterChoices) (*pdf.Document, error) {
	letter, _, err := r.vault.Compose(ctx, id, choices)
	if err != nil {
		return nil, err
	}
	doc, _, err := pdf.Compose(letter)
	return doc, err
}

// barePages sets so many words in a font that every reader has.
func barePages(words int) error {
	doc := gofpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 11)
	doc.MultiCell(0, 5, strings.Repeat("refuge ", words), "", "", false)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return fmt.Errorf("setting bare pages: %w", err)
	}
	return nil
}

func countWords(doc *pdf.Document) (words int) {
	for page := range doc.Pages() {
		words += len(strings.Fields(doc.Text(page)))
	}
	return words
}
