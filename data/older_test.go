package data_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// An older copy that is put back is told with both days, to a volunteer too, as
// often as it is opened; a manager can go on from it, and the trail says so.
func TestAnOlderCopyIsToldWithBothDaysUntilAManagerAcceptsIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "charity"+data.Extension)
	day := func(d int) time.Time { return time.Date(2026, time.November, d, 9, 30, 0, 0, time.UTC) }
	now := day(2)
	o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true, Now: func() time.Time { return now }}
	v, _, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	closeIt := func() {
		t.Helper()
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	unlock := func(phrase string) {
		t.Helper()
		v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: phrase, Options: o}))
	}
	const vali = "the phrase of vali"
	must[data.Member](t)(v.AddMember(t.Context(), "Vali", data.Volunteer, vali))
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "one"}))
	closeIt()
	copyTo(t, path, path+".copy")
	now = day(9)
	unlock(passphrase)
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "two"}))
	closeIt()
	if err := os.Rename(path+".copy", path); err != nil {
		t.Fatal(err)
	}
	now = day(20)
	for _, phrase := range []string{passphrase, vali, passphrase} {
		unlock(phrase)
		if !v.Older() || !v.NewestEntry().Equal(day(2)) || !v.OlderThan().Equal(day(9)) {
			t.Errorf("%s: older %v, the file is of %v, seen was %v", v.Me().Name, v.Older(), v.NewestEntry(), v.OlderThan())
		}
		if v.Me().Role == data.Volunteer {
			wantCode(t, "a volunteer accepts it", v.AcceptOlder(t.Context()), data.CodeNoKey)
		}
		closeIt()
	}
	for _, c := range []struct {
		language     string
		newest, seen time.Time
		said         string
	}{
		{assets.English, day(2), day(9), "This file is older than what this computer has seen: a copy was put back. The newest entry in the file: 2 Nov 2026, 09:30. This computer has seen the records of: 9 Nov 2026, 09:30."},
		{assets.Welsh, day(2), day(9), "Mae'r ffeil hon yn hŷn na'r hyn a welodd y cyfrifiadur hwn: rhoddwyd copi yn ôl. Y cofnod diweddaraf yn y ffeil: 2 Tach 2026, 09:30. Gwelodd y cyfrifiadur hwn y cofnodion fel yr oeddent: 9 Tach 2026, 09:30."},
		{assets.English, day(2), day(2).Add(9 * time.Second), "This file is older than what this computer has seen: a copy was put back. The newest entry in the file: 2 Nov 2026, 09:30:00. This computer has seen the records of: 2 Nov 2026, 09:30:09."},
		{assets.English, day(9), day(2), "This file lacks something that this computer has seen: another copy was put in its place. The newest entry in the file: 9 Nov 2026, 09:30. This computer has seen the records of: 2 Nov 2026, 09:30."},
		{assets.Welsh, day(9), day(2), "Mae rhywbeth a welodd y cyfrifiadur hwn ar goll o'r ffeil hon: rhoddwyd copi arall yn ei lle. Y cofnod diweddaraf yn y ffeil: 9 Tach 2026, 09:30. Gwelodd y cyfrifiadur hwn y cofnodion fel yr oeddent: 2 Tach 2026, 09:30."},
	} {
		if got := data.OlderSentence(assets.Lang(c.language), c.newest, c.seen, ""); got != c.said {
			t.Errorf("said %q", got)
		}
	}
	unlock(passphrase)
	if err := v.AcceptOlder(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := must[[]data.AuditLine](t)(v.Audit(t.Context()))
	if !slices.ContainsFunc(lines, func(l data.AuditLine) bool { return l.Action == data.AuditOlder && l.By == "Mair" }) {
		t.Errorf("not in the audit trail: %+v", lines)
	}
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "three"}))
	closeIt()
	unlock(passphrase)
	defer v.Close()
	if v.Older() || !v.NewestEntry().IsZero() {
		t.Error("it was accepted and is told again")
	}
}
