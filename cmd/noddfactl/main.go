package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"

	"noddfa/assets"
	"noddfa/cmd/harden"
	"noddfa/data"
	"noddfa/data/contactlog"
)

// The exit codes that scripts rely on.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitNoKey   = 3
	exitDamaged = 4
)

// console is where a verb reads and writes.
type console struct {
	in       *os.File
	out, err io.Writer
	tr       *assets.Translator
}

// verb is one command: it adds its flags and returns what runs it.
type verb struct {
	name  string
	words int    // how many words besides flags it takes at most
	usage string // key of what they are
	flags func(*flag.FlagSet) func(context.Context, console, []string) error
}

var verbs = []verb{
	{name: "init", flags: initVerb},
	{name: "demo", flags: demoVerb},
	{name: "import", words: 2, usage: "ctl.import-usage", flags: importVerb},
	{name: "cases", flags: casesVerb},
	{name: "letter", flags: letterVerb},
	{name: "plan", flags: planVerb},
	{name: "summary", flags: summaryVerb},
	{name: "stats", flags: statsVerb},
	{name: "export", flags: exportVerb},
	{name: "check", flags: checkVerb},
	{name: "members", words: 1, usage: "ctl.members-usage", flags: membersVerb},
	{name: "recover", flags: recoverVerb},
	{name: "backup", flags: backupVerb},
	{name: "restore", flags: restoreVerb},
	{name: "due", flags: dueVerb},
	{name: "erase", flags: eraseVerb},
	{name: "audit", flags: auditVerb},
	{name: "bench", flags: benchVerb},
	{name: "version", flags: versionVerb},
}

// usageError is a wrong call; its text says what was wrong with it.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func main() {
	if err := errors.Join(harden.Memory(), harden.Quiet()); err != nil {
		fmt.Fprintln(os.Stderr, "noddfactl: "+err.Error())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends it at once, where nobody takes what it writes
	code := run(ctx, os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr, assets.Lang(language())})
	stop()
	os.Exit(code)
}

// language is that of the terminal: Welsh where the system says so.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "cy") {
				return assets.Welsh
			}
			return assets.English
		}
	}
	return assets.English
}

// run carries out one call and returns its exit code.
func run(ctx context.Context, args []string, c console) (code int) {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		if len(args) == 0 {
			fmt.Fprintln(c.err, c.tr.T("ctl.usage"))
			return exitUsage
		}
		fmt.Fprintln(c.out, c.tr.T("ctl.usage"))
		return exitDone
	}
	defer func() {
		if recover() != nil {
			code = report(c, &data.Error{Code: "crash", Doing: args[0]})
		}
	}()
	for _, v := range verbs {
		if v.name != args[0] {
			continue
		}
		set := flag.NewFlagSet(v.name, flag.ContinueOnError)
		set.SetOutput(c.err)
		do := v.flags(set)
		set.Usage = func() {} // help that was asked for is a result, and goes where results go
		rest, err := parse(set, args[1:])
		if err != nil {
			code, to := exitUsage, c.err
			if errors.Is(err, flag.ErrHelp) {
				code, to = exitDone, c.out
			}
			if v.usage != "" {
				fmt.Fprintln(to, "noddfactl "+c.tr.T(v.usage))
			}
			set.SetOutput(to)
			set.PrintDefaults()
			return code
		}
		if len(rest) > v.words {
			return report(c, usageError{c.tr.T("ctl.extra", map[string]any{"Verb": v.name})})
		}
		return report(c, do(ctx, c, rest))
	}
	return report(c, usageError{c.tr.T("ctl.no-verb", map[string]any{"Verb": args[0]})})
}

// parse reads flags before, between and after the other words.
func parse(set *flag.FlagSet, args []string) ([]string, error) {
	var words []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		args = set.Args()
		if len(args) == 0 {
			return words, nil
		}
		words, args = append(words, args[0]), args[1:]
	}
}

// fileSentence says what the system has against a file, in words of ours.
func fileSentence(c console, err error) (string, bool) {
	var at *fs.PathError
	if !errors.As(err, &at) || at.Path == "" {
		return "", false
	}
	code := data.CodeOfFile(at) // what is around it may have a code of its own
	if code == data.CodeFull && at.Path == os.Stdout.Name() {
		return c.tr.T("ctl.file.full-output"), true
	}
	key, known := map[data.Code]string{
		data.CodeNotFound: "ctl.file.none", data.CodeForbidden: "ctl.file.forbidden", data.CodeReadOnly: "ctl.file.forbidden",
		data.CodeFull: "ctl.file.full", data.CodeDisk: "ctl.file.disk", data.CodeDirectory: "ctl.file.folder",
	}[code]
	if !known {
		return "", false
	}
	return c.tr.T(key, map[string]any{"File": at.Path}), true
}

// sentenceOf is what the window says, or, where that speaks of fields and of what
// was typed into them, what is true of a console.
func sentenceOf(c console, err error) string {
	key, own := map[data.Code]string{
		data.CodeFull: "ctl.disk-full", data.CodeDisk: "ctl.disk", data.CodeGone: "ctl.gone", data.CodeWhichMember: "ctl.which-member",
	}[data.CodeOf(err)]
	var e *data.Error
	if errors.As(err, &e) && e.Args["Of"] != nil {
		own = false
	}
	if own {
		return c.tr.T(key)
	}
	return data.LogSentence(c.tr, err)
}

// report says on standard error what went wrong and returns the exit code.
func report(c console, err error) int {
	if err == nil {
		return exitDone
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(c.err, "noddfactl: "+usage.text)
		return exitUsage
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.stopped"))
		return exitFailed
	}
	sentence := sentenceOf(c, err)
	var log *contactlog.Error
	if data.CodeOf(err) == data.CodeUnknown && !errors.As(err, &log) {
		sentence = c.tr.T("ctl.failed", map[string]any{"Cause": err.Error()})
		if of, known := fileSentence(c, err); known {
			sentence = of
		}
	}
	fmt.Fprintln(c.err, "noddfactl: "+sentence)
	var damaged withBackup
	if errors.As(err, &damaged) {
		damaged.sayBackup(c)
	}
	switch data.CodeOf(err) {
	case data.CodePassphrase, data.CodeNoKey, data.CodeNotEnrolled, data.CodeInvitation, data.CodeKeyringNone, data.CodeKeyringLocked, data.CodeKeyringSlow:
		return exitNoKey
	case data.CodeWhichMember:
		return exitUsage
	case data.CodeDamaged, data.CodeRoster, data.CodeHoled, data.CodeJournal:
		return exitDamaged
	}
	return exitFailed
}
