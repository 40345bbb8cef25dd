package data

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// These tests play somebody who can write to the file, and who may once have
// been a member. They use the packages directly: what they may not get, no
// program gets.

const attackPhrase = "five plain words for tests"

type scene struct {
	t    *testing.T
	path string
	o    Options
	v    *Vault
	id   ID // of a case
}

// newScene is a vault with a manager, two caseworkers, a volunteer and a case.
func newScene(t *testing.T) *scene {
	t.Helper()
	dir := t.TempDir()
	s := &scene{t: t, path: filepath.Join(dir, "charity"+Extension), o: Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true}}
	v, _, err := Create(t.Context(), s.path, Setup{Organisation: Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: attackPhrase, Options: s.o})
	s.ok(err)
	s.v = v
	t.Cleanup(func() { s.v.Close() })
	for name, role := range map[string]Role{"Cadi": Caseworker, "Lowri": Caseworker, "Vali": Volunteer} {
		_, err := v.AddMember(t.Context(), name, role, attackPhrase+name)
		s.ok(err)
	}
	s.id, err = v.StartCase(t.Context(), Case{CalledName: "Siân"}, Person{})
	s.ok(err)
	return s
}

func (s *scene) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// as lets somebody else unlock the vault.
func (s *scene) as(name string) *Vault {
	s.t.Helper()
	s.ok(s.v.Close())
	s.v = s.unlock(s.path, name)
	return s.v
}

func (s *scene) unlock(path, name string) *Vault {
	s.t.Helper()
	phrase := attackPhrase
	if name != "Mair" {
		phrase += name
	}
	o := s.o
	o.StateDir = s.t.TempDir()
	v, err := Unlock(s.t.Context(), path, Credentials{Passphrase: phrase, Options: o})
	s.ok(err)
	return v
}

// copy is the file as it is now.
func (s *scene) copy() string {
	s.t.Helper()
	s.ok(s.v.Close())
	content, err := os.ReadFile(s.path)
	s.ok(err)
	to := filepath.Join(s.t.TempDir(), "copy"+Extension)
	s.ok(os.WriteFile(to, content, 0o600))
	s.v = s.unlock(s.path, "Mair")
	return to
}

