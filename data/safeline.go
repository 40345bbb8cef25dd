package data

import (
	"context"
	"strings"
	"unicode/utf8"

	"noddfa/assets"
)

// Line is how somebody may be reached, in one line: what is forbidden comes
// first, where a window without room cuts nothing off, then the rule. "" where
// nothing is written.
func (s SafeContact) Line(t *assets.Translator) string {
	return joinDots(s.never(t), s.rule(t))
}

// never says each thing that must not be done.
func (s SafeContact) never(t *assets.Translator) string {
	var ways []string
	for _, way := range []struct {
		answer Answer
		key    string
	}{{s.MayText, "safe.never.text"}, {s.MayVoice, "safe.never.voicemail"}, {s.MayPost, "safe.never.post"}, {s.MarkedCar, "safe.never.car"}} {
		if way.answer == No {
			ways = append(ways, t.T(way.key))
		}
	}
	by, only := "", ""
	if s.DoNot != "" {
		by = t.T("safe.never.by", map[string]any{"Way": s.DoNot})
	}
	if s.OnlyThrough == Yes {
		only = t.T("safe.never.directly")
	}
	return capital(joinDots(strings.Join(ways, ", "), by, only))
}

// rule is the written one with its times. Hours alone, or a number alone, say what they are.
func (s SafeContact) rule(t *assets.Translator) string {
	if s.Rule == "" && s.Times != "" {
		return joinDots(s.Number, t.T("contact.safe.only", map[string]any{"When": s.Times}))
	}
	return firstOf(safely(s.Rule, s.Times), s.Number)
}

// safely is a rule with the times at which it is safe, unless it says them.
func safely(rule, times string) string {
	if strings.Contains(strings.ToLower(rule), strings.ToLower(times)) {
		return rule
	}
	return joinDots(strings.TrimSuffix(rule, "."), times)
}

func joinDots(parts ...string) string { return strings.Join(nonEmpty(parts...), " · ") }

// SafeContact is how the person of a case may be reached, as CaseFile.Safe says it.
func (v *Vault) SafeContact(ctx context.Context, caseID ID) (SafeContact, error) {
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return SafeContact{}, fail("reading how somebody may be reached", err)
	}
	list = withoutAway(list)
	if c := entries[Case](v, list); len(c) > 0 {
		return c[0].Value.SafeContact.after(v.sortedInto(ctx, list)), nil
	}
	return SafeContact{}, refuse(CodeNoCase, "reading how somebody may be reached")
}

// Safe is how the person may be reached: as the case says. What it was not asked is forbidden where a contact that was
// sorted into it says so.
func (f *CaseFile) Safe() SafeContact { return f.Case.Value.SafeContact.after(f.Contacts) }

func (s SafeContact) after(contacts []Entry[Contact]) SafeContact {
	for _, c := range contacts {
		for _, way := range []struct {
			of   *Answer
			said Answer
		}{{&s.MayText, c.Value.MayText}, {&s.MayVoice, c.Value.MayVoice}} {
			if *way.of == NotAsked && way.said == No {
				*way.of = No
			}
		}
	}
	return s
}

// Safe is how the person of a contact may be reached, as they said it then.
func (c Contact) Safe() SafeContact {
	s := SafeContact{Rule: c.SafeRule, Times: c.SafeWhen, Number: c.Number, Email: c.EmailTo, MayText: c.MayText, MayVoice: c.MayVoice, CodeWord: c.CodeWord}
	if s.Rule == "" && c.SafeToTalk == No {
		s.Rule, s.Times = c.SafeWhen, "" // "when and how instead" is a rule of its own
	}
	return s
}

// Safe is how the person of a card may be reached.
func (c Card) Safe() SafeContact {
	s := SafeContact{
		Rule: c.SafeRule, MayText: c.MayText, MayVoice: c.MayVoice, MayPost: c.MayPost, MarkedCar: c.MarkedCar, OnlyThrough: c.OnlyUs, DoNot: c.DoNot,
	}
	if c.HoursAlone {
		s.Rule, s.Times = "", c.SafeRule
	}
	return s
}

// safe is the card with how the person may be reached. What was not asked for
// the case stays as it was said when they rang.
func (c Card) safe(s SafeContact) Card {
	if rule := safely(s.Rule, s.Times); rule != "" {
		c.SafeRule, c.HoursAlone = rule, s.Rule == ""
	}
	for _, to := range []struct{ now, asked *Answer }{
		{&c.MayText, &s.MayText}, {&c.MayVoice, &s.MayVoice}, {&c.MayPost, &s.MayPost}, {&c.MarkedCar, &s.MarkedCar}, {&c.OnlyUs, &s.OnlyThrough},
	} {
		if *to.asked != NotAsked {
			*to.now = *to.asked
		}
	}
	c.DoNot = s.DoNot
	return c
}

// capital is a text with a great first letter.
func capital(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:size]) + text[size:]
}
