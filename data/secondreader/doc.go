// Package secondreader reads a records file with nothing but docs/format.md in hand.
//
// It is a proof, not a part of the program: it was written from that document alone and imports nothing of this module, so a charity whose
// records outlive the program can have another reader written. Where the two readers disagree, the document or one of them is wrong.
//
// Start at Read. The files follow the document's sections: file.go (1 and 3), sealed.go (2), identity.go and keys.go (3), roster.go (4), revision.go
// and chain.go (5). It never writes.
package secondreader
