package data

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/search"
)

// Shelf is what a hit of a search is about.
type Shelf uint8

// The shelves, in the order in which results are shown.
const (
	ShelfCases    Shelf = iota // references, names and numbers of cases and the people in them
	ShelfContacts              // contacts and contact cards
	ShelfNotes                 // notes and the names of their attachments, plans, events, decisions, consents, tasks
	ShelfEvidence              // suspected persons and their accounts, evidence, money
	ShelfLetters               // numbers of letters
	ShelfRequests              // requests
	shelves
)

// Shelves lists them in their order.
func Shelves() []Shelf {
	return []Shelf{ShelfCases, ShelfContacts, ShelfNotes, ShelfEvidence, ShelfLetters, ShelfRequests}
}

// mostHits is how many hits of a shelf are shown.
var mostHits = [shelves]int{ShelfCases: 20, ShelfContacts: 20, ShelfNotes: 50, ShelfEvidence: 20, ShelfLetters: 20, ShelfRequests: 20}

// shelfOf says where a kind is found. What a letter says is in the case.
func shelfOf(kind Kind) (Shelf, bool) {
	switch kind {
	case KindCase, KindPerson:
		return ShelfCases, true
	case KindContact, KindCard:
		return ShelfContacts, true
	case KindNote, KindEvent, KindAssessment, KindSafeguarding, KindConsent, KindTask, KindAttachment, KindPlan:
		return ShelfNotes, true
	case KindSuspect, KindEvidence, KindMoney:
		return ShelfEvidence, true
	case KindLetter:
		return ShelfLetters, true
	case KindRequest:
		return ShelfRequests, true
	}
	return 0, false
}

// searched are the kinds that reading for the search reads; letters it knows from
// their lines.
var searched = []Kind{
	KindContact, KindCard, KindCase, KindPerson, KindSuspect, KindEvent, KindNote, KindEvidence, KindMoney, KindConsent,
	KindSafeguarding, KindAssessment, KindTask, KindAttachment, KindPlan, KindRequest,
}

// Hit is a record that a search found, with the part of it that was looked for.
type Hit struct {
	Shelf   Shelf
	Kind    Kind
	Record  ID
	Case    ID             // the case it belongs to; zero for a contact that is in none
	Contact ID             // of a contact or a contact card
	Name    string         // of the person of a contact or a contact card
	When    time.Time      // when it happened, else when it was written
	Text    string         // an excerpt as it was written, or a letter's number
	Marks   []search.Range // where in Text the words are, in bytes
	Matter  Matter         // the kind of matter, where the words are those of its name and Text is empty
}

// Found is what a search came to.
type Found struct {
	Hits    []Hit // by shelf, the newest of each first
	More    bool  // there are more on some shelf
	Reading bool  // not everything is read yet
}

