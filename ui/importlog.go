package ui

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/data/contactlog"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// importScreen brings in contacts or tasks: which file, how its columns are
// understood, and what became of its rows. The rows that were not understood
// can be put right on the screen and tried again.
type importScreen struct {
	desk
	path     *widget.Entry
	field    *widget.Field
	page     *widget.Scroll
	sheet    contactlog.Sheet // what its rows are
	file     []byte
	log      *contactlog.Log
	old      int                      // rows that the retention rules would not keep
	figures  bool                     // of which only what figures count comes in
	columns  map[int]contactlog.Field // the colleague's own mapping
	unread   string                   // why nothing can be read yet
	result   *data.Imported
	failed   string // why trying again did not work
	rejected []*rejectedRow
	press    func()         // what the filled button does now
	first    fyne.Focusable // what the keyboard has once that is shown
	picked   int            // the column whose meaning was changed last; -1: none yet
	busy     bool
	stopped  bool // before all rows were brought in
	keeper   *draftKeeper
	began    bool
}

// importDraft is the file that a log is to be brought in from.
const importDraft = "import"

// importBegun is what was typed of it.
type importBegun struct {
	Path  string
	Sheet contactlog.Sheet
}

// from reads the name of the file out of a draft.
func (b importBegun) from(draft []byte) string {
	_ = json.Unmarshal(draft, &b) // what we wrote ourselves
	if b.Path == "" {
		return ""
	}
	return filepath.Base(b.Path)
}

// keptField stands for "keep the words as they are" among the fields.
const keptField = "kept"

func newImportScreen(d desk) *importScreen {
	s := &importScreen{desk: d, picked: -1, columns: map[int]contactlog.Field{}, page: widget.NewScroll(widget.Gap(0))}
	s.keeper = newDraftKeeper(d.caseDesk, importDraft, func() any { return importBegun{s.path.Value(), s.sheet} })
	s.path = widget.NewEntry(widget.EntryOptions{Submit: func(string) { s.read() }, Changed: func(string) { s.keeper.touch() }})
	s.field = widget.NewField(widget.FieldOptions{Label: d.t("import.file"), Control: s.path, Hint: d.t("import.file.hint")})
	s.show()
	return s
}

// Content is the page.
func (s *importScreen) Content() fyne.CanvasObject { return s.page }

// Route is the import's.
func (s *importScreen) Route() Route { return Route{Screen: screenImport} }

// Title is shown in the header.
func (s *importScreen) Title() string { return s.t("import.title") }

// Refresh offers the name of the file again; the file itself is read when that
// is asked for.
func (s *importScreen) Refresh() {
	if s.began {
		return
	}
	s.began = true
	Go(s.shell.Runner(), "import draft", func(ctx context.Context) (begun importBegun, _ error) {
		_, err := s.vault.LoadDraft(ctx, importDraft, &begun)
		return begun, err
	}, func(begun importBegun, _ error) {
		if begun.Path != "" && s.path.Value() == "" {
			s.path.Set(begun.Path)
			s.sheet = begun.Sheet
			s.show()
		}
	})
}

// Leave seals what is being typed.
func (s *importScreen) Leave() { s.keeper.flush() }

// FirstFocus is the file.
func (s *importScreen) FirstFocus() fyne.Focusable { return s.path }

// accept does what the filled button does.
func (s *importScreen) accept() {
	if s.press != nil && !s.busy {
		s.press()
	}
}

func (s *importScreen) filled(key string, do func()) *widget.Button {
	s.press = do
	b := widget.NewButton(widget.ButtonOptions{Label: s.t(key), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.first = b
	return b
}

func (s *importScreen) set(parts ...fyne.CanvasObject) {
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth+columnWidth, widget.Stack(theme.Space24, parts...))))
}

// show puts the page anew, and the keyboard on it: what had it is gone.
func (s *importScreen) show() {
	switch {
	case s.result != nil:
		s.set(s.outcome()...)
	case s.log != nil:
		s.set(s.preview()...)
	default:
		parts := []fyne.CanvasObject{widget.Body(s.t("import.lead"))}
		if s.vault.Me().Role != data.Volunteer {
			parts = append(parts, widget.Narrow(formWidth, s.which()))
		}
		s.set(append(parts, widget.Narrow(formWidth, withChooser(s.field, s.words, s.choose)), s.filled("import.read", s.read))...)
		s.first = s.path
	}
	if s.began {
		s.focus(s.first)
	}
}

