package data

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Checked is what a check of the whole file found.
type Checked struct {
	OK        bool     `json:"ok"`
	Revisions int      `json:"revisions"`
	Damaged   []Damage `json:"damaged"`
	NotYours  int      `json:"not_yours,omitempty"`       // revisions without a key for this member
	Missing   int      `json:"missing,omitempty"`         // gaps that a repair wrote down
	Erased    int      `json:"erased,omitempty"`          // revisions that a manager erased
	Verified  int      `json:"verified_before,omitempty"` // signatures that were right at a check before; nothing that goes into them changed
	Vouched   int      `json:"vouched_for,omitempty"`     // signatures for which another of the same author's stands

	unlisted []ID // groups with records that lists should show and do not

	Backup *FoundBackup `json:"newest_backup,omitempty"` // where something is damaged and there is one
}

// What is lost with what is damaged.
const (
	LostNothing = "nothing" // it is there twice, or is made anew
	LostVersion = "version" // one version of a record of which others can be read
	LostRecord  = "record"  // no version of it can be read
	LostKey     = "key"     // and what it opens
	LostUnknown = "unknown" // rows that are missing or unreadable as a whole
)

// Closed is what a check has to say of a file that is too damaged to be opened.
func Closed(err error, backup *FoundBackup) Checked {
	d := Damage{Kind: "file", Reason: "structure", Lost: LostUnknown}
	switch CodeOf(err) {
	case CodeRoster:
		d.Kind, d.Reason = boxNames[ledger.ClassRoster], "signature"
	case CodeJournal:
		d.Kind, d.Reason, d.Lost = "journal", "journal", LostNothing // so long as nobody opens both
	}
	return Checked{Damaged: []Damage{d}, Backup: backup}
}

// Check reads the whole file: SQLite's structure, both copies of every box,
// every link, signature and sealed text, and every overview. progress may be
// nil. A signature is not verified by itself where another of its author's stands for it
// (see vouch), or where it held at a check of this member's on this computer and it, its
// key and its link are the same.
func (v *Vault) Check(ctx context.Context, progress func(done int)) (Checked, error) {
	return v.check(ctx, progress, manner{})
}

// CheckAnew is Check, and verifies every signature by itself.
func (v *Vault) CheckAnew(ctx context.Context, progress func(done int)) (Checked, error) {
	return v.check(ctx, progress, manner{anew: true})
}

// manner is how a check is done.
type manner struct {
	gently bool // others use the file meanwhile
	anew   bool // every signature is verified by itself
}

// structureDamage is what is lost with a file whose structure is damaged: nothing
// where only an index, a list or unused pages are hit.
func (v *Vault) structureDamage(ctx context.Context) (Damage, error) {
	d := Damage{Kind: "file", Reason: "structure", Lost: LostUnknown}
	if v.ledger.Cut() {
		d.Reason = cutOff
	}
	all, err := v.ledger.AllThere(ctx)
	if all {
		d.Lost = LostNothing
	}
	return d, err
}

// NothingLost reports whether nothing is lost with anything that is damaged.
func NothingLost(list []Damage) bool {
	return !slices.ContainsFunc(list, func(d Damage) bool { return d.Lost != LostNothing })
}

