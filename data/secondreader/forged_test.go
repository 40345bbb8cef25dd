package secondreader

import (
	"bytes"
	"crypto/hpke"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"noddfa/data"
)

// said is what the record's field of this name says in what was read.
func said(t *testing.T, all []Record, record data.ID, field string) string {
	t.Helper()
	for _, r := range all {
		if r.ID != record.String() {
			continue
		}
		var fields map[string]any
		if err := json.Unmarshal(r.Fields, &fields); err != nil {
			t.Fatal(err)
		}
		text, _ := fields[field].(string)
		return text
	}
	return ""
}

func wantDamage(t *testing.T, err error, want string) {
	t.Helper()
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want damage: %s", err, want)
	}
}

func TestWeakAndAbsurdParametersAreRefused(t *testing.T) {
	s := newOffice(t)
	f, err := openFile(s.closed())
	if err != nil {
		t.Fatal(err)
	}
	good := f.of(classHeader)[0]
	f.close()
	for name, change := range map[string]func(*header){
		"less memory": func(h *header) { h.MemoryKiB = 64<<10 - 1 }, "too much": func(h *header) { h.MemoryKiB = 1<<20 + 1 },
		"fewer passes": func(h *header) { h.Passes = 2 }, "too many": func(h *header) { h.Passes = 11 },
		"no lanes": func(h *header) { h.Lanes = 0 }, "too many lanes": func(h *header) { h.Lanes = 65 },
		"a short salt": func(h *header) { h.Salt = h.Salt[:8] },
	} {
		var h header
		s.must(json.Unmarshal(good.body, &h))
		change(&h)
		bad := good
		bad.body = get[[]byte](s)(json.Marshal(h))
		s.write(func(db *sql.DB) { s.put(db, bad) })
		if _, err := Read(s.path, phraseOf("Mair")); !errors.Is(err, ErrParameters) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.write(func(db *sql.DB) { s.put(db, good) })
	if _, err := Read(s.path, phraseOf("Mair")); err != nil {
		t.Errorf("as it was: %v", err)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for statement, want := range map[string]error{"PRAGMA application_id=1": ErrNotOurs, "PRAGMA user_version=2": ErrNewer} {
		s := newOffice(t)
		s.write(func(db *sql.DB) { get[sql.Result](s)(db.Exec(statement)) })
		if _, err := Read(s.path, phraseOf("Mair")); !errors.Is(err, want) {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// One statement against the closed file each; what is sound is still read.
func TestDamageIsReportedAndTheRestIsRead(t *testing.T) {
	s := newOffice(t)
	caseID := get[data.ID](s)(s.v.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn"}))
	s.must(value(s.v.WriteNote(t.Context(), caseID, data.Note{Said: "Came in."})))
	s.must(value(data.Add(t.Context(), s.v, caseID, data.MoneyEntry{Kind: data.Demand})))
	image := get[[]byte](s)(os.ReadFile(s.closed()))
	for name, c := range map[string]struct{ statement, want string }{
		"a bent box":              {"UPDATE revision SET box=zeroblob(285) WHERE kind=8", "its hash is wrong"},
		"a box that is gone":      {"UPDATE revision SET box=NULL WHERE kind=8", "its box is gone"},
		"a bent column":           {"UPDATE revision SET kind=9 WHERE kind=8", "its link is wrong"},
		"another signature":       {"UPDATE revision SET signature=zeroblob(64) WHERE kind=8", "its signature is wrong"},
		"a row taken out":         {"DELETE FROM revision WHERE kind=8", "does not follow the one before"},
		"one copy bent":           {"UPDATE box SET body=zeroblob(9)", ""},
		"one table of boxes gone": {"DELETE FROM box", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s.must(os.WriteFile(s.path, image, 0o600))
			s.write(func(db *sql.DB) { s.exec(db, c.statement) })
			all, err := Read(s.path, phraseOf("Mair"))
			if said(t, all, caseID, "called_name") != "Wyn" {
				t.Error("the case is not read")
			}
			if c.want == "" && err != nil {
				t.Error(err)
			} else if c.want != "" {
				wantDamage(t, err, c.want)
			}
			if note := slices.ContainsFunc(all, func(r Record) bool { return r.Kind == "note" }); note != (c.want == "") {
				t.Errorf("the note is read: %v", note)
			}
		})
	}
}

// Anybody can make the hash of a small box: a second one of another content is damage, and keeps nobody out.
func TestTwoCopiesThatDifferAreDamageAndOpenAllTheSame(t *testing.T) {
	s := newOffice(t)
	caseID := get[data.ID](s)(s.v.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{}))
	s.add("Vali", data.Volunteer)
	s.must(s.v.RemoveMember(t.Context(), "Vali")) // so that there are keys of before
	image := get[[]byte](s)(os.ReadFile(s.closed()))
	for _, class := range []int{classHeader, classIdentity, classGrant, classRoster, classWrap, classPast} {
		for _, table := range []string{"box", "box_copy"} {
			s.must(os.WriteFile(s.path, image, 0o600))
			s.write(func(db *sql.DB) {
				f, err := openFile(s.path)
				s.must(err)
				defer f.close()
				for _, b := range f.of(class) {
					b.body = bytes.ReplaceAll(b.body, []byte(`"passes":3`), []byte(`"passes":1`))
					b.body[len(b.body)-1] ^= byte(class - classHeader)
					hash := sha256.Sum256(place("box", []byte{byte(b.class)}, b.subject, b.holder, eight(b.number), b.body))
					s.exec(db, "UPDATE "+table+" SET body=?, hash=? WHERE class=? AND subject=? AND holder=? AND number=?", b.body, hash[:], b.class, b.subject, b.holder, b.number)
				}
			})
			all, err := Read(s.path, phraseOf("Mair"))
			wantDamage(t, err, "two copies of a small box")
			if said(t, all, caseID, "called_name") != "Wyn" {
				t.Errorf("class %d in %s: the case is not read: %v", class, table, err)
			}
		}
	}
}

// Who knows a member's public key, or the key of an epoch, can make a copy that opens and holds a key that never was.
func TestOfTwoKeysThatBothOpenTheRosterSaysWhichIsRight(t *testing.T) {
	s := newOffice(t)
	caseID := get[data.ID](s)(s.v.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{}))
	s.add("Vali", data.Volunteer)
	s.must(s.v.RemoveMember(t.Context(), "Vali"))
	image := get[[]byte](s)(os.ReadFile(s.closed()))
	v := get[*vault](s)(open(s.path, Secrets{Passphrase: phraseOf("Mair")}))
	v.file.close()
	wrong, in := slices.Repeat([]byte{7}, keySize), []byte{contacts}
	public := get[hpke.PublicKey](s)(hpke.MLKEM768X25519().NewPublicKey(get[[]byte](s)(hpkePublic(v.me.hpke))))
	grant := get[[]byte](s)(hpke.Seal(public, hpke.HKDFSHA256(), hpke.AES256GCM(), place("grant", v.file.vault[:], v.me.member[:], in, four(2)), wrong))
	past := sealBox(t, v.ring.compartments[epochKey{contacts, 2}], wrong, place("past", v.file.vault[:], in, four(1)))
	for name, b := range map[string]small{
		"a grant":         {class: classGrant, subject: v.me.member[:], holder: in, number: 2, body: grant},
		"a key of before": {class: classPast, subject: in, holder: []byte{}, number: 1, body: past},
	} {
		for _, table := range []string{"box", "box_copy"} {
			s.must(os.WriteFile(s.path, image, 0o600))
			s.write(func(db *sql.DB) {
				hash := sha256.Sum256(place("box", []byte{byte(b.class)}, b.subject, b.holder, eight(b.number), b.body))
				s.exec(db, "UPDATE "+table+" SET body=?, hash=? WHERE class=? AND subject=? AND holder=? AND number=?", b.body, hash[:], b.class, b.subject, b.holder, b.number)
			})
			all, err := Read(s.path, phraseOf("Mair"))
			if wantDamage(t, err, "two copies of a small box"); strings.Count(err.Error(), "damaged") != 1 || said(t, all, caseID, "called_name") != "Wyn" {
				t.Errorf("%s in %s: %v", name, table, err)
			}
		}
	}
}

func TestATamperedRosterIsRefused(t *testing.T) {
	for name, statement := range map[string]string{
		"the first entry gone": "DELETE FROM %s WHERE class=4 AND number=0",
		"the last gone":        "DELETE FROM %s WHERE class=4 AND number=(SELECT max(number) FROM %s WHERE class=4)",
	} {
		s := newScene(t)
		s.must(s.v.RemoveMember(t.Context(), "Cadi"))
		s.write(func(db *sql.DB) {
			for _, table := range []string{"box", "box_copy"} {
				s.exec(db, strings.ReplaceAll(statement, "%s", table))
			}
		})
		if _, err := Read(s.path, phraseOf("Mair")); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := newScene(t)
	s.write(func(db *sql.DB) {
		v, err := openFile(s.path)
		s.must(err)
		defer v.close()
		entry := v.of(classRoster)[2]
		entry.body = bytes.Replace(entry.body, []byte(`"epoch":1`), []byte(`"epoch": 1`), 1) // the same to a parser, not to a signature
		s.put(db, entry)
	})
	_, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "the roster has a hole")
}

// The entry by which somebody was added, or given another role, is taken out of both tables.
func TestARosterWithoutItsEndIsDamage(t *testing.T) {
	for name, change := range map[string]func(s *scene){
		"added":        func(s *scene) { s.add("Nia", data.Caseworker) },
		"another role": func(s *scene) { s.must(s.v.ChangeRole(t.Context(), "Vali", data.Caseworker)) },
	} {
		s := newScene(t)
		change(s)
		s.write(func(db *sql.DB) {
			for _, table := range []string{"box", "box_copy"} {
				s.exec(db, "DELETE FROM "+table+" WHERE class=4 AND number=(SELECT max(number) FROM "+table+" WHERE class=4)")
			}
		})
		all, err := Read(s.path, phraseOf("Mair"))
		wantDamage(t, err, "entries were taken from the end of the roster")
		if len(all) == 0 {
			t.Errorf("%s: nothing is read", name)
		}
	}
}

func TestWhoWasRemovedDoesNotComeBackWithOldGrants(t *testing.T) {
	s := newScene(t)
	cadi, _ := s.keep(phraseOf("Cadi"))
	s.as("Mair")
	s.must(s.v.RemoveMember(t.Context(), "Cadi"))
	s.write(func(db *sql.DB) {
		for _, b := range append(cadi.file.of(classGrant), cadi.file.of(classIdentity)...) {
			if bytes.Equal(b.subject, cadi.me.member[:]) {
				s.put(db, b)
			}
		}
	})
	if all, err := Read(s.path, phraseOf("Cadi")); !errors.Is(err, ErrDamaged) || all != nil {
		t.Errorf("read %d records, %v", len(all), err)
	}
}

func TestAVolunteersNoteDoesNotCount(t *testing.T) {
	s := newScene(t)
	contact := get[data.ID](s)(s.v.LogContact(t.Context(), data.Contact{CalledName: "Ann"}))
	vali, rows := s.keep(phraseOf("Vali"))
	s.write(func(db *sql.DB) {
		mine := rowsOf(rows, id(contact))
		last := mine[len(mine)-1]
		s.insert(db, vali.forge(t, row{origin: last.origin, record: same(8), revision: same(9), kind: 8, group: id(contact), version: 1}, last, `{"said":"above my role"}`))
	})
	all, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "role may not write it")
	if slices.ContainsFunc(all, func(r Record) bool { return r.Kind == "note" }) {
		t.Error("the note is read")
	}
}

func TestAContactDoesNotTakeACasesPlace(t *testing.T) {
	s := newScene(t)
	caseID := get[data.ID](s)(s.v.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn"}))
	contact := get[data.ID](s)(s.v.LogContact(t.Context(), data.Contact{CalledName: "Ann"}))
	vali, rows := s.keep(phraseOf("Vali"))
	s.write(func(db *sql.DB) {
		mine := rowsOf(rows, id(contact))
		last := mine[len(mine)-1]
		s.insert(db, vali.forge(t, row{origin: last.origin, record: id(caseID), revision: same(9), kind: 2, group: id(contact), version: 1}, last, `{"called_name":"Eve"}`))
	})
	all, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "another kind or group")
	if name := said(t, all, caseID, "called_name"); name != "Wyn" {
		t.Errorf("the case is called %q", name)
	}
}

// Rows that somebody wrote before they left still count, so they must be the rows that were there then.
func TestWhoLeftCannotWriteTheirRowsAnew(t *testing.T) {
	s := newScene(t)
	v := s.elsewhere("Vali")
	contact := get[data.ID](s)(v.LogContact(t.Context(), data.Contact{CalledName: "Ann", Said: "what was said"}))
	vali, rows := s.keep(phraseOf("Vali"))
	s.as("Mair")
	s.must(s.v.RemoveMember(t.Context(), "Vali"))
	s.write(func(db *sql.DB) {
		mine := rowsOf(rows, id(contact))
		s.exec(db, "DELETE FROM revision WHERE origin=?", mine[0].origin[:])
		var before row
		for i, r := range mine {
			r = vali.forge(t, row{origin: r.origin, record: r.record, revision: same(byte(i)), kind: kindContact, group: id(contact), version: 1}, before, `{"said":"forged"}`)
			s.insert(db, r)
			before = r
		}
	})
	_, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "not what the roster saw there")
}

func TestMovedRowsAreReported(t *testing.T) {
	s := newScene(t)
	v := s.elsewhere("Vali")
	contact := get[data.ID](s)(v.LogContact(t.Context(), data.Contact{CalledName: "Ann", Said: "before"}))
	s.must(s.as("Mair").ChangeContact(t.Context(), contact, data.Contact{CalledName: "Ann", Said: "after"}))
	s.write(func(db *sql.DB) {
		s.exec(db, "UPDATE revision SET n=n+1000 WHERE origin=(SELECT origin FROM revision WHERE record=? AND kind=2 ORDER BY n LIMIT 1)", contact[:])
	})
	_, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "its parent is not the revision before")
}

