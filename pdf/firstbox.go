package pdf

import (
	"strings"

	"noddfa/data"
)

// firstBox is what an officer must know before doing anything: danger, times,
// how the person may be reached, who knows.
func (c *letterSetter) firstBox() {
	var rows []fact
	if !c.withdraws() {
		rows = c.dangerRows()
	}
	rows = append(rows, c.askRows()...)
	rows = append(rows, c.contactRows()...)
	first := len(rows) // these must be read first
	rows = append(rows, c.outOfHours()...)
	rows = append(rows, c.earlierRows()...)
	if c.l.Replaces == nil || c.l.Replaces.Change != data.ChangeWrongPlace {
		rows = append(rows, c.handlingRows()...)
	}
	look := boxLook{bar: amber, tint: warm, title: ink}
	if c.l.DangerNow == data.Yes {
		look = boxLook{bar: alarm, tint: redTint, title: alarm}
	}
	c.foremost = c.box(c.say("letter.box.title"), c.say("letter.box.more"), rows, look)[first-1]
}

func (c *letterSetter) dangerRows() []fact {
	rows := []fact{{c.say("letter.danger.label"), strong(c.say("letter.danger." + answerKey(c.l.DangerNow)))}}
	switch at := c.moment(c.l.Deadline, true); {
	case at != "":
		rows = append(rows, fact{c.say("letter.deadline.label"), strong(capital(at))})
	case c.l.Matter == data.OnlineBlackmail:
		rows = append(rows, fact{c.say("letter.deadline.label"), plain(c.say("letter.deadline.none"))})
	}
	return rows
}

// askRows are the foremost of what is asked, and by when: the whole list may have room on the next page only.
func (c *letterSetter) askRows() []fact {
	rows := []fact{{c.say("letter.ask.label"), strong(sentence(oneLine(c.allAsks()[0])))}}
	if !c.l.ReplyBy.IsZero() {
		rows = append(rows, fact{c.say("letter.reply.label"), strong(capital(c.date(c.l.ReplyBy)))})
	}
	return rows
}

// earlierRows say which letter this one replaces or takes back, and why.
func (c *letterSetter) earlierRows() []fact {
	r := c.l.Replaces
	if r == nil {
		return nil
	}
	change := string(r.Change)
	if !c.t.Has("letter.earlier." + change) {
		change = string(data.ChangeCorrection)
	}
	letter := c.say("letter.earlier.letter", values{"Number": c.earlier()})
	if !r.Date.IsZero() {
		letter = c.say("letter.earlier.letter.of", values{"Number": c.earlier(), "Date": c.plainDate(r.Date)})
	}
	return []fact{{c.say("letter.earlier.label"), append(strong(sentence(letter)), span{text: " " + c.say("letter.earlier."+change)})}}
}

func (c *letterSetter) contactRows() []fact {
	s := c.l.Contact
	if s == nil {
		return []fact{{c.say("letter.contact.label"), plain(c.speakFirst("letter.contact.none"))}}
	}
	if c.brief.page > 0 {
		return c.briefRows()
	}
	return c.rowsOf(s)
}

// rowsOf are how the person is reached, and what is not safe.
func (c *letterSetter) rowsOf(s *data.SafeContact) []fact {
	var lines []span
	add := func(text string, bold bool) {
		if text = sentence(text); text != "" {
			if len(lines) > 0 {
				lines = append(lines, span{text: "\n"})
			}
			lines = append(lines, span{text, bold})
		}
	}
	safe, unsafe := c.permissions(s)
	if s.OnlyThrough == data.Yes {
		add(c.speakFirst("letter.contact.only"), true)
	}
	add(s.Rule, true)
	add(join(c.channels(s), safe), false)
	var rows []fact
	if len(lines) > 0 {
		rows = append(rows, fact{c.say("letter.contact.label"), lines})
	}
	if never := c.never(s, unsafe); never[0].text != "" || len(never) > 1 {
		rows = append(rows, fact{c.say("letter.contact.never.label"), never})
	}
	return rows
}

// never is what must not be done to reach the person; unsafe are the channels that nobody agreed to.
func (c *letterSetter) never(s *data.SafeContact, unsafe string) []span {
	car := ""
	if s.MarkedCar != data.Yes {
		car = c.say("letter.contact.car." + answerKey(s.MarkedCar))
	}
	never := strong(join(capital(s.DoNot), car))
	if unsafe != "" {
		never = append(never, span{text: lead(unsafe)})
	}
	return never
}

// speakFirst is a sentence that ends in our telephone number, if we have one.
func (c *letterSetter) speakFirst(key string) string {
	if c.phone() == "" {
		return c.say(key + ".nophone")
	}
	return c.say(key, values{"Phone": c.phone()})
}

