package data

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// DetailReduced says of an erasure that the figures stayed.
const DetailReduced = "figures-kept"

// KeepFigures erases the words of a case with its contacts, or of a contact that
// is in none, and keeps what figures count: days, kinds, forces, sums, levels of
// risk, the outcome, the numbers and days of letters. Figures are the same before
// and after.
func (v *Vault) KeepFigures(ctx context.Context, record ID, o EraseOptions) (Erased, error) {
	const doing = "keeping the figures of a record"
	groups := []ID{record}
	_, isCase := v.CaseLine(record)
	contact, isContact := v.ContactLine(record)
	switch {
	case v.me().Role == Manager && !isCase && !isContact:
		return Erased{}, refuse(CodeNoRecord, doing)
	case isContact && !contact.Case.IsZero():
		return Erased{}, refuse(CodeTriaged, doing)
	}
	if err := v.mayErase(ctx, o, record); err != nil {
		return Erased{}, fail(doing, err)
	}
	if isCase {
		all, err := v.groupsOfCase(ctx, record)
		if err != nil {
			return Erased{}, fail(doing, err)
		}
		groups = all
	}
	var e erasure
	var changes []change
	var kept []ID
	v.mu.RLock()
	cards := slices.DeleteFunc(v.cardsOfContact(record), func(id ID) bool { return isCase })
	v.mu.RUnlock()
	for _, id := range append(groups, cards...) {
		if v.isCardGroup(id) {
			e.Groups = append(e.Groups, id)
			continue
		}
		stays, err := v.reduce(ctx, id, &e)
		if err != nil {
			return Erased{}, fail(doing, err)
		}
		changes = append(changes, stays...)
		kept = append(kept, id)
	}
	e.touched = kept
	done, err := v.erase(ctx, e, record, o, append(changes, event(AuditEvent{Action: AuditFigures, Subject: v.aboutCase(record)}))...)
	return done, fail(doing, err)
}

func (v *Vault) isCardGroup(id ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.isCard(id)
}

// reduce adds every version of what is in a group to an erasure, and returns the
// versions without words that take their place.
func (v *Vault) reduce(ctx context.Context, group ID, e *erasure) ([]change, error) {
	list, err := v.readGroup(ctx, group)
	if err != nil {
		return nil, err
	}
	revisions, err := v.ledger.Group(ctx, group)
	if err != nil {
		return nil, err
	}
	for _, r := range revisions {
		if _, gone := v.erasedBy(r); !gone && erasable(Kind(r.Kind)) {
			e.Versions = append(e.Versions, erasedVersion{r.Record, r.Revision})
		}
	}
	letters := map[ID]bool{}
	for _, o := range list {
		letters[o.record] = letters[o.record] || o.kind == KindLetter
	}
	last := map[ID]ID{}
	for _, o := range list {
		last[o.record] = o.revision
	}
	var changes []change
	for _, o := range withoutAway(list) {
		newest := last[o.record] == o.revision
		var stays any
		switch value := o.value.(type) {
		case Contact:
			stays = v.figuresOfContact(o.record, value)
		case Case:
			stays = v.figuresOfCase(value)
		case Assessment: // each of its versions: the first and the last level are counted
			changes = append(changes, change{o.record, group, Assessment{Made: value.Made, Level: value.Level}})
			continue
		case MoneyEntry:
			stays = MoneyEntry{Kind: value.Kind, When: When{Time: value.When.Time, Precision: value.When.Precision, Zone: value.When.Zone}, Amount: value.Amount, Platform: value.Platform}
		case IssuedLetter:
			stays = figuresOfLetter(value)
		case CaseLink:
			value.Words = ""
			stays = value
		case Task:
			if !letters[value.From] {
				continue
			}
			stays = Task{About: value.About, Number: value.Number, Due: value.Due, Done: value.Done, From: value.From, Imported: value.Imported}
		default:
			continue
		}
		if newest {
			changes = append(changes, change{o.record, group, stays})
		}
	}
	return changes, nil
}

