package data

import (
	"context"
	"strings"

	"noddfa/assets"
)

// Wording is what the organisation says in its own words: names of fields,
// which of them it asks for, its advice and its templates. It is sealed with the
// contacts, since everybody who fills in a form needs it; managers write it.
type Wording struct{ assets.Own }

// Wording returns the organisation's own words, and when they were last
// changed; nothing of both where it uses Noddfa's.
func (v *Vault) Wording() Entry[Wording] {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.wording
}

// SaveWording changes the organisation's own words. What is never hidden stays
// in sight whatever is asked for, and a line of advice that was reworded is kept
// as it was for the contacts in which it was given.
func (v *Vault) SaveWording(ctx context.Context, w Wording) error {
	before := v.Wording()
	fields := map[string]assets.OwnField{}
	for key, f := range w.Fields {
		f.Hidden = f.Hidden && assets.MayHide(key)
		if f != (assets.OwnField{}) {
			fields[key] = f
		}
	}
	w.Fields = fields
	w.Advice = rekeyed(before.Value.Own, w.Advice)
	w.Past = keptAdvice(before.Value.Own, w.Own)
	record := before.ID
	if record.IsZero() {
		record = NewID()
	}
	_, err := v.commit(ctx, []change{{record, groupZero(inContacts), w}, event(AuditEvent{Action: AuditWording})})
	if err == nil {
		v.keepForLocked()
	}
	return fail("writing the organisation's own words", err)
}

// rekeyed gives each line of advice whose words changed a key of its own: the
// contacts in which it was given keep what was said then.
func rekeyed(before assets.Own, lists map[assets.Matter][]assets.AdviceItem) map[assets.Matter][]assets.AdviceItem {
	said := map[string]assets.Text{}
	for _, matter := range assets.Matters() {
		for _, a := range append(assets.AllAdvice(matter), before.Advice[matter]...) {
			said[a.Key] = a.Text
		}
	}
	for _, a := range before.Past {
		said[a.Key] = a.Text
	}
	now := map[assets.Matter][]assets.AdviceItem{}
	for matter, list := range lists {
		now[matter] = []assets.AdviceItem{}
		for _, a := range list {
			if a.Text == (assets.Text{}) {
				continue
			}
			if text, known := said[a.Key]; a.Key == "" || known && text != a.Text {
				base, _, _ := strings.Cut(firstOf(a.Key, "own"), "~")
				a.Key = base + "~" + NewID().String()[:8]
			}
			a.Matter = matter
			now[matter] = append(now[matter], a)
		}
	}
	return now
}

// keptAdvice are the lines of the organisation that are in none of its lists
// now.
func keptAdvice(before, now assets.Own) []assets.AdviceItem {
	current := map[string]bool{}
	for _, list := range now.Advice {
		for _, a := range list {
			current[a.Key] = true
		}
	}
	var kept []assets.AdviceItem
	keep := func(a assets.AdviceItem) {
		ours, known := assets.AdviceByKey(a.Key)
		if current[a.Key] || known && ours.Text == a.Text {
			return
		}
		current[a.Key] = true
		kept = append(kept, a)
	}
	for _, a := range before.Past {
		keep(a)
	}
	for _, matter := range assets.Matters() {
		for _, a := range before.Advice[matter] {
			keep(a)
		}
	}
	return kept
}
