package bench

import (
	"context"
	"fmt"
	"time"

	"noddfa/assets"
)

// stats counts ten years and makes the tables of them. The floor lets SQLite
// count the same contacts in the clear.
func (r *run) stats(ctx context.Context) (Row, error) {
	var s samples
	to := time.Now()
	from := to.AddDate(-10, 0, -30)
	words := assets.Lang(assets.English)
	err := r.times(ctx, 30, 10*time.Second, func(int) error {
		return s.pair(func() error {
			figures, err := r.vault.Stats(from, to)
			if err == nil && (figures.Contacts.N < r.Contacts || len(figures.Tables(words)) == 0) {
				err = fmt.Errorf("%d contacts were counted instead of %d", figures.Contacts.N, r.Contacts)
			}
			return err
		}, func() error { return r.plain.count(ctx, from, to) })
	})
	return s.row(), err
}

// counts are what the figures come of, as a program would ask for them that has
// the rows in the clear.
var counts = []string{
	"SELECT count(*), sum(attempted=0), sum(police='reported'), count(DISTINCT number) FROM contact_line WHERE started BETWEEN ? AND ?",
	"SELECT (started-?1)/1209600000, count(*) FROM contact_line WHERE started BETWEEN ?1 AND ?2 GROUP BY 1",
	"SELECT force, count(*), sum(police='reported'), count(DISTINCT number) FROM contact_line WHERE started BETWEEN ? AND ? GROUP BY 1",
	"SELECT platform, count(*), sum(police='reported') FROM contact_line WHERE started BETWEEN ? AND ? GROUP BY 1",
	`SELECT CASE WHEN age<=0 THEN -1 WHEN age<18 THEN 0 WHEN age<25 THEN 1 WHEN age<35 THEN 2 WHEN age<50 THEN 3 WHEN age<65 THEN 4 ELSE 5 END,
		count(*), sum(police='reported') FROM contact_line WHERE started BETWEEN ? AND ? GROUP BY 1`,
	"SELECT demanded FROM contact_line WHERE started BETWEEN ? AND ? AND demanded>0 ORDER BY 1",
	"SELECT paid FROM contact_line WHERE started BETWEEN ? AND ? AND paid>0 ORDER BY 1",
	"SELECT number, min(CASE WHEN outgoing THEN NULL ELSE started END), max(CASE WHEN outgoing THEN started END) FROM contact_line WHERE started BETWEEN ? AND ? GROUP BY 1",
	"SELECT (opened-?1)/1209600000, risk, count(*) FROM case_line WHERE opened BETWEEN ?1 AND ?2 GROUP BY 1, 2",
}

func (p *plain) count(ctx context.Context, from, to time.Time) error {
	for _, question := range counts {
		rows, err := p.conn.QueryContext(ctx, question, from.UnixMilli(), to.UnixMilli())
		if err != nil {
			return err
		}
		for rows.Next() { // reading the answers is part of it, taking them apart is not
		}
		if err := rows.Err(); err != nil {
			rows.Close()
			return err
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}
