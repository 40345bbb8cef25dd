package data

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"runtime"
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
	All     int   // how many there are, with those that are still to be opened
	More    bool  // there are more on some shelf
	Reading bool  // not everything is read yet
}

// searching is the search of one unlock.
type searching struct {
	mu      sync.Mutex
	arena   *search.Arena   // nil before somebody wants to search
	common  map[string]bool // sentences that stand in every plan
	reading bool
	half    bool // what was written in cases is in it, and nobody reads the rest: see takeSearched
	stop    context.CancelFunc
	over    bool // the vault is closed, and nobody begins to read any more
	done    sync.WaitGroup
	missed  map[ID]bool // of the search of first lists: groups of which it read rows and has no key
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
	var all Found
	err := v.SearchShowing(ctx, typed, math.MaxInt, func(found Found) { all = found })
	return all, err
}

// SearchShowing is Search for somebody who waits: it shows what was found when the
// first hits are opened and verified, so many of them, and once more with all.
func (v *Vault) SearchShowing(ctx context.Context, typed string, first int, show func(Found)) error {
	var found Found
	v.search.mu.Lock()
	arena := v.search.arena
	found.Reading = v.search.reading || v.search.half
	v.search.mu.Unlock()
	if arena == nil {
		show(found)
		return nil
	}
	q := search.Parse(typed, synonyms())
	defer q.Wipe()
	docs, more := v.find(ctx, arena, q)
	found.More = more
	for _, most := range []int{first, math.MaxInt} {
		docs = slices.DeleteFunc(docs, v.hides)
		found.All = found.with(docs)
		rest, err := v.openHits(ctx, q, docs, most, &found)
		if err != nil {
			return fail("searching", err)
		}
		if docs = rest; len(docs) == 0 {
			found.All = len(found.Hits)
			show(found)
			return nil
		}
		show(found)
	}
	return nil
}

// find asks the arena, shelf by shelf; more is true where there is more on one than is
// shown.
func (v *Vault) find(ctx context.Context, arena *search.Arena, q search.Query) (docs []search.Doc, more bool) {
	for _, shelf := range Shelves() {
		on := v.findOn(ctx, arena, q, shelf)
		more = more || len(on) > mostHits[shelf]
		docs = append(docs, on[:min(len(on), mostHits[shelf])]...)
	}
	return docs, more
}

// findOn is one more than is shown of a shelf, if there is; what is hidden from this member
// keeps nothing else from being found.
func (v *Vault) findOn(ctx context.Context, arena *search.Arena, q search.Query, shelf Shelf) []search.Doc {
	for most := mostHits[shelf] + 1; ; most *= 4 {
		on := arena.Search(ctx, q, uint8(shelf), most)
		all := len(on) < most
		on = slices.DeleteFunc(on, v.hides)
		if all || len(on) > mostHits[shelf] || ctx.Err() != nil {
			return on
		}
	}
}

// with is how many hits there are with those of what is not opened yet: of a case only
// one is shown.
func (f Found) with(docs []search.Doc) int {
	n := len(f.Hits)
	for i, d := range docs {
		same := func(other search.Doc) bool { return Shelf(other.Shelf) == ShelfCases && other.Group == d.Group }
		if Shelf(d.Shelf) != ShelfCases || !f.hasCase(d.Group) && !slices.ContainsFunc(docs[:i], same) {
			n++
		}
	}
	return n
}

// hasCase reports whether a case is among the hits on the shelf of cases.
func (f Found) hasCase(id ID) bool {
	return slices.ContainsFunc(f.Hits, func(h Hit) bool { return h.Shelf == ShelfCases && h.Case == id })
}

// openHits opens what was found until there are so many hits, and returns what is left.
func (v *Vault) openHits(ctx context.Context, q search.Query, docs []search.Doc, most int, found *Found) (rest []search.Doc, err error) {
	for len(docs) > 0 && len(found.Hits) < most {
		some := docs[:min(len(docs), most-len(found.Hits))]
		docs = docs[len(some):]
		opened := make([]openedDoc, len(some))
		for i, d := range some {
			opened[i].doc = d
		}
		v.openDocs(ctx, q, opened)
		for _, o := range opened {
			if o.err != nil {
				return nil, o.err
			}
			if o.ok && !(o.hit.Shelf == ShelfCases && found.hasCase(o.hit.Case)) {
				found.Hits = append(found.Hits, o.hit)
				v.tellOfReading(ctx, o.doc.Group)
			}
		}
	}
	return docs, nil
}

