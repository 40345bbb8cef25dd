package data

import (
	"context"
	"slices"

	"noddfa/data/ledger"
)

// HasCard reports whether everybody who logs contacts has a contact card of a
// case.
func (v *Vault) HasCard(caseID ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.cardsOf(caseID, inContacts)) > 0
}

// cardsOf are a case's contact cards in a compartment; 0: restricted like the
// case. The caller holds mu.
func (v *Vault) cardsOf(caseID ID, in compartment) []ID {
	var list []ID
	for id, card := range v.cards.all() {
		if g := v.groups[id]; card.Case == caseID && g != nil && g.in == in {
			list = append(list, id)
		}
	}
	return list
}

// MakeCard gives a restricted case a contact card that volunteers have too, with
// who is to ring back, if anybody. Only somebody the case is restricted to can do
// it: nobody else has what goes on it (practice.md 7). Restricting the case anew
// takes it back.
func (v *Vault) MakeCard(ctx context.Context, caseID ID, call FollowUp) error {
	const doing = "making a contact card"
	if err := v.namedHere(caseID, doing); err != nil {
		return err
	}
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	v.mu.RLock()
	ids := v.cardsOf(caseID, 0)
	card := Card{Case: caseID, By: v.me().ID, At: v.Now(), PassTo: v.me().Name}
	fresh := len(ids) == 0
	if fresh {
		ids = []ID{NewID()}
		card.Contact = ids[0] // it came of no contact
	} else {
		card, _ = v.cards.of(ids[0])
	}
	v.mu.RUnlock()
	id := ids[0]
	card = card.follow(f.Case.Value)
	if client, ok := f.Client(); ok {
		card = card.follow(client.Value)
		card.Number = firstOf(card.Number, client.Value.Number, client.Value.Email)
	}
	card.CallOn, card.Caller, card.Promised = call.On, call.Who, call.Promised
	told := event(AuditEvent{Action: AuditCardMade, Subject: v.aboutCase(caseID)})
	if fresh {
		_, err = v.commit(ctx, []change{{id, id, card}, told}, func(tx *ledger.Tx) error { return v.newGroup(tx, id, inContacts) })
		return fail(doing, err)
	}
	return fail(doing, v.rewrap(ctx, id, inContacts, nil, []change{{id, id, card}, told}))
}

// TakeCardBack restricts the contact cards of a case like the case.
func (v *Vault) TakeCardBack(ctx context.Context, caseID ID) error {
	const doing = "taking a contact card back"
	if err := v.namedHere(caseID, doing); err != nil {
		return err
	}
	v.mu.RLock()
	ids, holders := v.cardsOf(caseID, inContacts), slices.Clone(v.holders[caseID])
	v.mu.RUnlock()
	for _, id := range ids {
		told := event(AuditEvent{Action: AuditCardTaken, Subject: v.aboutCase(caseID)})
		if err := v.rewrap(ctx, id, 0, holders, []change{told}); err != nil {
			return fail(doing, err)
		}
	}
	return nil
}

// namedHere refuses whoever a case is not restricted to.
func (v *Vault) namedHere(caseID ID, doing string) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, ok := v.cases[caseID]; !ok {
		return refuse(CodeNoCase, doing)
	}
	if !v.restricted(caseID) || v.me().Kit || !slices.Contains(v.holders[caseID], v.me().ID) {
		return refuse(CodeNoKey, doing)
	}
	return nil
}
