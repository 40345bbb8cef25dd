package data

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Due is a case, a contact or a request whose period is over: why, since when, and what is
// proposed. It is due until a manager signs for it.
type Due struct {
	Record  ID   // the case, the contact that is in none, or the request
	Kind    Kind // of it
	Ref     string
	Name    string
	Asks    RequestKind // of a request
	Rule    RetentionRule
	Trigger RetentionTrigger // what made the day: the rule's, or the birthday of a child
	Since   time.Time        // when that was; of a birthday the last contact
	Due     time.Time
	Check   bool // an age is not known, or an estimate: look before you sign
	Hold    *Entry[Hold]
	Request bool // an open request is about it: it has to stay until that is answered
}

// Stays reports whether something stops it from going.
func (d Due) Stays() bool { return d.Hold != nil || d.Request }

// DueList lists what is due, the longest first, for managers: closed cases,
// contacts that are in none and wait for nothing, and decided requests. What is restricted to others is
// not in it.
func (v *Vault) DueList(ctx context.Context) ([]Due, error) {
	const doing = "looking at what is due"
	if v.me().Role != Manager {
		return nil, refuse(CodeNoKey, doing)
	}
	rules, now := v.rulesByID(), v.Now()
	seen := v.lastContacts()
	var list []Due
	for _, line := range v.Cases() {
		if line.Closed.IsZero() || !line.Figures.IsZero() || v.OtherSide(line.ID) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// No rule is over earlier than by the contacts alone: only such cases are read.
		if rule := rules[ruleOfOutcome(line.Outcome)]; rule.over(laterOf(seen[line.ID], startOfRule(rule, line))).After(now) {
			continue
		}
		d, err := v.dueOfCase(ctx, line, seen[line.ID], rules)
		if err != nil {
			return nil, fail(doing, err)
		}
		if !d.Due.After(now) {
			list = append(list, d)
		}
	}
	for _, line := range v.ContactList().All() {
		if d, ok := dueOfContact(line, rules, now); ok {
			list = append(list, d)
		}
	}
	for _, line := range v.Requests() {
		d, ok := dueOfRequest(line, rules[RuleRequest], now)
		if !ok {
			continue
		}
		var err error
		if d.Hold, err = v.holdOn(ctx, line.Case); err != nil {
			return nil, fail(doing, err)
		}
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Due) int { return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Ref, b.Ref)) })
	return list, nil
}

func (v *Vault) rulesByID() map[string]RetentionRule {
	rules := map[string]RetentionRule{}
	for _, r := range v.Retention() {
		rules[r.ID] = r
	}
	return rules
}

// lastContacts is by case when the newest contact of it was.
func (v *Vault) lastContacts() map[ID]time.Time {
	v.mu.RLock()
	defer v.mu.RUnlock()
	last := map[ID]time.Time{}
	for _, c := range v.contacts.all() {
		if !c.Case.IsZero() {
			last[c.Case] = laterOf(last[c.Case], c.Started)
		}
	}
	return last
}

func ruleOfOutcome(o Outcome) string {
	switch o {
	case OutcomeDeclined:
		return RuleDeclined
	case OutcomeNoContact, OutcomeUnsafe:
		return RuleNotReached
	}
	return RuleServed
}

