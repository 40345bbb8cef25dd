// Command noddfa is the desktop app: records of a victim-support charity that
// stay with it.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"noddfa/assets"
	"noddfa/cmd/harden"
	"noddfa/data"
	"noddfa/ui"
)

const id = "org.noddfa.Noddfa"

func main() {
	painted := lenient()
	hardened := harden.Memory()
	vault := flag.String("vault", "", "the records `FILE` to open")
	locked := flag.Bool("locked", false, "say that the records were locked (Noddfa itself sets it)")
	crashed := flag.Bool("crashed", false, "say that Noddfa began anew after a fault (Noddfa itself sets it)")
	held := flag.Int("held", -1, "take over sealed unsaved text from this `DESCRIPTOR` (Noddfa itself sets it)")
	flag.Parse()
	switch {
	case flag.NArg() == 1 && *vault == "": // a desktop opens a file with it
		*vault = flag.Arg(0)
	case flag.NArg() > 0:
		fmt.Fprintln(os.Stderr, "usage: noddfa [[--vault] FILE]")
		os.Exit(2)
	}
	if path, err := filepath.Abs(*vault); err == nil && *vault != "" {
		*vault = path // the screen says which folder
	}
	if hardened != nil {
		fmt.Fprintln(os.Stderr, "noddfa: "+hardened.Error())
	}
	words := func() *assets.Translator { return assets.Lang(ui.SystemLanguage()) }
	if !hasDisplay() {
		endWithoutWindow(words().T("doors.noDisplay"))
	}
	checking := os.Getenv("NODDFA_CHECK_THREADS") == "1" // the window tests read what libraries say
	quiet := func() {
		if err := harden.Quiet(); err != nil {
			fmt.Fprintln(os.Stderr, "noddfa: "+err.Error())
		}
	}
	if checking {
		quiet = func() {}
	}
	quiet()
	var others io.Writer = io.Discard
	if checking {
		others = os.Stderr
	}
	noGraphics := func() { endWithoutWindow(words().T("doors.noGraphics")) }
	log.SetOutput(listener{others, noGraphics})
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: id, Name: "Noddfa", Version: assets.Version, Icon: fyne.NewStaticResource("noddfa.png", assets.AppIconPNG()),
		// Painting from another goroutine is an error, so it need not be looked
		// for at every call; the window tests look for it.
		Migrations: map[string]bool{"fyneDo": !checking},
	})
	app := fyneapp.NewWithID(id)
	app.Lifecycle().SetOnStarted(painted)
	ui.Run(ui.Options{
		App: app, Vault: *vault, Locked: *locked, Crashed: *crashed, Held: ui.ReadHeld(*held),
		Opened: data.Options{Costly: true}, WithoutWindow: noGraphics, Leaving: harden.Loud, Staying: quiet, Settled: settle,
	})
}
