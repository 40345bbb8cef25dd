package secondreader

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver; the file is a normal SQLite database
)

const (
	applicationID = 0x4e6f6464
	formatVersion = 1
)

// The classes of small boxes.
const (
	classHeader = 1 + iota
	classIdentity
	classGrant
	classRoster
	classWrap
	classPast
	classSpare
	classInvitation
)

// id names an origin, record, revision, group, member or vault.
type id [16]byte

func (i id) String() string { return hex.EncodeToString(i[:]) }

func toID(b []byte) (id, error) {
	if len(b) != len(id{}) {
		return id{}, fmt.Errorf("an id of %d bytes", len(b))
	}
	return id(b), nil
}

// small is one small box whose hash is right.
type small struct {
	class           int
	subject, holder []byte
	number          uint64
	body, hash      []byte
}

// file is a records file whose structure is right and whose small boxes are in memory.
type file struct {
	db    *sql.DB
	vault id
	boxes []small
	other []small // second copies that are right and not the same as the first
	lost  []error // small boxes of which neither copy is right, or both are and differ
}

func openFile(path string) (*file, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	// Escaped, for a name may have a question mark; read only, for a reader changes nothing.
	name := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	options := "?mode=ro"
	if journal, err := os.Stat(path + "-wal"); errors.Is(err, os.ErrNotExist) || err == nil && journal.Size() == 0 {
		options += "&immutable=1" // nothing beside the file to read, so nothing has to be made beside it either
	}
	db, err := sql.Open("sqlite3", "file:"+name+options)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	f := &file{db: db}
	if err := f.load(); err != nil {
		db.Close()
		return nil, err
	}
	return f, nil
}

func (f *file) close() { f.db.Close() }

func (f *file) load() error {
	var application, version int64
	if err := f.db.QueryRow("PRAGMA application_id").Scan(&application); err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	if err := f.db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	switch {
	case application != applicationID || version < formatVersion:
		return ErrNotOurs
	case version > formatVersion:
		return ErrNewer
	}
	if err := f.judgeObjects(); err != nil {
		return fmt.Errorf("read what the file is made of: %w", err)
	}
	if err := f.loadBoxes(); err != nil {
		return fmt.Errorf("read the small boxes: %w", err)
	}
	headers := f.of(classHeader)
	if len(headers) != 1 {
		return fmt.Errorf("read the header: %d of them", len(headers))
	}
	vault, err := toID(headers[0].subject)
	if err != nil {
		return fmt.Errorf("read the header: %w", err)
	}
	f.vault = vault
	return nil
}

// judgeObjects looks at what the file is made of. What is not of the format is damage and is never read; without the tables that are read here
// the file cannot be.
func (f *file) judgeObjects() error {
	rows, err := f.db.Query("SELECT type, name FROM sqlite_schema")
	if err != nil {
		return err
	}
	defer rows.Close()
	tables := map[string]bool{"revision": false, "overview": false, "box": false, "box_copy": false, "draft": false}
	for rows.Next() {
		var kind, name string
		if err := rows.Scan(&kind, &name); err != nil {
			return err
		}
		_, ours := tables[name]
		switch {
		case kind == "table" && ours:
			tables[name] = true
		case kind == "index" && (name == "revision_record" || name == "revision_group" || ofTable(tables, name)):
		default:
			f.lost = append(f.lost, fmt.Errorf("%w: a %s that is not of the format", ErrDamaged, kind))
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for name, there := range tables {
		if there {
			continue
		}
		err := fmt.Errorf("%w: the table %s is missing", ErrDamaged, name)
		if name == "revision" || name == "box" || name == "box_copy" {
			return err
		}
		f.lost = append(f.lost, err)
	}
	return nil
}

// ofTable tells the index that SQLite makes for the one key of each of our tables.
func ofTable(tables map[string]bool, index string) bool {
	table, ok := strings.CutPrefix(index, "sqlite_autoindex_")
	table, first := strings.CutSuffix(table, "_1")
	_, ours := tables[table]
	return ok && first && ours
}

// loadBoxes takes of each pair of rows the first that its hash confirms.
func (f *file) loadBoxes() error {
	taken, wrong := map[string][]byte{}, map[string]error{}
	for _, table := range []string{"box", "box_copy"} {
		rows, err := f.db.Query("SELECT class, subject, holder, number, body, hash FROM " + table + " ORDER BY class, subject, holder, number")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s small
			if err := rows.Scan(&s.class, &s.subject, &s.holder, &s.number, &s.body, &s.hash); err != nil {
				return err
			}
			at := place("", s.subject, s.holder, []byte{byte(s.class)}, eight(s.number))
			hash := sha256.Sum256(place("box", []byte{byte(s.class)}, s.subject, s.holder, eight(s.number), s.body))
			switch {
			case !bytes.Equal(hash[:], s.hash):
				wrong[string(at)] = fmt.Errorf("%w: small box of class %d, number %d", ErrDamaged, s.class, s.number)
			case taken[string(at)] == nil:
				taken[string(at)] = s.hash
				f.boxes = append(f.boxes, s)
			case !bytes.Equal(taken[string(at)], s.hash):
				f.other = append(f.other, s)
				f.lost = append(f.lost, fmt.Errorf("%w: two copies of a small box of class %d differ", ErrDamaged, s.class))
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	for at, err := range wrong {
		if taken[at] == nil {
			f.lost = append(f.lost, err)
		}
	}
	return nil
}

func (f *file) of(class int) []small { return ofClass(f.boxes, class) }

// both are the boxes of a class with the second copies that are right and others.
func (f *file) both(class int) []small { return append(f.of(class), ofClass(f.other, class)...) }

// hasOther says whether the second copy of a box is another, which is right by its hash.
func (f *file) hasOther(s small, right func(hash []byte) bool) bool {
	return slices.ContainsFunc(ofClass(f.other, s.class), func(o small) bool {
		return o.number == s.number && bytes.Equal(o.subject, s.subject) && bytes.Equal(o.holder, s.holder) && right(o.hash)
	})
}

func ofClass(boxes []small, class int) []small {
	var out []small
	for _, s := range boxes {
		if s.class == class {
			out = append(out, s)
		}
	}
	return out
}

// What a person at the file can be told apart by.
var (
	ErrNotOurs    = errors.New("not a records file")
	ErrNewer      = errors.New("a records file of a newer version")
	ErrParameters = errors.New("the passphrase's parameters are outside what the format allows")
	ErrPassphrase = errors.New("no member has this passphrase")
	ErrAmbiguous  = errors.New("several members have this passphrase")
	ErrDamaged    = errors.New("damaged")
)
