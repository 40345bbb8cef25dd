package data

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Rows at the end of another computer's chain are deleted, or others are put in
// their place: a computer that has seen them says so.
func TestRowsThatThisComputerHasSeenAreMissed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &scene{t: t, path: filepath.Join(dir, "charity"+Extension)}
	ctx := t.Context()
	on := func(state string) *Vault {
		t.Helper()
		v, err := Unlock(ctx, s.path, Credentials{Passphrase: attackPhrase, Options: Options{StateDir: filepath.Join(dir, state), NoKeyring: true}})
		s.ok(err)
		s.v = v
		return v
	}
	write := func(said string) ID {
		t.Helper()
		id, err := s.v.LogContact(ctx, Contact{Said: said})
		s.ok(err)
		return id
	}
	read := func(file string) []byte {
		t.Helper()
		content, err := os.ReadFile(file)
		s.ok(err)
		return content
	}
	v, _, err := Create(ctx, s.path, Setup{Organisation: Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: attackPhrase, Options: Options{StateDir: filepath.Join(dir, "first"), NoKeyring: true}})
	s.ok(err)
	s.ok(v.Close())
	origin := on("second").computer.origin
	write("one")
	s.ok(s.v.Close())
	// The other way that the second computer could have gone on.
	s.ok(os.CopyFS(filepath.Join(dir, "third"), os.DirFS(filepath.Join(dir, "second"))))
	before := read(s.path)
	on("third")
	write("two, otherwise")
	write("three, otherwise")
	s.ok(s.v.Close())
	otherwise := filepath.Join(dir, "otherwise"+Extension)
	s.ok(os.WriteFile(otherwise, read(s.path), 0o600))
	s.ok(os.WriteFile(s.path, before, 0o600))
	on("second")
	gone := write("two")
	s.ok(s.v.Close())
	if v := on("first"); v.Older() {
		t.Fatal("what another computer wrote is called older")
	}
	s.ok(s.v.Close())
	whole := read(s.path)
	state := read(filepath.Join(dir, "first", "origins", v.id.String()+".json"))

	const columns = "origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature"
	drop := []string{
		"DELETE FROM overview WHERE record=x'" + gone.String() + "'",
		"DELETE FROM box WHERE subject=x'" + gone.String() + "'",
		"DELETE FROM box_copy WHERE subject=x'" + gone.String() + "'",
	}
	for name, do := range map[string][]string{
		"the last rows": append([]string{"DELETE FROM revision WHERE record=x'" + gone.String() + "'", "DELETE FROM revision WHERE origin=x'" + origin.String() + "' AND seq>3"}, drop...),
		"all its rows":  append([]string{"DELETE FROM revision WHERE origin=x'" + origin.String() + "'"}, drop...),
		"others in their place": append([]string{
			"DELETE FROM revision WHERE origin=x'" + origin.String() + "'", "ATTACH '" + otherwise + "' AS other",
			"INSERT INTO revision (" + columns + ") SELECT " + columns + " FROM other.revision WHERE origin=x'" + origin.String() + "'",
			"INSERT OR IGNORE INTO box SELECT * FROM other.box", "INSERT OR IGNORE INTO box_copy SELECT * FROM other.box_copy",
		}, drop...),
	} {
		t.Run(name, func(t *testing.T) {
			s.ok(os.WriteFile(s.path, whole, 0o600))
			s.ok(os.WriteFile(filepath.Join(dir, "first", "origins", v.id.String()+".json"), state, 0o600))
			s.write(do...)
			if v := on("first"); !v.Older() || v.OlderThan().IsZero() {
				t.Errorf("older: %v, seen %v", v.Older(), v.OlderThan())
			}
			checked, err := s.v.Check(ctx, nil)
			s.ok(err)
			if !slices.Contains(checked.Damaged, Damage{Record: origin, Kind: "origin", Reason: rowsGone, Lost: LostUnknown}) {
				t.Errorf("the check says %v", checked.Damaged)
			}
			s.ok(s.v.Close())
			if v := on("first"); !v.Older() {
				t.Error("it is told once")
			}
			s.ok(s.v.AcceptOlder(ctx))
			s.ok(s.v.Close())
			if v := on("first"); v.Older() {
				t.Error("it was accepted and is told again")
			}
			s.ok(s.v.Close())
		})
	}
}
