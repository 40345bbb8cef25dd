package data

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"noddfa/assets"
	"noddfa/data/ledger"
)

// computer is what this computer and system user remember of a vault, beside
// the settings and in the system's keyring: the origin whose chain they write
// and the anchor, the newest head they have seen. The keyring is never the only
// copy of anything.
type computer struct {
	dir      string
	keyring  bool
	patience time.Duration // for the computer's secret
	origin   ID
	locked   lockedFolder

	mu    sync.Mutex
	state Code // how the keyring last answered
}

// anchor is the newest state this computer has seen of a vault.
type anchor struct {
	Origin ID        `json:"origin"`
	Seq    uint64    `json:"seq"`
	Link   string    `json:"link"`
	Roster string    `json:"roster"`
	At     time.Time `json:"at"` // when it was written
}

func newComputer(o Options) *computer {
	dir := o.StateDir
	if dir == "" {
		if config, err := os.UserConfigDir(); err == nil {
			dir = filepath.Join(config, "noddfa")
		}
	}
	c := &computer{dir: dir, keyring: !o.NoKeyring && keyringAnswers(), patience: o.KeyringPatience, locked: newLockedFolder(o)}
	if c.patience <= 0 {
		c.patience = secretPatience
	}
	if !c.keyring {
		c.state = CodeKeyringNone
	}
	return c
}

func (c *computer) file(vault ID) string {
	return filepath.Join(c.dir, "origins", vault.String()+".json")
}

// findOrigin continues this computer's chain if the anchor is exactly its
// head, and starts a new origin otherwise: a copied or restored file never
// continues a chain.
func (v *Vault) findOrigin(ctx context.Context) error {
	heads, err := v.ledger.Heads(ctx)
	if err != nil && CodeOf(err) != CodeDamaged {
		return err
	}
	v.computer.origin = NewID()
	for _, seen := range v.computer.recall(ctx, v.id) {
		switch {
		case seen.is(heads):
			v.computer.origin = seen.Origin
		case seen.newerThan(heads), !v.roster.has(seen.Roster):
			v.older = true
			if seen.At.After(v.seen) {
				v.seen = seen.At
			}
		}
	}
	if v.older {
		v.newest = v.newestEntry(ctx)
	}
	return nil
}

// newestLooked is how many of the last entries are tried for one that this
// member can read.
const newestLooked = 256

// newestEntry returns when the newest entry that this member can read was
// written. The audit trail is left out: it has this computer's own unlocking of
// the older file in it.
func (v *Vault) newestEntry(ctx context.Context) time.Time {
	var last []ledger.Revision
	_, err := v.ledger.Revisions(ctx, func(r ledger.Revision) error {
		if Kind(r.Kind) != KindAudit {
			if last = append(last, r); len(last) > 2*newestLooked {
				last = append(last[:0], last[newestLooked:]...)
			}
		}
		return nil
	})
	if err != nil {
		return time.Time{}
	}
	if v.followChains(ctx) != nil {
		return time.Time{}
	}
	var newest time.Time
	for _, r := range last {
		if _, _, at, reason := v.unseal(r); reason == "" && at.After(newest) {
			newest = at
		}
	}
	return newest
}

// AcceptOlder makes an older file, such as a backup that was put back, the one
// this computer goes on from. Only a manager can, and the audit trail says so.
func (v *Vault) AcceptOlder(ctx context.Context) error {
	if v.me.Role != Manager {
		return refuse(CodeNoKey, "accepting an older file")
	}
	if v.older {
		v.older = false
		v.tell(ctx, AuditEvent{Action: AuditOlder})
		if err := v.learnErased(ctx, filepath.Dir(v.path)); err != nil {
			return fail("reading what was erased", err)
		}
		return fail("erasing again", v.eraseAgain(ctx))
	}
	return nil
}

// OlderThan returns when this computer last wrote the state that the file lacks.
// Zero if it is not older, or if that is not known.
func (v *Vault) OlderThan() time.Time { return v.seen }

// NewestEntry returns when the newest entry of an older file was written, as far
// as this member can read it. Zero if the file is not older, or if that is not
// known.
func (v *Vault) NewestEntry() time.Time { return v.newest }

// OlderSentence says that a file is older than what this computer has seen,
// with both dates as far as they are known.
func OlderSentence(tr *assets.Translator, newest, seen time.Time) string {
	key := "computer.older"
	switch {
	case !newest.IsZero() && !seen.IsZero():
		key += ".both"
	case !newest.IsZero():
		key += ".newest"
	case !seen.IsZero():
		key += ".seen"
	}
	return tr.T(key, map[string]any{"Newest": tr.DateTime(newest.Local()), "Seen": tr.DateTime(seen.Local())})
}

// is reports whether the anchor is exactly the head of its origin.
func (a anchor) is(heads []ledger.Head) bool {
	for _, h := range heads {
		if h.Origin == a.Origin {
			return h.Seq == a.Seq && hex.EncodeToString(h.Link[:]) == a.Link
		}
	}
	return false
}

// newerThan reports whether the file ends before what this computer saw.
func (a anchor) newerThan(heads []ledger.Head) bool {
	for _, h := range heads {
		if h.Origin == a.Origin {
			return h.Seq < a.Seq
		}
	}
	return true
}

// recall returns the anchor beside the settings and the one in the keyring,
// where there is one.
func (c *computer) recall(ctx context.Context, vault ID) []anchor {
	var found []anchor
	var a anchor
	if text, err := os.ReadFile(c.file(vault)); err == nil && json.Unmarshal(text, &a) == nil {
		found = append(found, a)
	}
	if text, err := c.patiently(ctx, anchorPatience, func() (string, error) { return keyring.Get(keyringService, vault.String()) }); err == nil {
		var kept anchor
		if json.Unmarshal([]byte(text), &kept) == nil && kept != a {
			found = append(found, kept)
		}
	}
	return found
}

// dropAnchor remembers the newest head. Where it fails, the next unlock starts
// a new origin and nothing is lost.
func (v *Vault) dropAnchor(ctx context.Context) {
	if v.ledger.ReadOnly() || v.computer.dir == "" || v.older {
		return // what was seen stays known until a manager accepts the older file
	}
	text := v.anchorText(ctx)
	if text == nil {
		return
	}
	file := v.computer.file(v.id)
	if os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	part := file + ".part"
	if os.WriteFile(part, text, 0o600) == nil {
		_ = os.Rename(part, file)
	}
}

func (v *Vault) anchorText(ctx context.Context) []byte {
	head, err := v.ledger.HeadOf(ctx, v.computer.origin)
	if err != nil || head.Seq == 0 {
		return nil
	}
	a := anchor{Origin: head.Origin, Seq: head.Seq, Link: hex.EncodeToString(head.Link[:]), Roster: hexOf(v.roster.last()), At: v.Now().UTC()}
	text, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	return text
}

// keepAnchorInKeyring is done when the vault closes: asking the keyring at
// every save would make each wait for another program. One that did not answer
// before is not waited for again.
func (v *Vault) keepAnchorInKeyring() {
	if !v.computer.keyring || v.KeyringState() == CodeKeyringSlow || v.ledger.ReadOnly() || v.me.ID.IsZero() || v.older {
		return
	}
	if text := v.anchorText(context.Background()); text != nil {
		_, _ = v.computer.patiently(context.Background(), anchorPatience, func() (string, error) {
			return "", keyring.Set(keyringService, v.id.String(), string(text))
		})
	}
}
