package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	t.Parallel()
	s := newScene(t)
	mallory, err := seal.NewIdentity()
	s.ok(err)
	m := Member{ID: NewID(), Name: "Mallory", Role: Manager, public: mallory.Public()}
	master, err := s.v.kdf.Master("the phrase of mallory")
	s.ok(err)
	box, err := sealIdentity(s.v.id, m.ID, master, mallory, s.v.roster().hashes[0])
	s.ok(err)
	grants, err := issueGrants(s.v.id, m, 1, newCompartmentKeys())
	s.ok(err)
	next := s.v.roster().clone()
	if _, err := next.sign(mallory, s.v.keys()[1][inContacts], entry{Epoch: 1, Action: actAdd, Signer: m.ID, Audit: next.audit}, m); err == nil {
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
	t.Parallel()
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
	oldKeys := slices.Clone(old.groups[s.id].versions)
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
		if key, ok := oldKeys.of(r.KeyVersion); ok && r.KeyVersion > 1 {
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
	t.Parallel()
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
		wrapped, err := m.public.Wrap(known, wrapPlace(s.v.id, s.id, m.ID[:], 0, s.v.roster().epoch, version))
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

// Where a planted version is the highest there can be, the next would begin again at 0: what the last sitting
// wrote would lose its key to the next one's.
func TestAKeyVersionThatSomebodyPlantedFarAheadCostsNoWords(t *testing.T) {
	t.Parallel()
	for name, number := range map[string]uint64{"the highest": math.MaxUint32, "more than there are": 1<<32 + 1, "far": 1 << 31} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			ctx := t.Context()
			contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Said: "first"})
			s.ok(err)
			v := s.as("Vali") // who has the contacts' key
			epoch, version, holder := v.roster().epoch, uint32(number), inContacts.holder()
			sealed := v.keys()[epoch][inContacts].Seal(bytes.Repeat([]byte{42}, 32), wrapPlace(v.id, contact, holder, epoch, epoch, version))
			s.plant(ledger.Box{Class: ledger.ClassWrap, Subject: bytes.Clone(contact[:]), Holder: holder, Number: number, Body: slices.Concat(be32(epoch), be32(epoch), sealed)})
			for _, said := range []string{"second", "third"} {
				s.v = s.unlock(s.path, "Mair")
				s.ok(s.v.ChangeContact(ctx, contact, Contact{CalledName: "Wyn", Said: said}))
				s.ok(s.v.Close())
			}
			s.v = s.unlock(s.path, "Mair")
			if got := s.reasons(s.v); len(got) != 1 || got["key wrap"] != 1 {
				t.Errorf("the check says %v", got)
			}
			if e, err := s.v.Contact(ctx, contact); err != nil || e.Versions != 3 || e.Value.Said != "third" {
				t.Errorf("%d versions, the last %q, %v", e.Versions, e.Value.Said, err)
			}
		})
	}
}

func (s *scene) plantWrap(m Member, version uint32, wrapped []byte) {
	body := append(append(be32(0), be32(s.v.roster().epoch)...), wrapped...)
	s.plant(ledger.Box{Class: ledger.ClassWrap, Subject: bytes.Clone(s.id[:]), Holder: bytes.Clone(m.ID[:]), Number: uint64(version), Body: body})
}

func TestAVolunteersKeysGetNoWordOfACase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Said: "what was said"})
	s.ok(err)
	volunteer := s.as("Vali")
	before := volunteer.groups[contact].versions.key(1)
	s.as("Mair")
	_, err = s.v.Triage(ctx, contact, s.id)
	s.ok(err)

	volunteer = s.as("Vali")
	var keys []seal.Key
	for _, epoch := range volunteer.keys() {
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
		keys = append(keys, volunteer.identity().Own("drafts"), volunteer.identity().Own("draft names"), seal.Key(m.public.Verify))
	}
	wraps, _, err := volunteer.ledger.Boxes(ctx, ledger.ClassWrap)
	s.ok(err)
	for _, w := range wraps {
		for _, k := range keys {
			if text, err := k.Open(w.Body[wrapHead:], wrapPlace(volunteer.id, ID(w.Subject), w.Holder, volunteer.roster().epoch, 1, uint32(w.Number))); err == nil {
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
	t.Parallel()
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
	r.Box = key.Seal(stamp(volunteer.me().ID, time.Now(), body), volunteer.place("revision", r))
	s.ok(volunteer.ledger.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Append(r, volunteer.sign)
		return err
	}))
	if r := s.reasons(s.as("Mair")); r["note author"] != 1 {
		t.Errorf("reported: %v", r)
	}
}

