package secondreader

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

// What somebody can make who has keys, the document and a way to write to the file.

func sealBox(t *testing.T, key, text, at []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		t.Fatal(err)
	}
	padded := append(four(len(text)), text...)
	padded = append(padded, make([]byte, (padding-len(padded)%padding)%padding)...)
	return gcm.Seal([]byte{1}, nil, padded, at)
}

// forge seals and signs a row as this member and fits it to the row before.
func (v *vault) forge(t *testing.T, r, before row, fields string) row {
	t.Helper()
	key, ok := v.ring.groups[versionKey{r.group, r.version}]
	if !ok {
		t.Fatal("no key to forge with")
	}
	r.seq, r.previous = before.seq+1, before.link
	if before.link == nil {
		r.previous = make([]byte, sha256.Size)
	}
	text := binary.BigEndian.AppendUint64(v.me.member[:], uint64(noon.UnixMilli()))
	r.box = sealBox(t, key, append(text, fields...), v.at("revision", r))
	hash := sha256.Sum256(r.box)
	r.hash = hash[:]
	r.link = link(r)
	r.signature = ed25519.Sign(ed25519.NewKeyFromSeed(v.me.sign), place("sign link", r.link))
	return r
}

// write changes the closed file as any program could.
func (s *scene) write(do func(db *sql.DB)) {
	s.t.Helper()
	s.close()
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: s.path}).EscapedPath())
	s.must(err)
	do(db)
	s.must(db.Close())
}

func (s *scene) exec(db *sql.DB, statement string, args ...any) {
	s.t.Helper()
	done, err := db.Exec(statement, args...)
	s.must(err)
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		s.t.Fatalf("%s: changed %d rows, %v", statement, n, err)
	}
}

func (s *scene) insert(db *sql.DB, r row) {
	s.t.Helper()
	s.exec(db, `INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		r.origin[:], r.seq, r.record[:], r.revision[:], r.parent[:], r.kind, r.group[:], r.version, r.box, r.hash, r.previous, r.link, r.signature)
}

// put writes a small box into both tables.
func (s *scene) put(db *sql.DB, b small) {
	s.t.Helper()
	hash := sha256.Sum256(place("box", []byte{byte(b.class)}, b.subject, b.holder, eight(b.number), b.body))
	for _, table := range []string{"box", "box_copy"} {
		s.exec(db, "INSERT OR REPLACE INTO "+table+" (class, subject, holder, number, body, hash) VALUES (?,?,?,?,?,?)",
			b.class, b.subject, b.holder, b.number, b.body, hash[:])
	}
}

// keep is the file as somebody took it home, opened by the second reader.
func (s *scene) keep(passphrase string) (*vault, []row) {
	s.t.Helper()
	s.close()
	image, err := os.ReadFile(s.path)
	s.must(err)
	path := filepath.Join(s.t.TempDir(), "kept.noddfa")
	s.must(os.WriteFile(path, image, 0o600))
	v, err := open(path, Secrets{Passphrase: passphrase})
	s.must(err)
	s.t.Cleanup(v.file.close)
	return v, get[[]row](s)(v.file.rows())
}

// rowsOf are the rows of the origin that holds a record's last revision.
func rowsOf(rows []row, record id) []row {
	var origin id
	for _, r := range rows {
		if r.record == record {
			origin = r.origin
		}
	}
	var out []row
	for _, r := range rows {
		if r.origin == origin {
			out = append(out, r)
		}
	}
	return out
}
