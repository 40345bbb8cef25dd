package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestALogAsPeopleTypeIt brings the messy log in among made-up people: its
// columns are understood, and rows that are not are put right in the window.
func TestALogAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d := sitDown(t, "1280x800", nil)
	log, err := os.ReadFile("../data/contactlog/testdata/contact-log-messy.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.in("home/Documents/log.csv"), log, 0o600); err != nil {
		t.Fatal(err)
	}
	d.click(say("doors.look"))
	d.find(say("rail.contacts"))
	d.key("alt+2")
	d.click(say("contacts.import"))
	d.click(say("file.choose"))
	d.find("log.csv")
	d.key("Down", "Return")
	d.find("10 rows are understood.")
	d.shot("import-columns")
	d.key("ctrl+Return")
	d.find("10 contacts brought in.")
	d.find("Line 10:")
	d.shot("import-rows")
	d.replace("Date", "28/02/2018")
	d.key("ctrl+Return")
	d.find("11 contacts brought in.")
	d.replace("Demanded (£)", "430")
	d.key("ctrl+Return")
	d.find("12 contacts brought in.")
	d.shot("import-done")
	d.key("ctrl+Return")
	d.click(say("contacts.filter"))
	d.write("07700900571") // the row that had the 31 February
	d.find("Gareth")
	d.quiet()
	if err := os.Remove(d.in("home/Documents/log.csv")); err != nil { // theirs, in the clear
		t.Fatal(err)
	}
	d.searchForCanaries("")
	for _, found := range writtenWith([]string{filepath.Dir(d.home)}, nil, began, needlesOf("Gareth", "07700 900571", "07700900571")) {
		t.Error(found)
	}
}

// TestALongLogIsStopped: what is in stays in, and the rest comes in when the file is brought in again.
func TestALongLogIsStopped(t *testing.T) {
	t.Parallel()
	d := sitDown(t, "1280x800", nil)
	log := d.in("home/Documents/long.csv")
	var rows strings.Builder
	rows.WriteString("Date,Time,Name,Number,How,Notes\n")
	for i := range 2000 {
		fmt.Fprintf(&rows, "%02d/%02d/2025,10:00,Person %d,07700 900%03d,phone,Asked to be rung again\n", 1+i%28, 1+i%12, i, i%1000)
	}
	write(t, log, rows.String())
	bring := func() {
		d.click(say("contacts.import"))
		d.replace(say("import.file"), log)
		d.key("Return")
		d.find("2000 rows are understood.")
		d.key("ctrl+Return")
	}
	d.click(say("doors.look"))
	d.find(say("rail.contacts"))
	d.key("alt+2")
	bring()
	for end := time.Now().Add(patience); strings.HasPrefix(d.find("Bringing in: ").Text, "Bringing in: 0 ") && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond) // until one is in
	}
	d.shot("import-under-way")
	d.key("Return")
	d.find("Stopped.")
	d.shot("import-stopped")
	var in int
	for _, s := range d.look() {
		if strings.HasSuffix(s.Text, " contacts brought in.") {
			_, _ = fmt.Sscan(s.Text, &in)
		}
	}
	if in == 0 || in == 2000 {
		t.Fatalf("%d rows came in before it was stopped", in)
	}
	d.key("ctrl+Return")
	bring()
	d.find(fmt.Sprintf("%d were here already", in))
}