func TestWhatIsDroppedSwappedOrReplayedIsReported(t *testing.T) {
	t.Parallel()
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

func TestTheAuditTrailCannotBeChangedUnnoticed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, want string }{
		"an event's words":       {"UPDATE revision SET box=zeroblob(length(box)) WHERE n=(SELECT min(n) FROM revision WHERE kind=20)", "audit hash"},
		"who did it":             {"UPDATE revision SET signature=zeroblob(64) WHERE n=(SELECT min(n) FROM revision WHERE kind=20)", "audit signature"},
		"an event taken out":     {"DELETE FROM revision WHERE n=(SELECT min(n) FROM revision WHERE kind=20)", "gap"},
		"the last event dropped": {"DELETE FROM revision WHERE n=(SELECT max(n) FROM revision)", "older"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.write(c.sql)
			v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase, Options: s.o})
			s.ok(err)
			s.v = v
			if c.want == "older" {
				if !v.Older() {
					t.Error("the computer that wrote it does not notice")
				}
				return
			}
			found := 0
			for reason, n := range s.reasons(v) {
				if strings.HasSuffix(reason, c.want) {
					found += n
				}
			}
			if found == 0 {
				t.Errorf("reported: %v", s.reasons(v))
			}
		})
	}
}

func TestAnOldOverviewIsMadeAnew(t *testing.T) {
	t.Parallel()
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

// forge re-makes the chain of an origin with the keys somebody had: change may
// alter each revision before it is linked and signed anew.
func (s *scene) forge(old *Vault, revisions []ledger.Revision, change func(*ledger.Revision)) {
	s.t.Helper()
	s.ok(s.v.Close())
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	defer db.Close()
	var before [32]byte
	for _, r := range revisions {
		change(&r)
		r.Hash, r.Previous = sha256.Sum256(r.Box), before
		r.Link = ledger.LinkOf(r)
		before = r.Link
		_, err := db.Exec("UPDATE revision SET record=?, kind=?, box=?, hash=?, previous=?, link=?, signature=? WHERE n=?", r.Record[:], r.Kind, r.Box, r.Hash[:], r.Previous[:], r.Link[:], old.sign(r.Link), r.N)
		s.ok(err)
	}
}

func TestWhoLeftCannotRewriteWhatTheyWrote(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	cadi := s.as("Cadi")
	note, err := cadi.WriteNote(ctx, s.id, Note{Said: "as it was"})
	s.ok(err)
	origin := cadi.computer.origin
	s.as("Mair")
	before := s.copy()
	s.ok(s.v.RemoveMember(ctx, "Cadi"))
	revisions := originOf(s, origin)
	old := s.unlock(before, "Cadi")
	s.forge(old, revisions, func(r *ledger.Revision) {
		if r.Record == note.ID {
			body, err := json.Marshal(Note{Said: "forged"})
			s.ok(err)
			r.Box = old.groups[s.id].versions.key(r.KeyVersion).Seal(stamp(old.me().ID, time.Now(), body), old.place("revision", *r))
		}
	})
	s.ok(old.Close())
	s.v = s.unlock(s.path, "Mair")
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	if len(f.Notes) != 0 {
		t.Errorf("a rewritten note is shown: %q", f.Notes[0].Value.Said)
	}
	if r := s.reasons(s.v); r["note author"] != 1 {
		t.Errorf("reported: %v", r)
	}
}

func originOf(s *scene, origin ID) []ledger.Revision {
	s.t.Helper()
	var list []ledger.Revision
	_, err := s.v.ledger.Revisions(s.t.Context(), func(r ledger.Revision) error {
		if r.Origin == origin {
			list = append(list, r)
		}
		return nil
	})
	s.ok(err)
	return list
}

func TestWhoLeftCannotChangeWhatListsShow(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Number: "07700 900111"})
	s.ok(err)
	before := s.copy()
	s.ok(s.v.RemoveMember(ctx, "Vali"))
	old := s.unlock(before, "Vali")
	line, _ := old.contacts.of(contact)
	line.Number = "07700 900999"
	g := old.groups[contact]
	body, err := json.Marshal(line)
	s.ok(err)
	key, ok := old.overviewKey(g, 1)
	if !ok {
		t.Fatal("a volunteer has no key for an overview")
	}
	box := key.Seal(body, old.place("overview", ledger.Revision{Group: contact, KeyVersion: 1, Kind: uint8(KindContact), Record: contact, Revision: line.Revision}))
	s.ok(old.Close())
	s.ok(s.v.Close())
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	_, err = db.Exec("UPDATE overview SET box=? WHERE record=?", box, contact[:])
	s.ok(err)
	s.ok(db.Close())
	s.v = s.unlock(s.path, "Mair")
	if got := s.v.Contacts()[0].Number; got != "07700 900111" {
		t.Errorf("the list shows %q", got)
	}
}

