package ui

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"noddfa/data"
	"noddfa/ui/widget"
)

// codeCrash is a fault of the program itself.
const codeCrash data.Code = "crash"

// fault is a panic as an error: it says where, never with which values, since
// those may be what a person said.
func fault(skip int) error {
	return &data.Error{Code: codeCrash, Doing: "working", Err: fmt.Errorf("a fault %s", places(skip+1))}
}

// places names the functions and lines that were running.
func places(skip int) string {
	callers := make([]uintptr, 16)
	frames := runtime.CallersFrames(callers[:runtime.Callers(skip+2, callers)])
	text := ""
	for {
		f, more := frames.Next()
		text += fmt.Sprintf("\n\tat %s:%d", f.Function, f.Line)
		if !more {
			return text
		}
	}
}

// crashed is the end of a program that met a fault of its own: what is being
// typed is sealed, the records are closed, and a fresh process says that it
// began anew, with nothing of what was on the screen.
func (a *app) crashed() {
	fmt.Fprintln(os.Stderr, "noddfa: a fault"+places(2))
	path := a.o.Vault
	if a.vault != nil {
		path = a.vault.Path()
	}
	a.keepTyped()
	held := a.o.Held
	quietly(func() {
		a.runner.Stop()
		if a.vault != nil {
			_ = a.vault.Close()
			held = a.heldBy(a.vault)
		}
		a.removeMadeUp()
	})
	arguments := []string{"--crashed"}
	if path != "" && a.madeUp == "" {
		arguments = append(arguments, "--vault", path)
	}
	anew := func() { _ = a.relaunch(arguments, held) } // if there is no fresh process, this one ends
	guard := time.AfterFunc(stuckAfter, func() {
		anew()
		os.Exit(1)
	})
	quietly(widget.ForgetCopied) // here the window's thread can still do it, and only Linux does it by itself
	if guard.Stop() {
		anew()
	}
}

// quietly does something that may meet the same fault again.
func quietly(do func()) {
	defer func() { _ = recover() }()
	do()
}
