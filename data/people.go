package data

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"noddfa/data/seal"
)

// people counts persons: repeat callers once, and whoever came back once. Each
// key of a person has a number, so that what is counted of them lies in a row.
type people struct {
	number   map[string]int
	same     []int       // by number: another number of the same person, or the same
	joined   bool        // somebody has two numbers
	returned map[ID]bool // cases whose person has another
	hashed   bool        // persons are told apart by their hash: of some contacts only that is left
	secret   seal.Key    // of that hash
	key      []byte      // of the one who is looked up
}

// newPeople begins to count. The caller holds mu.
func (v *Vault) newPeople(secret seal.Key, hashed bool) *people {
	p := &people{number: make(map[string]int, v.contacts.len()), returned: map[ID]bool{}, secret: secret, hashed: hashed}
	for id, line := range v.cases {
		for _, l := range line.Links {
			if l.Relation == Returned {
				p.join(p.of(caseKey(id)), p.of(caseKey(l.Other)))
				p.returned[id], p.returned[l.Other] = true, true
			}
		}
	}
	return p
}

func caseKey(id ID) []byte { return []byte("case " + id.String()) }

// of is the number of a key.
func (p *people) of(key []byte) int {
	n, ok := p.number[string(key)]
	if !ok {
		n = len(p.same)
		p.number[string(key)] = n
		p.same = append(p.same, n)
	}
	return n
}

// add learns who made a contact and returns their number. Of a case that is
// linked as returned only the person's own contacts are theirs.
func (p *people) add(c *ContactLine) int {
	p.key = personKey(p.key[:0], c)
	if p.hashed {
		p.key = append(p.key[:0], p.hashOf(c)...)
	}
	n := p.of(p.key)
	if len(p.returned) > 0 && p.returned[c.Case] && (c.Caller == "" || c.Caller == CallerThePerson) {
		p.join(n, p.of(caseKey(c.Case)))
	}
	return n
}

// hashOf is the hash of who made a contact, as one without words has it.
func (p *people) hashOf(c *ContactLine) []byte {
	if c.Figures != nil {
		hash, _ := hex.DecodeString(c.Figures.Person)
		return hash
	}
	return hashOfPerson(p.secret, p.key)
}

func (p *people) find(n int) int {
	for p.same[n] != n {
		n = p.same[n]
	}
	return n
}

func (p *people) join(a, b int) {
	if a, b = p.find(a), p.find(b); a != b {
		p.same[a], p.joined = b, true
	}
}

// personKey tells repeat callers: the digits of the number, else the name, else
// each contact is its own person. It is appended to key.
func personKey(key []byte, c *ContactLine) []byte {
	digits := append(key, "number "...)
	begins := len(digits)
	for _, r := range c.Number {
		if unicode.IsDigit(r) {
			digits = utf8.AppendRune(digits, r)
		}
	}
	said := strings.TrimPrefix(strings.TrimPrefix(string(digits[begins:]), "0"), "44")
	switch {
	case len(said) >= 7:
		return append(digits[:begins], said...)
	case c.Name != "":
		return append(append(key, "name "...), strings.ToLower(c.Name)...)
	}
	return append(append(key, "contact "...), c.ID[:]...)
}
