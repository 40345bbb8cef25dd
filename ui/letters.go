package ui

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenLetter is one issued letter.
const screenLetter = "letter"

// lettersScreen is the register of all letters with the replies that are awaited.
type lettersScreen struct {
	caseDesk
	list  *widget.List
	write *widget.Button
	said  *widget.Text
	none  fyne.CanvasObject // in the place of the list while no letter has been issued
	frame *listFrame
	gone  bool // the page was left
}

func newLettersScreen(d caseDesk) *lettersScreen {
	s := &lettersScreen{caseDesk: d, said: widget.Muted("")}
	s.list = widget.NewList(widget.ListOptions{Name: d.t("rail.letters"), Open: s.open})
	s.none = widget.Empty(widget.EmptyOptions{
		Icon: "letters", Title: d.t("letters.empty"), Text: d.t("letters.how"),
		Actions: []*widget.Button{widget.Secondary(d.t("letters.which"), s.accept)},
	})
	s.none.Hide()
	s.write = widget.NewButton(widget.ButtonOptions{Label: d.t("letters.compose"), Icon: "letters", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	others := widget.Row(theme.Space12, widget.NewButton(widget.ButtonOptions{Label: d.t("letters.verify"), Icon: "search", Do: s.verify}))
	if d.vault.Me().Role == data.Manager {
		others.Add(widget.NewButton(widget.ButtonOptions{Label: d.t("insights.letters"), Icon: "insights", Do: func() {
			s.shell.Go(Route{Screen: ScreenInsights, Tab: insightsLetters})
		}}))
	}
	beside, under := widget.Stack(0, others), widget.Stack(0) // where the rest can be done
	s.frame = newListFrame(d,
		widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Left: theme.Space24}, widget.Row(theme.Space12, s.write, beside)),
		widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24}, widget.Stack(theme.Space8, under, s.said)),
		widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, widget.Over(s.list, s.none)))
	s.frame.moves(others, beside, under)
	return s
}

// Content is the page.
func (s *lettersScreen) Content() fyne.CanvasObject { return s.frame.body }

// Route is where the register is.
func (s *lettersScreen) Route() Route { return Route{Screen: ScreenLetters} }

// Title is shown in the header.
func (s *lettersScreen) Title() string { return s.t("letters.title") }

// FirstFocus is the list, or the way to a first letter.
func (s *lettersScreen) FirstFocus() fyne.Focusable {
	if !s.list.Visible() {
		return s.write
	}
	return s.list
}

// accept begins a letter with the case that it is about.
func (s *lettersScreen) accept() { s.shell.Go(Route{Screen: screenLetterCase}) }

// Release lets go of the letters.
func (s *lettersScreen) Release() {
	s.gone = true
	s.shell.Runner().Cancel("letters")
	s.list.SetItems(nil)
}

// lettersKept is what the list returns to.
type lettersKept struct {
	chosen string
	offset float32
}

// Save is for Back.
func (s *lettersScreen) Save() any { return lettersKept{s.list.Chosen(), s.list.Offset()} }

// Restore is for Back.
func (s *lettersScreen) Restore(kept any) {
	if k, ok := kept.(lettersKept); ok {
		s.list.Return(k.chosen, k.offset)
	}
}

// letterRow is a letter with the name of its case.
type letterRow struct {
	data.LetterLine
	name  string
	asked data.AskedLine // a letter that has not left yet; none where its id is zero
}

// Refresh reads the register anew.
func (s *lettersScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "letters", func(context.Context) ([]letterRow, error) {
		rows := askedRows(s.vault)
		for _, l := range s.vault.Letters() {
			if s.vault.OtherSide(l.Case) {
				continue
			}
			line, _ := s.vault.CaseLine(l.Case)
			rows = append(rows, letterRow{LetterLine: l, name: line.Name})
		}
		return rows, nil
	}, func(rows []letterRow, _ error) {
		items := make(widget.ItemSlice, len(rows))
		for i, r := range rows {
			items[i] = letterItem(s.caseDesk, r, s.vault.Now())
		}
		s.list.SetItems(items)
		s.said.Set(s.counted(rows))
		s.frame.say(s.counted(rows))
		if len(rows) == 0 {
			s.none.Show()
			s.list.Hide()
			if s.canvas().Focused() == fyne.Focusable(s.list) {
				s.focus(s.write)
			}
		}
	})
}

