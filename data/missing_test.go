package data

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// masters are what passphrases come to, each worked out once.
type masters map[string]seal.Key

// unlock is what Unlock does, without the slow function, and nothing is written.
func (m masters) unlock(s *scene, name string) *Vault {
	s.t.Helper()
	return m.unlockAt(s, name, s.t.TempDir())
}

// unlockAt is unlock on a computer that may know the file.
func (m masters) unlockAt(s *scene, name, state string) *Vault {
	s.t.Helper()
	ctx := s.t.Context()
	l, err := ledger.Open(ctx, s.path)
	s.ok(err)
	o := s.o
	o.StateDir = state
	v := &Vault{Now: o.clock(), path: s.path, ledger: l, computer: newComputer(o)}
	s.ok(v.readHeader(ctx))
	master, known := m[name]
	if !known {
		phrase := attackPhrase
		if name != "Mair" {
			phrase += name
		}
		master, err = v.kdf.Master(phrase)
		s.ok(err)
		m[name] = master
	}
	if err := l.Examine(ctx); err != nil && CodeOf(err) != CodeDamaged {
		s.t.Fatal(err)
	}
	_, err = v.enter(ctx, master, Credentials{}, nil)
	s.ok(err)
	return v
}

// Whoever can write to the file deletes rows of keys from both tables.
func TestKeysThatWereDeletedAreNamed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	other, err := s.v.StartCase(ctx, Case{CalledName: "Wyn"}, Person{})
	s.ok(err)
	members := map[string]ID{}
	for _, m := range s.v.Members() {
		members[m.Name] = m.ID
	}
	s.ok(s.v.Restrict(ctx, other, []ID{members["Mair"], members["Cadi"]}))
	s.ok(s.v.Close())
	before := s.copy()
	clean := s.reasons(s.v)
	if len(clean) > 0 {
		t.Fatal("from the start: ", clean)
	}
	s.ok(s.v.RemoveMember(ctx, "Lowri"))
	from := func(class int, id ID) []string {
		var list []string
		for _, table := range []string{"box", "box_copy"} {
			list = append(list, fmt.Sprintf("DELETE FROM %s WHERE class=%d AND subject=x'%s'", table, class, id))
		}
		return list
	}
	spoilt := func(table string, id ID) string {
		return fmt.Sprintf("UPDATE %s SET body=zeroblob(length(body)) WHERE class=5 AND subject=x'%s'", table, id)
	}
	after := s.copy()
	s.ok(s.v.Close())
	image, err := os.ReadFile(after)
	s.ok(err)
	keys, cadi := masters{}, members["Cadi"]
	for name, c := range map[string]struct {
		do     []string
		plant  bool // a key to one member
		want   string
		is     ID
		listed bool // by a list of cases and an export, too
		by     string
	}{
		"all keys of a case":                 {do: from(5, s.id), want: "key missing", is: s.id, listed: true, by: "Cadi"},
		"of a restricted case, for others":   {do: from(5, other), want: "key missing", is: other, listed: true, by: "Vali"},
		"both copies of a case's key spoilt": {do: []string{spoilt("box", s.id), spoilt("box_copy", s.id)}, want: "key hash", is: s.id, listed: true, by: "Cadi"},
		"a case that only looks restricted":  {do: from(5, s.id), plant: true, want: "key missing", is: s.id, listed: true, by: "Mair"},
		"all keys of all":                    {do: []string{"DELETE FROM box WHERE class=5", "DELETE FROM box_copy WHERE class=5"}, want: "key missing", is: s.id, listed: true, by: "Mair"},
		"the kit's way in":                   {do: from(2, members[KitName]), want: "identity missing", is: members[KitName], by: "Mair"},
		"a colleague's grants":               {do: from(3, members["Cadi"]), want: "grant missing", is: members["Cadi"], by: "Mair"},
		"what somebody who left had":         {do: []string{"ATTACH '" + before + "' AS old", "INSERT OR IGNORE INTO box SELECT * FROM old.box WHERE class=2", "INSERT OR IGNORE INTO box_copy SELECT * FROM old.box_copy WHERE class=2"}, want: "identity stranger", is: members["Lowri"], by: "Mair"},
		"the grants of somebody who is gone": {do: []string{"ATTACH '" + before + "' AS old", "INSERT OR IGNORE INTO box SELECT * FROM old.box WHERE class=3", "INSERT OR IGNORE INTO box_copy SELECT * FROM old.box_copy WHERE class=3"}, want: "grant stranger", is: members["Lowri"], by: "Mair"},
	} {
		t.Run(name, func(t *testing.T) {
			copied := &scene{t: t, path: after + "." + fmt.Sprintf("%x", name) + Extension, o: s.o}
			s.ok(os.WriteFile(copied.path, image, 0o600))
			copied.write(c.do...)
			if c.plant {
				copied.plant(ledger.Box{Class: ledger.ClassWrap, Subject: s.id[:], Holder: cadi[:], Number: 1, Body: make([]byte, 100)})
			}
			copied.v = keys.unlock(copied, c.by)
			defer func() { _ = copied.v.Close() }() // whichever is open by then
			checked, err := copied.v.Check(ctx, nil)
			copied.ok(err)
			found := false
			for _, d := range checked.Damaged {
				found = found || d.Kind+" "+d.Reason == c.want && d.Record == c.is
			}
			if !found || checked.OK {
				t.Errorf("the check says %v", checked.Damaged)
			}
			cases, err := copied.v.CheckCases(ctx)
			copied.ok(err)
			exported, err := copied.v.Export(context.WithoutCancel(ctx), &bytes.Buffer{})
			copied.ok(err)
			if c.listed != (len(cases) > 0) || c.listed != (len(exported) > 0) {
				t.Errorf("with the cases %v, with the export %v", cases, exported)
			}
			if c.is == s.id && !c.plant {
				copied.ok(copied.v.Close())
				copied.v = keys.unlock(copied, "Mair")
				copied.repair(t, keys)
			}
		})
	}
	// Without its row, the right passphrase opens nothing: it is not called wrong.
	for name, do := range map[string][]string{
		"one's own": from(2, members["Cadi"]),
		"of all":    {"DELETE FROM box WHERE class=2", "DELETE FROM box_copy WHERE class=2"},
	} {
		copied := &scene{t: t, path: after + "." + fmt.Sprintf("%x", name) + Extension, o: s.o}
		s.ok(os.WriteFile(copied.path, image, 0o600))
		copied.write(do...)
		o := s.o
		o.StateDir = t.TempDir()
		if _, err := Unlock(ctx, copied.path, Credentials{Passphrase: attackPhrase + "Cadi", Options: o}); CodeOf(err) != CodeDamaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.v = s.unlock(s.path, "Mair")
}
