package data_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"noddfa/data"
)

// TestTheKeyringRemembersTheNewestState runs beside a real keyring in `make
// test` (scripts/with-keyring): it alone knows that an older file was put back
// when the copy beside the settings is gone. Where no keyring answers, nobody
// can know, and the vault opens all the same.
func TestTheKeyringRemembersTheNewestState(t *testing.T) {
	answers := os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" || runtime.GOOS == "windows" // which has one always
	dir := t.TempDir()
	path := filepath.Join(dir, "charity"+data.Extension)
	o := data.Options{StateDir: filepath.Join(dir, "state")}
	v, _, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	copyTo(t, path, path+".old")
	v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "canary"}))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(o.StateDir); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".old", path); err != nil {
		t.Fatal(err)
	}
	v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	defer v.Close()
	if v.Older() != answers {
		t.Errorf("a keyring answers: %v; the older file was noticed: %v", answers, v.Older())
	}
}
