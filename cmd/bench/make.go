package bench

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"noddfa/data"
	"noddfa/data/search/madeup"
)

// make writes the vault and, row by row, the same in the clear.
func (r *run) make(ctx context.Context) error {
	began := time.Now()
	place := filepath.Join(r.folder, "plain.db")
	if r.Keep != "" {
		place = r.Keep
	}
	var err error
	if r.plain, err = newPlain(ctx, place); err != nil {
		return err
	}
	r.charity = madeup.New(r.Notes)
	v, err := data.MakeDemo(ctx, r.path, passphrase, data.DemoOptions{
		Cases: r.Cases, Notes: r.Notes, Years: 10, Day: time.Now().Truncate(time.Second), Options: r.options(),
		Progress: func(done, all int) { r.Progress("make", done, all) },
		DemoMany: data.DemoMany{
			Contacts: r.Contacts, Who: r.charity.Who, Said: r.charity.Said,
			Wrote: func(kind string, record, group data.ID, value any) error {
				body, err := json.Marshal(value)
				if err != nil {
					return err
				}
				return r.plain.write(ctx, kind, record, group, body)
			},
		},
	})
	if err != nil {
		return err
	}
	err = r.plain.lists(ctx, v.Cases(), v.Contacts())
	if closing := v.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	r.report.Cases, r.report.Notes, r.report.Contacts, r.report.Made = r.Cases, r.Notes, r.Contacts, time.Since(began)
	if r.report.PlainFile, err = size(place); err != nil {
		return err
	}
	r.report.File, err = size(r.path)
	return err
}

func size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
