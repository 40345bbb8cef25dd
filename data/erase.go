package data

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"noddfa/data/ledger"
)

// Erasing takes the sealed bytes and every key out of the file and leaves a
// signed stub. What older backups hold they hold until they are removed by rule:
// the stub says until when, and the list that goes with the backups erases it
// again should one be restored.

// EraseOptions are what erasing needs to be told.
type EraseOptions struct {
	Reason  string   // required
	Backups []string // folders with backups of this vault, besides those that are known here
}

// EraseCase erases a case with the contacts that were sorted into it and their
// cards.
func (v *Vault) EraseCase(ctx context.Context, caseID ID, o EraseOptions) (Erased, error) {
	const doing = "erasing a case"
	if _, ok := v.CaseLine(caseID); !ok && v.me().Role == Manager {
		return Erased{}, refuse(CodeNoCase, doing)
	}
	if err := v.mayErase(ctx, o, caseID); err != nil {
		return Erased{}, fail(doing, err)
	}
	groups, err := v.groupsOfCase(ctx, caseID)
	if err != nil {
		return Erased{}, fail(doing, err)
	}
	done, err := v.erase(ctx, erasure{Groups: groups}, caseID, o)
	return done, fail(doing, err)
}

// EraseContact erases a contact that is in no case, and its card.
func (v *Vault) EraseContact(ctx context.Context, contact ID, o EraseOptions) (Erased, error) {
	const doing = "erasing a contact"
	v.mu.RLock()
	line, ok := v.contacts.of(contact)
	groups := []ID{contact}
	for id, card := range v.cards.all() {
		if card.Contact == contact && v.groups[id] != nil {
			groups = append(groups, id)
		}
	}
	v.mu.RUnlock()
	if err := v.mayErase(ctx, o, contact); err != nil {
		return Erased{}, fail(doing, err)
	}
	switch {
	case !ok:
		return Erased{}, refuse(CodeNoRecord, doing)
	case !line.Case.IsZero():
		return Erased{}, refuse(CodeTriaged, doing) // it goes with its case
	}
	done, err := v.erase(ctx, erasure{Groups: groups}, contact, o)
	return done, fail(doing, err)
}

// EraseRequest erases a request that is decided, with its decision. While somebody waits for an answer it stays.
func (v *Vault) EraseRequest(ctx context.Context, id ID, o EraseOptions) (Erased, error) {
	const doing = "erasing a request"
	line, ok := v.RequestLine(id)
	if !ok && v.me().Role == Manager {
		return Erased{}, refuse(CodeNoRecord, doing)
	}
	if err := v.mayErase(ctx, o, id); err != nil {
		return Erased{}, fail(doing, err)
	}
	if line.Open() {
		return Erased{}, refuse(CodeUndecided, doing)
	}
	done, err := v.erase(ctx, erasure{Groups: []ID{id}}, id, o)
	return done, fail(doing, err)
}

// EraseVersion erases one version of a record of a contact or case, such as a
// sentence that should never have been written down. If it was the newest, the
// one before counts again.
func (v *Vault) EraseVersion(ctx context.Context, record, revision ID, o EraseOptions) (Erased, error) {
	const doing = "erasing a version"
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil {
		return Erased{}, fail(doing, err)
	}
	i := slices.IndexFunc(revisions, func(r ledger.Revision) bool { return r.Record == record && r.Revision == revision })
	if i < 0 || !erasable(Kind(revisions[i].Kind)) || isGroupZero(revisions[i].Group) {
		return Erased{}, refuse(CodeNoRecord, doing)
	}
	group := ID(revisions[i].Group)
	if err := v.mayErase(ctx, o, group); err != nil {
		return Erased{}, fail(doing, err)
	}
	v.mu.RLock()
	mine, gone := v.groups[group] != nil, v.erased.revisions[revision] != ID{}
	v.mu.RUnlock()
	if !mine || gone {
		return Erased{}, refuse(CodeNoRecord, doing)
	}
	done, err := v.erase(ctx, erasure{Versions: []erasedVersion{{record, revision}}}, group, o)
	return done, fail(doing, err)
}

// mayErase is the one place where erasing is refused: to who may not, without a
// reason, and under a legal hold on the case that the group is, is in or is about.
func (v *Vault) mayErase(ctx context.Context, o EraseOptions, group ID) error {
	v.mu.RLock()
	restricted := v.restricted(group) && (v.me().Kit || !slices.Contains(v.holders[group], v.me().ID))
	caseID := v.caseIn(group)
	v.mu.RUnlock()
	switch {
	case v.me().Role != Manager:
		return refuse(CodeNoKey, "looking at who erases")
	case restricted:
		return refuse(CodeNoKey, "looking at whom the case is restricted to")
	case strings.TrimSpace(o.Reason) == "":
		return refuse(CodeNeedsReason, "erasing")
	case caseID.IsZero():
		return nil
	}
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return err
	}
	return v.heldBack(list, caseID)
}

