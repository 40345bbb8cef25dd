package pdf

import (
	"slices"
	"strings"

	"noddfa/data"
)

// keyFacts are who the person is and what the police already have.
func (c *letterSetter) keyFacts() {
	var rows []fact
	add := func(key string, value []span) {
		if len(value) > 0 && value[0].text != "" {
			rows = append(rows, fact{c.say("letter.fact." + key), value})
		}
	}
	p := c.l.Person
	add("name", c.nameSpans())
	add("own-script", plain(p.OwnScript))
	add("other-names", plain(p.OtherNames))
	add("address", plain(p.Address))
	add("language", plain(c.languageAndAccess()))
	add("under-18", plain(c.childhood()))
	if c.l.Type != data.InformationOnly {
		rows = append(rows, c.policeRows()...)
	}
	add("offence", plain(c.offence()))
	add("risk", c.risk())
	add("suicide", plain(c.suicide()))
	add("clinical", plain(c.l.Clinical))
	c.heading(c.say("letter.facts.title"))
	c.facts(rows)
}

// nameSpans are name and age; where no name is given, age alone says something.
func (c *letterSetter) nameSpans() []span {
	p := c.l.Person
	switch {
	case p.Name != "":
		more := ""
		if p.Pronouns != "" {
			more = " (" + p.Pronouns + ")"
		}
		if born := c.born(); born != "" {
			more += ", " + born
		}
		return []span{{p.Name, true}, {more, false}}
	case c.l.Type == data.InformationOnly:
		return plain(joinComma(c.say("letter.name.unnamed"), c.born()))
	}
	return plain(joinComma(c.say("letter.name.none"), c.born()))
}

func (c *letterSetter) born() string {
	p := c.l.Person
	switch {
	case !p.Born.IsZero() && p.Age > 0:
		return c.say("letter.born.age", values{"Date": c.plainDate(p.Born), "Age": p.Age})
	case !p.Born.IsZero():
		return c.say("letter.born.date", values{"Date": c.plainDate(p.Born)})
	case p.Age > 0 && p.AgeAbout:
		return c.say("letter.born.about", values{"Age": p.Age})
	case p.Age > 0:
		return c.say("letter.born.only", values{"Age": p.Age})
	}
	return ""
}

func (c *letterSetter) languageAndAccess() string {
	lang := string(c.l.Person.Language)
	if key := "letter.language." + lang; lang != "" && c.t.Has(key) {
		lang = c.say(key)
	}
	return join(lang, c.l.Person.Access)
}

// childhood is what the letter says of a person under 18 and of safeguarding.
func (c *letterSetter) childhood() string {
	s := c.l.Safeguarding
	var said []string
	if c.l.Person.Under18 {
		said = append(said, c.say("letter.child.yes"))
	}
	if s != nil {
		if c.l.Person.Under18 {
			said = append(said, c.say("letter.child.parent."+answerKey(s.ParentKnows)), c.say("letter.child.tell."+answerKey(s.SafeToTell)))
		}
		said = append(said, c.safeguarding(s)...)
	}
	return join(said...)
}

func (c *letterSetter) safeguarding(s *data.Safeguarding) []string {
	switch {
	case s.Referred == data.Yes:
		said := c.say("letter.safeguarding.referred")
		if s.ReferredTo != "" {
			said = c.say("letter.safeguarding.referred.to", values{"Council": s.ReferredTo})
		}
		more := []string{said}
		if !s.ReferredOn.IsZero() {
			more = append(more, c.say("letter.safeguarding.on", values{"Date": c.plainDate(s.ReferredOn)}))
		}
		if s.Reference != "" {
			more = append(more, c.say("letter.safeguarding.reference", values{"Reference": s.Reference}))
		}
		return more
	case s.Referred == data.No && s.WhyNot != "":
		return []string{c.say("letter.safeguarding.not.because", values{"Why": s.WhyNot})}
	case s.Referred == data.No:
		return []string{c.say("letter.safeguarding.not")}
	}
	return nil
}

