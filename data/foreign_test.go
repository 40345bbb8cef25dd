package data

import (
	"bytes"
	"database/sql"
	"os"
	"slices"
	"testing"
)

// Somebody who can write to the file puts things into it that SQLite obeys: what
// is saved afterwards is saved, and what is erased is gone.
func TestWhatSomebodyPutsIntoTheFileNeverActs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.WriteNote(ctx, s.id, Note{Said: "to be erased"})
	s.ok(err)
	erased, err := s.v.ledger.Group(ctx, s.id)
	s.ok(err)
	s.write("CREATE TABLE keep (what)",
		"INSERT INTO keep SELECT box FROM revision",
		"CREATE TRIGGER a BEFORE UPDATE ON revision BEGIN INSERT INTO keep VALUES (old.box); END",
		"CREATE TRIGGER b BEFORE DELETE ON box BEGIN INSERT INTO keep VALUES (old.body); END",
		"CREATE TRIGGER c BEFORE DELETE ON box_copy BEGIN INSERT INTO keep VALUES (old.body); END",
		"CREATE TRIGGER revision BEFORE INSERT ON revision BEGIN SELECT raise(ignore); END",
		"CREATE TRIGGER d BEFORE INSERT ON box BEGIN SELECT raise(ignore); END",
		`CREATE TRIGGER "e ""f' g" BEFORE INSERT ON box_copy BEGIN SELECT raise(ignore); END`,
		"CREATE VIEW h AS SELECT * FROM box",
		"CREATE TABLE j (a UNIQUE); CREATE INDEX k ON j (a); INSERT INTO j VALUES (1)",
		"CREATE UNIQUE INDEX one_kind ON revision (origin, seq, kind)",
		"DROP INDEX revision_group; CREATE INDEX revision_group ON revision (kind)",
		"ANALYZE")
	o := s.o
	o.StateDir = t.TempDir()
	look, err := Unlock(ctx, s.path, Credentials{Passphrase: attackPhrase, Untold: true, Options: o})
	s.ok(err)
	if r := s.reasons(look); len(r) != 4 || r["trigger foreign"]*r["view foreign"]*r["table foreign"]*r["index foreign"] == 0 {
		t.Errorf("the check says %v", r)
	}
	s.ok(look.Close())

	s.v = s.unlock(s.path, "Mair") // a look has changed nothing
	for _, kind := range []string{"trigger", "view", "table", "index"} {
		if !slices.Contains(s.v.Damaged(), Damage{Kind: kind, Reason: foreign}) {
			t.Errorf("who unlocks is told of no %s: %v", kind, s.v.Damaged())
		}
	}
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Said: "must be kept"})
	s.ok(err)
	wraps, _, err := s.v.ledger.BoxesOf(ctx, 5, s.id[:])
	s.ok(err)
	_, err = s.v.EraseCase(ctx, s.id, EraseOptions{Reason: "asked for"})
	s.ok(err)
	v := s.as("Mair")
	if saved := slices.ContainsFunc(v.Contacts(), func(l ContactLine) bool { return l.ID == contact }); !saved {
		t.Error("a contact that was called saved is not there")
	}
	if r := s.reasons(v); len(r) > 0 || len(v.Damaged()) > 0 {
		t.Errorf("afterwards the check says %v", r)
	}
	lines, err := v.Audit(ctx)
	s.ok(err)
	if !slices.ContainsFunc(lines, func(l AuditLine) bool { return l.Action == AuditForeign }) {
		t.Error("the trail does not say it")
	}
	s.ok(v.Close())
	file, err := os.ReadFile(s.path)
	s.ok(err)
	for _, r := range erased {
		if bytes.Contains(file, r.Box[:64]) {
			t.Error("the file has the bytes of an erased record still")
		}
	}
	for _, w := range wraps {
		if bytes.Contains(file, w.Body[:40]) {
			t.Error("the file has the key of an erased case still")
		}
	}
	if len(erased) < 2 || len(wraps) == 0 {
		t.Error("the test looks for nothing")
	}
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	defer db.Close()
	objects := 0
	s.ok(db.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&objects))
	if objects != 12 {
		t.Errorf("%d things in the file", objects)
	}
}

// A table that is missing, or a view in its place, is damage: what is there is
// read, nothing is written, and a repair makes a whole file of it.
func TestATableThatIsNotOursIsDamage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.WriteNote(ctx, s.id, Note{Said: "must be readable"})
	s.ok(err)
	s.write("DROP TABLE overview", "CREATE VIEW overview AS SELECT record, revision, kind, grp, key_version, box FROM revision", "DROP TABLE draft")
	s.v = s.unlock(s.path, "Mair")
	if r := s.reasons(s.v); r["file structure"] == 0 || r["view foreign"] == 0 {
		t.Errorf("the check says %v", r)
	}
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	if len(f.Notes) != 1 {
		t.Errorf("%d notes", len(f.Notes))
	}
	if _, err := s.v.WriteNote(ctx, s.id, Note{Said: "must not be written"}); CodeOf(err) != CodeDamaged {
		t.Errorf("written: %v", err)
	}
	to := s.path + ".repaired" + Extension
	if _, err := s.v.Repair(ctx, to); err != nil {
		t.Fatal(err)
	}
	repaired := s.unlock(to, "Mair")
	defer repaired.Close()
	if r := s.reasons(repaired); len(r) > 0 {
		t.Errorf("the repaired file: %v", r)
	}
}