// write changes the closed file as any program could.
func (s *scene) write(statements ...string) {
	s.t.Helper()
	s.ok(s.v.Close())
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			s.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// plant puts a box into the closed file.
func (s *scene) plant(b ledger.Box) {
	s.t.Helper()
	s.ok(s.v.Close())
	l, err := ledger.Open(s.t.Context(), s.path)
	s.ok(err)
	defer l.Close()
	s.ok(l.Write(s.t.Context(), func(tx *ledger.Tx) error { return tx.PutBox(b) }))
}

func (s *scene) reasons(v *Vault) map[string]int {
	s.t.Helper()
	c, err := v.Check(s.t.Context(), nil)
	s.ok(err)
	reasons := map[string]int{}
	for _, d := range c.Damaged {
		reasons[d.Kind+" "+d.Reason]++
	}
	return reasons
}

func TestAPlantedMemberIsRefused(t *testing.T) {
	s := newScene(t)
	mallory, err := seal.NewIdentity()
	s.ok(err)
	m := Member{ID: NewID(), Name: "Mallory", Role: Manager, public: mallory.Public()}
	master, err := s.v.kdf.Master("the phrase of mallory")
	s.ok(err)
	box, err := sealIdentity(s.v.id, m.ID, master, mallory, s.v.roster.hashes[0])
	s.ok(err)
	grants, err := issueGrants(s.v.id, m, 1, newCompartmentKeys())
	s.ok(err)
	next := s.v.roster.clone()
	if _, err := next.sign(mallory, s.v.keys[1][inContacts], entry{Epoch: 1, Action: actAdd, Signer: m.ID, Audit: next.audit}, m); err == nil {
		t.Error("a roster entry that no manager signed was taken")
	}
	for _, b := range append(grants, box) {
		s.plant(b)
	}
	if _, err := Unlock(t.Context(), s.path, Credentials{Passphrase: "the phrase of mallory", Options: s.o}); CodeOf(err) != CodeRoster {
		t.Errorf("a planted member: %v", err)
	}
	s.v = s.unlock(s.path, "Mair")
}

func TestWhoWasRemovedStaysOut(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	before := s.copy()
	s.ok(s.v.RemoveMember(ctx, "Cadi"))
	_, err := s.v.WriteNote(ctx, s.id, Note{Said: "written after"})
	s.ok(err)

	// The leaver's own old copy, with a note in it that was written after.
	old := s.unlock(before, "Cadi")
	note, err := old.WriteNote(ctx, s.id, Note{Said: "forged"})
	s.ok(err)
	oldKeys := old.groups[s.id].versions
	s.ok(old.Close())

	// Rows, identity and grants go back into the file.
	s.write("ATTACH '"+before+"' AS old",
		"INSERT OR IGNORE INTO box SELECT * FROM old.box WHERE class IN (2,3)", "INSERT OR IGNORE INTO box_copy SELECT * FROM old.box_copy WHERE class IN (2,3)",
		`INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
		 SELECT origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature FROM old.revision o
		 WHERE NOT EXISTS (SELECT 1 FROM revision n WHERE n.origin=o.origin AND n.seq=o.seq) AND kind<>20`)
	if _, err := Unlock(ctx, s.path, Credentials{Passphrase: attackPhrase + "Cadi", Options: s.o}); CodeOf(err) != CodeRoster {
		t.Errorf("who was removed: %v", err)
	}
	s.v = s.unlock(s.path, "Mair")
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	if len(f.Notes) != 1 || f.Notes[0].ID == note.ID {
		t.Errorf("a forged note is shown: %d notes", len(f.Notes))
	}
	if r := s.reasons(s.v); r["note author"] != 1 {
		t.Errorf("reported: %v", r)
	}
	revisions, err := s.v.ledger.Group(ctx, s.id)
	s.ok(err)
	for _, r := range revisions {
		if key, ok := oldKeys[r.KeyVersion]; ok && r.KeyVersion > 1 {
			if _, err := key.key.Open(r.Box, s.v.place("revision", r)); err == nil {
				t.Error("what was written after a member left opens with their keys")
			}
		}
	}
	if newest := revisions[len(revisions)-1]; newest.KeyVersion != 1 && s.v.groups[s.id].newest < 2 {
		t.Error("the case has no fresh key")
	}
}

func TestAKeyThatAnybodyCanPlantSealsNothing(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	var named []ID
	for _, m := range s.v.Members() {
		if m.Name == "Mair" || m.Name == "Cadi" {
			named = append(named, m.ID)
		}
	}
	s.ok(s.v.Restrict(ctx, s.id, named))
	known, version := seal.Key{42}, s.v.groups[s.id].newest+1
	for _, m := range s.v.Members() {
		wrapped, err := m.public.Wrap(known, wrapPlace(s.v.id, s.id, m.ID[:], 0, s.v.roster.epoch, version))
		s.ok(err)
		s.plantWrap(m, version, wrapped)
	}
	s.v = s.unlock(s.path, "Mair")
	_, err := s.v.WriteNote(ctx, s.id, Note{Said: "must stay secret"})
	s.ok(err)
	revisions, err := s.v.ledger.Group(ctx, s.id)
	s.ok(err)
	for _, r := range revisions {
		if _, err := known.Open(r.Box, s.v.place("revision", r)); err == nil {
			t.Fatal("a note was sealed with a key that somebody planted")
		}
	}
	cadi := s.as("Cadi")
	f, err := cadi.OpenCase(ctx, s.id)
	s.ok(err)
	if len(f.Notes) != 1 {
		t.Error("the other named member cannot read it")
	}
}

func (s *scene) plantWrap(m Member, version uint32, wrapped []byte) {
	body := append(append(be32(0), be32(s.v.roster.epoch)...), wrapped...)
	s.plant(ledger.Box{Class: ledger.ClassWrap, Subject: bytes.Clone(s.id[:]), Holder: bytes.Clone(m.ID[:]), Number: uint64(version), Body: body})
}

func TestAVolunteersKeysGetNoWordOfACase(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Said: "what was said"})
	s.ok(err)
	volunteer := s.as("Vali")
	before := volunteer.groups[contact].versions[1].key
	s.as("Mair")
	_, err = s.v.Triage(ctx, contact, s.id)
	s.ok(err)

	volunteer = s.as("Vali")
	var keys []seal.Key
	for _, epoch := range volunteer.keys {
		for _, k := range epoch {
			keys = append(keys, k)
		}
	}
	for _, g := range volunteer.groups {
		for _, k := range g.versions {
			keys = append(keys, k.key)
		}
	}
	for _, m := range volunteer.Members() {
		keys = append(keys, volunteer.identity.Own("drafts"), volunteer.identity.Own("draft names"), seal.Key(m.public.Verify))
	}
	wraps, _, err := volunteer.ledger.Boxes(ctx, ledger.ClassWrap)
	s.ok(err)
	for _, w := range wraps {
		for _, k := range keys {
			if text, err := k.Open(w.Body[wrapHead:], wrapPlace(volunteer.id, ID(w.Subject), w.Holder, volunteer.roster.epoch, 1, uint32(w.Number))); err == nil {
				keys = append(keys, seal.Key(text))
			}
		}
	}
	opened := 0
	_, err = volunteer.ledger.Revisions(ctx, func(r ledger.Revision) error {
		for _, k := range keys {
			if _, err := k.Open(r.Box, volunteer.place("revision", r)); err != nil {
				continue
			}
			opened++
			if kind := Kind(r.Kind); kind != KindContact && kind != KindCard && kind != KindOrganisation {
				t.Errorf("a volunteer opens a %s", kind)
			} else if r.Group == contact {
				t.Error("a volunteer opens a contact that was sorted")
			}
		}
		return nil
	})
	s.ok(err)
	if opened == 0 {
		t.Error("the test opens nothing at all")
	}
	_ = before // what a volunteer has read before, they have read: vault.md says so
}

