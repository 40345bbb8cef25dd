package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// settingsScreen is for the colleague at this computer (language, look, text
// size) and, for managers, the letterhead and the on-call list.
type settingsScreen struct {
	desk
	organisation data.Organisation // as it stands on the screen
	route        Route             // its tab is where the keyboard begins: a settings… below, or the top
	page         *widget.Scroll
	body         fyne.CanvasObject
	first        *widget.Choice
	begins       map[string]fyne.Focusable // where each part begins
	duty         *fyne.Container
	said         *widget.Text
	keeper       *draftKeeper
	began        bool
	busy         bool
}

const organisationDraft = "organisation"

// Parts of the settings that other pages lead to: tabs of the route.
const (
	settingsOnCall = "on-call"
	settingsQuiet  = "quiet"
	settingsBackup = "backup"
	settingsPolice = "police"
)

func newSettingsScreen(d desk, r Route) *settingsScreen {
	s := &settingsScreen{desk: d, route: r, begins: map[string]fyne.Focusable{}, organisation: d.app.standing.organisation, said: widget.Muted("")}
	s.organisation.OnCall = slices.Clone(s.organisation.OnCall)
	s.keeper = newDraftKeeper(d.caseDesk, organisationDraft, func() any { return s.organisation })
	s.page = widget.NewScroll(widget.Gap(0))
	sides := widget.Sides{Center: s.page}
	if s.manages() {
		sides.Bottom = pageFoot(saveButton(s.words, s.accept), s.said)
	}
	s.body = widget.Frame(sides)
	s.build()
	return s
}

// saveButton is the filled button of a page of settings.
func saveButton(t *assets.Translator, do func()) *widget.Button {
	return widget.NewButton(widget.ButtonOptions{Label: t.T("settings.save"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: do})
}

func (s *settingsScreen) manages() bool { return s.app.standing.me.Role == data.Manager }

// Content is the page.
func (s *settingsScreen) Content() fyne.CanvasObject { return s.body }

// Route is the settings'.
func (s *settingsScreen) Route() Route { return s.route }

// Title is shown in the header.
func (s *settingsScreen) Title() string { return s.t("settings.title") }

// Refresh offers what was typed and not saved again. The letterhead itself was
// read when the records were opened.
func (s *settingsScreen) Refresh() {
	if s.began {
		return
	}
	s.began = true
	Go(s.shell.Runner(), "settings", func(ctx context.Context) (*data.Organisation, error) {
		var draft data.Organisation
		if found, err := s.vault.LoadDraft(ctx, organisationDraft, &draft); err != nil || !found {
			return nil, err
		}
		return &draft, nil
	}, func(draft *data.Organisation, _ error) {
		if draft != nil {
			s.organisation = *draft
			s.build()
			say(s.said, s.t("settings.unsaved"), theme.Muted)
			s.focus(s.FirstFocus())
		}
	})
}

// Leave seals what is being typed.
func (s *settingsScreen) Leave() { s.keeper.flush() }

// FirstFocus is the part that was asked for, else the language.
func (s *settingsScreen) FirstFocus() fyne.Focusable {
	if part := s.begins[s.route.Tab]; part != nil {
		return part
	}
	return s.first
}

func (s *settingsScreen) build() {
	parts := []fyne.CanvasObject{s.mine(), widget.Hairline()}
	if s.manages() {
		parts = append(parts, s.ownWords(), widget.Hairline(), s.letterhead(), widget.Hairline(), s.onCall(), widget.Hairline(), s.police(), widget.Hairline(), s.team(), widget.Hairline(), s.retention())
	} else {
		parts = append(parts, widget.Muted(s.t("settings.onlyManagers")))
	}
	parts = append(parts, widget.Hairline(), s.passphrase(), widget.Hairline(), s.backups(), widget.Hairline(), s.computer(), widget.Hairline(), s.file(), widget.Hairline(), s.about())
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space24, parts...))))
}