// counted is how many letters left, and how many have not left yet.
func (s *lettersScreen) counted(rows []letterRow) string {
	left, waits := "", ""
	n := len(slices.DeleteFunc(slices.Clone(rows), letterRow.waits))
	if n > 0 {
		left = s.words.N("common.count.letters", n)
	}
	if n < len(rows) {
		waits = s.words.N("letters.waiting", len(rows)-n)
	}
	return dots(waits, left)
}

// askedPrefix begins the id of a row that is asked for and not issued.
const askedPrefix = "asked:"

// askedRows are the letters that wait for a manager, or for who asked.
func askedRows(v *data.Vault) []letterRow {
	var rows []letterRow
	for _, l := range v.Asked() {
		if v.OtherSide(l.Case) {
			continue
		}
		line, _ := v.CaseLine(l.Case)
		rows = append(rows, letterRow{LetterLine: data.LetterLine{Number: line.Reference}, name: line.Name, asked: l})
	}
	return rows
}

// waits reports whether a letter has not left yet.
func (r letterRow) waits() bool { return !r.asked.ID.IsZero() }

// open goes to a letter, or to one that waits.
func (s *lettersScreen) open(id string) {
	if asked, ok := strings.CutPrefix(id, askedPrefix); ok {
		s.shell.Go(Route{Screen: screenAsked, ID: asked})
		return
	}
	s.shell.Go(Route{Screen: screenLetter, ID: id})
}

// verify says whether a file is a letter that was issued: by its bytes, so that one changed letter in it is found.
func (s *lettersScreen) verify() {
	home, _ := os.UserHomeDir()
	chooseFile(s.canvas(), s.words, s.shell.Runner(), documentsFolder(), home, []string{".pdf"}, s.judge)
}

func (s *lettersScreen) judge(path string) {
	Go(s.shell.Runner(), "verify", func(ctx context.Context) (data.Output, error) {
		file, err := readLetterFile(path)
		if err != nil {
			return data.Output{}, err
		}
		return s.vault.FindOutput(ctx, file)
	}, func(out data.Output, err error) {
		if err != nil {
			s.tell(data.Sentence(s.words, err))
			return
		}
		if g := out.Given; !g.ID.IsZero() {
			line, _ := s.vault.CaseLine(out.Case)
			s.tell(s.t("error.not-letter.given", map[string]any{"Reference": line.Reference, "Date": s.words.Date(g.Value.At.Local()), "Pages": s.words.N("request.gave.pages", g.Value.Pages)}))
			return
		}
		l := out.Letter
		said := s.t("letters.verified", map[string]any{"Number": l.Number, "Date": s.words.Date(l.Issued.Local()), "Force": forceWords(s.words, l.Force)})
		if l.ReplacedBy != "" {
			said += " " + s.t("letters.verified.replaced", map[string]any{"Number": l.ReplacedBy})
		}
		s.tell(said)
	})
}

// letterFileMost is the size up to which a file can be one of ours.
const letterFileMost = 64 << 20

func readLetterFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > letterFileMost) {
		return nil, &data.Error{Code: data.CodeNotOurs, Doing: "reading a file"}
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, &data.Error{Code: data.CodeForbidden, Doing: "reading a file", Err: err}
	}
	return file, nil
}

