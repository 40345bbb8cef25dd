package e2e

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// TestWhatAManagerKeepsAndRestoresLeavesNoWordOnTheDisk is the part of a day that comes once a year: a logo, a question
// to the guide, contacts for a spreadsheet, a backup, restoring it, and letting somebody in again with the recovery kit.
func TestWhatAManagerKeepsAndRestoresLeavesNoWordOnTheDisk(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, kit := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, err := v.LogContact(ctx, data.Contact{Started: began, CalledName: calledName, Number: number, Said: whatWasSaid})
		return err
	})

	d.key("F1")
	d.click(say("guide.open"))
	d.find(say("guide.field"))
	d.write(lookedFor)
	d.find(say("search.none"))
	d.key("Escape")

	picture := d.in("home/Documents/logo.png")
	if err := os.WriteFile(picture, pictureSaying(t, whatWasSaid), 0o600); err != nil {
		t.Fatal(err)
	}
	d.key("alt+7")
	d.click(say("settings.logo.choose"))
	d.find("logo.png")
	d.key("Down", "Return")
	d.find(say("settings.logo.there"))
	if err := os.Remove(picture); err != nil { // theirs, with what it said of itself
		t.Fatal(err)
	}

	d.key("alt+2")
	d.click(say("sheet.save"))
	sheet := d.in("home/Documents/contacts.xlsx")
	d.replace(say("compose.save.path"), sheet)
	d.key("Return")
	d.find("Saved ")
	d.shot("spreadsheet")
	if content, err := os.ReadFile(sheet); err != nil || !bytes.HasPrefix(content, []byte("PK")) {
		t.Errorf("the spreadsheet: %v", err)
	}
	if err := os.Remove(sheet); err != nil { // in the clear on purpose
		t.Fatal(err)
	}

	backup := d.backUp()

	d.restore(backup)
	d.shot("restored")

	d.key("ctrl+l")
	d.find(say("unlock.do"))
	d.fill(say("unlock.passphrase"), strings.Join(kit.Groups, " "))
	d.key("Return")
	d.find(say("recover.do"))
	d.find(worker) // who is offered first
	d.fill(say("create.passphrase.first"), unsaved)
	d.fill(say("create.passphrase.again"), unsaved)
	d.click(say("recover.do"))
	d.find(say("create.kit.title"))
	d.searchOutside()
	d.quiet()
	d.searchForCanaries("")
	d.searchOtherFolders(began)
	for _, found := range writtenWith([]string{filepath.Dir(d.home)}, nil, began, needlesOf(inEachWay(strings.Join(kit.Groups, " "))...)) {
		t.Error(found)
	}
}

// pictureSaying is a small PNG with a text beside the picture, as cameras and programs put one there.
func pictureSaying(t *testing.T, words string) []byte {
	t.Helper()
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 60, 24))); err != nil {
		t.Fatal(err)
	}
	return append(drawn.Bytes(), words...)
}

// backUp makes a backup on a stick.
func (d *desk) backUp() string {
	d.t.Helper()
	d.key("alt+7")
	d.replace(say("backup.folder"), d.in("home/stick"))
	d.click(say("backup.now"))
	d.find("The last one was made ")
	backups, _ := filepath.Glob(d.in("home/stick/*" + data.Extension))
	if len(backups) != 1 {
		d.t.Fatalf("backups: %v", backups)
	}
	return backups[0]
}

// restore locks the records and makes a file of a backup beside them, which is then open.
func (d *desk) restore(backup string) {
	d.t.Helper()
	d.key("ctrl+l")
	d.click(say("unlock.other"))
	d.click(say("doors.open"))
	d.click(say("restore.title"))
	d.replace(say("restore.from"), backup)
	d.replace(say("restore.to"), d.in("home/Documents/restored.noddfa"))
	d.fill(say("unlock.passphrase"), secretPhrase)
	d.key("Return")
	d.find(say("rail.team"))
}
