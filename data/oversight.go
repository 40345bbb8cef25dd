package data

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// OversightKind says why something is on the managers' list.
type OversightKind string

// The reasons, in the order in which the list shows them.
const (
	OversightCrisis       OversightKind = "crisis"       // crisis: not finished
	OversightDanger       OversightKind = "danger"       // in danger now, not sorted yet
	OversightApproval     OversightKind = "approval"     // a letter waits for a manager, or left before one saw it
	OversightLate         OversightKind = "late"         // it left first and was approved afterwards
	OversightSafeguarding OversightKind = "safeguarding" // under 18 without a decision
	OversightFirst        OversightKind = "first"        // nobody has been reached yet
	OversightReply        OversightKind = "reply"        // no reply from the police
	OversightReview       OversightKind = "review"       // a plan's review is overdue
	OversightRisk         OversightKind = "risk"         // a risk review is overdue
	OversightTask         OversightKind = "task"         // a task or call-back is overdue
	OversightRequest      OversightKind = "request"      // what somebody has a right to an answer to, late or due within a week
	OversightDebrief      OversightKind = "debrief"      // a colleague would like to talk it over
	OversightQuiet        OversightKind = "quiet"        // nothing was written for a while
)

// OversightKinds lists the reasons in their order.
func OversightKinds() []OversightKind {
	return []OversightKind{
		OversightCrisis, OversightDanger, OversightApproval, OversightLate, OversightSafeguarding, OversightFirst, OversightReply,
		OversightReview, OversightRisk, OversightTask, OversightRequest, OversightDebrief, OversightQuiet,
	}
}

// OversightItem is one line: what it is about, whose it is, and since when.
type OversightItem struct {
	Kind    OversightKind
	Case    ID
	Contact ID
	Letter  ID // asked for, or issued
	Request ID
	Asks    RequestKind // of a request
	Asked   bool
	Title   string    // a name, a reference or a letter's number
	ToDo    *Task     // where it is a task
	Who     string    // the worker; "" = nobody's
	Since   time.Time // the day it was due, or happened
}

// QuietDays is after how many days without a word a case is asked after, where
// the organisation has not said otherwise.
const QuietDays = 28

// Quiet is after how many days without a word a case is asked after.
func (o Organisation) Quiet() int {
	if o.QuietDays > 0 {
		return o.QuietDays
	}
	return QuietDays
}

// lateShown is how long a letter that was approved late stays on the list.
const lateShown = 28

// Oversight is what waits across the whole team, for a manager: the reasons in
// their order, the oldest of each first. A restricted case is in it only where
// this manager is one of the named.
func (v *Vault) Oversight(ctx context.Context) ([]OversightItem, error) {
	const doing = "looking at what waits across the team"
	if v.me().Role != Manager {
		return nil, refuse(CodeNoKey, doing)
	}
	if err := v.readTouched(ctx); err != nil {
		return nil, fail(doing, err)
	}
	o := &oversight{v: v, today: startOfDay(v.Now())}
	o.contacts()
	o.cases()
	o.tasks()
	o.letters()
	o.requests()
	// A manager who works on one side of two that oppose each other is not shown the other.
	o.list = slices.DeleteFunc(o.list, func(i OversightItem) bool { return v.OtherSide(i.Case) || v.OtherSide(i.Contact) })
	order := map[OversightKind]int{}
	for i, kind := range OversightKinds() {
		order[kind] = i
	}
	slices.SortStableFunc(o.list, func(a, b OversightItem) int {
		return cmp.Or(cmp.Compare(order[a.Kind], order[b.Kind]), a.Since.Compare(b.Since), strings.Compare(a.Title, b.Title))
	})
	return o.list, nil
}

// oversight gathers the list.
type oversight struct {
	v       *Vault
	today   time.Time
	list    []OversightItem
	reached map[ID]bool // cases by whether one of their contacts reached somebody
}

func (o *oversight) add(kind OversightKind, item OversightItem) {
	item.Kind = kind
	o.list = append(o.list, item)
}

// past reports whether a day is over.
func (o *oversight) past(day time.Time) bool {
	return !day.IsZero() && startOfDay(day.In(o.today.Location())).Before(o.today)
}

func (o *oversight) contacts() {
	o.reached = map[ID]bool{}
	for _, c := range o.v.ContactList().All() {
		item := OversightItem{Contact: c.ID, Title: c.Name, Since: c.Started, Who: firstOf(c.FollowUp.Who, o.v.nameOf(c.By))}
		if c.Debrief {
			debrief := item
			debrief.Title = o.v.nameOf(c.By)
			o.add(OversightDebrief, debrief)
		}
		if !c.Case.IsZero() {
			o.reached[c.Case] = o.reached[c.Case] || !c.Attempted
		}
		if !c.Waiting() {
			continue
		}
		switch {
		case c.Crisis:
			o.add(OversightCrisis, item)
			continue
		case c.Danger:
			o.add(OversightDanger, item)
			continue
		case c.Attempted:
			o.add(OversightFirst, item)
		}
		if o.past(c.FollowUp.On) {
			item.Since = c.FollowUp.On
			o.add(OversightTask, item)
		}
	}
}

