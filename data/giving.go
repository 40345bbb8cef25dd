package data

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"noddfa/assets"
)

// Giving is what of a case is to be given out, chosen item by item: nothing of it
// leaves that nobody has looked at. It is kept in the case, so that one colleague
// prepares it and a manager goes on.
type Giving struct {
	Request  ID           `json:"request,omitzero"` // in answer to which; none: from the case itself
	Person   ID           `json:"person,omitzero"`  // of the case, whose records they are
	From     time.Time    `json:"from,omitzero"`
	To       time.Time    `json:"to,omitzero"` // that day included
	Kinds    []string     `json:"kinds,omitempty"`
	Language Language     `json:"language,omitempty"` // of the paper
	Choices  []GiveChoice `json:"choices,omitempty"`
}

// GiveChoice is what was decided about one version of one record. Another version
// has to be looked at again.
type GiveChoice struct {
	Record   ID          `json:"record"`
	Revision ID          `json:"revision"`
	Leave    LeaveReason `json:"leave,omitempty"` // "": it is given
	Words    string      `json:"words,omitempty"` // why, in our own words
	Struck   []Strike    `json:"struck,omitempty"`
	Pending  bool        `json:"pending,omitempty"` // words were struck, and nothing is decided yet
	Answers  bool        `json:"answers,omitempty"` // chosen answers and days were there to be looked at
}

// Strike takes words out of a field: letters from up to before to, counted as
// Unicode does. Of a chosen answer it takes the whole, whatever its letters.
type Strike struct {
	Field  int         `json:"field"`
	From   int         `json:"from"`
	To     int         `json:"to"`
	Reason LeaveReason `json:"leave"`
}

// LeaveReason is why something is left out.
type LeaveReason string

// The reasons.
const (
	LeaveThirdParty LeaveReason = "third-party"
	LeaveEmotional  LeaveReason = "emotional"
	LeaveHarm       LeaveReason = "harm"
	LeaveLegal      LeaveReason = "legal"
	LeaveNotAbout   LeaveReason = "not-about"
	LeaveOther      LeaveReason = "other"
)

// LeaveReasons lists them in the order forms show them.
func LeaveReasons() []LeaveReason {
	return []LeaveReason{LeaveThirdParty, LeaveEmotional, LeaveHarm, LeaveLegal, LeaveNotAbout, LeaveOther}
}

// givenKinds are the kinds of records that may be given out, in the order in which
// forms show them. Letters are copies of their own.
var givenKinds = []Kind{
	KindContact, KindNote, KindEvent, KindPlan, KindAssessment, KindSafeguarding, KindConsent, KindEvidence, KindMoney, KindTask, KindPerson, KindSuspect,
}

// GiveKinds lists them by name.
func GiveKinds() []string {
	names := make([]string, len(givenKinds))
	for i, k := range givenKinds {
		names[i] = k.String()
	}
	return names
}

// GiveItem is one record with its words, and what to look out for in it.
type GiveItem struct {
	Record      ID
	Revision    ID
	Kind        string
	When        When
	Fields      []GiveField
	ThirdParty  bool // a name of somebody else is in its words
	Emotional   bool // emotional support: protected in victim information requests
	CheckBefore bool // check before showing to the person
}

// GiveField is one text of a record, or one answer that was chosen in it. Key is
// its path in the record, as "record.note.said" in assets.
type GiveField struct {
	Key      string
	Question string // of a chosen answer or a day, in the language of the paper; "": a text
	Text     string
	Found    [][2]int // letters that name somebody else
}

// chosen reports whether it is a chosen answer or a day, not a text.
func (f GiveField) chosen() bool { return f.Question != "" }

// choiceOf is what was decided about this version of an item.
func (g Giving) choiceOf(i GiveItem) (GiveChoice, bool) {
	at := slices.IndexFunc(g.Choices, func(c GiveChoice) bool { return c.Record == i.Record && c.Revision == i.Revision })
	if at < 0 {
		return GiveChoice{}, false
	}
	return g.Choices[at], true
}

