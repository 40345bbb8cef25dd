package data

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"noddfa/data/seal"
)

// Where the list of cases is shown before anything can be written, a look at it
// leaves a note beside the settings first. It goes once the unlock is in the audit
// trail; who locks again before that, or is killed, leaves it for the next unlock on
// this computer, which tells the managers.

// lookNote is what is sealed of one. Every member can open it, so it is signed.
type lookNote struct {
	Member    ID        `json:"member"`
	At        time.Time `json:"at"`
	Signature []byte    `json:"signature"`
}

const (
	sealedLook  = ".look"
	largestLook = 4 << 10
	mostLooks   = 1000 // that one unlock tells of
)

func (c *computer) looks(vault ID) string { return filepath.Join(c.dir, "looks", vault.String()) }

// noteLook leaves the note of this unlock. It reports false where it cannot be left:
// then nothing may be shown before the unlock is in the trail. Of a file that can
// only be read nothing is in the trail, whenever it is shown.
func (v *Vault) noteLook() bool {
	if v.ledger.ReadOnly() {
		return true
	}
	contacts, ok := v.keys()[v.roster().epoch][inContacts]
	if !ok || v.computer.dir == "" {
		return false
	}
	id, epoch := NewID(), v.roster().epoch
	l := lookNote{Member: v.me().ID, At: v.Now().UTC().Truncate(time.Millisecond)}
	l.Signature = v.identity().Sign("look", v.lookSigned(id, l))
	text, err := json.Marshal(l)
	if err != nil {
		return false
	}
	file := filepath.Join(v.computer.looks(v.id), id.String()+sealedLook)
	body := append(be32(epoch), lookKey(contacts).Seal(text, v.lookPlace(id, epoch))...)
	if writeSoon(file, body) != nil { // were it forced onto the disk, the list would wait for it
		return false
	}
	v.look = file
	return true
}

func lookKey(contacts seal.Key) seal.Key { return contacts.Derive("noddfa/1 look") }

func (v *Vault) lookPlace(id ID, epoch uint32) []byte {
	return seal.AssociatedData("look", v.id[:], id[:], be32(epoch))
}

func (v *Vault) lookSigned(id ID, l lookNote) []byte {
	return seal.AssociatedData("look", v.id[:], id[:], l.Member[:], be64(uint64(l.At.UnixMilli())))
}

// tellOfUnlock writes that somebody unlocked, and what is left of looks before.
func (v *Vault) tellOfUnlock(ctx context.Context) {
	if v.tried(ctx, v.unlocking()) != nil || v.ledger.ReadOnly() {
		return
	}
	if v.look != "" {
		_ = os.Remove(v.look)
	}
	if v.older || v.computer.dir == "" {
		return // a file that may be put aside again is no place for them
	}
	folder := v.computer.looks(v.id)
	files := filesIn(folder, "", sealedLook)
	for _, file := range files[:min(len(files), mostLooks)] {
		if v.tellOfLook(ctx, file) {
			_ = os.Remove(file)
		}
	}
	_ = os.Remove(folder) // if it is empty
}

// tellOfLook reports whether a look is in the trail, where it is once, also if its
// file could not be removed. What does not open stays where it is: it is not ours, or
// of a newer file than this.
func (v *Vault) tellOfLook(ctx context.Context, file string) bool {
	var id ID
	if id.UnmarshalText([]byte(strings.TrimSuffix(filepath.Base(file), sealedLook))) != nil || id.IsZero() {
		return false
	}
	l, ok := v.openLook(id, file)
	if !ok {
		return false
	}
	sum := sha256.Sum256(seal.AssociatedData("look told", v.id[:], id[:]))
	told, err := v.ledger.Record(ctx, ID(sum[:16]))
	if err != nil || len(told) > 0 {
		return err == nil
	}
	e := AuditEvent{Action: AuditLooked, Subject: v.nameOf(l.Member), Detail: l.At.UTC().Format(time.RFC3339)}
	_, err = v.commit(context.WithoutCancel(ctx), []change{{ID(sum[:16]), groupZero(inManagement), e}})
	return err == nil
}

func (v *Vault) openLook(id ID, file string) (l lookNote, ok bool) {
	body := readSmall(file, largestLook)
	if len(body) < 4 {
		return l, false
	}
	epoch := binary.BigEndian.Uint32(body)
	contacts, ok := v.keys()[epoch][inContacts]
	if !ok {
		return l, false
	}
	text, err := lookKey(contacts).Open(body[4:], v.lookPlace(id, epoch))
	if err != nil || json.Unmarshal(text, &l) != nil {
		return l, false
	}
	return l, v.roster().members[l.Member].signed("look", v.lookSigned(id, l), l.Signature)
}

// signed reports whether a signature is this member's, with the keys of now or of
// before.
func (m Member) signed(use string, message, signature []byte) bool {
	if m.public.Check(use, message, signature) == nil {
		return true
	}
	for _, s := range m.past {
		if s.public.Check(use, message, signature) == nil {
			return true
		}
	}
	return false
}
