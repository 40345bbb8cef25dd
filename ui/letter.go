package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// letterScreen is one issued letter: what was sent, to whom, and the copies that left.
type letterScreen struct {
	letterPage
	of    data.ID // its case
	press func()  // what the filled button does
	entry data.Entry[data.IssuedLetter]
	said  string // what was saved last
}

func newLetterScreen(d caseDesk, r Route) *letterScreen {
	return &letterScreen{letterPage: newLetterPage(d, r)}
}

// Route names the letter.
func (s *letterScreen) Route() Route { return Route{Screen: screenLetter, ID: s.id.String()} }

// Title is the letter's number.
func (s *letterScreen) Title() string {
	if s.entry.Value.Letter.Number == "" {
		return s.t("letters.title")
	}
	return s.t("letters.letter", map[string]any{"Number": s.entry.Value.Letter.Number})
}

// issuedView is an issued letter with its copies and its pages.
type issuedView struct {
	of     data.ID
	file   *data.CaseFile
	entry  data.Entry[data.IssuedLetter]
	copies []copyOnDisk
	state  data.ApprovalState
	newer  string // the number of the letter that replaces it or takes it back
	ruling data.Entry[data.Approval]
	may    bool // rule on it
	doc    *pdf.Document
	exact  bool // the pages drawn now are the bytes issued then
}

// Refresh reads the letter.
func (s *letterScreen) Refresh() {
	Go(s.shell.Runner(), "issued", s.read, func(v issuedView, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.of, s.entry = v.of, v.entry
		s.shell.Retitle()
		s.under.show(v.file)
		s.show(v)
		s.pages.Set(v.doc)
		if s.waits(v) {
			s.askAgain(questions(map[string]func(){"letters.question": s.question}))
		}
		s.askAgain(questions(nil))
	})
}

func (s *letterScreen) read(ctx context.Context) (issuedView, error) {
	var v issuedView
	of := func(l data.LetterLine) bool { return l.ID == s.id }
	line, err := theOne(s.vault.Letters(), of)
	if err != nil {
		return v, err
	}
	v.of = line.Case
	f, err := s.vault.OpenCase(ctx, v.of)
	if err != nil {
		return v, err
	}
	if line, err := theOne(s.vault.Letters(), of); err == nil { // as the records of the case have it
		v.state, v.newer, v.may = line.Approval, line.ReplacedBy, s.vault.MayRule(s.id)
	}
	if v.entry, err = theOne(f.Letters, func(e data.Entry[data.IssuedLetter]) bool { return e.ID == s.id }); err != nil {
		return v, err
	}
	v.file, v.copies = f, copiesOf(f, s.id)
	v.ruling, _ = f.RulingOn(s.id)
	if v.doc, _, err = pdf.Compose(s.vault.WithLogo(ctx, v.entry.Value.Letter)); err != nil {
		return v, err
	}
	file, err := v.doc.PDF()
	v.exact = err == nil && slices.Contains(v.entry.Value.SHA256, hashOf(file))
	return v, nil
}

