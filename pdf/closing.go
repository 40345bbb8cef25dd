package pdf

import (
	"strings"

	"noddfa/data"
)

// around is what was done already, and the people and wishes around the case.
func (c *letterSetter) around() {
	var rows []fact
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, fact{c.say("letter.around." + key), plain(value)})
		}
	}
	add("done", c.done())
	add("others", c.people(c.l.Others))
	add("safe", c.people(whoIs(c.l.WhoSafe, data.Yes)))
	add("unsafe", c.people(whoIs(c.l.WhoSafe, data.No)))
	add("wishes", c.wishes())
	if c.l.Type != data.SupportNeeds {
		rows = append(rows, c.needsRows()...)
	}
	if len(rows) > 0 {
		c.heading(c.say("letter.around.title"))
		c.facts(rows)
	}
}

// needs stand on top of a letter that is about them.
func (c *letterSetter) needs() {
	rows := c.needsRows()
	if len(rows) == 0 {
		return
	}
	c.heading(c.say("letter.needs.title"))
	c.facts(rows)
}

// needsRows are what the person needs, and, where the Victims' Code of England
// and Wales applies, on what ground they may have enhanced rights.
func (c *letterSetter) needsRows() []fact {
	var rows []fact
	if c.l.Needs != "" {
		rows = append(rows, fact{c.say("letter.around.needs"), plain(c.l.Needs)})
	}
	var grounds []string
	for _, g := range c.l.Grounds {
		if c.t.Has("letter.ground." + string(g)) {
			grounds = append(grounds, c.say("letter.ground."+string(g)))
		}
	}
	if len(grounds) > 0 && c.codeApplies() {
		rows = append(rows, fact{c.say("letter.rights.label"), plain(c.say("letter.rights.text", values{"Grounds": strings.Join(grounds, "; ")}))})
	}
	return rows
}

// done lists a few acts under each other; many run on, to save a page.
func (c *letterSetter) done() string {
	if len(c.l.Actions) <= 3 {
		return lines(c.l.Actions...)
	}
	return join(c.l.Actions...)
}

func whoIs(people []data.LetterOther, safe data.Answer) []data.LetterOther {
	var found []data.LetterOther
	for _, p := range people {
		if p.Safe == safe {
			found = append(found, p)
		}
	}
	return found
}

// people names each person, or says what they are to the case.
func (c *letterSetter) people(people []data.LetterOther) string {
	var said []string
	for _, p := range people {
		role := ""
		if key := "letter.role." + string(p.Role); p.Role != "" && c.t.Has(key) {
			role = c.say(key)
		}
		parts := nonEmpty(p.Name, firstOf(p.Relation, role))
		if len(parts) == 0 {
			parts = []string{c.say("letter.role.other")}
		}
		if p.Age > 0 {
			parts = append(parts, c.say("letter.other.age", values{"Age": p.Age}))
		}
		if p.School != "" {
			parts = append(parts, c.say("letter.other.school", values{"School": p.School}))
		}
		said = append(said, capital(strings.Join(parts, ", ")))
	}
	return strings.Join(said, "\n")
}

func (c *letterSetter) wishes() string {
	wish := ""
	if key := "letter.wish." + string(c.l.Police.Wish); c.l.Police.Wish != "" && c.t.Has(key) {
		wish = c.say(key)
	}
	updates := ""
	if c.l.Updates != "" {
		updates = c.say("letter.wish.updates", values{"Value": c.l.Updates})
	}
	return join(wish, c.wishBesideConsent(), c.l.Wishes, updates)
}

// wishBesideConsent tells apart what the person agreed to, that this is shared,
// from what they want the police to do with it.
func (c *letterSetter) wishBesideConsent() string {
	w := c.l.Police.Wish
	switch {
	case !c.consentStands() || w != data.UnsurePolice && w != data.NoPolice:
		return ""
	case c.restsOnConsent():
		return c.say("letter.wish.consent")
	}
	return c.say("letter.wish.agrees")
}

// consentStands says that the person agreed that the police be told and did not
// take it back.
func (c *letterSetter) consentStands() bool {
	k := c.l.Consent
	return k != nil && k.Stands() && (k.Scope == data.ConsentPolice || k.Scope == "")
}

// restsOnConsent says that consent is why the letter may be shared: that somebody agreed as well does not make it so.
func (c *letterSetter) restsOnConsent() bool {
	return c.consentStands() && (c.l.Basis == "" || c.l.Basis == data.BasisConsent)
}

