package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// costly is off in tests, which unlock a hundred times.
var costly = true

func initVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	organisation := set.String("organisation", "", "the charity's `NAME`")
	name := set.String("name", "", "your `NAME`: the first manager")
	kitFile := set.String("recovery-kit", "", "write the recovery kit to `FILE.pdf`; in the folder of the records its code is printed instead")
	return func(ctx context.Context, c console, _ []string) error {
		for _, needed := range []struct{ flag, value string }{
			{"--vault", a.vault}, {"--organisation", *organisation}, {"--name", *name}, {"--recovery-kit", *kitFile},
		} {
			if needed.value == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
			}
		}
		for _, file := range []string{a.vault, *kitFile} {
			if _, err := os.Lstat(file); err == nil {
				return &data.Error{Code: data.CodeExists, Doing: "creating a vault"}
			}
		}
		passphrase, err := a.passphrase(c)
		if err != nil {
			return err
		}
		v, kit, err := data.Create(ctx, a.vault, data.Setup{
			Organisation: data.Organisation{Name: *organisation}, Name: *name, Passphrase: passphrase, Options: data.Options{Costly: costly},
		})
		if err != nil {
			return err
		}
		if err := giveKit(c, v, kit, *kitFile); err != nil {
			// Without its kit a vault must not stay: the code exists nowhere else.
			v.Close()
			data.Forget(a.vault)
			return err
		}
		warnOfWeak(c, passphrase, *name, *organisation)
		fmt.Fprintln(c.err, c.tr.T("ctl.made", map[string]any{"Vault": a.vault}))
		return a.finish(c, v, nil)
	}
}

// giveKit writes the recovery kit into a file. Without one, or where the file
// would lie with the records or their backups, it prints the code instead: the
// kit is never written there, and its code exists nowhere else.
func giveKit(c console, v *data.Vault, kit data.Kit, file string) error {
	beside := file != "" && v.HoldsRecords(filepath.Dir(file))
	if file == "" || beside {
		if beside {
			fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.kit-beside"))
		}
		_, err := fmt.Fprintln(c.out, strings.Join(kit.Groups, "-"))
		return err
	}
	if err := writeKit(kit, file, c.tr.Code()); err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("ctl.kit-file", map[string]any{"Kit": file}))
	return nil
}

func writeKit(kit data.Kit, file, language string) error {
	doc, err := pdf.ComposeKit(kit, language)
	if err != nil {
		return fmt.Errorf("laying out the recovery kit: %w", err)
	}
	page, err := doc.PDF()
	if err != nil {
		return fmt.Errorf("drawing the recovery kit: %w", err)
	}
	return writeFile(file, page)
}

func demoVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	var o data.DemoOptions
	set.IntVar(&o.Cases, "cases", 0, "how many cases (default 12)")
	set.IntVar(&o.Notes, "notes", 0, "how many notes in all (default four a case)")
	set.Uint64Var(&o.Seed, "seed", 1, "the same seed gives the same content")
	return func(ctx context.Context, c console, _ []string) error {
		if a.vault == "" {
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--vault"})}
		}
		if o.Cases < 0 || o.Notes < 0 {
			return usageError{c.tr.T("ctl.negative")}
		}
		if _, err := os.Lstat(a.vault); err == nil {
			return &data.Error{Code: data.CodeExists, Doing: "making a demonstration"}
		}
		passphrase, err := a.passphrase(c)
		if err != nil {
			return err
		}
		o.Progress = func(done, all int) {
			if all > 100 {
				fmt.Fprintf(c.err, "\r%d / %d", done, all)
			}
		}
		o.Language = data.Language(c.tr.Code())
		v, err := data.MakeDemo(ctx, a.vault, passphrase, o)
		if err != nil {
			if data.CodeOf(err) != data.CodeExists {
				os.Remove(a.vault)
			}
			return err
		}
		fmt.Fprintln(c.err, c.tr.T("ctl.demo", map[string]any{"Vault": a.vault, "Cases": len(v.Cases())}))
		return a.finish(c, v, nil)
	}
}

func versionVerb(*flag.FlagSet) func(context.Context, console, []string) error {
	return func(_ context.Context, c console, _ []string) error {
		revision := ""
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					revision = " " + s.Value
				}
			}
		}
		_, err := fmt.Fprintf(c.out, "noddfactl %s%s\n", assets.Version, revision)
		return err
	}
}
