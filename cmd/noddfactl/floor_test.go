package main

import (
	"os"
	"testing"
)

// TestMain keeps every vault of these tests at the floor.
func TestMain(m *testing.M) {
	costly = false
	os.Exit(m.Run())
}
