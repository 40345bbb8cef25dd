package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// teamScreen is who can unlock the records: for a manager to change, for others
// to see. Below stand the recovery kit and what was done by whom.
type teamScreen struct {
	desk
	route   Route
	resumes bool // the question about a new colleague is open, with what was typed
	page    *widget.Scroll
	first   fyne.Focusable    // what the keyboard begins with: a way on from here, or the trail where that was asked for
	done    fyne.CanvasObject // the trail, where that was asked for: the page begins with it
	said    *widget.Text      // what became of the trail
	team    teamView
}

// teamView is what the screen shows, read off the window's goroutine.
type teamView struct {
	members    []data.Member
	restricted int
	left       map[data.ID]int  // what those who have left still leave behind
	trail      []data.AuditLine // the newest first
}

// trailShown is how many lines of the audit trail stand on the screen; all of
// them are in the file that it is saved as, and in noddfactl audit.
const trailShown = 200

func newTeamScreen(d desk, r Route) *teamScreen {
	resumes := r.Form == colleagueDraft
	r.Form = ""
	return &teamScreen{desk: d, route: r, resumes: resumes, page: widget.NewScroll(widget.Muted(d.t("case.reading"))), said: widget.Muted("")}
}

// Content is the page.
func (s *teamScreen) Content() fyne.CanvasObject { return s.page }

// Route is the team's; its tab is the trail where that was asked for.
func (s *teamScreen) Route() Route { return s.route }

// Title is shown in the header.
func (s *teamScreen) Title() string { return s.t("team.title") }

// FirstFocus is what leads on from here, once the team is read; a volunteer has nothing to do here.
func (s *teamScreen) FirstFocus() fyne.Focusable { return s.first }

// accept adds a colleague.
func (s *teamScreen) accept() {
	if s.manages() {
		s.add()
	}
}

func (s *teamScreen) manages() bool { return s.app.standing.me.Role == data.Manager }

// Refresh reads the team.
func (s *teamScreen) Refresh() {
	manages := s.manages()
	Go(s.shell.Runner(), "team", func(ctx context.Context) (teamView, error) {
		view := teamView{members: s.vault.Members()}
		slices.SortStableFunc(view.members, func(a, b data.Member) int { return s.words.Compare(a.Name, b.Name) })
		if !manages {
			return view, nil
		}
		var err error
		if view.restricted, err = s.vault.RestrictedCases(ctx); err != nil {
			return view, err
		}
		view.left = s.vault.LeftBehind()
		if view.trail, err = s.vault.LatestAudit(ctx, trailShown); err != nil {
			return view, err
		}
		slices.Reverse(view.trail)
		return view, nil
	}, func(view teamView, err error) {
		if err != nil {
			s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
			return
		}
		s.team = view
		read := s.first != nil
		widget.Anew(s.canvas(), s.page, s.show)
		if !read {
			s.beginWith(s.first)
			if s.done != nil {
				s.page.BeginWith(s.done)
			}
		}
		if s.resumes && s.manages() {
			s.resumes = false
			s.add()
		}
	})
}

func (s *teamScreen) show() {
	parts := []fyne.CanvasObject{s.colleagues()}
	if ways := s.ways(); len(ways) > 0 {
		row := widget.Row(theme.Space8)
		for _, way := range ways {
			row.Add(way)
		}
		s.first = ways[0]
		parts = append([]fyne.CanvasObject{row}, parts...)
	}
	if s.manages() {
		parts = append(parts, s.kit(), s.trail())
	}
	offset := s.page.Offset()
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space32, parts...))))
	s.page.ScrollTo(offset)
}

// ways lead to what has a page of its own.
func (s *teamScreen) ways() []*widget.Button {
	to := func(title, icon, screen string) *widget.Button {
		return widget.NewButton(widget.ButtonOptions{Label: s.t(title), Icon: icon, Do: func() { s.shell.Go(Route{Screen: screen}) }})
	}
	requests := to("requests.title", "letters", ScreenRequests)
	switch s.app.standing.me.Role {
	case data.Volunteer:
		return nil
	case data.Caseworker:
		return []*widget.Button{requests}
	}
	return []*widget.Button{
		widget.NewButton(widget.ButtonOptions{Label: s.t("oversight.title"), Icon: "team", Hint: "Ctrl+Shift+T", Do: s.openOversight}),
		requests, to("team.incidents", "warning", screenIncidents), to("lost.title", "search", screenLost),
	}
}

