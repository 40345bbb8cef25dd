package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The rest of a day's work, with words of its own that are found nowhere else.
const (
	rowName    = "Octavius"
	rowSurname = "Periwinkle"
	rowNumber  = "07700 900733"
	lookedFor  = "tangerine saxophone"
)

var (
	rowSaid = "A tangerine profile, a saxophone and forty pounds " + runWord
	unsaved = "Half a rutabaga when the lights went out " + runWord
)

// printers stand in for CUPS: they note what they were asked and how many bytes
// came, and keep nothing of it.
func (d *desk) printers() {
	d.t.Helper()
	bin := d.t.TempDir() // beside the home that is searched, like the print system itself
	d.printed = filepath.Join(bin, "asked")
	for name, script := range map[string]string{
		"lpstat": "#!/bin/sh\ncase \"$1\" in -e) echo Office ;; -d) echo 'system default destination: Office' ;; esac\n",
		"lp":     "#!/bin/sh\n{ echo \"lp $*\"; env; printf 'bytes '; wc -c; } >>'" + d.printed + "'\n",
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o700); err != nil {
			d.t.Fatal(err)
		}
	}
	for i, v := range d.env {
		if path, ok := strings.CutPrefix(v, "PATH="); ok {
			d.env[i] = "PATH=" + bin + string(os.PathListSeparator) + path
		}
	}
}

// restOfTheDay is everything that the main job leaves out: a log comes in, the
// letter is printed, words are looked for, a backup is made, and the program is
// killed in the middle of a contact.
func (d *desk) restOfTheDay() {
	d.t.Helper()
	d.click(say("print.do"))
	d.clickBelow(say("print.lead"), say("print.do"))
	d.find(say("print.sent", map[string]any{"Printer": "Office"}))
	asked, err := os.ReadFile(d.printed)
	if err != nil || !strings.Contains(string(asked), "bytes ") || strings.Contains(string(asked), "bytes 0\n") {
		d.t.Errorf("nothing was printed: %q, %v", asked, err)
	}
	d.searchText("what the print system was asked", asked)
	d.shot("printed")

	log := d.in("home/Documents/log.csv")
	rows := "Date,First name,Surname,Phone,Summary\n4 May 2018," + rowName + "," + rowSurname + "," + rowNumber + ",\"" + rowSaid + "\"\n5 May 2018,,,,hung up\n"
	if err := os.WriteFile(log, []byte(rows), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.key("alt+2")
	d.click(say("contacts.import"))
	d.click(say("file.choose"))
	d.find("log.csv")
	d.key("Down", "Return")
	d.find("2 rows are understood.")
	d.key("ctrl+Return")
	d.find("2 contacts brought in.")
	if err := os.Remove(log); err != nil { // theirs, in the clear: it is not what is searched for
		d.t.Fatal(err)
	}

	d.key("ctrl+k")
	d.find(say("search.field"))
	d.write(lookedFor)
	d.find(rowName)
	d.shot("search")
	d.searchOutside()
	d.key("Escape")

	d.key("alt+7")
	d.find(say("settings.language"))
	d.replace(say("backup.folder"), d.in("home/stick"))
	d.click(say("backup.now"))
	d.find("The last one was made ")

	d.key("ctrl+n")
	d.fill(say("contact.said"), unsaved)
	time.Sleep(3 * time.Second) // two until it is sealed
	d.searchOutside()
	_ = d.program.Process.Kill()
	_ = d.program.Wait()
	d.start()
	d.fill(say("unlock.passphrase"), secretPhrase)
	d.key("Return")
	d.find(say("today.draft.continue"))
	d.key("F4") // the contact that was not finished
	d.find(unsaved)
	d.shot("unfinished")
}