func TestWhoLeftCannotKeepAnOldKeyInUse(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	before := s.copy()
	s.ok(s.v.RemoveMember(ctx, "Cadi"))
	old := s.unlock(before, "Cadi")
	known := old.groups[s.id].versions.key(1)
	s.ok(old.Close())
	epoch := s.v.roster().epoch
	var wraps []ledger.Box
	for _, m := range s.v.Members() {
		wrapped, err := m.public.Wrap(known, wrapPlace(s.v.id, s.id, m.ID[:], 0, epoch, 1))
		s.ok(err)
		wraps = append(wraps, ledger.Box{
			Class: ledger.ClassWrap, Subject: bytes.Clone(s.id[:]), Holder: bytes.Clone(m.ID[:]), Number: 1, Body: append(append(be32(0), be32(epoch)...), wrapped...),
		})
	}
	s.ok(s.v.Close())
	l, err := ledger.Open(ctx, s.path)
	s.ok(err)
	s.ok(l.Write(ctx, func(tx *ledger.Tx) error {
		if err := tx.DeleteBoxes(ledger.ClassWrap, s.id[:]); err != nil {
			return err
		}
		for _, w := range wraps {
			if err := tx.PutBox(w); err != nil {
				return err
			}
		}
		return nil
	}))
	s.ok(l.Close())
	s.v = s.unlock(s.path, "Mair")
	_, err = s.v.WriteNote(ctx, s.id, Note{Said: "must stay secret"})
	s.ok(err)
	revisions, err := s.v.ledger.Group(ctx, s.id)
	s.ok(err)
	newest := revisions[len(revisions)-1]
	if _, err := known.Open(newest.Box, s.v.place("revision", newest)); err == nil {
		t.Error("what was written after a member left opens with a key they know")
	}
	volunteer := s.as("Vali")
	if _, err := volunteer.OpenCase(ctx, s.id); err == nil {
		t.Error("a planted wrap let a volunteer into a case")
	}
	caseworker := s.as("Lowri")
	if f, err := caseworker.OpenCase(ctx, s.id); err != nil || len(f.Notes) != 1 {
		t.Errorf("a caseworker cannot read the case any more: %v", err)
	}
}

