package main

import (
	"bytes"
	"io"
	"os"
)

// withoutWindow are what the window library says, in its log alone, before it ends the program or goes on without
// painting: it found no OpenGL, as over Remote Desktop, in some virtual machines and without a driver.
var withoutWindow = [][]byte{[]byte("window creation error"), []byte("failed to initialise OpenGL"), []byte("failed to initialise GLFW")}

// listener hears the window library's log, so that whoever starts Noddfa where it cannot paint reads what to do.
type listener struct {
	others io.Writer // what else is said
	tell   func()    // never returns
}

func (l listener) Write(line []byte) (int, error) {
	for _, sign := range withoutWindow {
		if bytes.Contains(line, sign) {
			l.tell()
		}
	}
	return l.others.Write(line)
}

// endWithoutWindow ends the program with a sentence where there can be no window.
func endWithoutWindow(sentence string) {
	sayWithoutWindow(sentence)
	os.Exit(1)
}
