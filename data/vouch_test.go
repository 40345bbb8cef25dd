package data

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// stamp is what is sealed of a record that vouches for none.
func stamp(author ID, at time.Time, body []byte) []byte {
	return stamped{author: author, at: at, text: body}.plain()
}

// vouchesIn reads of each row that a member can open who wrote it and for which of the
// rows before it stands: by its place, from 1; zero for none.
func (s *scene) vouchesIn(v *Vault) (rows []ledger.Revision, by []string, stands []int) {
	s.t.Helper()
	at := map[vouch]int{}
	_, err := v.ledger.EachRevision(s.t.Context(), func(r ledger.Revision) error {
		o, reason := v.unsealBy(r, v.proven.check, &openRoom{})
		if reason == notYours {
			return nil
		}
		if reason != "" {
			s.t.Errorf("row %d: %s", r.N, reason)
		}
		rows, by = append(rows, r), append(by, v.nameOf(o.author))
		place := 0
		if !o.vouch.none() {
			if place = at[o.vouch]; place == 0 {
				s.t.Errorf("row %d vouches for one that is not there", r.N)
			}
		}
		stands = append(stands, place)
		at[vouchOf(r.Link, r.Signature)] = len(rows)
		return nil
	})
	s.ok(err)
	return rows, by, stands
}

// Every row stands for the one before it of the same author and sort, also over unlocks
// and rows of others, as long as that one is near.
func TestARowVouchesForTheOneBeforeByItsAuthor(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	s.ok(s.v.Close())
	unlock := func(name string) *Vault { // on the computer of all, whose chain goes on
		phrase := attackPhrase
		if name != "Mair" {
			phrase += name
		}
		v, err := Unlock(ctx, s.path, Credentials{Passphrase: phrase, Options: s.o})
		s.ok(err)
		return v
	}
	for _, name := range []string{"Mair", "Cadi", "Mair", "Mair", "Vali"} {
		v := unlock(name)
		if name == "Vali" {
			for range nearRows { // so that nothing of Mair's is near
				_, err := v.LogContact(ctx, Contact{CalledName: "Wyn"})
				s.ok(err)
			}
		} else {
			for range 3 {
				_, err := Add(ctx, v, s.id, Task{What: "ring"})
				s.ok(err)
			}
		}
		s.ok(v.Close())
	}
	v := unlock("Mair")
	defer v.Close()
	_, err := Add(ctx, v, s.id, Task{What: "the last"})
	s.ok(err)
	rows, by, stands := s.vouchesIn(v)
	far := 0
	for i, place := range stands {
		before := 0 // of the same author and sort, from the end
		for k := i - 1; k >= 0 && before == 0; k-- {
			if by[k] == by[i] && forManagers(Kind(rows[k].Kind)) == forManagers(Kind(rows[i].Kind)) {
				before = k + 1
			}
		}
		switch {
		case place == 0 && before > 0 && rows[i].Seq-rows[before-1].Seq > nearRows:
			far++
		case place != before && rows[i].Origin == rows[max(0, before-1)].Origin:
			t.Errorf("row %d, %s of %s, stands for row %d, not %d", i+1, Kind(rows[i].Kind), by[i], place, before)
		}
	}
	if far == 0 {
		t.Error("no row was far from the one before by its author")
	}
	checked, err := v.Check(ctx, nil)
	s.ok(err)
	if !checked.OK || checked.Vouched < checked.Revisions/2 {
		t.Errorf("another stands for %d of %d signatures: %+v", checked.Vouched, checked.Revisions, checked.Damaged)
	}
	if checked, err = v.Check(ctx, nil); err != nil || !checked.OK || checked.Vouched > 0 || checked.Verified != checked.Revisions {
		t.Errorf("of what is known another stands for %d: %+v, %v", checked.Vouched, checked.Damaged, err)
	}
	if checked, err = v.CheckAnew(ctx, nil); err != nil || !checked.OK || checked.Vouched > 0 {
		t.Errorf("another stands for %d where each is verified: %+v, %v", checked.Vouched, checked.Damaged, err)
	}
}

