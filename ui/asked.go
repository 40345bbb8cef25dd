package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenAsked is a letter that waits for a manager, or for who asked.
const screenAsked = "asked"

// askedScreen shows the very pages that a manager is asked to approve.
type askedScreen struct {
	letterPage
	view   askedView
	press  func()         // what the filled button does
	ruled  bool           // here and now: a key too many issues nothing
	readOn *widget.Button // it, where it is to approve: until every page was looked at it reads on
	unread *widget.Button // approves all the same, and the question says which pages were not looked at
	lead   *widget.Text   // what approving means, once nothing is left to read
	said   *widget.Text   // why it could not be approved
}

// askedView is a letter that was asked for, with what was said of it.
type askedView struct {
	line    data.AskedLine
	entry   data.Entry[data.AskedLetter]
	ruling  data.Entry[data.Approval]
	may     bool // rule on it
	of      data.CaseLine
	file    *data.CaseFile
	why     []string // keys of why a manager has to see it
	missing []data.Missing
	doc     *pdf.Document
}

func newAskedScreen(d caseDesk, r Route) *askedScreen {
	s := &askedScreen{letterPage: newLetterPage(d, r), lead: widget.Muted(d.t("asked.approve.lead")), said: widget.NewText("", widget.TextStyle{Color: theme.WarmInk}).Announce()}
	s.looked.more = s.turnedPages
	return s
}

// Route names what was asked for.
func (s *askedScreen) Route() Route { return Route{Screen: screenAsked, ID: s.id.String()} }

// Title is shown in the header.
func (s *askedScreen) Title() string { return s.t("asked.title") }

// accept does what the filled button does.
func (s *askedScreen) accept() {
	if s.press != nil {
		s.press()
	}
}

// Refresh reads the letter.
func (s *askedScreen) Refresh() {
	Go(s.shell.Runner(), "asked", s.read, func(v askedView, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.view = v
		s.under.show(v.file)
		s.show()
		s.pages.Set(v.doc)
		if (v.line.State == data.ApprovalWaiting || v.line.State == data.ApprovalGiven) && v.may {
			s.askAgain(questions(map[string]func(){"asked.sendBack": s.sendBack}))
		}
		s.askAgain(questions(nil))
	})
}

func (s *askedScreen) read(ctx context.Context) (askedView, error) {
	var v askedView
	var err error
	if v.line, err = theOne(s.vault.Asked(), func(l data.AskedLine) bool { return l.ID == s.id }); err != nil {
		return v, err
	}
	f, err := s.vault.OpenCase(ctx, v.line.Case)
	if err != nil {
		return v, err
	}
	if v.entry, err = theOne(f.Asked, func(e data.Entry[data.AskedLetter]) bool { return e.ID == s.id }); err != nil {
		return v, err
	}
	v.file, v.may = f, s.vault.MayRule(s.id)
	v.of, _ = s.vault.CaseLine(v.line.Case)
	if s.vault.Restricted(v.line.Case) {
		v.why = append(v.why, "asked.why.restricted")
	}
	switch l := v.entry.Value.Letter; {
	case l.Consent == nil:
		v.why = append(v.why, "asked.why.consent")
	case l.Basis != data.BasisConsent: // they agreed, and the letter does not rest on it
		v.why = append(v.why, "asked.why.basis")
	}
	v.ruling, _ = f.RulingOn(s.id)
	letter := v.entry.Value.Letter
	if v.line.State == data.ApprovalGiven {
		if letter, v.missing, err = s.vault.Compose(ctx, v.line.Case, data.LetterChoices{Asked: s.id}); err != nil {
			return v, err
		}
	}
	letter.Draft = true
	v.doc, _, err = pdf.Compose(s.vault.WithLogo(ctx, letter))
	return v, err
}

func (s *askedScreen) show() {
	v, l := s.view, s.view.entry.Value.Letter
	buttons := widget.Row(theme.Space12)
	var first fyne.Focusable
	filled := func(key, icon string, do func()) {
		s.press = do
		b := widget.NewButton(widget.ButtonOptions{Label: s.t(key), Icon: icon, Kind: widget.Filled, Hint: "Ctrl+Enter", Do: do})
		first = b
		buttons.Add(b)
	}
	s.press, s.readOn, s.unread = nil, nil, nil
	s.lead.Hide()
	s.said.Hidden = s.said.Text() == ""
	changed := data.Refusal(v.missing)
	switch {
	case v.line.State == data.ApprovalWaiting && v.may:
		filled("asked.approve", "", s.readOrApprove)
		s.readOn, _ = first.(*widget.Button)
		s.unread = widget.Link(s.t("asked.approve"), s.askUnread)
		buttons.Add(widget.Secondary(s.t("asked.sendBack"), s.sendBack))
		buttons.Add(s.unread)
		s.turnedPages()
	case v.line.State == data.ApprovalGiven && changed == nil && s.ruled:
		buttons.Add(widget.Secondary(s.t("compose.issue"), s.askToIssue))
	case v.line.State == data.ApprovalGiven && changed == nil:
		filled("compose.issue", "letters", s.askToIssue)
	case v.line.State == data.ApprovalGiven, v.line.State == data.ApprovalSentBack:
		filled("asked.again", "letters", func() { s.shell.Go(Route{Screen: ScreenCompose, ID: v.line.Case.String()}) })
	}
	if v.line.State == data.ApprovalGiven && v.may {
		buttons.Add(widget.Secondary(s.t("asked.sendBack"), s.sendBack)) // which takes the approval back
	}
	open := s.toCase(v.line.Case)
	buttons.Add(open)
	if first == nil {
		first = open
	}
	state := s.t("asked.state." + string(v.line.State))
	if changed != nil {
		state = data.Sentence(s.words, changed)
	}
	s.lay(first,
		widget.NewBand(widget.BandOptions{Text: state, Icon: "letters", Kind: widget.BandInfo}),
		widget.Stack(theme.Space8, buttons, s.lead, s.said),
		widget.Stack(theme.Space8,
			widget.Strong(s.t("compose.type."+string(l.Type))),
			s.line("asked.case", dots(v.of.Reference, s.uncovered(v.of.Name))),
			s.line("asked.why", s.sentences(v.why)),
			s.line("letters.to", dots(recipientWords(s.words, l.To), l.To.Unit, l.To.Attention)),
			s.line("asked.by", dots(momentWords(s.words, v.line.Asked), v.entry.By)),
			s.line("asked.words", v.entry.Value.Words),
			s.line("asked.ruled", dots(momentWords(s.words, v.ruling.Written), v.ruling.By)),
			s.line("asked.answer", v.ruling.Value.Words),
			s.line("compose.basis", dots(valueWords(s.words, "compose.basis", l.Basis), l.BasisNote)),
		))
}

