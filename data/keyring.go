package data

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"noddfa/data/seal"
)

// The system's keyring is another program: it can be absent, locked until
// somebody answers its own window, or never answer at all, and its library has
// no time limit. So each call runs beside us and is waited for only so long.

const (
	keyringService = "org.noddfa.Noddfa"
	// anchorPatience is for the note of the newest state, without which all goes on.
	anchorPatience = 2 * time.Second
	// secretPatience is for the computer's secret, without which a member may not get
	// in here: long enough to type the keyring's own password.
	secretPatience = 40 * time.Second
)

// errNoItem says that the keyring answers and has no such thing.
var errNoItem = errors.New("the keyring has no such item")

// keyringAnswers reports whether a keyring can be asked without hanging: on
// Linux the library would otherwise start a message bus of its own and wait
// for ever.
func keyringAnswers() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return os.Getenv("DBUS_SESSION_BUS_ADDRESS") != ""
}

// patiently waits for a keyring call, but not for ever, nor once the person has
// given up.
func (c *computer) patiently(ctx context.Context, patience time.Duration, call func() (string, error)) (string, error) {
	if !c.keyring {
		return "", c.found(CodeKeyringNone)
	}
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case a := <-answers:
		switch {
		case a.err == nil:
			_ = c.found("")
			return a.text, nil
		case errors.Is(a.err, keyring.ErrNotFound):
			_ = c.found("")
			return "", errNoItem
		}
		return "", c.found(keyringCode(a.err))
	case <-ctx.Done():
		return "", ctx.Err()
	case <-timeout.C:
		return "", c.found(CodeKeyringSlow)
	}
}

// found remembers how the keyring answered; Settings says so.
func (c *computer) found(state Code) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = state
	if state == "" {
		return nil
	}
	return refuse(state, "asking the keyring")
}

// KeyringState returns how this computer's keyring last answered: "" if it did,
// else the code of what is the matter with it.
func (v *Vault) KeyringState() Code {
	v.computer.mu.Lock()
	defer v.computer.mu.Unlock()
	return v.computer.state
}

// keyringCode tells a locked keyring from none. The library has no values for
// these, only what the system said.
func keyringCode(err error) Code {
	text := strings.ToLower(err.Error())
	for _, word := range []string{"unlock", "locked", "dismissed", "prompt", "interaction is not allowed"} {
		if strings.Contains(text, word) {
			return CodeKeyringLocked
		}
	}
	return CodeKeyringNone
}

// secretName is what the keyring calls this computer's secret for one vault.
func secretName(vault ID) string { return vault.String() + " computer" }

// secret reads this computer's secret for a vault, or returns errNoItem.
func (c *computer) secret(ctx context.Context, vault ID) (seal.Key, error) {
	text, err := c.patiently(ctx, c.patience, func() (string, error) { return keyring.Get(keyringService, secretName(vault)) })
	if err != nil {
		return seal.Key{}, err
	}
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != len(seal.Key{}) {
		return seal.Key{}, errNoItem // somebody else's, or broken: as good as none
	}
	return seal.Key(bytes), nil
}

// makeSecret puts a new secret into the keyring. It counts only once the keyring
// has given it back.
func (c *computer) makeSecret(ctx context.Context, vault ID) (seal.Key, error) {
	fresh := seal.NewKey()
	_, err := c.patiently(ctx, c.patience, func() (string, error) {
		return "", keyring.Set(keyringService, secretName(vault), base64.StdEncoding.EncodeToString(fresh[:]))
	})
	if err != nil {
		return seal.Key{}, err
	}
	kept, err := c.secret(ctx, vault)
	if err != nil {
		return seal.Key{}, err
	}
	if kept != fresh {
		return seal.Key{}, c.found(CodeKeyringNone)
	}
	return kept, nil
}