// grounds are consent and lawful reason, two lines that never contradict each
// other, then how the letter may be used and what it leaves out.
func (c *letterSetter) grounds() {
	c.heading(c.say("letter.grounds.title"))
	c.loose = true
	use := c.say("letter.disclosure.text")
	if len(c.l.Evidence) == 0 {
		use += " " + c.say("letter.evidence.noimages")
	}
	c.facts(append([]fact{
		{c.say("letter.consent.label"), plain(c.consent())},
		{c.say("letter.basis.label"), plain(c.basis())},
		{c.say("letter.disclosure.label"), plain(use)},
	}, c.leftOut()...))
}

func (c *letterSetter) consent() string {
	k := c.l.Consent
	if k == nil || (k.Scope != data.ConsentPolice && k.Scope != "") {
		return c.both(phrase{key: "consent.letter.none"})
	}
	dates := func(w words) values {
		return values{"Given": w.plainDate(k.Given), "Withdrawn": w.plainDate(k.Withdrawn)}
	}
	said := ""
	switch {
	case k.Refused && k.Given.IsZero():
		said = c.both(phrase{key: "consent.letter.refused"})
	case k.Refused:
		said = c.both(phrase{"consent.letter.refused.on", dates})
	case !k.Withdrawn.IsZero() && k.Given.IsZero():
		said = c.both(phrase{"consent.letter.withdrawn.only", dates})
	case !k.Withdrawn.IsZero():
		said = c.both(phrase{"consent.letter.withdrawn", dates})
	case k.Given.IsZero():
		said = c.both(phrase{key: "consent.letter.given"})
	default:
		said = c.both(phrase{"consent.letter.given.on", dates})
	}
	var more []string
	add := func(key, value string) {
		if value != "" {
			more = append(more, c.say("letter.consent."+key, values{"Value": value}))
		}
	}
	if k.Stands() {
		add("by", k.By)
		add("how", k.How)
		add("taken", k.TakenBy)
		add("covers", k.Covers)
	} else {
		add("why", k.Why)
	}
	return said + lead(join(more...))
}

// basis says on what the letter rests. Consent counts only where it stands.
func (c *letterSetter) basis() string {
	b := c.l.Basis
	known := c.t.Has("letter.basis." + string(b))
	said, note := "", c.l.BasisNote
	if c.l.Consent != nil && note == c.l.Consent.How && c.consentStands() {
		note = "" // the line above says it
	}
	switch {
	case b == data.BasisConsent && !c.consentStands():
		c.warn.add(NoBasis, PartBasis, "")
		said = c.say("letter.basis.nonestands")
	case b == "" && c.l.Draft:
		c.warn.add(NoBasis, PartBasis, "")
		said = c.say("letter.basis.unchosen")
	case b == "" || !known:
		c.warn.add(NoBasis, PartBasis, "")
		said = c.say("letter.basis.none")
	case b != data.BasisConsent && c.consentStands():
		said = c.say("letter.basis."+string(b)) + " " + c.say("letter.basis.besides")
	default:
		said = c.say("letter.basis." + string(b))
	}
	return said + lead(sentence(note))
}

// leftOut lists what the letter does not say and what it says against the
// habit, and on whose word.
func (c *letterSetter) leftOut() []fact {
	var rows []fact
	add := func(key string, decisions []data.Decision) {
		if len(decisions) > 0 {
			rows = append(rows, fact{c.say("letter.withheld." + key), plain(c.decisions(decisions))})
		}
	}
	add("out", c.l.Withheld)
	add("in", c.l.Override)
	return rows
}

func (c *letterSetter) decisions(all []data.Decision) string {
	var byDefault, said []string
	for _, d := range all {
		name := string(d.Field)
		if c.t.Has("letter.field." + name) {
			name = c.say("letter.field." + name)
		}
		v := values{"Field": name, "By": d.By, "Reason": d.Reason}
		switch {
		case d.By == "" && d.Reason == "":
			byDefault = append(byDefault, name)
		case d.By == "":
			said = append(said, sentence(capital(c.say("letter.withheld.reason", v))))
		case d.Reason == "":
			said = append(said, sentence(capital(c.say("letter.withheld.by", v))))
		default:
			said = append(said, sentence(capital(c.say("letter.withheld.by.reason", v))))
		}
	}
	if len(byDefault) > 0 {
		said = append([]string{c.say("letter.withheld.default", values{"Fields": strings.Join(byDefault, ", ")})}, said...)
	}
	return strings.Join(said, "\n")
}
