package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"noddfa/data"
)

// access is the flags by which every verb names a vault and its passphrase.
type access struct {
	vault, member, file string
	invitation          string // a file with a manager's code that enrols this computer
	stdin               bool
	untold              bool // the verb writes nothing
}

func (a *access) add(set *flag.FlagSet) {
	set.StringVar(&a.vault, "vault", "", "the records `FILE`, NAME"+data.Extension)
	set.StringVar(&a.member, "member", "", "the member's `NAME`, where two chose the same passphrase")
	set.StringVar(&a.file, "passphrase-file", "", "read the passphrase from `FILE`")
	set.StringVar(&a.invitation, "invitation-file", "", "enrol this computer with the manager's invitation in `FILE`")
	set.BoolVar(&a.stdin, "passphrase-stdin", false, "read the passphrase from standard input")
}

// unlock judges the file first, so that what is wrong with it is said before
// any passphrase is asked for.
func (a *access) unlock(ctx context.Context, c console) (*data.Vault, error) {
	if a.vault == "" {
		return nil, usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--vault"})}
	}
	if err := data.Judge(a.vault); err != nil {
		return nil, err
	}
	passphrase, err := a.passphrase(c)
	if err != nil {
		return nil, err
	}
	invitation := ""
	if a.invitation != "" {
		text, err := os.ReadFile(a.invitation)
		if err != nil {
			return nil, fmt.Errorf("reading the invitation: %w", err)
		}
		invitation = withoutLineEnd(text)
	}
	v, err := data.Unlock(ctx, a.vault, data.Credentials{Member: a.member, Passphrase: passphrase, Invitation: invitation, Untold: a.untold})
	if err == nil && v.Older() {
		fmt.Fprintln(c.err, "noddfactl: "+data.OlderSentence(c.tr, v.NewestEntry(), v.OlderThan()))
	}
	if err == nil && v.ErasedAgain() > 0 {
		sayErased(ctx, c, v)
	}
	if err == nil {
		if newest, behind := v.ClockBehind(); behind {
			fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.clock", map[string]any{"Clock": c.tr.DateTime(v.Now().Local()), "Newest": c.tr.DateTime(newest.Local())}))
		}
	}
	return v, err
}

// passphrase reads the passphrase from wherever the flags say; a file or a
// pipe loses one line end.
func (a *access) passphrase(c console) (string, error) {
	switch {
	case a.file != "" && a.stdin:
		return "", usageError{c.tr.T("ctl.one-passphrase")}
	case a.file != "":
		text, err := os.ReadFile(a.file)
		if err != nil {
			return "", fmt.Errorf("reading the passphrase file: %w", err)
		}
		return withoutLineEnd(text), nil
	case a.stdin:
		text, err := io.ReadAll(io.LimitReader(c.in, 1<<16))
		if err != nil {
			return "", fmt.Errorf("reading the passphrase: %w", err)
		}
		return withoutLineEnd(text), nil
	case term.IsTerminal(int(c.in.Fd())):
		fmt.Fprint(c.err, c.tr.T("ctl.passphrase")+" ")
		text, err := term.ReadPassword(int(c.in.Fd()))
		fmt.Fprintln(c.err)
		if err != nil {
			return "", fmt.Errorf("reading the passphrase: %w", err)
		}
		return string(text), nil
	}
	return "", usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--passphrase-file"})}
}

// warnOfWeak says that a passphrase which was accepted could be guessed.
func warnOfWeak(c console, passphrase string, names ...string) {
	if data.MeasurePassphrase(passphrase, names...) == data.StrengthWeak {
		fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.weak"))
	}
}

func withoutLineEnd(text []byte) string {
	s := strings.TrimSuffix(string(text), "\n")
	return strings.TrimSuffix(s, "\r")
}

// finish closes the vault and joins what went wrong on the way: damage that
// was met makes the exit code 4.
func finish(v *data.Vault, err error) error {
	damaged := len(v.Damaged()) > 0
	if closing := v.Close(); err == nil {
		err = closing
	}
	if err == nil && damaged {
		return errDamaged
	}
	return err
}

func writeJSON(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
