package data_test

import (
	"context"
	"database/sql"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/godbus/dbus/v5"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// office is a vault with a manager and a caseworker, opened on computers whose
// keyrings are told apart by what this one is given to keep.
type office struct {
	t    *testing.T
	path string
	now  time.Time
	o    data.Options
	kit  string
	v    *data.Vault
	kept map[string]string // by computer: its secret
	here string
}

const keyringName = "org.noddfa.Noddfa"

func newOffice(t *testing.T) *office {
	t.Helper()
	if runtime.GOOS != "windows" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		t.Skip("no keyring is here: make test brings one")
	}
	t.Parallel()
	dir := t.TempDir()
	f := &office{t: t, path: filepath.Join(dir, "charity"+data.Extension), now: noon, kept: map[string]string{}, here: "office"}
	f.o = data.Options{StateDir: filepath.Join(dir, "office"), Now: func() time.Time { return f.now }}
	v, kit, err := data.Create(t.Context(), f.path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: phraseOf("Mair"), Options: f.o})
	if err != nil {
		t.Fatal(err)
	}
	f.v, f.kit = v, strings.Join(kit.Groups, "-")
	must[data.Member](t)(v.AddMember(t.Context(), "Cadi", data.Caseworker, phraseOf("Cadi")))
	t.Cleanup(func() {
		_ = f.v.Close()
		_ = keyring.Delete(keyringName, f.item())
	})
	return f
}

// vault is the id by which the keyring knows the vault.
func (f *office) vault() string {
	f.t.Helper()
	notes, _ := filepath.Glob(filepath.Join(filepath.Dir(f.path), "office", "origins", "*.json"))
	if len(notes) != 1 {
		f.t.Fatalf("this computer remembers %v", notes)
	}
	return strings.TrimSuffix(filepath.Base(notes[0]), ".json")
}

func (f *office) item() string { return f.vault() + " computer" }

// at goes to another computer: another state folder, another keyring.
func (f *office) at(computer string) {
	f.t.Helper()
	f.close()
	if text, err := keyring.Get(keyringName, f.item()); err == nil {
		f.kept[f.here] = text
		if err := keyring.Delete(keyringName, f.item()); err != nil {
			f.t.Fatal(err)
		}
	}
	if text := f.kept[computer]; text != "" {
		if err := keyring.Set(keyringName, f.item(), text); err != nil {
			f.t.Fatal(err)
		}
	}
	f.here, f.o.StateDir = computer, filepath.Join(filepath.Dir(f.path), computer)
}

func (f *office) close() {
	f.t.Helper()
	if err := f.v.Close(); err != nil {
		f.t.Fatal(err)
	}
}

func (f *office) try(c data.Credentials) error {
	f.t.Helper()
	f.close()
	c.Options = f.o
	v, err := data.Unlock(f.t.Context(), f.path, c)
	if err == nil {
		f.v = v
	}
	return err
}

func (f *office) as(name string) {
	f.t.Helper()
	if err := f.try(data.Credentials{Passphrase: phraseOf(name)}); err != nil {
		f.t.Fatalf("%s on %s: %v", name, f.here, err)
	}
}

func (f *office) refuses(what string, c data.Credentials, code data.Code) {
	f.t.Helper()
	wantCode(f.t, what+" on "+f.here, f.try(c), code)
}

// says compares what a person is told.
func (f *office) says(what string, c data.Credentials, sentence string) {
	f.t.Helper()
	if said := data.Sentence(assets.Lang(assets.English), f.try(c)); !strings.Contains(said, sentence) {
		f.t.Errorf("%s on %s: %s", what, f.here, said)
	}
}