// Choice is what was decided about an item. In a victim information request a note
// of emotional support is left out until somebody decides otherwise; everything
// else has to be looked at first.
func (g Giving) Choice(i GiveItem, asks RequestKind) (c GiveChoice, decided bool) {
	if c, ok := g.choiceOf(i); ok {
		unseen := c.Leave == "" && !c.Answers && slices.ContainsFunc(i.Fields, GiveField.chosen) // decided when only texts were given
		return c, !c.Pending && !unseen
	}
	c = GiveChoice{Record: i.Record, Revision: i.Revision}
	if i.Emotional && asks == VictimInformation {
		c.Leave = LeaveEmotional
		return c, true
	}
	return c, false
}

// Decide is the choices with one more.
func (g *Giving) Decide(c GiveChoice) {
	g.Choices = slices.DeleteFunc(slices.Clone(g.Choices), func(o GiveChoice) bool { return o.Record == c.Record })
	c.Answers = true
	g.Choices = append(g.Choices, c)
}

// GiveItems are the records that a choice of person, period and kinds comes to,
// the oldest first.
func (v *Vault) GiveItems(f *CaseFile, g Giving) []GiveItem {
	others := v.namesBeside(f, g.Person)
	if g.Language == "" {
		g.Language = f.Language()
	}
	own := v.Wording().Value.Own
	words := assets.Lang(string(g.Language)).With(&own)
	var items []GiveItem
	add := func(kind Kind, record, revision ID, when When, value any) *GiveItem {
		if !slices.Contains(g.Kinds, kind.String()) || !g.within(when.Time) {
			return nil
		}
		item := GiveItem{Record: record, Revision: revision, Kind: kind.String(), When: when, Fields: append(fieldsOf(kind, value, g.Language), answersOf(value, words)...)}
		for i := range item.Fields {
			item.Fields[i].Found = others.in(item.Fields[i].Text)
			item.ThirdParty = item.ThirdParty || len(item.Fields[i].Found) > 0
		}
		items = append(items, item)
		return &items[len(items)-1]
	}
	for _, e := range f.Contacts {
		if i := add(KindContact, e.ID, e.Revision, At(e.Value.Started), e.Value); i != nil {
			i.Emotional = true
		}
	}
	for _, e := range f.Notes {
		if i := add(KindNote, e.ID, e.Revision, e.Value.Happened, e.Value); i != nil {
			i.Emotional, i.CheckBefore = !e.Value.Practical, e.Value.CheckBefore
			i.ThirdParty = i.ThirdParty || e.Value.Kind == NoteThirdParty
		}
	}
	for _, e := range f.Events {
		add(KindEvent, e.ID, e.Revision, e.Value.When, e.Value)
	}
	for _, e := range f.Plans {
		add(KindPlan, e.ID, e.Revision, OnDay(e.Value.Made), e.Value)
	}
	for _, e := range f.Assessments {
		add(KindAssessment, e.ID, e.Revision, OnDay(e.Value.Made), e.Value)
	}
	for _, e := range f.Safeguarding {
		add(KindSafeguarding, e.ID, e.Revision, At(e.Value.Decided), e.Value)
	}
	for _, e := range f.Consents {
		add(KindConsent, e.ID, e.Revision, OnDay(e.Value.Given), e.Value)
	}
	for _, e := range f.Evidence {
		add(KindEvidence, e.ID, e.Revision, e.Value.FirstSeen, e.Value)
	}
	for _, e := range f.Money {
		add(KindMoney, e.ID, e.Revision, e.Value.When, e.Value)
	}
	for _, e := range f.Tasks {
		add(KindTask, e.ID, e.Revision, OnDay(e.First), e.Value)
	}
	for _, e := range f.People {
		if i := add(KindPerson, e.ID, e.Revision, When{}, e.Value); i != nil && e.ID != g.Person {
			i.ThirdParty = true
		}
	}
	for _, e := range f.Suspects {
		if i := add(KindSuspect, e.ID, e.Revision, When{}, e.Value); i != nil {
			i.ThirdParty = true
		}
	}
	items = slices.DeleteFunc(items, func(i GiveItem) bool { return len(i.Fields) == 0 })
	slices.SortStableFunc(items, func(a, b GiveItem) int { return a.When.Time.Compare(b.When.Time) })
	return items
}