// check is Check in some manner. While others use the file, SQLite's look at its
// structure would keep them from it, and was done at unlocking: what it found is
// noted. Nor is it done again where a file was unlocked for this check.
func (v *Vault) check(ctx context.Context, progress func(done int), how manner) (Checked, error) {
	c := Checked{Damaged: []Damage{}}
	ctx, end, err := v.checks.begin(ctx)
	if err != nil {
		return c, fail("checking the records", err)
	}
	defer end()
	structure := make(chan error, 1)
	switch {
	case how.gently:
		structure <- nil
	case time.Since(v.looked) < time.Minute:
		structure <- nil
	default:
		look := v.ledger.SoundBeside(ctx)
		go func() {
			complaints, err := look()
			if err == nil && len(complaints) > 0 {
				err = ledger.ErrDamaged
			}
			structure <- err
		}()
	}
	for _, origin := range v.lacks {
		c.Damaged = append(c.Damaged, Damage{Record: origin, Kind: "origin", Reason: rowsGone})
	}
	if err := v.followChains(ctx); err != nil {
		return c, fail("checking the records", err)
	}
	gaps, repaired, err := v.repaired(ctx)
	if err != nil {
		return c, fail("checking the records", err)
	}
	heads := map[ledger.ID]ledger.Head{}
	newest := make(map[ID]checkedRecord, v.ledger.RoomForRows(ctx)) // nearly every row is a record of its own
	seen := map[ledger.ID]bool{}                                    // where a repair left revisions out: the parents that are there
	judge := func(r ledger.Revision, reason string) {
		c.Revisions++
		if progress != nil && c.Revisions%500 == 0 {
			progress(c.Revisions)
		}
		if before := heads[r.Origin]; r.Seq != before.Seq+1 || r.Previous != before.Link {
			if isKnown(gaps, r) {
				c.Missing++
			} else {
				c.Damaged = append(c.Damaged, v.damageOf(r, gapBefore))
			}
		}
		heads[r.Origin] = ledger.Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
		if repaired {
			seen[r.Revision] = true
		}
		before, known := newest[r.Record]
		newest[r.Record] = checkedRecord{
			revision: r.Revision, group: r.Group, kind: r.Kind, readable: before.readable || reason == "",
			listed: reason == "" && hasLine(Kind(r.Kind)),
		}
		switch reason {
		case "", isErased:
			if reason == isErased {
				c.Erased++
			}
			switch {
			case known && (before.kind != r.Kind || before.group != r.Group):
				c.Damaged = append(c.Damaged, v.damageOf(r, "record"))
			case repaired && r.Parent != ledger.ID{} && !seen[r.Parent]:
				// of a version that the repair could not read
			case known != (r.Parent != ledger.ID{}) || known && r.Parent != before.revision:
				c.Damaged = append(c.Damaged, v.damageOf(r, "order"))
			}
		case notYours:
			c.NotYours++
		default:
			c.Damaged = append(c.Damaged, v.damageOf(r, reason))
		}
	}
	signatures := v.signaturesBefore(how.anew)
	unreadable, err := v.judgeAll(ctx, how.gently, signatures, judge)
	signatures.keep(err == nil)
	c.Verified, c.Vouched = int(signatures.before.Load()), int(signatures.vouched.Load())
	if err != nil {
		return c, fail("checking the records", err)
	}
	for _, d := range unreadable {
		c.Damaged = append(c.Damaged, Damage{Record: d.Record, Kind: Kind(d.Kind).String(), Reason: d.Reason})
	}
	keys, lines, unlisted, err := v.checkKeysAndLists(ctx, newest)
	if err != nil {
		return c, err
	}
	c.Damaged = slices.Insert(c.Damaged, 0, keys...)
	if err := <-structure; errors.Is(err, ledger.ErrDamaged) {
		d, err := v.structureDamage(ctx)
		if err != nil {
			return c, fail("checking the file", err)
		}
		c.Damaged = slices.Insert(c.Damaged, 0, d)
	} else if err != nil {
		return c, fail("checking the file", err)
	}
	c.unlisted = unlisted
	c.Damaged = v.withNoted(append(c.Damaged, lines...))
	for i, d := range c.Damaged {
		if d.Lost == "" {
			c.Damaged[i].Lost = lostWith(d, newest[d.Record].readable)
		}
	}
	endLosesAsMuch(c.Damaged)
	c.OK = len(c.Damaged) == 0
	return c, nil
}

// checks are those that go on. They end with the vault, before its keys are wiped.
type checks struct {
	mu    sync.Mutex
	over  bool
	until context.Context // nil before the first
	stop  context.CancelFunc
	going sync.WaitGroup
}

// begin returns the context of a check, which is to call end.
func (c *checks) begin(ctx context.Context) (_ context.Context, end func(), _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return nil, nil, context.Canceled
	}
	if c.until == nil {
		c.until, c.stop = context.WithCancel(context.Background())
	}
	ctx, stop := context.WithCancel(ctx)
	unhook := context.AfterFunc(c.until, stop)
	c.going.Add(1)
	return ctx, func() {
		unhook()
		stop()
		c.going.Done()
	}, nil
}

// end stops those that go on and lets none begin.
func (c *checks) end() {
	c.mu.Lock()
	c.over = true
	if c.stop != nil {
		c.stop()
	}
	c.mu.Unlock()
	c.going.Wait()
}

// checkedRecord is what a check keeps of a record while it reads on: of a large file
// there are some hundred thousand.
type checkedRecord struct {
	revision, group ledger.ID // of the newest version
	kind            uint8
	readable        bool // a version can be read
	listed          bool // the newest can be read, and lists should show it
}

