package ui

import (
	"context"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/pdf/gdi"
)

// printsKept says what the print system may keep, and how to stop it.
const printsKept = "print.kept.windows"

// findPrinters asks Windows for this user's printers.
func findPrinters(context.Context) (printers, error) {
	names, standard, err := gdi.Printers()
	if err != nil {
		return printers{}, &data.Error{Code: data.CodeNoPrinter, Doing: "looking for a printer", Err: err}
	}
	return printers{names, standard}, nil
}

// give draws the pages on the printer. Pages that were issued are drawn again; that they are the same is looked at first.
func (p printing) give(ctx context.Context, printer string) (hash string, err error) {
	doc, err := p.doc(ctx)
	if err != nil {
		return "", err
	}
	file, err := doc.PDF()
	if err != nil {
		return "", err
	}
	if p.file != nil {
		issued, err := p.file(ctx)
		if err != nil {
			return "", err
		}
		if !pdf.Same(issued, file) {
			return "", &data.Error{Code: data.CodeDrawnOtherwise, Doing: "printing"}
		}
		file = issued
	}
	ctx, stop, err := handing(ctx)
	if err != nil {
		return "", err
	}
	defer stop()
	if err := gdi.Print(ctx, printer, jobTitle, doc); err != nil {
		return "", &data.Error{Code: data.CodeNotPrinted, Doing: "printing", Err: err}
	}
	return hashOf(file), nil
}
