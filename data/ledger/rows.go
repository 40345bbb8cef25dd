package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"noddfa/data/seal"
)

// ID is 16 random bytes: an origin, a record, a revision, a group or a member.
type ID = [16]byte

// Revision is one immutable version of one record.
type Revision struct {
	N          int64 // place in this file
	Origin     ID
	Seq        uint64 // place in the origin's chain, from 1
	Record     ID
	Revision   ID
	Parent     ID // the revision this one follows; zero for the first
	Kind       uint8
	Group      ID
	KeyVersion uint32
	Box        []byte // nil: erased
	Hash       [32]byte
	Previous   [32]byte // the link before this one in the chain; zero for the first
	Link       [32]byte
	Signature  []byte
}

// Head is the newest link of one origin's chain.
type Head struct {
	Origin ID
	Seq    uint64
	Link   [32]byte
}

// LinkOf computes the revision's link: SHA-256 over the link before it and all
// columns but the bytes, and the bytes' hash. The link before is a column of
// the row itself, so that a lost row costs none but itself.
func LinkOf(r Revision) [32]byte {
	var room [300]byte
	return sha256.Sum256(seal.AppendAssociatedData(room[:0], "link", r.Previous[:], r.Origin[:], be64(r.Seq), r.Record[:], r.Revision[:],
		r.Parent[:], []byte{r.Kind}, r.Group[:], be32(r.KeyVersion), r.Hash[:]))
}

// Overview is the sealed line of a record. Fresh says that it names the newest
// revision of its record; if not, it has to be made anew.
type Overview struct {
	Record     ID
	Revision   ID
	Kind       uint8
	Group      ID
	KeyVersion uint32
	Box        []byte
	Fresh      bool
	Gone       *Gone // what its own row names, where no revision of its record is that
}

// Gone is the revision that an overview was made of and that the file does not
// have: where the overview opens at this place, its revision was there.
type Gone struct {
	Revision ID
	Kind     uint8
	Group    ID
}

// Tx is a transaction that Write is carrying out.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	tookOut bool // a key, or what was erased: the journal must not keep it
	head    Head // of the chain that is gone on with here, or was before
}

// Write runs fn in one transaction. When it returns nil, what fn did is on the
// disk, in the file at the ledger's path; otherwise nothing of it counts.
func (l *Ledger) Write(ctx context.Context, fn func(*Tx) error) error {
	return l.writeOrSpare(ctx, fn, false)
}

// WriteUnsaved is Write for text that is being typed: where the disk is full
// the spare file is given up for it, and fn is then run once more.
func (l *Ledger) WriteUnsaved(ctx context.Context, fn func(*Tx) error) error {
	return l.writeOrSpare(ctx, fn, true)
}

