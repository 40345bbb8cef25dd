package data

import (
	"context"
	"encoding/json"
	"errors"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Damage is a record that cannot be read, and why: "unreadable", "hash",
// "link", "signature", "box", "author", "wrap", "emptied" (its bytes are gone and
// no manager erased them), "put-back" (what was erased is there again), "missing"
// (a key, a member's row or an entry of the roster), "stranger" (such a row of nobody who is a member),
// "unnamed" (such a row of somebody whom an entry at the end of the roster named,
// which is gone), "copies" (the two copies of a key are each whole and not the same),
// "gap" (rows before it are gone),
// "gone" (of its rows no more is left than a key or a line in the lists), "no-line" (the lists do not show it), "end" (the end of the file is missing), "foreign" (a trigger, view, table or index that is not ours) or "rows" (of an
// origin, that this computer has seen and that are gone).
type Damage struct {
	Record ID     `json:"record"`
	Kind   string `json:"kind"`
	Case   string `json:"case"` // its reference; "" outside cases, or where it is not known
	Reason string `json:"reason"`
	Lost   string `json:"lost,omitempty"` // by Check: "nothing", "version", "record", "key" or "unknown"
}

// Damaged lists what could not be read so far.
func (v *Vault) Damaged() []Damage {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]Damage(nil), v.damage...)
}

// loadAll reads the lists and finds out where the file stands: which chain is this
// computer's, and whether anything newer was seen.
func (v *Vault) loadAll(ctx context.Context) error {
	if err := v.load(ctx); err != nil {
		return err
	}
	if v.Holed() && v.groups[groupZero(inContacts)] == nil {
		return refuse(CodeRoster, "looking for keys of now") // theirs are of before: they left
	}
	v.readClock(ctx)
	return v.findOrigin(ctx)
}

// load reads the keys of the groups and the overviews: what lists show, and
// nothing else. Where the overviews cannot be relied on, the lists are made anew
// from the records.
func (v *Vault) load(ctx context.Context) error {
	for _, f := range v.ledger.Foreign() {
		v.note(Damage{Kind: f.Kind, Reason: foreign})
	}
	defer func() { v.early = nil }() // from now on the file is asked
	if err := v.loadKeys(ctx); err != nil {
		return err
	}
	if err := v.findKeyless(ctx); err != nil {
		return err
	}
	if err := v.findNotNamed(ctx); err != nil {
		return err
	}
	v.findHoles()
	if err := v.loadOverviews(ctx); err != nil {
		return err
	}
	absent, err := v.readAbsent(ctx)
	if err != nil {
		return err
	}
	if err := v.findGaps(ctx, absent.Gaps); err != nil {
		return err
	}
	groups := v.withoutLine()
	for _, id := range absent.Unlisted {
		groups = append(groups, ID(id))
	}
	v.unlisted, err = v.rebuildMine(ctx, groups)
	return err
}

// loadLists is as much of load as the first lists need.
func (v *Vault) loadLists(ctx context.Context) error {
	if err := v.loadKeys(ctx); err != nil {
		return err
	}
	if err := v.loadOverviews(ctx); err != nil {
		return err
	}
	_, err := v.rebuildMine(ctx, v.withoutLine())
	return err
}

// loadKeys reads the keys of the groups, and what was erased of them.
func (v *Vault) loadKeys(ctx context.Context) error {
	if err := v.loadGroups(ctx); err != nil {
		return err
	}
	return v.loadErasures(ctx)
}

// loadOverviews fills the lists.
func (v *Vault) loadOverviews(ctx context.Context) error {
	overviews, err := v.readOverviews(ctx)
	if v.Holed() {
		overviews = nil // nobody signs them: whoever left where an entry is missing may have made one
	}
	if err != nil && !errors.Is(err, ledger.ErrDamaged) {
		return err
	}
	if err != nil {
		d, err := v.structureDamage(ctx)
		if err != nil {
			return err
		}
		v.note(d)
		overviews = nil
	}
	// Some at a time: what is opened and not yet in its list is held twice.
	const together = 4096
	shows := make([]func(), min(together, len(overviews)))
	keys := v.overviewKeys()
	say, all := Progress(ctx), len(overviews)
	for len(overviews) > 0 {
		say(all-len(overviews), all)
		if err := ctx.Err(); err != nil {
			return err
		}
		some := overviews[:min(together, len(overviews))]
		byWorkers(len(some), 64, func() func(int) {
			var room openRoom
			return func(i int) { shows[i] = v.openOverview(some[i], keys, &room) }
		})
		for i, o := range some {
			if err := v.loadOverview(ctx, o, shows[i]); err != nil {
				return err
			}
		}
		overviews = overviews[len(some):]
	}
	return nil
}

