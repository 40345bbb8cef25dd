package data

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
)

// cardShown is how long a volunteer sees the cards of their own contacts.
const cardShown = 14 * 24 * time.Hour

// cardsFollow keeps the contact cards of a case as the case is now, so that a
// volunteer who rings back never breaks a rule (practice.md 7).
func (v *Vault) cardsFollow(caseID ID, value any) []change {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var changes []change
	for id, before := range v.cards.all() {
		if before.Case != caseID || v.groups[id] == nil {
			continue
		}
		if now := before.follow(value); now != before {
			changes = append(changes, change{id, id, now})
		}
	}
	return changes
}

// follow is the card after a record of its case was written.
func (c Card) follow(value any) Card {
	switch value := value.(type) {
	case Case:
		s := value.SafeContact
		c.CalledName = firstOf(value.CalledName, c.CalledName)
		c = c.safe(s)
		c.Number, c.CodeWord = firstOf(s.Number, s.Email, c.Number), s.CodeWord
		if value.Language != "" {
			c.Language = value.Language
		}
		c.PassTo = firstOf(value.Owner, c.PassTo)
		if !value.Closed.IsZero() {
			c.CallOn = time.Time{}
		}
	case Person:
		if value.Role == RoleClient {
			c.CalledName = firstOf(value.CalledName, c.CalledName)
		}
	case Task:
		ours := !value.From.IsZero() && value.From == c.Contact // the promise that was made in this contact
		if ours {
			c.CallOn, c.Caller = value.Due, value.Owner
		}
		if !value.Done.IsZero() && (ours || value.Due.Equal(c.CallOn)) {
			c.CallOn = time.Time{} // rung back
		}
	}
	return c
}

// Shown reports whether a volunteer sees a contact: with a call-back that is
// still promised, in danger or in a crisis, or their own of the last 14 days.
func (l ContactLine) Shown(me ID, now time.Time) bool {
	return l.Crisis || l.Danger || l.openCallBack() || (l.By == me || l.By.IsZero()) && now.Sub(l.Started) < cardShown
}

func (l ContactLine) openCallBack() bool { return l.Case.IsZero() && !l.FollowUp.On.IsZero() }

// Shown is the same for a contact card.
func (c Card) Shown(me ID, now time.Time) bool {
	return !c.CallOn.IsZero() || c.By == me && now.Sub(c.At) < cardShown
}

// Cards lists the contact cards of contacts that were sorted into a case this
// member cannot open: what is left to ring back on, oldest promise first.
func (v *Vault) Cards() []Card {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []Card
	for _, c := range v.cards.all() {
		if !v.contacts.has(c.Contact) && !c.Case.IsZero() {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Card) int {
		if a.CallOn.IsZero() != b.CallOn.IsZero() {
			if b.CallOn.IsZero() {
				return -1
			}
			return 1
		}
		if order := a.CallOn.Compare(b.CallOn); order != 0 {
			return order
		}
		return strings.Compare(a.Contact.String(), b.Contact.String())
	})
	return list
}

// TriedCard logs that nobody answered whoever a contact card is about, and moves
// the call that was promised to a later day.
func (v *Vault) TriedCard(ctx context.Context, contact ID, next time.Time) error {
	const doing = "logging an attempt"
	v.mu.RLock()
	id, card := ID{}, Card{}
	for at, c := range v.cards.all() {
		if c.Contact == contact && v.groups[at] != nil {
			id, card = at, c
		}
	}
	v.mu.RUnlock()
	if id.IsZero() {
		return refuse(CodeNoRecord, doing)
	}
	now, safe := v.Now(), card.Safe()
	tried := Contact{
		Started: now, Ended: now, Outgoing: true, Attempted: true, Method: Phone, Caller: CallerThePerson,
		CalledName: card.CalledName, Number: card.Number, SafeRule: safe.Rule, SafeWhen: safe.Times,
		MayText: card.MayText, MayVoice: card.MayVoice, CodeWord: card.CodeWord, Language: card.Language,
	}
	card.CallOn, card.Caller = next, firstOf(card.Caller, v.me().Name)
	_, err := v.logContacts(ctx, []Contact{tried}, change{id, id, card})
	return fail(doing, err)
}

// CallBacks lists the contacts somebody promised to ring back, oldest promise
// first: those of one colleague and those of nobody in particular.
func (v *Vault) CallBacks(who string) []ContactLine {
	var list []ContactLine
	for _, l := range v.ContactList().All() {
		if l.openCallBack() && (l.FollowUp.Who == "" || strings.EqualFold(l.FollowUp.Who, who)) {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b ContactLine) int { return a.FollowUp.On.Compare(b.FollowUp.On) })
	return list
}

// numberOf makes one spelling of a telephone number, an address or the name of an
// account online; "" where there is too little to compare.
func numberOf(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if name, domain, isAddress := strings.Cut(text, "@"); isAddress && name != "" && strings.Contains(domain, ".") && !strings.ContainsAny(text, " :/") {
		return text
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
	if handle := handleOf(text); handle != "" && len(digits) < 10 {
		return "@" + handle
	}
	if len(digits) < 7 {
		return ""
	}
	return digits[max(0, len(digits)-10):] // with +44 or 0 before it
}

// handleOf is the name of an account in what was written where a number belongs:
// "@cerys.07", "Instagram: cerys.07", "https://instagram.com/cerys.07/".
func handleOf(text string) string {
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return ""
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":/,;()", r) })
	if len(words) == 0 {
		return ""
	}
	last := strings.TrimPrefix(words[len(words)-1], "@")
	marked := len(words) == 1 || strings.Contains(text, "@") || strings.Contains(text, "/") || len(words) == 2 && isPlatform(words[0])
	if !marked || len(last) < 4 || strings.IndexFunc(last, unicode.IsLetter) < 0 {
		return "" // a sentence, or a number with a word beside it
	}
	return last
}

// isPlatform reports whether a word names where people have accounts.
func isPlatform(word string) bool {
	return slices.Contains([]string{"instagram", "insta", "ig", "snapchat", "snap", "facebook", "fb", "messenger", "tiktok", "twitter", "x", "whatsapp", "telegram", "discord", "skype", "kik", "signal", "reddit"}, word)
}
