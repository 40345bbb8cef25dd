package pdf

import (
	"slices"

	"noddfa/data"
)

// asks are numbered, one act each, with the day we hope to hear.
func (c *letterSetter) asks() {
	title := c.say("letter.asks.title")
	if !c.l.ReplyBy.IsZero() {
		title = c.say("letter.asks.title.by", values{"Date": c.date(c.l.ReplyBy)})
	}
	c.heading(title)
	c.list(c.allAsks(), true)
}

// allAsks are what somebody wrote, or else those of the type of letter.
func (c *letterSetter) allAsks() []string {
	if asks := nonEmpty(c.l.Asks...); len(asks) > 0 {
		return asks
	}
	return c.defaultAsks()
}

// defaultAsks are those of the type of letter. The needs assessment is asked
// for only where the Victims' Code applies.
func (c *letterSetter) defaultAsks() []string {
	var asks []string
	ask := func(key string, v ...values) {
		if copied := key + ".copy"; c.l.ForPerson && c.t.Has("letter.ask."+copied) {
			key = copied // the copy has no box and no strip
		}
		asks = append(asks, c.say("letter.ask."+key, v...))
	}
	crime := number1(c.l.Police.CrimeNumber)
	switch c.l.Type {
	case data.FurtherInformation:
		if crime != "" {
			ask("add", values{"Number": crime})
		} else {
			ask("add.none")
		}
	case data.SupportNeeds:
		ask("needs")
	case data.InformationOnly:
		ask("information")
		ask("identify")
	case data.UpdateOrWithdrawal:
		asks = append(asks, c.updateAsks()...)
	default:
		if crime != "" {
			ask("crime.known", values{"Number": crime})
		} else {
			ask("crime")
		}
	}
	if c.l.Type != data.InformationOnly && c.l.Type != data.UpdateOrWithdrawal {
		if c.l.Police.Officer == "" && c.l.Police.Collar == "" {
			ask("officer")
		}
		ask("contact")
		if c.codeApplies() {
			ask("assessment")
		}
	}
	if c.l.ReplyBy.IsZero() {
		ask("reply")
	} else {
		ask("reply.by", values{"Date": c.date(c.l.ReplyBy)})
	}
	return asks
}

// updateAsks depend on why the earlier letter does not hold.
func (c *letterSetter) updateAsks() []string {
	v := values{"Number": c.earlier()}
	if c.l.Replaces == nil {
		return []string{c.say("letter.ask.replace", v)}
	}
	var asks []string
	for _, key := range map[data.LetterChange][]string{
		data.ChangeContact:    {"contact.change", "contact.stop"},
		data.ChangeConsent:    {"withdraw.stop", "withdraw.keep"},
		data.ChangeWrongPlace: {"wrong.return", "wrong.who"},
	}[c.l.Replaces.Change] {
		asks = append(asks, c.say("letter.ask."+key, v))
	}
	if len(asks) == 0 {
		asks = []string{c.say("letter.ask.replace", v), c.say("letter.ask.replace.records", v)}
	}
	return asks
}

// account is what has happened: the picture first, a summary, the events.
func (c *letterSetter) account() {
	image, summary := c.image(), paragraphs(c.l.Summary)
	if image == "" && len(summary) == 0 && len(c.l.Events) == 0 {
		return
	}
	c.heading(c.say("letter.account.title"))
	if image != "" {
		c.para(strong(image)...)
	}
	c.prose(c.l.Summary)
	c.events()
}

// image says what is known of an intimate picture. A picture of somebody who
// was, or may have been, under 18 is to be treated as one of a child.
func (c *letterSetter) image() string {
	state := c.l.Image
	if state == data.ImageNotAsked || state == data.ImageNone || !c.t.Has("image.letter.state."+string(state)) {
		return ""
	}
	phrases := []phrase{{key: "image.letter.state." + string(state)}}
	age := c.l.AgeAtImage
	aged := func(words) values { return values{"Age": age} }
	switch {
	case age > 0 && age < 18 && state == data.ImageFake:
		phrases = append(phrases, phrase{"image.letter.fake.child", aged})
	case age > 0 && age < 18:
		phrases = append(phrases, phrase{"image.letter.child", aged})
	case c.l.Person.Under18:
		phrases = append(phrases, phrase{key: "image.letter.child.now"})
	case age == 0:
		phrases = append(phrases, phrase{key: "image.letter.unknown"})
	}
	return c.both(phrases...)
}

