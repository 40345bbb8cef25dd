// Package assets holds what Noddfa shows and knows but does not compute: the words in English and Welsh, fonts,
// icons, police forces, helplines, advice lists, plan templates and the word list for passphrases.
//
// Everything is embedded, read once and never changed. Facts about the world (forces, helplines, advice, plans) are
// data files with a source and a date, so that they can be corrected without touching code. Nothing here knows
// records, windows or pages; every other package may import this one.
//
// Start with Lang in translator.go: each text a person sees comes from there.
package assets
