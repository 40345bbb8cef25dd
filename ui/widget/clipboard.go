package widget

import (
	"crypto/sha256"
	"time"

	"fyne.io/fyne/v2"
)

// copiedFor is how long copied text stays in the clipboard.
const copiedFor = time.Minute

// copied is what was copied last: its hash, so that the text itself is kept nowhere.
var copied struct {
	hash  [32]byte
	from  fyne.Clipboard
	timer *time.Timer
}

// brief is the clipboard for words from the records: out of its history, where the system can, and empty again in a minute.
type brief struct{ fyne.Clipboard }

// briefly is nil where there is no clipboard.
func briefly(c fyne.Clipboard) fyne.Clipboard {
	if c == nil {
		return nil
	}
	return brief{c}
}

// SetContent copies text.
func (b brief) SetContent(text string) {
	if text == "" {
		return
	}
	putBriefly(b.Clipboard, text)
	if copied.timer != nil {
		copied.timer.Stop()
	}
	copied.hash, copied.from = sha256.Sum256([]byte(text)), b.Clipboard
	copied.timer = time.AfterFunc(copiedFor, func() { fyne.Do(ForgetCopied) })
}

// Copy copies a text as a field does: it is gone again in a minute.
func Copy(text string) {
	if c := briefly(fyne.CurrentApp().Clipboard()); c != nil {
		c.SetContent(text)
	}
}

// ForgetCopied takes what was copied from the app out of the clipboard, unless something else is in it by now. It is
// called a minute after copying, and when the records are locked.
func ForgetCopied() {
	if copied.from == nil {
		return
	}
	if sha256.Sum256([]byte(copied.from.Content())) == copied.hash {
		copied.from.SetContent("")
	}
	copied.timer.Stop()
	copied.from = nil
}
