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

// copyFor notes what is in the clipboard now, to take it out again in a minute.
func copyFor(c fyne.Clipboard) {
	if c == nil || c.Content() == "" {
		return
	}
	if copied.timer != nil {
		copied.timer.Stop()
	}
	copied.hash, copied.from = sha256.Sum256([]byte(c.Content())), c
	copied.timer = time.AfterFunc(copiedFor, func() { fyne.Do(ForgetCopied) })
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
