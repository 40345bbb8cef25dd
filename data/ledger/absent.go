package ledger

import (
	"context"
	"strings"
)

// Absent is what the columns say of rows that are not there.
type Absent struct {
	Gaps     []Revision // the rows that follow on one that is not there, in their order
	Unlisted []ID       // the groups with a record of a listed kind that has no overview
}

// Absent finds what was taken out of the middle of the file; listed are the kinds
// of records that have an overview. It needs no key, and finds nothing where the
// structure is damaged.
func (l *Ledger) Absent(ctx context.Context, listed ...uint8) (Absent, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return Absent{}, errClosed
	}
	if l.rescued != nil {
		return Absent{}, nil
	}
	var a Absent
	err := l.gaps(ctx, &a)
	if err != nil || len(listed) == 0 {
		return a, err
	}
	kinds := make([]any, len(listed))
	for i, kind := range listed {
		kinds[i] = int64(kind)
	}
	rows, err := l.conn.QueryContext(ctx, `SELECT DISTINCT r.grp FROM revision r WHERE r.kind IN (?`+strings.Repeat(",?", len(kinds)-1)+`)
		AND NOT EXISTS (SELECT 1 FROM overview WHERE record = r.record)`, kinds...)
	if err != nil {
		return a, translate("looking for overviews", err)
	}
	defer rows.Close()
	for rows.Next() {
		var group []byte
		if err := rows.Scan(&group); err != nil {
			return a, translate("looking for overviews", err)
		}
		if len(group) == len(ID{}) {
			a.Unlisted = append(a.Unlisted, ID(group))
		}
	}
	return a, translate("looking for overviews", rows.Err())
}

// gaps finds the rows that follow on one that is not there. No two rows have the same
// place in a chain: where there are as many as the last one's number, none is missing.
func (l *Ledger) gaps(ctx context.Context, a *Absent) error {
	const chains = "SELECT 1 FROM revision GROUP BY origin HAVING min(seq) < 1 OR max(seq) <> count(*)"
	var broken bool
	if err := l.conn.QueryRowContext(ctx, "SELECT EXISTS ("+chains+")").Scan(&broken); err != nil || !broken {
		return translate("counting revisions", err)
	}
	return l.query(ctx, "SELECT "+revisionColumns+` FROM revision WHERE n IN (
		SELECT r.n FROM revision r WHERE r.seq > 1 AND NOT EXISTS (SELECT 1 FROM revision WHERE origin = r.origin AND seq = r.seq - 1)) ORDER BY n`,
		nil, func(r Revision) error {
			a.Gaps = append(a.Gaps, r)
			return nil
		})
}