func TestARecordIsNotTakenOver(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn"})
	s.ok(err)
	volunteer := s.as("Vali")
	version, key, err := volunteer.keyOf(contact)
	s.ok(err)
	body, err := json.Marshal(Contact{CalledName: "taken over"})
	s.ok(err)
	r := ledger.Revision{Origin: volunteer.computer.origin, Record: s.id, Revision: NewID(), Kind: uint8(KindContact), Group: contact, KeyVersion: version}
	r.Box = key.Seal(stamp(volunteer.me().ID, time.Now(), body), volunteer.place("revision", r))
	s.ok(volunteer.ledger.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Append(r, volunteer.sign)
		return err
	}))
	mair := s.as("Mair")
	var out bytes.Buffer
	damage, err := mair.Export(ctx, &out)
	s.ok(err)
	others := slices.ContainsFunc(damage, func(d Damage) bool { return d.Record != s.id })
	if bytes.Contains(out.Bytes(), []byte("taken over")) || len(damage) == 0 || others { // the row, and the line that seems to be of before it
		t.Errorf("exported with damage %v", damage)
	}
	if r := s.reasons(mair); r["contact record"] != 1 {
		t.Errorf("reported: %v", r)
	}
	if line, ok := mair.CaseLine(s.id); !ok || line.Name != "Siân" {
		t.Errorf("the list shows %+v", line)
	}
	if history, err := mair.History(ctx, s.id); err != nil || len(history) != 1 {
		t.Errorf("history: %d, %v", len(history), err)
	}
}

func TestTheOrderOfRowsChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Number: "07700 900111"})
	s.ok(err)
	s.ok(s.v.ChangeContact(ctx, contact, Contact{CalledName: "Wyn", Number: "07700 900222"}))
	s.write("UPDATE revision SET n=n+1000 WHERE record=(SELECT record FROM revision WHERE kind=2 LIMIT 1) AND parent=zeroblob(16)")
	s.v = s.unlock(s.path, "Mair")
	e, err := s.v.Contact(ctx, contact)
	s.ok(err)
	if e.Value.Number != "07700 900222" || s.v.Contacts()[0].Number != "07700 900222" {
		t.Errorf("the older version is shown: %q, %q", e.Value.Number, s.v.Contacts()[0].Number)
	}
	if len(s.reasons(s.v)) == 0 {
		t.Error("it is not reported")
	}
}

// emptyOf is what anybody who can write to the file does to hide a case.
func emptyOf(id ID) string {
	return "UPDATE revision SET box=NULL WHERE grp=x'" + id.String() + "'"
}

func TestAnEmptiedRecordIsDamageAndNotErased(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	line, _ := s.v.CaseLine(s.id)
	kept, err := s.v.StartCase(ctx, Case{CalledName: "Rhys"}, Person{})
	s.ok(err)
	s.write(emptyOf(s.id))
	s.v = s.unlock(s.path, "Mair")
	c, err := s.v.Check(ctx, nil)
	s.ok(err)
	named := 0
	for _, d := range c.Damaged {
		if d.Reason == emptied && d.Lost == LostRecord && d.Case == line.Reference {
			named++
		}
	}
	if c.OK || c.Erased != 0 || named != 2 {
		t.Errorf("reported: %+v", c)
	}
	var out bytes.Buffer
	if damage, err := s.v.Export(ctx, &out); err != nil || len(damage) != 2 || !bytes.Contains(out.Bytes(), []byte(kept.String())) {
		t.Errorf("exported with damage %v: %v", damage, err)
	}
	to := filepath.Join(t.TempDir(), "repaired"+Extension)
	if _, err := s.v.Repair(ctx, to); err != nil {
		t.Error(err)
	}
	repaired := s.unlock(to, "Mair")
	defer repaired.Close()
	if c, err := repaired.Check(ctx, nil); err != nil || !c.OK || c.Missing == 0 {
		t.Errorf("the repaired file: %+v, %v", c, err)
	}
}

