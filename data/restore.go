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
	if _, err := os.Lstat(to); err == nil {
		return nil, fail(doing, ledger.ErrExists)
	}
	v, err := copyAndUnlock(ctx, from, to, c)
	if err != nil {
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
	Progress(ctx)(1, 1)
	return v, nil
}

// copyAndUnlock tries the passphrase first: nobody waits for a copy that it does not open.
func copyAndUnlock(ctx context.Context, from, to string, c Credentials) (*Vault, error) {
	const doing = "opening a backup"
	say := Progress(ctx)
	copying := WithProgress(ctx, func(done, all int) { say(2*done, 3*all) })
	opening := WithProgress(ctx, func(done, all int) { say(2*all+done, 3*all) })
	l, err := ledger.OpenToRead(ctx, from)
	if err != nil {
		return nil, failAt(doing, from, err)
	}
	closed := sync.OnceValue(l.Close)
	defer closed() // whatever happens, for nobody opens it meanwhile
	c.ListFirst, c.copied = false, &copied{}
	defer c.copied.wipe()
	if err := c.copied.passphrase(ctx, l, c); err != nil {
		return nil, failAt(doing, from, err)
	}
	if c.copied.survey, err = l.Restore(copying, to, ledger.ClassWrap, listedKinds...); err != nil {
		return nil, err
	}
	var v *Vault
	if err = closed(); err == nil {
		v, err = Unlock(opening, to, c)
	}
	if err != nil {
		ledger.Remove(to)
	}
	return v, err
}

// copied is what is known of a copy before it is unlocked: that its structure is whole, what
// the passphrase came to, and of what its lists are made.
type copied struct {
	kdf      seal.KDF
	master   seal.Key
	derived  time.Duration // how long master took; 0: it is not known
	device   *device
	noSecret error
	survey   *ledger.Survey // nil: the copy is to be read
}

func (k *copied) wipe() {
	k.master.Wipe()
	k.device, k.survey = nil, nil
}

// openedFirst are the boxes that have to be whole for a passphrase to open anything.
var openedFirst = []ledger.Class{ledger.ClassHeader, ledger.ClassIdentity, ledger.ClassSpare, ledger.ClassInvitation}

// passphrase fails where it opens nothing that is whole, or the keyring keeps what it needs.
// Whatever is damaged, the copy shows.
func (k *copied) passphrase(ctx context.Context, l *ledger.Ledger, c Credentials) error {
	v := &Vault{Now: c.clock(), ledger: l, computer: newComputer(c.Options)}
	for _, class := range openedFirst {
		if damage, err := l.DamagedBoxes(ctx, class); err != nil || len(damage) > 0 {
			return nil
		}
	}
	if v.readHeader(ctx) != nil {
		return nil
	}
	master, noSecret, err := v.derive(ctx, c)
	if err != nil {
		return err
	}
	defer master.Wipe()
	k.kdf, k.master, k.derived, k.device, k.noSecret = v.kdf, master, v.derived, v.device, noSecret
	opened, _, err := v.openIdentities(ctx, master, c.Invitation)
	for _, o := range opened {
		clear(o.secret)
	}
	if err != nil || len(opened) > 0 {
		return nil
	}
	if missing, err := wayInMissing(ctx, l); err != nil || missing {
		return nil
	}
	return v.notOpened(ctx, c, noSecret)
}
