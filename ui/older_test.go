package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

func TestAnOlderCopyIsToldWithBothDaysInBothLanguages(t *testing.T) {
	now := caseNoon
	s := newAppStage(t, func(o *Options) { o.Opened.Now = func() time.Time { return now } }).created()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.app.lock()
	old, err := os.ReadFile(s.records())
	must(err)
	now = caseNoon.AddDate(0, 0, 7)
	s.again()
	s.unlock(stagePassphrase)
	_, err = s.vault.LogContact(t.Context(), data.Contact{Said: "They want money."})
	must(err)
	s.app.lock()
	must(os.WriteFile(s.records(), old, 0o600))
	now = caseNoon.AddDate(0, 0, 10)
	s.again()
	s.unlock(stagePassphrase)
	was, is := s.app.words.DateTime(caseNoon.Local()), s.app.words.DateTime(caseNoon.AddDate(0, 0, 7).Local())
	s.shows("The newest entry in the file: "+was+".", "This computer has seen the records of: "+is+".")
	if strings.Contains(s.words(), "Ask a manager") {
		t.Error("a manager is told to ask one")
	}
	s.app.speak("cy")
	s.now()
	was, is = s.app.words.DateTime(caseNoon.Local()), s.app.words.DateTime(caseNoon.AddDate(0, 0, 7).Local())
	s.shows("Y cofnod diweddaraf yn y ffeil: "+was+".", "Gwelodd y cyfrifiadur hwn y cofnodion fel yr oeddent: "+is+".")
	s.press("Mynd ymlaen o'r copi hwn")
	s.press("Mynd ymlaen o'r copi hwn")
	if s.now().vault.Older() {
		t.Error("a manager accepted it and it is still older")
	}
}
