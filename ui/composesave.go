package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"noddfa/data"
	"noddfa/data/newfile"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// outgoing is a document on its way out of the records, on purpose.
type outgoing struct {
	name   string // of the file, without its ending; a reference, never a name
	ending string // ".pdf" if empty
	words  string // prefix of the title and the lead; those of a letter if empty
	paper
	record  func(ctx context.Context, path, hash string) error
	saved   func(sentence string)
	protect bool // it opens only with a password, which is shown once
}

// bookEnding is that of a workbook.
const bookEnding = ".xlsx"

// paper is what a document is made of, when it leaves: pages, or a file that has none of ours, such as a table. A letter
// that was issued has both, since the bytes that were issued are what leaves.
type paper struct {
	doc  func(context.Context) (*pdf.Document, error)
	file func(context.Context) ([]byte, error)
	// the same as a workbook, for a path that ends in .xlsx; may be nil
	book func(context.Context) ([]byte, error)
}

// bytes is the file.
func (p paper) bytes(ctx context.Context) ([]byte, error) {
	if p.file != nil {
		return p.file(ctx)
	}
	doc, err := p.doc(ctx)
	if err != nil {
		return nil, err
	}
	return doc.PDF()
}

// askWhere asks where a document is to be saved and, unless it is protected, who will read it there; then it writes
// it for this user alone.
func (d caseDesk) askWhere(o outgoing) {
	path := filepath.Join(documentsFolder(), o.name+firstText(o.ending, ".pdf"))
	reader := ""
	f := &form{words: d.words, now: d.vault.Now()}
	warning := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
	warn := func() {
		warning.Set("")
		switch {
		case o.protect:
		case syncedFolder(path) != "":
			warning.Set(d.t("compose.save.synced", map[string]any{"Service": syncedFolder(path)}))
		case reader == "computer":
			warning.Set(d.t("compose.save.computer"))
		case reader == "unknown":
			warning.Set(d.t("compose.save.unknown"))
		}
		warning.Hidden = warning.Text() == ""
		settle(warning)
	}
	f.changed = warn
	file := widget.NewEntry(widget.EntryOptions{Text: path, Changed: func(s string) { path = s; warn() }})
	f.wide(withChooser(f.field("compose.save.path", file), d.words, func() {
		home, _ := os.UserHomeDir()
		chooseFile(d.canvas(), d.words, d.shell.Runner(), path, home, nil, func(folder string) {
			file.Set(filepath.Join(folder, filepath.Base(path)))
		})
	}))
	title, lead := d.t("compose.save.title"), d.t("compose.issue.lead")
	if o.words != "" {
		title, lead = d.t(o.words+".title"), d.t(o.words+".lead")
	}
	if o.protect {
		title, lead = d.t("compose.protect.title"), d.t("compose.protect.lead")
	} else {
		f.wide(f.field("compose.save.who", widget.NewChoice(widget.ChoiceOptions{
			Options: optionsOf(d.words, "compose.save.who", "me", "team", "computer", "unknown"), Changed: func(id string) { reader = id; warn() },
		})))
	}
	f.wide(warning)
	warn()
	far := newReading(d.words, d.shell.Runner())
	d.ask(question{title: title, lead: lead, content: f, far: far, accept: title, do: func(done func(error)) {
		to := expandHome(strings.TrimSpace(path))
		Go(d.shell.Runner(), "", func(ctx context.Context) (string, error) {
			ctx, end := far.of(ctx)
			defer end()
			return o.write(ctx, to)
		}, func(password string, err error) {
			far.hide()
			done(err)
			if err != nil {
				return
			}
			o.saved(d.t("compose.saved", map[string]any{"Time": d.words.Time(d.vault.Now().Local()), "File": to}))
			if password != "" {
				d.showPassword(password)
			}
		})
	}})
}