// openedDoc is what was found and what it turns out to be.
type openedDoc struct {
	doc       search.Doc
	revisions []ledger.Revision
	hit       Hit
	ok        bool
	err       error
}

// openDocs reads one record after the other, while others open what was read: who read
// each for themselves would wait for each other longer than that takes.
func (v *Vault) openDocs(ctx context.Context, q search.Query, all []openedDoc) {
	read := make(chan *openedDoc, len(all))
	open := func() {
		for o := range read {
			if o.err = cmp.Or(o.err, ctx.Err()); o.err == nil {
				o.hit, o.ok = v.hit(q, o.doc, o.revisions)
			}
			o.revisions = nil
		}
	}
	var others sync.WaitGroup
	for range min(4, runtime.GOMAXPROCS(0), len(all)) - 1 {
		others.Go(open)
	}
	func() {
		defer close(read)
		for i := range all {
			all[i].revisions, all[i].err = v.revisionsOf(ctx, all[i].doc)
			read <- &all[i]
		}
	}()
	open()
	others.Wait()
}

// revisionsOf are those of a record that was found. A letter is known by its line.
func (v *Vault) revisionsOf(ctx context.Context, d search.Doc) ([]ledger.Revision, error) {
	if err := ctx.Err(); err != nil || Kind(d.Kind) == KindLetter {
		return nil, err
	}
	if err := v.followChains(ctx); err != nil {
		return nil, err
	}
	return v.ledger.Record(ctx, d.Record)
}

var synonyms = sync.OnceValue(func() search.Synonyms {
	var groups [][]string
	for _, g := range assets.Synonyms() {
		groups = append(groups, g.Words)
	}
	return search.NewSynonyms(groups)
})

// hides reports whether what was found is not for this member, or not any more. A card
// is only for those who cannot open the contact itself.
func (v *Vault) hides(d search.Doc) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if !v.opens(d.Group) || v.otherSide(d.Group) || v.away(d.Group, d.Record) || v.untelling && v.restricted(d.Group) {
		return true
	}
	if Kind(d.Kind) != KindCard {
		return false
	}
	card, _ := v.cards.of(d.Record)
	return card.Contact.IsZero() || v.contacts.has(card.Contact)
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
func (v *Vault) hit(q search.Query, d search.Doc, revisions []ledger.Revision) (Hit, bool) {
	hit := Hit{Shelf: Shelf(d.Shelf), Kind: Kind(d.Kind), Record: d.Record, Case: d.Group}
	switch hit.Kind {
	case KindLetter:
		return v.letterHit(q, hit)
	case KindRequest:
		v.requestHit(&hit)
	case KindContact, KindCard:
		v.contactHit(&hit)
	}
	revisions = slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return r.Box == nil }) // erased
	if len(revisions) == 0 {
		return hit, false
	}
	r := revisions[len(revisions)-1]
	text, _, written, reason := v.unseal(r)
	if reason != "" || r.Group != d.Group {
		v.noteUnreadable(r, reason)
		return hit, false
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
	return hit, true
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

// contactHit says which contact and case a contact or card belongs to.
func (v *Vault) contactHit(hit *Hit) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	hit.Contact, hit.Case = hit.Record, ID{}
	if hit.Kind == KindCard {
		card, _ := v.cards.of(hit.Record)
		hit.Contact, hit.Name = card.Contact, card.CalledName
	}
	if line, ok := v.contacts.of(hit.Contact); ok {
		hit.Case, hit.Name = line.Case, line.Name
	}
}

// requestHit says who asks, and which case it is about.
func (v *Vault) requestHit(hit *Hit) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	line := v.requests[hit.Record]
	hit.Case, hit.Name = line.Case, line.Name
}

func (v *Vault) letterHit(q search.Query, hit Hit) (Hit, bool) {
	v.mu.RLock()
	line, ok := v.letters[hit.Record]
	v.mu.RUnlock()
	hit.Text, hit.When = line.Number, line.Issued
	hit.Marks, _ = q.Mark(line.Number)
	return hit, ok
}