// checkKeysAndLists comes after the rows. Keys and lines lie all over the file and rows in its
// order: where a disk is waited for, there is something to do with the first rows while the rest
// is read.
func (v *Vault) checkKeysAndLists(ctx context.Context, records map[ID]checkedRecord) (keys, lines []Damage, unlisted []ID, err error) {
	v.settling.Lock()
	defer v.settling.Unlock()
	var wrong error
	var beside sync.WaitGroup
	beside.Go(func() { keys, wrong = v.checkKeys(ctx) })
	lines, unlisted, err = v.checkOverviews(ctx, records)
	beside.Wait()
	if wrong == nil {
		wrong = fail("checking the lists", err)
	}
	return keys, lines, unlisted, wrong
}

// checkKeys looks at every box and compares those of members with the roster.
func (v *Vault) checkKeys(ctx context.Context) ([]Damage, error) {
	boxes, err := v.checkBoxes(ctx)
	if err != nil {
		return nil, fail("checking the keys", err)
	}
	members, err := v.checkMembers(ctx)
	return append(boxes, members...), fail("checking the members", err)
}

// endLosesAsMuch says of a missing end that something is lost with it, where
// something is: its rows may all be there, and the last one cut in two.
func endLosesAsMuch(list []Damage) {
	for i, d := range list {
		if d.Kind == "file" && d.Reason == cutOff && d.Lost == LostNothing && !NothingLost(list) {
			list[i].Lost = LostUnknown
		}
	}
}

// CheckCases looks whether the list of cases is all that it should be, and reads
// no more than that takes: what unlocking has met, the small boxes, and of each
// case the newest version of its own record, whose signature is left to Check.
func (v *Vault) CheckCases(ctx context.Context) ([]Damage, error) {
	v.mu.RLock()
	found := slices.Clone(v.mended)
	v.mu.RUnlock()
	for i, d := range found {
		if reference := v.caseOfGroup(d.Record); reference != nil {
			found[i].Case = *reference // of a key it was not known yet
		}
	}
	boxes, err := v.checkBoxes(ctx, ledger.ClassWrap)
	if err != nil {
		return nil, fail("checking the keys", err)
	}
	found = append(found, boxes...)
	err = v.ledger.Newest(ctx, uint8(KindCase), func(r ledger.Revision) error {
		v.mu.RLock()
		mine := v.groups[r.Group] != nil
		v.mu.RUnlock()
		if reason := v.rowWrong(r); mine && reason != "" && reason != isErased {
			found = append(found, v.damageOf(r, reason))
		}
		return ctx.Err()
	})
	if err != nil && !errors.Is(err, ledger.ErrDamaged) { // the structure, which was noted at unlocking
		return nil, fail("checking the cases", err)
	}
	_, repaired, err := v.repaired(ctx)
	if err != nil {
		return nil, fail("checking the cases", err)
	}
	for _, line := range v.Cases() {
		if line.Reference == "" && !repaired { // made of what is left of it, and no repair wrote that down
			found = append(found, Damage{Record: line.ID, Kind: KindCase.String(), Reason: "unreadable"})
		}
	}
	return v.withNoted(found), nil
}

// withNoted adds to a list of damage what was met since the file was opened.
func (v *Vault) withNoted(list []Damage) []Damage {
	for _, d := range v.Damaged() {
		known := func(other Damage) bool {
			return other.Record == d.Record && other.Reason == d.Reason && (d.Kind == "" || other.Kind == d.Kind) ||
				d.Kind == "key" && other.Kind == "key" && other.Record == d.Record && other.Lost == LostKey
		}
		if !slices.ContainsFunc(list, known) {
			list = append(list, d)
		}
	}
	return list
}

// checkBoxes looks at both copies of every box, but for those of some classes.
func (v *Vault) checkBoxes(ctx context.Context, but ...ledger.Class) ([]Damage, error) {
	var list []Damage
	for _, class := range slices.Sorted(maps.Keys(boxNames)) {
		if slices.Contains(but, class) {
			continue
		}
		damage, err := v.ledger.DamagedBoxes(ctx, class)
		if err != nil {
			return nil, err
		}
		for _, d := range damage {
			list = append(list, v.boxDamage(d))
		}
	}
	return list, nil
}

// boxDamage is what is lost with a damaged box: nothing while its copy is good.
func (v *Vault) boxDamage(d ledger.BoxDamage) Damage {
	found := Damage{Kind: boxNames[d.Box.Class], Reason: "hash", Lost: LostNothing}
	switch {
	case d.Lost:
		found.Lost = LostKey
	case d.Other != nil:
		found.Reason = differing // where the one that is taken is wrong, that is named besides
	}
	if d.Box.Class == ledger.ClassWrap && len(d.Box.Subject) == len(ID{}) {
		found.Record = ID(d.Box.Subject)
		if reference := v.caseOfGroup(found.Record); reference != nil {
			found.Case = *reference
		}
	}
	return found
}

