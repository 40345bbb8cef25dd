package data

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Relation is what two cases have to do with each other.
type Relation string

// The relations.
const (
	Returned      Relation = "returned" // the same person came back
	SameHousehold Relation = "same-household"
	Opposing      Relation = "opposing" // one is against the other: never the same worker
)

// Relations lists them in the order forms show them.
func Relations() []Relation { return []Relation{Returned, SameHousehold, Opposing} }

// CaseLink says in one case that it has to do with another. The other has one
// that points back, of the same pair. Only managers link cases: persons are never
// merged (practice.md 12).
type CaseLink struct {
	Other    ID        `json:"other"`
	Pair     ID        `json:"pair"`
	Relation Relation  `json:"relation"`
	Words    string    `json:"words,omitempty"` // why
	Ended    time.Time `json:"ended,omitzero"`
}

// LinkLine is a link in the line of a case.
type LinkLine struct {
	Record   ID       `json:"record"`
	Other    ID       `json:"other"`
	Pair     ID       `json:"pair"`
	Relation Relation `json:"relation"`
}

// linksAfter are the links of a case after one was written. The list that was is
// left as it is: other lines may hold it.
func linksAfter(links []LinkLine, record ID, l CaseLink) []LinkLine {
	links = slices.DeleteFunc(slices.Clone(links), func(known LinkLine) bool { return known.Record == record })
	if l.Ended.IsZero() {
		links = append(links, LinkLine{Record: record, Other: l.Other, Pair: l.Pair, Relation: l.Relation})
	}
	return links
}

// LinkCases links two cases. Opposing ones must have two workers.
func (v *Vault) LinkCases(ctx context.Context, a, b ID, relation Relation, words string) error {
	const doing = "linking cases"
	if v.me().Role != Manager {
		return refuse(CodeNoKey, doing)
	}
	v.mu.RLock()
	one, ok := v.cases[a]
	other, also := v.cases[b]
	linked := slices.ContainsFunc(one.Links, func(l LinkLine) bool { return l.Other == b })
	v.mu.RUnlock()
	switch {
	case !ok || !also || a == b:
		return refuse(CodeNoCase, doing)
	case linked:
		return refuse(CodeLinked, doing)
	case relation == Opposing && sameWorker(one.Owner, other.Owner):
		return &Error{Code: CodeOpposing, Doing: doing, Args: map[string]any{"Name": one.Owner}}
	}
	pair := NewID()
	_, err := v.commit(ctx, []change{
		{NewID(), a, CaseLink{Other: b, Pair: pair, Relation: relation, Words: words}},
		{NewID(), b, CaseLink{Other: a, Pair: pair, Relation: relation, Words: words}},
		event(AuditEvent{Action: AuditLinked, Subject: v.aboutCase(a), Detail: string(relation)}),
		event(AuditEvent{Action: AuditLinked, Subject: v.aboutCase(b), Detail: string(relation)}),
	})
	return fail(doing, err)
}

// UnlinkCases ends a link on both sides; what was written stays in the history.
func (v *Vault) UnlinkCases(ctx context.Context, a, record ID) error {
	const doing = "ending a link between cases"
	if v.me().Role != Manager {
		return refuse(CodeNoKey, doing)
	}
	list, err := v.readGroup(ctx, a)
	if err != nil {
		return fail(doing, err)
	}
	var changes []change
	for _, e := range entries[CaseLink](v, list) {
		if e.ID != record {
			continue
		}
		l := e.Value
		l.Ended = v.Now()
		changes = append(changes, change{e.ID, a, l}, event(AuditEvent{Action: AuditUnlinked, Subject: v.aboutCase(a), Detail: string(l.Relation)}))
		line, ok := v.CaseLine(l.Other)
		if !ok {
			continue // restricted to others by now: it stays there, and hides nothing from anybody here
		}
		for _, back := range line.Links {
			if back.Pair == l.Pair {
				changes = append(changes, change{back.Record, l.Other, CaseLink{Other: a, Pair: l.Pair, Relation: l.Relation, Words: l.Words, Ended: l.Ended}},
					event(AuditEvent{Action: AuditUnlinked, Subject: v.aboutCase(l.Other), Detail: string(l.Relation)}))
			}
		}
	}
	if len(changes) == 0 {
		return refuse(CodeNoRecord, doing)
	}
	_, err = v.commit(ctx, changes)
	return fail(doing, err)
}

// Linked is a case that has to do with another.
type Linked struct {
	Record   ID
	Relation Relation
	Line     CaseLine
}

// LinkedTo are the cases that are linked to one, as far as this member may know
// of them.
func (v *Vault) LinkedTo(caseID ID) []Linked {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []Linked
	for _, l := range v.cases[caseID].Links {
		if line, ok := v.cases[l.Other]; ok && v.opens(l.Other) && !v.otherSide(l.Other) {
			list = append(list, Linked{l.Record, l.Relation, line})
		}
	}
	return list
}

// hidden reports whether a link leads to a case that is restricted to others,
// for whom alone it exists.
func (v *Vault) hidden(l CaseLink) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.restricted(l.Other) && !v.opens(l.Other)
}

func (v *Vault) shownLinks(links []Entry[CaseLink]) []Entry[CaseLink] {
	return slices.DeleteFunc(links, func(e Entry[CaseLink]) bool { return v.hidden(e.Value) })
}

// OtherSide reports whether a case, or the contact in one, opposes a case whose
// worker this member is: then it is not shown to them in lists, matches and the
// search.
func (v *Vault) OtherSide(id ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.otherSide(id)
}

// otherSide is for a caller that holds mu.
func (v *Vault) otherSide(group ID) bool {
	line, ok := v.cases[group]
	if !ok {
		contact, _ := v.contacts.of(group)
		caseID := contact.Case
		if card, isCard := v.cards.of(group); isCard {
			caseID = card.Case
		} else if request, isRequest := v.requests[group]; isRequest {
			caseID = request.Case
		}
		if line, ok = v.cases[caseID]; !ok {
			return false
		}
	}
	return len(line.Links) > 0 && !sameWorker(line.Owner, v.me().Name) && slices.ContainsFunc(line.Links, func(l LinkLine) bool {
		return l.Relation == Opposing && sameWorker(v.cases[l.Other].Owner, v.me().Name)
	})
}

// mayWorkOn refuses to give a case to the worker of one that opposes it.
func (v *Vault) mayWorkOn(changes []change) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, c := range changes {
		now, ok := c.value.(Case)
		if !ok {
			continue
		}
		for _, l := range v.cases[c.record].Links {
			if l.Relation == Opposing && sameWorker(now.Owner, v.cases[l.Other].Owner) {
				return &Error{Code: CodeOpposing, Doing: "giving a case to a worker", Args: map[string]any{"Name": now.Owner}}
			}
		}
	}
	return nil
}

func sameWorker(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a != "" && strings.EqualFold(a, b)
}