// overwriteOneCopy writes noise, with its right hash, over the first of the two
// copies of all boxes of some classes: anybody who can write to the file can.
func (f *office) overwriteOneCopy(classes ...ledger.Class) {
	f.t.Helper()
	f.close()
	var boxes []ledger.Box
	l := must[*ledger.Ledger](f.t)(ledger.Open(f.t.Context(), f.path))
	for _, class := range classes {
		some, _, err := l.Boxes(f.t.Context(), class)
		if err != nil || len(some) == 0 {
			f.t.Fatalf("class %d: %d boxes, %v", class, len(some), err)
		}
		boxes = append(boxes, some...)
	}
	if err := l.Close(); err != nil {
		f.t.Fatal(err)
	}
	db := must[*sql.DB](f.t)(sql.Open("sqlite3", f.path))
	defer db.Close()
	for _, b := range boxes {
		b.Body = slices.Repeat([]byte{7}, len(b.Body))
		hash := b.Hash()
		must[sql.Result](f.t)(db.Exec("UPDATE box SET body=?, hash=? WHERE class=? AND subject=? AND number=?", b.Body, hash[:], b.Class, b.Subject, b.Number))
	}
}

// rows counts the boxes of a class, for the passphrase alone and for a computer;
// it closes the vault.
func (f *office) rows(class ledger.Class) (plain, bound int) {
	f.t.Helper()
	f.close()
	l := must[*ledger.Ledger](f.t)(ledger.Open(f.t.Context(), f.path))
	defer l.Close()
	boxes, _, err := l.Boxes(f.t.Context(), class)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, b := range boxes {
		if len(b.Holder) == 0 {
			plain++
		} else {
			bound++
		}
	}
	return plain, bound
}

func (f *office) ask(on bool) {
	f.t.Helper()
	if err := f.v.AskForComputers(f.t.Context(), on); err != nil {
		f.t.Fatal(err)
	}
}

func (f *office) invite(name string) data.Credentials {
	f.t.Helper()
	invitation := must[data.Invitation](f.t)(f.v.InviteComputer(f.t.Context(), name))
	return data.Credentials{Passphrase: phraseOf(name), Invitation: strings.Join(invitation.Groups, "-")}
}

func TestTheComputerIsAskedForBesidesThePassphrase(t *testing.T) {
	f := newOffice(t)
	f.ask(true)
	f.as("Mair")
	f.as("Cadi")
	if plain, bound := f.rows(ledger.ClassIdentity); plain != 1 || bound != 2 {
		t.Fatalf("%d rows for the passphrase alone, %d for a computer; only the kit's is to be left", plain, bound)
	}
	f.as("Cadi")
	wantCode(t, "a caseworker changes it", f.v.AskForComputers(t.Context(), false), data.CodeNoKey)
	f.as("Cadi")
	if enrolled := must[bool](t)(f.v.Enrolled(t.Context())); !enrolled {
		t.Error("Cadi is here and not enrolled")
	}
	f.refuses("a wrong passphrase", data.Credentials{Passphrase: "not the passphrase"}, data.CodePassphrase)

	f.at("elsewhere")
	f.refuses("the right passphrase", data.Credentials{Passphrase: phraseOf("Cadi")}, data.CodeNotEnrolled)
	f.refuses("a wrong passphrase", data.Credentials{Passphrase: "not the passphrase"}, data.CodeNotEnrolled)

	f.at("office")
	f.as("Mair")
	if err := f.v.SaveOrganisation(t.Context(), data.Organisation{Name: "Hafan Example"}); err != nil || !f.v.Organisation().Computers {
		t.Errorf("saving the letterhead changed what is asked for: %v", err)
	}
	f.ask(false)
	f.as("Cadi")
	f.as("Mair")
	if plain, bound := f.rows(ledger.ClassIdentity); plain != 3 || bound != 0 {
		t.Errorf("switched off: %d rows for the passphrase alone, %d for a computer", plain, bound)
	}
	if plain, _ := f.rows(ledger.ClassSpare); plain != 0 {
		t.Errorf("%d spare rows are left", plain)
	}
	f.at("elsewhere")
	f.as("Cadi")
	lines := must[[]data.AuditLine](t)(func() ([]data.AuditLine, error) { f.as("Mair"); return f.v.Audit(t.Context()) }())
	for _, action := range []data.AuditAction{data.AuditComputersOn, data.AuditComputersOff, data.AuditEnrolled} {
		if !slices.ContainsFunc(lines, func(l data.AuditLine) bool { return l.Action == action }) {
			t.Errorf("%s is not in the audit trail", action)
		}
	}
}

