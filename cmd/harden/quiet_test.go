//go:build unix

package harden_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"

	"noddfa/cmd/harden"
)

// speakerEnv makes the test program the one that is listened to.
const speakerEnv = "NODDFA_TEST_SPEAKER"

func TestMain(m *testing.M) {
	if os.Getenv(speakerEnv) != "" {
		speak()
		return
	}
	os.Exit(m.Run())
}

// speak says what a library says, and what the program says, at each step on the
// way to a fresh process that does not start.
func speak() {
	say := func(step string) {
		fmt.Fprintln(os.Stderr, "own words", step)
		_, _ = unix.Write(2, []byte("a library "+step+"\n"))
	}
	if err := harden.Quiet(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	say("at work")
	harden.Loud()
	say("while leaving")
	if err := harden.Quiet(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	say("having stayed")
}

func TestAProgramThatCouldNotLeaveIsQuietAgain(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), speakerEnv+"=1")
	var heard bytes.Buffer
	cmd.Stderr = &heard
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	const want = "own words at work\nown words while leaving\na library while leaving\nown words having stayed\n"
	if heard.String() != want {
		t.Errorf("heard:\n%s", heard.String())
	}
}