// OnWrite lets somebody hear how each write ended, after it and on its
// goroutine.
func (l *Ledger) OnWrite(told func(error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = told
}

func (l *Ledger) writeOrSpare(ctx context.Context, fn func(*Tx) error, unsaved bool) error {
	if err := l.toWrite(ctx); err != nil {
		return l.tell(err)
	}
	err := l.write(ctx, fn)
	if unsaved && errors.Is(err, ErrFull) && l.freeSpare() {
		err = l.write(ctx, fn)
	}
	if err == nil {
		l.renewSpare()
	}
	l.mu.Unlock()
	return l.tell(err)
}

// tell lets whoever wants to know hear how a write ended. The caller does not hold
// mu.
func (l *Ledger) tell(err error) error {
	l.mu.Lock()
	told := l.told
	l.mu.Unlock()
	if told != nil {
		told(err)
	}
	return err
}

func (l *Ledger) write(ctx context.Context, fn func(*Tx) error) error {
	if err := errors.Join(l.unwritable(), ctx.Err()); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // a cancelled save must not be half told: it is in or out
	sqlTx, err := l.conn.BeginTx(ctx, nil)
	if err != nil {
		return translate("beginning to write", err)
	}
	tx := &Tx{ctx: ctx, tx: sqlTx, head: l.head}
	l.head = Head{}
	if err := fn(tx); err != nil {
		return errors.Join(translate("writing", err), ignoreDone(sqlTx.Rollback()))
	}
	if err := sqlTx.Commit(); err != nil {
		return errors.Join(translate("finishing to write", err), ignoreDone(sqlTx.Rollback()))
	}
	l.stale = l.stale || tx.tookOut
	if err := l.landed(ctx); err != nil {
		return err
	}
	l.head = tx.head // nobody else writes to this file; if somebody did, no two rows have one place
	if l.stale {
		_ = l.truncate(ctx) // what was saved is saved; it is tried again after the next save, and at closing
	}
	return nil
}

// unwritable says why nothing is written, nil if something can be. The caller holds
// mu.
func (l *Ledger) unwritable() error {
	switch {
	case l.conn == nil:
		return errClosed
	case l.rescued != nil || len(l.foreign) > 0 || l.misshapen():
		return fmt.Errorf("beginning to write: %w", ErrDamaged) // SQLite could write over what is still there, or obey somebody else
	case l.frozen.Load():
		return ErrFrozen
	case l.readOnly:
		return ErrReadOnly
	case !l.there():
		return fmt.Errorf("beginning to write: %w", ErrGone)
	}
	return nil
}

var errClosed = errors.New("the file is closed")

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (tx *Tx) exec(statement string, args ...any) error {
	_, err := tx.tx.ExecContext(tx.ctx, statement, args...)
	return translate("writing a row", err)
}

// takeOut is exec for what must not be found any more once it is gone.
func (tx *Tx) takeOut(statement string, args ...any) error {
	result, err := tx.tx.ExecContext(tx.ctx, statement, args...)
	if err != nil {
		return translate("taking a row out", err)
	}
	n, err := result.RowsAffected()
	tx.tookOut = tx.tookOut || n > 0
	return translate("taking a row out", err)
}

// Append adds a revision to its origin's chain: it fills Seq, Hash and Link
// and asks sign for the author's signature over the link.
func (tx *Tx) Append(r Revision, sign func(link [32]byte) []byte) (Revision, error) {
	head, err := tx.Head(r.Origin)
	if err != nil {
		return r, err
	}
	tx.head = Head{} // until the row is there
	r.Seq, r.Hash, r.Previous = head.Seq+1, sha256.Sum256(r.Box), head.Link
	r.Link = LinkOf(r)
	r.Signature = sign(r.Link)
	if err := tx.insert(r); err != nil {
		return r, err
	}
	tx.head = Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
	return r, nil
}

func (tx *Tx) insert(r Revision) error {
	return tx.exec(`INSERT INTO revision (origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, r.Origin[:], int64(r.Seq), r.Record[:], r.Revision[:], r.Parent[:], int64(r.Kind), r.Group[:],
		int64(r.KeyVersion), r.Box, r.Hash[:], r.Previous[:], r.Link[:], r.Signature)
}

// Head returns the newest link of an origin; Seq 0 if it has none.
func (tx *Tx) Head(origin ID) (Head, error) {
	if tx.head.Origin == origin && tx.head.Seq > 0 {
		return tx.head, nil
	}
	return headOf(tx.tx.QueryRowContext(tx.ctx, headQuery, origin[:]), origin)
}

const headQuery = "SELECT seq, link FROM revision WHERE origin=? ORDER BY seq DESC LIMIT 1"

func headOf(row *sql.Row, origin ID) (Head, error) {
	head := Head{Origin: origin}
	var seq int64
	var link []byte
	err := row.Scan(&seq, &link)
	if errors.Is(err, sql.ErrNoRows) {
		return head, nil
	}
	if err != nil {
		return head, translate("reading the head of a chain", err)
	}
	head.Seq = uint64(seq)
	if copy(head.Link[:], link) != len(head.Link) {
		return head, fmt.Errorf("reading the head of a chain: %w", ErrDamaged)
	}
	return head, nil
}

// PutOverview replaces the overview of a record.
func (tx *Tx) PutOverview(o Overview) error {
	return tx.exec(`INSERT INTO overview (record, revision, kind, grp, key_version, box) VALUES (?,?,?,?,?,?)
		ON CONFLICT (record) DO UPDATE SET revision=excluded.revision, kind=excluded.kind, grp=excluded.grp,
		key_version=excluded.key_version, box=excluded.box`,
		o.Record[:], o.Revision[:], int64(o.Kind), o.Group[:], int64(o.KeyVersion), o.Box)
}

// DeleteOverview removes the overview of a record; there need not be one.
func (tx *Tx) DeleteOverview(record ID) error {
	return tx.exec("DELETE FROM overview WHERE record=?", record[:])
}

// PutDraft replaces the sealed draft of one form of one member.
func (tx *Tx) PutDraft(member, form ID, box []byte) error {
	return tx.exec("INSERT INTO draft (member, form, box) VALUES (?,?,?) ON CONFLICT (member, form) DO UPDATE SET box=excluded.box",
		member[:], form[:], box)
}

// DeleteDraft removes a draft; there need not be one.
func (tx *Tx) DeleteDraft(member, form ID) error {
	return tx.exec("DELETE FROM draft WHERE member=? AND form=?", member[:], form[:])
}

// EmptyDrafts takes the sealed text out of a member's drafts, which nobody can
// open any more, and leaves their places.
func (tx *Tx) EmptyDrafts(member ID) error {
	return tx.takeOut("UPDATE draft SET box=x'' WHERE member=?", member[:])
}

// DropDrafts removes all drafts of a member.
func (tx *Tx) DropDrafts(member ID) error {
	return tx.takeOut("DELETE FROM draft WHERE member=?", member[:])
}

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
