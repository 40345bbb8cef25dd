package data

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// When somebody leaves, what is theirs is handed to colleagues before they are
// removed (practice.md 18). Where they had to be removed at once, it can be
// handed over afterwards just as well.

// LeavingKind says what somebody leaves behind.
type LeavingKind string

// The kinds.
const (
	LeavingRestricted LeavingKind = "restricted" // a restricted case, with its tasks and requests
	LeavingCase       LeavingKind = "case"
	LeavingTask       LeavingKind = "task"
	LeavingCallBack   LeavingKind = "call-back"
	LeavingRequest    LeavingKind = "request"
)

// LeavingKinds lists them in the order in which they are shown: a case first, so
// that whoever takes it can take its tasks.
func LeavingKinds() []LeavingKind {
	return []LeavingKind{LeavingRestricted, LeavingCase, LeavingTask, LeavingCallBack, LeavingRequest}
}

// LeavingItem is one thing that somebody leaves behind.
type LeavingItem struct {
	Kind  LeavingKind
	ID    ID // of the case, the task, the contact or its card, or the request
	Case  ID
	Title string // a name; "" where there is none
	ToDo  *Task
	Asks  RequestKind
	Due   time.Time
}

// Leaving is what somebody leaves behind.
type Leaving struct {
	Member  Member
	Items   []LeavingItem
	Unsaved int        // texts that only they can open
	Locked  int        // restricted cases whose key is not here
	CanOpen []string   // who else holds the key of one of those
	Alone   bool       // nobody else holds the key of one of those
	Copies  *AuditLine // who saw that the copy on their computer is gone
}

// Restricted counts the restricted cases in which they are named.
func (l Leaving) Restricted() int {
	n := l.Locked
	for _, item := range l.Items {
		if item.Kind == LeavingRestricted {
			n++
		}
	}
	return n
}

// Leaving gathers what a colleague leaves behind, for a manager.
func (v *Vault) Leaving(ctx context.Context, member ID) (Leaving, error) {
	const doing = "looking at what somebody leaves behind"
	m, known := v.roster().members[member]
	switch {
	case v.me().Role != Manager:
		return Leaving{}, refuse(CodeNoKey, doing)
	case !known || m.Kit:
		return Leaving{}, refuse(CodeNoMember, doing)
	}
	l := Leaving{Member: m, Items: v.leftBehind(m), Unsaved: v.Unsaved(ctx, member)}
	if err := v.lockedOf(ctx, &l); err != nil {
		return Leaving{}, fail(doing, err)
	}
	trail, err := v.Audit(ctx)
	for _, line := range trail {
		if line.Action == AuditCopyGone && line.Subject == m.Name {
			l.Copies = &line
		}
	}
	return l, err
}

// LeftBehind counts what those who have left still leave behind, by their ids.
func (v *Vault) LeftBehind() map[ID]int {
	left := map[ID]int{}
	for _, m := range v.Members() {
		if m.Active || m.Kit || v.named(m.Name) != nil { // somebody of that name is here
			continue
		}
		if n := len(v.leftBehind(m)); n > 0 {
			left[m.ID] = n
		}
	}
	return left
}