func TestWritingAboveOnesRoleIsRefused(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn"})
	s.ok(err)
	volunteer := s.as("Vali")
	version, key, err := volunteer.keyOf(contact)
	s.ok(err)
	body, err := json.Marshal(Note{Said: "a note by a volunteer"})
	s.ok(err)
	r := ledger.Revision{Origin: volunteer.computer.origin, Record: NewID(), Revision: NewID(), Kind: uint8(KindNote), Group: contact, KeyVersion: version}
	r.Box = key.Seal(stamp(volunteer.me.ID, time.Now(), body), volunteer.place("revision", r))
	s.ok(volunteer.ledger.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Append(r, volunteer.sign)
		return err
	}))
	if r := s.reasons(s.as("Mair")); r["note author"] != 1 {
		t.Errorf("reported: %v", r)
	}
}

func TestWhatIsDroppedSwappedOrReplayedIsReported(t *testing.T) {
	for name, c := range map[string]struct {
		sql  string
		want string
	}{
		"a dropped tail of the roster": {"DELETE FROM box WHERE class=4 AND number=(SELECT max(number) FROM box WHERE class=4)", ""},
		"a row taken out":              {"DELETE FROM revision WHERE n=4", "gap"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			sqls := []string{c.sql}
			if c.want == "" {
				s.ok(s.v.RemoveMember(t.Context(), "Cadi"))
				sqls = append(sqls, "DELETE FROM box_copy WHERE class=4 AND number=(SELECT max(number) FROM box_copy WHERE class=4)")
			}
			s.write(sqls...)
			v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase, Options: s.o})
			if c.want == "" {
				if CodeOf(err) != CodeRoster {
					t.Errorf("opened with %v", err)
				}
				return
			}
			s.ok(err)
			s.v = v
			found := 0
			for reason, n := range s.reasons(v) {
				if reason == "case gap" || reason == "audit gap" || reason == "person gap" || reason == "event gap" {
					found += n
				}
			}
			if found != 1 {
				t.Errorf("reported: %v", s.reasons(v))
			}
		})
	}
}

func TestAnOldOverviewIsMadeAnew(t *testing.T) {
	s := newScene(t)
	ctx := context.Background()
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	before := s.copy()
	changed := f.Case.Value
	changed.CalledName = "Another name"
	_, err = Change(ctx, s.v, s.id, s.id, changed)
	s.ok(err)
	s.write("ATTACH '"+before+"' AS old", "INSERT OR REPLACE INTO overview SELECT * FROM old.overview")
	s.v = s.unlock(s.path, "Mair")
	if line, _ := s.v.CaseLine(s.id); line.Name != "Another name" {
		t.Errorf("the list shows %q", line.Name)
	}
	// Its sealed bytes swapped with another record's do not open at all.
	s.write("UPDATE overview SET box=(SELECT o.box FROM overview o WHERE o.kind=1) WHERE kind=4")
	s.v = s.unlock(s.path, "Mair")
	if line, _ := s.v.CaseLine(s.id); line.Name != "Another name" {
		t.Errorf("after a swap the list shows %q", line.Name)
	}
}
