package secondreader

import (
	"encoding/base64"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	system "github.com/zalando/go-keyring"

	"noddfa/data"
)

// Where the computer is asked for too, its secret or an invitation opens the file for the second reader as well, and nothing less does.
func TestTheComputerAndAnInvitationOpenTheRecords(t *testing.T) {
	if runtime.GOOS != "windows" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		t.Skip("no keyring is here: make test brings one")
	}
	s := newOffice(t)
	s.add("Cadi", data.Caseworker)
	s.close()
	o := s.options()
	o.NoKeyring = false
	unlock := func(name string) *data.Vault {
		t.Helper()
		v, err := data.Unlock(t.Context(), s.path, data.Credentials{Passphrase: phraseOf(name), Options: o})
		s.must(err)
		return v
	}
	v := unlock("Mair")
	s.must(v.AskForComputers(t.Context(), true))
	s.must(v.Close())
	s.must(unlock("Cadi").Close())
	v = unlock("Mair")
	invitation, err := v.InviteComputer(t.Context(), "Cadi")
	s.must(errors.Join(err, v.Close()))

	f, err := openFile(s.path)
	s.must(err)
	name := f.vault.String() + " computer"
	f.close()
	text, err := system.Get("org.noddfa.Noddfa", name)
	s.must(err)
	defer system.Delete("org.noddfa.Noddfa", name)
	secret, err := base64.StdEncoding.DecodeString(text)
	s.must(err)
	code := strings.Join(invitation.Groups, "-")
	for what, c := range map[string]struct {
		Secrets
		opens bool
	}{
		"the passphrase alone":           {Secrets{Passphrase: phraseOf("Cadi")}, false},
		"another computer":               {Secrets{Passphrase: phraseOf("Cadi"), Computer: make([]byte, 32)}, false},
		"the computer":                   {Secrets{Passphrase: phraseOf("Cadi"), Computer: secret}, true},
		"the computer, a wrong phrase":   {Secrets{Passphrase: phraseOf("Carys"), Computer: secret}, false},
		"an invitation":                  {Secrets{Passphrase: phraseOf("Cadi"), Invitation: code}, true},
		"an invitation of somebody else": {Secrets{Passphrase: phraseOf("Mair"), Invitation: code}, false},
		"the kit":                        {Secrets{Passphrase: s.kit}, true},
	} {
		_, err := ReadWith(s.path, c.Secrets)
		if c.opens && err != nil || !c.opens && !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
