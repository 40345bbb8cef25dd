package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"noddfa/data"
)

// unlock opens the vault up to the list of cases, as the window does, without the
// time that the passphrase takes, and then waits until all else is read. The floor opens the rows in the clear and reads that list.
func (r *run) unlock(ctx context.Context) (Row, error) {
	var s samples
	var besides, compared, whole, kdf []time.Duration
	if err := r.plain.close(); err != nil {
		return Row{}, err
	}
	before := heap()
	err := r.times(ctx, 15, 20*time.Second, func(int) error {
		if err := r.vault.Close(); err != nil { // not measured
			return err
		}
		err := s.pair(func() error {
			began := time.Now()
			v, err := data.Unlock(ctx, r.path, data.Credentials{Passphrase: passphrase, ListFirst: true, Options: r.options()})
			if err != nil {
				return err
			}
			besides, kdf = append(besides, time.Since(began)-v.Derived()), append(kdf, v.Derived())
			r.vault = v
			first, reading := v.First()
			if n := len(first.Cases); reading && n != r.Cases {
				return fmt.Errorf("%d cases at first instead of %d", n, r.Cases)
			}
			if reading && !v.FirstIsNewest() {
				return errors.New("the list is not of the newest versions")
			}
			compared = append(compared, time.Since(began)-v.Derived())
			if err := v.Whole(ctx); err != nil {
				return err
			}
			whole = append(whole, time.Since(began)-v.Derived())
			if n := len(v.Cases()); n != r.Cases || len(v.Damaged()) > 0 {
				return fmt.Errorf("%d cases instead of %d, damaged: %v", n, r.Cases, v.Damaged())
			}
			return nil
		}, func() error {
			if err := r.plain.open(ctx); err != nil {
				return err
			}
			list, err := r.plain.cases(ctx)
			if err == nil && len(list) != r.Cases {
				err = fmt.Errorf("%d cases in the clear instead of %d", len(list), r.Cases)
			}
			return err
		})
		if err != nil {
			return err
		}
		return r.plain.close()
	})
	if err != nil {
		return Row{}, err
	}
	if err := r.vault.Close(); err != nil {
		return Row{}, err
	}
	if r.vault, err = data.Unlock(ctx, r.path, data.Credentials{Passphrase: passphrase, Options: r.options()}); err != nil {
		return Row{}, err // with nothing read for the search
	}
	s.ours, s.cpu = besides, 0 // the processor time has the passphrase in it
	row := s.row()
	row.Compared, row.Ready = at(compared, 50), at(whole, 50)
	row.KDF, row.Heap = at(kdf, 50), max(0, heap()-before)
	return row, r.plain.open(ctx)
}

// list sorts the list of cases as a screen asks for it. The floor asks SQLite.
func (r *run) list(ctx context.Context) (Row, error) {
	var s samples
	err := r.times(ctx, 100, 5*time.Second, func(int) error {
		return s.pair(func() error {
			r.vault.Cases()
			return nil
		}, func() error {
			_, err := r.plain.cases(ctx)
			return err
		})
	})
	return s.row(), err
}
