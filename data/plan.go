package data

import (
	"context"
	"slices"
	"time"
)

// Plan is a safety plan: sections of actions with a review date. Every save that
// changes something is a version that can be shown beside the others (domain.md 3.4).
type Plan struct {
	Made      time.Time     `json:"made"`
	Matter    Matter        `json:"matter,omitempty"`
	Language  Language      `json:"language,omitempty"`
	Sections  []PlanSection `json:"sections,omitempty"`
	Review    time.Time     `json:"review,omitzero"`
	ReviewBy  string        `json:"review_by,omitempty"`
	KeptWhere string        `json:"kept_where,omitempty"` // "where can this be kept safely?"
	CopyGiven Answer        `json:"copy_given,omitempty"` // yes, no; Unknown = not safe
	Reviews   []PlanReview  `json:"reviews,omitempty"`    // oldest first
}

// PlanReview is one time the plan was gone through again, and what was found.
// It is the worker's: no copy for the person and no letter has it.
type PlanReview struct {
	On    time.Time `json:"on"`
	By    string    `json:"by,omitempty"`
	Found string    `json:"found,omitempty"`
}

// PlanSection is a named part of a plan.
type PlanSection struct {
	Key     string       `json:"key,omitempty"` // of the template; "" = the worker's own
	Title   string       `json:"title,omitempty"`
	Actions []PlanAction `json:"actions,omitempty"`
}

// PlanAction is one thing to do: who, by when, done, and "safe to do?".
type PlanAction struct {
	What string    `json:"what,omitempty"`
	Who  string    `json:"who,omitempty"`
	By   time.Time `json:"by,omitzero"`
	Done time.Time `json:"done,omitzero"` // zero = not done
	Safe Answer    `json:"safe,omitempty"`

	// May the police be told of it, once it is done? Only then is it in a letter: much of a plan is private.
	MayShare Answer `json:"may_share,omitempty"`
}

// planNow is a plan as it is in the records.
func (v *Vault) planNow(ctx context.Context, caseID, record ID) (Entry[Plan], bool, error) {
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Entry[Plan]{}, false, err
	}
	at := slices.IndexFunc(f.Plans, func(e Entry[Plan]) bool { return e.ID == record })
	if at < 0 {
		return Entry[Plan]{}, false, nil
	}
	return f.Plans[at], true, nil
}

// same reports whether two plans say the same. Of a day it is the day that counts:
// a form reads it back without the time.
func (p Plan) same(q Plan) bool {
	return p.Matter == q.Matter && p.Language == q.Language && sameDay(p.Review, q.Review) && p.ReviewBy == q.ReviewBy &&
		p.KeptWhere == q.KeptWhere && p.CopyGiven == q.CopyGiven && slices.EqualFunc(p.Sections, q.Sections, sameSection) &&
		slices.EqualFunc(p.Reviews, q.Reviews, func(a, b PlanReview) bool { return a.On.Equal(b.On) && a.By == b.By && a.Found == b.Found })
}

func sameSection(a, b PlanSection) bool {
	return a.Key == b.Key && a.Title == b.Title && slices.EqualFunc(a.Actions, b.Actions, func(x, y PlanAction) bool {
		return x.What == y.What && x.Who == y.Who && sameDay(x.By, y.By) && sameDay(x.Done, y.Done) && x.Safe == y.Safe && x.MayShare == y.MayShare
	})
}

func sameDay(a, b time.Time) bool {
	return a.IsZero() == b.IsZero() && startOfDay(a).Equal(startOfDay(b.In(a.Location())))
}

// ReviewDue reports whether the day of the next review has come.
func (p Plan) ReviewDue(now time.Time) bool {
	return !p.Review.IsZero() && !startOfDay(p.Review.In(now.Location())).After(startOfDay(now))
}

// ReviewPlan writes what going through a plan again found, as a new version of
// the plan, which may have changed in the same breath. Its next review is the
// day that stands in it.
func (v *Vault) ReviewPlan(ctx context.Context, caseID, record ID, plan Plan, found string) (Entry[Plan], error) {
	plan.Reviews = append(slices.Clone(plan.Reviews), PlanReview{On: v.Now(), By: v.me().Name, Found: found})
	return Change(ctx, v, caseID, record, plan)
}
