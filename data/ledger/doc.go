// Package ledger is the vault's file: an SQLite database of sealed rows. It
// never sees a key or a word of what is sealed.
//
// Four kinds of rows live here (schema.go):
//
//   - revision: one immutable version of one record. Append-only; each row is
//     linked to the one before it of the same origin and signed by its author.
//   - overview: the sealed line of a record that lists show. Derived: it counts
//     only while it names the newest revision of its record.
//   - box: the small things without which nothing opens (the header with the
//     passphrase parameters, identities, grants, roster entries, wraps). Kept
//     twice, in two tables, each with its SHA-256, so that one flipped bit does
//     not cost a case or a member.
//   - draft: unsaved text, sealed to one member, outside the chain.
//
// Write is the only road in: one transaction, and when it returns nil the rows
// have reached the disk (WAL with synchronous=FULL; the driver's own default
// loses acknowledged rows in a power cut). One process at a time holds a file.
//
// Before SQLite may write a journal that lies beside the file into it, weigh.go
// sees that nothing would be lost by that.
//
// Where very many rows are read, and the file by itself is all there is, they are read
// from the pages of their table (leaves.go), and so are the indexes when the structure is
// looked at (indexes.go); SQLite is asked wherever anything there is not as usual.
//
// Reading goes on past damage: a row that cannot be read is reported and costs
// itself alone. docs/format.md describes the bytes.
package ledger
