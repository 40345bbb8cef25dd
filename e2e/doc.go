// Package e2e uses the real window: a built program under an X server in
// memory, mouse and keyboard through xdotool, pictures of the screen. The
// program is built with the tag e2e and tells over a pipe where its texts and
// fields are; everything else is done as a person would. The tests in
// reader_*.go have neither: they know the window as a screen reader does.
package e2e
