package data

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"noddfa/data/ledger"
)

// movable are the kinds that can be moved to another case by themselves.
var movable = []Kind{KindNote, KindEvent, KindPlan}

// Move takes a note, an event or a plan that was filed on the wrong case to
// another, with all its versions, and with the files and tasks of a note. It
// returns the record that it is there. Only who holds the keys of both cases can
// do it, and nothing is moved out of a case under a legal hold.
func (v *Vault) Move(ctx context.Context, from, record, to ID, why string) (ID, error) {
	const doing = "moving a record to another case"
	changes, moved, err := v.moving(ctx, from, record, to, strings.TrimSpace(why))
	if err != nil {
		return ID{}, fail(doing, err)
	}
	if err := v.takeAway(ctx, from, changes, record); err != nil {
		return moved, fail(doing, err)
	}
	return moved, nil
}

// moving are the changes that write a record into the right case, and what says
// so at both ends.
func (v *Vault) moving(ctx context.Context, from, record, to ID, why string) ([]change, ID, error) {
	const doing = "looking at what is moved"
	_, ok := v.CaseLine(from)
	_, also := v.CaseLine(to)
	switch {
	case !ok || !also || from == to || v.OtherSide(from) || v.OtherSide(to):
		return nil, ID{}, refuse(CodeNoCase, doing)
	case why == "":
		return nil, ID{}, refuse(CodeNeedsReason, doing)
	}
	list, err := v.readGroup(ctx, from)
	if err != nil {
		return nil, ID{}, err
	}
	if err := v.heldBack(list, from); err != nil {
		return nil, ID{}, err
	}
	list = withoutAway(list)
	versions := versionsOf(list, record)
	if len(versions) == 0 || !slices.Contains(movable, versions[0].kind) {
		return nil, ID{}, refuse(CodeNoRecord, doing)
	}
	m := mover{v: v, from: from, to: to, why: why, main: record, as: NewID()}
	m.take(versions, m.as, func(value any) any { return value })
	if err := m.belongings(ctx, list); err != nil {
		return nil, ID{}, err
	}
	for _, o := range newest(list) {
		if asked, ok := o.value.(AskedLetter); ok && restsOn(asked.Letter, versions) {
			m.leave(versionsOf(list, o.record)) // it has the words, and has to be asked for anew
		}
	}
	m.changes = append(m.changes, event(AuditEvent{Action: AuditMovedOut, Subject: v.aboutCase(from)}), event(AuditEvent{Action: AuditMovedIn, Subject: v.aboutCase(to)}))
	return m.changes, m.as, nil
}

// takeAway writes what takes records out of a case, and lets what is left be all
// that is shown of it; where a manager does it, the words go at once.
func (v *Vault) takeAway(ctx context.Context, from ID, changes []change, records ...ID) error {
	if _, err := v.commit(ctx, changes); err != nil {
		return err
	}
	return v.afterAway(ctx, from, records...)
}

// afterAway is what follows once something was taken out of a case.
func (v *Vault) afterAway(ctx context.Context, from ID, records ...ID) error {
	if err := v.anew(ctx, from); err != nil {
		return err
	}
	v.dropDraftsOf(ctx, records...)
	return v.finishMoves(ctx, from)
}

// mover gathers the changes of one move.
type mover struct {
	v        *Vault
	from, to ID
	why      string
	main, as ID // the record that is moved, and what it is there
	changes  []change
}

// take writes every version of a record into the right case, and a stub at both
// ends.
func (m *mover) take(versions []opened, as ID, with func(any) any) {
	out := Moved{Record: versions[0].record, What: versions[0].kind.String(), Out: true, Other: m.to, As: as, Why: m.why}
	in := Moved{Record: as, What: out.What, Other: m.from, As: out.Record, Why: m.why}
	if out.Record != m.main {
		out.With, in.With = m.main, m.as
	}
	for _, o := range versions {
		m.changes = append(m.changes, change{as, m.to, with(o.value)})
		out.Revisions = append(out.Revisions, o.revision)
		in.Written = append(in.Written, Pen{o.author, o.written})
	}
	m.changes = append(m.changes, change{NewID(), m.to, in}, change{NewID(), m.from, out})
}

// leave takes a record out without putting it anywhere.
func (m *mover) leave(versions []opened) {
	out := Moved{Record: versions[0].record, What: versions[0].kind.String(), Out: true, With: m.main, Why: m.why}
	for _, o := range versions {
		out.Revisions = append(out.Revisions, o.revision)
	}
	m.changes = append(m.changes, change{NewID(), m.from, out})
}

// belongings takes what belongs to a note along: its files, and the tasks that
// were made of it.
func (m *mover) belongings(ctx context.Context, list []opened) error {
	files := false
	for _, o := range newest(list) {
		switch value := o.value.(type) {
		case Task:
			if value.From == m.main {
				m.take(versionsOf(list, o.record), NewID(), func(one any) any {
					task, _ := one.(Task)
					task.From = m.as
					return task
				})
			}
		case Attachment:
			if value.Note != m.main {
				continue
			}
			files = true
			file := NewID()
			revisions, err := m.v.ledger.Record(ctx, value.File)
			if err != nil {
				return err
			}
			bytes, err := m.v.openAll(ctx, slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return r.Group != m.from || Kind(r.Kind) != KindAttached }))
			if err != nil {
				return err
			}
			if len(bytes) == 0 {
				return refuse(CodeDamaged, "reading a file that belongs to what is moved") // else it would be gone with the note
			}
			m.take(bytes, file, func(one any) any { return one })
			m.take(versionsOf(list, o.record), NewID(), func(one any) any {
				a, _ := one.(Attachment)
				a.Note, a.File = m.as, file
				return a
			})
		}
	}
	if !files {
		return nil
	}
	f, err := m.v.OpenCase(ctx, m.to)
	if err != nil {
		return err
	}
	if m.v.RefusesFiles(f) {
		return refuse(CodeAttachBlocked, "looking at files that belong to what is moved")
	}
	return nil
}

