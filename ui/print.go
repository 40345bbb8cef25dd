package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// jobTitle is what a printer's panel and the print system's log call each of our documents: never a name or a reference.
const jobTitle = "Noddfa"

// printTime is how long the print system may take to accept a document.
const printTime = time.Minute

// printing is a document on its way to a printer. It is handed to the print system, its file or its pages, and written to
// no file of ours.
type printing struct {
	paper
	canvas fyne.Canvas
	words  *assets.Translator
	runner *Runner
	record func(ctx context.Context, printer, hash string) error
	done   func(sentence string)
}

// printers are the queues of this computer and the one that is used where nobody chooses.
type printers struct {
	names    []string
	standard string
}

// ask asks which printer, and says what the print system may keep. Without a printer it says what to do.
func (p printing) ask() {
	Go(p.runner, "printers", func(ctx context.Context) (printers, error) {
		ctx, stop := context.WithTimeout(ctx, printTime)
		defer stop()
		return findPrinters(ctx)
	}, func(found printers, err error) {
		if err == nil && len(found.names) == 0 {
			err = &data.Error{Code: data.CodeNoPrinter, Doing: "looking for a printer"}
		}
		if err != nil {
			p.refuse(err)
			return
		}
		p.choose(found)
	})
}

func (p printing) refuse(err error) {
	widget.ShowDialog(p.canvas, widget.DialogOptions{Title: p.words.T("print.title"), Text: data.Sentence(p.words, err), Do: p.words.T("common.close")})
}

func (p printing) choose(found printers) {
	chosen := found.standard
	if chosen == "" {
		chosen = found.names[0]
	}
	var options []widget.Option
	for _, name := range found.names {
		options = append(options, widget.Option{ID: name, Label: name})
	}
	printer := widget.NewSelect(widget.SelectOptions{Options: options, Chosen: chosen, Changed: func(id string) { chosen = id }})
	said := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
	said.Hide()
	far := newReading(p.words, p.runner)
	busy := false
	var dialog *widget.Dialog
	dialog = widget.ShowDialog(p.canvas, widget.DialogOptions{
		Title: p.words.T("print.title"), Text: p.words.T("print.lead"), First: printer, Do: p.words.T("print.do"), Cancel: p.words.T("common.cancel"),
		Content: widget.Stack(theme.Space12,
			widget.NewField(widget.FieldOptions{Label: p.words.T("print.printer"), Control: printer}), widget.Muted(p.words.T(printsKept)), far.said, said),
		Closed: far.stop,
		Done: func() bool {
			if busy || chosen == "" {
				return false
			}
			busy = true
			to := chosen
			Go(p.runner, "", func(ctx context.Context) (struct{}, error) {
				ctx, end := far.of(ctx)
				defer end()
				return struct{}{}, p.send(ctx, to)
			}, func(_ struct{}, err error) {
				busy = false
				far.hide()
				if err != nil {
					said.Set(data.Sentence(p.words, err))
					said.Show()
					dialog.Refresh()
					widget.Reveal(said)
					return
				}
				dialog.Dismiss()
				p.done(p.words.T("print.sent", map[string]any{"Printer": to}))
			})
			return false
		},
	})
}

// send gives the document to the print system and records that it was.
func (p printing) send(ctx context.Context, to string) error {
	hash, err := p.give(ctx, to)
	if err != nil {
		return err
	}
	return p.record(context.WithoutCancel(ctx), to, hash)
}

// handing is the context of handing it over, unless somebody has given up waiting: once
// the print system has begun it nobody can say whether a page came out.
func handing(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), printTime)
	return ctx, stop, nil
}

// print asks for a printer from a page of the shell.
func (d caseDesk) print(o outgoing, record func(ctx context.Context, printer, hash string) error) {
	printing{paper: o.paper, canvas: d.canvas(), words: d.words, runner: d.shell.Runner(), record: record, done: o.saved}.ask()
}
