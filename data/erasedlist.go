package data

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// listEnding is the ending of the list of erased ids that lies beside backups
// and beside this computer's settings; the name is the vault's id.
const listEnding = ".erased"

// listEntry is one erasure in the list: random ids, and for each epoch so far a
// proof that whoever wrote it had the management key. A file of any of those
// epochs can tell by it that the entry is a manager's, though it knows nothing of
// the erasure. It is kept in the file too, so that a backup, which is made
// without keys, can bring it along.
type listEntry struct {
	Erasure  ID                `json:"erasure"`
	Groups   []ID              `json:"groups,omitempty"`
	Versions []erasedVersion   `json:"versions,omitempty"`
	Proofs   map[uint32][]byte `json:"proofs"`
}

// listed makes the entry of an erasure.
func (v *Vault) listed(id ID, e erasure) listEntry {
	entry := listEntry{Erasure: id, Groups: e.Groups, Versions: e.Versions, Proofs: map[uint32][]byte{}}
	for epoch, keys := range v.keys() {
		if key, ok := keys[inManagement]; ok {
			entry.Proofs[epoch] = entry.proof(v.id, key)
		}
	}
	return entry
}

func (e listEntry) proof(vault ID, management seal.Key) []byte {
	var groups, versions []byte
	for _, g := range e.Groups {
		groups = append(groups, g[:]...)
	}
	for _, one := range e.Versions {
		versions = append(append(versions, one.Record[:]...), one.Revision[:]...)
	}
	key := management.Derive("noddfa/1 erased list")
	mac := hmac.New(sha256.New, key[:])
	mac.Write(seal.AssociatedData("erased list", vault[:], e.Erasure[:], groups, versions))
	return mac.Sum(nil)
}

func (e listEntry) box(vault ID) ledger.Box {
	body, _ := json.Marshal(e) // ids and bytes: it cannot fail
	return ledger.Box{Class: ledger.ClassErased, Subject: bytes.Clone(vault[:]), Holder: bytes.Clone(e.Erasure[:]), Body: body}
}

// listIn reads the list that a file carries, and its vault's id.
func listIn(ctx context.Context, l *ledger.Ledger) (vault ID, list []listEntry, err error) {
	boxes, _, err := l.Boxes(ctx, ledger.ClassErased)
	if err != nil {
		return vault, nil, err
	}
	for _, b := range boxes {
		var e listEntry
		if len(b.Subject) == len(vault) && json.Unmarshal(b.Body, &e) == nil {
			vault, list = ID(b.Subject), append(list, e)
		}
	}
	return vault, list, nil
}

// readList reads a list beside backups; a line that cannot be read is left out.
// No list is an empty one.
func readList(file string) ([]listEntry, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return listOf(text), nil
}

func listOf(text []byte) (list []listEntry) {
	for line := range bytes.Lines(text) {
		var e listEntry
		if json.Unmarshal(line, &e) == nil {
			list = append(list, e)
		}
	}
	return list
}

// writeList adds entries to the list in a folder. What is there stays, whatever
// file it came of.
func writeList(folder string, vault ID, list []listEntry) error {
	if len(list) == 0 {
		return nil
	}
	file := filepath.Join(folder, vault.String()+listEnding)
	there, err := readList(file)
	if err != nil {
		return err // what cannot be read now must not be written over
	}
	all := union(there, list)
	if len(all) == len(there) {
		return nil
	}
	var text bytes.Buffer
	for _, e := range all {
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		text.Write(append(line, '\n'))
	}
	return writeWhole(file, text.Bytes())
}

// union is both lists without what stands in both. Two lines about one erasure
// are kept: the one that somebody made up must not hide the one that holds.
func union(a, b []listEntry) []listEntry {
	all := slices.Clone(a)
	for _, e := range b {
		if !slices.ContainsFunc(all, func(known listEntry) bool { return reflect.DeepEqual(known, e) }) {
			all = append(all, e)
		}
	}
	return all
}

// spreadErased writes the list beside this computer's settings and into folders
// of backups, and returns those that cannot be written now: they get it with
// their next backup.
func (v *Vault) spreadErased(ctx context.Context, folders ...string) (unlisted []string) {
	_, list, err := listIn(ctx, v.ledger)
	if err != nil {
		return folders
	}
	if v.computer.dir != "" {
		_ = writeList(filepath.Dir(v.computer.file(v.id)), v.id, list)
	}
	for _, folder := range folders {
		if _, err := os.Stat(folder); err != nil || writeList(folder, v.id, list) != nil {
			unlisted = append(unlisted, folder)
		}
	}
	return unlisted
}

