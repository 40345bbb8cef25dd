package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

// Screens of this part that the rail does not open.
const (
	screenContactForm = "contact-form"
	screenSort        = "sort"
	screenImport      = "import"
	screenEndShift    = "end-shift"
	screenKit         = "kit"
)

// standing is what every page may need to know of the records, read once when
// they are opened and again when it changes.
type standing struct {
	organisation data.Organisation
	own          assets.Own // what the organisation says in its own words
	me           data.Member
	colleagues   []string
	path         string
	number       string // of the records, the same whatever the file is called
	older        bool
	readOnly     bool
	damaged      string // the text that says so; "" = nothing is
	kitPending   bool
	seen         time.Time // when this computer last saw a newer state of an older file
	newest       time.Time // when the newest entry of an older file was written
	newerPlace   string    // where this computer has opened the newer one, if not here
	enrolled     bool      // unlocked with the computer's secret
	keyring      data.Code // what is the matter with this computer's keyring; "" = nothing
	lastBackup   time.Time
	exchanged    bool      // calls were sealed to a key that is not ours
	taken        int       // calls that were taken while locked and have just come in
	taking       error     // why a call that was taken while locked could not be brought in
	outside      time.Time // the last backup on another disk than the records'
	clockBehind  time.Time // the newest entry, where the clock is behind it
	kitDrill     bool
	holed        bool              // an entry is missing from the list of colleagues
	whole        *data.FoundBackup // the newest backup without that; nil = none is known
}

func standingOf(v *data.Vault, words *assets.Translator) standing {
	s := standing{
		organisation: v.Organisation(), own: v.Wording().Value.Own, me: v.Me(), path: v.Path(), number: v.Number(), older: v.Older(), readOnly: v.ReadOnly(),
		damaged: damagedText(v.Damaged()), kitPending: v.KitPending(), seen: v.OlderThan(), newest: v.NewestEntry(), newerPlace: v.NewerPlace(), kitDrill: v.KitDrill(),
	}
	if newest, behind := v.ClockBehind(); behind {
		s.clockBehind = newest
	}
	s.enrolled, _ = v.Enrolled(context.Background()) // where it cannot be read, it is not said
	s.keyring, s.holed = v.KeyringState(), v.Holed()
	for _, m := range v.Members() {
		if m.Active && !m.Kit {
			s.colleagues = append(s.colleagues, m.Name)
		}
	}
	slices.SortStableFunc(s.colleagues, words.Compare)
	return s
}

// enter opens the shell on the records and shows a page; whereOneWas is the one
// that was shown when this colleague locked.
func (a *app) enter(v *data.Vault, at Route) {
	a.enterLooking(v, at, func() (data.ID, string) { return data.ID{}, "" })
}

// enterLooking is enter for somebody who does something already: looking says, when the
// shell is about to be shown, which case they chose, else what they look for.
func (a *app) enterLooking(v *data.Vault, at Route, looking func() (chosen data.ID, typed string)) {
	if first, reading := v.First(); reading {
		a.enterFirst(v, first, at)
		return
	}
	a.vault, a.due = v, nil
	a.o.Locked = false
	a.speakTo(v.Me())
	madeUp, before, words := a.madeUp != "", a.standing.exchanged, a.words
	if a.call != nil {
		a.call.keep()
		a.call = nil
	}
	a.trouble.watch(v)
	backups := a.backupsKnown()
	was, place := at == whereOneWas, keptPlace{Route: at}
	Go(a.runner, "enter", func(ctx context.Context) (standing, error) {
		if was {
			place = takePlace(ctx, v)
		}
		exchanged := false
		if !madeUp && !v.Me().Kit {
			exchanged = v.KeepForLocked(ctx)
		}
		if backups.folder != "" && !madeUp {
			v.RememberBackups(backups.folder)
		}
		taken, taking := v.TakeIn(ctx)
		now := standingOf(v, words)
		if now.holed {
			if found, ok := data.NewestBackup(v.Path(), backups.folder); ok {
				now.whole = &found
			}
		}
		now.exchanged, now.taken, now.taking = exchanged || before, taken, taking
		now.lastBackup, now.outside = backups.last(v.Path(), v.Now())
		return now, nil
	}, func(now standing, _ error) {
		a.standing = now
		a.words = assets.Lang(a.words.Code()).With(&now.own)
		if now.me.Kit {
			a.showRecover()
			return
		}
		if was && place.Covered {
			a.covered = true
		}
		waiting := place.Route.Form == askedDraft+waitingCall // which is asked on any page
		if waiting {
			place.Route.Form = ""
		}
		chosen, typed := looking()
		if !chosen.IsZero() {
			place = keptPlace{Route: Route{Screen: ScreenCase, ID: chosen.String()}}
		}
		a.openShell(place.Route)
		if page, ok := a.shell.Current().(longPage); ok && place.Scrolled > 0 {
			page.see(place.Scrolled, place.Field)
		}
		switch {
		case waiting:
			a.askWaiting()
		case typed != "":
			a.searchFor(typed)
		}
	})
}

