package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"noddfa/data"
)

// withBackup is an error about a damaged file, with the newest backup that could
// take its place.
type withBackup struct {
	error
	vault  string
	backup *data.FoundBackup // nil: none was found
}

func (e withBackup) Unwrap() error { return e.error }

// closed adds the newest backup to why a file did not open, where it is needed.
func (a *access) closed(err error) error {
	switch data.CodeOf(err) {
	case data.CodeDamaged, data.CodeRoster, data.CodeHoled, data.CodeJournal:
		return a.withBackup(err)
	case data.CodeNotVault, data.CodeEmpty, data.CodeParameters: // what damage can look like
		if with := a.withBackup(err); with.backup != nil {
			return with
		}
	}
	return err
}

func (a *access) withBackup(err error) withBackup {
	return withBackup{err, a.vault, a.newestBackup()}
}

func (a *access) newestBackup() *data.FoundBackup {
	folders := []string{windowsBackups()}
	if a.backups != "" {
		folders = []string{a.backups}
	}
	if found, ok := data.NewestBackup(a.vault, folders...); ok {
		return &found
	}
	return nil
}

// windowsBackups is the folder for backups that the window's settings name on
// this computer; "" if they name none.
func windowsBackups() string {
	var settings struct {
		Backup string `json:"backup"`
	}
	if folder, err := data.ComputersFolder(); err == nil {
		if text, err := os.ReadFile(filepath.Join(folder, "window.json")); err == nil {
			_ = json.Unmarshal(text, &settings)
		}
	}
	return settings.Backup
}

// sayBackup names the newest backup and how it is restored.
func (e withBackup) sayBackup(c console) {
	if e.backup == nil {
		fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.no-backup"))
		return
	}
	fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.newest-backup", map[string]any{
		"Made": c.tr.DateTime(e.backup.Made.Local()), "File": e.backup.File, "Quoted": quoted(e.backup.File), "Beside": quoted(data.RestoreBeside(e.vault)),
	}))
}

// quoted is a file's name as a command line takes it.
func quoted(name string) string {
	if strings.ContainsAny(name, " '&()$;!") {
		return `"` + name + `"`
	}
	return name
}