// mine are the settings of this computer; they hold at once.
func (s *settingsScreen) mine() fyne.CanvasObject {
	a := s.app
	s.first = widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(s.words, "common.language", data.English, data.Welsh), Chosen: s.words.Code(), Changed: a.speak,
	})
	looks := []widget.Option{
		{ID: string(theme.AsComputer) + "-", Label: s.t("settings.look.computer")},
		{ID: string(theme.Light), Label: s.t("settings.look.light")},
		{ID: string(theme.Dark), Label: s.t("settings.look.dark")},
		{ID: string(theme.HighContrast), Label: s.t("settings.look.contrast")},
	}
	look := widget.NewChoice(widget.ChoiceOptions{Always: true, Options: looks, Chosen: lookID(a.prefs.Look), Changed: func(id string) {
		a.prefs.Look = theme.Look(strings.TrimSuffix(id, "-"))
		a.restyle()
	}})
	var sizes []widget.Option
	chosen := ""
	for _, percent := range theme.TextSizes() {
		id := strconv.Itoa(percent)
		if chosen == "" && theme.Points(percent) >= theme.Points(theme.New(a.prefs.theme()).Options().TextSize) {
			chosen = id
		}
		sizes = append(sizes, widget.Option{ID: id, Label: s.t("settings.text.points", map[string]any{"Points": theme.Points(percent)})})
	}
	size := widget.NewChoice(widget.ChoiceOptions{Always: true, Options: sizes, Chosen: chosen, Changed: func(id string) {
		if percent, err := strconv.Atoi(id); err == nil {
			a.prefs.TextSize = percent
			a.restyle()
		}
	}})
	field := func(key string, control fyne.CanvasObject) fyne.CanvasObject {
		return widget.NewField(widget.FieldOptions{Label: s.t(key), Control: control})
	}
	notify := widget.NewCheck(widget.CheckOptions{Label: s.t("settings.notify"), Hint: s.t("settings.notify.hint"), On: a.prefs.Notify, Changed: func(on bool) {
		a.prefs.Notify = on
		a.prefs.save()
	}})
	return widget.Stack(theme.Space16, widget.Heading(s.t("settings.you")),
		field("settings.language", s.first), field("settings.look", look), field("settings.text", size), notify)
}

// lookID tells "as this computer" from nothing chosen.
func lookID(look theme.Look) string {
	if look == theme.AsComputer {
		return "-"
	}
	return string(look)
}

// restyle shows another look or text size at once.
func (a *app) restyle() {
	a.prefs.save()
	a.applyTheme()
	a.rebuild()
}

func (s *settingsScreen) letterhead() fyne.CanvasObject {
	f := &form{words: s.words, now: s.vault.Now(), changed: s.touch}
	o := &s.organisation
	f.wide(widget.Stack(theme.Space4, widget.Heading(s.t("settings.organisation")), widget.Muted(s.t("settings.organisation.hint"))))
	f.text("settings.name", &o.Name)
	f.text("settings.nameCY", &o.NameCY)
	f.lines("settings.address", 3, &o.Address)
	f.text("settings.phone", &o.Phone)
	f.text("settings.email", &o.Email)
	f.text("settings.hours", &o.Hours)
	f.text("settings.hoursCY", &o.HoursCY)
	f.text("settings.charity", &o.Charity)
	f.put(f.field("settings.nation", widget.NewSelect(widget.SelectOptions{
		Options: nationOptions(s.app), Chosen: o.Nation, Changed: func(id string) { o.Nation = id; s.touch() },
	})))
	f.wide(s.logo())
	return f.object()
}

// team is what the organisation wants of the list of what waits across it.
func (s *settingsScreen) team() fyne.CanvasObject {
	o := &s.organisation
	days := []int{14, 21, 28, 42, 56, 84}
	if !slices.Contains(days, o.Quiet()) {
		days = append(days, o.Quiet())
		slices.Sort(days)
	}
	var options []widget.Option
	for _, n := range days {
		options = append(options, widget.Option{ID: strconv.Itoa(n), Label: s.n("common.count.days", n)})
	}
	f := &form{words: s.words, now: s.vault.Now(), changed: s.touch}
	f.wide(widget.Heading(s.t("oversight.title")))
	quiet := widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: options, Chosen: strconv.Itoa(o.Quiet()), Changed: func(id string) {
			if n, err := strconv.Atoi(id); err == nil {
				o.QuietDays = n
				s.touch()
			}
		},
	})
	s.begins[settingsQuiet] = quiet
	f.wide(f.field("settings.quiet", quiet))
	return f.object()
}

// police is where letters to a force go, one force at a time.
func (s *settingsScreen) police() fyne.CanvasObject {
	o := &s.organisation
	f := &form{words: s.words, now: s.vault.Now(), changed: s.touch}
	f.wide(widget.Stack(theme.Space4, widget.Heading(s.t("settings.police")), widget.Muted(s.t("settings.police.hint"))))
	force, filling := s.route.ID, false
	address := widget.NewTextArea(widget.EntryOptions{Text: strings.Join(o.AddressOf(force), "\n"), Rows: 3, Changed: func(text string) {
		if !filling && force != "" {
			o.SetAddress(force, nonBlankLines(text))
			s.touch()
		}
	}})
	which := widget.NewSelect(widget.SelectOptions{
		Options: forceOptions(s.words, s.vault.Now()), Chosen: force, Placeholder: s.t("settings.police.choose"), Filter: s.t("compose.force.filter"),
		Changed: func(id string) {
			force, filling = id, true
			address.Enable()
			address.Set(strings.Join(o.AddressOf(id), "\n"))
			filling = false
		},
	})
	s.begins[settingsPolice] = which
	if force == "" {
		address.Disable()
	} else {
		s.begins[settingsPolice] = address
	}
	f.wide(f.field("compose.force", which))
	f.wide(f.field("settings.police.address", address))
	return f.object()
}

