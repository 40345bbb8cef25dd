package main

import (
	"context"
	"flag"
	"fmt"

	"noddfa/data"
)

func backupVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	folder := set.String("to", "", "the `FOLDER` for the backup, best on another disk")
	return func(ctx context.Context, c console, _ []string) error {
		if *folder == "" {
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--to"})}
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		file, err := v.BackUp(ctx, *folder)
		if err == nil {
			fmt.Fprintln(c.out, file)
		}
		return finish(v, err)
	}
}

func restoreVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	from := set.String("from", "", "the backup `FILE`")
	return func(ctx context.Context, c console, _ []string) error {
		for _, needed := range []struct{ flag, value string }{{"--from", *from}, {"--vault", a.vault}} {
			if needed.value == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
			}
		}
		if err := data.Judge(*from); err != nil {
			return err
		}
		passphrase, err := a.passphrase(c)
		if err != nil {
			return err
		}
		v, err := data.Restore(ctx, *from, a.vault, data.Credentials{Member: a.member, Passphrase: passphrase})
		if err != nil {
			return err
		}
		fmt.Fprintln(c.err, c.tr.T("ctl.restored", map[string]any{"Vault": a.vault}))
		return finish(v, nil)
	}
}
