//go:build !unix || darwin

package main

// hasDisplay is true: these systems always have a screen to ask for.
func hasDisplay() bool { return true }