// Whoever has the key of a case can write a row that names somebody else, and another
// after it that says whatever they like. Only its author stands for a row.
func TestNobodyVouchesForAnother(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signer, next string // who signs the row, and who the next
		says         string // whom the next names
		wrong        []string
	}{
		"a colleague":                 {"Cadi", "Cadi", "Cadi", []string{"It was Lowri."}},
		"a colleague in her name":     {"Cadi", "Cadi", "Lowri", []string{"It was Lowri.", "and after"}},
		"nobody":                      {"", "", "Lowri", []string{"It was Lowri.", "and after"}},
		"a colleague of nobody's row": {"", "Cadi", "Cadi", []string{"It was Lowri."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			ctx := t.Context()
			cadi := s.as("Cadi")
			lowri := s.memberNamed(cadi, "Lowri")
			sign := func(name string) func([32]byte) []byte {
				if name == "" {
					return func([32]byte) []byte { return make([]byte, 64) }
				}
				return cadi.sign
			}
			var wrong []ID
			forge := func(author ID, said string, w vouch, sign func([32]byte) []byte) (r ledger.Revision) {
				version, key, err := cadi.keyOf(s.id)
				s.ok(err)
				body, err := json.Marshal(Note{Said: said})
				s.ok(err)
				r = ledger.Revision{Origin: cadi.computer.origin, Record: NewID(), Revision: NewID(), Kind: uint8(KindNote), Group: s.id, KeyVersion: version}
				r.Box = key.Seal(stamped{author, time.Now(), w, body}.plain(), cadi.place("revision", r))
				s.ok(cadi.ledger.Write(ctx, func(tx *ledger.Tx) error {
					r, err = tx.Append(r, sign)
					return err
				}))
				if slices.Contains(c.wrong, said) {
					wrong = append(wrong, r.Record)
				}
				return r
			}
			r := forge(lowri, "It was Lowri.", vouch{}, sign(c.signer))
			author := cadi.me().ID
			if c.says == "Lowri" {
				author = lowri
			}
			forge(author, "and after", vouchOf(r.Link, r.Signature), sign(c.next))
			mair := s.as("Mair")
			for _, check := range []func() (Checked, error){
				func() (Checked, error) { return mair.Check(ctx, nil) },
				func() (Checked, error) { return mair.CheckGently(ctx) },
				func() (Checked, error) { return mair.CheckAnew(ctx, nil) },
			} {
				checked, err := check()
				s.ok(err)
				var found []ID
				for _, d := range checked.Damaged {
					if d.Reason == "signature" {
						found = append(found, d.Record)
					}
				}
				if !slices.Equal(found, wrong) {
					t.Errorf("the check found %+v, not %v", checked.Damaged, wrong)
				}
			}
		})
	}
}

// A vouch is of one member, and of one of their keys.
func TestAVouchIsByOneMemberWithOneKey(t *testing.T) {
	t.Parallel()
	r := ledger.Revision{Link: [32]byte{1}, Signature: []byte{2}}
	key, other := seal.Public{Verify: []byte{3}}, seal.Public{Verify: []byte{4}}
	me, somebody := ID{5}, ID{6}
	j := judging{vouches: map[vouch]openRow{vouchOf(r.Link, r.Signature): {author: me, signer: key}}}
	for name, c := range map[string]struct {
		author ID
		key    seal.Public
		stands bool
	}{
		"the same":         {me, key, true},
		"with another key": {me, other, false},
		"another member":   {somebody, key, false},
	} {
		if got := j.standsFor(openRow{author: c.author, signer: c.key}, r); got != c.stands {
			t.Errorf("%s: %v", name, got)
		}
	}
	r.Link[0]++
	if j.standsFor(openRow{author: me, signer: key}, r) {
		t.Error("it stands for a signature of something else")
	}
}

