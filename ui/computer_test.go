package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestSettingsSayWhatTheKeyringDoesAndWhereNoneIsItIsNotAskedFor(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.shows("Nothing else depends on it.", "There is no keyring here that answers.")
	s.press("Ask for the computer too")
	s.shows("have the kit at hand before you do this")
	s.press("Ask for the computer too")
	s.shows("does not answer, so nothing was changed")
	if s.vault.Organisation().Computers {
		t.Error("it is asked for where no keyring is")
	}
}

func TestAComputerThatIsNotEnrolledIsSaidWithAWayOn(t *testing.T) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		t.Skip("no keyring is here: make test brings one")
	}
	s := newAppStage(t, func(o *Options) { o.Opened.NoKeyring = false }).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Ask for the computer too")
	s.press("Ask for the computer too")
	s.now().app.lock()
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenSettings})
	s.shows("This computer is enrolled for you.")
	s.goTo(Route{Screen: ScreenTeam})
	s.press("Invite a computer")
	s.press("Make a code")
	s.shows("It works once, until", "Group 1", "Group 8") // a slip is told by the number of its group
	s.press("Close")
	invitation, err := s.vault.InviteComputer(t.Context(), s.vault.Me().Name)
	if err != nil {
		t.Fatal(err)
	}
	s.now().app.lock()
	notes, _ := filepath.Glob(filepath.Join(s.home, "state", "origins", "*.json"))
	if len(notes) != 1 {
		t.Fatalf("this computer remembers %v", notes)
	}
	if err := keyring.Delete("org.noddfa.Noddfa", strings.TrimSuffix(filepath.Base(notes[0]), ".json")+" computer"); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(strings.Join(invitation.Groups, " "))
	s.shows("An invitation opens them only together with your own passphrase.", "Invitation for this computer")
	s.unlock(stagePassphrase)
	s.shows("This computer is not enrolled for these records, or the passphrase is wrong.", "Invitation for this computer")
}