func (a *app) openShell(at Route) {
	a.unlocked, a.calling = a.vault.Now(), false
	rail := []RailItem{
		{Route{Screen: ScreenToday}, "today", "rail.today"},
		{Route{Screen: ScreenContacts}, "contacts", "rail.contacts"},
		{Route{Screen: ScreenCases}, "cases", "rail.cases"},
		{Route{Screen: ScreenLetters}, "letters", "rail.letters"},
		{Route{Screen: ScreenInsights}, "insights", "rail.insights"},
		{Route{Screen: ScreenTeam}, "team", "rail.team"},
		{Route{Screen: ScreenSettings}, "settings", "rail.settings"},
	}
	if a.standing.me.Role != data.Manager {
		rail = slices.DeleteFunc(rail, func(r RailItem) bool { return r.Route.Screen == ScreenInsights })
	}
	if a.standing.me.Role == data.Volunteer {
		rail = slices.Delete(rail, 2, 4) // there is no case for a volunteer
	}
	a.shell = NewShell(ShellOptions{
		Window: a.window, Words: a.words, Runner: a.runner,
		Rail:    rail,
		Screens: a.screens(), NewContact: a.newContact, Search: a.showSearch, Crisis: a.showCrisis, Unfinished: a.nextUnfinished, Shown: a.shown, Cover: a.cover, Covered: a.covered, Lock: a.lock, Keys: a.showKeys, Bands: a.bands(),
	})
	a.show(a.shell.Content())
	a.gate, a.shownGate = nil, nil // with ten thousand lines of the page before
	a.bindNoAnswer()
	a.bindShift()
	a.bindTick()
	bindAccept(a.desk().caseDesk)
	if at.Screen == "" {
		at = Route{Screen: ScreenToday}
	}
	a.shell.Begin(at)
	a.drawTour()
	a.checkWeekly()
	a.readForSearch()
	if a.vault.DraftsLost() > 0 {
		a.desk().tell(a.t("doors.draftsLost"))
	}
}

// readStanding reads it again after a change and lays the window out anew.
func (a *app) readStanding(at Route) { a.enter(a.vault, at) }

// desk is what the screens of this part work with.
func (a *app) desk() desk {
	return desk{caseDesk{vault: a.vault, shell: a.shell, words: a.words}, a}
}

// desk is a caseDesk with the window's own parts: the crisis card, the settings.
type desk struct {
	caseDesk
	app *app
}

func (d desk) n(key string, n int) string { return d.words.N(key, n) }

// ringNow says that nobody has been told, and whom to ring.
func (d desk) ringNow(t *assets.Translator) string { return ringWords(t, d.app.duty()) }

func ringWords(t *assets.Translator, duty []data.OnCall) string {
	if len(duty) > 0 {
		return t.T("crisis.ringNow", map[string]any{"Name": duty[0].Name, "Number": duty[0].Number})
	}
	return t.T("crisis.toldNoOne")
}