// which asks what the rows are.
func (s *importScreen) which() fyne.CanvasObject {
	ids := []string{contactlog.Contacts: "contacts", contactlog.Tasks: "tasks"}
	var options []widget.Option
	for _, id := range ids {
		options = append(options, widget.Option{ID: id, Label: s.t("import.sheet." + id)})
	}
	choice := widget.NewChoice(widget.ChoiceOptions{Options: options, Chosen: ids[s.sheet], Always: true, Changed: func(id string) {
		s.sheet = contactlog.Sheet(slices.Index(ids, id))
		s.keeper.touch()
	}})
	return widget.NewField(widget.FieldOptions{Label: s.t("import.sheet"), Control: choice, Hint: s.t("import.sheet.hint")})
}

// choose looks for the file, and at it.
func (s *importScreen) choose() {
	chooseFile(s.canvas(), s.words, s.shell.Runner(), s.app.fileNamed(s.path.Value()), s.app.home(), []string{".csv", ".txt", ".tsv", bookEnding}, func(path string) {
		s.path.Set(path)
		s.read()
	})
}

// readLog is what a file gives when it is looked at.
type readLog struct {
	file []byte
	log  *contactlog.Log
	old  int
}

// read looks at the file without writing anything.
func (s *importScreen) read() {
	path := s.app.fileNamed(s.path.Value())
	columns, known, sheet := s.columns, s.file, s.sheet
	s.busy = true
	Go(s.shell.Runner(), "read log", func(context.Context) (readLog, error) {
		r := readLog{file: known}
		if r.file == nil {
			text, err := os.ReadFile(path)
			if err != nil {
				return r, os.ErrNotExist
			}
			r.file = text
		}
		var err error
		r.log, err = s.vault.ReadLog(r.file, data.ImportOptions{Sheet: sheet, Columns: columns})
		if r.log != nil && sheet == contactlog.Contacts {
			r.old = s.vault.OldRows(r.log.Values())
		}
		return r, err
	}, func(r readLog, err error) {
		s.busy = false
		if err != nil && r.log == nil {
			sentence := data.LogSentence(s.words, err)
			if err == os.ErrNotExist {
				sentence = s.t("import.cannotRead")
			}
			s.field.SetWrong(sentence)
			s.file = nil
			return
		}
		s.unread = ""
		if err != nil {
			s.unread = data.LogSentence(s.words, err)
		}
		s.file, s.log, s.old = r.file, r.log, r.old
		s.show()
	})
}

// preview shows how each column is understood, with a picker to change it.
func (s *importScreen) preview() []fyne.CanvasObject {
	var head []fyne.CanvasObject
	if s.unread != "" {
		head = append(head, widget.NewText(s.unread, widget.TextStyle{Bold: true, Color: theme.WarmInk}))
	} else {
		head = append(head, widget.Strong(s.n("import.understood", len(s.log.Rows))))
		if n := len(s.log.Rejected); n > 0 {
			head = append(head, widget.NewText(s.n("import.notUnderstood", n), widget.TextStyle{Color: theme.WarmInk}))
		}
		if n := s.log.Refused(contactlog.NoSuchCase); n > 0 {
			head = append(head, widget.NewText(s.n("import.noCase", n), widget.TextStyle{Color: theme.WarmInk}))
		}
	}
	var pickers []fyne.CanvasObject
	var first fyne.Focusable
	for i, name := range s.log.Header {
		field, control := s.picker(i, name)
		if pickers = append(pickers, field); i == max(0, s.picked) {
			first = control
		}
	}
	parts := []fyne.CanvasObject{
		widget.Stack(theme.Space4, head...),
		widget.Stack(theme.Space16, widget.Heading(s.t("import.columns")), widget.Columns(columnWidth, theme.Space16, pickers...)),
	}
	back := widget.Link(s.t("common.back"), func() { s.file, s.log, s.columns, s.picked = nil, nil, map[int]contactlog.Field{}, -1; s.show() })
	if s.unread != "" || len(s.log.Rows)+len(s.log.Rejected) == 0 {
		s.press, s.first = nil, first
		return append(parts, widget.Row(theme.Space8, back))
	}
	if s.old > 0 {
		parts = slices.Insert(parts, 1, fyne.CanvasObject(widget.NewCheck(widget.CheckOptions{
			Label: s.t("import.figures"), Hint: s.n("import.old", s.old), On: s.figures, Changed: func(on bool) { s.figures = on },
		})))
	}
	// On top, so that a colleague who trusts the columns need not scroll past them.
	parts = slices.Insert(parts, 1, fyne.CanvasObject(widget.Row(theme.Space8, s.filled("import.do", s.bring), back)))
	if s.picked >= 0 {
		s.first = first
	}
	return parts
}