func (c *letterSetter) events() {
	rows := make([]tableRow, 0, len(c.l.Events))
	for _, e := range c.l.Events {
		what := sentence(e.What)
		if e.Quoted != "" {
			what += lead(quote(e.Quoted))
		}
		if e.QuotedEN != "" {
			what += lead(c.say("letter.event.meaning", values{"Meaning": e.QuotedEN}))
		}
		rows = append(rows, tableRow{cells: [][]span{
			plain(c.moment(e.When, false)), plain(e.Where), plain(what), plain(e.SourceIn(c.t)),
		}})
	}
	c.table([]column{
		{c.say("letter.event.when"), 29},
		{c.say("letter.event.where"), 22},
		{c.say("letter.event.what"), 77},
		{c.say("letter.event.source"), 32},
	}, rows)
}

// suspects are facts about each suspected person and a table of identifiers;
// the display name and the unique one are two things.
func (c *letterSetter) suspects() {
	if len(c.l.Suspects) == 0 {
		return
	}
	c.heading(c.say("letter.suspect.title"))
	for i, s := range c.l.Suspects {
		name := firstOf(s.Names, c.say("letter.suspect.unknown"))
		if len(c.l.Suspects) > 1 {
			name = c.say("letter.suspect.numbered", values{"Number": i + 1, "Name": name})
		}
		c.para(span{sentence(name), true}, span{lead(c.suspectFacts(s)), false})
		if slices.ContainsFunc(s.Accounts, identifies) {
			c.slabs[len(c.slabs)-1].keep = true
			c.accounts(s.Accounts)
		}
	}
}

func (c *letterSetter) suspectFacts(s data.Suspect) string {
	var said []string
	for _, f := range []struct{ key, value string }{
		{"age", s.Age}, {"relationship", s.Relationship}, {"address", s.Address}, {"vehicle", s.Vehicle}, {"weapons", s.Weapons},
	} {
		if f.value != "" {
			said = append(said, c.say("letter.suspect."+f.key, values{"Value": f.value}))
		}
	}
	if s.SharesHome == data.Yes || s.SharesHome == data.No {
		said = append(said, c.say("letter.suspect.home."+string(s.SharesHome)))
	}
	if s.PoliceLinks == data.Yes {
		said = append(said, c.say("letter.suspect.police"))
	}
	if s.KnowsOfReport == data.Yes || s.KnowsOfReport == data.No {
		said = append(said, c.say("letter.suspectknows."+string(s.KnowsOfReport)))
	}
	if platforms := platformsOf(s.Accounts); platforms != "" {
		key := "letter.suspect.platform"
		if c.inEvidence(s.Accounts) {
			key += ".evidence"
		}
		said = append(said, c.say(key, values{"Value": platforms}))
	}
	return join(append(said, s.Words)...)
}

// identifies says that an account is more than the name of a platform.
func identifies(a data.Account) bool {
	a.Platform = ""
	return a != data.Account{}
}

// platformsOf names the platforms where that is all that is known of accounts.
func platformsOf(accounts []data.Account) string {
	if slices.ContainsFunc(accounts, identifies) {
		return ""
	}
	var names []string
	for _, a := range accounts {
		names = append(names, a.Platform)
	}
	return joinComma(names...)
}

// inEvidence reports whether the evidence of this letter names an account on one
// of the platforms: whose it is nobody has said.
func (c *letterSetter) inEvidence(accounts []data.Account) bool {
	return slices.ContainsFunc(c.l.Evidence, func(e data.Evidence) bool {
		return e.NamesAccount() && slices.ContainsFunc(accounts, func(a data.Account) bool { return data.SamePlatform(a.Platform, e.Platform) })
	})
}

func (c *letterSetter) accounts(accounts []data.Account) {
	rows := make([]tableRow, 0, len(accounts))
	for _, a := range accounts {
		rows = append(rows, tableRow{cells: [][]span{
			plain(a.Platform), plain(a.DisplayName), plain(a.UniqueID), plain(lines(a.URL, number1(a.Phone), a.Email)),
		}})
	}
	c.table([]column{
		{c.say("letter.account.platform"), 28},
		{c.say("letter.account.display"), 36},
		{c.say("letter.account.id"), 40},
		{c.say("letter.account.reach"), 56},
	}, rows)
}