func versionsOf(list []opened, record ID) []opened {
	var versions []opened
	for _, o := range list {
		if o.record == record {
			versions = append(versions, o)
		}
	}
	return versions
}

// restsOn reports whether a letter tells of an event that is moved.
func restsOn(l Letter, versions []opened) bool {
	return slices.ContainsFunc(l.Events, func(e Event) bool {
		return slices.ContainsFunc(versions, func(o opened) bool {
			moved, ok := o.value.(Event)
			return ok && (moved.What != "" && moved.What == e.What || moved.Quoted != "" && moved.Quoted == e.Quoted)
		})
	})
}

// LettersTelling are the letters of a case that have left and tell of an event:
// they stay, and somebody may have to write to put them right.
func (f *CaseFile) LettersTelling(event ID) []Entry[IssuedLetter] {
	i := slices.IndexFunc(f.Events, func(e Entry[Event]) bool { return e.ID == event })
	if i < 0 {
		return nil
	}
	told := []opened{{value: f.Events[i].Value}}
	return slices.DeleteFunc(slices.Clone(f.Letters), func(l Entry[IssuedLetter]) bool { return !restsOn(l.Value.Letter, told) })
}

// finishMoves erases what was taken out of some cases, of all if none is named,
// and has arrived. It takes a manager; of a restricted case a named one. A crash
// before it leaves the words in both cases, and it is done at the next unlock.
func (v *Vault) finishMoves(ctx context.Context, cases ...ID) error {
	if v.me().Role != Manager || v.ledger.ReadOnly() {
		return nil
	}
	if len(cases) == 0 {
		cases = v.unfinishedMoves()
	}
	for _, from := range cases {
		list, err := v.readGroup(ctx, from)
		if err != nil {
			return err
		}
		var e erasure
		reason := ""
		for _, m := range entries[Moved](v, list) {
			if !m.Value.Out || v.allErased(m.Value.Revisions) || !v.arrived(ctx, m.Value, list) {
				continue
			}
			for _, revision := range m.Value.Revisions {
				if !v.allErased([]ID{revision}) {
					e.Versions = append(e.Versions, erasedVersion{m.Value.Record, revision})
				}
			}
			if m.Value.With.IsZero() || reason == "" {
				reason = m.Value.Why
			}
		}
		o := EraseOptions{Reason: reason}
		if len(e.Versions) == 0 || v.mayErase(ctx, o, from) != nil {
			continue
		}
		if _, err := v.erase(ctx, e, from, o); err != nil {
			return err
		}
	}
	return nil
}

// unfinishedMoves are the cases with words in the file that were taken out of
// them.
func (v *Vault) unfinishedMoves() []ID {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var cases []ID
	for id, line := range v.cases {
		if slices.ContainsFunc(line.Away, func(a AwayLine) bool { return v.erased.revisions[a.Revision].IsZero() }) {
			cases = append(cases, id)
		}
	}
	return cases
}

// UnfinishedMoves counts the cases in which words are still in the file that were
// taken out of them: until a manager unlocks.
func (v *Vault) UnfinishedMoves() int { return len(v.unfinishedMoves()) }

func (v *Vault) allErased(revisions []ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return !slices.ContainsFunc(revisions, func(r ID) bool { return v.erased.revisions[r].IsZero() })
}

// arrived reports whether what was taken out of a case is where it belongs, word
// for word, so that nothing is lost when it goes here. What has been erased there
// since was there.
func (v *Vault) arrived(ctx context.Context, m Moved, here []opened) bool {
	switch {
	case !m.Contact.IsZero():
		known, remains, err := v.ledger.Remains(ctx, m.Contact)
		return err == nil && (v.opensGroup(m.Contact) || known && !remains)
	case m.As.IsZero():
		return !m.With.IsZero()
	}
	revisions, err := v.ledger.Record(ctx, m.As)
	if err != nil || len(revisions) < len(m.Revisions) {
		return false
	}
	there, err := v.openWithStubs(ctx, slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return r.Group != m.Other }))
	if err != nil || len(there) < len(m.Revisions) {
		return false
	}
	versions := versionsOf(here, m.Record)
	for i, o := range there[:len(m.Revisions)] {
		if !o.erased.IsZero() {
			continue
		}
		if o.kind.String() != m.What {
			return false
		}
		j := slices.IndexFunc(versions, func(one opened) bool { return one.revision == m.Revisions[i] })
		if slices.Contains(movable, o.kind) && j >= 0 && !sameJSON(o.value, versions[j].value) {
			return false
		}
	}
	return true
}

func (v *Vault) opensGroup(id ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.opens(id)
}

// sameJSON reports whether two values are written alike.
func sameJSON(a, b any) bool {
	one, err := json.Marshal(a)
	if err != nil {
		return false
	}
	other, err := json.Marshal(b)
	return err == nil && reflect.TypeOf(a) == reflect.TypeOf(b) && string(one) == string(other)
}
