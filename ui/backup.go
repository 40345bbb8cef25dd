package ui

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// backupAfter is how old the newest backup is before the locked app makes
// another; overdueAfter is when the records say so.
const (
	backupAfter  = 20 * time.Hour
	overdueAfter = 7 * 24 * time.Hour
)

// backupKey is the runner's key of the work: unlocking stops it.
const backupKey = "backup"

// backUpLocked makes a backup while the records are locked: it needs no key and
// nobody waits for it.
func (a *app) backUpLocked(path string) {
	folder := a.prefs.Backup
	if folder == "" || path == "" {
		return
	}
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	a.stopBackup = func() { cancel(); <-done }
	Go(a.runner, backupKey, func(context.Context) (bool, error) {
		defer close(done)
		defer cancel()
		now := time.Now()
		if now.Sub(data.LastBackup(path, folder, now)) < backupAfter {
			return false, nil
		}
		_, err := data.BackUp(ctx, path, folder, now)
		return err == nil, err
	}, func(made bool, _ error) { // the next unlock says when the last one was
		if made {
			a.backedUp(path, time.Now())
		}
	})
}

// backupsKnown is what this computer remembers of backups: a stick that holds
// them need not be plugged in.
type backupsKnown struct {
	folder            string
	backedUp, outside time.Time
}

func (a *app) backupsKnown() backupsKnown {
	return backupsKnown{a.prefs.Backup, a.prefs.BackedUp, a.prefs.Outside}
}

// backedUp remembers that a backup was made.
func (a *app) backedUp(path string, at time.Time) {
	a.prefs.BackedUp = at.UTC().Truncate(time.Second)
	if !besideRecords(path, a.prefs.Backup) {
		a.prefs.Outside = a.prefs.BackedUp
	}
	a.prefs.save()
}

// last is when the newest backup was made, and the newest on another disk; zero
// if there is none. What claims to be of a time to come was made while the
// clock was wrong.
func (k backupsKnown) last(path string, now time.Time) (last, outside time.Time) {
	last = data.LastBackup(path, k.folder, now)
	if !last.IsZero() && !besideRecords(path, k.folder) {
		outside = last
	}
	if k.backedUp.After(last) && !k.backedUp.After(now) {
		last = k.backedUp
	}
	if k.outside.After(outside) && !k.outside.After(now) {
		outside = k.outside
	}
	return last, outside
}

// besideRecords reports whether a folder goes with the disk of the records.
func besideRecords(path, folder string) bool {
	return filepath.VolumeName(folder) == filepath.VolumeName(path) && sameDisk(folder, path)
}

// backups is the part of the settings about them.
func (s *settingsScreen) backups() fyne.CanvasObject {
	a := s.app
	said := widget.Muted("")
	folder := widget.NewEntry(widget.EntryOptions{Text: a.prefs.Backup, Changed: func(text string) {
		a.prefs.Backup = ""
		if text != "" {
			a.prefs.Backup = a.fileNamed(text)
		}
		a.prefs.save()
	}})
	state := func(last time.Time) string {
		switch {
		case last.IsZero():
			return s.t("backup.none")
		case besideRecords(a.standing.path, a.prefs.Backup):
			return s.t("backup.last.here", map[string]any{"Time": momentWords(s.words, last)})
		}
		return s.t("backup.last", map[string]any{"Time": momentWords(s.words, last)})
	}
	said.Set(state(s.app.standing.lastBackup))
	s.begins[settingsBackup] = folder
	field := widget.NewField(widget.FieldOptions{Label: s.t("backup.folder"), Control: folder, Hint: s.t("backup.folder.hint")})
	under := widget.Stack(0, said)
	var now *widget.Button
	var buttons *fyne.Container
	now = widget.Secondary(s.t("backup.now"), func() {
		to := a.prefs.Backup
		if to == "" {
			field.SetWrong(s.t("backup.needsFolder"))
			return
		}
		going := newUnderWay(s.words, s.shell.Runner(), "backup.working")
		under.Objects, buttons.Objects[1] = []fyne.CanvasObject{going.said}, going.end
		under.Refresh()
		buttons.Refresh()
		s.canvas().Focus(going.end)
		Go(s.shell.Runner(), backupKey, func(ctx context.Context) (time.Time, error) {
			ctx, end := going.of(ctx)
			defer end()
			_, err := s.vault.BackUp(ctx, to)
			return data.LastBackup(s.vault.Path(), to, s.vault.Now()), err
		}, func(last time.Time, err error) {
			under.Objects, buttons.Objects[1] = []fyne.CanvasObject{said}, now
			buttons.Refresh()
			s.canvas().Focus(now)
			switch {
			case err != nil && going.wasStopped():
				say(said, s.t("backup.stopped"), theme.WarmInk)
				return
			case err != nil:
				say(said, data.Sentence(s.words, err), theme.WarmInk)
				return
			}
			a.backedUp(a.standing.path, last)
			a.standing.lastBackup, a.standing.outside = a.backupsKnown().last(a.standing.path, s.vault.Now())
			say(said, state(last), theme.GoodInk)
		})
	})
	choose := widget.NewButton(widget.ButtonOptions{Label: s.t("file.choose"), Icon: "search", Do: func() {
		chooseFile(s.canvas(), s.words, s.shell.Runner(), a.prefs.Backup, a.home(), nil, folder.Set)
	}})
	buttons = widget.Row(theme.Space8, choose, now)
	return widget.Stack(theme.Space12, widget.Heading(s.t("backup.title")), widget.Muted(s.t("backup.lead")), field, buttons, under)
}

// passphrase is the part of the settings about one's own.
func (s *settingsScreen) passphrase() fyne.CanvasObject {
	said := widget.Muted("")
	return widget.Stack(theme.Space8, widget.Heading(s.t("create.passphrase.title")), widget.Row(theme.Space16, widget.Secondary(s.t("settings.passphrase"), func() {
		f := &form{words: s.words, now: s.vault.Now()}
		fresh := newSecret(s.app, f, func() string { return s.app.standing.me.Name })
		s.ask(question{title: s.t("settings.passphrase"), lead: s.t("settings.passphrase.lead"), content: f, accept: s.t("common.save"), do: func(done func(error)) {
			Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
				return struct{}{}, s.vault.ChangePassphrase(ctx, fresh.value)
			}, func(_ struct{}, err error) {
				done(err)
				if err == nil {
					say(said, s.t("settings.passphrase.done"), theme.GoodInk)
				}
			})
		}})
	}), said))
}
