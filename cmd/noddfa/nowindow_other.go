//go:build !windows

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

// sayWithoutWindow says it to whoever started the program from a terminal, and as a notification to whoever started it
// from a menu, where there is a desktop that shows one.
func sayWithoutWindow(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer bus.Close()
	bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").CallWithContext(ctx, "org.freedesktop.Notifications.Notify", 0,
		"Noddfa", uint32(0), "org.noddfa.Noddfa", "Noddfa", sentence, []string{}, map[string]dbus.Variant{}, int32(0))
}