func hashOf(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

func (s *letterScreen) show(v issuedView) {
	l := v.entry.Value.Letter
	filled := func(key, icon string, do func()) *widget.Button {
		s.press = do
		return widget.NewButton(widget.ButtonOptions{Label: s.t(key), Icon: icon, Kind: widget.Filled, Hint: "Ctrl+Enter", Do: do})
	}
	var first, save *widget.Button
	if s.waits(v) { // what this manager came for; the letter itself has left
		first, save = filled("letters.confirm", "", s.confirm), widget.NewButton(widget.ButtonOptions{Label: s.t("letters.protect"), Icon: "lock", Do: s.saveProtected})
	} else {
		save = filled("letters.protect", "lock", s.saveProtected)
	}
	exact := s.t("letters.exact")
	if !v.exact {
		exact = s.t("letters.notExact")
	}
	reply := ""
	if !l.ReplyBy.IsZero() && v.newer == "" {
		reply = s.words.Date(l.ReplyBy.Local())
	}
	facts := widget.Stack(theme.Space8,
		widget.Strong(s.t("compose.type."+string(l.Type))),
		s.line("letters.to", dots(recipientWords(s.words, l.To), l.To.Unit, l.To.Attention)),
		s.line("letters.issuedBy.label", dots(momentWords(s.words, v.entry.Value.Issued), v.entry.By)),
		s.line("letters.replyBy.label", reply),
		s.line("compose.basis", dots(valueWords(s.words, "compose.basis", l.Basis), l.BasisNote)),
		s.line("letters.approval", s.approvalWords(v)),
		s.line("letters.withheld", s.fieldNames(l.Withheld)),
		s.line("letters.override", s.fieldNames(l.Override)),
		widget.Muted(exact),
	)
	said := widget.NewText(s.said, widget.TextStyle{Color: theme.GoodInk})
	said.Hidden = s.said == ""
	var copies []fyne.CanvasObject
	for _, c := range v.copies {
		copies = append(copies, s.copyRow(c))
	}
	var page []fyne.CanvasObject
	if v.newer != "" {
		page = append(page, widget.NewBand(widget.BandOptions{Text: s.t("letters.replacedBy.band", map[string]any{"Number": v.newer}), Icon: "letters", Kind: widget.BandWarm}))
	}
	if first != nil {
		page = append(page, widget.NewBand(widget.BandOptions{Text: s.t("letters.ruling." + string(v.state)), Icon: "letters", Kind: widget.BandWarm}),
			widget.Row(theme.Space12, first, widget.Secondary(s.t("letters.question"), s.question)))
	} else {
		first = save
	}
	if len(l.To.Address) == 0 {
		page = append(page, s.noAddress(l.To))
	}
	s.lay(first, append(page,
		widget.Row(theme.Space12, save,
			widget.NewButton(widget.ButtonOptions{Label: s.t("letters.save"), Icon: "save", Do: s.savePlain}),
			widget.NewButton(widget.ButtonOptions{Label: s.t("print.do"), Icon: "print", Do: s.printIssued}),
			s.toCase(s.of)),
		said, facts, s.forPerson(),
		part(s.t("letters.copies.title"), nil, s.t("letters.copies.none"), copies...),
	)...)
}

// noAddress says what to do about a letter that names no address: what was issued stays as it is.
func (s *letterScreen) noAddress(to data.Recipient) *widget.Band {
	key := "letters.noAddress.ask"
	var actions []*widget.Button
	if s.vault.Me().Role == data.Manager {
		key = "letters.noAddress"
		actions = append(actions, widget.Link(s.t("letters.noAddress.set"), func() {
			s.shell.Go(Route{Screen: ScreenSettings, Tab: settingsPolice, ID: to.Force})
		}))
	}
	return widget.NewBand(widget.BandOptions{Text: s.t(key), Icon: "letters", Kind: widget.BandInfo, Actions: actions})
}

func (s *letterScreen) fieldNames(list []data.Decision) string {
	var names []string
	for _, d := range list {
		name := s.t("compose.field." + string(d.Field))
		if d.Reason != "" {
			name += " (" + d.Reason + ")"
		}
		names = append(names, name)
	}
	return dots(names...)
}

// copyRow is a copy outside the records, with what became of it.
func (s *letterScreen) copyRow(c copyOnDisk) fyne.CanvasObject {
	if c.printer != "" {
		return block{name: s.t("letters.copy.printed", map[string]any{"Printer": c.printer}), small: momentWords(s.words, c.at)}.object()
	}
	state := string(c.state)
	if c.protected && c.state == copyThere {
		state = "protected"
	}
	b := block{name: c.path, words: s.t("letters.copy." + state), small: momentWords(s.words, c.at)}
	if c.state == copyThere {
		b.do = does(widget.Link(s.t("common.remove"), func() { s.remove(c) }))
	}
	return b.object()
}

func (s *letterScreen) remove(c copyOnDisk) {
	Go(s.shell.Runner(), "", func(context.Context) (struct{}, error) { return struct{}{}, removeCopy(c) }, func(_ struct{}, err error) {
		if err != nil {
			s.tell(s.t("letters.copy.stays"))
		}
		s.Refresh()
	})
}

// printIssued prints the bytes that were issued.
func (s *letterScreen) printIssued() { s.printed("") }

func (s *letterScreen) printed(paper data.PaperKind) {
	if s.entry.ID.IsZero() {
		return
	}
	issued, of, what := s.entry, s.of, data.DetailLetter
	if paper != "" {
		what = string(paper)
	}
	s.print(s.outgoing(paper, false), func(ctx context.Context, printer, hash string) error {
		return s.vault.RecordPrinted(ctx, of, issued.ID, printer, hash, what)
	})
}

// approvalWords say how the letter stands with the managers.
func (s *letterScreen) approvalWords(v issuedView) string {
	if v.state == data.ApprovalNone {
		return ""
	}
	by := dots(v.ruling.By, momentWords(s.words, v.ruling.Written), v.ruling.Value.Words)
	if a := v.entry.Value.Letter.Approver; v.ruling.ID.IsZero() && a != nil && v.state != data.ApprovalFollows {
		by = dots(a.Name, momentWords(s.words, a.On))
	}
	return dots(s.t("letters.approval."+string(v.state)), by)
}

// waits reports whether this manager has to say something about it.
func (s *letterScreen) waits(v issuedView) bool {
	return v.may && (v.state == data.ApprovalFollows || v.state == data.ApprovalByPhone || v.state == data.ApprovalQuestioned)
}

// question asks what is to be said about a letter that left before.
func (s *letterScreen) question() {
	words := ""
	f := &form{words: s.words, now: s.vault.Now()}
	f.area("letters.question.words", 3, &words)
	s.ask(question{
		title: s.t("letters.question"), lead: s.t("letters.question.lead"), content: f, kept: "letters.question:" + s.id.String(), accept: s.t("letters.question"),
		do: func(done func(error)) { s.rule(s.of, s.id, data.RulingQuestioned, words, done) },
	})
}

// confirm approves a letter that left before.
func (s *letterScreen) confirm() {
	lead := strings.TrimSpace(s.leftWords() + " " + s.t("letters.confirm.lead"))
	s.ask(question{title: s.t("letters.confirm"), lead: lead, accept: s.t("letters.confirm"), do: func(done func(error)) {
		s.rule(s.of, s.id, data.RulingApproved, "", done)
	}})
}

// accept is Ctrl+Enter.
func (s *letterScreen) accept() {
	if s.press != nil {
		s.press()
	}
}

// saveProtected saves the bytes that were issued in a file that opens with a password: the way out by default.
func (s *letterScreen) saveProtected() { s.save("", true) }

// savePlain saves them as they are.
func (s *letterScreen) savePlain() { s.save("", false) }

// save saves the letter, or a paper that goes with it.
func (s *letterScreen) save(paper data.PaperKind, protect bool) {
	if s.entry.ID.IsZero() {
		return
	}
	s.askWhere(s.outgoing(paper, protect))
}

// outgoing is the letter on its way out, or a paper for the person.
func (s *letterScreen) outgoing(kind data.PaperKind, protect bool) outgoing {
	issued, of := s.entry, s.of
	name := "letters.file"
	out := paper{doc: func(ctx context.Context) (*pdf.Document, error) { return s.drawn(ctx, kind) }}
	if kind != "" {
		name += "." + string(kind)
	} else {
		out.file = func(context.Context) ([]byte, error) { return issued.Value.PDF, nil }
	}
	return outgoing{
		name: issued.Value.Letter.Case + " " + s.t(name), protect: protect, paper: out,
		record: func(ctx context.Context, path, hash string) error {
			return s.vault.RecordCopy(ctx, of, data.SavedFile{Letter: issued.ID, Path: path, SHA256: hash, Protected: protect, Paper: kind})
		},
		saved: func(sentence string) { s.said = sentence; s.Refresh() },
	}
}

// drawn are the pages of the letter, or what the person may take home: in their language, where the case has it.
func (s *letterScreen) drawn(ctx context.Context, kind data.PaperKind) (*pdf.Document, error) {
	letter := s.entry.Value.Letter
	switch kind {
	case "":
		doc, _, err := pdf.Compose(s.vault.WithLogo(ctx, letter))
		return doc, err
	case data.PaperCopy:
		doc, _, err := pdf.Compose(letter.CopyForPerson())
		return doc, err
	}
	f, err := s.vault.OpenCase(ctx, s.of)
	if err != nil {
		return nil, err
	}
	doc, _, err := pdf.ComposeNext(s.vault.NextSteps(f, letter), string(f.Language()))
	return doc, err
}

// forPerson is what the person may take home, saved or on paper.
func (s *letterScreen) forPerson() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, paper := range []data.PaperKind{data.PaperCopy, data.PaperNext} {
		rows = append(rows, block{name: s.t("letters.paper." + string(paper)), small: s.t("letters.paper." + string(paper) + ".lead"), do: does(
			widget.Link(s.t("letters.save"), func() { s.save(paper, false) }),
			widget.Link(s.t("print.do"), func() { s.printed(paper) }),
		)}.object())
	}
	return part(s.t("letters.paper.title"), nil, "", rows...)
}
