package data

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Restore makes a new vault file of a backup and opens it. The backup stays as
// it is. Whoever restores has to be able to unlock it. What was erased since the
// backup was made is erased again, at once by a manager, else when one unlocks.
func Restore(ctx context.Context, from, to string, c Credentials) (*Vault, error) {
	const doing = "restoring a backup"
	if folder, err := os.Stat(filepath.Dir(to)); err != nil || !folder.IsDir() {
		return nil, refuse(CodeNoFolder, doing)
	}
	l, err := ledger.OpenToRead(ctx, from)
	if err != nil {
		return nil, backupError(failAt(doing, from, err))
	}
	say := Progress(ctx)
	copying := WithProgress(ctx, func(done, all int) { say(2*done, 3*all) })
	opening := WithProgress(ctx, func(done, all int) { say(2*all+done, 3*all) })
	c.tried = &tried{}
	defer c.tried.wipe()
	err = c.tried.passphrase(ctx, l, c) // nobody waits for a copy that it does not open
	if err == nil {
		err = c.tried.copy(copying, l, to)
	}
	if closing := l.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, backupError(fail(doing, err))
	}
	v, err := Unlock(opening, to, c)
	if err != nil {
		ledger.Remove(to)
		return nil, backupError(fail(doing, err))
	}
	if v.Holed() {
		err := joinClose(refuse(CodeDamaged, doing), v.ledger)
		ledger.Remove(to)
		return nil, backupError(err)
	}
	v.goOn()
	v.computer.restored, v.computer.base = true, v.computer.others
	v.tell(ctx, AuditEvent{Action: AuditRestored})
	err = v.learnErased(ctx, filepath.Dir(from))
	if err == nil {
		err = v.eraseAgain(ctx)
	}
	if err != nil {
		err = joinClose(err, v.ledger)
		ledger.Remove(to) // no copy is left in which something is there that was erased
		return nil, fail(doing, err)
	}
	say(1, 1)
	return v, nil
}

// tried is what is known of a copy before it is unlocked: that its structure is whole, and
// what the passphrase came to where it was copied from.
type tried struct {
	kdf      seal.KDF
	master   seal.Key
	derived  time.Duration // how long master took; 0: it is not known
	device   *device
	noSecret error
	early    *early // nil: the copy is to be read
}

func (t *tried) wipe() {
	t.master.Wipe()
	t.early = nil
}

// takeEarly returns what was read, once. It may be called on nil.
func (t *tried) takeEarly() *early {
	if t == nil {
		return nil
	}
	found := t.early
	t.early = nil
	return found
}

// passphrase tries what somebody typed on a backup. It fails only where they have to type
// something else: whatever else is wrong, the copy shows.
func (t *tried) passphrase(ctx context.Context, l *ledger.Ledger, c Credentials) error {
	v := &Vault{Now: c.clock(), ledger: l, computer: newComputer(c.Options)}
	if v.readHeader(ctx) != nil || v.otherHeader != nil {
		return nil
	}
	defer v.wipeKeys()
	master, noSecret, err := v.derive(ctx, c)
	defer master.Wipe()
	if err == nil {
		t.kdf, t.master, t.derived, t.device, t.noSecret = v.kdf, master, v.derived, v.device, noSecret
		_, err = v.identify(ctx, master, c, noSecret)
	}
	if opensNothing(err) || CodeOf(err) == CodeWhichMember {
		return err
	}
	return nil
}

// copy copies a backup and meanwhile reads of it what the lists are made of.
func (t *tried) copy(ctx context.Context, l *ledger.Ledger, to string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var reading sync.WaitGroup
	reading.Go(func() { t.early = (&Vault{ledger: l}).readEarly(ctx) })
	same, err := l.Restore(ctx, to)
	if err != nil {
		stop()
	}
	reading.Wait()
	if !same {
		t.early = nil
	}
	return err
}
