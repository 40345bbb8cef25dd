package pdf

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"noddfa/data"
)

// A rule for safe contact that is longer than the first page has room for
// stands whole on a later page. The box on top then says so before all else,
// and has a part of it: what must not be done comes first.

// brief says that the first box has a part of the rule alone. The zero value is
// a box that has all of it.
type brief struct {
	page int // the page that has the whole
	part int // rule and warning are at most 1/part of what they may be, and at the least nothing else is there
}

const least = 4

// inBrief sets a letter whose box has as much of the rule as lets it end on the
// first page, and says on which page the whole stands; nil where that does not
// help. before is the number of pages that come before it.
func inBrief(l data.Letter, sheet sheet, before int) *letterSetter {
	const tries = 8
	b := brief{page: before + 2, part: 1}
	for range tries {
		c := composeAt(l, sheet, b)
		is := before + 1 + c.pageOf(c.wholeRule)
		switch {
		case !c.firstPageHolds() && b.part == least:
			return nil
		case !c.firstPageHolds():
			b.part *= 2
		case is != b.page:
			b.page = is
		default:
			c.warn.add(LongRule, data.FieldContact, strconv.Itoa(is))
			return c
		}
	}
	return nil
}

// pageOf is the page, counted from 0, on which an element begins.
func (c *letterSetter) pageOf(node int) int {
	return slices.IndexFunc(c.pages, func(ops []Op) bool { return begins(ops, node) })
}

// briefRows are the rows of contactRows with a part of each long text: where the
// whole is, what is not safe, then the rest.
func (c *letterSetter) briefRows() []fact {
	s := *c.l.Contact
	s.Rule, s.DoNot = partOf(s.Rule, 280/c.brief.part), partOf(s.DoNot, 200/c.brief.part)
	for _, t := range []*string{&s.Number, &s.Times, &s.Email, &s.CodeWord, &s.OthersUse} {
		if c.brief.part == least {
			*t = ""
		}
		*t = partOf(*t, 80)
	}
	rows := c.rowsOf(&s)
	label := c.say("letter.contact.label")
	if rows[0].label == label {
		rows[0].label = c.say("letter.contact.part")
		slices.Reverse(rows) // what is not safe is the other
	}
	whole := fact{label, strong(c.say("letter.contact.whole", values{"Page": c.brief.page}))}
	return append([]fact{whole}, rows...)
}

// contactWhole is the rule as it was written, where the box has a part of it.
func (c *letterSetter) contactWhole() {
	if c.brief.page == 0 {
		return
	}
	c.wholeRule = c.nodes + 1
	c.heading(c.say("letter.contact.whole.title"))
	c.facts(c.rowsOf(c.l.Contact))
}

// partOf is a text of at most so many letters: the sentences that forbid, then
// the others as far as there is room, and … for what is not there.
func partOf(text string, most int) string {
	if len([]rune(text)) <= most {
		return text
	}
	all := sentences(text)
	slices.SortStableFunc(all, func(a, b string) int {
		switch {
		case forbids(a) == forbids(b):
			return 0
		case forbids(a):
			return -1
		}
		return 1
	})
	part, room := "", most
	for _, s := range all {
		if n := len([]rune(s)); n < room {
			part, room = part+s+" ", room-n-1
		} else if part == "" {
			return beginning(s, most)
		}
	}
	return part + "…"
}

// beginning is as many words of a text as have room, at least one letter.
func beginning(text string, most int) string {
	cut := []rune(text)[:min(most, len([]rune(text)))]
	if i := strings.LastIndexFunc(string(cut), unicode.IsSpace); i > 0 {
		return strings.TrimSpace(string(cut)[:i]) + " …"
	}
	return string(cut) + "…"
}

// sentences parts a text behind the ends of its sentences and lines.
func sentences(text string) []string {
	var all []string
	from := 0
	for i, r := range text {
		ended := i > 0 && strings.ContainsRune(".!?;", rune(text[i-1])) && unicode.IsSpace(r)
		if r == '\n' || ended {
			all = append(all, text[from:i])
			from = i
		}
	}
	all = append(all, text[from:])
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return nonEmpty(all...)
}

// forbids says that a sentence speaks of what must not be done, in either
// language: people write rules in their own.
func forbids(sentence string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '’' && r != '\''
	}), func(word string) bool {
		word = strings.ReplaceAll(word, "’", "'")
		return slices.Contains(forbidding, word) || strings.HasSuffix(word, "n't") || strings.HasPrefix(word, "peidi") || strings.HasPrefix(word, "beidi") || strings.HasPrefix(word, "pheidi")
	})
}

var forbidding = []string{
	"not", "never", "no", "cannot", "dont", "nobody", "avoid", "only", "unless", "unsafe", "except", "stop", "without", "hang",
	"dim", "ddim", "byth", "fyth", "unig", "oni", "neb", "osgoi", "osgowch", "heb", "nid",
}