func (a *app) screens() map[string]Builder {
	screens := CaseScreens(CaseOptions{Vault: a.vault, Shell: func() *Shell { return a.shell }})
	screens[ScreenToday] = func(Route) Screen { return newTodayScreen(a.desk()) }
	screens[ScreenContacts] = func(Route) Screen { return newContactsScreen(a.desk()) }
	screens[ScreenContact] = func(r Route) Screen { return newContactScreen(a.desk(), r) }
	screens[screenContactForm] = func(r Route) Screen { return newContactForm(a.desk(), r) }
	screens[screenSort] = func(r Route) Screen { return newSortScreen(a.desk(), r) }
	screens[screenEndShift] = func(Route) Screen { return newEndShiftScreen(a.desk()) }
	screens[screenImport] = func(Route) Screen { return newImportScreen(a.desk()) }
	screens[screenKit] = func(Route) Screen { return newKitScreen(a.desk()) }
	screens[ScreenTeam] = func(r Route) Screen { return newTeamScreen(a.desk(), r) }
	screens[ScreenInsights] = func(r Route) Screen { return newInsightsScreen(a.desk(), r) }
	screens[screenOversight] = func(Route) Screen { return newOversightScreen(a.desk()) }
	screens[screenDue] = func(Route) Screen { return newDueScreen(a.desk()) }
	screens[screenIncidents] = func(Route) Screen { return newIncidentsScreen(a.desk()) }
	screens[screenLost] = func(r Route) Screen { return newLostScreen(a.desk(), r) }
	screens[screenLeaving] = func(r Route) Screen { return newLeavingScreen(a.desk(), r) }
	screens[screenRetention] = func(Route) Screen { return newRetentionScreen(a.desk()) }
	screens[screenWording] = func(Route) Screen { return newWordingScreen(a.desk()) }
	screens[ScreenSettings] = func(r Route) Screen { return newSettingsScreen(a.desk(), r) }
	return screens
}

// bands are what must be known on every page: nothing here is real, an older
// file, a file that can only be read, records that cannot be read, the kit.
func (a *app) bands() []fyne.CanvasObject {
	a.backupBand, a.tourPlace = nil, nil
	var all []fyne.CanvasObject
	say := func(kind widget.BandKind, icon, text string, actions ...*widget.Button) {
		all = append(all, widget.NewBand(widget.BandOptions{Text: text, Icon: icon, Kind: kind, Strong: true, Actions: actions}))
	}
	add := func(kind widget.BandKind, icon, key string, actions ...*widget.Button) {
		say(kind, icon, a.t(key), actions...)
	}
	if a.standing.holed { // first, since the first is seen in the smallest window
		say(widget.BandWarm, "warning", a.holed(), a.pastHole()...)
	}
	if n := a.standing.taken; n > 0 { // gone once it was read
		band := widget.Stack(0)
		band.Add(widget.NewBand(widget.BandOptions{Text: a.words.N("call.taken", n), Icon: "phone", Kind: widget.BandInfo, Actions: []*widget.Button{
			widget.Link(a.t("import.finish"), func() {
				a.standing.taken = 0
				band.RemoveAll()
				a.shell.Go(Route{Screen: ScreenContacts})
			}),
		}}))
		all = append(all, band)
	}
	if a.standing.organisation.Fictional {
		var end []*widget.Button
		if a.madeUp != "" {
			end = append(end, widget.Link(a.t("doors.fictional.end"), a.stopLooking))
		}
		add(widget.BandWarm, "eye", "doors.fictional", end...)
		a.tourPlace = widget.Stack(0)
		all = append(all, a.tourPlace)
	}
	if a.standing.older {
		text := a.older()
		if a.standing.me.Role != data.Manager {
			text += " " + a.t("computer.older.ask")
		}
		say(widget.BandWarm, "warning", text, a.acceptOlder()...)
	}
	if a.standing.readOnly && !a.standing.holed {
		add(widget.BandWarm, "lock", "doors.readOnly")
	}
	if !a.standing.clockBehind.IsZero() {
		all = append(all, widget.NewBand(widget.BandOptions{
			Text: a.t("doors.clock", map[string]any{"Clock": momentWords(a.words, a.vault.Now()), "Newest": momentWords(a.words, a.standing.clockBehind)}),
			Icon: "clock", Kind: widget.BandWarm, Strong: true,
		}))
	}
	if a.standing.damaged != "" && !a.standing.holed {
		add(widget.BandWarm, "warning", a.standing.damaged)
	}
	if a.standing.exchanged {
		add(widget.BandWarm, "warning", "call.exchanged")
	}
	if a.standing.taking != nil {
		all = append(all, widget.NewBand(widget.BandOptions{Text: a.t("call.notBrought") + " " + data.Sentence(a.words, a.standing.taking), Icon: "warning", Kind: widget.BandWarm}))
	}
	if a.standing.kitPending && !a.standing.organisation.Fictional {
		add(widget.BandInfo, "", "doors.kit.pending", widget.Link(a.t("doors.kit.confirmNow"), func() { a.shell.Go(Route{Screen: screenKit}) }))
	}
	if a.standing.kitDrill && !a.standing.organisation.Fictional {
		add(widget.BandInfo, "", "doors.kit.drill", widget.Link(a.t("doors.kit.drillNow"), func() { a.shell.Go(Route{Screen: screenKit}) }))
	}
	if a.backupOverdue(a.standing.lastBackup) {
		text := a.t("backup.overdue")
		if last := a.standing.lastBackup; !last.IsZero() {
			text = a.t("backup.overdue.since", map[string]any{"Time": momentWords(a.words, last)})
		}
		a.backupBand = widget.NewBand(widget.BandOptions{Text: text, Icon: "warning", Kind: widget.BandWarm, Strong: true, Actions: []*widget.Button{widget.Link(a.t("backup.open"), func() { a.shell.Go(Route{Screen: ScreenSettings, Tab: settingsBackup}) })}})
		all = append(all, a.backupBand)
	}
	return all
}