func letterItem(d caseDesk, r letterRow, now time.Time) widget.Item {
	if !r.asked.ID.IsZero() {
		return widget.Item{
			ID: askedPrefix + r.asked.ID.String(), Icon: "letters", Title: dots(r.Number, d.uncovered(r.name)), Tone: widget.ToneDue,
			Detail: dots(d.t("asked.row."+string(r.asked.State)), forceWords(d.words, r.asked.Force)), Meta: d.words.ShortDate(r.asked.Asked.Local()),
		}
	}
	item := widget.Item{
		ID: r.ID.String(), Icon: "letters", Title: dots(r.Number, d.uncovered(r.name)),
		Detail: dots(d.t("compose.type."+string(r.Type)), forceWords(d.words, r.Force), d.t("letters.issued", map[string]any{"Date": d.words.ShortDate(r.Issued.Local())})),
	}
	item.Detail = dots(d.standing(r.LetterLine), item.Detail)
	switch {
	case r.Answered:
		item.Meta = d.t("letters.answered")
	case !r.ReplyBy.IsZero() && r.ReplacedBy == "":
		item.Meta = d.t("letters.replyBy", map[string]any{"Date": d.words.ShortDate(r.ReplyBy.Local())})
		if r.ReplyBy.Before(startOfToday(now)) {
			item.Tone = widget.ToneDue
		}
	}
	return item
}

// standing says which letter has taken the place of one that was issued, and what a manager still has to say of it.
func (d caseDesk) standing(l data.LetterLine) string {
	replaced, approval := "", ""
	if l.ReplacedBy != "" {
		replaced = d.t("letters.replacedBy", map[string]any{"Number": l.ReplacedBy})
	}
	switch l.Approval {
	case data.ApprovalFollows, data.ApprovalByPhone, data.ApprovalQuestioned:
		approval = d.t("letters.approval." + string(l.Approval))
	}
	return dots(replaced, approval)
}

// caseLettersPage is the letters of one case, and where a new one begins.
type caseLettersPage struct{ *caseScreen }

func newCaseLettersPage(s *caseScreen) *caseLettersPage { return &caseLettersPage{s} }

func (p *caseLettersPage) first() fyne.Focusable { return nil }
func (p *caseLettersPage) leave()                {}

func (p *caseLettersPage) show(f *data.CaseFile) fyne.CanvasObject {
	compose := widget.NewButton(widget.ButtonOptions{Label: p.t("letters.compose"), Icon: "letters", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: p.press})
	var rows []fyne.CanvasObject
	for i := len(f.Letters) - 1; i >= 0; i-- {
		rows = append(rows, p.letter(f, f.Letters[i]))
	}
	giving := widget.NewButton(widget.ButtonOptions{Label: p.t("giving.title"), Icon: "letters", Do: func() { p.shell.Go(givingRoute(p.id, data.ID{})) }})
	return widget.Narrow(formWidth+80, widget.Stack(theme.Space24, widget.Row(theme.Space12, compose, giving), part(p.t("letters.case.title"), nil, p.t("letters.case.empty"), rows...)))
}

func (p *caseLettersPage) letter(f *data.CaseFile, e data.Entry[data.IssuedLetter]) fyne.CanvasObject {
	l := e.Value.Letter
	copies := 0
	for _, saved := range f.Saved {
		if saved.Value.Letter == e.ID {
			copies++
		}
	}
	saved := ""
	if copies > 0 {
		saved = p.words.N("letters.copies", copies)
	}
	line, _ := theOne(p.vault.Letters(), func(l data.LetterLine) bool { return l.ID == e.ID })
	reply := ""
	if !l.ReplyBy.IsZero() && line.ReplacedBy == "" {
		reply = p.t("letters.replyBy", map[string]any{"Date": p.words.ShortDate(l.ReplyBy.Local())})
	}
	return block{
		name: l.Number, words: dots(p.standing(line), p.t("compose.type."+string(l.Type)), forceWords(p.words, l.To.Force)),
		small: dots(p.t("letters.issuedBy", map[string]any{"When": momentWords(p.words, e.Value.Issued), "Name": e.By}), reply, saved),
		do:    does(widget.Link(p.t("common.open"), func() { p.shell.Go(Route{Screen: screenLetter, ID: e.ID.String()}) })),
	}.object()
}

// press begins a letter.
func (p *caseLettersPage) press() { p.shell.Go(Route{Screen: ScreenCompose, ID: p.id.String()}) }
