package assets

import "sync"

// NoteTemplates are what a note may start from.
func NoteTemplates() []NoteTemplate {
	return append([]NoteTemplate(nil), noteTemplates()...)
}

var noteTemplates = sync.OnceValue(func() []NoteTemplate {
	var all []NoteTemplate
	mustReadData("notes.json", &all)
	return all
})
