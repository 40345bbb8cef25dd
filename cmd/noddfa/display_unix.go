//go:build unix && !darwin

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// hasDisplay reports whether there is a screen to open a window on. The window
// library itself would end in a stack trace.
func hasDisplay() bool {
	if name := os.Getenv("WAYLAND_DISPLAY"); name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), name)
		}
		if answers("unix", name) {
			return true
		}
	}
	host, number, found := strings.Cut(os.Getenv("DISPLAY"), ":")
	if !found {
		return false
	}
	number, _, _ = strings.Cut(number, ".")
	if host != "" && host != "unix" {
		return true // another computer's screen: only trying will tell
	}
	socket := "/tmp/.X11-unix/X" + number
	return answers("unix", socket) || answers("unix", "@"+socket)
}

func answers(network, address string) bool {
	c, err := net.DialTimeout(network, address, time.Second)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}
