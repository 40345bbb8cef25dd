package data

import (
	"context"
	"slices"
	"time"
)

// Retention is how long what is kept for: a trigger, a period and what is
// proposed when it is over. Nothing goes by itself: a rule only puts a record on
// the list of what is due, and a manager signs for each.

// RetentionAction is what is proposed when a period is over.
type RetentionAction string

// The actions.
const (
	RetainErase   RetentionAction = "erase"   // the whole case or contact
	RetainFigures RetentionAction = "figures" // the words go, what figures count stays
)

// RetentionTrigger is what a period begins with.
type RetentionTrigger string

// The triggers. A birthday is that of a rule for children, where it is later than
// the period.
const (
	TriggerLastContact RetentionTrigger = "last-contact"
	TriggerClosed      RetentionTrigger = "closed"
	TriggerBirthday    RetentionTrigger = "birthday"
	TriggerDecided     RetentionTrigger = "decided" // of a request
)

// The rules, by whom they are for, or what.
const (
	RuleDeclined   = "declined"    // was reached and did not take the service up
	RuleNotReached = "not-reached" // could not be reached
	RuleServed     = "served"
	RuleChild      = "child" // was under 18 when they came
	RuleRequest    = "request"
)

// RetentionRule is one rule.
type RetentionRule struct {
	ID       string           `json:"rule"`
	Trigger  RetentionTrigger `json:"trigger"`
	Years    int              `json:"years,omitempty"`
	Months   int              `json:"months,omitempty"`
	Weeks    int              `json:"weeks,omitempty"`
	Birthday int              `json:"birthday,omitempty"` // not before they are this old
	Action   RetentionAction  `json:"action"`
}

// DefaultRetention are the rules as Noddfa brings them: the periods that charities
// publish (domain.md 4.2). The rule for children is common and unconfirmed.
func DefaultRetention() []RetentionRule {
	return []RetentionRule{
		{ID: RuleDeclined, Trigger: TriggerClosed, Weeks: 6, Action: RetainErase},
		{ID: RuleNotReached, Trigger: TriggerLastContact, Months: 6, Action: RetainErase},
		{ID: RuleServed, Trigger: TriggerLastContact, Years: 6, Action: RetainErase},
		{ID: RuleChild, Trigger: TriggerLastContact, Years: 6, Birthday: 25, Action: RetainErase},
		{ID: RuleRequest, Trigger: TriggerDecided, Years: 6, Action: RetainErase},
	}
}

// Retention are the rules of this organisation.
func (v *Vault) Retention() []RetentionRule {
	rules := DefaultRetention()
	for _, own := range v.Organisation().Retention {
		if i := slices.IndexFunc(rules, func(r RetentionRule) bool { return r.ID == own.ID }); i >= 0 && own.sound() {
			rules[i] = own
		}
	}
	return rules
}

// sound reports whether a rule says when something is due: a period of nothing
// would put everything on the list at once.
func (r RetentionRule) sound() bool {
	if request := r.ID == RuleRequest; request != (r.Trigger == TriggerDecided) || request && r.Action != RetainErase {
		return false // of a request no figures are kept
	}
	return r.Years >= 0 && r.Months >= 0 && r.Weeks >= 0 && r.Birthday >= 0 && r.Years <= 100 && r.Months <= 1200 && r.Weeks <= 5200 && r.Birthday <= 100 &&
		r.Years+r.Months+r.Weeks > 0 && slices.Contains([]RetentionTrigger{TriggerLastContact, TriggerClosed, TriggerDecided}, r.Trigger) && (r.Action == RetainErase || r.Action == RetainFigures)
}

// SaveRetention changes the rules. Only managers do.
func (v *Vault) SaveRetention(ctx context.Context, rules []RetentionRule) error {
	const doing = "changing how long records are kept"
	if v.me().Role != Manager {
		return refuse(CodeNoKey, doing)
	}
	if slices.ContainsFunc(rules, func(r RetentionRule) bool { return !r.sound() }) {
		return refuse(CodePeriod, doing)
	}
	v.mu.RLock()
	record, o := v.org.ID, v.org.Value
	v.mu.RUnlock()
	o.Retention = slices.Clone(rules)
	_, err := v.commit(ctx, []change{{record, groupZero(inContacts), o}, event(AuditEvent{Action: AuditRetention})})
	return fail(doing, err)
}

// over is the first day on which a period is over that began on a day. A period
// is never shorter than it says: where a month has no such day, it is over on the
// first of the next.
func (r RetentionRule) over(since time.Time) time.Time {
	day := startOfDay(since)
	months := day.Year()*12 + int(day.Month()) - 1 + r.Years*12 + r.Months
	due := time.Date(months/12, time.Month(months%12+1), day.Day(), 0, 0, 0, 0, day.Location()) // the 31st of a short month is in the next
	if due.Day() != day.Day() {
		due = time.Date(due.Year(), due.Month(), 1, 0, 0, 0, 0, day.Location())
	}
	return due.AddDate(0, 0, 7*r.Weeks)
}

// birthday is the day on which somebody is so old, at the latest: who is 15 now may
// have turned 15 today. Who was born on 29 February has their birthday on 1 March.
func birthday(born time.Time, years int) time.Time {
	return time.Date(born.Year()+years, born.Month(), born.Day(), 0, 0, 0, 0, born.Location())
}
