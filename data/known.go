package data

import (
	"context"
	"slices"
	"strings"

	"noddfa/data/search"
)

// Known says who a contact may be. Case is zero where this member may not know
// which: then only that somebody may be known.
type Known struct {
	Case    ID
	Suspect bool // it is the number of somebody suspected in that case
}

// MayBeKnown looks for somebody with the same number, e-mail address, or name
// and age among the contacts and cards other than one record, and for the number
// or address among the people of the cases this member may open. It never says
// who to somebody who cannot open the case.
func (v *Vault) MayBeKnown(ctx context.Context, c Contact, except ID) []Known {
	found := v.numbersInCases(ctx, c)
	v.mu.RLock()
	defer v.mu.RUnlock()
	number, name := numberOf(firstOf(c.Number, c.EmailTo)), strings.ToLower(c.Name())
	for id, l := range v.contacts.all() {
		same := number != "" && numberOf(l.Number) == number
		same = same || name != "" && c.Age > 0 && l.Age == c.Age && strings.ToLower(l.Name) == name
		if id != except && same && (l.Caller == "" || l.Caller == CallerThePerson) {
			found[Known{Case: l.Case}] = true
		}
	}
	for _, card := range v.cards.all() {
		if card.Contact != except && number != "" && numberOf(card.Number) == number {
			found[Known{Case: card.Case}] = true
		}
	}
	var list []Known
	for k := range found {
		if v.otherSide(k.Case) {
			continue // a worker learns nothing of the other side, nor that there is one
		}
		if _, mine := v.cases[k.Case]; !mine {
			k.Case = ID{}
		}
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b Known) int {
		if a.Suspect != b.Suspect { // who must hear it first
			if a.Suspect {
				return -1
			}
			return 1
		}
		return strings.Compare(b.Case.String(), a.Case.String())
	})
	return list
}

// numbersInCases finds cases in which the number or address of a contact stands
// with the person, somebody around them or somebody suspected. It asks the
// search, which knows what this member may open once it is read.
func (v *Vault) numbersInCases(ctx context.Context, c Contact) map[Known]bool {
	found := map[Known]bool{}
	arena := v.search.words()
	if arena == nil {
		return found
	}
	for _, typed := range []string{c.Number, c.EmailTo} {
		number := numberOf(typed)
		if number == "" || number[0] == '@' {
			continue // the name of an account may be part of another
		}
		if strings.Contains(number, "@") {
			number = `"` + number + `"`
		}
		q := search.Parse(number, search.Synonyms{})
		for _, shelf := range []Shelf{ShelfCases, ShelfEvidence} {
			for _, d := range arena.Search(ctx, q, uint8(shelf), mostHits[shelf]) {
				kind := Kind(d.Kind)
				if (shelf == ShelfCases || kind == KindSuspect) && v.mayFind(d.Group) {
					found[Known{Case: d.Group, Suspect: kind == KindSuspect}] = true
				}
			}
		}
		q.Wipe()
	}
	return found
}