// signErasure writes an erasure as a program would that asks nobody.
func (s *scene) signErasure(v *Vault, group ID) {
	s.t.Helper()
	version, key, err := v.keyOf(groupZero(inContacts))
	s.ok(err)
	body, err := json.Marshal(erasure{Groups: []ID{group}})
	s.ok(err)
	r := ledger.Revision{Origin: v.computer.origin, Record: NewID(), Revision: NewID(), Kind: uint8(KindErasure), Group: groupZero(inContacts), KeyVersion: version}
	r.Box = key.Seal(stamp(v.me().ID, time.Now(), body), v.place("revision", r))
	s.ok(v.ledger.Write(s.t.Context(), func(tx *ledger.Tx) error {
		_, err := tx.Append(r, v.sign)
		return err
	}))
}

func TestAnErasureThatNoManagerSignedDoesNotCount(t *testing.T) {
	t.Parallel()
	for name, forge := range map[string]func(s *scene){
		"a caseworker's": func(s *scene) { s.signErasure(s.as("Cadi"), s.id) },
		"of a manager who has left": func(s *scene) {
			_, err := s.v.AddMember(s.t.Context(), "Megan", Manager, attackPhrase+"Megan")
			s.ok(err)
			before := s.copy()
			s.ok(s.v.RemoveMember(s.t.Context(), "Megan"))
			old := s.unlock(before, "Megan")
			s.signErasure(old, s.id)
			s.ok(old.Close())
			s.write("ATTACH '"+before+"' AS old",
				`INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
				 SELECT origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature FROM old.revision o
				 WHERE NOT EXISTS (SELECT 1 FROM revision n WHERE n.origin=o.origin AND n.seq=o.seq)`)
			s.v = s.unlock(s.path, "Mair")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			forge(s)
			s.write(emptyOf(s.id))
			s.v = s.unlock(s.path, "Mair")
			if len(s.v.erased.groups) != 0 {
				t.Error("the erasure counts")
			}
			r := s.reasons(s.v)
			if r["erasure author"] != 1 || r["case emptied"] != 1 || r["person emptied"] != 1 {
				t.Errorf("reported: %v", r)
			}
		})
	}
}

func TestWhatAManagerErasedBeforeLeavingStaysErased(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.AddMember(ctx, "Megan", Manager, attackPhrase+"Megan")
	s.ok(err)
	_, err = s.as("Megan").EraseCase(ctx, s.id, EraseOptions{Reason: "asked"})
	s.ok(err)
	s.as("Mair")
	s.ok(s.v.RemoveMember(ctx, "Megan"))
	s.as("Mair")
	if c, err := s.v.Check(ctx, nil); err != nil || !c.OK || c.Erased != 2 {
		t.Errorf("check: %+v, %v", c, err)
	}
	if list, err := s.v.Erasures(ctx); err != nil || len(list) != 1 || list[0].By != "Megan" {
		t.Errorf("the stub: %+v, %v", list, err)
	}
}