func (v *Vault) leftBehind(m Member) []LeavingItem {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []LeavingItem
	with := map[ID]bool{} // restricted cases, with which the rest goes
	for id, c := range v.cases {
		title := c.Name
		if v.otherSide(id) {
			title = "" // the manager works on the other side
		}
		switch {
		case v.restricted(id) && slices.Contains(v.holders[id], m.ID):
			with[id] = true
			list = append(list, LeavingItem{Kind: LeavingRestricted, ID: id, Case: id, Title: title})
		case c.Closed.IsZero() && sameWorker(c.Owner, m.Name):
			list = append(list, LeavingItem{Kind: LeavingCase, ID: id, Case: id, Title: title})
		}
	}
	due := map[ID][]time.Time{}
	for id, t := range v.tasks {
		if t.Done.IsZero() && sameWorker(t.Owner, m.Name) && !with[t.Case] {
			due[t.Case] = append(due[t.Case], t.Due)
			item := LeavingItem{Kind: LeavingTask, ID: id, Case: t.Case, Title: v.cases[t.Case].Name, ToDo: &t.Task, Due: t.Due}
			if v.otherSide(t.Case) {
				item.Title, item.ToDo = "", nil
			}
			list = append(list, item)
		}
	}
	for id, c := range v.contacts.all() {
		if c.openCallBack() && sameWorker(c.FollowUp.Who, m.Name) {
			list = append(list, LeavingItem{Kind: LeavingCallBack, ID: id, Title: c.Name, Due: c.FollowUp.On})
		}
	}
	for id, c := range v.cards.all() {
		promised := !c.CallOn.IsZero() && sameWorker(c.Caller, m.Name) && !with[c.Case] && v.groups[id] != nil
		if promised && !slices.ContainsFunc(due[c.Case], c.CallOn.Equal) { // else it goes with its task
			list = append(list, LeavingItem{Kind: LeavingCallBack, ID: id, Case: c.Case, Title: c.CalledName, Due: c.CallOn})
		}
	}
	for id, r := range v.requests {
		if r.Open() && sameWorker(firstOf(r.Owner, r.By), m.Name) && v.opens(id) && !v.otherSide(id) && !with[r.Case] {
			list = append(list, LeavingItem{Kind: LeavingRequest, ID: id, Case: r.Case, Title: r.Name, Asks: r.Kind, Due: r.Clock(v.Now().Location()).Due})
		}
	}
	order := LeavingKinds()
	slices.SortFunc(list, func(a, b LeavingItem) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), a.Due.Compare(b.Due), strings.Compare(a.Title, b.Title), strings.Compare(a.ID.String(), b.ID.String()))
	})
	return list
}

// lockedOf counts the restricted cases of somebody whose key is not here, and says
// who else has it: only they can hand such a case over.
func (v *Vault) lockedOf(ctx context.Context, l *Leaving) error {
	others := map[ID][]string{}
	v.mu.RLock()
	for id, holders := range v.holders {
		if v.restricted(id) && slices.Contains(holders, l.Member.ID) && v.groups[id] == nil {
			others[id] = nil
			for _, m := range v.namedOf(id) {
				if m.ID != l.Member.ID {
					others[id] = append(others[id], m.Name)
				}
			}
		}
	}
	v.mu.RUnlock()
	for id, names := range others {
		isCase, err := v.ledger.HasKind(ctx, id, uint8(KindCase))
		if err != nil {
			return err
		}
		if !isCase {
			continue
		}
		l.Locked++
		l.Alone = l.Alone || len(names) == 0
		l.CanOpen = append(l.CanOpen, names...)
	}
	slices.Sort(l.CanOpen)
	l.CanOpen = slices.Compact(l.CanOpen)
	return nil
}

// MayTake reports whether somebody can be handed things of a kind: a volunteer
// rings people back and opens no case.
func (m Member) MayTake(kind LeavingKind) bool {
	return m.Active && !m.Kit && (kind == LeavingCallBack || rank(m.Role) >= rank(Caseworker))
}

// HandOver gives what somebody leaves behind to a colleague, each by itself: what
// cannot be given does not keep the others. It returns how many were given, and
// why the first that was not was not.
func (v *Vault) HandOver(ctx context.Context, from, to ID, items ...LeavingItem) (given int, err error) {
	const doing = "handing over"
	leaver, known := v.roster().members[from]
	taker := v.roster().members[to]
	switch {
	case v.me().Role != Manager:
		return 0, refuse(CodeNoKey, doing)
	case !known || from == to || !taker.Active:
		return 0, refuse(CodeNoMember, doing)
	}
	for _, item := range items {
		if !taker.MayTake(item.Kind) {
			err = cmp.Or(err, refuse(CodeNoMember, doing))
			continue
		}
		if failed := v.handOver(ctx, leaver, taker, item); failed != nil {
			err = cmp.Or(err, fail(doing, failed))
			continue
		}
		given++
	}
	if given > 0 {
		v.tell(ctx, AuditEvent{Action: AuditHanded, Subject: leaver.Name, Detail: taker.Name})
	}
	return given, err
}

