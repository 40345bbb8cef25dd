package data

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Contact returns one contact as it is now.
func (v *Vault) Contact(ctx context.Context, id ID) (Entry[Contact], error) {
	e, err := v.readContact(ctx, id)
	if err == nil {
		v.tellOfReading(ctx, id)
	}
	return e, err
}

func (v *Vault) readContact(ctx context.Context, id ID) (Entry[Contact], error) {
	list, err := v.readGroup(ctx, id)
	if err != nil {
		return Entry[Contact]{}, fail("reading a contact", err)
	}
	found := entries[Contact](v, list)
	if len(found) == 0 {
		return Entry[Contact]{}, refuse(CodeNoRecord, "reading a contact")
	}
	return found[0], nil
}

// LogContact writes a new contact and, where there is something to ring back
// on, its contact card. Only the start is filled in for the worker; nothing
// else is required.
func (v *Vault) LogContact(ctx context.Context, c Contact) (ID, error) {
	ids, err := v.logContacts(ctx, []Contact{c})
	if err != nil {
		return ID{}, fail("logging a contact", err)
	}
	return ids[0], nil
}

// logContacts writes contacts, and what else belongs to them, in one transaction.
func (v *Vault) logContacts(ctx context.Context, list []Contact, besides ...change) ([]ID, error) {
	var ids []ID
	var changes []change
	var groups []ID
	for _, c := range list {
		if c.Started.IsZero() {
			c.Started = v.Now()
		}
		id := NewID()
		ids, groups = append(ids, id), append(groups, id)
		changes = append(append(changes, change{id, id, c}), incidentOf(id, Contact{}, c)...)
		if card, ok := cardOf(id, c); ok {
			card.By, card.At = v.me().ID, c.Started
			cardID := NewID()
			groups = append(groups, cardID)
			changes = append(changes, change{cardID, cardID, card})
		}
	}
	_, err := v.commit(ctx, append(changes, besides...), func(tx *ledger.Tx) error {
		for _, id := range groups {
			if err := v.newGroup(tx, id, inContacts); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// cardOf makes the contact card of a contact; there is none where nobody could
// be rung back.
func cardOf(contact ID, c Contact) (Card, bool) {
	if c.Number == "" && c.SafeRule == "" && c.EmailTo == "" || c.Caller == CallerWrongNumber {
		return Card{}, false
	}
	return Card{
		Contact: contact, CalledName: c.Name(), Number: firstOf(c.Number, c.EmailTo),
		Language: c.Language, CodeWord: c.CodeWord, PassTo: c.FollowUp.Who, Imported: c.Imported,
	}.safe(c.Safe()), true
}

// Card returns the contact card of a contact.
func (v *Vault) Card(contact ID) (Card, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, c := range v.cards.all() {
		if c.Contact == contact {
			return c, true
		}
	}
	return Card{}, false
}

// ChangeContact writes a new version of a contact. It stays in the case that it
// was sorted into, whatever c says: a form or a draft of before knows none.
func (v *Vault) ChangeContact(ctx context.Context, id ID, c Contact) error {
	return fail("changing a contact", v.changeContact(ctx, id, c))
}

func (v *Vault) changeContact(ctx context.Context, id ID, c Contact, besides ...change) error {
	var before Contact
	if c.WrongNumber != "" {
		e, err := v.Contact(ctx, id)
		if err != nil {
			return err
		}
		before = e.Value
	}
	v.mu.RLock()
	if line, known := v.contacts.of(id); known {
		c.Case = line.Case
	}
	v.mu.RUnlock()
	card, begin := v.cardAfter(id, c)
	changes := append(append([]change{{id, id, c}}, incidentOf(id, before, c)...), card...)
	_, err := v.commit(ctx, append(changes, besides...), begin)
	return err
}

// cardAfter keeps the card of a contact that is in no case as the contact is now,
// so that nobody rings by a rule that was put right since. One that has become a
// wrong number has nothing to ring back on.
func (v *Vault) cardAfter(contact ID, c Contact) (changes []change, begin func(*ledger.Tx) error) {
	nothing := func(*ledger.Tx) error { return nil }
	if !c.Case.IsZero() {
		return nil, nothing // it follows the case
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	now, ok := cardOf(contact, c)
	for id, before := range v.cards.all() {
		if before.Contact != contact || v.groups[id] == nil {
			continue
		}
		now.Contact, now.By, now.At, now.revision = contact, before.By, before.At, before.revision
		if now == before {
			return nil, nothing
		}
		return []change{{id, id, now}}, nothing
	}
	if !ok {
		return nil, nothing
	}
	now.By, now.At = v.me().ID, c.Started
	id := NewID()
	return []change{{id, id, now}}, func(tx *ledger.Tx) error { return v.newGroup(tx, id, inContacts) }
}

// Triage sorts a contact into a case: a new one where into is zero. The
// contact's words pass to casework; its card stays with the contacts.
func (v *Vault) Triage(ctx context.Context, contact, into ID) (ID, error) {
	e, err := v.Contact(ctx, contact)
	if err != nil {
		return ID{}, err
	}
	if !e.Value.Case.IsZero() {
		return ID{}, refuse(CodeTriaged, "sorting a contact")
	}
	c := e.Value
	opening := into.IsZero()
	safe := caseOf(c).SafeContact
	if opening {
		into = NewID()
	} else if _, ok := v.CaseLine(into); !ok {
		return ID{}, refuse(CodeNoCase, "sorting a contact")
	} else if safe, err = v.SafeContact(ctx, into); err != nil {
		safe = SafeContact{} // of a damaged case: what they said now stands
	}
	var changes []change
	var besides []func(*ledger.Tx) error
	if opening {
		changes = v.caseChanges(into, caseOf(c), personOf(c))
		besides = append(besides, v.caseGroup(into))
	}
	changes = append(changes, v.contactChanges(into, contact, c)...)
	c.Case = into
	changes = append(changes, change{NewID(), into, link{Contact: contact}}, change{contact, contact, c})
	changes = append(changes, v.cardChanges(contact, into, c, safe)...)
	besides = append(besides, func(tx *ledger.Tx) error { return v.pass(tx, contact, inContacts, inCasework) })
	v.settling.Lock()
	defer v.settling.Unlock()
	if _, err := v.commit(ctx, changes, besides...); err != nil {
		v.setCompartment(contact, inContacts)
		return ID{}, fail("sorting a contact", err)
	}
	return into, nil
}

// pass re-wraps a group from one compartment to another.
func (v *Vault) pass(tx *ledger.Tx, id ID, from, to compartment) error {
	v.mu.RLock()
	g := v.groups[id]
	v.mu.RUnlock()
	if g == nil {
		return refuse(CodeNoKey, "passing a contact on")
	}
	v.setCompartment(id, to)
	if err := v.wrap(tx, id, g); err != nil {
		return err
	}
	return unwrapFrom(tx, id, g, from.holder())
}

func (v *Vault) setCompartment(id ID, in compartment) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if g := v.groups[id]; g != nil {
		g.in = in
	}
}

func (v *Vault) caseGroup(id ID) func(*ledger.Tx) error {
	return func(tx *ledger.Tx) error { return v.newGroup(tx, id, inCasework) }
}

func (v *Vault) caseChanges(id ID, c Case, client Person) []change {
	if c.Reference == "" {
		c.Reference = v.newReference()
	}
	if c.Opened.IsZero() {
		c.Opened = v.Now()
	}
	if c.Owner == "" {
		c.Owner = v.me().Name
	}
	client.Role = RoleClient
	return []change{{id, id, c}, {NewID(), id, client}}
}

// cardChanges keeps the contact card pointing at the case, in which the person is reached as safe says.
func (v *Vault) cardChanges(contact, into ID, c Contact, safe SafeContact) []change {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line, known := v.cases[into]
	for id, card := range v.cards.all() {
		if card.Contact == contact {
			card.Case = into
			card.CallOn, card.Caller, card.Promised = c.FollowUp.On, c.FollowUp.Who, c.FollowUp.Promised
			card.PassTo = firstOf(card.PassTo, v.me().Name)
			if known {
				card.PassTo = firstOf(line.Owner, card.PassTo)
			}
			return []change{{id, id, card.safe(safe)}}
		}
	}
	return nil
}

// referenceLetters are those of a reference: none that is read as another.
const referenceLetters = "ACDEFGHJKLMNPQRTUVWXY34679"

var references = regexp.MustCompile(`^NOD-[` + referenceLetters + `]{4}-[0-9]{2}$`)

// isReference reports whether a text has the form of a case's reference.
func isReference(text string) bool { return references.MatchString(text) }

// newReference makes a random reference such as NOD-7K3Q-92 that no case has.
func (v *Vault) newReference() string {
	const letters = referenceLetters
	for {
		random := seal.NewKey()
		ref := make([]byte, 4)
		for i := range ref {
			ref[i] = letters[int(random[i])%len(letters)]
		}
		reference := fmt.Sprintf("NOD-%s-%02d", ref, int(random[8])%100)
		if _, taken := v.CaseByReference(reference); !taken {
			return reference
		}
	}
}

// caseOf begins a case with what the contact said.
func caseOf(c Contact) Case {
	out := Case{
		Opened: c.Started, Matter: c.Matter, CalledName: c.CalledName, Language: c.Language, Source: string(c.Caller),
		DangerNow: c.DangerNow, Deadline: c.Deadline, Image: c.ImageExists, Platform: c.Platform, Suicide: c.Suicide,
		Owner:       c.FollowUp.Who,
		SafeContact: c.Safe(),
		Police:      PoliceState{Force: c.Force, Wish: c.Police, WishOn: c.Started},
	}
	if out.Image == ImageNotAsked && c.ImageUnder18 != NotAsked {
		out.Image = ImageClaimed
	}
	return out
}

func personOf(c Contact) Person {
	return Person{
		Role: RoleClient, FirstName: c.FirstName, Surname: c.Surname, CalledName: c.CalledName, Age: c.Age, AgeAbout: c.AgeAbout,
		AgeOn: c.Started, Number: c.Number, Email: c.EmailTo, Language: c.Language, Access: c.Interpreter,
	}
}

// contactChanges are the records a case gains from a contact: what happened,
// money, the account used, and the follow-up that was promised.
func (v *Vault) contactChanges(caseID, contact ID, c Contact) []change {
	var changes []change
	add := func(value any) { changes = append(changes, change{NewID(), caseID, value}) }
	if c.Said != "" {
		add(Event{When: When{Time: c.Started, Precision: OnOrBy}, What: c.Said, Where: place(c), ToldBy: Caller(firstOf(string(c.Caller), string(CallerThePerson))), ToldHow: c.Method})
	}
	if c.Demanded.Known && c.Demanded.Pence > 0 {
		add(MoneyEntry{Kind: Demand, When: OnDay(c.Started), Amount: c.Demanded, Platform: c.Platform})
	}
	if c.Paid.Known && c.Paid.Pence > 0 {
		add(MoneyEntry{Kind: Payment, When: OnDay(c.Started), Amount: c.Paid, Platform: c.Platform})
	}
	if c.Platform != "" {
		add(Suspect{Accounts: []Account{{Platform: c.Platform}}})
	}
	if !c.FollowUp.IsZero() {
		add(Task{What: c.FollowUp.Promised, Owner: c.FollowUp.Who, Due: c.FollowUp.On, From: contact})
	}
	return changes
}

func place(c Contact) string {
	if c.Platform != "" {
		return c.Platform
	}
	return c.Town
}

// Waiting reports whether a contact waits to be sorted.
func (l ContactLine) Waiting() bool {
	switch l.Caller {
	case CallerWrongNumber, CallerSilent, CallerHungUp, CallerInternal:
		return false
	}
	return l.Case.IsZero()
}

// Overdue reports whether the promised follow-up day has passed.
func (l ContactLine) Overdue(now time.Time) bool {
	return l.Case.IsZero() && !l.FollowUp.On.IsZero() && l.FollowUp.On.Before(startOfDay(now))
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