// Somebody who has a copy of the file from before an erasure writes into it what
// they have: keys, lines, sealed bytes, all of it.
func TestWhatIsPutBackAfterAnErasureStaysErased(t *testing.T) {
	t.Parallel()
	wraps := []string{"INSERT OR IGNORE INTO box SELECT * FROM old.box WHERE class=5", "INSERT OR IGNORE INTO box_copy SELECT * FROM old.box_copy WHERE class=5"}
	lines := "INSERT OR IGNORE INTO overview SELECT * FROM old.overview"
	boxes := "UPDATE revision SET box=(SELECT o.box FROM old.revision o WHERE o.revision=revision.revision) WHERE box IS NULL"
	for name, c := range map[string]struct {
		statements []string
		reported   string
	}{
		"its keys":  {wraps, "key put-back"},
		"its lines": {[]string{lines}, "case overview"},
		"its text":  {[]string{boxes}, "case put-back"},
		"all of it": {append([]string{lines, boxes}, wraps...), "case put-back"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			ctx := t.Context()
			before := s.copy()
			_, err := s.v.EraseCase(ctx, s.id, EraseOptions{Reason: "asked"})
			s.ok(err)
			s.write(append([]string{"ATTACH '" + before + "' AS old"}, c.statements...)...)
			// A caseworker cannot erase; nothing is shown to them all the same.
			s.v = s.unlock(s.path, "Cadi")
			_, shown := s.v.CaseLine(s.id)
			_, err = s.v.OpenCase(ctx, s.id)
			history, historyErr := s.v.History(ctx, s.id)
			if shown || CodeOf(err) != CodeNoCase || s.v.groups[s.id] != nil || historyErr == nil && history[0].Value != nil {
				t.Errorf("shown %v, opened with %v, key %v, history %v", shown, err, s.v.groups[s.id] != nil, history)
			}
			if r := s.reasons(s.v); r[c.reported] == 0 {
				t.Errorf("reported: %v", r)
			}
			var out bytes.Buffer
			_, err = s.v.Export(ctx, &out)
			if err != nil || bytes.Contains(out.Bytes(), []byte("Siân")) {
				t.Errorf("it is exported: %v", err)
			}
			// When a manager unlocks, it is taken out again.
			s.as("Mair")
			if c, err := s.v.Check(ctx, nil); err != nil || !c.OK || c.Erased != 2 || s.v.ErasedAgain() != 1 {
				t.Errorf("after a manager unlocked: %+v, %d erased again, %v", c, s.v.ErasedAgain(), err)
			}
			if known, remains, err := s.v.ledger.Remains(ctx, s.id); !known || remains || err != nil {
				t.Errorf("known %v, remains %v: %v", known, remains, err)
			}
		})
	}
}

func TestAnEntryOfTheListIsNotMadeLonger(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	gone, err := s.v.StartCase(ctx, Case{CalledName: "Rhys"}, Person{})
	s.ok(err)
	_, err = s.v.EraseCase(ctx, gone, EraseOptions{Reason: "asked"})
	s.ok(err)
	_, list, err := listIn(ctx, s.v.ledger)
	s.ok(err)
	list[0].Groups = append(list[0].Groups, s.id)
	s.plant(list[0].box(s.v.id))
	s.v = s.unlock(s.path, "Mair")
	if _, ok := s.v.CaseLine(s.id); !ok || s.v.ErasedAgain() != 0 {
		t.Error("whoever can write to the file can have a case erased")
	}
}

// Whatever number somebody gives an event, and however much junk comes after it, managers
// read of it.
func TestNoEventIsHidden(t *testing.T) {
	t.Parallel()
	event := fmt.Sprintf("kind=%d AND length(box)>1", KindAudit)
	for _, c := range []struct{ number, of string }{
		{"n", event}, {"9223372036854775807", event}, {"0", event}, {"9223372036854775807", fmt.Sprintf("kind<>%d", KindAudit)},
	} {
		t.Run(c.number+" of "+c.of, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			for range 5 {
				s.v.tell(t.Context(), AuditEvent{Action: AuditPrinted})
			}
			before, err := s.v.Audit(t.Context())
			s.ok(err)
			junk := fmt.Sprintf(`INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
				WITH RECURSIVE some(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM some WHERE i<20)
				SELECT randomblob(16), 1, randomblob(16), randomblob(16), zeroblob(16), %d, x'%x', 1, x'00', randomblob(32), zeroblob(32), randomblob(32), x'' FROM some`,
				KindAudit, groupZero(inManagement))
			s.write(junk, fmt.Sprintf("UPDATE revision SET n=%s WHERE n=(SELECT max(n) FROM revision WHERE %s)", c.number, c.of))
			s.v = s.unlock(s.path, "Mair")
			for told := range 5 {
				all, err := s.v.Audit(t.Context())
				s.ok(err)
				some, err := s.v.LatestAudit(t.Context(), 2*len(all))
				s.ok(err)
				if len(all) < len(before)+told || len(some) != len(all) {
					t.Errorf("%d events, of the last %d; there were %d and %d more", len(all), len(some), len(before), told)
				}
				s.v.tell(t.Context(), AuditEvent{Action: AuditPrinted})
			}
		})
	}
}

