package data_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"noddfa/data"
	"noddfa/data/seal"
)

// A large backup on a stick takes minutes to copy.
func TestARestoreTriesThePassphraseBeforeItCopies(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	for _, name := range []string{"Cadi Example", "Megan Example"} {
		must[data.Member](t)(v.AddMember(t.Context(), name, data.Caseworker, "the same for both"))
	}
	backup := must[string](t)(v.BackUp(t.Context(), t.TempDir()))
	damaged := filepath.Join(t.TempDir(), "damaged"+data.Extension)
	copyTo(t, backup, damaged)
	file := must[*sql.DB](t)(sql.Open("sqlite3", damaged))
	for _, change := range []string{"UPDATE box SET subject=randomblob(16) WHERE class=2", "UPDATE box_copy SET body=zeroblob(length(body)) WHERE class=2"} {
		must[sql.Result](t)(file.Exec(change))
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "restored"+data.Extension)
	for _, c := range []struct {
		what             string
		from, to         string
		passphrase, name string
		want             data.Code
		copies           bool
	}{
		{"nobody's", backup, fresh, "not the phrase of anybody", "", data.CodePassphrase, false},
		{"a code of no kit", backup, fresh, string(seal.NewCode()), "", data.CodePassphrase, false},
		{"of two members", backup, fresh, "the same for both", "", data.CodeWhichMember, true},
		{"any, where there is a file already", backup, path, "not the phrase of anybody", "", data.CodeExists, false},
		{"right, where no row that it opens is whole", damaged, fresh, passphrase, "", data.CodeDamaged, true},
		{"of one of two", backup, filepath.Join(t.TempDir(), "one"), "the same for both", "Megan Example", "", true},
		{"of one", backup, fresh, passphrase, "", "", true},
	} {
		told := 0
		ctx := data.WithProgress(t.Context(), func(int, int) { told++ })
		restored, err := data.Restore(ctx, c.from, c.to, data.Credentials{Passphrase: c.passphrase, Member: c.name, Options: o})
		opens := c.want == ""
		if opens != (err == nil) || !opens && data.CodeOf(err) != c.want {
			t.Errorf("%s: it says %v", c.what, err)
		}
		if copies := told > 0; copies != c.copies {
			t.Errorf("%s: something was copied: %v", c.what, copies)
		}
		if left := must[[]string](t)(names(filepath.Dir(fresh))); !opens && len(left) > 0 {
			t.Errorf("%s: it left %v", c.what, left)
		}
		if err := restored.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestARestoreSaysHowFarItIsUntilItIsOpened(t *testing.T) {
	t.Parallel()
	v, _, o := newVault(t)
	for range 20 {
		must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Started: noon, Method: data.Phone, Said: "They want money by Friday."}))
	}
	backup := must[string](t)(v.BackUp(t.Context(), t.TempDir()))
	last, checked := 0.0, 0 // how often it was told that two parts of three were done
	ctx := data.WithProgress(t.Context(), func(done, all int) {
		far := float64(done) / float64(all)
		if far < last || far > 1 || last == 1 {
			t.Errorf("%d of %d after %.2f", done, all, last)
		}
		if far == 2./3 {
			checked++
		}
		last = far
	})
	restored := must[*data.Vault](t)(data.Restore(ctx, backup, filepath.Join(t.TempDir(), "restored"+data.Extension), data.Credentials{Passphrase: passphrase, Options: o}))
	if n := len(restored.Contacts()); n != 20 {
		t.Errorf("it has %d contacts", n)
	}
	if checked != 2 || last != 1 { // when it was checked, and when opening began
		t.Errorf("told %d times when it was checked and opened; at the end %.2f", checked, last)
	}
	if err := restored.Close(); err != nil {
		t.Error(err)
	}
}