// startOfRule is what is known of the trigger without reading the case.
func startOfRule(rule RetentionRule, line CaseLine) time.Time {
	if rule.Trigger == TriggerClosed {
		return line.Closed
	}
	return line.Opened
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// dueOfCase reads what the lists do not have: when somebody was last spoken with,
// how old the person is, and who holds the case.
func (v *Vault) dueOfCase(ctx context.Context, line CaseLine, last time.Time, rules map[string]RetentionRule) (Due, error) {
	list, err := v.readGroup(ctx, line.ID)
	if err != nil {
		return Due{}, err
	}
	list = withoutAway(list)
	last = laterOf(last, line.Opened)
	for _, n := range entries[Note](v, list) {
		if k := n.Value.Kind; k != NoteInternal && k != NoteSupervision && !n.Value.Happened.Time.After(v.Now()) {
			last = laterOf(last, n.Value.Happened.Time)
		}
	}
	var client Person
	for _, p := range entries[Person](v, list) {
		if p.Value.Role == RoleClient {
			client = p.Value
		}
	}
	d := Due{Record: line.ID, Kind: KindCase, Ref: line.Reference, Name: line.Name, Rule: rules[ruleOfOutcome(line.Outcome)]}
	if d.Rule.Trigger == TriggerClosed {
		last = line.Closed
	}
	age, known := client.AgeAt(line.Opened)
	d.Check = !known
	if known && age < 18 {
		d.Rule = rules[RuleChild]
		d.Check = client.Born.IsZero()
	}
	if client.Born.IsZero() {
		client.Born = bornAtTheLatest(client.Age, firstTime(client.AgeOn, line.Opened))
	}
	d.settle(last, client.Born)
	if h, ok := newestHold(v, list); ok && h.Value.Stands(v.Now()) {
		d.Hold = &h
	}
	d.Request = v.openRequest(line.ID)
	return d, nil
}

// settle finds the day on which a rule is over.
func (d *Due) settle(since, born time.Time) {
	d.Trigger, d.Since, d.Due = d.Rule.Trigger, since, d.Rule.over(since)
	if d.Rule.ID != RuleChild || d.Rule.Birthday == 0 || born.IsZero() {
		return
	}
	if day := birthday(born, d.Rule.Birthday); day.After(d.Due) {
		d.Trigger, d.Due = TriggerBirthday, day
	}
}

// bornAtTheLatest is the birthday of who was so old on a day and may have become
// so on that very day.
func bornAtTheLatest(age int, on time.Time) time.Time {
	if age <= 0 {
		return time.Time{}
	}
	return birthday(on, -age)
}

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// dueOfContact is for a contact that is in no case and waits for nothing. Of one
// that came with a log nobody knows whether the service was taken up.
func dueOfContact(c ContactLine, rules map[string]RetentionRule, now time.Time) (Due, bool) {
	if !c.Case.IsZero() || c.Crisis || c.Figures != nil || !c.FollowUp.On.IsZero() && c.FollowUp.On.After(now) {
		return Due{}, false
	}
	d := Due{Record: c.ID, Kind: KindContact, Name: c.Name, Rule: rules[ruleOfContact(c)], Check: c.Age == 0}
	if d.Rule.ID == RuleChild {
		d.Check = true // an age, and no date of birth
	}
	d.settle(c.Started, bornAtTheLatest(c.Age, c.Started))
	return d, !d.Due.After(now)
}

// dueOfRequest is for a request that is decided.
func dueOfRequest(l RequestLine, rule RetentionRule, now time.Time) (Due, bool) {
	if l.Open() {
		return Due{}, false
	}
	d := Due{Record: l.ID, Kind: KindRequest, Name: l.Name, Asks: l.Kind, Rule: rule}
	d.settle(l.Decided, time.Time{})
	return d, !d.Due.After(now)
}

// holdOn is the hold that stands on a case; nil where none does, or where there is no such case.
func (v *Vault) holdOn(ctx context.Context, caseID ID) (*Entry[Hold], error) {
	if _, ok := v.CaseLine(caseID); !ok {
		return nil, nil
	}
	list, err := v.readGroup(ctx, caseID)
	if h, ok := newestHold(v, list); ok && h.Value.Stands(v.Now()) {
		return &h, err
	}
	return nil, err
}

func ruleOfContact(c ContactLine) string {
	switch {
	case c.Under18():
		return RuleChild
	case c.Imported != "":
		return RuleServed
	case c.Attempted, c.Caller == CallerSilent, c.Caller == CallerHungUp, c.Caller == CallerWrongNumber:
		return RuleNotReached
	}
	return RuleDeclined
}

// openRequest reports whether somebody waits for an answer about a case, which
// needs its words.
func (v *Vault) openRequest(caseID ID) bool {
	return slices.ContainsFunc(v.Requests(), func(l RequestLine) bool {
		return l.Open() && l.Case == caseID && l.Kind != ErasureRequest
	})
}

// SignOff does what a manager has decided of something that is due, or of a case,
// contact or request that is not: it goes as a whole, or its words do.
func (v *Vault) SignOff(ctx context.Context, record ID, action RetentionAction, o EraseOptions) (Erased, error) {
	const doing = "signing off what is due"
	_, isCase := v.CaseLine(record)
	_, isRequest := v.RequestLine(record)
	if isCase && v.openRequest(record) {
		return Erased{}, refuse(CodeOpenRequest, doing)
	}
	switch {
	case action == RetainFigures:
		return v.KeepFigures(ctx, record, o)
	case action != RetainErase:
		return Erased{}, refuse(CodePeriod, doing)
	case isCase:
		return v.EraseCase(ctx, record, o)
	case isRequest:
		return v.EraseRequest(ctx, record, o)
	}
	return v.EraseContact(ctx, record, o)
}
