package data_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// lockedVault is a vault that was open on this computer and is locked now.
func lockedVault(t *testing.T) (path string, o data.Options) {
	t.Helper()
	v, path, o := newVault(t)
	must[data.Member](t)(v.AddMember(t.Context(), "Vol Example", data.Volunteer, "another five plain words here"))
	org := v.Organisation()
	org.OnCall = []data.OnCall{{Name: "Mair Example", Number: "01632 960123"}}
	if v.KeepForLocked(t.Context()) {
		t.Error("a key was exchanged before there was one")
	}
	if err := v.SaveOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return path, o
}

var callTaken = data.Contact{Started: noon, CalledName: "Sam Canary", Number: "07700 900461", Said: "They want money tonight.", SafeRule: "Text first"}

func keepCall(t *testing.T, path string, o data.Options, id data.ID, c data.Contact, finished bool) {
	t.Helper()
	inbox, err := data.OpenInbox(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := inbox.Keep(id, c, finished, noon); err != nil {
		t.Fatal(err)
	}
}

// unlockAs opens the vault as it is after unlocking in the window.
func unlockAs(t *testing.T, path, secret string, o data.Options) *data.Vault {
	t.Helper()
	v, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: secret, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func takeIn(t *testing.T, v *data.Vault, want int) {
	t.Helper()
	if n, err := v.TakeIn(t.Context()); err != nil || n != want {
		t.Fatalf("brought in %d: %v; wanted %d", n, err, want)
	}
}

func TestCallTakenWhileLockedIsBroughtInByAVolunteer(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	id := data.NewID()
	keepCall(t, path, o, id, callTaken, true)
	v := unlockAs(t, path, "another five plain words here", o)
	takeIn(t, v, 1)
	takeIn(t, v, 0)
	lines := v.Contacts()
	if len(lines) != 1 || lines[0].Locked == nil || !lines[0].Locked.Finished || lines[0].Locked.Call != id {
		t.Fatalf("the list has %+v", lines)
	}
	if c := must[data.Entry[data.Contact]](t)(v.Contact(t.Context(), lines[0].ID)); c.Value.Said != callTaken.Said || c.By != "Vol Example" {
		t.Errorf("brought in %+v", c)
	}
	if card, ok := v.Card(lines[0].ID); !ok || card.SafeRule != "Text first" {
		t.Errorf("its card says %+v", card)
	}
	if left, _ := filepath.Glob(path + ".inbox*"); len(left) > 0 {
		t.Errorf("left beside the file: %v", left)
	}
}

// A file that could not be removed is there again, and who finds it next cannot
// see what became of the call.
func TestACallThatWasSortedIsNotBroughtInAgain(t *testing.T) {
	t.Parallel()
	for name, finished := range map[string]bool{"finished": true, "half typed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, o := lockedVault(t)
			id := data.NewID()
			keepCall(t, path, o, id, callTaken, finished)
			files := must[[]string](t)(filepath.Glob(path + ".inbox/*"))
			if len(files) != 1 {
				t.Fatalf("kept %v", files)
			}
			sealed := must[[]byte](t)(os.ReadFile(files[0]))
			v := unlockAs(t, path, passphrase, o)
			takeIn(t, v, 1)
			must[data.ID](t)(v.Triage(t.Context(), v.Contacts()[0].ID, data.ID{}))
			v.Close()
			if err := os.MkdirAll(filepath.Dir(files[0]), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(files[0], sealed, 0o600); err != nil {
				t.Fatal(err)
			}
			v = unlockAs(t, path, "another five plain words here", o)
			takeIn(t, v, 0)
			if n := len(v.Contacts()); n > 0 {
				t.Errorf("%d contacts are there again", n)
			}
			if _, err := os.Stat(files[0]); !os.IsNotExist(err) {
				t.Errorf("its file is still there: %v", err)
			}
		})
	}
}

func TestHalfTypedCallIsBroughtInOnceAndFollowsWhatIsTypedLater(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	id := data.NewID()
	half := callTaken
	half.Said = "They want"
	keepCall(t, path, o, id, half, false)
	v := unlockAs(t, path, passphrase, o)
	takeIn(t, v, 1)
	inbox := must[*data.Inbox](t)(data.OpenInbox(path, o))
	if err := inbox.Keep(id, callTaken, true, noon.Add(time.Minute)); err != nil { // in another window
		t.Fatal(err)
	}
	takeIn(t, v, 0)
	lines := v.Contacts()
	if len(lines) != 1 || !lines[0].Locked.Finished {
		t.Fatalf("the list has %+v", lines)
	}
	if c := must[data.Entry[data.Contact]](t)(v.Contact(t.Context(), lines[0].ID)); c.Value.Said != callTaken.Said || c.Versions != 2 {
		t.Errorf("it says %q after %d versions", c.Value.Said, c.Versions)
	}
}

func TestCallCanBeTakenWhateverIsWrongWithTheFile(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(t *testing.T, path string) (restore func()){
		"open elsewhere": func(t *testing.T, path string) func() { return func() {} },
		"damaged": func(t *testing.T, path string) func() {
			whole := must[[]byte](t)(os.ReadFile(path))
			if err := os.WriteFile(path, []byte("nothing of it is left"), 0o600); err != nil {
				t.Fatal(err)
			}
			return func() { os.WriteFile(path, whole, 0o600) }
		},
		"folder not there": func(t *testing.T, path string) func() {
			stick := filepath.Dir(path)
			if err := os.Rename(stick, stick+"-away"); err != nil {
				t.Fatal(err)
			}
			return func() { os.Rename(stick+"-away", stick) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			stick := filepath.Join(dir, "stick")
			if err := os.Mkdir(stick, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(stick, "charity"+data.Extension)
			o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true, Now: func() time.Time { return noon }}
			v, _, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair Example", Passphrase: passphrase, Options: o})
			if err != nil {
				t.Fatal(err)
			}
			v.KeepForLocked(t.Context())
			if name != "open elsewhere" {
				v.Close()
			}
			restore := harm(t, path)
			keepCall(t, path, o, data.NewID(), callTaken, true)
			restore()
			v.Close()
			takeIn(t, unlockAs(t, path, passphrase, o), 1)
		})
	}
}

func TestCallTakenWhileLockedLeavesNoWordOnTheDisk(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	keepCall(t, path, o, data.NewID(), callTaken, false)
	files := 0
	err := filepath.WalkDir(filepath.Dir(path), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		files++
		for _, word := range []string{"Canary", "900461", "money tonight", "Text first"} {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("%q is in %s", word, file)
			}
		}
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("searched %d files: %v", files, err)
	}
}