// policeRows keep the crime number apart from the 101 log.
func (c *letterSetter) policeRows() []fact {
	p := c.l.Police
	var references []span
	for _, r := range []struct{ key, number string }{{"crime", p.CrimeNumber}, {"log", p.LogNumber}} {
		if r.number != "" {
			references = append(references, span{text: c.say("letter.police."+r.key, values{"Number": number1(r.number)}) + " "})
		}
	}
	if len(references) == 0 {
		references = plain(c.say("letter.police.none") + " ")
	}
	if !p.ReportedOn.IsZero() {
		references = append(references, span{text: c.say("letter.police.reported", values{"Date": c.plainDate(p.ReportedOn)})})
	}
	officer := ""
	switch {
	case p.Officer != "" && p.Collar != "":
		officer = c.say("letter.police.officer.collar", values{"Name": p.Officer, "Collar": number1(p.Collar)})
	case p.Officer != "":
		officer = c.say("letter.police.officer", values{"Name": p.Officer})
	case p.Collar != "":
		officer = c.say("letter.police.collar", values{"Collar": number1(p.Collar)})
	}
	if officer != "" {
		references = append(references, span{text: "\n" + sentence(officer)})
	}
	return []fact{{c.say("letter.police.reference"), references}}
}

// offence is the crime as the person sees it, and how far it has gone.
func (c *letterSetter) offence() string {
	said := []string{c.l.Offence}
	for _, s := range c.l.Status {
		if c.t.Has("letter.offence." + string(s)) {
			said = append(said, c.say("letter.offence."+string(s)))
		}
	}
	return join(said...)
}

// risk is the level first, then tool and score, then the judgement, which
// counts most.
func (c *letterSetter) risk() []span {
	r := c.l.Risk
	if r == nil {
		return nil
	}
	level := c.say("letter.risk.unstated")
	if r.Level != data.RiskNone && c.t.Has("letter.risk."+string(r.Level)) {
		level = c.say("letter.risk." + string(r.Level))
	}
	tool := r.Tool
	if r.Judgement != "" && r.Version == "" && r.Score == "" && c.isJudgement(tool) {
		tool = "" // the words of the judgement follow under that very name
	}
	if tool != "" && r.Version != "" {
		tool += " (" + r.Version + ")"
	}
	if r.Score != "" {
		tool = c.say("letter.risk.score", values{"Tool": firstOf(tool, c.say("letter.risk.tool")), "Score": whole(r.Score)})
	}
	made := ""
	switch {
	case !r.Made.IsZero() && r.MadeBy != "":
		made = c.say("letter.risk.made.by", values{"Date": c.plainDate(r.Made), "Name": r.MadeBy})
	case !r.Made.IsZero():
		made = c.say("letter.risk.made", values{"Date": c.plainDate(r.Made)})
	}
	judgement := ""
	if r.Judgement != "" {
		judgement = c.say("letter.risk.judgement", values{"Judgement": r.Judgement})
	}
	return []span{{sentence(level), true}, {lead(join(tool, made, judgement)), false}}
}

// isJudgement reports whether the tool of an assessment is no tool but what the
// line of the judgement is called, in either language.
func (c *letterSetter) isJudgement(tool string) bool {
	return slices.ContainsFunc([]data.Language{data.English, data.Welsh}, func(l data.Language) bool {
		name := wordsOf(l).say("letter.risk.judgement", values{"Judgement": ""})
		return strings.EqualFold(strings.TrimSpace(tool), strings.TrimRight(name, ": "))
	})
}

// suicide is the flag and what is in place; never a plan, means or history.
func (c *letterSetter) suicide() string {
	s := c.l.Suicide
	if s == nil || s.Thoughts == data.NotAsked {
		return ""
	}
	said := c.both(phrase{key: "suicide.letter." + answerKey(s.Thoughts)})
	var more []string
	if s.Action != "" {
		more = append(more, c.say("letter.suicide.action", values{"Action": s.Action}))
	}
	if s.ToldWho != "" {
		told := values{"Who": s.ToldWho, "When": c.told(s)}
		if told["When"] == "" {
			more = append(more, c.say("letter.suicide.told", told))
		} else {
			more = append(more, c.say("letter.suicide.told.when", told))
		}
	}
	if len(more) == 0 {
		return said
	}
	return said + lead(join(more...))
}

func (c *letterSetter) told(s *data.Crisis) string {
	if s.ToldAt.IsZero() {
		return ""
	}
	return c.moment(data.At(s.ToldAt), false)
}

// lead puts a space before a text that follows another.
func lead(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
