//go:build !unix

package ui

import (
	"context"

	"noddfa/data"
)

// findPrinters says that this system is not printed on yet: saving is the way.
func findPrinters(context.Context) (printers, error) {
	return printers{}, &data.Error{Code: data.CodeCannotPrint, Doing: "looking for a printer"}
}

func printFile(context.Context, string, []byte) error {
	return &data.Error{Code: data.CodeCannotPrint, Doing: "printing"}
}
