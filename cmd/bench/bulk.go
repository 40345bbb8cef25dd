package bench

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"noddfa/data"
	"noddfa/data/ledger"
)

// backup makes a checked copy in a folder. The floor copies the file's bytes and
// waits until they are on the disk; SQLite's look at the structure of a copy, and
// restoring it until it is unlocked, are measured apart.
func (r *run) backup(ctx context.Context) (Row, error) {
	var s samples
	folder := filepath.Join(r.folder, "backups")
	err := r.times(ctx, 5, 10*time.Second, func(i int) error {
		defer os.RemoveAll(folder)
		return s.pair(func() error {
			_, err := r.vault.BackUp(ctx, folder)
			return err
		}, func() error { return copied(r.path, filepath.Join(r.folder, "copy")) })
	})
	row := s.row()
	row.Bytes = r.report.File
	if err == nil {
		row.Structure, row.Restore, err = r.restore(ctx, folder)
	}
	return row, err
}

// restore is how long SQLite's look at the structure of a backup takes, and making a
// vault of it that is unlocked.
func (r *run) restore(ctx context.Context, folder string) (structure, restored float64, err error) {
	defer os.RemoveAll(folder)
	backup, err := r.vault.BackUp(ctx, folder)
	if err != nil {
		return 0, 0, err
	}
	file, err := ledger.OpenToRead(ctx, backup)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	_, err = file.IntegrityBeside(ctx)
	structure = ms(time.Since(began))
	if err := errors.Join(err, file.Close()); err != nil {
		return 0, 0, err
	}
	began = time.Now()
	v, err := data.Restore(ctx, backup, filepath.Join(folder, "restored"+data.Extension), data.Credentials{Passphrase: passphrase, Options: r.options()})
	if err != nil {
		return 0, 0, err
	}
	return structure, ms(time.Since(began)), v.Close()
}

// copied copies a file and takes the copy away again.
func copied(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close(), os.Remove(to))
}

// check reads the whole file and verifies everything in it, as a member's first check
// on a computer does. The floor opens as many bytes with the same cipher, in pieces of
// the size of a note, and copies them. Measured apart are every later check, which knows
// what is the same; one that verifies each signature, whoever vouches for it; and as many
// signatures alone, on all processors.
func (r *run) check(ctx context.Context) (Row, error) {
	var s, again, anew samples
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		return Row{}, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return Row{}, err
	}
	const piece = 768
	revisions := 0
	nonce := make([]byte, aead.NonceSize())
	sealed, plain, to := aead.Seal(nil, nonce, make([]byte, piece), nil), make([]byte, 0, piece), make([]byte, piece)
	floor := func() error {
		for done := int64(0); done < r.report.File; done += piece {
			opened, err := aead.Open(plain, nonce, sealed, nil)
			if err != nil {
				return err
			}
			copy(to, opened)
		}
		return nil
	}
	by := func(check func(context.Context, func(int)) (data.Checked, error)) func() error {
		return func() error {
			found, err := check(ctx, func(done int) { r.Progress("check", done, 0) })
			if err == nil && !found.OK {
				err = fmt.Errorf("%d things are damaged", len(found.Damaged))
			}
			revisions = found.Revisions
			return err
		}
	}
	err = r.times(ctx, 5, 20*time.Second, func(int) error {
		if err := os.RemoveAll(filepath.Join(r.options().StateDir, "checks")); err != nil {
			return err
		}
		return errors.Join(s.pair(by(r.vault.Check), floor), again.pair(by(r.vault.Check), floor))
	})
	if err == nil {
		err = anew.pair(by(r.vault.CheckAnew), floor)
	}
	row := s.row()
	row.Bytes, row.Signatures, row.Again = r.report.File, ms(verifying())*float64(revisions), again.row().Median
	row.Anew = anew.row().Median
	return row, err
}

// verifying is how long one signature takes where all processors verify some.
func verifying() time.Duration {
	const each = 2000
	public, private, _ := ed25519.GenerateKey(nil) // which does not fail
	message := make([]byte, 64)
	signature := ed25519.Sign(private, message)
	processors := runtime.GOMAXPROCS(0)
	began := time.Now()
	var all sync.WaitGroup
	for range processors {
		all.Go(func() {
			for range each {
				ed25519.Verify(public, message, signature)
			}
		})
	}
	all.Wait()
	return time.Since(began) / time.Duration(each*processors)
}
