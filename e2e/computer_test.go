package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// TestAnotherComputerIsInvited has the records ask for the computer, enrols a colleague on another one with a code of which
// an earlier one was withdrawn, and finds an older copy of the file put back: each computer with a keyring of its own.
func TestAnotherComputerIsInvited(t *testing.T) {
	t.Parallel()
	began := time.Now()
	caseworkerPhrase := own("walnut harbour violet kettle")
	d := newDesk(t, "1280x800")
	d.makeRecords(func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, caseworkerPhrase)
		_, err := v.StartCase(ctx, data.Case{CalledName: calledName}, data.Person{})
		return errors.Join(noMember, err)
	})
	office, elsewhere := d.computer("home"), d.computer("elsewhere")
	const carried = "elsewhere/Documents/hafan.noddfa"
	d.sitAt(office)
	d.startAt(recordsFile)
	d.key("alt+7")
	d.click(say("computer.ask"))
	d.find(say("computer.ask.lead")[:30])
	d.shot("computers-asked")
	d.asked(say("computer.ask.lead")[:30])
	d.unlockAs(caseworkerPhrase) // on this computer first
	d.unlockAs(secretPhrase)
	d.key("alt+7")
	d.click(say("computer.here"))
	d.shot("computer-enrolled")
	d.key("alt+6")
	withdrawn := d.invite()
	d.click(say("computer.withdraw"))
	d.find(say("common.cancel"))
	d.asked(say("common.cancel"))
	code := d.invite()
	d.shot("team-computers")
	d.lock()
	d.close()

	d.carry(recordsFile, carried)
	d.carry(recordsFile, "older")
	d.sitAt(elsewhere)
	d.start("--vault", d.in(carried))
	d.unlock(caseworkerPhrase)
	d.find(say("computer.code"))
	d.shot("not-enrolled")
	d.fill(say("computer.code"), withdrawn)
	d.unlock(caseworkerPhrase)
	d.find("This invitation")
	d.shot("invitation-refused")
	time.Sleep(time.Second) // the wait after the second
	d.replace(say("computer.code"), code)
	d.searchOutside()
	d.unlock(caseworkerPhrase)
	d.find(say("rail.cases"))
	d.key("ctrl+n")
	d.fill(say("contact.calledName"), own("Wendelin"))
	d.key("ctrl+Return")
	d.find(say("contact.sort"))
	d.lock()
	d.close()

	d.carry(carried, recordsFile)
	d.sitAt(office)
	d.startAt(recordsFile)
	d.key("alt+2")
	d.find(own("Wendelin"))
	d.lock()
	d.close()
	d.carry("older", recordsFile)
	d.startAt(recordsFile)
	d.find(say("computer.older.seen")[:40])
	d.shot("older-copy")
	d.click(say("doors.older.accept"))
	d.find(say("common.cancel"))
	d.shot("older-accept")
	d.asked(say("common.cancel"))
	d.gone(say("computer.older.seen")[:40])
	d.lock()
	d.searchOtherFolders(began)
	for _, found := range writtenWith([]string{d.home}, nil, began, needlesOf(inEachWay(withdrawn, code)...)) {
		t.Error(found)
	}
}

// inEachWay are codes as somebody may write them.
func inEachWay(codes ...string) (written []string) {
	for _, code := range codes {
		written = append(written, code, strings.ReplaceAll(code, " ", "-"), strings.ReplaceAll(code, " ", ""))
	}
	return written
}

// computer is an account with a keyring of its own: what programs have to know of it.
func (d *desk) computer(name string) []string {
	d.t.Helper()
	account := d.account(name)
	bus := d.startBus(d.in(name))
	env := []string{account, "XDG_RUNTIME_DIR=" + d.in(name), "DBUS_SESSION_BUS_ADDRESS=" + bus}
	keyring := exec.Command("gnome-keyring-daemon", "--unlock", "--components=secrets") // comes back once it answers, and ends with its bus
	keyring.Env, keyring.Stdin = append(d.env[:len(d.env):len(d.env)], env...), strings.NewReader("the password of "+name)
	if out, err := keyring.CombinedOutput(); err != nil {
		d.t.Fatalf("starting a keyring: %v %s", err, out)
	}
	return env
}

// sitAt goes to another computer.
func (d *desk) sitAt(computer []string) { d.env = append(d.env, computer...) } // the last one counts

// carry brings the records to another computer.
func (d *desk) carry(from, to string) {
	d.t.Helper()
	text, err := os.ReadFile(d.in(from))
	if err != nil {
		d.t.Fatal(err)
	}
	write(d.t, d.in(to), string(text))
}

// close closes the locked window.
func (d *desk) close() {
	d.t.Helper()
	d.key("alt+F4")
	d.ended()
}

// ended waits until the program is gone.
func (d *desk) ended() {
	d.t.Helper()
	gone := make(chan struct{})
	go func() {
		_ = d.program.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(patience):
		d.t.Fatal("the window is closed and the program goes on")
	}
}

// invite makes an invitation for the first colleague's further computer, and returns its code.
func (d *desk) invite() string {
	d.t.Helper()
	d.click(say("computer.invite"))
	d.find(say("computer.invite.makeLead")[:30])
	d.key("ctrl+Return")
	d.find(say("computer.invite.lead")[:30])
	d.shot("invitation")
	groups := d.codeShown()
	if len(groups) != 8 {
		d.fail("the code has %d groups", len(groups))
	}
	d.searchOutside()
	d.key("ctrl+Return")
	d.gone(say("computer.invite.lead")[:30])
	return strings.Join(groups, " ")
}