func TestExchangedInboxKeyIsNoticedAtTheNextUnlock(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	files, _ := filepath.Glob(filepath.Join(o.StateDir, "locked", "*.json"))
	if len(files) != 1 {
		t.Fatalf("kept in %v", files)
	}
	_, other := lockedVault(t)
	theirs, ok := data.LockedOf("", other)
	if !ok {
		t.Fatal("nothing is kept")
	}
	var kept data.ForLocked
	if err := json.Unmarshal(must[[]byte](t)(os.ReadFile(files[0])), &kept); err != nil {
		t.Fatal(err)
	}
	kept.Key = theirs.Key
	if err := os.WriteFile(files[0], must[[]byte](t)(json.Marshal(kept)), 0o600); err != nil {
		t.Fatal(err)
	}
	keepCall(t, path, o, data.NewID(), callTaken, true)
	v := unlockAs(t, path, passphrase, o)
	takeIn(t, v, 0)
	if damage := v.Damaged(); len(damage) != 1 || damage[0].Kind != "inbox" {
		t.Errorf("the call that is lost to us is not named: %+v", damage)
	}
	if !v.KeepForLocked(t.Context()) {
		t.Error("nobody is told")
	}
	lines := must[[]data.AuditLine](t)(v.Audit(t.Context()))
	if last := lines[len(lines)-1]; last.Action != data.AuditInbox {
		t.Errorf("the managers read %+v", last)
	}
	if v.KeepForLocked(t.Context()) {
		t.Error("our own key is not ours")
	}
}