func (s *teamScreen) colleagues() fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	managers := 0
	for _, m := range s.team.members {
		if m.Kit || !m.Active {
			continue
		}
		if m.Role == data.Manager {
			managers++
		}
		b := block{name: m.Name, small: s.t("role." + string(m.Role))}
		if m.ID == s.app.standing.me.ID {
			b.small = dots(b.small, s.t("team.you"))
			b.do = does(s.invitations(m)...)
		} else if s.manages() {
			b.do = does(append([]*widget.Button{
				widget.Link(s.t("team.role"), func() { s.changeRole(m) }), widget.Link(s.t("team.reset"), func() { s.reset(m, s.Refresh) }),
				widget.Link(s.t("team.remove"), func() { s.shell.Go(Route{Screen: screenLeaving, ID: m.ID.String()}) }),
			}, s.invitations(m)...)...)
		}
		blocks = append(blocks, b.object())
	}
	list := part(s.t("team.colleagues"), nil, "", blocks...)
	if !s.manages() {
		return list
	}
	stack := widget.Stack(theme.Space16)
	if managers < 2 && !s.app.standing.organisation.Fictional {
		stack.Add(widget.NewBand(widget.BandOptions{Text: s.t("team.twoManagers"), Icon: "warning", Kind: widget.BandInfo}))
	}
	for _, m := range s.team.members {
		if n := s.team.left[m.ID]; n > 0 {
			open := widget.Link(s.t("leaving.hand"), func() { s.shell.Go(Route{Screen: screenLeaving, ID: m.ID.String()}) })
			stack.Add(widget.NewBand(widget.BandOptions{Text: s.words.N("leaving.team", n, map[string]any{"Name": m.Name}), Icon: "warning", Kind: widget.BandInfo, Actions: []*widget.Button{open}}))
		}
	}
	stack.Add(list)
	stack.Add(widget.Row(theme.Space16, widget.NewButton(widget.ButtonOptions{Label: s.t("team.add"), Icon: "plus", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})))
	if s.team.restricted > 0 {
		stack.Add(widget.Muted(s.n("team.restricted", s.team.restricted)))
	}
	return stack
}

func (s *teamScreen) kit() fyne.CanvasObject {
	return widget.Stack(theme.Space8, widget.Heading(s.t("create.kit.title")), widget.Muted(s.t("team.kit.lead")),
		widget.Row(theme.Space8, widget.Secondary(s.t("team.kit.replace"), s.replaceKit)))
}

func (s *teamScreen) change(q question, do func(context.Context) error) {
	s.changeTeam(q, do, s.Refresh)
}

// changeTeam asks, then changes the team off the window's goroutine.
func (s desk) changeTeam(q question, do func(context.Context) error, changed func()) {
	q.do = func(done func(error)) {
		remove := func(context.Context, *data.Vault) error { return nil }
		if q.keeper != nil {
			remove = q.keeper.end()
		}
		Go(s.shell.Runner(), "", func(ctx context.Context) (standing, error) {
			if err := do(ctx); err != nil {
				return standing{}, err
			}
			if err := remove(ctx, s.vault); err != nil {
				return standing{}, err
			}
			return standingOf(s.vault, s.words), nil
		}, func(now standing, err error) {
			if err != nil && q.keeper != nil {
				q.keeper.touch()
			}
			done(err)
			if err == nil {
				s.app.standing = now
				changed()
			}
		})
	}
	s.ask(q)
}

func (s *teamScreen) roles() []widget.Option {
	return optionsOf(s.words, "role", data.Volunteer, data.Caseworker, data.Manager)
}

// colleagueDraft is the question about a new colleague.
const colleagueDraft = "new-colleague"

// colleagueBegun is what is typed about a new colleague; never the passphrase.
type colleagueBegun struct {
	Name string
	Role data.Role
}

func (s *teamScreen) add() {
	Go(s.shell.Runner(), "new colleague", func(ctx context.Context) (begun colleagueBegun, _ error) {
		_, err := s.vault.LoadDraft(ctx, colleagueDraft, &begun)
		return begun, err
	}, func(begun colleagueBegun, _ error) { s.askColleague(begun) })
}

