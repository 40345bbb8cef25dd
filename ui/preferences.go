package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
)

// preferences are what this computer remembers between two starts. They are in
// the clear, so nothing about a client is ever among them.
type preferences struct {
	Language string     `json:"language,omitempty"`
	Spoken   spoken     `json:"spoken,omitempty"`
	Look     theme.Look `json:"look,omitempty"`
	TextSize int        `json:"text_size,omitempty"` // per cent
	Notify   bool       `json:"notify,omitempty"`    // tell on the desktop that something is due
	NoTour   bool       `json:"no_tour,omitempty"`   // the offer of a tour was closed
	Width    float32    `json:"width,omitempty"`
	Height   float32    `json:"height,omitempty"`
	Vault    string     `json:"vault,omitempty"`  // the file opened last
	Backup   string     `json:"backup,omitempty"` // the folder for backups

	BackedUp time.Time `json:"backed_up,omitzero"`         // when the last one was made
	Outside  time.Time `json:"backed_up_outside,omitzero"` // and the last one on another disk

	file string // where they are kept; none if empty
}

// spoken is the language each colleague chose on this computer, by the number of their entry in the records.
type spoken map[string]string

// Sizes of the window, in device independent pixels.
const (
	firstWidth, firstHeight float32 = 1120, 760
	leastWidth, leastHeight float32 = 640, 480
)

// readPreferences reads what is kept in a folder. What cannot be read is as if
// it had never been kept.
func readPreferences(folder string) *preferences {
	p := &preferences{}
	if folder == "" {
		var err error
		if folder, err = data.ComputersFolder(); err != nil {
			return p.filled()
		}
	}
	file := filepath.Join(folder, "window.json")
	if text, err := os.ReadFile(file); err == nil && json.Unmarshal(text, p) != nil {
		*p = preferences{}
	}
	p.file = file
	return p.filled()
}

func (p *preferences) filled() *preferences {
	if p.Language != assets.Welsh && p.Language != assets.English {
		p.Language = SystemLanguage()
	}
	if p.Width < leastWidth || p.Height < leastHeight || p.Width > 8000 || p.Height > 8000 {
		p.Width, p.Height = firstWidth, firstHeight
	}
	return p
}

// SystemLanguage is the language of this computer: Welsh where it speaks Welsh, else English.
func SystemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if set := os.Getenv(name); set != "" {
			if len(set) >= 2 && set[:2] == assets.Welsh {
				return assets.Welsh
			}
			return assets.English
		}
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // which say it elsewhere
		if strings.HasPrefix(strings.ToLower(string(lang.SystemLocale())), assets.Welsh) {
			return assets.Welsh
		}
	}
	return assets.English
}

// save writes the file whole or not at all; where it cannot be written the next
// start merely remembers less.
func (p *preferences) save() {
	if p.file == "" {
		return
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(p.file), 0o700) != nil {
		return
	}
	part := p.file + ".part"
	if os.WriteFile(part, append(text, '\n'), 0o600) == nil {
		_ = os.Rename(part, p.file)
	}
}

func (p *preferences) theme() theme.Options {
	return theme.Options{Look: p.Look, TextSize: p.TextSize}
}
