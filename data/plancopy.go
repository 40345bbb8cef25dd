package data

import "slices"

// CopyOlder says of a plan that the copy the person was given is of an earlier
// version.
const CopyOlder Answer = "older"

// after is a plan as it is written over an earlier version: where what the person
// holds is not this plan any more, it says so until they are given it anew.
func (p Plan) after(before Plan) Plan {
	if p.CopyGiven == Yes && before.CopyGiven == Yes && !slices.EqualFunc(p.Sections, before.Sections, samePrinted) {
		p.CopyGiven = CopyOlder
	}
	return p
}

// samePrinted compares what stands in a copy: not what is done by now.
func samePrinted(a, b PlanSection) bool {
	return a.Title == b.Title && slices.EqualFunc(a.Actions, b.Actions, func(x, y PlanAction) bool {
		return x.What == y.What && x.Who == y.Who && sameDay(x.By, y.By) && x.Safe == y.Safe
	})
}