// learnErased brings what is listed beside a file, and on this computer, into
// this file, which is an older one.
func (v *Vault) learnErased(ctx context.Context, folders ...string) error {
	_, known, err := listIn(ctx, v.ledger)
	if err != nil {
		return err
	}
	if v.computer.dir != "" {
		folders = append(folders, filepath.Dir(v.computer.file(v.id)))
	}
	all := known
	for _, folder := range folders {
		list, _ := readList(filepath.Join(folder, v.id.String()+listEnding))
		all = union(all, list)
	}
	if fresh := all[len(known):]; len(fresh) > 0 {
		return v.ledger.Write(ctx, func(tx *ledger.Tx) error {
			lines := map[ID]uint64{}
			for _, e := range known {
				lines[e.Erasure]++
			}
			for _, e := range fresh {
				box := e.box(v.id)
				box.Number = lines[e.Erasure]
				lines[e.Erasure]++
				if err := tx.PutBox(box); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return nil
}

// eraseAgain erases what the list says and this file still has, because it is an
// older copy that was put back. It takes a manager, and no key to the records.
func (v *Vault) eraseAgain(ctx context.Context) error {
	e, err := v.pending(ctx)
	if err != nil || len(e.Groups)+len(e.Versions) == 0 {
		return err
	}
	if v.me().Role != Manager || v.ledger.ReadOnly() {
		return nil
	}
	e.Again, e.Imported = true, v.importedAmong(e.Groups)
	for _, one := range e.Versions {
		if group, ok := v.groupOf(ctx, one.Record); ok && !slices.Contains(e.touched, group) {
			e.touched = append(e.touched, group)
		}
	}
	id := NewID()
	done, err := v.commit(ctx, []change{{id, groupZero(inContacts), e}, event(AuditEvent{Action: AuditErasedAgain})}, func(tx *ledger.Tx) error {
		if err := v.takeOut(tx, e.Groups, e.Versions); err != nil {
			return err
		}
		return deleteLinesOf(tx, e.touched)
	})
	if err != nil {
		return err
	}
	v.forgetErased(Erased{ID: id, At: done[0].written, By: v.me().Name, Again: true, groups: e.Groups, versions: e.Versions, imported: e.Imported})
	v.erasedAgain += len(e.Groups) + len(e.Versions)
	v.mu.Lock()
	v.damage = slices.DeleteFunc(v.damage, func(d Damage) bool { return d.Reason == putBack && slices.Contains(e.Groups, d.Record) })
	v.mu.Unlock()
	for _, id := range e.touched {
		if err := v.anew(ctx, id); err != nil {
			return err
		}
	}
	return v.ledger.Truncate(ctx)
}

// pending is what was erased and is in this file all the same: what an erasure
// that counts names and somebody put back, and what the list says of an older
// file. For a manager only what is proven is listed; who is none cannot tell, and
// only counts.
func (v *Vault) pending(ctx context.Context) (erasure, error) {
	var e erasure
	_, list, err := listIn(ctx, v.ledger)
	if err != nil {
		return e, err
	}
	v.mu.RLock()
	made := slices.Collect(maps.Values(v.erased.made))
	v.mu.RUnlock()
	for _, m := range made {
		if err := v.stillThere(ctx, &e, m.groups, m.versions); err != nil {
			return e, err
		}
	}
	management, manager := v.keys()[v.roster().epoch][inManagement]
	for _, entry := range list {
		// The key of the newest epoch alone counts: whoever left knows the older ones,
		// and an erasure older than the epoch is in the file itself.
		if manager && !hmac.Equal(entry.Proofs[v.roster().epoch], entry.proof(v.id, management)) {
			continue
		}
		if err := v.stillThere(ctx, &e, entry.Groups, entry.Versions); err != nil {
			return e, err
		}
	}
	return e, nil
}

// stillThere adds to e which of the groups and versions the file has though they
// are erased, or has no erasure of that counts.
func (v *Vault) stillThere(ctx context.Context, e *erasure, groups []ID, versions []erasedVersion) error {
	for _, id := range groups {
		if isGroupZero(id) || slices.Contains(e.Groups, id) {
			continue
		}
		known, remains, err := v.ledger.Remains(ctx, id)
		if err != nil {
			return err
		}
		v.mu.RLock()
		_, counts := v.erased.groups[id]
		v.mu.RUnlock()
		if known && (remains || !counts) {
			e.Groups = append(e.Groups, id)
		}
	}
	for _, one := range versions {
		revisions, err := v.ledger.Record(ctx, one.Record)
		if err != nil {
			return err
		}
		for _, r := range revisions {
			_, counts := v.erasedBy(r)
			if r.Revision == one.Revision && erasable(Kind(r.Kind)) && (r.Box != nil || !counts) && !slices.Contains(e.Versions, one) {
				e.Versions = append(e.Versions, one)
			}
		}
	}
	return nil
}

func (v *Vault) groupOf(ctx context.Context, record ID) (ID, bool) {
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil || len(revisions) == 0 {
		return ID{}, false
	}
	group := ID(revisions[0].Group)
	v.mu.RLock()
	defer v.mu.RUnlock()
	return group, v.groups[group] != nil
}

// ErasedAgain counts what this unlock has erased again because an older copy of
// the file was put back.
func (v *Vault) ErasedAgain() int { return v.erasedAgain }

// ToErase counts what the list says was erased and is still in this file: it is
// erased again when a manager unlocks it.
func (v *Vault) ToErase(ctx context.Context) int {
	e, err := v.pending(ctx)
	if err != nil {
		return 0
	}
	return len(e.Groups) + len(e.Versions)
}
