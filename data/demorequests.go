package data

import (
	"context"
	"slices"
	"time"
)

// demoAsked is what people ask of the made-up charity, in one language.
type demoAsked struct {
	wants, complains, erase, police, breach     string
	officer, family, other, refused, done, hold string
	identity, told, people, letter              string
}

var demoAskedEnglish = demoAsked{
	wants:     "Everything we have written about them since the spring.",
	complains: "Nobody rang back on the day that was promised.",
	erase:     "Does not want to be in our records any more.",
	police:    "Notes of two calls in which the account is named.",
	breach:    "A letter went to the right street and the wrong number. It came back unopened.",
	officer:   "DC 0000 Example", family: "Sal Example", other: "Twm Example",
	refused: "We said neither that we know somebody nor that we do not.", done: "We said sorry, and now two of us see each call-back.",
	hold:     "Hearing listed at Westmouth Crown Court, an invented place.",
	identity: "A question only they can answer.", told: "By letter, with their right to complain to the ICO.",
	people: "The person was rung at once.", letter: "By letter to the address we have.",
}

var demoAskedWelsh = demoAsked{
	wants:     "Popeth a ysgrifennwyd gennym amdanynt ers y gwanwyn.",
	complains: "Ni ffoniodd neb yn ôl ar y diwrnod a addawyd.",
	erase:     "Nid yw am fod yn ein cofnodion mwyach.",
	police:    "Nodiadau dwy alwad lle enwir y cyfrif.",
	breach:    "Aeth llythyr i'r stryd gywir ond i'r rhif anghywir. Daeth yn ôl heb ei agor.",
	officer:   "DC 0000 Example", family: "Sal Example", other: "Twm Example",
	refused: "Ni ddywedwyd ein bod yn adnabod rhywun na'n bod ddim.", done: "Ymddiheurwyd, ac mae dau ohonom nawr yn gweld pob galwad yn ôl.",
	hold:     "Gwrandawiad yn Llys y Goron Westmouth, lle dychmygol.",
	identity: "Cwestiwn mai dim ond nhw all ei ateb.", told: "Drwy lythyr, gyda'u hawl i gwyno wrth yr ICO.",
	people: "Ffoniwyd y person ar unwaith.", letter: "Drwy lythyr i'r cyfeiriad sydd gennym.",
}

// request writes one, and what was decided of it.
func (d *demo) request(ctx context.Context, r Request, decided RequestDecision) error {
	id, err := d.v.SaveRequest(ctx, ID{}, r)
	if err == nil && decided.Outcome != "" {
		err = d.v.DecideRequest(ctx, id, decided)
	}
	return err
}

// asked leaves requests in each state: one due in two days, one of the police, one whose clock stands still, one that was
// refused without confirming anything, a breach that was reported, and one that the rules keep no longer. One case is held.
func (d *demo) asked(ctx context.Context) error {
	w := demoAskedEnglish
	if d.language == Welsh {
		w = demoAskedWelsh
	}
	cases := d.v.Cases()
	if len(cases) == 0 {
		return nil
	}
	slices.SortFunc(cases, func(a, b CaseLine) int { return a.Opened.Compare(b.Opened) })
	of := func(i int) CaseLine { return cases[i%len(cases)] }
	day := func(days int) time.Time { return d.day.AddDate(0, 0, days) }
	years := d.day.AddDate(-6, -2, 0)
	name := func(c CaseLine) string { return firstOf(c.FullName, c.Name) }
	for _, one := range []struct {
		asked   Request
		decided RequestDecision
	}{
		{d.dueIn(2, Request{
			Kind: SubjectAccess, How: "email", By: demoMembers[1], Owner: demoMembers[0], Asker: AskerPerson, Name: name(of(0)), Case: of(0).ID, Wants: w.wants, Answer: w.letter,
		}), RequestDecision{}},
		{Request{
			Kind: VictimInformation, Received: day(-4), How: "email", By: demoMembers[0], Owner: demoMembers[1], Asker: AskerPolice, Name: w.officer,
			Case: of(1).ID, Wants: w.police, ReplyBy: day(17),
		}, RequestDecision{}},
		{Request{
			Kind: ErasureRequest, Received: day(-3), How: "phone", By: demoMembers[2], Owner: demoMembers[0], Asker: AskerPerson, Name: name(of(2)), Case: of(2).ID,
			Wants: w.erase, Identity: IdentityCheck{Asked: day(-3)},
		}, RequestDecision{}},
		{Request{
			Kind: SubjectAccess, Received: day(-40), How: "phone", By: demoMembers[2], Owner: demoMembers[0], Asker: AskerSuspect, Name: w.family, Wants: w.wants,
		}, RequestDecision{Outcome: RequestRefused, Reason: w.refused, On: day(-36), Told: w.told}},
		{Request{
			Kind: Breach, Received: day(-20), By: demoMembers[1], Owner: demoMembers[0], Aware: day(-20), Wants: w.breach, ICOTold: day(-19), PeopleTold: w.people,
		}, RequestDecision{Outcome: RequestGiven, Reason: w.people, On: day(-18)}},
		{Request{
			Kind: Complaint, Received: years.AddDate(0, 0, -21), How: "letter", By: demoMembers[0], Owner: demoMembers[0], Asker: AskerPerson, Name: w.other, Wants: w.complains,
			Identity: IdentityCheck{Confirmed: years.AddDate(0, 0, -20), How: w.identity, By: demoMembers[0]},
		}, RequestDecision{Outcome: RequestGiven, Reason: w.done, On: years, Told: w.told}},
	} {
		if err := d.request(ctx, one.asked, one.decided); err != nil {
			return err
		}
	}
	return d.v.HoldCase(ctx, of(1).ID, w.hold, time.Time{})
}

// dueIn gives a request the day on which it came, so that it is due in so many days, or on the next on which people work.
func (d *demo) dueIn(days int, r Request) Request {
	due := startOfDay(d.day).AddDate(0, 0, days)
	for back := 40; back > 0; back-- {
		if r.Received = d.day.AddDate(0, 0, -back); !r.Clock(d.day.Location()).Due.Before(due) {
			break
		}
	}
	return r
}