// caseIn is the case that a group is, that the contact or card is in, or that the
// request is about; zero where there is none. The caller holds mu.
func (v *Vault) caseIn(group ID) ID {
	if line, ok := v.contacts.of(group); ok {
		return line.Case
	}
	if card, ok := v.cards.of(group); ok {
		return card.Case
	}
	if _, ok := v.cases[group]; ok {
		return group
	}
	if about := v.requests[group].Case; v.groups[about] != nil {
		return about
	}
	return ID{}
}

// erase signs the erasure and does it, in one transaction with what else is
// written then. about is the contact, case or request that it is about.
func (v *Vault) erase(ctx context.Context, e erasure, about ID, o EraseOptions, besides ...change) (Erased, error) {
	o.Backups = v.everyFolder(o.Backups)
	ruled, copies := v.oldCopies(ctx, o.Backups)
	e.Held, e.Imported = heldUntil(v.Now(), ruled), v.importedAmong(e.Groups)
	id, in := NewID(), inCasework
	if v.Restricted(about) {
		in = inManagement // the other caseworkers learn nothing of a restricted case
	}
	told := AuditEvent{Action: AuditErased, Subject: v.aboutCase(about)}
	if r, ok := v.RequestLine(about); ok {
		told.Subject, told.Detail = v.aboutRequest(about, nil), string(r.Kind)
	}
	entry := v.listed(id, e)
	if len(e.touched) == 0 && len(e.Versions) > 0 {
		e.touched = []ID{about}
	}
	stub, err := v.eraseAtOnce(ctx, Erased{
		ID: id, By: v.me().Name, Reason: o.Reason, Held: e.Held, groups: e.Groups, versions: e.Versions, imported: e.Imported,
	}, entry, e.touched, append([]change{
		{id, groupZero(inContacts), e},
		{NewID(), groupZero(in), erasureReason{id, strings.TrimSpace(o.Reason)}},
		event(told),
	}, besides...))
	if err != nil {
		return stub, err
	}
	v.dropErasedDrafts(ctx, stub.groups, stub.versions)
	if err := v.ledger.Truncate(ctx); err != nil {
		return stub, err
	}
	stub.Unlisted, stub.Copies = v.spreadErased(ctx, o.Backups...), copies
	return stub, nil
}

// eraseAtOnce writes the changes, takes the words out and lists what is left of the groups touched. Nobody checks the
// file in between.
func (v *Vault) eraseAtOnce(ctx context.Context, stub Erased, entry listEntry, touched []ID, changes []change) (Erased, error) {
	v.settling.Lock()
	defer v.settling.Unlock()
	done, err := v.commit(ctx, changes, func(tx *ledger.Tx) error {
		if err := v.takeOut(tx, stub.groups, stub.versions); err != nil {
			return err
		}
		if err := deleteLinesOf(tx, touched); err != nil {
			return err
		}
		return tx.PutBox(entry.box(v.id))
	})
	if err != nil {
		return Erased{}, err
	}
	stub.At = done[0].written
	v.forgetErased(stub)
	for _, id := range touched {
		if err := v.anew(ctx, id); err != nil {
			return stub, err
		}
	}
	return stub, nil
}

// takeOut removes what an erasure names from the file.
func (v *Vault) takeOut(tx *ledger.Tx, groups []ID, versions []erasedVersion) error {
	for _, id := range groups {
		if err := tx.EraseGroup(id); err != nil {
			return err
		}
	}
	for _, one := range versions {
		if err := tx.EraseRevision(one.Record, one.Revision); err != nil {
			return err
		}
	}
	return nil
}

// forgetErased lets the memory follow after something was erased.
func (v *Vault) forgetErased(e Erased) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.erased.add(e)
	v.forgetFound(e.groups...)
	for _, id := range e.groups {
		if g := v.groups[id]; g != nil {
			g.versions.wipe()
		}
		delete(v.groups, id)
		delete(v.holders, id)
		v.dropLines(id)
	}
}

// dropLines takes a group out of the lists. The caller holds mu.
func (v *Vault) dropLines(group ID) {
	v.contacts.drop(group)
	v.cards.drop(group)
	delete(v.cases, group)
	delete(v.requests, group)
	for id, t := range v.tasks {
		if t.Case == group {
			delete(v.tasks, id)
		}
	}
	for id, l := range v.letters {
		if l.Case == group {
			delete(v.letters, id)
		}
	}
	for id, l := range v.copies {
		if l.Case == group {
			delete(v.copies, id)
		}
	}
	for id, l := range v.asked {
		if l.Case == group {
			delete(v.asked, id)
		}
	}
	for id, a := range v.approvals {
		if a.group == group {
			delete(v.approvals, id)
		}
	}
}