// rebuildMine makes the lines of groups anew that are this member's, and returns
// those.
func (v *Vault) rebuildMine(ctx context.Context, groups []ID) (mine []ID, err error) {
	v.mu.RLock()
	for _, id := range groups {
		if v.groups[id] != nil {
			mine = append(mine, id)
		}
	}
	v.mu.RUnlock()
	for _, id := range mine {
		if err := v.rebuild(ctx, id); err != nil {
			return nil, err
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.dropAway()
	return mine, nil
}

const (
	foreign   = "foreign"
	absent    = "missing"
	stranger  = "stranger"
	notNamed  = "unnamed"
	differing = "copies"
	rowsGone  = "rows"
	rowGone   = "gone"
	gapBefore = "gap"
	noLine    = "no-line"
	cutOff    = "end"
)

// dropForeign takes out of the file what is not ours, for whoever unlocks has
// seen by now that it is there. Where it cannot be taken out nothing is written.
func (v *Vault) dropForeign(ctx context.Context) {
	found, err := v.ledger.DropForeign(ctx)
	if err == nil && len(found) > 0 {
		v.tell(ctx, AuditEvent{Action: AuditForeign, Subject: found[0].Kind})
	}
}

// early is what load reads that no key is needed for.
type early struct {
	wraps     []ledger.Box
	damage    []ledger.BoxDamage
	overviews []ledger.Overview
	absent    ledger.Absent
	groups    []ledger.ID
}

// readEarly reads what the lists are made of; nil where something is in the way,
// which load meets again and judges.
func (v *Vault) readEarly(ctx context.Context) *early {
	defer v.ledger.MoreRoom(ctx)()
	s, err := v.ledger.Survey(ctx, ledger.ClassWrap, listedKinds...)
	if err != nil {
		return nil
	}
	return earlyOf(s)
}

func earlyOf(s ledger.Survey) *early {
	return &early{wraps: s.Boxes, damage: s.Damage, overviews: s.Overviews, absent: s.Absent, groups: s.Groups}
}

func (v *Vault) readAbsent(ctx context.Context) (ledger.Absent, error) {
	if v.early != nil {
		return v.early.absent, nil
	}
	absent, err := v.ledger.Absent(ctx, listedKinds...)
	if errors.Is(err, ledger.ErrDamaged) { // the structure, which is noted
		return ledger.Absent{}, nil
	}
	return absent, err
}

func (v *Vault) readGroups(ctx context.Context) ([]ledger.ID, error) {
	if v.early != nil {
		return v.early.groups, nil
	}
	return v.ledger.Groups(ctx)
}

func (v *Vault) readWraps(ctx context.Context) ([]ledger.Box, []ledger.BoxDamage, error) {
	if v.early != nil {
		return v.early.wraps, v.early.damage, nil
	}
	return v.ledger.Boxes(ctx, ledger.ClassWrap)
}

func (v *Vault) readOverviews(ctx context.Context) ([]ledger.Overview, error) {
	if v.early != nil {
		return v.early.overviews, nil
	}
	return v.ledger.Overviews(ctx)
}

// withoutLine returns this member's groups that no list shows yet.
func (v *Vault) withoutLine() []ID {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []ID
	for id := range v.groups {
		isContact := v.contacts.has(id)
		_, isCase := v.cases[id]
		isCard := v.cards.has(id)
		_, isRequest := v.requests[id]
		shown := isContact || isCase || isCard || isRequest || id == groupZero(inContacts) && !v.org.ID.IsZero() ||
			id == groupZero(inManagement) && !v.kit.ID.IsZero() || id == groupZero(inCasework)
		if !shown {
			list = append(list, id)
		}
	}
	return list
}

func (v *Vault) note(d Damage) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, known := range v.damage {
		if known == d {
			return
		}
	}
	v.damage = append(v.damage, d)
}

// openOverview opens an overview and returns what shows it, for a caller that
// holds mu; nil where it is out of date, damaged, not this member's, or of a kind
// that no overview is relied on for.
func (v *Vault) openOverview(o ledger.Overview, keys overviewKeys, room *openRoom) (show func()) {
	v.mu.RLock()
	g := v.groups[o.Group]
	v.mu.RUnlock()
	if g == nil || !o.Fresh || Kind(o.Kind) == KindApproval {
		return nil
	}
	key, ok := keys.of(g, o.KeyVersion)
	if !ok {
		return nil
	}
	room.empty()
	room.place = v.appendPlace(room.place[:0], "overview", rowOf(o))
	text, err := room.open(key, o.Box)
	if err != nil {
		return nil
	}
	if show, err = v.lineOf(o, text); err != nil {
		return nil
	}
	return show
}

// openRoom is the room in which boxes are opened: what was opened there is good until the
// room is emptied.
type openRoom struct {
	text, place []byte
	key         seal.Key // of the box before
	opener      *seal.Opener
}

// open opens a box that belongs where room.place says.
func (room *openRoom) open(key seal.Key, box []byte) ([]byte, error) {
	used := len(room.text)
	if cap(room.text)-used < len(box) { // what was opened stays where it is
		used, room.text = 0, make([]byte, 0, max(len(box), min(2*cap(room.text), mostRoom)))
	}
	room.text = room.text[:used+len(box)]
	if room.opener == nil || key != room.key {
		opener := key.Opener()
		room.key, room.opener = key, &opener
	}
	return room.opener.OpenInto(room.text[used:used], box, room.place)
}

// empty gives up what is open in the room, and the room itself where a large box made it
// larger than mostRoom.
func (room *openRoom) empty() {
	if room.text = room.text[:0]; cap(room.text) > mostRoom {
		room.text = nil
	}
}

// mostRoom is as many bytes as rows have that are read together, unless one of them is
// larger: see ledger.Together.
const mostRoom = 1 << 20

// rowOf is the place of an overview.
func rowOf(o ledger.Overview) ledger.Revision {
	return ledger.Revision{Group: o.Group, KeyVersion: o.KeyVersion, Kind: o.Kind, Record: o.Record, Revision: o.Revision}
}

// loadOverview shows an opened overview, or makes it anew from the record where
// it did not open.
func (v *Vault) loadOverview(ctx context.Context, o ledger.Overview, show func()) error {
	if show != nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		show()
		return nil
	}
	v.mu.RLock()
	g := v.groups[o.Group]
	v.mu.RUnlock()
	switch {
	case g == nil:
		return nil // not this member's
	case Kind(o.Kind) == KindApproval:
		return v.loadApproval(ctx, o.Record)
	}
	if err := v.rebuild(ctx, o.Group); err != nil {
		return err
	}
	if d, lost := v.lostOf(o); lost {
		v.note(d)
		return nil
	}
	r := rowOf(o)
	if _, erased := v.erasedBy(r); !erased { // else the version before counts again
		d := v.damageOf(r, "overview")
		d.Lost = LostNothing
		v.mu.Lock()
		v.mended = append(v.mended, d)
		v.mu.Unlock()
	}
	return nil
}

