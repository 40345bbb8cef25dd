package data

import "time"

// TodayKind says why something is on Today.
type TodayKind string

// The reasons, the most urgent first.
const (
	TodayCrisis       TodayKind = "crisis"       // crisis: not finished
	TodayDanger       TodayKind = "danger"       // in danger now, not sorted yet
	TodayUrgent       TodayKind = "urgent"       // under 18, or with thoughts of suicide, not sorted yet
	TodayDeadline     TodayKind = "deadline"     // the blackmailer's
	TodaySafeguarding TodayKind = "safeguarding" // under 18 without a decision
	TodayOverdue      TodayKind = "overdue"      // a task or a follow-up after its day
	TodayDue          TodayKind = "due"
	TodayWaiting      TodayKind = "waiting"   // a contact to be sorted
	TodayReview       TodayKind = "review"    // of a plan
	TodayRisk         TodayKind = "risk"      // review of a risk assessment
	TodayReply        TodayKind = "reply"     // no reply from the police
	TodayKit          TodayKind = "kit"       // recovery kit not confirmed
	TodayConfirm      TodayKind = "confirm"   // a letter left before a manager approved it
	TodayApprove      TodayKind = "approve"   // a letter waits for a manager
	TodayIssue        TodayKind = "issue"     // approved: it can be issued
	TodaySentBack     TodayKind = "sent-back" // a manager sent it back
	TodayRequest      TodayKind = "request"   // a request waits for its answer
	TodayDebrief      TodayKind = "debrief"   // a colleague would like to talk it over
)

// TodayItem is one line of Today; it names the record it opens.
type TodayItem struct {
	Kind    TodayKind
	Case    ID
	Contact ID
	Task    ID
	Letter  ID
	Title   string // a name or a reference
	ToDo    *Task  // where it is a task
	Name    string // of the person, as they wish to be called, where Title is something else
	Owner   string // whose it is to see to; "" = nobody's yet
	Due     time.Time
	DayOnly bool      // of Due: no time is known
	Late    bool      // its day is over
	From    string    // who handed it on
	Threat  When      // the blackmailer's deadline, on a line that stands there for another reason
	Call    time.Time // the call-back that was promised, on a line that is there for the blackmailer's deadline

	Request ID // and what it asks for
	Asks    RequestKind
	Asker   Asker
	Waits   ClockState // why its clock stands still

	ByPhone bool // a letter says that it was approved by phone

	// What somebody who looks at a contact, or at the task of a case, has to know at once.
	Under18 bool
	Suicide bool // thoughts of it were told of
	Matter  Matter
}

// Today is what waits: now, today, and within a week.
type Today struct {
	Now, Today, Week TodayList
}

// gatherToday gathers it.
type gatherToday struct{ now, today, week todayGathering }

// Mine reports whether a line is a colleague's to see to, or nobody's yet: then it
// is everyone's.
func (i TodayItem) Mine(name string) bool { return i.Owner == "" || sameWorker(i.Owner, name) }

// Empty reports whether nothing is waiting.
func (t Today) Empty() bool { return t.Now.Len()+t.Today.Len()+t.Week.Len() == 0 }

// Today gathers what waits for this member.
func (v *Vault) Today() Today {
	var t gatherToday
	now := v.Now()
	today := startOfDay(now)
	volunteer := v.me().Role == Volunteer
	for _, c := range v.ContactList().All() {
		if c.Debrief && v.me().Role == Manager {
			t.today.add(TodayItem{Kind: TodayDebrief, Contact: c.ID, Title: v.nameOf(c.By), Due: c.Started})
		}
		if !c.Waiting() {
			continue
		}
		item := TodayItem{Contact: c.ID, Title: c.Name, Owner: c.FollowUp.Who, Under18: c.Under18(), Suicide: c.Suicide, Matter: c.Matter}
		if c.Crisis || c.Danger || !volunteer && c.urgent(now) {
			t.threatOn(&item, c.Deadline, now)
		} else {
			near := item
			near.Call, near.From, near.Late = c.FollowUp.On, c.FollowUp.From, c.Overdue(now)
			if t.threat(near, c.Deadline, now) {
				continue
			}
		}
		item.Due = c.Started
		switch {
		case c.Crisis:
			item.Kind = TodayCrisis
			t.now.add(item)
		case c.Danger:
			item.Kind = TodayDanger
			t.now.add(item)
		case !volunteer && c.urgent(now):
			item.Kind = TodayUrgent
			if !c.FollowUp.On.IsZero() {
				item.Due, item.From, item.DayOnly = c.FollowUp.On, c.FollowUp.From, true
				item.Late = c.Overdue(now)
			}
			t.now.add(item)
		default:
			if !c.FollowUp.On.IsZero() {
				if volunteer && c.FollowUp.Who != "" && c.FollowUp.Who != v.me().Name {
					continue // a colleague's
				}
				item.Due, item.From = c.FollowUp.On, c.FollowUp.From
				t.place(item, TodayOverdue, TodayDue, today)
				continue
			}
			if volunteer {
				continue // who cannot sort it
			}
			item.Kind = TodayWaiting
			t.today.add(item)
		}
	}
	for _, c := range v.Cards() {
		if volunteer && !c.CallOn.IsZero() && (c.Caller == "" || c.Caller == v.me().Name) {
			t.place(TodayItem{Contact: c.Contact, Title: c.CalledName, Owner: c.Caller, Due: c.CallOn}, TodayOverdue, TodayDue, today)
		}
	}
	for _, c := range v.Cases() {
		if !c.Closed.IsZero() || v.OtherSide(c.ID) {
			continue
		}
		item := TodayItem{Case: c.ID, Title: firstOf(c.Name, c.Reference), Owner: c.Owner}
		if c.Crisis {
			crisis := item
			crisis.Kind = TodayCrisis
			t.threatOn(&crisis, c.Deadline, now)
			t.now.add(crisis)
		} else {
			t.threat(item, c.Deadline, now)
		}
		if c.Under18 && !c.Decided {
			item.Kind = TodaySafeguarding
			t.now.add(item)
		}
		for kind, day := range map[TodayKind]time.Time{TodayReview: c.PlanReview, TodayRisk: c.RiskReview} {
			if !day.IsZero() {
				item.Due = day
				t.place(item, kind, kind, today)
			}
		}
	}
	for _, task := range v.Tasks() {
		if task.Done.IsZero() && !task.Due.IsZero() && !v.OtherSide(task.Case) {
			line, _ := v.CaseLine(task.Case)
			t.place(TodayItem{Case: task.Case, Task: task.ID, ToDo: &task.Task, Name: line.Name, Owner: task.Owner, Due: task.Due, Matter: line.Matter}, TodayOverdue, TodayDue, today)
		}
	}
	v.letterItems(&t)
	v.requestItems(&t, today)
	if v.KitPending() {
		t.week.add(TodayItem{Kind: TodayKit})
	}
	return Today{t.now.list(true), t.today.list(true), t.week.list(false)}
}