func (v *Vault) handOver(ctx context.Context, from, to Member, item LeavingItem) error {
	switch item.Kind {
	case LeavingRestricted:
		return v.handRestricted(ctx, from, to, item.Case)
	case LeavingCase:
		return v.giveCase(ctx, from, to, item.Case)
	case LeavingTask:
		return v.giveTask(ctx, from, to, item.ID)
	case LeavingCallBack:
		return v.giveCallBack(ctx, from, to, item.ID)
	}
	return v.giveRequest(ctx, to, item.ID)
}

// handRestricted names a colleague in the place of whoever leaves. Only somebody
// who holds the key can, and at least two stay named, one of them a manager.
func (v *Vault) handRestricted(ctx context.Context, from, to Member, caseID ID) error {
	named := []ID{to.ID}
	for _, m := range v.NamedMembers(caseID) {
		if m.ID != from.ID && m.ID != to.ID {
			named = append(named, m.ID)
		}
	}
	if err := v.Restrict(ctx, caseID, named); err != nil {
		return err
	}
	if line, _ := v.CaseLine(caseID); sameWorker(line.Owner, from.Name) {
		if err := v.giveCase(ctx, from, to, caseID); err != nil {
			return err
		}
	}
	for _, t := range v.Tasks() {
		if t.Case == caseID && t.Done.IsZero() && sameWorker(t.Owner, from.Name) {
			if err := v.giveTask(ctx, from, to, t.ID); err != nil {
				return err
			}
		}
	}
	for _, r := range v.Requests() {
		if r.Case == caseID && r.Open() && sameWorker(firstOf(r.Owner, r.By), from.Name) {
			if err := v.giveRequest(ctx, to, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *Vault) giveCase(ctx context.Context, from, to Member, caseID ID) error {
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return err
	}
	c := f.Case.Value
	if !sameWorker(c.Owner, from.Name) {
		return nil // somebody took it meanwhile
	}
	c.Owner = to.Name
	_, err = Change(ctx, v, caseID, caseID, c)
	return err
}

// giveTask gives a task, and the contact card's promise that it stands for.
func (v *Vault) giveTask(ctx context.Context, from, to Member, id ID) error {
	v.mu.RLock()
	line, ok := v.tasks[id]
	var changes []change
	for card, c := range v.cards.all() {
		if c.Case == line.Case && v.groups[card] != nil && !c.CallOn.IsZero() && c.CallOn.Equal(line.Due) && sameWorker(c.Caller, from.Name) {
			c.Caller = to.Name
			changes = append(changes, change{card, card, c})
		}
	}
	v.mu.RUnlock()
	if !ok {
		return refuse(CodeNoRecord, "giving a task")
	}
	if !sameWorker(line.Owner, from.Name) {
		return nil
	}
	task := line.Task
	task.Owner = to.Name
	_, err := v.commit(ctx, append(changes, change{id, line.Case, task}))
	return err
}

// giveCallBack gives what was promised: of a contact that waits to be sorted, or
// on the card of one that was.
func (v *Vault) giveCallBack(ctx context.Context, from, to Member, id ID) error {
	v.mu.RLock()
	card, isCard := v.cards.of(id)
	v.mu.RUnlock()
	if isCard {
		card.Caller = to.Name
		_, err := v.commit(ctx, []change{{id, id, card}})
		return err
	}
	e, err := v.Contact(ctx, id)
	if err != nil {
		return err
	}
	e.Value.FollowUp.Who, e.Value.FollowUp.From = to.Name, from.Name
	return v.ChangeContact(ctx, id, e.Value)
}

func (v *Vault) giveRequest(ctx context.Context, to Member, id ID) error {
	f, err := v.OpenRequest(ctx, id)
	if err != nil {
		return err
	}
	r := f.Request.Value
	r.Owner = to.Name
	_, err = v.SaveRequest(ctx, id, r)
	return err
}

// SeeOff removes somebody, and writes who saw that the copy of the records on
// their computer is gone; "" where nobody did.
func (v *Vault) SeeOff(ctx context.Context, name, seenBy string) error {
	var seen []change
	if m := v.named(name); m != nil && seenBy != "" {
		seen = append(seen, event(AuditEvent{Action: AuditCopyGone, Subject: m.Name, Detail: seenBy}))
	}
	return v.removeMember(ctx, name, seen...)
}