func TestAManagersInvitationEnrolsOneFurtherComputerOnce(t *testing.T) {
	f := newOffice(t)
	_, err := f.v.InviteComputer(t.Context(), "Cadi")
	wantCode(t, "inviting where nothing asks for it", err, data.CodeUninvitable)
	f.ask(true)
	f.as("Cadi")
	_, err = f.v.InviteComputer(t.Context(), "Mair")
	wantCode(t, "a caseworker invites", err, data.CodeNoKey)
	f.as("Mair")
	c := f.invite("Cadi")

	f.at("laptop")
	wrong, other := c, c
	wrong.Passphrase = phraseOf("Mair")
	other.Invitation = f.kit
	f.refuses("another's passphrase", wrong, data.CodeInvitation)
	f.refuses("another code", other, data.CodeInvitation)
	slip := c
	slip.Invitation = c.Invitation[:7] + strings.Map(func(r rune) rune { return map[bool]rune{true: 'B', false: 'A'}[r == 'A'] }, c.Invitation[7:8]) + c.Invitation[8:]
	f.says("a slip in its second group", slip, "There is a slip in group 2 of the invitation.")
	f.says("in the place of the passphrase", data.Credentials{Passphrase: c.Invitation}, "An invitation opens them only together with your own passphrase.")
	f.says("a recovery code of other records", data.Credentials{Passphrase: strings.Join(seal.NewCode().Groups(), "-")}, "This code does not open these records.")
	f.overwriteOneCopy(ledger.ClassInvitation, ledger.ClassSpare)
	if err := f.try(c); err != nil {
		t.Fatal(err)
	}
	if f.v.Me().Name != "Cadi" {
		t.Errorf("opened as %s", f.v.Me().Name)
	}
	f.as("Cadi")
	f.refuses("a second use", c, data.CodeInvitation)
	f.at("third")
	f.refuses("a second computer", c, data.CodeInvitation)
	f.at("office")
	f.as("Cadi")

	// A new passphrase holds on both computers.
	if err := f.v.ChangePassphrase(t.Context(), "another phrase of cadi's"); err != nil {
		t.Fatal(err)
	}
	for computer, code := range map[string]data.Code{"office": data.CodePassphrase, "laptop": data.CodeNotEnrolled} { // Mair has no row on the laptop
		f.at(computer)
		if err := f.try(data.Credentials{Passphrase: "another phrase of cadi's"}); err != nil {
			t.Errorf("after a changed passphrase on %s: %v", computer, err)
		}
		f.refuses("the old passphrase", data.Credentials{Passphrase: phraseOf("Cadi")}, code)
	}
}

