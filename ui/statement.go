package ui

import (
	"cmp"
	"context"
	"maps"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenStatement is a breach in words for the ICO or for the trustees.
const screenStatement = "statement"

// The readers of a statement, tabs of its route.
const (
	forICO      = "ico"
	forTrustees = "trustees"
)

// statementScreen offers the words, to be filled in, copied and printed. They name
// no client. What somebody changed in them is an unfinished text until they are on
// paper or saved; the records have what they say.
type statementScreen struct {
	caseDesk
	id       data.ID
	reader   string
	language string
	view     statementView
	made     map[string]string // see statementDraft
	keeper   *draftKeeper
	page     *trailPage
	text     *widget.TextArea
	copies   *widget.Button
}

// statementDraft is what somebody made of the words, by language.
type statementDraft struct {
	Language string
	Texts    map[string]string
}

// statementView is what the words are made of.
type statementView struct {
	request data.Request
	begun   statementDraft
	reset   map[string]time.Time // who of those who used the computer has new keys
}

func newStatementScreen(d caseDesk, r Route) *statementScreen {
	s := &statementScreen{caseDesk: d, reader: forICO, language: d.words.Code(), page: newTrailPage(d, "statement")}
	if r.Tab == forTrustees {
		s.reader = forTrustees
	}
	_ = s.id.UnmarshalText([]byte(r.ID))
	s.keeper = newDraftKeeper(d, "statement:"+s.id.String()+":"+s.reader, func() any { return statementDraft{s.language, maps.Clone(s.made)} })
	return s
}

// Content is the page.
func (s *statementScreen) Content() fyne.CanvasObject { return s.page.Scroll }

// Release lets go of what is read for it.
func (s *statementScreen) Release() { s.page.Release() }

// Route names the breach and the reader.
func (s *statementScreen) Route() Route {
	return Route{Screen: screenStatement, ID: s.id.String(), Tab: s.reader}
}

// Title is shown in the header.
func (s *statementScreen) Title() string { return s.t("statement.for." + s.reader) }

// FirstFocus is the way to copy: the words are read from their beginning.
func (s *statementScreen) FirstFocus() fyne.Focusable {
	if s.copies == nil {
		return nil
	}
	return s.copies
}

// Leave seals what is being typed.
func (s *statementScreen) Leave() { s.keeper.flush() }

// Refresh reads the breach; words that are being changed stay.
func (s *statementScreen) Refresh() {
	if s.text != nil {
		return
	}
	draft := s.keeper.name
	readTrail(s.page, func(ctx context.Context) (statementView, error) {
		f, err := s.vault.OpenRequest(ctx, s.id)
		if err != nil {
			return statementView{}, err
		}
		v := statementView{request: f.Request.Value}
		if _, err := s.vault.LoadDraft(ctx, draft, &v.begun); err != nil {
			return v, err
		}
		if lost := v.request.Lost; lost != nil {
			v.reset, err = s.vault.ResetSince(ctx, lost.UsedBy, v.request.Aware)
		}
		return v, err
	}, func(v statementView) {
		s.view = v
		s.show()
	})
}

func (s *statementScreen) show() {
	s.made = map[string]string{}
	if begun := s.view.begun; len(begun.Texts) > 0 {
		s.language, s.made = begun.Language, begun.Texts
	}
	s.text = widget.NewTextArea(widget.EntryOptions{Text: cmp.Or(s.made[s.language], s.sentences()), Rows: 18, Changed: s.typed})
	language := widget.NewField(widget.FieldOptions{Label: s.t("statement.language"), Control: widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(s.words, "common.language", data.English, data.Welsh), Chosen: s.language, Changed: func(id string) {
			s.language = id
			s.text.Set(cmp.Or(s.made[id], s.sentences()))
		},
	})})
	words := widget.NewField(widget.FieldOptions{Label: s.t("statement.words"), Hint: s.t("statement.hint"), Control: s.text})
	s.copies = widget.NewButton(widget.ButtonOptions{Label: s.t("statement.copy"), Kind: widget.Filled, Hint: keyNames("Ctrl+Enter"), Do: s.accept})
	buttons := widget.Row(theme.Space12, s.copies,
		widget.Secondary(s.t("statement.print"), func() { s.print(s.outgoing(), s.told) }),
		widget.Secondary(s.t("compose.save.title"), func() { s.askWhere(s.outgoing()) }))
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space16,
		widget.Muted(s.t("statement.lead")), language, words, buttons))))
	s.page.ScrollTo(0)
	s.begin(s.page.Scroll)
}

