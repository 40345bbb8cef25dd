package data

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
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
	others   string          // of the file: see anchor
	place    string          // of the file
	within   map[anchor]bool // what the file had of other places when it was unlocked; true: nothing is at that place any more
	restored bool            // see anchor
	base     string
	locked   lockedFolder
	beside   besideSettings // what is kept beside the settings

	mu    sync.Mutex
	state Code // how the keyring last answered
}

// anchor is the newest state this computer has seen of a vault's file at one
// place. A file that is restored beside another has its own, so that neither is
// called older for what is written in the other.
type anchor struct {
	Path   string    `json:"path,omitempty"` // of the file; "" in what an earlier version wrote
	Origin ID        `json:"origin"`
	Seq    uint64    `json:"seq"`
	Link   string    `json:"link"`
	Roster string    `json:"roster"`
	Others string    `json:"others,omitempty"` // the heads of all other origins: see packHeads
	At     time.Time `json:"at"`               // when it was written
	Behind bool      `json:"behind,omitempty"` // the file at another place has all of this, and more

	Restored bool   `json:"restored,omitempty"` // the file was made here of another one, and its origin with it
	Base     string `json:"base,omitempty"`     // the heads that the other had then
}

func newComputer(o Options) *computer {
	dir := o.StateDir
	if dir == "" {
		dir, _ = ComputersFolder()
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

// findOrigin continues this computer's chain if the anchor of the file's place
// is exactly its head, and starts a new origin otherwise: a copied or restored
// file never continues a chain. It also finds out whether the file is older than
// what was opened here.
func (v *Vault) findOrigin(ctx context.Context) error {
	heads, err := v.ledger.Heads(ctx)
	if err != nil && CodeOf(err) != CodeDamaged {
		return err
	}
	v.findUnknownAuthors(ctx, heads)
	c := v.computer
	c.origin, c.place, c.within = NewID(), plainPath(v.path), map[anchor]bool{}
	kept := c.recall(ctx, v.id)
	known := false // the place has an anchor, and that alone counts
	for _, places := range kept {
		for _, seen := range places {
			own := seen.isIn(heads, v.roster())
			lacks := v.lackedBy(ctx, seen, heads)
			if seen.Path != c.place {
				if own && len(lacks) == 0 {
					c.within[seen] = !exists(seen.Path)
				}
				continue
			}
			known = true
			c.restored = c.restored || seen.Restored
			if seen.Base != "" {
				c.base = seen.Base
			}
			if seen.is(heads) {
				c.origin = seen.Origin
			}
			if own && len(lacks) > 0 { // no older copy would look like that, unless only others have written since
				v.lacks = lacks
			}
			if !own || len(lacks) > 0 {
				v.isOlderThan(seen)
			}
		}
	}
	c.others = packHeads(heads, c.origin)
	if !known {
		v.compareElsewhere(ctx, kept, heads)
	}
	if v.older {
		v.newest = v.newestEntry(ctx)
	}
	return nil
}

// compareElsewhere judges a file at a place where none was opened before. It has
// to have the newest of some other place: of one of them, since copies that were
// worked on side by side never have each other's.
func (v *Vault) compareElsewhere(ctx context.Context, kept [][]anchor, heads []ledger.Head) {
	for _, places := range kept {
		var newer []anchor
		for _, seen := range places {
			if seen.Behind || v.isBeside(ctx, seen, heads) {
				continue
			}
			if seen.isIn(heads, v.roster()) && len(v.lackedBy(ctx, seen, heads)) == 0 {
				newer = nil
				break
			}
			newer = append(newer, seen)
		}
		for _, seen := range newer {
			v.isOlderThan(seen)
		}
	}
}

// isBeside reports whether a file is what a restored one may have been made beside:
// it has what that one began with, and nothing of what was written there since. The
// restored one says nothing of it.
func (v *Vault) isBeside(ctx context.Context, restored anchor, heads []ledger.Head) bool {
	return restored.Restored && len(v.lackedBy(ctx, anchor{Others: restored.Base}, heads)) == 0 &&
		!slices.ContainsFunc(heads, func(h ledger.Head) bool { return h.Origin == restored.Origin })
}

func (v *Vault) isOlderThan(seen anchor) {
	v.older = true
	if seen.At.After(v.seen) {
		v.seen = seen.At
		if v.newer = ""; seen.Path != v.computer.place {
			v.newer = seen.Path
		}
	}
}

// goOn makes an older file one that is meant to be. What it writes next is this
// place's anchor.
func (v *Vault) goOn() {
	v.older, v.seen, v.newest, v.newer, v.lacks = false, time.Time{}, time.Time{}, "", nil
}

// newestLooked is how many of the last entries are tried for one that this
// member can read.
const newestLooked = 256

// newestEntry returns when the newest entry that this member can read was
// written. The audit trail is left out: it has this computer's own unlocking of
// the older file in it.
func (v *Vault) newestEntry(ctx context.Context) time.Time {
	last, err := v.ledger.LatestBut(ctx, uint8(KindAudit), newestLooked)
	if err != nil || v.followChains(ctx) != nil {
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
	v.mu.wait()
	if v.me().Role != Manager {
		return refuse(CodeNoKey, "accepting an older file")
	}
	if v.older {
		v.dropForeign(ctx)
		v.goOn()
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
func (v *Vault) OlderThan() time.Time {
	v.mu.wait()
	return v.seen
}

// NewestEntry returns when the newest entry of an older file was written, as far
// as this member can read it. Zero if the file is not older, or if that is not
// known.
func (v *Vault) NewestEntry() time.Time {
	v.mu.wait()
	return v.newest
}

// NewerPlace returns where this computer has opened a newer file of the vault;
// "" if it was at this very place, or if that is not known.
func (v *Vault) NewerPlace() string {
	v.mu.wait()
	return v.newer
}

// OlderSentence says that a file is older than what this computer has seen,
// with both dates and the newer file's place as far as they are known: to the
// second where they are of one minute. A copy that was worked on elsewhere may have
// entries that are newer than what was seen here: then it is not called older.
func OlderSentence(tr *assets.Translator, newest, seen time.Time, place string) string {
	key, moment := "computer.older", tr.DateTime
	if newest.Truncate(time.Minute).Equal(seen.Truncate(time.Minute)) {
		moment = tr.DateTimeSecond
	}
	switch {
	case !newest.IsZero() && !seen.IsZero() && newest.After(seen):
		key += ".apart"
	case !newest.IsZero() && !seen.IsZero():
		key += ".both"
	case !newest.IsZero():
		key += ".newest"
	case !seen.IsZero():
		key += ".seen"
	}
	said := tr.T(key, map[string]any{"Newest": moment(newest.Local()), "Seen": moment(seen.Local())})
	if place != "" {
		said += " " + tr.T("computer.older.place", map[string]any{"Place": place})
	}
	return said
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

// isIn reports whether a file has what this computer saw.
func (a anchor) isIn(heads []ledger.Head, r *roster) bool {
	for _, h := range heads {
		if h.Origin == a.Origin {
			return (h.Seq > a.Seq || a.is(heads)) && r.has(a.Roster)
		}
	}
	return false
}

// recall returns the anchors beside the settings and those in the keyring.
func (c *computer) recall(ctx context.Context, vault ID) [][]anchor {
	var kept [][]anchor
	if beside := c.anchorsOf(vault).places; beside != nil {
		kept = append(kept, beside)
	}
	if text, err := c.patiently(ctx, anchorPatience, func() (string, error) { return keyring.Get(keyringService, vault.String()) }); err == nil {
		kept = append(kept, readAnchors([]byte(text)))
	}
	return kept
}

const (
	mostPlaces       = 32
	mostKeyringBytes = 2000 // Windows takes 2,560
)

// dropAnchor remembers the newest head of the file at its place; zero: it is asked
// for. Where it fails, the next unlock starts a new origin and nothing is lost.
func (v *Vault) dropAnchor(ctx context.Context, head ledger.Head) {
	c := v.computer
	if v.ledger.ReadOnly() || c.dir == "" || v.older {
		return // what was seen stays known until a manager accepts the older file
	}
	c.beside.Lock()
	defer c.beside.Unlock()
	if head.Seq == 0 {
		head, _ = v.ledger.HeadOf(ctx, c.origin)
	}
	if before := c.beside.head; before.Origin == head.Origin && before.Seq > head.Seq {
		head = before // of a save that overtook this one
	}
	if head.Seq > 0 && c.renewAnchors(v.id, func(kept []anchor) []anchor { return v.anchors(head, kept) }) == nil {
		c.beside.head = head
	}
}

// anchors are those of all places, this one's first and as it is now. Of a place
// whose state this file has it is remembered that it is behind; nothing, where
// the file itself was moved here. kept are those that are beside the settings.
func (v *Vault) anchors(head ledger.Head, kept []anchor) []anchor {
	c := v.computer
	places := []anchor{{
		Path: c.place, Origin: head.Origin, Seq: head.Seq, Link: hex.EncodeToString(head.Link[:]), Roster: hexOf(v.roster().last()),
		Others: c.others, At: v.Now().UTC(), Restored: c.restored, Base: c.base,
	}}
	for _, a := range kept {
		moved, within := c.within[a]
		if a.Path == c.place || moved || len(places) == mostPlaces {
			continue
		}
		a.Behind = a.Behind || within
		places = append(places, a)
	}
	return places
}

// keepAnchorInKeyring is done when the vault closes: asking the keyring at
// every save would make each wait for another program. One that did not answer
// before is not waited for again.
func (v *Vault) keepAnchorInKeyring() {
	if !v.computer.keyring || v.KeyringState() == CodeKeyringSlow || v.ledger.ReadOnly() || v.me().ID.IsZero() || v.older {
		return
	}
	head, err := v.ledger.HeadOf(context.Background(), v.computer.origin)
	if err != nil || head.Seq == 0 {
		return
	}
	places := v.anchors(head, v.computer.anchorsOf(v.id).places)
	text, err := json.Marshal(map[string][]anchor{"places": places})
	for err == nil && len(text) > mostKeyringBytes {
		// What others wrote goes first, that of this place last; it is beside the settings too.
		i := len(places) - 1
		for i > 0 && places[i].Others+places[i].Base == "" {
			i--
		}
		if places[i].Others+places[i].Base == "" {
			if i = len(places) - 1; i == 0 {
				break
			}
			places = places[:i]
		} else {
			places[i].Others, places[i].Base = "", ""
		}
		text, err = json.Marshal(map[string][]anchor{"places": places})
	}
	if err != nil {
		return
	}
	_, _ = v.computer.patiently(context.Background(), anchorPatience, func() (string, error) {
		return "", keyring.Set(keyringService, v.id.String(), string(text))
	})
}