// write makes the file and records it, in the order in which nothing is left behind unknown; it returns the password of a protected one.
func (o outgoing) write(ctx context.Context, to string) (password string, err error) {
	made := o.bytes
	if o.book != nil && strings.EqualFold(filepath.Ext(to), bookEnding) {
		made = o.book
	}
	file, err := made(ctx)
	if err != nil {
		return "", err
	}
	if o.protect {
		password = pdf.NewPassword()
		if file, err = pdf.Protect(file, password); err != nil {
			return "", err
		}
	}
	hash := hashOf(file)
	out, err := newfile.Prepare(to, file, partOf(to, hash))
	if err != nil {
		return "", fileError(err)
	}
	defer out.Drop()
	if err := ctx.Err(); err != nil { // from here on it is saved, whoever gives up waiting
		return "", err
	}
	// The records know of it first: killed at any moment, there is no copy of which they do not know.
	if err := o.record(context.WithoutCancel(ctx), to, hash); err != nil {
		return "", err
	}
	if err := out.Publish(); err != nil {
		return "", fileError(err)
	}
	return password, nil
}

// partOf is the name under which a file is written before it has its own, where it needs one. It follows from what was
// recorded: who looks at that copy next removes it.
func partOf(path, hash string) string {
	return filepath.Join(filepath.Dir(path), ".noddfa-"+hash[:min(16, len(hash))]+".tmp")
}

// showPassword shows a password this once: it is kept nowhere. Enter alone does
// not take it away, somebody has to say that they have it.
func (d caseDesk) showPassword(password string) {
	told := widget.NewCheck(widget.CheckOptions{Label: d.t("compose.password.told")})
	widget.ShowDialog(d.canvas(), widget.DialogOptions{
		Title: d.t("compose.password.title"), Text: d.t("compose.password.lead"),
		Content: widget.Stack(theme.Space8, widget.NewText(password, widget.TextStyle{Size: theme.HeadingText, Bold: true, Mono: true, FullWide: true}), widget.Muted(d.t("compose.password.mail")), told),
		First:   told, Do: d.t("compose.password.done"),
		Done: func() bool {
			if !told.On() {
				d.canvas().Focus(told)
			}
			return told.On()
		},
	})
}

// documentsFolder is where a file is offered to go first.
func documentsFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return documents(home)
}

func expandHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// syncedFolder names the service that copies a folder off this computer, or "".
func syncedFolder(path string) string {
	lower := strings.ToLower(filepath.ToSlash(path))
	for _, service := range []string{"OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "iCloud", "Nextcloud", "Box Sync", "pCloud", "MEGA"} {
		if strings.Contains(lower, "/"+strings.ToLower(service)) {
			return service
		}
	}
	return ""
}

// fileError is a failure to write with the sentence that belongs to it.
func fileError(err error) error {
	code := data.CodeForbidden
	switch {
	case errors.Is(err, fs.ErrExist):
		code = data.CodeExists
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		code = data.CodeNoFolder
	case errors.Is(err, syscall.ENOSPC):
		code = data.CodeFull
	}
	return &data.Error{Code: code, Doing: "saving a document", Err: err}
}

// copyState is what became of a copy outside the records.
type copyState string

const (
	copyThere   copyState = "there"
	copyGone    copyState = "gone"
	copyChanged copyState = "changed" // another file has that name now
)

// copyOnDisk is a saved document as the disk has it now.
type copyOnDisk struct {
	path, hash string
	protected  bool
	printer    string // it was printed; then there is no path
	at         time.Time
	state      copyState
}

// copiesOf looks at the copies of one document, the newest first. Off the window's goroutine: disks can be slow.
func copiesOf(f *data.CaseFile, document data.ID) []copyOnDisk {
	var list []copyOnDisk
	for _, e := range f.Saved {
		if e.Value.Letter == document {
			c := copyOnDisk{path: e.Value.Path, hash: e.Value.SHA256, at: e.Value.At, printer: e.Value.Printer, protected: e.Value.Protected}
			if c.printer == "" {
				c.state = c.look()
			}
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b copyOnDisk) int { return b.at.Compare(a.at) })
	return list
}

func (c copyOnDisk) look() copyState {
	_ = os.Remove(partOf(c.path, c.hash)) // of a save that was killed; only one program has the records open
	file, err := os.ReadFile(c.path)
	switch {
	case err != nil:
		return copyGone
	case hashOf(file) != c.hash:
		return copyChanged
	}
	return copyThere
}

// removeCopy deletes a copy, but only if it is still the very file that was saved.
func removeCopy(c copyOnDisk) error {
	if c.look() != copyThere {
		return fs.ErrNotExist
	}
	return os.Remove(c.path)
}