// sentences are the texts of keys, one after the other.
func (s *askedScreen) sentences(keys []string) string {
	var all []string
	for _, key := range keys {
		all = append(all, s.t(key))
	}
	return strings.Join(all, " ")
}

// turnedPages shows what the filled button does, now that more pages were looked at.
func (s *askedScreen) turnedPages() {
	if s.readOn == nil {
		return
	}
	left, drawn := s.looked.left()
	if !s.looked.anyLeft() {
		s.readOn.SetLabel(s.t("asked.approve"))
		s.lead.Show()
		s.unread.Hide()
	} else {
		label := s.t("asked.readPages")
		if drawn {
			label = s.t("asked.readOn", map[string]any{"Page": left[0], "Pages": len(s.looked.seen)})
		}
		s.readOn.SetLabel(label)
		s.unread.Show()
	}
	widget.Settle(s.readOn)
}

// readOrApprove reads on while a page is left, and approves then.
func (s *askedScreen) readOrApprove() {
	s.looked.look()
	if s.looked.anyLeft() {
		s.looked.on()
		return
	}
	s.approve(func(err error) {
		s.said.Set("")
		if err != nil {
			s.said.Set(data.Sentence(s.words, err))
			s.OpenTab(1) // where the pages were read by themselves
		}
		s.said.Hidden = s.said.Text() == ""
		settle(s.said)
	})
}

func (s *askedScreen) approve(done func(error)) {
	s.ruled = true
	s.rule(s.view.line.Case, s.id, data.RulingApproved, "", done)
}

// askUnread approves a letter with pages that nobody looked at, once somebody has read which.
func (s *askedScreen) askUnread() {
	lead := strings.TrimSpace(s.leftWords() + " " + s.t("asked.approve.lead"))
	s.ask(question{title: s.t("asked.approve"), lead: lead, accept: s.t("asked.approve"), do: s.approve})
}

func (s *askedScreen) sendBack() {
	words := ""
	f := &form{words: s.words, now: s.vault.Now()}
	f.area("asked.sendBack.words", 3, &words)
	lead := s.t("asked.sendBack.lead", map[string]any{"Name": s.view.entry.By})
	s.ask(question{title: s.t("asked.sendBack"), lead: lead, content: f, kept: "asked.sendBack:" + s.id.String(), accept: s.t("asked.sendBack"), do: func(done func(error)) {
		f.flush()
		s.rule(s.view.line.Case, s.id, data.RulingSentBack, words, done)
	}})
}

// rule writes a manager's ruling and shows what it changed, also to who read the pages in a narrow window.
func (p *letterPage) rule(caseID, letter data.ID, ruling data.Ruling, words string, done func(error)) {
	Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.vault.Rule(ctx, caseID, letter, ruling, words)
	}, func(_ struct{}, err error) {
		done(err)
		if err == nil {
			p.OpenTab(1)
			p.shell.Refresh()
		}
	})
}

// askToIssue asks once, then issues the letter as it was approved.
func (s *askedScreen) askToIssue() {
	to := s.view.entry.Value.Letter.To.Force
	s.ask(question{
		title: s.t("compose.issue.title", map[string]any{"Force": forceWords(s.words, to)}), lead: s.t("compose.issue.lead"), accept: s.t("compose.issue"),
		do: func(done func(error)) {
			of, choices := s.view.line.Case, data.LetterChoices{Asked: s.id}
			Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
				letter, err := issueLetter(ctx, s.vault, of, choices)
				if err != nil {
					return letter, err
				}
				return letter, s.vault.DropDraft(ctx, "letter:"+of.String())
			}, func(letter data.ID, err error) {
				done(err)
				if err == nil {
					s.shell.Go(Route{Screen: screenLetter, ID: letter.String()})
				}
			})
		},
	})
}