// A row of which the box cannot be read is damage, whoever stands for its signature; and
// what is wrong with the rows before keeps nobody from saving.
func TestAVouchHidesNothingElse(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	version, key, err := s.v.keyOf(s.id)
	s.ok(err)
	write := func(w vouch, text string) (r ledger.Revision) {
		r = ledger.Revision{Origin: s.v.computer.origin, Record: NewID(), Revision: NewID(), Kind: uint8(KindNote), Group: s.id, KeyVersion: version}
		r.Box = key.Seal(stamped{s.v.me().ID, time.Now(), w, []byte(text)}.plain(), s.v.place("revision", r))
		s.ok(s.v.ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
			r, err = tx.Append(r, s.v.sign)
			return err
		}))
		return r
	}
	r := write(vouch{}, `{"said":`)
	write(vouchOf(r.Link, r.Signature), `{"said":"and after"}`)
	checked, err := s.v.Check(ctx, nil)
	s.ok(err)
	if len(checked.Damaged) != 1 || checked.Damaged[0].Record != r.Record || checked.Damaged[0].Reason != "box" {
		t.Errorf("the check found %+v", checked.Damaged)
	}
	s.ok(s.v.Close())
	for _, set := range []string{"kind=300", "kind=-1", "signature=x''", "link=x'01'"} {
		db, err := sql.Open("sqlite3", s.path)
		s.ok(err)
		_, err = db.Exec("UPDATE revision SET " + set + " WHERE n IN (SELECT n FROM revision ORDER BY n DESC LIMIT 1 OFFSET 3)")
		s.ok(err)
		s.ok(db.Close())
		v, err := Unlock(ctx, s.path, Credentials{Passphrase: attackPhrase, Options: s.o})
		s.ok(err)
		if _, err := Add(ctx, v, s.id, Task{What: "ring"}); err != nil {
			t.Errorf("%s: %v", set, err)
		}
		s.ok(v.Close())
	}
}

// memberNamed is somebody's id.
func (s *scene) memberNamed(v *Vault, name string) ID {
	for id, m := range v.roster().members {
		if m.Name == name {
			return id
		}
	}
	s.t.Fatalf("no member is called %s", name)
	return ID{}
}

// Where a row's signature is damaged, none stands for it, and it stands for none.
func TestADamagedSignatureIsFoundThoughAnotherStoodForIt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	var tasks []ID
	for range 100 {
		e, err := Add(ctx, s.v, s.id, Task{What: "ring"})
		s.ok(err)
		tasks = append(tasks, e.ID)
	}
	s.ok(s.v.Close())
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	hit := []int{10, 30, 31, 32, 70, 99}
	for _, i := range hit {
		_, err = db.Exec("UPDATE revision SET signature=CAST(x'ff'||substr(signature,2) AS BLOB) WHERE record=?", tasks[i][:])
		s.ok(err)
	}
	s.ok(db.Close())
	s.v = s.unlock(s.path, "Mair")
	checked, err := s.v.Check(ctx, nil)
	s.ok(err)
	var found []int
	for _, d := range checked.Damaged {
		if d.Reason == "signature" {
			found = append(found, slices.Index(tasks, d.Record))
		}
	}
	if !slices.Equal(found, hit) || checked.Vouched < 80 {
		t.Errorf("found the signatures of %v, not %v; others stood for %d", found, hit, checked.Vouched)
	}
}

// What is read of a record is the same with a vouch and without.
func TestAVouchIsTakenOutAgain(t *testing.T) {
	t.Parallel()
	if got := vouchOf([32]byte(bytes.Repeat([]byte{9}, 32)), bytes.Repeat([]byte{8}, 64)); hex.EncodeToString(got[:]) != "bfe665751327d16d798f63e7f0cf534a" {
		t.Errorf("of those bytes it is %x", got)
	}
	w := vouch{15: 1}
	for name, body := range map[string]string{
		"a note":        `{"said":"It was Friday."}`,
		"nothing":       `{}`,
		"a list":        `[1]`,
		"a short one":   `{"a":1}`,
		"its own vouch": `{"vouch":"somebody's"}`,
		"one like it":   `{"vouch":"000000000000000000000000000000ff","said":"no"}`,
	} {
		with := appendVouched(nil, w, []byte(body))
		again, text := cutVouch(slices.Clone(with))
		if string(text) != body || strings.HasPrefix(body, `{"`) != (again == w) {
			t.Errorf("%s: %s became %s and %x", name, body, text, again)
		}
		var value map[string]any
		if body[0] == '{' && json.Unmarshal(with, &value) != nil {
			t.Errorf("%s: %s is no JSON", name, with)
		}
	}
	for _, body := range []string{
		`{"vouch":"0000000000000000000000000000000G","said":"no"}`,
		`{"vouch":"0000000000000000000000000000000A","said":"no"}`,
		`{"vouch":"00000000000000000000000000000000","said":"no"}`,
		`{"vouch":"000000000000000000000000000000ff"}`,
		`{"vouch":"000000000000000000000000000000ff",}`,
		`{"vouch": "00000000000000000000000000000ff","said":"no"}`,
	} {
		if w, text := cutVouch([]byte(body)); !w.none() || string(text) != body {
			t.Errorf("%s was read as a vouch", body)
		}
	}
}