// searching is the search of one unlock.
type searching struct {
	mu      sync.Mutex
	arena   *search.Arena   // nil before somebody wants to search
	common  map[string]bool // sentences that stand in every plan
	reading bool
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// words is the arena; nil before somebody wants to search.
func (s *searching) words() *search.Arena {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.arena
}

// Search finds the records this member may open in which every word is that was
// typed: in any order, with or without accents, also as part of a word; "phrases
// in quotes"; numbers and handles in any spelling. Before ReadForSearch it finds
// nothing. What was typed is kept nowhere.
func (v *Vault) Search(ctx context.Context, typed string) (Found, error) {
	var found Found
	v.search.mu.Lock()
	arena := v.search.arena
	found.Reading = v.search.reading
	v.search.mu.Unlock()
	if arena == nil {
		return found, nil
	}
	q := search.Parse(typed, synonyms())
	defer q.Wipe()
	for _, shelf := range Shelves() {
		hits, more, err := v.searchShelf(ctx, arena, q, shelf)
		if err != nil {
			return found, fail("searching", err)
		}
		found.Hits = append(found.Hits, hits...)
		found.More = found.More || more
	}
	return found, nil
}

var synonyms = sync.OnceValue(func() search.Synonyms {
	var groups [][]string
	for _, g := range assets.Synonyms() {
		groups = append(groups, g.Words)
	}
	return search.NewSynonyms(groups)
})

func (v *Vault) searchShelf(ctx context.Context, arena *search.Arena, q search.Query, shelf Shelf) (hits []Hit, more bool, err error) {
	docs := arena.Search(ctx, q, uint8(shelf), mostHits[shelf]+1)
	if more = len(docs) > mostHits[shelf]; more {
		docs = docs[:mostHits[shelf]]
	}
	docs = slices.DeleteFunc(docs, func(d search.Doc) bool { return !v.mayFind(d.Group) || v.isAway(d.Group, d.Record) })
	found := make([]struct {
		hit Hit
		ok  bool
		err error
	}, len(docs))
	inParallel(len(docs), 4, func(i int) {
		if found[i].err = ctx.Err(); found[i].err == nil {
			found[i].hit, found[i].ok, found[i].err = v.hit(ctx, q, docs[i])
		}
	})
	for i, f := range found {
		if f.err != nil {
			return nil, false, f.err
		}
		if f.ok && !(shelf == ShelfCases && slices.ContainsFunc(hits, func(h Hit) bool { return h.Case == f.hit.Case })) {
			hits = append(hits, f.hit)
			v.tellOfReading(ctx, docs[i].Group)
		}
	}
	return hits, more, nil
}

// mayFind reports whether this member may find what is in a group. It asks for
// each hit, so that what became somebody else's is not found from that moment
// on. Whatever else hides a case from somebody belongs here.
func (v *Vault) mayFind(group ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.opens(group) && !v.otherSide(group)
}

// opens is for a caller that holds mu.
func (v *Vault) opens(group ID) bool {
	g := v.groups[group]
	return g != nil && (g.in != 0 || slices.Contains(g.named, v.me().ID))
}

// hit opens a record that was found, verifies it and cuts out what was looked
// for.
func (v *Vault) hit(ctx context.Context, q search.Query, d search.Doc) (Hit, bool, error) {
	hit := Hit{Shelf: Shelf(d.Shelf), Kind: Kind(d.Kind), Record: d.Record, Case: d.Group}
	switch hit.Kind {
	case KindLetter:
		return v.letterHit(q, hit)
	case KindRequest:
		v.requestHit(&hit)
	case KindContact, KindCard:
		if !v.contactHit(&hit) {
			return hit, false, nil
		}
	}
	if err := v.followChains(ctx); err != nil {
		return hit, false, err
	}
	revisions, err := v.ledger.Record(ctx, d.Record)
	if err != nil {
		return hit, false, err
	}
	revisions = slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return r.Box == nil }) // erased
	if len(revisions) == 0 {
		return hit, false, nil
	}
	r := revisions[len(revisions)-1]
	text, _, written, reason := v.unseal(r)
	if reason != "" || r.Group != d.Group {
		v.noteUnreadable(r, reason)
		return hit, false, nil
	}
	defer clear(text)
	hit.When = happened(text, written)
	best, kind := 0, struct{ Matter Matter }{}
	var reader wordReader
	defer reader.wipe()
	reader.of(v, hit.Kind)
	reader.each(text, func(field []byte) {
		words := string(field)
		marks, terms := q.Mark(words)
		if terms > best {
			best = terms
			hit.Text, hit.Marks = search.Excerpt(words, marks, excerptLength)
		}
	})
	if isMatterLabel(hit.Text) && json.Unmarshal(text, &kind) == nil {
		hit.Matter, hit.Text, hit.Marks = kind.Matter, "", nil // each reader has the name in their own language
	}
	return hit, true, nil
}

// happened is when the contact of a record began, or what it tells of happened;
// else when it was written.
func happened(text []byte, written time.Time) time.Time {
	var at struct {
		Started        time.Time
		Received       time.Time
		Happened, When struct{ Time time.Time }
	}
	if json.Unmarshal(text, &at) == nil {
		for _, t := range []time.Time{at.Started, at.Received, at.Happened.Time, at.When.Time} {
			if !t.IsZero() {
				return t
			}
		}
	}
	return written
}

// excerptLength is how many characters of a record a hit shows, about.
const excerptLength = 160

// contactHit says which contact and case a contact or card belongs to. A card is
// shown only to those who cannot open the contact itself.
func (v *Vault) contactHit(hit *Hit) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	hit.Contact, hit.Case = hit.Record, ID{}
	if hit.Kind == KindCard {
		card, _ := v.cards.of(hit.Record)
		hit.Contact, hit.Name = card.Contact, card.CalledName
		if v.contacts.has(hit.Contact) || hit.Contact.IsZero() {
			return false
		}
	}
	if line, ok := v.contacts.of(hit.Contact); ok {
		hit.Case, hit.Name = line.Case, line.Name
	}
	return true
}

// requestHit says who asks, and which case it is about.
func (v *Vault) requestHit(hit *Hit) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line := v.requests[hit.Record]
	hit.Case, hit.Name = line.Case, line.Name
}

func (v *Vault) letterHit(q search.Query, hit Hit) (Hit, bool, error) {
	v.mu.RLock()
	line, ok := v.letters[hit.Record]
	v.mu.RUnlock()
	hit.Text, hit.When = line.Number, line.Issued
	hit.Marks, _ = q.Mark(line.Number)
	return hit, ok, nil
}