func (s *settingsScreen) onCall() fyne.CanvasObject {
	s.duty = widget.Stack(theme.Space16)
	s.showDuty()
	hidden := &form{words: s.words, now: s.vault.Now(), changed: s.touch}
	hidden.tick("settings.onCall.hidden", &s.organisation.OnCallHidden)
	add := widget.NewButton(widget.ButtonOptions{Label: s.t("settings.onCall.add"), Icon: "plus", Do: func() {
		s.organisation.OnCall = append(s.organisation.OnCall, data.OnCall{})
		s.showDuty()
		s.touch()
	}})
	s.begins[settingsOnCall] = add
	return widget.Stack(theme.Space16,
		widget.Stack(theme.Space4, widget.Heading(s.t("settings.onCall")), widget.Muted(s.t("settings.onCall.hint"))),
		s.duty,
		add,
		hidden.object(),
	)
}

// showDuty lays out a row of fields for each name.
func (s *settingsScreen) showDuty() {
	s.duty.RemoveAll()
	if len(s.organisation.OnCall) == 0 {
		s.duty.Add(widget.Muted(s.t("settings.onCall.empty")))
	}
	for i := range s.organisation.OnCall {
		who := &s.organisation.OnCall[i]
		f := &form{words: s.words, now: s.vault.Now(), changed: s.touch}
		f.text("settings.onCall.name", &who.Name)
		f.text("settings.onCall.number", &who.Number)
		f.text("settings.onCall.hours", &who.Hours)
		f.text("settings.onCall.deputy", &who.Deputy)
		f.flush()
		name := who.Name
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		f.wide(widget.Link(s.t("settings.onCall.remove", map[string]any{"Name": name}), func() {
			s.organisation.OnCall = slices.Delete(s.organisation.OnCall, i, i+1)
			s.showDuty()
			s.touch()
		}))
		s.duty.Add(widget.Stack(theme.Space8, f.parts...))
		s.duty.Add(widget.Hairline())
	}
	s.page.Refresh()
}

func (s *settingsScreen) file() fyne.CanvasObject {
	lines := []fyne.CanvasObject{
		widget.Heading(s.t("settings.file")), widget.Muted(s.app.standing.path),
		widget.Muted(s.t("settings.number", map[string]any{"Number": s.app.standing.number})), widget.Strong(s.t("settings.kit")),
	}
	switch {
	case s.app.standing.kitDrill:
		lines = append(lines, widget.Body(s.t("doors.kit.drill")), widget.Secondary(s.t("doors.kit.drillNow"), func() { s.shell.Go(Route{Screen: screenKit}) }))
	case s.app.standing.kitPending:
		lines = append(lines, widget.Body(s.t("doors.kit.pending")), widget.Secondary(s.t("doors.kit.confirmNow"), func() { s.shell.Go(Route{Screen: screenKit}) }).About(s.t("settings.kit")))
	default:
		lines = append(lines, widget.Muted(s.t("settings.kit.done")))
	}
	return widget.Stack(theme.Space8, lines...)
}

func (s *settingsScreen) touch() {
	say(s.said, "", theme.Muted)
	s.keeper.touch()
}

// accept saves the letterhead and the on-call list.
func (s *settingsScreen) accept() {
	if s.busy || !s.manages() {
		return
	}
	s.busy = true
	o := s.organisation
	o.OnCall = slices.DeleteFunc(slices.Clone(o.OnCall), func(c data.OnCall) bool { return c == data.OnCall{} })
	remove := s.keeper.end()
	Go(s.shell.Runner(), "", func(ctx context.Context) (standing, error) {
		if err := s.vault.SaveOrganisation(ctx, o); err != nil {
			return standing{}, err
		}
		if err := remove(ctx, s.vault); err != nil {
			return standing{}, err
		}
		return standingOf(s.vault, s.words), nil
	}, func(now standing, err error) {
		s.busy = false
		if err != nil {
			say(s.said, data.Sentence(s.words, err), theme.WarmInk)
			s.keeper.touch()
			return
		}
		now.lastBackup, now.outside = s.app.standing.lastBackup, s.app.standing.outside
		s.app.standing = now
		say(s.said, s.t("common.savedAt", map[string]any{"Time": s.words.Time(s.vault.Now().Local())}), theme.GoodInk)
	})
}
