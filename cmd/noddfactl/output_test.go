package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// writingUntilKilled is the process that is killed: it writes one document after
// another and never ends by itself.
const writingUntilKilled = "NODDFA_TEST_WRITES_UNTIL_KILLED"

// A letter that was not finished lies in no folder: what is there under a name of
// its own is whole, and on Linux nothing else is there.
func TestAKilledNoddfactlLeavesNoPartOfADocument(t *testing.T) {
	if folder := os.Getenv(writingUntilKilled); folder != "" {
		for i := 0; ; i++ {
			if err := writeFile(filepath.Join(folder, fmt.Sprint(i, ".pdf")), bytes.Repeat([]byte("what they said "), 1<<18)); err != nil {
				t.Fatal(err)
			}
			fmt.Println("written")
		}
	}
	t.Parallel()
	for kill := range 4 {
		folder := t.TempDir()
		c := exec.Command(os.Args[0], "-test.run=^TestAKilledNoddfactlLeavesNoPartOfADocument$")
		c.Env = append(os.Environ(), writingUntilKilled+"="+folder)
		said, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := said.Read(make([]byte, 8)); err != nil { // the first is written, it is at the second
			t.Error(err)
		}
		time.Sleep(time.Duration(kill*5) * time.Millisecond) // another moment of it each time
		if err := c.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = c.Wait() // killed
		left, err := os.ReadDir(folder)
		if err != nil || len(left) == 0 {
			t.Fatal("nothing was written:", err)
		}
		for _, f := range left {
			info, err := f.Info()
			if err != nil {
				t.Fatal(err)
			}
			part := filepath.Ext(f.Name()) == ".tmp"
			if part && runtime.GOOS == "linux" || !part && info.Size() != 15<<18 || info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
				t.Errorf("%s: %d bytes, %v", f.Name(), info.Size(), info.Mode())
			}
		}
	}
}
