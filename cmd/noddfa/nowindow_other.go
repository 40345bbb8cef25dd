//go:build !windows

package main

import (
	"fmt"
	"os"
)

func sayWithoutWindow(sentence string) { fmt.Fprintln(os.Stderr, sentence) }