// picker is where a column's meaning is changed, and what the keyboard has in it.
func (s *importScreen) picker(i int, name string) (fyne.CanvasObject, fyne.Focusable) {
	options := []widget.Option{{ID: keptField, Label: s.t("import.field.kept")}}
	for _, f := range s.log.Sheet.Fields() {
		options = append(options, widget.Option{ID: string(f), Label: f.Label(s.words)})
	}
	chosen := keptField
	if i < len(s.log.Columns) && s.log.Columns[i] != "" {
		chosen = string(s.log.Columns[i])
	}
	if name == "" {
		name = string(rune('A' + i%26))
	}
	hint := ""
	if example := s.example(i); example != "" {
		hint = s.t("import.column.example", map[string]any{"Value": example})
	}
	control := widget.NewSelect(widget.SelectOptions{Options: options, Chosen: chosen, Filter: s.t("common.search"), Changed: func(id string) {
		s.columns[i], s.picked = contactlog.Field(strings.TrimSuffix(id, keptField)), i
		s.read()
	}})
	return widget.NewField(widget.FieldOptions{Label: s.t("import.column", map[string]any{"Name": name}), Hint: hint, Control: control}), control
}

// example is the first thing that stands in a column, shortened.
func (s *importScreen) example(column int) string {
	for _, row := range s.log.Rows {
		if column < len(row.Cells) && strings.TrimSpace(row.Cells[column]) != "" {
			words := []rune(strings.Join(strings.Fields(row.Cells[column]), " "))
			if len(words) > 48 {
				return string(words[:47]) + "…"
			}
			return string(words)
		}
	}
	return ""
}

// bring writes the rows that were understood.
func (s *importScreen) bring() {
	s.busy = true
	file, sheet, remove := s.file, s.sheet, s.keeper.end()
	going := newUnderWay(s.words, s.shell.Runner(), "import.bringing") // rows that are in stay in
	s.set(going.said, going.end)
	s.focus(going.end)
	o := data.ImportOptions{Columns: s.columns, FiguresOnly: s.figures}
	Go(s.shell.Runner(), "", func(ctx context.Context) (data.Imported, error) {
		ctx, end := going.of(ctx)
		defer end()
		o.Progress = data.Progress(ctx) // which locking stops
		from := s.vault.ImportContacts
		if sheet == contactlog.Tasks {
			from = s.vault.ImportTasks
		}
		done, err := from(ctx, file, o)
		if err != nil {
			return done, err
		}
		return done, remove(ctx, s.vault)
	}, func(done data.Imported, err error) {
		s.busy, s.stopped = false, going.wasStopped() && errors.Is(err, context.Canceled)
		if err != nil && !s.stopped {
			s.keeper.touch()
			s.unread = data.LogSentence(s.words, err)
			s.show()
			return
		}
		s.result, s.log, s.file = &done, done.Log, nil
		s.rejected = nil
		for _, r := range done.Rejected {
			s.rejected = append(s.rejected, newRejectedRow(s, r))
		}
		s.show()
	})
}

