// Package permitted says which files may be kept beside a note: PDF and plain text, and nothing else.
//
// A file is known by its content, never by its name. Pictures, sound, video, archives and everything else are refused
// with a reason that a screen can put into words. What hides in another kind counts too: a picture inside a text, an
// archive at the end of a PDF, a PDF that is nothing but a picture.
//
// Start at Judge. It reads bytes that are in memory, keeps nothing and opens nothing; of a PDF it looks at the names
// that the file declares, not at what its pages show. Nobody has checked those, and the screens say so.
package permitted