func TestForgedCallReachesNoCase(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	forged := callTaken
	forged.Case, forged.Imported, forged.LoggedFor, forged.Kept = data.NewID(), "00", "Mair Example", []string{"x"}
	keepCall(t, path, o, data.NewID(), forged, true)
	v := unlockAs(t, path, passphrase, o)
	takeIn(t, v, 1)
	c := must[data.Entry[data.Contact]](t)(v.Contact(t.Context(), v.Contacts()[0].ID)).Value
	if !c.Case.IsZero() || c.Imported != "" || c.LoggedFor != "" || len(c.Kept) > 0 {
		t.Errorf("it says %+v", c)
	}
}

func TestOnCallListIsKeptForTheLockedScreenUnlessItIsHidden(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	kept, ok := data.LockedOf(path, o)
	if !ok || len(kept.OnCall) != 1 || kept.OnCall[0].Number != "01632 960123" {
		t.Fatalf("kept %+v", kept)
	}
	v := unlockAs(t, path, passphrase, o)
	v.KeepForLocked(t.Context())
	org := v.Organisation()
	org.OnCallHidden = true
	if err := v.SaveOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	if kept, _ := data.LockedOf(path, o); len(kept.OnCall) != 0 || len(kept.Key) == 0 {
		t.Errorf("kept %+v", kept)
	}
}

func TestNamesOfFieldsAndAdviceAreKeptForTheLockedScreenUnlessTheyStaySealed(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	v := unlockAs(t, path, passphrase, o)
	v.KeepForLocked(t.Context())
	own := assets.Own{
		Fields: map[string]assets.OwnField{"contact.town": {Text: assets.Text{EN: "Which valley?"}}, "record.person.needs": {Hidden: true}},
		Advice: map[assets.Matter][]assets.AdviceItem{assets.Stalking: {{Key: "own", Text: assets.Text{EN: "Ring us the same day."}}}},
		Notes:  []assets.NoteTemplate{{Key: "own.visit", Name: assets.Text{EN: "Home visit"}}},
	}
	if err := v.SaveWording(t.Context(), data.Wording{Own: own}); err != nil {
		t.Fatal(err)
	}
	kept, _ := data.LockedOf(path, o)
	if kept.Own == nil || kept.Own.Fields["contact.town"].EN != "Which valley?" || len(kept.Own.Fields) != 1 || len(kept.Own.Advice[assets.Stalking]) != 1 || kept.Own.Notes != nil {
		t.Errorf("kept %+v", kept.Own)
	}
	own.Sealed = true
	if err := v.SaveWording(t.Context(), data.Wording{Own: own}); err != nil {
		t.Fatal(err)
	}
	if kept, _ := data.LockedOf(path, o); kept.Own != nil || len(kept.Key) == 0 {
		t.Errorf("kept although sealed: %+v", kept.Own)
	}
}

func TestCallSealedBeforeSomebodyLeftStillOpens(t *testing.T) {
	t.Parallel()
	path, o := lockedVault(t)
	keepCall(t, path, o, data.NewID(), callTaken, true)
	v := unlockAs(t, path, passphrase, o)
	if err := v.RemoveMember(t.Context(), "Vol Example"); err != nil {
		t.Fatal(err)
	}
	takeIn(t, v, 1)
	before, _ := data.LockedOf(path, o)
	v.KeepForLocked(t.Context())
	if after, _ := data.LockedOf(path, o); after.Epoch <= before.Epoch || bytes.Equal(after.Key, before.Key) {
		t.Error("the next call is sealed to the key of somebody who left")
	}
}

func TestNoCallIsTakenWhereNobodyUnlockedOnThisComputer(t *testing.T) {
	t.Parallel()
	_, path, o := newVault(t)
	if _, err := data.OpenInbox(path, o); data.CodeOf(err) != data.CodeNoInbox {
		t.Errorf("the answer is %v", err)
	}
	if _, err := data.OpenInbox(strings.TrimSuffix(path, data.Extension), o); err == nil {
		t.Error("a call is sealed to nobody")
	}
}
