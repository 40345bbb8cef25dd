package ui

import (
	"context"
	"io"
	"os"

	"noddfa/data"
	"noddfa/ui/widget"
)

// mostHeld is far more than anybody types before the next lock.
const mostHeld = 64 << 20

// ReadHeld reads the sealed drafts that the process before left in a descriptor;
// nil if it left none.
func ReadHeld(descriptor int) []byte {
	if descriptor < 0 || descriptor == 1 || descriptor == 2 {
		return nil
	}
	file := os.NewFile(uintptr(descriptor), "held")
	if file == nil {
		return nil
	}
	defer file.Close()
	held, err := io.ReadAll(io.LimitReader(file, mostHeld))
	if err != nil || len(held) == 0 {
		return nil
	}
	return held
}

// heldBy is what a closed vault could not write; nil once that went after all,
// now that its journal is empty.
func (a *app) heldBy(v *data.Vault) []byte {
	held := v.Held()
	if held == nil || a.madeUp != "" {
		return a.o.Held // nothing made up is worth keeping; what was held before is
	}
	if data.DeliverHeld(context.Background(), v.Path(), held) == nil {
		return nil
	}
	return held
}

// closeHolding writes what is held before the window closes; sealed drafts need
// no key. Where that fails too, it asks.
func (a *app) closeHolding() {
	path := a.o.Vault
	if path == "" {
		path = a.prefs.Vault
	}
	held := a.o.Held
	Go(a.runner, "deliver", func(ctx context.Context) (struct{}, error) {
		if a.stopBackup != nil {
			a.stopBackup() // it has the file open
		}
		return struct{}{}, data.DeliverHeld(ctx, path, held)
	}, func(_ struct{}, err error) {
		if err == nil {
			a.o.Held = nil
			a.close()
			return
		}
		widget.ShowDialog(a.window.Canvas(), widget.DialogOptions{
			Title: a.t("doors.held.closeTitle"), Text: a.t("doors.held.closeLead"),
			Grave: true, Do: a.t("doors.held.close"), Cancel: a.t("doors.held.stay"),
			Done: func() bool {
				a.o.Held = nil
				a.close()
				return true
			},
		})
	})
}
