package secondreader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

const (
	kindOrganisation = 1
	kindContact      = 2
	kindCard         = 3
	kindLink         = 17
	kindKit          = 18
	kindAudit        = 20
	kindIncident     = 23
	kindRestriction  = 21
	kindRepair       = 22
	kindDecision     = 25
	kindGiven        = 27
	kindApproval     = 29
	kindReason       = 30
	kindErasure      = 31
	kindCaseLink     = 34
	kindMoved        = 35
	kindWording      = 36
	kindHold         = 37

	auditKey = 1168 // the size of an HPKE-wrapped key
)

// kindNames are the words of the export. A kind that is not here is of a later version.
var kindNames = map[int]string{
	1: "organisation", 2: "contact", 3: "card", 4: "case", 5: "person", 6: "suspect", 7: "event", 8: "note", 9: "plan", 10: "evidence",
	11: "money", 12: "consent", 13: "safeguarding", 14: "assessment", 15: "task", 16: "letter", 17: "link", 18: "kit", 19: "saved", 20: "audit",
	21: "restriction", 22: "repair", 23: "incident", 24: "request", 25: "request-decision", 26: "giving", 27: "given", 28: "asked", 29: "approval", 30: "reason", 31: "erasure", 36: "wording",
	32: "attachment", 33: "attached", 34: "case-link", 35: "moved", 37: "hold",
}

// mayWrite says which roles' revisions of a kind count.
func mayWrite(role string, kind int) bool {
	switch kind {
	case kindContact, kindCard, kindAudit, kindIncident:
		return rank[role] >= rank["volunteer"]
	case kindOrganisation, kindKit, kindRepair, kindReason, kindErasure, kindApproval, kindWording, kindCaseLink, kindHold, kindDecision, kindGiven:
		return rank[role] >= rank["manager"]
	}
	return rank[role] >= rank["caseworker"]
}

// row is one row of the table revision.
type row struct {
	origin           id
	seq              uint64
	record, revision id
	parent           id
	kind             int
	group            id
	version          uint32
	box              []byte
	hash, previous   []byte
	link, signature  []byte
}

// opened is a revision that counts.
type opened struct {
	row
	author  id
	written time.Time
	fields  json.RawMessage
	vouch   string // in hex; empty for none
}

// errNoKey is not damage: the member may not open this revision.
var errNoKey = errors.New("no key")

// rows reads the table in the order of the file.
func (f *file) rows() ([]row, error) {
	rows, err := f.db.Query(`SELECT origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature FROM revision ORDER BY n`)
	if err != nil {
		return nil, fmt.Errorf("read the revisions: %w", err)
	}
	defer rows.Close()
	var out []row
	for rows.Next() {
		var r row
		ids := make([][]byte, 5)
		if err := rows.Scan(&ids[0], &r.seq, &ids[1], &ids[2], &ids[3], &r.kind, &ids[4], &r.version, &r.box, &r.hash, &r.previous, &r.link, &r.signature); err != nil {
			return nil, fmt.Errorf("read the revisions: %w", err)
		}
		for i, to := range []*id{&r.origin, &r.record, &r.revision, &r.parent, &r.group} {
			if *to, err = toID(ids[i]); err != nil {
				return nil, fmt.Errorf("read the revisions: %w", err)
			}
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the revisions: %w", err)
	}
	return out, nil
}

// linked checks the row's hash and link, which need no key.
func (r row) linked() error {
	hash := sha256.Sum256(r.box)
	link := link(r)
	switch {
	case r.box != nil && !bytes.Equal(hash[:], r.hash): // an erased one's is of bytes that are gone
		return errors.New("its hash is wrong")
	case !bytes.Equal(link, r.link):
		return errors.New("its link is wrong")
	}
	return nil
}

func link(r row) []byte {
	sum := sha256.Sum256(place("link", r.previous, r.origin[:], eight(r.seq), r.record[:], r.revision[:], r.parent[:], []byte{byte(r.kind)}, r.group[:],
		four(r.version), r.hash))
	return sum[:]
}

// open opens a row and checks who wrote it.
func (v *vault) open(r row) (opened, error) {
	key, box, err := v.keyOf(r)
	if err != nil {
		return opened{}, err
	}
	text, err := openBox(key, box, v.at("revision", r))
	if err != nil {
		return opened{}, err
	}
	o := opened{row: r}
	if o.author, o.written, o.fields, err = readText(text); err != nil {
		return opened{}, err
	}
	o.vouch, o.fields = apart(o.fields)
	was := v.roster.then(o.author, r.origin, r.seq)
	switch {
	case !was.active || !v.allows(r, o.author):
		return opened{}, errors.New("its author was no member")
	case !signed(was.card.Verify, "link", r.link, r.signature):
		return opened{}, errors.New("its signature is wrong")
	case !mayWrite(was.card.Role, r.kind):
		return opened{}, errors.New("its author's role may not write it")
	}
	return o, nil
}

func (v *vault) at(use string, r row) []byte {
	return place(use, v.file.vault[:], r.group[:], four(r.version), []byte{byte(r.kind)}, r.record[:], r.revision[:])
}

// keyOf finds the key of a row's box, and the box.
func (v *vault) keyOf(r row) (key, box []byte, err error) {
	if r.kind != kindAudit && r.kind != kindIncident {
		key, ok := v.ring.groups[versionKey{r.group, r.version}]
		switch {
		case ok:
			return key, r.box, nil
		case v.ring.reached[r.group]: // whoever has one version of a group's key has all
			return nil, nil, errors.New("the key of this version is missing")
		}
		return nil, nil, errNoKey
	}
	compartment, ok := v.ring.compartments[epochKey{management, r.version}]
	switch {
	case r.group != groupZero(management):
		return nil, nil, errors.New("an audit event outside management")
	case !ok:
		return nil, nil, errNoKey
	case len(r.box) < auditKey:
		return nil, nil, errors.New("an audit event without its key")
	}
	seed, err := derive(compartment, "noddfa/1 audit receive")
	if err != nil {
		return nil, nil, err
	}
	if key, err = unwrap(seed, r.box[:auditKey], v.at("audit key", r)); err != nil {
		return nil, nil, err
	}
	return key, r.box[auditKey:], nil
}

func readText(text []byte) (author id, written time.Time, fields json.RawMessage, err error) {
	if len(text) < 24 || !json.Valid(text[24:]) {
		return id{}, time.Time{}, nil, errors.New("its text is not one")
	}
	milli := int64(binary.BigEndian.Uint64(text[16:24]))
	return id(text[:16]), time.UnixMilli(milli).UTC(), text[24:], nil
}

var vouching = regexp.MustCompile(`^\{"vouch":"([0-9a-f]{32})","`)

// apart takes the vouch for another row out of the fields: no record has such a member.
func apart(fields json.RawMessage) (vouch string, rest json.RawMessage) {
	found := vouching.FindSubmatch(fields)
	if found == nil || strings.Trim(string(found[1]), "0") == "" {
		return "", fields
	}
	return string(found[1]), append(json.RawMessage(`{"`), fields[len(found[0]):]...)
}

func groupZero(compartment byte) id { return id{15: compartment} }