// An invitation enrols only with a whole file that is not older than what this
// computer has seen. What is said then is not that the file cannot be opened.
func TestAnInvitationIsKeptWhereTheFileIsOlderOrDamaged(t *testing.T) {
	f := newOffice(t)
	f.ask(true)
	f.as("Cadi")
	f.as("Mair")
	c := f.invite("Cadi")
	f.close()
	copyTo(t, f.path, f.path+".invited")
	f.at("laptop")
	f.close()
	db := must[*sql.DB](t)(sql.Open("sqlite3", f.path))
	must[sql.Result](t)(db.Exec("DELETE FROM revision WHERE n=1"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f.says("a damaged copy", c, "so this computer was not enrolled, and the invitation is still good.")
	copyTo(t, f.path+".invited", f.path)
	if err := f.try(c); err != nil {
		t.Errorf("it was spent without enrolling: %v", err)
	}
	f.close()
	copyTo(t, f.path+".invited", f.path)
	f.says("a copy of before, where the newer was seen", c, "This file is older than what this computer has seen")
}

func TestAnInvitationRunsOutAndIsWithdrawn(t *testing.T) {
	f := newOffice(t)
	f.ask(true)
	f.as("Cadi")
	f.as("Mair")
	c := f.invite("Cadi")
	f.at("laptop")
	f.now = f.now.Add(8 * 24 * time.Hour)
	f.refuses("after eight days", c, data.CodeInvitation)
	f.at("office")
	f.as("Mair")
	c = f.invite("Cadi")
	if err := f.v.WithdrawInvitation(t.Context(), "Cadi"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "withdrawing none", f.v.WithdrawInvitation(t.Context(), "Cadi"), data.CodeUninvitable)
	f.at("laptop")
	f.refuses("withdrawn", c, data.CodeInvitation)
	f.at("office")
	f.as("Mair")
	c = f.invite("Cadi")
	f.at("nowhere")
	f.o.NoKeyring = true
	f.refuses("no keyring to enrol", c, data.CodeKeyringNone)
	f.o.NoKeyring = false
	f.at("laptop")
	if err := f.try(c); err != nil {
		t.Errorf("it was spent without enrolling: %v", err)
	}
}

func TestALostKeyringCostsNobodyTheRecords(t *testing.T) {
	f := newOffice(t)
	f.ask(true)
	f.as("Cadi")
	f.as("Mair")
	must[data.Entry[data.Note]](t)(f.v.WriteNote(t.Context(), must[data.ID](t)(f.v.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{FirstName: "Siân"})), data.Note{Said: "Came in."}))

	// Another computer, no keyring at all: the kit opens everything, and lets Mair in again.
	f.at("loan")
	f.o.NoKeyring = true
	f.refuses("Mair", data.Credentials{Passphrase: phraseOf("Mair")}, data.CodeKeyringNone)
	copied := false
	ctx := data.WithProgress(t.Context(), func(int, int) { copied = true })
	if _, err := data.Restore(ctx, f.path, filepath.Join(t.TempDir(), "restored"+data.Extension), data.Credentials{Passphrase: phraseOf("Mair"), Options: f.o}); data.CodeOf(err) != data.CodeKeyringNone || copied {
		t.Errorf("restoring without the keyring: copied %v, %v", copied, err)
	}
	if err := f.try(data.Credentials{Passphrase: f.kit}); err != nil {
		t.Fatal(err)
	}
	kit := must[data.Kit](t)(f.v.Recover(t.Context(), data.Recovery{Name: "Mair", Passphrase: "a fresh phrase of mair's"}, nil))
	mair := data.Credentials{Passphrase: "a fresh phrase of mair's"}
	if err := f.try(mair); err != nil || len(f.v.Cases()) != 1 {
		t.Fatalf("Mair with her new passphrase: %v", err)
	}
	// A manager resets Cadi, whose computer is lost too.
	if err := f.v.ResetMember(t.Context(), "Cadi", "a fresh phrase of cadi's"); err != nil {
		t.Fatal(err)
	}
	if err := f.try(data.Credentials{Passphrase: "a fresh phrase of cadi's"}); err != nil || len(f.v.Cases()) != 1 {
		t.Fatalf("Cadi after the reset: %v", err)
	}
	f.o.NoKeyring = false
	f.at("new office")
	if err := f.try(mair); err != nil {
		t.Fatal(err)
	}
	if enrolled := must[bool](t)(f.v.Enrolled(t.Context())); !enrolled {
		t.Error("a computer with a keyring was not enrolled at the next unlock")
	}
	f.at("third")
	f.refuses("Mair", mair, data.CodeNotEnrolled)
	if err := f.try(data.Credentials{Passphrase: strings.Join(kit.Groups, "")}); err != nil {
		t.Errorf("the new kit: %v", err)
	}
}

func TestAnOlderCopyDoesNotUndoWhatIsAskedFor(t *testing.T) {
	f := newOffice(t)
	f.close()
	copyTo(t, f.path, f.path+".old")
	f.as("Mair")
	f.ask(true)
	f.as("Mair")
	f.close()
	if err := os.Rename(f.path+".old", f.path); err != nil {
		t.Fatal(err)
	}
	plain, bound := f.rows(ledger.ClassIdentity)
	f.as("Mair")
	if !f.v.Older() {
		t.Error("it is not told that the file is older")
	}
	f.close()
	if p, b := f.rows(ledger.ClassIdentity); p != plain || b != bound {
		t.Errorf("an older file went from %d and %d rows to %d and %d", plain, bound, p, b)
	}
}

// A keyring that is absent, or never answers, is said within its time, and what
// does not need it goes on.
func TestAKeyringThatDoesNotAnswerIsSaidAndNeverWaitedForLong(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the credential store is part of Windows: there is no bus to it that could be silent")
	}
	// The keyring's library keeps the first bus it finds: each case runs this test again, in a process of its own.
	if path := os.Getenv("NODDFA_OTHER_BUS"); path != "" {
		unlockBesideThisBus(t, path)
		return
	}
	f := newOffice(t)
	f.ask(true)
	f.as("Mair")
	f.close()
	for name, c := range map[string]struct {
		bus  func(*testing.T) string
		code data.Code
	}{
		"no bus at that place":      {func(*testing.T) string { return "unix:path=/nonexistent" }, data.CodeKeyringNone},
		"no bus at all":             {func(*testing.T) string { return "" }, data.CodeKeyringNone},
		"a bus without the service": {emptyBus, data.CodeKeyringNone},
		"a bus that never answers":  {silentBus, data.CodeKeyringSlow},
		"a keyring that is locked":  {lockedKeyring, data.CodeKeyringLocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAKeyringThatDoesNotAnswerIsSaidAndNeverWaitedForLong$")
			cmd.Env = append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS="+c.bus(t), "NODDFA_OTHER_BUS="+f.path, "NODDFA_KIT="+f.kit, "NODDFA_CODE="+string(c.code))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func unlockBesideThisBus(t *testing.T, path string) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "charity"+data.Extension)
	copyTo(t, path, copied)
	o := data.Options{StateDir: t.TempDir(), Now: func() time.Time { return noon }, KeyringPatience: 20 * time.Second}
	if os.Getenv("NODDFA_CODE") == string(data.CodeKeyringSlow) {
		o.KeyringPatience = 300 * time.Millisecond
	}
	start := time.Now()
	_, err := data.Unlock(t.Context(), copied, data.Credentials{Passphrase: phraseOf("Mair"), Options: o})
	wantCode(t, "the computer's secret", err, data.Code(os.Getenv("NODDFA_CODE")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	patient := o
	patient.KeyringPatience = time.Hour
	if _, err := data.Unlock(ctx, copied, data.Credentials{Passphrase: phraseOf("Mair"), Options: patient}); err == nil {
		t.Error("opened though it was given up")
	}
	// Cadi has not unlocked since: her row is for the passphrase alone.
	for name, phrase := range map[string]string{"Cadi": phraseOf("Cadi"), data.KitName: os.Getenv("NODDFA_KIT")} {
		v, err := data.Unlock(t.Context(), copied, data.Credentials{Passphrase: phrase, Options: o})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if v.Me().Name != name || v.KeyringState() != data.Code(os.Getenv("NODDFA_CODE")) {
			t.Errorf("%s is here, the keyring %q", v.Me().Name, v.KeyringState())
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(start); took > 40*time.Second {
		t.Errorf("it took %v", took)
	}
}

// emptyBus is a session bus on which nobody keeps secrets.
func emptyBus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	address := "unix:path=" + filepath.Join(dir, "bus")
	text := `<busconfig><type>session</type><listen>` + address + `</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "dbus-daemon", "--config-file="+config, "--nofork")
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting a message bus: %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if c, err := net.Dial("unix", filepath.Join(dir, "bus")); err == nil {
			_ = c.Close()
			return address
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the message bus did not begin")
	return ""
}

// lockedKeyring is a bus with the real keyring, which nobody has unlocked.
func lockedKeyring(t *testing.T) string {
	t.Helper()
	address, home := emptyBus(t), t.TempDir()
	cmd := exec.CommandContext(t.Context(), "gnome-keyring-daemon", "--foreground", "--components=secrets", "--control-directory="+home)
	cmd.Env = []string{"HOME=" + home, "XDG_RUNTIME_DIR=" + home, "PATH=" + os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS=" + address}
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting a keyring: %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 200 {
		var owner string
		if c.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, "org.freedesktop.secrets").Store(&owner) == nil {
			return address
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the keyring did not begin")
	return ""
}

// silentBus takes calls and never answers.
func silentBus(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
		}
	}()
	return "unix:path=" + file
}
