package data

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"noddfa/data/seal"
)

// Inbox keeps calls that are taken while a vault is locked, in use elsewhere,
// damaged or not there: each is sealed to a public key whose secret half needs
// a passphrase, so that this program itself cannot read it back. Nobody's name
// is on it: it is marked "taken while locked, unsigned".
type Inbox struct {
	kept ForLocked
	to   seal.Public
	near string // beside the vault
	far  string // on this computer, where that cannot be written
}

// OpenInbox prepares for a call. It fails where nobody has unlocked the vault on
// this computer: there is no key yet to seal to.
func OpenInbox(path string, o Options) (*Inbox, error) {
	kept, ok := LockedOf(path, o)
	if !ok {
		return nil, refuse(CodeNoInbox, "looking for the key of the inbox")
	}
	return &Inbox{kept: kept, to: seal.Public{KEM: kept.Key}, near: inboxOf(kept.Path), far: newLockedFolder(o).inbox(kept.Vault)}, nil
}

// lockedCall is what is sealed of a call.
type lockedCall struct {
	Finished bool      `json:"finished"`
	At       time.Time `json:"at"` // when it was sealed
	Contact  Contact   `json:"contact"`
}

const (
	sealedCall     = ".call"
	largestCall    = 4 << 20
	mostCallsTaken = 1000 // in one unlock
)

// Keep seals a call as it stands; kept again under the same id it replaces what
// was there. It returns when it is on the disk.
func (b *Inbox) Keep(id ID, c Contact, finished bool, at time.Time) error {
	text, err := json.Marshal(lockedCall{finished, at.UTC(), c})
	if err != nil {
		return fail("keeping a call", err)
	}
	key := seal.NewKey()
	defer key.Wipe()
	wrapped, err := b.to.Wrap(key, callPlace("inbox key", b.kept.Vault, id, b.kept.Epoch))
	if err != nil {
		return fail("keeping a call", err)
	}
	body := append(append(be32(b.kept.Epoch), wrapped...), key.Seal(text, callPlace("inbox", b.kept.Vault, id, b.kept.Epoch))...)
	clear(text)
	name := id.String() + sealedCall
	if exists(filepath.Dir(b.near)) && writeWhole(filepath.Join(b.near, name), body) == nil {
		_ = os.Remove(filepath.Join(b.far, name)) // an earlier state of it
		return nil
	}
	return fail("keeping a call", writeWhole(filepath.Join(b.far, name), body))
}

// Drop removes a call that came to nothing.
func (b *Inbox) Drop(id ID) {
	for _, folder := range []string{b.near, b.far} {
		_ = os.Remove(filepath.Join(folder, id.String()+sealedCall))
	}
}

func callPlace(use string, vault, call ID, epoch uint32) []byte {
	return seal.AssociatedData(use, vault[:], call[:], be32(epoch))
}

// TakeIn brings in the calls that were taken while this vault was locked and
// returns how many. A call goes into the records once, and leaves its folder
// only when it is there. What does not open is left where it is and noted as
// damage: it is not ours, or the key it was sealed to was exchanged.
func (v *Vault) TakeIn(ctx context.Context) (int, error) {
	v.mu.wait()
	if v.ledger.ReadOnly() || v.older {
		return 0, nil // a file that may be put aside again is no place for them
	}
	taken := 0
	for _, folder := range v.inboxFolders() {
		files := filesIn(folder, "", sealedCall)
		for _, file := range files[:min(len(files), mostCallsTaken)] {
			call, ok := v.openCall(file)
			if !ok {
				continue
			}
			fresh, err := v.takeCall(ctx, call)
			if err != nil {
				return taken, fail("bringing in a call", err)
			}
			if fresh {
				taken++
			}
			if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
				return taken, fail("bringing in a call", err)
			}
		}
		_ = os.Remove(folder) // if it is empty
	}
	return taken, nil
}

func (v *Vault) inboxFolders() []string {
	folders := []string{inboxOf(v.path)}
	if kept, ok := readForLocked(v.computer.locked.file(v.id)); ok && !samePath(kept.Path, v.path) {
		folders = append(folders, inboxOf(kept.Path)) // it was there before it was moved
	}
	if v.computer.locked != "" {
		folders = append(folders, v.computer.locked.inbox(v.id))
	}
	return folders
}

// openedCall is a call with the id it was kept under.
type openedCall struct {
	id   ID
	call lockedCall
}

// openCall opens one file of an inbox.
func (v *Vault) openCall(file string) (openedCall, bool) {
	var id ID
	if id.UnmarshalText([]byte(strings.TrimSuffix(filepath.Base(file), sealedCall))) != nil || id.IsZero() {
		return openedCall{}, false
	}
	call, ok := v.unsealCall(id, file)
	if !ok {
		v.note(Damage{Record: id, Kind: "inbox", Reason: "box"})
	}
	return openedCall{id, call}, ok
}

func (v *Vault) unsealCall(id ID, file string) (call lockedCall, ok bool) {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestCall {
		return call, false
	}
	body, err := os.ReadFile(file)
	if err != nil || len(body) < 4+sealedKeySize {
		return call, false
	}
	epoch := binary.BigEndian.Uint32(body)
	contacts, ok := v.keys()[epoch][inContacts]
	if !ok {
		return call, false
	}
	inbox, err := inboxIdentity(contacts)
	if err != nil {
		return call, false
	}
	key, err := inbox.Unwrap(body[4:4+sealedKeySize], callPlace("inbox key", v.id, id, epoch))
	if err != nil {
		return call, false
	}
	text, err := key.Open(body[4+sealedKeySize:], callPlace("inbox", v.id, id, epoch))
	return call, err == nil && json.Unmarshal(text, &call) == nil
}

// takeCall writes a call as a contact. Whoever could write the file could have
// made it, so nothing in it reaches a case or passes for an imported log.
func (v *Vault) takeCall(ctx context.Context, o openedCall) (fresh bool, err error) {
	marked, err := v.ledger.Record(ctx, v.takenID(o))
	if err != nil || len(marked) > 0 {
		return false, err
	}
	taken := change{v.takenID(o), groupZero(inManagement), AuditEvent{Action: AuditCall}}
	c := o.call.Contact
	c.Case, c.Imported, c.Kept, c.ForceWords, c.LoggedFor = ID{}, "", nil, "", ""
	c.Locked = &TakenLocked{Call: o.id, Finished: o.call.Finished, At: o.call.At}
	var half []ContactLine
	for _, line := range v.ContactList().All() {
		switch {
		case line.Locked == nil || line.Locked.Call != o.id:
		case line.Locked.Finished || !o.call.At.After(line.Locked.At):
			return false, nil // it is in already
		default:
			half = append(half, line)
		}
	}
	if len(half) == 1 && half[0].Case.IsZero() {
		e, err := v.readContact(ctx, half[0].ID)
		if err == nil && e.Versions == 1 {
			return false, v.changeContact(ctx, half[0].ID, c, taken)
		}
	}
	// A half that somebody has gone on with stays as they have it.
	_, err = v.logContacts(ctx, []Contact{c}, taken)
	return err == nil, err
}

// takenID is the record of the audit event that brings a call in as it then was.
// Everybody sees whether it is there, also who cannot see the contact any more:
// it was sorted into a case, and the call's file could not be removed.
func (v *Vault) takenID(o openedCall) ID {
	finished := []byte{0}
	if o.call.Finished {
		finished[0] = 1
	}
	sum := sha256.Sum256(seal.AssociatedData("call taken", v.id[:], o.id[:], finished, be64(uint64(o.call.At.UnixMilli()))))
	return ID(sum[:16])
}
