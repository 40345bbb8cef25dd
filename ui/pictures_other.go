//go:build !windows

package ui

import "fyne.io/fyne/v2"

// keepOutOfPictures does nothing: other systems have no such request, or offer it only where programs are shut in.
func keepOutOfPictures(fyne.Window) {}