// figuresOfContact is what figures count of a contact.
func (v *Vault) figuresOfContact(id ID, c Contact) Contact {
	now := v.Now()
	return Contact{
		Started: c.Started, DayOnly: c.DayOnly, Ended: c.Ended, Outgoing: c.Outgoing, Method: c.Method, Attempted: c.Attempted, Caller: c.Caller,
		Matter: c.Matter, Platform: c.Platform, Demanded: c.Demanded, Paid: c.Paid, Police: c.Police, Force: c.Force, Age: c.Age, AgeAbout: c.AgeAbout,
		Language: c.Language, Imported: c.Imported, Case: c.Case, Figures: &FiguresOnly{Since: now, Person: v.samePerson(id, c)},
	}
}

// FiguresOnly says of a contact that its words are gone.
type FiguresOnly struct {
	Since  time.Time `json:"since"`
	Person string    `json:"person"` // a keyed hash of who it was, so that a repeat caller is still counted once
}

func (v *Vault) figuresOfCase(c Case) Case {
	kept := Case{
		Reference: c.Reference, Opened: c.Opened, Closed: c.Closed, Outcome: c.Outcome, Matter: c.Matter, Language: c.Language, Source: "", Platform: c.Platform,
		Police: PoliceState{Force: c.Police.Force, Wish: c.Police.Wish, WishOn: c.Police.WishOn, ReportedOn: c.Police.ReportedOn}, Figures: v.Now(),
	}
	if !slices.Contains(Outcomes(), Outcome(c.Outcome)) { // older ones are in free words
		kept.Outcome = ""
	}
	if strings.TrimSpace(c.Police.CrimeNumber) != "" {
		kept.Police.CrimeNumber = "✓" // that there was one is counted
	}
	return kept
}

// figuresOfLetter is what the register and the summary count of a letter. What it
// said, and its pages, are gone.
func figuresOfLetter(l IssuedLetter) IssuedLetter {
	return IssuedLetter{
		Letter: Letter{
			Number: l.Letter.Number, Type: l.Letter.Type, Date: l.Letter.Date, ReplyBy: l.Letter.ReplyBy, To: Recipient{Force: l.Letter.To.Force},
			Basis: BasisConsent, Consent: &Consent{Scope: ConsentPolice}, // so that nobody is asked to approve what is gone
		},
		Choices: LetterChoices{Replaces: l.Choices.Replaces, Change: l.Choices.Change}, Issued: l.Issued, SHA256: l.SHA256,
	}
}

// samePerson is the keyed hash of whoever made a contact. The key is the oldest
// that everybody has, and stays what it is.
func (v *Vault) samePerson(id ID, c Contact) string {
	if c.Figures != nil {
		return c.Figures.Person
	}
	line := ContactLine{ID: id, Name: c.Name(), Number: c.Number}
	return hex.EncodeToString(hashOfPerson(v.peopleKey(), personKey(nil, &line)))
}

func hashOfPerson(key seal.Key, person []byte) []byte {
	mac := hmac.New(sha256.New, key[:])
	mac.Write(person)
	return mac.Sum(nil)[:16]
}

func (v *Vault) peopleKey() seal.Key {
	v.mu.RLock()
	defer v.mu.RUnlock()
	g := v.groups[groupZero(inContacts)]
	if g == nil || len(g.versions) == 0 {
		return seal.Key{}
	}
	oldest := slices.MinFunc(g.versions, func(a, b keyVersion) int { return int(a.version) - int(b.version) })
	return oldest.key.Derive("noddfa/1 same person")
}

// deleteLinesOf removes the lines of groups from the file: they may show what is
// erased.
func deleteLinesOf(tx *ledger.Tx, groups []ID) error {
	for _, id := range groups {
		if err := tx.DeleteOverviews(id); err != nil {
			return err
		}
	}
	return nil
}
