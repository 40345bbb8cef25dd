// Package contactlog reads the contact log a charity has kept in a spreadsheet:
// the bytes of a CSV file go in, rows of values come out.
//
// It knows what people really type. The encoding, the delimiter and the row of
// column names are found; names are matched loosely, in English and Welsh; a
// cell is understood in whatever way a British volunteer would write it
// ("2.35pm", "£1,200", "nil", "S Wales", "about 19"). Three rules decide what
// becomes of a row:
//
//   - A row goes in whole or not at all. A value that could mean two things, or
//     cannot be (31 February), rejects the row with a Reason, and the row's
//     cells are kept so that they can be corrected and tried again (Log.Parse).
//   - Nothing that was written is lost. Columns nobody understands, and words
//     that say more than the value made of them, stay as Remarks.
//   - What a person said is in Row and Rejection alone. An Error, and the
//     String of a Reason, hold none of it.
//
// A list of tasks is read the same way (Options.Sheet, sheet.go).
//
// The package knows neither the vault nor its records: the codes in Values are
// spelt as package data spells them, and package data makes contacts of them.
//
// Start with Read in read.go; columns.go has the names a column goes by.
package contactlog
