package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"noddfa/data"
)

// access is the flags by which every verb names a vault and its passphrase.
type access struct {
	vault, member, file string
	invitation          string // a file with a manager's code that enrols this computer
	backups             string // a folder with backups, named where the file is damaged
	stdin               bool
	untold              bool // unlocking writes nothing
}

func (a *access) add(set *flag.FlagSet) {
	set.StringVar(&a.vault, "vault", "", "the records `FILE`, NAME"+data.Extension)
	set.StringVar(&a.member, "member", "", "the member's `NAME`, where two chose the same passphrase")
	set.StringVar(&a.file, "passphrase-file", "", "read the passphrase from `FILE`")
	set.StringVar(&a.invitation, "invitation-file", "", "enrol this computer with the manager's invitation in `FILE`")
	set.StringVar(&a.backups, "backups", "", "the `FOLDER` with the backups, where they are not beside the records")
	set.BoolVar(&a.stdin, "passphrase-stdin", false, "read the passphrase from standard input")
}

// longUnlock is how long it is silent while it unlocks: what may be waited for then
// is the keyring, and that may wait for a person.
const longUnlock = 10 * time.Second

// unlock judges the file first, so that what is wrong with it is said before
// any passphrase is asked for.
func (a *access) unlock(ctx context.Context, c console) (*data.Vault, error) {
	if a.vault == "" {
		return nil, usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--vault"})}
	}
	if err := data.Judge(a.vault); err != nil {
		return nil, a.closed(err)
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
	waiting := time.AfterFunc(longUnlock, func() { fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("computer.waiting")) })
	v, err := data.Unlock(ctx, a.vault, data.Credentials{Member: a.member, Passphrase: passphrase, Invitation: invitation, Untold: a.untold})
	waiting.Stop()
	if err != nil {
		return nil, a.closed(err)
	}
	if v.Older() {
		fmt.Fprintln(c.err, "noddfactl: "+data.OlderSentence(c.tr, v.NewestEntry(), v.OlderThan(), v.NewerPlace()))
	}
	if v.DraftsLost() > 0 {
		fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("doors.draftsLost"))
	}
	if v.ErasedAgain() > 0 {
		sayErased(ctx, c, v)
	}
	if newest, behind := v.ClockBehind(); behind {
		fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.clock", map[string]any{"Clock": c.tr.DateTime(v.Now().Local()), "Newest": c.tr.DateTime(newest.Local())}))
	}
	return v, nil
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

// withoutLineEnd is what a file says, less one line end. Some programs write a
// byte order mark in front, or UTF-16 after one: nobody could type that.
func withoutLineEnd(text []byte) string {
	if plain, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), text); err == nil {
		text = plain
	}
	s := strings.TrimSuffix(string(text), "\n")
	return strings.TrimSuffix(s, "\r")
}

// finish closes the vault and says what is damaged: what a verb found, or what
// was met on the way. It makes the exit code 4.
func (a *access) finish(c console, v *data.Vault, err error, found ...data.Damage) error {
	if len(found) == 0 {
		found = v.Damaged()
	}
	if closing := v.Close(); err == nil {
		err = closing
	}
	if err == nil && len(found) > 0 {
		sayDamage(c.err, c, found)
		err = a.withBackup(damagedBy(found))
	}
	return err
}

// damagedBy says that something could not be read and that what could be was
// printed; or that nothing is lost, and what to do.
func damagedBy(found []data.Damage) error {
	e := &data.Error{Code: data.CodeDamaged, Doing: "reading"}
	if data.NothingLost(found) {
		e.Args = map[string]any{"Of": "nothing"}
	}
	return e
}

// sayDamage prints a line for each damaged thing.
func sayDamage(to io.Writer, c console, list []data.Damage) {
	for _, d := range list {
		what := strings.Join(strings.Fields(d.Kind+" "+d.Case+" "+d.Record.String()), " ")
		reason := c.tr.T("ctl.damage." + d.Reason)
		if data.RosterHoled([]data.Damage{d}) {
			reason = c.tr.T("ctl.damage.missing.roster")
		}
		if d.Lost != "" {
			reason += "; " + c.tr.T("ctl.lost."+d.Lost)
		}
		fmt.Fprintln(to, c.tr.T("ctl.damage", map[string]any{"What": what, "Reason": reason}))
	}
}

func writeJSON(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