func (s *teamScreen) askColleague(begun colleagueBegun) {
	if begun.Role == "" {
		begun.Role = data.Volunteer
	}
	keeper := newDraftKeeper(s.caseDesk, colleagueDraft, func() any { return begun })
	f := &form{words: s.words, now: s.vault.Now(), changed: keeper.touch}
	f.wide(f.field("team.name", widget.NewEntry(widget.EntryOptions{Text: begun.Name, Changed: func(t string) { begun.Name = t; f.touch() }})))
	f.wide(f.field("team.role.label", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: s.roles(), Chosen: string(begun.Role), Changed: func(id string) { begun.Role = data.Role(id); f.touch() },
	})))
	secret := newSecret(s.app, f, func() string { return begun.Name })
	s.change(question{title: s.t("team.add"), lead: s.t("team.add.lead"), content: f, keeper: keeper, accept: s.t("team.add")}, func(ctx context.Context) error {
		_, err := s.vault.AddMember(ctx, begun.Name, begun.Role, secret.value)
		return err
	})
}

func (s *teamScreen) changeRole(m data.Member) {
	role := m.Role
	f := &form{words: s.words, now: s.vault.Now()}
	f.wide(f.field("team.role.label", widget.NewChoice(widget.ChoiceOptions{Always: true, Options: s.roles(), Chosen: string(role), Changed: func(id string) { role = data.Role(id) }})))
	s.change(question{title: s.t("team.role.of", map[string]any{"Name": m.Name}), content: f, accept: s.t("common.save")}, func(ctx context.Context) error {
		return s.vault.ChangeRole(ctx, m.Name, role)
	})
}

// reset gives somebody a new passphrase, and new keys.
func (s desk) reset(m data.Member, changed func()) {
	f := &form{words: s.words, now: s.vault.Now()}
	secret := newSecret(s.app, f, func() string { return m.Name })
	s.changeTeam(question{title: s.t("team.reset.of", map[string]any{"Name": m.Name}), lead: s.t("team.reset.lead"), content: f, accept: s.t("common.save")}, func(ctx context.Context) error {
		return s.vault.ResetMember(ctx, m.Name, secret.value)
	}, changed)
}

func (s *teamScreen) replaceKit() {
	s.ask(question{title: s.t("team.kit.replace"), lead: s.t("team.kit.replace.lead"), accept: s.t("team.kit.replace"), do: func(done func(error)) {
		Go(s.shell.Runner(), "", func(ctx context.Context) (data.Kit, error) { return s.vault.ReplaceKit(ctx, nil) }, func(kit data.Kit, err error) {
			done(err)
			if err == nil {
				s.app.showNewKit(&kit)
			}
		})
	}})
}

// secret is a passphrase typed twice in a form, with the word on its strength.
type secret struct{ value string }

// newSecret adds the two fields to a form for the passphrase of whoever is named. The form is not ready while the
// passphrase is weak or the two differ.
func newSecret(a *app, f *form, whose func() string) *secret {
	s := &secret{}
	names := func() []string {
		o := a.standing.organisation
		return []string{whose(), o.Name, o.NameCY}
	}
	again := ""
	u := &unclear{}
	judge := func() {
		u.wrong = ""
		switch {
		case tooWeak(s.value, names()...):
			u.wrong = strengthHint(a, s.value, names()...)
		case s.value != again:
			u.wrong = a.t("create.passphrase.differ")
		}
	}
	var first, second *widget.Entry
	next := func(string) { // Enter goes on to the second field, while nothing is in it
		if again == "" && !tooWeak(s.value, names()...) {
			a.window.Canvas().Focus(second)
			return
		}
		widget.Unhandled(first, &fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	first = widget.NewEntry(widget.EntryOptions{Password: true, Submit: next, Changed: func(t string) {
		s.value = t
		u.field.SetWrong("")
		u.field.SetHint(strengthHint(a, t, names()...))
		judge()
	}})
	u.entry = first
	u.field = f.field("create.passphrase.first", first)
	u.field.SetHint(strengthHint(a, ""))
	f.wide(u.field)
	second = widget.NewEntry(widget.EntryOptions{Password: true, Changed: func(t string) {
		again = t
		u.field.SetWrong("")
		judge()
	}})
	f.wide(f.field("create.passphrase.again", second))
	judge()
	u.always = true
	f.unclear = append(f.unclear, u)
	return s
}