func TestWhatARepairWroteDownIsNoNewDamage(t *testing.T) {
	s := newScene(t)
	caseID := get[data.ID](s)(s.v.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{FirstName: "Wyn"}))
	note := get[data.Entry[data.Note]](s)(s.v.WriteNote(t.Context(), caseID, data.Note{Said: "Came in."}))
	s.must(value(s.v.Amend(t.Context(), caseID, note.ID, data.Amendment{Text: "It was the Thursday."})))
	s.add("Carys", data.Caseworker)
	s.write(func(db *sql.DB) { s.exec(db, "DELETE FROM revision WHERE revision=?", note.Revision[:]) })
	if _, err := Read(s.path, phraseOf("Mair")); !errors.Is(err, ErrDamaged) {
		t.Errorf("before the repair: %v", err)
	}
	to := filepath.Join(t.TempDir(), "repaired"+data.Extension)
	s.must(value(s.as("Mair").Repair(t.Context(), to)))
	s.close()
	for _, name := range []string{"Mair", "Carys", "Vali"} {
		if all, err := Read(to, phraseOf(name)); err != nil || len(all) == 0 {
			t.Errorf("after the repair, %s: %d records, %v", name, len(all), err)
		}
	}
}

// What somebody put into the file, and keys that were deleted from both tables, are damage; everything else is read.
func TestForeignThingsAndMissingKeysAreDamage(t *testing.T) {
	s := newScene(t)
	contact, err := s.v.LogContact(t.Context(), data.Contact{Said: "without a key"})
	s.must(err)
	kept, err := s.v.LogContact(t.Context(), data.Contact{Said: "with its key"})
	s.must(err)
	s.write(func(db *sql.DB) {
		get[sql.Result](s)(db.Exec("CREATE TRIGGER t BEFORE INSERT ON revision BEGIN SELECT raise(ignore); END"))
		for _, table := range []string{"box", "box_copy"} {
			s.exec(db, "DELETE FROM "+table+" WHERE class=5 AND subject=?", contact[:])
		}
	})
	all, err := Read(s.path, phraseOf("Mair"))
	wantDamage(t, err, "a trigger that is not of the format")
	wantDamage(t, err, "group "+contact.String()+" has no key")
	if said(t, all, kept, "said") != "with its key" || said(t, all, contact, "said") != "" {
		t.Error("it does not read what is sound, and nothing else")
	}
}
