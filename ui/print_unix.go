//go:build unix

package ui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"

	"noddfa/data"
)

// printsKept says what the print system may keep, and how to stop it.
const printsKept = "print.kept"

// findPrinters asks CUPS for its queues.
func findPrinters(ctx context.Context) (printers, error) {
	names, err := lpstat(ctx, "-e")
	if errors.Is(err, exec.ErrNotFound) {
		return printers{}, &data.Error{Code: data.CodeNoPrinter, Doing: "looking for a printer"}
	}
	if err != nil {
		return printers{}, nil // it says so where there is no queue, or no scheduler
	}
	found := printers{names: strings.Fields(names)}
	// "system default destination: NAME"; without one there is no colon.
	if line, err := lpstat(ctx, "-d"); err == nil {
		if _, name, ok := strings.Cut(line, ":"); ok {
			found.standard = strings.TrimSpace(name)
		}
	}
	return found, nil
}

func lpstat(ctx context.Context, argument string) (string, error) {
	c := exec.CommandContext(ctx, "lpstat", argument)
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.Output()
	return string(out), err
}

// give hands the file to CUPS through its standard input: no file of ours, and nothing of the document in the arguments.
func (p printing) give(ctx context.Context, printer string) (hash string, err error) {
	file, err := p.bytes(ctx)
	if err != nil {
		return "", err
	}
	ctx, stop, err := handing(ctx)
	if err != nil {
		return "", err
	}
	defer stop()
	c := exec.CommandContext(ctx, "lp", "-d", printer, "-t", jobTitle, "-o", "media=A4", "-")
	c.Env = append(os.Environ(), "LC_ALL=C")
	c.Stdin = bytes.NewReader(file)
	if err := c.Run(); err != nil {
		return "", &data.Error{Code: data.CodeNotPrinted, Doing: "printing", Err: err}
	}
	return hashOf(file), nil
}
