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
		shown := &progress{to: c.err}
		file, err := v.BackUp(data.WithProgress(ctx, shown.show), *folder)
		shown.end()
		if err == nil {
			fmt.Fprintln(c.out, file)
		}
		return a.finish(c, v, err)
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
		if err := data.JudgeBackup(*from); err != nil {
			return err
		}
		passphrase, err := a.passphrase(c)
		if err != nil {
			return err
		}
		shown := &progress{to: c.err}
		v, err := data.Restore(data.WithProgress(ctx, shown.show), *from, a.vault, data.Credentials{Member: a.member, Passphrase: passphrase})
		shown.end()
		if err != nil {
			return err
		}
		sayErased(ctx, c, v)
		fmt.Fprintln(c.err, c.tr.T("ctl.restored", map[string]any{"Vault": a.vault}))
		return a.finish(c, v, nil)
	}
}

// sayErased says what a file that was put back had that is erased.
func sayErased(ctx context.Context, c console, v *data.Vault) {
	if n := v.ErasedAgain(); n > 0 {
		fmt.Fprintln(c.err, c.tr.T("ctl.erased-again", map[string]any{"Count": n}))
	}
	if n := v.ToErase(ctx); n > 0 {
		fmt.Fprintln(c.err, c.tr.T("ctl.to-erase", map[string]any{"Count": n}))
	}
}