// outcome says what became of the rows and lists those to look at.
func (s *importScreen) outcome() []fyne.CanvasObject {
	done, finish, to := "import.done", "import.finish", ScreenContacts
	if s.sheet == contactlog.Tasks {
		done, finish, to = "import.done.tasks", "import.finish.tasks", ScreenToday
	}
	head := []fyne.CanvasObject{widget.NewText(s.n(done, s.result.Imported), widget.TextStyle{Bold: true, Color: theme.GoodInk})}
	if s.result.Duplicates > 0 {
		head = append(head, widget.Muted(s.n("import.twice", s.result.Duplicates)))
	}
	if s.result.Erased > 0 {
		head = append(head, widget.Muted(s.n("import.erased", s.result.Erased)))
	}
	if s.stopped {
		head = append(head, widget.NewText(s.t("import.stopped"), widget.TextStyle{Color: theme.WarmInk}))
	}
	if s.failed != "" {
		head = append(head, widget.NewText(s.failed, widget.TextStyle{Color: theme.WarmInk}))
	}
	parts := []fyne.CanvasObject{widget.Stack(theme.Space4, head...)}
	list := func() { s.shell.Go(Route{Screen: to}) }
	if len(s.rejected) == 0 {
		return append(parts, s.filled(finish, list))
	}
	parts = append(parts,
		widget.Stack(theme.Space4, widget.Heading(s.t("import.rejected")), widget.Muted(s.t("import.rejected.hint"))),
		widget.Row(theme.Space8, s.filled("import.retry", s.retry), widget.Secondary(s.t(finish), list)))
	for _, r := range s.rejected {
		parts = append(parts, r.object(), widget.Hairline())
	}
	return parts
}

// retry reads the corrected rows again and writes those that are understood now.
func (s *importScreen) retry() {
	var values []contactlog.Values
	var left []*rejectedRow
	figures, sheet := s.figures, s.sheet
	for _, r := range s.rejected {
		v, still := s.vault.ParseRow(s.log, r.cells)
		if still != nil {
			still.Line, still.Number = r.at.Line, r.at.Number
			left = append(left, newRejectedRow(s, *still))
			continue
		}
		values = append(values, v)
	}
	s.busy = true
	Go(s.shell.Runner(), "", func(ctx context.Context) (data.Imported, error) {
		if sheet == contactlog.Tasks {
			return s.vault.ImportTaskRows(ctx, values, data.ImportOptions{})
		}
		return s.vault.ImportRows(ctx, values, data.ImportOptions{FiguresOnly: figures})
	}, func(done data.Imported, err error) {
		s.busy = false
		if err != nil {
			s.failed = data.LogSentence(s.words, err)
			s.show()
			return
		}
		s.failed = ""
		s.result.Imported += done.Imported
		s.result.Duplicates += done.Duplicates
		s.result.Erased += done.Erased
		s.rejected = left
		s.show()
	})
}

// rejectedRow is a row that was not understood, to be put right.
type rejectedRow struct {
	screen *importScreen
	at     contactlog.Rejection
	cells  []string
	whole  bool // all cells are shown, not only the one that is wrong
}

func newRejectedRow(s *importScreen, r contactlog.Rejection) *rejectedRow {
	return &rejectedRow{screen: s, at: r, cells: slices.Clone(r.Cells), whole: r.Field == "" && !r.Reason.Harmless()}
}

func (r *rejectedRow) object() fyne.CanvasObject {
	s := r.screen
	reason := s.t("import.line", map[string]any{"Line": r.at.Line, "Reason": r.at.Reason.Sentence(s.words)})
	var cells []fyne.CanvasObject
	for i := range r.cells {
		if r.whole || (i < len(s.log.Columns) && r.at.Field != "" && s.log.Columns[i] == r.at.Field) {
			cells = append(cells, r.cell(i))
		}
	}
	links := widget.Row(theme.Space4)
	if !r.whole {
		links.Add(widget.Link(s.t("import.allCells"), func() { r.whole = true; s.show() }))
	}
	links.Add(widget.Link(s.t("import.leave"), func() {
		s.rejected = slices.DeleteFunc(s.rejected, func(o *rejectedRow) bool { return o == r })
		s.show()
	}))
	parts := []fyne.CanvasObject{widget.Strong(reason)}
	if !r.whole {
		parts = append(parts, widget.Muted(strings.Join(nonEmptyTexts(r.cells...), " · ")))
	}
	if len(cells) > 0 {
		parts = append(parts, widget.Columns(columnWidth, theme.Space16, cells...))
	}
	return widget.Stack(theme.Space8, append(parts, links)...)
}

func (r *rejectedRow) cell(i int) fyne.CanvasObject {
	name := string(rune('A' + i%26))
	if i < len(r.screen.log.Header) && r.screen.log.Header[i] != "" {
		name = r.screen.log.Header[i]
	}
	return widget.NewField(widget.FieldOptions{Label: name, Control: widget.NewEntry(widget.EntryOptions{
		Text: r.cells[i], Changed: func(text string) { r.cells[i] = text }, Submit: func(string) { r.screen.accept() },
	})})
}
