package e2e

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"testing"
	"time"

	"noddfa/data"
)

// TestADamagedFileIsLeftRepairedAndPutRight opens records whose list of colleagues lacks an entry: reads on in them, types what
// cannot be saved, repairs them into a new file; and, once the old one is cut off, restores a backup beside it.
func TestADamagedFileIsLeftRepairedAndPutRight(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d := newDesk(t, "1280x800")
	d.makeRecords(func(ctx context.Context, v *data.Vault) error {
		_, err := v.LogContact(ctx, data.Contact{Started: began, CalledName: calledName, Said: own("The heron is back")})
		for _, name := range []string{caseworkerName, volunteerName} {
			_, noMember := v.AddMember(ctx, name, data.Volunteer, secretPhrase+" "+name)
			err = errors.Join(err, noMember)
		}
		_, noBackup := v.BackUp(ctx, d.in("home/Documents/kept"))
		return errors.Join(err, noBackup)
	})
	d.takeOutEntry()
	d.startAt(recordsFile)
	d.find(say("doors.holed")[:40])
	d.shot("holed")
	d.key("alt+2")
	d.click(calledName)
	d.find(own("The heron is back"))
	d.key("ctrl+n")
	d.fill(say("contact.said"), own("The accordion is gone"))
	d.key("ctrl+Return")
	d.find(say("error.roster-hole")[:50])
	d.shot("holed-not-saved")
	d.searchOutside()
	d.unlockAs(secretPhrase) // it was kept, sealed
	d.find(own("The accordion is gone"))
	d.click(say("doors.holed.repair"))
	d.find(say("doors.holed.repair.lead")[:20])
	d.shot("holed-repair")
	d.asked(say("doors.holed.repair.lead")[:20])
	d.find("The new file is hafan-repaired.noddfa")
	d.key("Return")
	d.lock()
	d.shot("holed-held")

	d.openOther("home/Documents/hafan-repaired.noddfa")
	d.find(own("The accordion is gone")) // one is where one was
	d.key("alt+1")
	d.find("A contact you began at ")
	d.shot("repaired")
	d.key("alt+2")
	d.click(calledName)
	d.find(own("The heron is back"))
	d.lock()

	if err := os.Truncate(d.in(recordsFile), 20_000); err != nil {
		t.Fatal(err)
	}
	d.openOther(recordsFile)
	d.find("The newest backup is of ")
	d.shot("cut-off")
	d.click(say("restore.beside"))
	d.shot("restore-beside")
	d.unlock(secretPhrase)
	d.find(say("rail.team"))
	d.key("alt+2")
	d.click(calledName)
	d.find(own("The heron is back"))
	d.lock()
	d.searchOtherFolders(began)
}

// takeOutEntry takes an entry out of the middle of the list of colleagues.
func (d *desk) takeOutEntry() {
	d.t.Helper()
	file, err := sql.Open("sqlite3", d.in(recordsFile))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, table := range []string{"box", "box_copy"} {
		_, no := file.Exec("DELETE FROM " + table + " WHERE class=4 AND number=2")
		err = errors.Join(err, no)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		d.t.Fatal(err)
	}
}

// openOther opens other records than those that are locked.
func (d *desk) openOther(file string) {
	d.t.Helper()
	d.activate()
	d.click(say("unlock.other"))
	d.click(say("doors.open"))
	d.replace(say("unlock.file"), d.in(file))
	d.unlock(secretPhrase)
}