// shown is after a page was opened.
func (a *app) shown() {
	a.countUnfinished()
	if a.backupBand == nil {
		return
	}
	// Today has it in its list.
	if hide := a.shell.Current().Route().Screen == ScreenToday; a.backupBand.Visible() == hide {
		a.backupBand.Hide()
		if !hide {
			a.backupBand.Show()
		}
		a.shell.Content().Refresh()
	}
}

// older says that the file is older than what this computer has seen.
func (a *app) older() string {
	return data.OlderSentence(a.words, a.standing.newest, a.standing.seen, a.standing.newerPlace)
}

// acceptOlder is a manager's way on from an older file.
func (a *app) acceptOlder() []*widget.Button {
	if a.standing.me.Role != data.Manager {
		return nil
	}
	return []*widget.Button{widget.Link(a.t("doors.older.accept"), func() {
		lead := a.older() + " " + a.t("doors.older.lead")
		a.desk().ask(question{title: a.t("doors.older.accept"), lead: lead, accept: a.t("doors.older.accept"), do: func(done func(error)) {
			Go(a.runner, "", func(ctx context.Context) (struct{}, error) { return struct{}{}, a.vault.AcceptOlder(ctx) }, func(_ struct{}, err error) {
				done(err)
				if err == nil {
					a.readStanding(Route{Screen: ScreenToday})
				}
			})
		}})
	})}
}

// backupOverdue reports whether a backup that was made last then leaves out more
// than the last week's work. It is a manager's to see to.
func (a *app) backupOverdue(last time.Time) bool {
	now, o := a.vault.Now(), a.standing.organisation
	return !o.Fictional && a.standing.me.Role == data.Manager && now.Sub(o.Made) > overdueAfter && now.Sub(last) > overdueAfter
}

// newContact opens an empty form. One that is being written is kept as a draft.
func (a *app) newContact() {
	a.shell.Go(Route{Screen: screenContactForm, ID: "new:" + data.NewID().String()})
}
