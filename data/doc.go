// Package data is the vault as the app sees it: members, contacts, cases and
// everything that belongs to a case, in the words of the people who use it.
//
// A file holds one concept: contact.go the contact and its rules, note.go the
// note, plan.go the safety plan, letter.go the referral letter, and so on.
// create.go makes the file, unlock.go opens it, vault.go is what is open, and closes it;
// write.go is the one road by which a record reaches the disk:
//
//	form → method of Vault (stamps author and time) → seal → ledger, one
//	transaction, commit returns → projection in memory → "saved"
//
// State lives in the ledger. What Vault keeps in memory is a projection of the
// overviews (the lines that lists show) and can be rebuilt from the file at
// any time; the content of a case is read when the case is opened and is not
// kept.
//
// Nothing a person types is refused: every record saves with only its time
// filled in. Only issuing a letter and closing a case may refuse, and they say
// what is missing. Errors carry a code and a sentence for the person (see
// Error) and never hold what somebody said.
//
// This package knows nothing of windows or pages. It uses data/seal for keys,
// data/ledger for the file and data/search for looking things up; nothing else
// may reach those three.
package data