func (c *letterSetter) channels(s *data.SafeContact) string {
	number, email := "", ""
	switch {
	case s.OnlyThrough == data.Yes && s.Number != "":
		number = c.say("letter.contact.number.only", values{"Number": number1(s.Number)})
	case s.Number == "" && s.Times != "":
		number = c.say("letter.contact.times", values{"Times": s.Times})
	case s.Number != "" && s.Times != "":
		number = c.say("letter.contact.number.times", values{"Number": number1(s.Number), "Times": s.Times})
	case s.Number != "":
		number = c.say("letter.contact.number", values{"Number": number1(s.Number)})
	}
	if s.Email != "" {
		email = c.say("letter.contact.email", values{"Email": oneLine(s.Email)})
	}
	code, others := "", ""
	if s.CodeWord != "" {
		code = c.say("letter.contact.code", values{"Word": quote(s.CodeWord)})
	}
	if s.OthersUse != "" {
		others = c.say("letter.contact.others", values{"Who": s.OthersUse})
	}
	return join(number, email, code, others)
}

// number1 keeps a number on one line unless somebody wrote a sentence.
func number1(text string) string {
	text = oneLine(text)
	if len(text) <= 24 {
		return whole(text)
	}
	return text
}

// permissions says of texts, voicemail, post and a car whether they are safe,
// and which are not: what nobody agreed to is not safe.
func (c *letterSetter) permissions(s *data.SafeContact) (safe, unsafe string) {
	channels := []struct {
		key    string
		answer data.Answer
	}{{"text", s.MayText}, {"voicemail", s.MayVoice}, {"post", s.MayPost}}
	answers := map[string]bool{}
	for _, ch := range channels {
		said := c.say("letter.contact." + ch.key + "." + answerKey(ch.answer))
		if ch.answer == data.Yes {
			safe = join(safe, said)
		} else {
			unsafe = join(unsafe, said)
		}
		answers[answerKey(ch.answer)] = true
	}
	for _, same := range []string{"no", "unknown"} {
		if answers[same] && len(answers) == 1 {
			unsafe = c.say("letter.contact.all." + same) // one sentence for three
		}
	}
	if s.MarkedCar == data.Yes {
		safe = join(safe, c.say("letter.contact.car.yes"))
	}
	return safe, unsafe
}

func (c *letterSetter) outOfHours() []fact {
	said := c.say("letter.hours.none")
	if hours := c.hours(c.l.Sender); hours != "" {
		said = c.say("letter.hours.ours", values{"Hours": hours})
	}
	if s := c.l.Contact; s != nil && s.OutOfHours != "" {
		said = sentence(s.OutOfHours)
	}
	return []fact{{c.say("letter.hours.label"), plain(said)}}
}

func (c *letterSetter) handlingRows() []fact {
	var rows []fact
	if c.l.PoliceLinks == data.Yes {
		rows = append(rows, fact{c.say("letter.handling.label"), strong(c.say("letter.handling.restrict"))})
	}
	knows := []string{c.say("letter.knows." + answerKey(c.l.Knows))}
	if c.l.KnowsWhy != "" {
		knows = append(knows, strings.TrimSpace(c.l.KnowsWhy))
	}
	knows = append(knows, c.say("letter.suspectknows."+answerKey(c.l.SuspectKnows)))
	rows = append(rows, fact{c.say("letter.knows.label"), plain(join(knows...))})
	if c.l.ByPhone != data.NotAsked || c.l.Contact != nil {
		rows = append(rows, fact{c.say("letter.phone.label"), plain(c.say("letter.phone." + answerKey(c.l.ByPhone)))})
	}
	return rows
}

// boxLook is the colour of a box; its title says in words what the colour does.
type boxLook struct{ bar, tint, title Color }

// box sets a title and facts on a tint behind a bar. Where it goes on over a
// page the title more stands above the rest. It returns the elements of the rows.
func (s *setter) box(title, more string, rows []fact, look boxLook) []int {
	const indent, pad = 5.0, 2.2
	x, width := left+indent, measure-indent-2.5
	st := s.sheet.heading
	st.color = look.title
	slabs := s.tag(RoleHeading, s.lines(st, strong(title), x, width))
	shift(&slabs[0], pad)
	slabs[len(slabs)-1].height += 0.6
	labels := s.labels() - indent
	from := len(slabs)
	nodes := make([]int, 0, len(rows))
	for i, r := range rows {
		row := s.factRow(r, x, labels, width)
		nodes = append(nodes, row[0].ops[0].Node)
		if i > 0 {
			shift(&row[0], s.sheet.text.lead*0.16*s.sheet.gap)
		}
		slabs = append(slabs, row...)
	}
	s.tag(RoleTable, slabs[from:])
	slabs = s.tag(RoleSection, slabs)
	slabs[len(slabs)-1].height += pad
	slabs[0].keep = true
	tinted(slabs, look)
	again := s.lines(st, strong(more), x, width)[:1]
	shift(&again[0], pad)
	tinted(again, look)
	for i := range slabs[from:] {
		slabs[from+i].head = &again[0]
	}
	s.add(keepTogether(slabs)...)
	return nodes
}

// tinted puts slabs on a tint behind a bar.
func tinted(slabs []slab, look boxLook) {
	for i := range slabs {
		h := slabs[i].height
		slabs[i].ops = append(artifact(
			Op{Kind: OpRect, X: left, W: measure, H: h + 0.05, Color: look.tint},
			Op{Kind: OpRect, X: left, W: 1.6, H: h + 0.05, Color: look.bar},
		), slabs[i].ops...)
	}
}

// shift moves what a slab draws down and makes it taller.
func shift(s *slab, by float64) {
	for i := range s.ops {
		s.ops[i].Y += by
	}
	s.height += by
}
