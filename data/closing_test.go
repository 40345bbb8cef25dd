//go:build !windows

package data_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// The keyring is another program, and may take as long as it likes.
func TestClosingWipesTheKeysBeforeItAsksTheKeyring(t *testing.T) {
	dir := t.TempDir()
	bus := filepath.Join(dir, "bus")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+bus)
	o := data.Options{StateDir: filepath.Join(dir, "state")}
	path := filepath.Join(dir, "charity"+data.Extension)
	v, _, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	id := must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "canary"}))
	if _, err := v.Contact(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	keyring, err := net.Listen("unix", bus) // one that takes a question and never answers
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan net.Conn, 1)
	go func() {
		if conn, err := keyring.Accept(); err == nil {
			asked <- conn
		}
	}()
	closed := make(chan error, 1)
	go func() { closed <- v.Close() }()
	select {
	case conn := <-asked:
		defer conn.Close()
	case err := <-closed:
		t.Fatalf("the keyring was not asked: %v", err)
	}
	defer keyring.Close()
	if _, err := v.Contact(t.Context(), id); err == nil {
		t.Error("while the keyring is asked a contact can still be read")
	}
	if n := len(v.Contacts()); n > 0 {
		t.Errorf("the list still has %d contacts", n)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

func TestAFailedRestoreLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true}
	path := filepath.Join(dir, "charity"+data.Extension)
	v, _, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "restored", "charity"+data.Extension)
	for name, givingUp := range map[string]bool{"a wrong passphrase": false, "somebody gives up at the end": true} {
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		ctx, giveUp := context.WithCancel(t.Context())
		c := data.Credentials{Passphrase: "not the phrase of anybody", Options: o}
		spared := false
		if givingUp {
			c.Passphrase = passphrase
			c.Now = func() time.Time {
				if _, err := os.Stat(to + ".spare"); err == nil {
					spared = true
					giveUp()
				}
				return time.Now()
			}
		}
		if _, err := data.Restore(ctx, path, to, c); err == nil || givingUp && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: restored, or failed otherwise: %v", name, err)
		}
		giveUp()
		if givingUp && !spared {
			t.Errorf("%s: it never had a spare file", name)
		}
		if left := must[[]string](t)(names(filepath.Dir(to))); len(left) > 0 {
			t.Errorf("%s: it left %s", name, strings.Join(left, ", "))
		}
	}
}
