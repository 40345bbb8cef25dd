package data

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
)

// mostFolders is how many folders of backups are remembered, the newest.
const mostFolders = 20

// foldersFile names the folders into which this computer has made backups. They
// lie in the clear beside the settings: what is erased later has to be listed
// beside every backup that still holds it.
func (v *Vault) foldersFile() string {
	return filepath.Join(v.computer.dir, "backups", v.id.String()+".json")
}

// backupFolders are the folders of backups that are known here.
func (v *Vault) backupFolders() (folders []string) {
	if v.computer.dir == "" {
		return nil
	}
	text, err := os.ReadFile(v.foldersFile())
	if err != nil || json.Unmarshal(text, &folders) != nil {
		return nil
	}
	return folders
}

// RememberBackups remembers a folder into which backups of this vault go from
// this computer. Where that cannot be written down, erasing has to be told.
func (v *Vault) RememberBackups(folder string) {
	folder, err := filepath.Abs(folder)
	known := v.backupFolders()
	if err != nil || v.computer.dir == "" || slices.Contains(known, folder) {
		return
	}
	known = append(known, folder)
	text, err := json.Marshal(known[max(0, len(known)-mostFolders):])
	if err == nil {
		_ = writeWhole(v.foldersFile(), text)
	}
}

// everyFolder is some folders of backups and those that are known here besides.
func (v *Vault) everyFolder(folders []string) []string {
	all := v.backupFolders()
	for _, folder := range folders {
		if abs, err := filepath.Abs(folder); err == nil && !slices.Contains(all, abs) {
			all = append(all, abs)
		}
	}
	return all
}
