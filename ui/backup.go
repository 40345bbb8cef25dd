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
	Go(a.runner, backupKey, func(context.Context) (struct{}, error) {
		defer close(done)
		defer cancel()
		if made := data.Backups(path, folder); len(made) > 0 && time.Since(made[0]) < backupAfter {
			return struct{}{}, nil
		}
		_, err := data.BackUp(ctx, path, folder, time.Now())
		return struct{}{}, err
	}, func(struct{}, error) {}) // the next unlock says when the last one was
}

// lastBackup is when the newest backup was made; zero if there is none.
func lastBackup(path, folder string) time.Time {
	if folder == "" {
		return time.Time{}
	}
	if made := data.Backups(path, folder); len(made) > 0 {
		return made[0]
	}
	return time.Time{}
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
		case filepath.VolumeName(a.prefs.Backup) == filepath.VolumeName(a.standing.path) && sameDisk(a.prefs.Backup, a.standing.path):
			return s.t("backup.last.here", map[string]any{"Time": momentWords(s.words, last)})
		}
		return s.t("backup.last", map[string]any{"Time": momentWords(s.words, last)})
	}
	said.Set(state(s.app.standing.lastBackup))
	field := widget.NewField(widget.FieldOptions{Label: s.t("backup.folder"), Control: folder, Hint: s.t("backup.folder.hint")})
	now := widget.Secondary(s.t("backup.now"), func() {
		to := a.prefs.Backup
		if to == "" {
			field.SetWrong(s.t("backup.needsFolder"))
			return
		}
		say(said, s.t("backup.working"), theme.Muted)
		Go(s.shell.Runner(), backupKey, func(ctx context.Context) (time.Time, error) {
			_, err := s.vault.BackUp(ctx, to)
			return lastBackup(s.vault.Path(), to), err
		}, func(last time.Time, err error) {
			if err != nil {
				say(said, data.Sentence(s.words, err), theme.DangerInk)
				return
			}
			a.standing.lastBackup = last
			say(said, state(last), theme.GoodInk)
		})
	})
	choose := widget.NewButton(widget.ButtonOptions{Label: s.t("file.choose"), Icon: "search", Do: func() {
		chooseFile(s.canvas(), s.words, s.shell.Runner(), a.prefs.Backup, a.home(), nil, folder.Set)
	}})
	return widget.Stack(theme.Space12, widget.Heading(s.t("backup.title")), widget.Muted(s.t("backup.lead")), field, widget.Row(theme.Space8, choose, now), said)
}

// passphrase is the part of the settings about one's own.
func (s *settingsScreen) passphrase() fyne.CanvasObject {
	said := widget.Muted("")
	return widget.Stack(theme.Space8, widget.Heading(s.t("create.passphrase.title")), widget.Row(theme.Space16, widget.Secondary(s.t("settings.passphrase"), func() {
		f := &form{words: s.words, now: s.vault.Now()}
		fresh := newSecret(s.app, f, func() string { return s.app.standing.me.Name })
		s.ask(question{title: s.t("settings.passphrase"), content: f, accept: s.t("common.save"), do: func(done func(error)) {
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
