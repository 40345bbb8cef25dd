// Package seal holds the keys of a vault and what they do: bytes in, bytes
// out. It knows no file, no record and no member.
//
// # The hierarchy
//
//	passphrase ── Argon2id (RFC 9106) ──▶ master Key
//	master Key ── HKDF-SHA256 (RFC 5869) with the member's id ──▶ key of an identity
//	Identity: an HPKE key pair (RFC 9180; ML-KEM-768 + X25519, "X-Wing") and an Ed25519 signing key (RFC 8032)
//	Identity ── HPKE ──▶ compartment Keys (grants)
//	compartment Key ── AES-256-GCM ──▶ group Keys (wraps)
//	group Key ── AES-256-GCM ──▶ the records of one contact or one case
//
// Nothing here invents cryptography: AES-GCM, HKDF, HPKE and Ed25519 are the
// standard library's, Argon2id is golang.org/x/crypto's.
//
// # Boxes
//
// A box is what Key.Seal makes: one version byte (1), a random 96-bit nonce,
// the ciphertext and its 128-bit tag. The text is padded to steps of 256 bytes
// first, so that a box tells its length only roughly. Every box is bound to
// associated data that says where it belongs (AssociatedData); a box moved to
// another place does not open.
//
// docs/format.md has the bytes and the test vectors.
package seal
