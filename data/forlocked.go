package data

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// ForLocked is what this computer keeps of a vault for the time while it is
// locked, or cannot be opened at all: whom to ring, what the organisation calls
// the fields of a call and what it advises, and the public key that calls are
// sealed to. It is in the clear, in the folder of this user's
// settings, so no word of it is about a client.
type ForLocked struct {
	Vault  ID        `json:"vault"`
	Path   string    `json:"path"` // where the file was, when it was last open
	Epoch  uint32    `json:"epoch"`
	Key    []byte    `json:"key"` // public: what the inbox of this epoch is sealed to
	OnCall []OnCall  `json:"on_call,omitempty"`
	Nation string    `json:"nation,omitempty"`
	At     time.Time `json:"at"` // when it was written

	Own *assets.Own `json:"own,omitempty"` // see assets.Own.WhileLocked; a manager can keep it sealed
}

// LockedOf returns what this computer keeps of the vault at a path, or, where
// no path is given, of the vault that was open last.
func LockedOf(path string, o Options) (ForLocked, bool) {
	for _, f := range newLockedFolder(o).all() {
		if path == "" || samePath(f.Path, path) {
			return f, true
		}
	}
	return ForLocked{}, false
}

// lockedFolder is the folder in which ForLocked is kept, a file for each vault.
type lockedFolder string

func newLockedFolder(o Options) lockedFolder {
	dir := o.StateDir
	if dir == "" {
		var err error
		if dir, err = ComputersFolder(); err != nil {
			return ""
		}
	}
	return lockedFolder(filepath.Join(dir, "locked"))
}

func (d lockedFolder) file(vault ID) string { return filepath.Join(string(d), vault.String()+".json") }

// inbox is where calls are kept when they cannot be kept beside the vault.
func (d lockedFolder) inbox(vault ID) string { return filepath.Join(string(d), vault.String()) }

// all returns what is kept of every vault, the one that was open last first.
func (d lockedFolder) all() []ForLocked {
	var all []ForLocked
	for _, file := range filesIn(string(d), "", ".json") {
		if f, ok := readForLocked(file); ok {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b ForLocked) int { return b.At.Compare(a.At) })
	return all
}

func readForLocked(file string) (ForLocked, bool) {
	var f ForLocked
	text, err := os.ReadFile(file)
	return f, err == nil && json.Unmarshal(text, &f) == nil && !f.Vault.IsZero() && len(f.Key) > 0
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func samePath(a, b string) bool { return plainPath(a) == plainPath(b) }

func plainPath(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return filepath.Clean(path)
}

// inboxIdentity is what calls of an epoch are sealed to while the vault is
// locked: whoever has the contacts key can open them.
func inboxIdentity(contacts seal.Key) (seal.Identity, error) {
	return derivedIdentity(contacts, "inbox")
}

// KeepForLocked leaves on this computer what it needs while it is locked, now
// and again when the vault closes. The key it found from the time before must be
// ours: if it is another, calls were sealed to somebody else, which it reports
// and tells the managers.
func (v *Vault) KeepForLocked(ctx context.Context) (exchanged bool) {
	v.mu.wait()
	v.keeps = true
	if kept, ok := readForLocked(v.computer.locked.file(v.id)); ok && !v.older && !v.Holed() && !v.isOurInbox(kept) {
		exchanged = true
		v.tell(ctx, AuditEvent{Action: AuditInbox})
	}
	v.keepForLocked()
	return exchanged
}

// isOurInbox reports whether a kept key is that of an epoch of this vault.
func (v *Vault) isOurInbox(kept ForLocked) bool {
	contacts, ok := v.keys()[kept.Epoch][inContacts]
	if !ok {
		return false
	}
	ours, err := inboxIdentity(contacts)
	return err == nil && bytes.Equal(ours.Public().KEM, kept.Key)
}

func (v *Vault) keepForLocked() { v.writeForLocked(v.forLocked()) }

func (v *Vault) writeForLocked(text []byte) {
	if text != nil {
		_ = writeWhole(v.computer.locked.file(v.id), text) // the next unlock tries again
	}
}

// forLocked is what is kept, ready to be written without any key.
func (v *Vault) forLocked() []byte {
	contacts, ok := v.keys()[v.roster().epoch][inContacts]
	if !v.keeps || !ok || v.computer.locked == "" || v.Holed() { // a call must not be sealed to whom a hole hides
		return nil
	}
	inbox, err := inboxIdentity(contacts)
	if err != nil {
		return nil
	}
	o := v.Organisation()
	f := ForLocked{Vault: v.id, Path: plainPath(v.path), Epoch: v.roster().epoch, Key: inbox.Public().KEM, Nation: o.Nation, At: v.Now().UTC()}
	f.Own = v.Wording().Value.WhileLocked()
	if !o.OnCallHidden {
		f.OnCall = o.OnCall
	}
	text, _ := json.Marshal(f) // words and bytes: it cannot fail
	return text
}

// writeWhole is ledger.WriteWhole, with the folder made where it is not there.
func writeWhole(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return ledger.WriteWhole(file, text)
}

// writeSoon is writeWhole, but not forced onto the disk: nobody waits for that, and
// nothing is lost with a file that does not open after a power cut.
func writeSoon(file string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	part := file + ".part"
	_ = os.Remove(part) // a link that somebody put there leads elsewhere
	err := os.WriteFile(part, body, 0o600)
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		_ = os.Remove(part)
	}
	return err
}

// readSmall reads a file of at most so many bytes; nil where there is none, or no file
// of ours.
func readSmall(file string, most int64) []byte {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > most {
		return nil
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return body
}

// inboxOf is the folder beside a vault in which calls wait.
func inboxOf(path string) string {
	return strings.TrimSuffix(path, Extension) + Extension + ".inbox"
}