// loadApproval reads a manager's ruling itself: an overview is signed by
// nobody, and so approves nothing.
func (v *Vault) loadApproval(ctx context.Context, record ID) error {
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil {
		return err
	}
	if err := v.followChains(ctx); err != nil {
		return err
	}
	for _, r := range revisions {
		o, reason := v.open(r)
		if reason != "" {
			v.noteUnreadable(r, reason)
			continue
		}
		v.mu.Lock()
		if a, ok := o.value.(Approval); ok {
			v.approvals[o.record] = approvalLine{a, o.revision, r.Group, o.author, o.written}
		}
		v.mu.Unlock()
	}
	return nil
}

// lineOf reads an opened overview and returns what puts it into its list.
func (v *Vault) lineOf(o ledger.Overview, text []byte) (show func(), err error) {
	switch Kind(o.Kind) {
	case KindContact:
		var line ContactLine
		err = readLine(text, &line)
		line.ID, line.Revision = o.Record, o.Revision
		kept := v.contacts.pack(o.Record, line)
		show = func() { v.contacts.put(kept) }
	case KindCase:
		var line CaseLine
		err = readLine(text, &line)
		line.ID, line.Revision = o.Record, o.Revision
		show = func() { v.cases[o.Record] = line }
	case KindTask:
		var line TaskLine
		err = readLine(text, &line)
		line.ID, line.Revision = o.Record, o.Revision
		show = func() { v.tasks[o.Record] = line }
	case KindLetter:
		var line LetterLine
		err = readLine(text, &line)
		line.ID, line.Revision = o.Record, o.Revision
		show = func() { v.letters[o.Record] = line }
	case KindSaved:
		var line CopyLine
		err = readLine(text, &line)
		line.ID, line.Revision, line.Case = o.Record, o.Revision, o.Group
		show = func() { v.copies[o.Record] = line }
	case KindAsked:
		var line AskedLine
		err = readLine(text, &line)
		line.ID, line.Revision, line.Case = o.Record, o.Revision, o.Group
		show = func() { v.asked[o.Record] = line }
	case KindRequest:
		var line RequestLine
		err = readLine(text, &line)
		line.ID, line.Revision = o.Record, o.Revision
		show = func() { v.requests[o.Record] = line }
	case KindCard:
		var card Card
		err = readLine(text, &card)
		card.revision = o.Revision
		kept := v.cards.pack(o.Record, card)
		show = func() { v.cards.put(kept) }
	case KindOrganisation:
		var e Entry[Organisation]
		err = json.Unmarshal(text, &e.Value)
		e.ID, e.Revision = o.Record, o.Revision
		show = func() { v.org = e }
	case KindWording:
		var e Entry[Wording]
		err = json.Unmarshal(text, &e.Value)
		e.ID, e.Revision = o.Record, o.Revision
		show = func() { v.wording = e }
	case KindKit:
		var e Entry[kitCheck]
		err = json.Unmarshal(text, &e.Value)
		e.ID, e.Revision = o.Record, o.Revision
		show = func() { v.kit = e }
	default:
		show = func() {}
	}
	return show, err
}

// rebuild makes the lines of a group anew from its records.
func (v *Vault) rebuild(ctx context.Context, group ID) error {
	records, err := v.readGroup(ctx, group)
	if err != nil {
		return err
	}
	records = withoutAway(records)
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range records {
		v.show(applied{change{r.record, group, r.value}, r.revision, r.written, r.author})
	}
	return nil
}
