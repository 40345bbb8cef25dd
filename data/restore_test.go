package data_test

import (
	"path/filepath"
	"testing"

	"noddfa/data"
)

// A large backup on a stick takes minutes to copy.
func TestARestoreTriesThePassphraseBeforeItCopies(t *testing.T) {
	t.Parallel()
	v, _, o := newVault(t)
	for _, name := range []string{"Cadi Example", "Megan Example"} {
		must[data.Member](t)(v.AddMember(t.Context(), name, data.Caseworker, "the same for both"))
	}
	backup := must[string](t)(v.BackUp(t.Context(), t.TempDir()))
	for _, c := range []struct {
		what       string
		passphrase string
		member     string
		want       data.Code
	}{
		{"nobody's", "not the phrase of anybody", "", data.CodePassphrase},
		{"of two members", "the same for both", "", data.CodeWhichMember},
		{"of another than is named", passphrase, "Cadi Example", data.CodePassphrase},
		{"of one of two", "the same for both", "Megan Example", ""},
		{"of one", passphrase, "", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			told := 0
			ctx := data.WithProgress(t.Context(), func(int, int) { told++ })
			to := filepath.Join(t.TempDir(), "restored"+data.Extension)
			restored, err := data.Restore(ctx, backup, to, data.Credentials{Passphrase: c.passphrase, Member: c.member, Options: o})
			opens := c.want == ""
			if opens != (err == nil) || !opens && data.CodeOf(err) != c.want {
				t.Errorf("it says %v", err)
			}
			if copied := told > 0; copied != opens {
				t.Errorf("something was copied: %v", copied)
			}
			if left := must[[]string](t)(names(filepath.Dir(to))); (len(left) > 0) != opens {
				t.Errorf("there is %v", left)
			}
			if err := restored.Close(); err != nil {
				t.Error(err)
			}
		})
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