// lostWith says what is lost with what is damaged.
func lostWith(d Damage, readable bool) string {
	switch {
	case d.Reason == "order" || d.Reason == putBack || d.Reason == stranger:
		return LostNothing
	case d.Reason == foreign:
		return "" // nobody can tell what it kept out of the file
	case d.Kind == "key":
		return LostKey
	case d.Record.IsZero() || d.Reason == gapBefore || d.Reason == rowsGone || d.Reason == "unreadable":
		return LostUnknown
	case readable:
		return LostVersion
	}
	return LostRecord
}

// checkOverviews opens every overview that this member has the key of. One that
// does not open, or is not of its record's newest version, costs nothing, for it
// is made anew; but somebody or something changed the file. One that opens and
// whose version the file does not have is what is left of that version. What lists
// show and has none is made anew from its record as well, once it is known.
func (v *Vault) checkOverviews(ctx context.Context, records map[ID]checkedRecord) (list []Damage, unlisted []ID, err error) {
	overviews, err := v.ledger.OverviewsBeside(ctx, func(o ledger.Overview) bool {
		r, there := records[o.Record]
		return there && r.revision == o.Revision && r.kind == o.Kind && r.group == o.Group
	})
	if errors.Is(err, ledger.ErrDamaged) {
		return nil, nil, nil // the structure, which was noted at unlocking
	}
	if err != nil {
		return nil, nil, err
	}
	wrong := make([]*Damage, len(overviews))
	keys := v.overviewKeys()
	byWorkers(len(overviews), 64, func() func(int) {
		var room openRoom
		return func(i int) { wrong[i] = v.checkOverview(overviews[i], keys, &room) }
	})
	for i, o := range overviews {
		if r := records[o.Record]; r.listed {
			r.listed = false
			records[o.Record] = r
		}
		if wrong[i] != nil {
			list = append(list, *wrong[i])
		}
	}
	for record, newest := range records {
		if !newest.listed {
			continue
		}
		r := ledger.Revision{Record: record, Revision: newest.revision, Kind: newest.kind, Group: newest.group}
		v.mu.RLock()
		g, ok := v.groups[r.Group], false
		if g != nil {
			_, ok = v.overviewKey(g, g.newest)
		}
		v.mu.RUnlock()
		_, erased := v.erasedBy(r) // in the meantime
		if ok && !erased {
			d := v.damageOf(r, noLine)
			d.Lost = LostNothing
			list, unlisted = append(list, d), append(unlisted, r.Group)
		}
	}
	return list, unlisted, nil
}

// checkOverview says what is wrong with one overview, nil if nothing is or it is not
// this member's.
func (v *Vault) checkOverview(o ledger.Overview, keys overviewKeys, room *openRoom) *Damage {
	if d, lost := v.lostOf(o); lost {
		return &d
	}
	v.mu.RLock()
	g := v.groups[o.Group]
	_, gone := v.erased.groups[o.Group]
	var key seal.Key
	var ok bool
	if g != nil {
		key, ok = keys.of(g, o.KeyVersion)
	}
	v.mu.RUnlock()
	if g == nil && !gone {
		return nil
	}
	r := rowOf(o)
	if !gone {
		if _, erased := v.erasedBy(r); erased {
			return nil // of the version before, which counts again
		}
		if ok && o.Fresh {
			room.empty()
			room.place = v.appendPlace(room.place[:0], "overview", r)
			if _, err := room.open(key, o.Box); err == nil {
				return nil
			}
		}
	}
	d := v.damageOf(r, "overview")
	d.Lost = LostNothing
	return &d
}

// listedKinds are the kinds of records that lists show by their overview.
var listedKinds = func() (kinds []uint8) {
	for _, kind := range []Kind{
		KindContact, KindCard, KindCase, KindRequest, KindTask, KindLetter, KindSaved, KindAsked, KindApproval, KindOrganisation, KindWording, KindKit,
	} {
		kinds = append(kinds, uint8(kind))
	}
	return kinds
}()

func hasLine(kind Kind) bool { return slices.Contains(listedKinds, uint8(kind)) }

// boxNames are the classes of boxes in the words of a report.
var boxNames = map[ledger.Class]string{
	ledger.ClassHeader: "header", ledger.ClassIdentity: "identity", ledger.ClassGrant: "grant",
	ledger.ClassRoster: "roster", ledger.ClassWrap: "key", ledger.ClassPast: "key",
	ledger.ClassSpare: "identity", ledger.ClassInvitation: "invitation", ledger.ClassErased: "erased list",
}