// within reports whether a moment lies in the period. What has no moment does.
func (g Giving) within(at time.Time) bool {
	if at.IsZero() {
		return true
	}
	return (g.From.IsZero() || !at.Before(startOfDay(g.From))) && (g.To.IsZero() || at.Before(startOfDay(g.To).AddDate(0, 0, 1)))
}

// namesBeside are the names of everybody round a case but the person: whoever
// belongs to it, who is suspected, and colleagues.
func (v *Vault) namesBeside(f *CaseFile, person ID) *names {
	own, others := &names{}, &names{}
	for _, e := range f.People {
		to := others
		if e.ID == person {
			to = own
			to.addWords(f.Case.Value.CalledName)
		}
		for _, name := range []string{e.Value.FirstName, e.Value.Surname, e.Value.CalledName, e.Value.OtherNames, e.Value.OwnScript} {
			to.addWords(name)
		}
	}
	for _, e := range f.Suspects {
		others.addWords(e.Value.Names)
		for _, a := range e.Value.Accounts {
			others.addWords(a.DisplayName)
		}
	}
	for _, m := range v.Members() {
		if !m.Kit {
			others.addWords(m.Name)
		}
	}
	others.words = slices.DeleteFunc(others.words, func(w string) bool { return slices.Contains(own.words, w) })
	safe := f.Case.Value.SafeContact
	others.own = []string{numberOf(safe.Number), numberOf(safe.Email)}
	for _, e := range f.People {
		if e.ID == person {
			others.own = append(others.own, numberOf(e.Value.Number), numberOf(e.Value.Email))
		}
	}
	return others
}

// reachable is what reads like a telephone number or an e-mail address.
var reachable = regexp.MustCompile(`(?:\+|\(?0)[\d ()]{8,}\d|[^\s<>(),;:]+@[^\s<>(),;:]+\.[\pL\d]+`)

// reach finds where somebody else can be rung or written to in a text, whoever
// they are: places in letters.
func (n *names) reach(text string) [][2]int {
	var found [][2]int
	for _, at := range reachable.FindAllStringIndex(text, -1) {
		number := numberOf(text[at[0]:at[1]])
		if number != "" && !slices.Contains(n.own, number) {
			from := utf8.RuneCountInString(text[:at[0]])
			found = append(found, [2]int{from, from + utf8.RuneCountInString(text[at[0]:at[1]])})
		}
	}
	return found
}

// in finds the names in a text, and where others can be reached: places in letters, names that follow each other as
// one.
func (n *names) in(text string) [][2]int {
	var found [][2]int
	letters := []rune(text)
	for i := 0; i < len(letters); {
		if notOfAWord(letters[i]) {
			i++
			continue
		}
		end := i
		for end < len(letters) && !notOfAWord(letters[end]) {
			end++
		}
		word := string(letters[i:end])
		if slices.Contains(n.words, folded(word)) && !slices.Contains(plainWords, word) {
			if last := len(found) - 1; last >= 0 && strings.TrimFunc(string(letters[found[last][1]:i]), unicode.IsSpace) == "" {
				found[last][1] = end
			} else {
				found = append(found, [2]int{i, end})
			}
		}
		i = end
	}
	for _, at := range n.reach(text) {
		found = slices.DeleteFunc(found, func(f [2]int) bool { return f[0] < at[1] && at[0] < f[1] }) // a name within an address
		found = append(found, at)
	}
	slices.SortFunc(found, func(a, b [2]int) int { return a[0] - b[0] })
	return found
}

// SaveGiving keeps what was chosen so far, for whoever goes on with it.
func (v *Vault) SaveGiving(ctx context.Context, caseID ID, g Giving) error {
	const doing = "keeping what is to be given out"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	record := NewID()
	if e, ok := f.Giving(g.Request); ok {
		record = e.ID
	}
	_, err = v.commit(ctx, []change{{record, caseID, g}})
	return fail(doing, err)
}

// Giving is what was chosen last in answer to a request, or from the case itself.
func (f *CaseFile) Giving(request ID) (Entry[Giving], bool) {
	for _, e := range slices.Backward(f.Givings) {
		if e.Value.Request == request {
			return e, true
		}
	}
	return Entry[Giving]{}, false
}