// typed keeps what somebody made of the words; as we wrote them they are not kept.
func (s *statementScreen) typed(text string) {
	if s.made[s.language] = text; text == s.sentences() {
		delete(s.made, s.language)
	}
	if len(s.made) == 0 {
		s.keeper.drop()
		return
	}
	s.keeper.touch()
}

// accept copies the words as they stand.
func (s *statementScreen) accept() {
	if s.text != nil {
		widget.Copy(s.text.Value())
		s.tell(s.t("statement.copied"))
	}
}

// outgoing is the paper; it names nobody, and neither does its file.
func (s *statementScreen) outgoing() outgoing {
	text, title := s.text.Value(), assets.Lang(s.language).T("statement.title."+s.reader)
	statement := pdf.Statement{Title: title, Text: text, Date: s.vault.Now(), Sender: s.vault.Organisation().Sender()}
	return outgoing{
		name: "noddfa-" + s.reader, words: "statement.save",
		paper: paper{doc: func(context.Context) (*pdf.Document, error) {
			doc, _, err := pdf.ComposeStatement(statement, s.language)
			return doc, err
		}},
		record: func(ctx context.Context, _, _ string) error { return s.told(ctx, "", "") },
		saved:  s.tell,
	}
}

func (s *statementScreen) told(ctx context.Context, _, _ string) error {
	_ = s.vault.DropDraft(ctx, s.keeper.name) // at worst the words are offered once more
	s.vault.Tell(ctx, data.AuditEvent{Action: data.AuditStatement, Subject: s.id.String()[:8]})
	return nil
}

// sentences are the words in the chosen language: what the records know, and in
// brackets what somebody has to fill in.
func (s *statementScreen) sentences() string {
	t := assets.Lang(s.language)
	r, o, now := s.view.request, s.vault.Organisation(), s.vault.Now()
	sender := o.Sender()
	name := sender.Name
	if s.language == assets.Welsh {
		name = firstText(sender.NameCY, name)
	}
	what := r.Incident
	if what == "" {
		what = data.IncidentOther
	}
	clock := r.Clock(now.Location())
	aware := r.Aware
	if aware.IsZero() {
		aware = r.Received
	}
	list := []string{
		t.T("statement.who", map[string]any{"Organisation": firstText(name, "[ … ]"), "Name": s.vault.Me().Name, "Phone": firstText(sender.Phone, "[ … ]")}),
		t.T("statement.what." + string(what)),
		t.T("statement.known", map[string]any{"Time": momentWords(t, aware), "Due": momentWords(t, clock.Due)}),
	}
	if s.reader == forICO && clock.Due.Before(now) {
		list = append(list, t.T("statement.late"))
	}
	if lost := r.Lost; lost != nil {
		list = append(list, s.lostSentences(t, lost)...)
	} else {
		list = append(list, t.T("statement.data"))
	}
	list = append(list, t.T("statement.risk"), t.T("statement.people"))
	if s.reader == forTrustees {
		switch {
		case !r.ICOTold.IsZero():
			list = append(list, t.T("statement.ico.told", map[string]any{"Time": momentWords(t, r.ICOTold)}))
		case r.ICOWhyNot != "":
			list = append(list, t.T("statement.ico.not"))
		default:
			list = append(list, t.T("statement.ico.open", map[string]any{"Due": momentWords(t, clock.Due)}))
		}
		list = append(list, t.T("statement.commission"))
	}
	return strings.Join(list, "\n\n")
}

// lostSentences are what the records know of a missing computer and of what was done.
func (s *statementScreen) lostSentences(t *assets.Translator, lost *data.LostComputer) []string {
	list := []string{t.T("statement.lost.data", map[string]any{"Cases": t.N("statement.cases", lost.Cases), "Contacts": t.N("statement.contacts", lost.Contacts)})}
	if !lost.LastEntry.IsZero() {
		list = append(list, t.N("statement.lost.used", len(lost.UsedBy), map[string]any{"Time": momentWords(t, lost.LastEntry)}))
	}
	key := "statement.lost.key"
	if lost.Bound == data.Yes {
		key += ".bound"
	}
	list = append(list, t.T(key))
	if lost.Copies > 0 {
		list = append(list, t.N("statement.lost.copies", lost.Copies))
	} else {
		list = append(list, t.T("statement.lost.noCopies"))
	}
	if left := len(lost.UsedBy) - len(s.view.reset); left <= 0 && len(lost.UsedBy) > 0 {
		return append(list, t.T("statement.lost.reset"))
	}
	return append(list, t.T("statement.lost.notReset"))
}