// pressing is what comes first whatever its day: a crisis that nobody has
// finished, then a letter that left before a manager saw it, then who is in
// danger, under 18 or thinks of suicide and has no case yet. Of what is due today
// a letter comes first that stands still until this member has looked at it: a
// colleague and a person wait for it. Then a safety plan and whoever was promised
// a call come before tasks.
func (i TodayItem) pressing() int {
	switch i.Kind {
	case TodayCrisis:
		return 0
	case TodayConfirm:
		return 1
	case TodayDanger, TodayUrgent:
		return 2
	case TodayApprove, TodayIssue, TodaySentBack:
		return 3
	case TodayReview:
		return 4
	case TodayOverdue, TodayDue:
		if !i.Contact.IsZero() {
			return 4
		}
	}
	return 5
}

// importedNews is for how long a contact from a log that was brought in counts as
// one that just came.
const importedNews = 14 * 24 * time.Hour

// urgent reports whether a contact that waits to be sorted comes before others:
// of an old log only what is recent does.
func (l ContactLine) urgent(now time.Time) bool {
	return (l.Under18() || l.Suicide) && (l.Imported == "" || now.Sub(l.Started) < importedNews)
}

// letterItems are the letters that wait for this member: to be approved, to be
// confirmed after they left, to be issued, or to be looked at again.
func (v *Vault) letterItems(t *gatherToday) {
	for _, l := range v.Letters() {
		if (l.Approval == ApprovalFollows || l.Approval == ApprovalByPhone) && v.MayRule(l.ID) {
			line, _ := v.CaseLine(l.Case)
			t.now.add(TodayItem{Kind: TodayConfirm, Case: l.Case, Letter: l.ID, Title: l.Number, Name: line.Name, Owner: v.me().Name, Due: l.Issued, ByPhone: l.Approval == ApprovalByPhone})
		}
	}
	for _, l := range v.Asked() {
		line, _ := v.CaseLine(l.Case)
		item := TodayItem{Case: l.Case, Letter: l.ID, Title: firstOf(line.Name, line.Reference), Owner: v.me().Name, Due: l.Asked}
		switch {
		case l.State == ApprovalWaiting && v.MayRule(l.ID):
			item.Kind = TodayApprove
		case l.State == ApprovalGiven && l.Author == v.me().ID:
			item.Kind = TodayIssue
		case l.State == ApprovalSentBack && l.Author == v.me().ID:
			item.Kind = TodaySentBack
		default:
			continue
		}
		t.today.add(item)
	}
}

// threatOver is for how long after a blackmailer's deadline Today still asks
// what became of it.
const threatOver = 48 * time.Hour

// threatOn puts a blackmailer's deadline on a line that stands under now already:
// nobody is to see to one person twice. One that is not so near stands by itself.
func (t *gatherToday) threatOn(item *TodayItem, deadline When, now time.Time) {
	before := t.now
	if t.threat(*item, deadline, now) {
		t.now, item.Threat = before, deadline
	}
}

// threat puts a blackmailer's deadline among what waits: now if it is today or
// tomorrow, or has just passed, which it then reports.
func (t *gatherToday) threat(item TodayItem, deadline When, now time.Time) (near bool) {
	at := deadline.Time
	item.Kind, item.Due, item.DayOnly = TodayDeadline, at, deadline.Precision != Exact
	ends := at
	if item.DayOnly {
		ends = at.AddDate(0, 0, 1)
	}
	switch {
	case at.IsZero() || now.Sub(ends) > threatOver:
	case startOfDay(at.In(now.Location())).Before(startOfDay(now).AddDate(0, 0, 2)):
		t.now.add(item)
		return true
	case at.Before(startOfDay(now).AddDate(0, 0, 8)):
		t.week.add(item)
	}
	return false
}

// place puts an item under the heading of its day; after a week it is not
// shown yet.
func (t *gatherToday) place(item TodayItem, late, due TodayKind, today time.Time) {
	day := startOfDay(item.Due.In(today.Location()))
	switch {
	case day.Before(today):
		item.Kind, item.Late = late, true
		t.today.add(item)
	case day.Equal(today):
		item.Kind = due
		t.today.add(item)
	case day.Before(today.AddDate(0, 0, 8)):
		item.Kind = due
		t.week.add(item)
	}
}
