package e2e

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
)

// Everything that the journey types, each with a word that is found nowhere
// else.
const (
	secretPhrase = "zebra copper lantern quiet meadow"
	organisation = "Quillfeather Refuge Example"
	worker       = "Morwenna Placeholder"
	calledName   = "Zephyrine"
	surname      = "Ŵyn-Quartz"
	number       = "07700 900461"
	callWords    = "Jellybean said the vortex sum is due"
	noteWords    = "Rang back, the marmalade signal was given"
)

// The sentences have the word of this run besides.
var (
	whatWasSaid   = callWords + " " + runWord
	noteSaid      = noteWords + " " + runWord
	amendment     = "It was the turquoise signal " + runWord
	planAction    = "Lodge the kumquat spare key " + runWord // on one line of the page
	secretAddress = "17 Pomegranate Terrace, " + runWord
)

func say(key string, values ...map[string]any) string { return assets.Lang("en").T(key, values...) }

// TestFromTheFirstCallToThePoliceLetter is the main job in the real window, by
// keyboard and mouse alone.
func TestFromTheFirstCallToThePoliceLetter(t *testing.T) {
	t.Parallel() // beside the minute that the clipboard takes
	began := time.Now()
	d := sitDown(t, "1280x800", nil)
	letter := ""
	for _, part := range []func(){
		d.createRecords, d.logContact, d.sortIntoCase, d.writeNote, d.makePlan, func() { letter = d.writeLetter() }, d.restOfTheDay, d.lockAndUnlock,
	} {
		part()
		d.searchOutside()
	}
	d.quiet()

	text := pdfText(t, letter)
	for _, want := range []string{"South Wales Police", calledName, "Quartz", whatWasSaid, organisation} {
		if !strings.Contains(oneLine(text), want) {
			t.Errorf("the letter lacks %q", untold(want))
		}
	}
	if strings.Contains(oneLine(text), "Pomegranate") {
		t.Error("the address is in the letter")
	}
	d.searchForCanaries(letter)
	d.searchOtherFolders(began)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// pdfText is the text of a PDF as it is read: each cell of a table to its end before the next.
func pdfText(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatalf("reading the letter: %v", err)
	}
	return string(out)
}

// memory visits the memory that the program can write to and returns how many
// bytes it was; -1 where this account may not look.
func (d *desk) memory(visit func([]byte)) int {
	d.t.Helper()
	proc := fmt.Sprintf("/proc/%d/", d.program.Process.Pid)
	maps, err := os.ReadFile(proc + "maps")
	if err != nil {
		d.t.Logf("the program's memory cannot be read by this account: %v", err)
		return -1
	}
	memory, err := os.Open(proc + "mem")
	if err != nil {
		d.t.Logf("the program's memory cannot be read by this account: %v", err)
		return -1
	}
	defer memory.Close()
	read := 0
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") || to-from > 1<<30 {
			continue
		}
		content := make([]byte, to-from)
		n, _ := memory.ReadAt(content, from)
		read += n
		visit(content[:n])
	}
	return read
}

// keys asks the program for every key that it holds.
func (d *desk) keys() map[string][]byte {
	d.t.Helper()
	var told map[string]string
	d.askFor("keys", &told)
	keys := map[string][]byte{}
	kinds := map[string]int{}
	for name, text := range told {
		key, err := hex.DecodeString(text)
		if err != nil || len(key) != 32 {
			d.t.Fatalf("the key of %s: %d bytes, %v", name, len(key), err)
		}
		keys[name] = key
		kinds[strings.Fields(name)[0]]++
	}
	if kinds["compartment"] != 3 || kinds["group"] < 4 || kinds["the"] != 2 {
		d.t.Errorf("the program told %v", kinds)
	}
	return keys
}

// countKeys counts how often each key is in the program's memory; nothing where this account may not look.
func (d *desk) countKeys(keys map[string][]byte) map[string]int {
	d.t.Helper()
	found := map[string]int{}
	if d.memory(func(content []byte) {
		for name, key := range keys {
			found[name] += bytes.Count(content, key)
		}
	}) < 0 {
		return nil
	}
	return found
}

func (d *desk) createRecords() {
	d.t.Helper()
	d.find(say("doors.start"))
	d.shot("doors")
	d.click(say("doors.start"))
	d.fill(say("create.organisation.name"), organisation)
	d.key("Return")
	d.fill(say("create.you.name"), worker)
	d.key("Return")
	d.find(say("create.passphrase.title"))
	d.shot("passphrase")
	d.fill(say("create.passphrase.first"), secretPhrase)
	d.fill(say("create.passphrase.again"), secretPhrase)
	d.click(say("create.do"))
	d.find(say("create.kit.title"))
	d.shot("kit")
	d.click(say("create.kit.later"))
	d.find(say("rail.contacts"))
	d.shot("today-empty")
}

