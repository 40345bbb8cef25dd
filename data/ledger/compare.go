package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"os"
)

// Compare opens another file to read and says whether it is a copy of this
// ledger, of any day, and whether all that was ever written into it is in this
// one too.
func (l *Ledger) Compare(ctx context.Context, path string) (copied, whole bool, err error) {
	other, err := OpenToRead(ctx, path)
	if err != nil {
		return false, false, err
	}
	if other.rescued != nil {
		return false, false, errors.Join(ErrDamaged, other.Close()) // what is read past damage proves nothing
	}
	theirs, err := other.Heads(ctx)
	if err = errors.Join(err, other.Close()); err != nil {
		return false, false, err
	}
	whole = true
	for _, head := range theirs {
		here, err := l.HeadOf(ctx, head.Origin)
		if err != nil {
			return false, false, err
		}
		copied = copied || here.Seq > 0
		if here.Seq == head.Seq {
			whole = whole && here.Link == head.Link
			continue
		}
		has, err := l.has(ctx, head)
		if err != nil {
			return false, false, err
		}
		whole = whole && has
	}
	return copied, whole && copied, nil
}

// has reports whether a link that was once the newest of its origin is here.
func (l *Ledger) has(ctx context.Context, head Head) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return false, errClosed
	}
	if l.rescued != nil {
		return false, nil // what is read past damage proves nothing
	}
	var there int
	err := l.conn.QueryRowContext(ctx, "SELECT 1 FROM revision WHERE origin=? AND seq=? AND link=?", head.Origin[:], int64(head.Seq), head.Link[:]).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, translate("looking for a link", err)
}

// Complete reports whether a file has as many pages as its header says: a copy
// that was cut off has fewer (the database file format of SQLite, 1.3.1).
func Complete(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	head, err := readHead(path)
	if err != nil || len(head) < 32 {
		return false
	}
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 65536
	}
	return info.Size() == size*int64(binary.BigEndian.Uint32(head[28:]))
}
