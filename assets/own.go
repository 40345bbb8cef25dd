package assets

import (
	"maps"
	"slices"
	"strings"
)

// Own is what an organisation says in its own words: names of fields, which of
// them are asked for, and lists in the place of Noddfa's.
type Own struct {
	Fields map[string]OwnField     `json:"fields,omitempty"` // by the key of the field: "contact.codeWord", "record.person.needs"
	Advice map[Matter][]AdviceItem `json:"advice,omitempty"`
	Past   []AdviceItem            `json:"past_advice,omitempty"` // lines that were given once and are in no list any more
	Plans  map[Matter]PlanTemplate `json:"plans,omitempty"`
	Notes  []NoteTemplate          `json:"notes,omitempty"`
	Person Called                  `json:"person,omitempty"`
	Sealed bool                    `json:"sealed,omitempty"` // none of it is kept for the time while the records are locked
}

// Called is the word of an organisation for the person whom a case is about;
// "" where it uses none, and texts say "person".
type Called string

// The words that texts know. A text in which one of them would stand has a form
// for each beside its neutral one: "case.role.client.as-survivor".
const (
	CalledClient   Called = "client"
	CalledVictim   Called = "victim"
	CalledSurvivor Called = "survivor"
)

// WhileLocked is what the form of a call and the crisis card need of it while
// the records are locked: names of fields, the lists of advice and the word for
// the person; nil where
// there is nothing, or where it stays sealed.
func (o Own) WhileLocked() *Own {
	kept := Own{Fields: map[string]OwnField{}, Advice: o.Advice, Person: o.Person}
	for key, f := range o.Fields {
		if strings.HasPrefix(key, "contact.") || strings.HasPrefix(key, "crisis.") || strings.HasPrefix(key, "suicide.") {
			kept.Fields[key] = f
		}
	}
	if o.Sealed || len(kept.Fields) == 0 && len(kept.Advice) == 0 && kept.Person == "" {
		return nil
	}
	return &kept
}

// OwnField is what is different about a field.
type OwnField struct {
	Text        // another name; that of Noddfa where a language is empty
	Hidden bool `json:"hidden,omitempty"`
	Ask    bool `json:"ask,omitempty"` // marked "please ask"; it never stands in the way of saving
}

// A NoteTemplate is what a note may start from: a line or two for each of its
// boxes.
type NoteTemplate struct {
	Key    string `json:"key"`
	Name   Text   `json:"name"`
	Said   Text   `json:"said"`
	Think  Text   `json:"think"`
	Agreed Text   `json:"agreed"`
	Source string `json:"source,omitempty"`
	Date   string `json:"date,omitempty"`
}

// Fields that are never hidden, because somebody may come to harm where they
// are not asked: is there danger now, is it safe to talk, how may we ring, and
// what was said and done about suicide.
var neverHidden = []string{
	"contact.danger", "contact.safe", "contact.safeRule", "contact.safeWhen", "contact.safeTimes", "contact.imageUnder18",
	"record.case.danger_now", "record.case.safe_contact.rule", "record.case.safe_contact.times", "record.case.safe_contact.do_not", "record.case.suicide.", "suicide.", "crisis.",
}

// MayHide says whether an organisation may hide a field.
func MayHide(key string) bool {
	return !slices.ContainsFunc(neverHidden, func(k string) bool { return key == k || strings.HasSuffix(k, ".") && strings.HasPrefix(key, k) })
}

// MustStay says whether a line of advice may be reworded but not taken out of a
// list: that help is there day and night, and that nobody copies a picture of a
// child.
func (a AdviceItem) MustStay() bool {
	return strings.Contains(a.Key, ".suicide-ask") || strings.Contains(a.Key, ".evidence-child")
}

// With returns the translator of an organisation that says things in its own
// words; nil is nobody's.
func (t *Translator) With(own *Own) *Translator {
	other := &Translator{code: t.code, localizer: t.localizer, english: t.english}
	other.Use(own)
	return other
}

// Use changes what the organisation says from now on.
func (t *Translator) Use(own *Own) { t.own.Store(own) }

// Own is what the organisation says in its own words; empty where it is not
// known whose translator this is.
func (t *Translator) Own() Own {
	if own := t.own.Load(); own != nil {
		return *own
	}
	return Own{}
}

// Field says what is different about a field in this organisation.
func (t *Translator) Field(key string) OwnField {
	f := t.Own().Fields[key]
	f.Hidden = f.Hidden && MayHide(key)
	return f
}

// renamed is the organisation's own name of a field, or "".
func (t *Translator) renamed(key string) string {
	own := t.own.Load()
	if own == nil {
		return ""
	}
	f := own.Fields[key]
	if t.code == Welsh {
		return f.CY
	}
	return f.EN
}

// called is the key of a text in the organisation's word for the person whom a
// case is about; most texts know none, and have one form for all.
func (t *Translator) called(key string) string {
	if own := t.own.Load(); own != nil && own.Person != "" {
		as := key + ".as-" + string(own.Person)
		if _, known := texts(English)[as]; known {
			return as
		}
	}
	return key
}

// Advice is the list for a matter and an age group: the organisation's, else
// Noddfa's.
func (t *Translator) Advice(matter Matter, age AgeGroup) []AdviceItem {
	if !slices.Contains(Matters(), matter) {
		matter = Other
	}
	if !slices.Contains(AgeGroups(), age) {
		age = Child
	}
	own, changed := t.Own().Advice[matter]
	if !changed {
		return Advice(matter, age)
	}
	var list []AdviceItem
	for _, a := range own {
		if len(a.Ages) == 0 || slices.Contains(a.Ages, age) {
			list = append(list, a)
		}
	}
	return list
}

// AdviceByKey finds one line again, whatever list it is in or was in.
func (t *Translator) AdviceByKey(key string) (AdviceItem, bool) {
	own := t.Own()
	for _, matter := range Matters() {
		for _, a := range own.Advice[matter] {
			if a.Key == key {
				return a, true
			}
		}
	}
	for _, a := range own.Past {
		if a.Key == key {
			return a, true
		}
	}
	return AdviceByKey(key)
}

// Plan is the template for a matter: the organisation's, else Noddfa's.
func (t *Translator) Plan(matter Matter) PlanTemplate {
	if !slices.Contains(Matters(), matter) {
		matter = Other
	}
	if own, changed := t.Own().Plans[matter]; changed {
		return own
	}
	return Plan(matter)
}

// NoteTemplates are what a note may start from.
func (t *Translator) NoteTemplates() []NoteTemplate {
	if own := t.Own().Notes; own != nil {
		return own
	}
	return NoteTemplates()
}

// AllAdvice is the list for a matter for all age groups.
func AllAdvice(matter Matter) []AdviceItem {
	var list []AdviceItem
	for _, a := range advice() {
		if a.Matter == matter {
			a.Ages = slices.Clone(a.Ages)
			list = append(list, a)
		}
	}
	return list
}

// Keys lists the keys of texts that begin so, sorted.
func Keys(prefix string) []string {
	var keys []string
	for key := range maps.Keys(texts(English)) {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