// Anybody who can write to the file can give a member a key, and a row that says it is
// sealed with it.
func TestAKeyOfZerosIsAKeyLikeAnyOther(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	me := *s.v.me()
	const version = 9
	wrapped, err := me.public.Wrap(seal.Key{}, wrapPlace(s.v.id, s.id, me.ID[:], 0, 1, version))
	s.ok(err)
	s.plant(ledger.Box{Class: ledger.ClassWrap, Subject: s.id[:], Holder: me.ID[:], Number: version, Body: append(append(be32(0), be32(1)...), wrapped...)})
	r := ledger.Revision{Origin: NewID(), Seq: 1, Record: NewID(), Revision: NewID(), Kind: uint8(KindNote), Group: s.id, KeyVersion: version}
	r.Box, r.Signature = bytes.Repeat([]byte{1}, 300), make([]byte, 64)
	r.Hash = sha256.Sum256(r.Box)
	r.Link = ledger.LinkOf(r)
	s.write(fmt.Sprintf(`INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
		VALUES (x'%x', 1, x'%x', x'%x', x'%x', %d, x'%x', %d, x'%x', x'%x', x'%x', x'%x', x'%x')`,
		r.Origin, r.Record, r.Revision, r.Parent, r.Kind, r.Group, version, r.Box, r.Hash, r.Previous, r.Link, r.Signature))
	s.v = s.unlock(s.path, "Mair")
	if _, err := s.v.OpenCase(t.Context(), s.id); err != nil {
		t.Error(err)
	}
	found, err := s.v.Check(t.Context(), nil)
	s.ok(err)
	if !slices.ContainsFunc(found.Damaged, func(d Damage) bool { return d.Record == ID(r.Record) && d.Reason == "box" }) {
		t.Errorf("reported %+v", found.Damaged)
	}
}

func TestARowThatSaysWhatNoneCanSayIsDamage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, change, reason string }{
		{"a kind that is as long as two", "kind=kind+256 WHERE n=(SELECT max(n) FROM revision WHERE kind=4)", "link"},
		{"a version of a key that is as long as two", "key_version=key_version+4294967296 WHERE n=(SELECT max(n) FROM revision WHERE kind=4)", "link"},
		{"an empty box", "box=x'' WHERE n=1", "hash"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.write("UPDATE revision SET " + c.change)
			s.v = s.unlock(s.path, "Mair")
			for range 2 {
				found, err := s.v.Check(t.Context(), nil)
				s.ok(err)
				if !slices.ContainsFunc(found.Damaged, func(d Damage) bool { return d.Reason == c.reason }) {
					t.Errorf("reported %+v", found.Damaged)
				}
			}
		})
	}
}

func TestALineThatWasChangedIsNamedAndCostsNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	older, err := s.v.ledger.Overviews(ctx)
	s.ok(err)
	older = slices.DeleteFunc(older, func(o ledger.Overview) bool { return o.Record != s.id })
	file, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	file.Case.Value.CalledName = "Siân Haf"
	_, err = Change(ctx, s.v, s.id, s.id, file.Case.Value)
	s.ok(err)
	line, _ := s.v.CaseLine(s.id)
	want := Damage{Record: s.id, Kind: "case", Case: line.Reference, Reason: "overview", Lost: LostNothing}
	for _, c := range []struct{ name, change string }{
		{"overwritten", "UPDATE overview SET box=zeroblob(length(box)) WHERE kind=4"},
		{"that of an older version", fmt.Sprintf("UPDATE overview SET revision=x'%x', box=x'%x' WHERE kind=4", older[0].Revision, older[0].Box)},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.write(c.change)
			s.v = s.unlock(s.path, "Mair")
			found, err := s.v.Check(ctx, nil)
			s.ok(err)
			if len(found.Damaged) != 1 || found.Damaged[0] != want {
				t.Errorf("reported %+v", found.Damaged)
			}
			if now, _ := s.v.CaseLine(s.id); now.Name != "Siân Haf" {
				t.Errorf("the list shows %q", now.Name)
			}
		})
	}
}