func (o *oversight) cases() {
	quiet := o.today.AddDate(0, 0, -o.v.Organisation().Quiet())
	for _, c := range o.v.Cases() {
		if !c.Closed.IsZero() {
			continue
		}
		item := OversightItem{Case: c.ID, Title: firstOf(c.Name, c.Reference), Who: c.Owner, Since: c.Opened}
		if c.Crisis {
			o.add(OversightCrisis, item)
		}
		if c.Under18 && !c.Decided {
			o.add(OversightSafeguarding, item)
		}
		if reached, known := o.reached[c.ID]; known && !reached {
			o.add(OversightFirst, item)
		}
		for kind, day := range map[OversightKind]time.Time{OversightReview: c.PlanReview, OversightRisk: c.RiskReview} {
			if o.past(day) {
				item.Since = day
				o.add(kind, item)
			}
		}
		if !c.Touched.IsZero() && c.Touched.Before(quiet) {
			item.Since = c.Touched
			o.add(OversightQuiet, item)
		}
	}
}

func (o *oversight) tasks() {
	for _, t := range o.v.Tasks() {
		if t.Done.IsZero() && o.past(t.Due) {
			o.add(OversightTask, OversightItem{Case: t.Case, ToDo: &t.Task, Who: t.Owner, Since: t.Due})
		}
	}
}

// requests are those that are open and late, or due within a week, as every breach
// is.
func (o *oversight) requests() {
	for _, l := range o.v.Requests() {
		due := l.Clock(o.today.Location()).Due
		if l.Open() && due.Before(o.today.AddDate(0, 0, 8)) {
			o.add(OversightRequest, OversightItem{Case: l.Case, Request: l.ID, Asks: l.Kind, Title: l.Name, Who: firstOf(l.Owner, l.By), Since: due})
		}
	}
}

// letters are those that no manager has seen, that were seen late, and that no
// reply came to. Each letter that left made a task to look for its reply: where
// that is done, the reply is here.
func (o *oversight) letters() {
	answered := map[ID][]TaskLine{}
	for _, t := range o.v.Tasks() {
		if !t.Done.IsZero() {
			answered[t.Case] = append(answered[t.Case], t)
		}
	}
	for _, l := range o.v.Asked() {
		if l.State == ApprovalWaiting {
			line, _ := o.v.CaseLine(l.Case)
			o.add(OversightApproval, OversightItem{Case: l.Case, Letter: l.ID, Asked: true, Title: firstOf(line.Name, line.Reference), Who: o.v.nameOf(l.Author), Since: l.Asked})
		}
	}
	for _, l := range o.v.Letters() {
		item := OversightItem{Case: l.Case, Letter: l.ID, Title: l.Number, Who: o.v.nameOf(l.Author), Since: l.Issued}
		switch l.Approval {
		case ApprovalFollows, ApprovalByPhone:
			o.add(OversightApproval, item)
		case ApprovalGiven:
			if at := o.v.approvedAfter(l); !at.IsZero() && at.After(o.today.AddDate(0, 0, -lateShown)) {
				o.add(OversightLate, item)
			}
		}
		replied := slices.ContainsFunc(answered[l.Case], func(t TaskLine) bool {
			return t.From == l.ID || l.Number != "" && strings.Contains(t.What, l.Number)
		})
		if o.past(l.ReplyBy) && !replied && l.ReplacedBy == "" {
			item.Since = l.ReplyBy
			o.add(OversightReply, item)
		}
	}
}

// oneSave is more than lies between a letter and the approval that is written
// with it.
const oneSave = time.Minute

// approvedAfter is when a manager approved a letter that had left by then; zero
// where it was approved before, or not at all.
func (v *Vault) approvedAfter(l LetterLine) time.Time {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if a, ok := v.ruling(l.ID, l.Sum); ok && a.Ruling == RulingApproved && a.written.Sub(l.Issued) > oneSave {
		return a.written
	}
	return time.Time{}
}

// readTouched finds out when something was last written into open cases whose
// line does not say, because an older Noddfa wrote it.
func (v *Vault) readTouched(ctx context.Context) error {
	for _, c := range v.Cases() {
		if !c.Closed.IsZero() || !c.Touched.IsZero() {
			continue
		}
		revisions, err := v.ledger.Group(ctx, c.ID)
		if err != nil {
			return err
		}
		if err := v.followChains(ctx); err != nil {
			return err
		}
		var latest time.Time
		for _, r := range slices.Backward(revisions) {
			if forManagers(Kind(r.Kind)) {
				continue
			}
			if _, _, at, reason := v.unseal(r); reason == "" {
				latest = at
				break
			}
		}
		v.mu.Lock()
		if line, there := v.cases[c.ID]; there && line.Touched.Before(latest) {
			line.Touched = latest
			v.cases[c.ID] = line
		}
		v.mu.Unlock()
	}
	return nil
}
