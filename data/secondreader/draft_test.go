package secondreader

import (
	"crypto/hmac"
	"crypto/sha256"
	"testing"
)

// draft is the text of this member's draft of a form.
func (v *vault) draft(t *testing.T, form string) []byte {
	t.Helper()
	names, err := derive(v.me.sign, "noddfa/1 own draft names")
	if err != nil {
		t.Fatal(err)
	}
	key, err := derive(v.me.sign, "noddfa/1 own drafts")
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, names)
	mac.Write([]byte(form))
	name := mac.Sum(nil)[:16]
	var box []byte
	if err := v.file.db.QueryRow("SELECT box FROM draft WHERE member = ? AND form = ?", v.me.member[:], name).Scan(&box); err != nil {
		t.Fatal(err)
	}
	text, err := openBox(key, box, place("draft", v.file.vault[:], v.me.member[:], name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
