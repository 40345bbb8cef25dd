// Package gdi prints pages on Windows, whose printers do not take PDF: each page's outlines go to the printer's driver
// through GDI, as they are in the preview. Nothing is written to a file of ours; the print system may keep its own copy
// until the page has left, and longer where it is told to.
//
// Letters are sent as outlines and not as text in a font: every script looks as it does on screen, no font has to be
// installed, and a name cannot be read from the font list or the text of a spool file by whoever glances at it.
package gdi