func (d *desk) logContact() {
	d.t.Helper()
	d.key("ctrl+n")
	d.fill(say("contact.calledName"), calledName)
	d.fill(say("contact.surname"), surname)
	d.fill(say("contact.number"), number)
	d.fill(say("contact.said"), whatWasSaid)
	d.shot("contact")
	d.key("ctrl+Return")
	d.find(say("contact.sort"))
	d.key("alt+2")
	d.find(calledName)
	d.shot("contacts")
}

func (d *desk) sortIntoCase() {
	d.t.Helper()
	d.click(calledName)
	d.click(say("contact.sort"))
	d.click(say("contact.sort.new"))
	d.find(say("case.tab.notes"))
	d.shot("case")
}

// writeNote adds the address to the person, writes a note and amends it.
func (d *desk) writeNote() {
	d.t.Helper()
	d.clickBelow(say("case.people.title"), say("common.edit"))
	d.fill(say("record.person.address"), secretAddress)
	d.key("ctrl+Return")
	d.gone(say("record.person.address"))
	d.key("ctrl+2")
	d.fill(say("record.note.said"), noteSaid)
	d.shot("note")
	d.key("ctrl+Return")
	d.click(say("case.note.amend"))
	d.find(say("case.note.amend.title"))
	d.write(amendment)
	d.key("ctrl+Return")
	d.gone(say("case.note.amend.title"))
	d.find(amendment)
	d.shot("notes")
}

func (d *desk) makePlan() {
	d.t.Helper()
	d.key("ctrl+3")
	d.find(say("case.plan.begin"))
	d.key("ctrl+Return")
	d.find(say("case.plan.details"))
	d.click(say("case.plan.action.add"))
	d.fill(say("record.plan.sections.actions.what"), planAction)
	d.key("ctrl+Return")
	d.find(planAction)
	d.shot("plan")
}

// writeLetter composes, issues and saves a letter, and returns where it is.
func (d *desk) writeLetter() string {
	d.t.Helper()
	begun := time.Now()
	d.key("ctrl+5")
	d.click(say("letters.compose"))
	d.find(say("compose.basis"))
	d.field(say("compose.force"))
	d.write("South Wales")
	d.key("Return")
	d.key("Tab", "Tab", "Tab", "Tab", "Tab") // unit, attention, address, day of reply; the page follows the keyboard
	d.write("Consent")
	d.key("Tab")
	d.write("by phone today")
	time.Sleep(time.Second) // the preview follows
	d.shot("compose")
	d.key("ctrl+Return")
	d.find(say("compose.check.share"))
	d.shot("check")
	d.key("space", "Return") // yes, it may be shared
	d.find(say("compose.issue.title", map[string]any{"Force": "South Wales Police"}))
	d.key("Return")
	d.click(say("letters.save"))
	d.find(say("compose.save.who"))
	letter := d.in("home/Documents/letter.pdf")
	d.replace(say("compose.save.path"), letter)
	d.shot("save")
	d.key("Return")
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if _, err := os.Stat(letter); err == nil {
			d.t.Logf("from the complete case to the saved letter: %.0f s", time.Since(begun).Seconds())
			d.shot("letter")
			return letter
		}
	}
	d.fail("the letter was not saved")
	return ""
}

// lockAndUnlock locks by key, is let in again with the passphrase, and finds
// what was written.
func (d *desk) lockAndUnlock() {
	d.t.Helper()
	d.readNotes() // what was read for the search is given back to the system, and proves nothing
	open := 0
	if d.memory(func(content []byte) { open += bytes.Count(content, []byte(noteSaid)) }) > 0 && open == 0 {
		d.t.Error("what was typed is not found in memory before locking: the search finds nothing at all")
	}
	keys := d.keys()
	for name, n := range d.countKeys(keys) {
		if n == 0 {
			d.t.Errorf("the key of %s is not found in memory before locking: the search finds nothing at all", name)
		}
	}
	d.key("ctrl+l")
	d.find(say("unlock.do"))
	d.activate()
	d.searchOutside()
	d.searchMemory()
	for name, n := range d.countKeys(keys) {
		if n > 0 {
			d.t.Errorf("the key of %s is in the memory of the locked program %d times", name, n)
		}
	}
	d.shot("locked")
	d.key("F2")
	d.find(say("crisis.title"))
	d.shot("crisis")
	d.key("Escape")
	d.fill(say("unlock.passphrase"), "not the passphrase")
	d.key("Return")
	d.find(say("error.wrong-passphrase"))
	time.Sleep(2 * time.Second) // the wait after a wrong one
	d.replace(say("unlock.passphrase"), secretPhrase)
	d.key("Return")
	d.find(say("rail.cases"))
	d.readNotes()
	d.find(amendment)
	d.shot("case-again")
}

// readNotes opens the case at its notes.
func (d *desk) readNotes() {
	d.t.Helper()
	d.key("alt+3")
	d.click(calledName)
	d.key("ctrl+2")
	d.find(noteSaid)
}