// anew makes the lines of a group from what is left of its records.
func (v *Vault) anew(ctx context.Context, group ID) error {
	v.mu.Lock()
	v.dropLines(group)
	v.mu.Unlock()
	if err := v.rebuild(ctx, group); err != nil {
		return err
	}
	if err := v.searchAnew(ctx, group); err != nil {
		return err
	}
	return v.ledger.Write(ctx, func(tx *ledger.Tx) error { return v.putLines(tx, group) })
}

// finishErasures writes the lines of groups of which something was erased, where a
// crash came after their words were gone and before what is left was listed.
func (v *Vault) finishErasures(ctx context.Context) {
	v.listAgain(ctx, slices.DeleteFunc(v.unlisted, func(id ID) bool {
		revisions, err := v.ledger.Group(ctx, id)
		return err != nil || !slices.ContainsFunc(revisions, func(r ledger.Revision) bool {
			_, erased := v.erasedBy(r)
			return erased
		})
	}))
	v.unlisted = nil
}

// dropErasedDrafts removes this member's unsaved texts about groups that were
// erased, and about records of which no version has any words left.
func (v *Vault) dropErasedDrafts(ctx context.Context, groups []ID, versions []erasedVersion) {
	drafts, err := v.Drafts(ctx)
	if err != nil || len(drafts) == 0 {
		return
	}
	gone := slices.Clone(groups)
	for _, one := range versions {
		named := slices.ContainsFunc(drafts, func(d Draft) bool { return namesOne(d.Form, []ID{one.Record}) })
		if !named || slices.Contains(gone, one.Record) {
			continue
		}
		revisions, err := v.ledger.Record(ctx, one.Record)
		if err == nil && !slices.ContainsFunc(revisions, func(r ledger.Revision) bool { return r.Box != nil }) {
			gone = append(gone, one.Record)
		}
	}
	v.dropDraftsOf(ctx, gone...)
}

// dropDraftsOf removes this member's unsaved texts about what was erased; a
// colleague's are sealed to them and go when they next unlock.
func (v *Vault) dropDraftsOf(ctx context.Context, groups ...ID) {
	if len(groups) == 0 {
		return
	}
	drafts, err := v.Drafts(ctx)
	if err != nil {
		return
	}
	for _, d := range drafts {
		if namesOne(d.Form, groups) {
			_ = v.DropDraft(ctx, d.Form)
		}
	}
}

func namesOne(form string, groups []ID) bool {
	return slices.ContainsFunc(groups, func(id ID) bool { return strings.Contains(form, id.String()) })
}

// oldCopies are the copies of these records in some folders: when those were made
// that go by rule as new backups come, a list for each folder, and the files that
// no rule removes, because they have another name or hold what these do not.
// Without a folder to look into, one is thought to have been made every day.
func (v *Vault) oldCopies(ctx context.Context, folders []string) (ruled [][]time.Time, copies []string) {
	if len(folders) == 0 {
		var daily []time.Time
		for day := range 366 {
			daily = append(daily, v.Now().AddDate(0, 0, -day))
		}
		return [][]time.Time{daily}, nil
	}
	name := backupName(v.path)
	for _, folder := range folders {
		made := map[string]time.Time{}
		for _, b := range backupsIn(folder, name) {
			made[b.path] = b.at
		}
		var times []time.Time
		for _, file := range filesIn(folder, "", Extension) {
			if same(file, v.path) {
				continue
			}
			copied, whole, err := v.ledger.Compare(ctx, file)
			at, named := made[file]
			switch {
			case named && (whole || err != nil): // one that cannot be read may hold it as well
				times = append(times, at)
			case copied:
				copies = append(copies, file)
			}
		}
		slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
		ruled = append(ruled, times)
	}
	return ruled, copies
}

func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// heldUntil is when the last backup that was made before now will have been
// removed, if one is made every day from now on.
func heldUntil(now time.Time, ruled [][]time.Time) time.Time {
	var last time.Time
	for _, times := range ruled {
		if held := lastKept(now, times); held.After(last) {
			last = held
		}
	}
	return last
}

// lastKept plays the rule by which backups are removed until none of these is
// left.
func lastKept(now time.Time, present []time.Time) time.Time {
	if len(present) == 0 {
		return time.Time{}
	}
	list := present
	for day := 1; ; day++ {
		at := now.UTC().AddDate(0, 0, day)
		list = append([]time.Time{at}, list...)
		slices.SortFunc(list, func(a, b time.Time) int { return b.Compare(a) })
		keep, left := kept(list), list[:0:0]
		old := false
		for i, t := range list {
			if keep[i] {
				left = append(left, t)
				old = old || !t.After(now)
			}
		}
		if list = left; !old {
			return at.Truncate(24 * time.Hour)
		}
	}
}
