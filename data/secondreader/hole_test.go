package secondreader

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"noddfa/data"
)

// One entry after the other is taken out of a full roster: both readers read the same, and both say what is missing.
func TestARosterWithAHoleIsReadAsTheProgramReadsIt(t *testing.T) {
	s := newScene(t)
	s.fill()
	f, err := openFile(s.closed())
	s.must(err)
	entries := len(f.of(classRoster))
	f.close()
	image := get[[]byte](s)(os.ReadFile(s.path))
	for n := 1; n < entries-1; n += 2 {
		s.must(os.WriteFile(s.path, image, 0o600))
		s.write(func(db *sql.DB) {
			for _, table := range []string{"box", "box_copy"} {
				s.exec(db, fmt.Sprintf("DELETE FROM %s WHERE class=4 AND number=%d", table, n))
			}
		})
		home := s.home
		s.home += fmt.Sprint(" that never saw the file ", n)
		v, err := data.Unlock(t.Context(), s.path, data.Credentials{Passphrase: phraseOf("Mair"), Options: s.options()})
		s.home = home
		s.must(err)
		var out bytes.Buffer
		get[[]data.Damage](s)(v.Export(t.Context(), &out))
		s.must(v.Close())
		var want []string
		for _, line := range bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n")) {
			var r struct{ Kind, ID, Revision string }
			s.must(json.Unmarshal(line, &r))
			want = append(want, r.Kind+" "+r.ID+" "+r.Revision)
		}
		all, err := Read(s.path, phraseOf("Mair"))
		wantDamage(t, err, "the roster has a hole")
		if !errors.Is(err, ErrDamaged) || len(all) == 0 {
			t.Errorf("without entry %d: %d records, %v", n, len(all), err)
		}
		var got []string
		for _, r := range all {
			if r.Kind != "audit" && r.Kind != "kit" {
				got = append(got, r.Kind+" "+r.ID+" "+r.Revision)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			only := func(a, b []string) []string {
				return slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) })
			}
			t.Errorf("without entry %d it alone reads %v, the program alone %v", n, only(got, want), only(want, got))
		}
	}
}
