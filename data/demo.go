package data

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
)

// DemoOptions choose a fictional charity. The same seed and day give the same
// content.
type DemoOptions struct {
	Cases int       // 0 = 12
	Notes int       // in all; 0 = four a case
	Seed  uint64    // 0 = 1
	Day   time.Time // the charity's today; zero = DemoDay

	Language Language // in which its people write; "" = English
	Years    int      // over how many the work is spread; 0 = one
	Options
	DemoMany
	Progress func(done, all int) // cases; may be nil
}

// DemoMany is what measuring needs besides: as many contacts and as different
// texts as a large charity has.
type DemoMany struct {
	Contacts int                                                  // in all; those that opened a case are the first
	Who      func(number int) (first, last, phone string)         // the person of a case or of a contact that opened none; nil = one of a few
	Said     func(number int) string                              // what the notes of a case say; nil = one of a few
	Wrote    func(kind string, record, group ID, value any) error // hears what was written; may be nil
}

// DemoDay is the day on which the demonstration plays where none is chosen.
var DemoDay = time.Date(2026, time.November, 2, 9, 30, 0, 0, time.UTC)

// demoBatch is how many cases go into one transaction.
const demoBatch = 50

// MakeDemo makes a vault of a fictional charity at work and leaves it open.
// Names are made up, numbers are Ofcom's for drama.
func MakeDemo(ctx context.Context, path, passphrase string, o DemoOptions) (*Vault, error) {
	o = o.filled()
	d := &demo{rng: rand.New(rand.NewPCG(o.Seed, o.Seed)), day: o.Day, notes: o.Notes, span: time.Duration(o.Years)*365*24*time.Hour - 5*24*time.Hour, many: o.DemoMany, words: demoIn(o.Language), language: o.Language}
	clock := o.Options
	clock.Now = func() time.Time { return d.now }
	clock.Costly = false // nothing in it is worth guessing
	d.now = o.Day.AddDate(-o.Years, 0, 0)
	v, _, err := Create(ctx, path, Setup{Organisation: demoOrganisation(d.words), Name: demoMembers[0], Passphrase: passphrase, Options: clock})
	if err != nil {
		return nil, err
	}
	d.v = v
	for made := 0; made < o.Cases; {
		n := min(demoBatch, o.Cases-made)
		if err := d.batch(ctx, made, n, o.Cases); err != nil {
			return nil, fail("making a demonstration", joinClose(err, v.ledger))
		}
		made += n
		if o.Progress != nil {
			o.Progress(made, max(o.Cases, o.Contacts))
		}
	}
	if err := d.others(ctx, o.Cases, o.Contacts-o.Cases, o.Progress); err != nil {
		return nil, fail("making a demonstration", joinClose(err, v.ledger))
	}
	d.now = o.Day
	for _, last := range []func(context.Context) error{d.waiting, d.asked} {
		if err := last(ctx); err != nil {
			return nil, fail("making a demonstration", joinClose(err, v.ledger))
		}
	}
	v.Now = o.clock()
	return v, nil
}

func (o DemoOptions) filled() DemoOptions {
	if o.Cases <= 0 {
		o.Cases = 12
	}
	if o.Notes <= 0 {
		o.Notes = 4 * o.Cases
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Years <= 0 {
		o.Years = 1
	}
	if o.Day.IsZero() {
		o.Day = DemoDay
	}
	return o
}

func demoOrganisation(w demoWords) Organisation {
	return Organisation{
		Name: "Hafan Example Victim Support", NameCY: "Cymorth i Ddioddefwyr Hafan Enghraifft",
		Address: []string{"14 Example Quay", "Westmouth", "WM1 1AA"}, Phone: "01632 960 123", Email: "referrals@hafan.example",
		Hours: demoEnglish.hours, HoursCY: demoWelsh.hours, Charity: "0000000", Nation: "Wales", Fictional: true,
		OnCall: []OnCall{{Name: demoMembers[0], Number: "07700 900 461", Hours: w.onCall, Deputy: demoMembers[1] + ", 07700 900 462"}},
	}
}

var (
	demoMembers   = []string{"Mair Hopcyn", "Dafydd Llewelyn-Żak", "Amina Rahman"}
	demoFirst     = []string{"Siân", "Gethin", "Ffion", "Owain", "Zofia", "Bryn", "Chidi", "Nia", "Piotr", "Elin", "Rhys", "Llŷr", "Catrin", "Aled", "Megan", "Tomasz", "Olena", "Ifan"}
	demoLast      = []string{"Ŵyn-Pryce", "Hopcyn", "Siddiqui", "Nowak", "Tŷ-Gwyn", "Cadwaladr", "Okonkwo", "Fychan", "Probert", "Żak", "Roderick", "Bowen", "Ap Rhys", "Mansour", "Griffiths"}
	demoPlatforms = []string{"Instagram", "Snapchat", "WhatsApp", "Facebook", "X", "Tinder"}
	demoForces    = []string{"south-wales", "south-wales", "south-wales", "dyfed-powys", "gwent", "north-wales"}
)

// demo makes the records of a fictional charity.
type demo struct {
	v     *Vault
	rng   *rand.Rand
	day   time.Time
	now   time.Time
	span  time.Duration
	notes int // still to be written
	many  DemoMany

	words    demoWords
	language Language
}

func (d *demo) pick(list []string) string { return list[d.rng.IntN(len(list))] }

// batch writes n cases, each beginning with a contact, in one transaction.
func (d *demo) batch(ctx context.Context, from, n, all int) error {
	var changes []change
	groups := map[ID]compartment{}
	var order []ID
	for i := from; i < from+n; i++ {
		contactID, caseID := NewID(), NewID()
		groups[contactID], groups[caseID] = inCasework, inCasework
		order = append(order, contactID, caseID)
		// The charity's years end today; the newest case is two days old.
		age := time.Duration(float64(d.span) * float64(all-i) / float64(all))
		d.now = d.day.Add(-age - 48*time.Hour).Truncate(time.Minute)
		c := d.contact(i)
		c.Case = caseID
		kase := caseOf(c)
		kase.Reference = d.reference(i)
		kase.Owner = d.pick(demoMembers)
		kase.SafeContact = d.safeContact(kase.SafeContact)
		client := personOf(c)
		client.Address, client.Postcode = fmt.Sprintf("%d Example Street\nWestmouth", 1+d.rng.IntN(90)), "CF99 9XX"
		changes = append(changes, d.v.caseChanges(caseID, kase, client)...)
		changes = append(changes, d.answered(d.v.contactChanges(caseID, contactID, c), i)...)
		changes = append(changes, change{NewID(), caseID, link{Contact: contactID}}, change{contactID, contactID, c})
		changes = append(changes, d.casework(caseID, c, i, all)...)
	}
	_, err := d.v.commit(ctx, changes, func(tx *ledger.Tx) error {
		for _, id := range order {
			if err := d.v.newGroup(tx, id, groups[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && d.many.Wrote != nil {
		for _, c := range changes {
			if err := d.many.Wrote(kindOf(c.value).String(), c.record, c.group, c.value); err != nil {
				return err
			}
		}
	}
	return err
}

// others logs n contacts that opened no case, over the same years.
func (d *demo) others(ctx context.Context, cases, n int, progress func(done, all int)) error {
	for done := 0; done < n; {
		var list []Contact
		for range min(4*demoBatch, n-done) {
			d.now = d.day.Add(-time.Duration(float64(d.span)*float64(n-done)/float64(n)) - 24*time.Hour).Truncate(time.Minute)
			c := d.contact(cases + done)
			c.FollowUp, c.Outgoing, c.Attempted = FollowUp{}, d.rng.IntN(4) == 0, d.rng.IntN(5) == 0
			list = append(list, c)
			done++
		}
		ids, err := d.v.logContacts(ctx, list)
		if err != nil {
			return err
		}
		for i, id := range ids {
			if d.many.Wrote == nil {
				break
			}
			if err := d.many.Wrote(KindContact.String(), id, id, list[i]); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(cases+done, cases+n)
		}
	}
	return nil
}

// reference is made of the case's number, so that the same seed gives the same
// references.
func (d *demo) reference(i int) string {
	const letters = "ACDEFGHJKLMNPQRTUVWXY34679"
	n := (i*7919 + 104729) % (26 * 26 * 26 * 26) // 7919 shares no factor with 26: no two alike
	ref := make([]byte, 4)
	for k := range ref {
		ref[k] = letters[n%len(letters)]
		n /= len(letters)
	}
	return fmt.Sprintf("NOD-%s-%02d", ref, (i/456976+d.rng.IntN(100))%100)
}

// plan is the language of the safety plans: that of whoever writes them.
func (d *demo) plan() Language {
	if d.language == Welsh {
		return Welsh
	}
	return English
}

// safeContact is a rule with the answers that agree with it.
func (d *demo) safeContact(c SafeContact) SafeContact {
	switch d.rng.IntN(4) {
	case 0:
		c.Rule, c.Times, c.MayText = d.words.rules[0], d.words.times[0], No
	case 1:
		c.Rule, c.MayText = d.words.rules[1], Yes
	case 2:
		c.Rule, c.Times, c.MayText = d.words.rules[2], d.words.times[1], No
	default:
		c.Rule, c.Email, c.Number, c.MayText = d.words.rules[3], "safe.inbox@mail.example", "", No
	}
	c.MayVoice, c.MayPost, c.MarkedCar = No, No, No
	return c
}

func (d *demo) contact(i int) Contact {
	platform := d.pick(demoPlatforms)
	first, last := demoFirst[(i*5+d.rng.IntN(3))%len(demoFirst)], d.pick(demoLast)
	demanded := Pounds(int64(1+d.rng.IntN(30)) * 100)
	paid := Money{Known: true}
	if d.rng.IntN(3) == 0 {
		paid = Pounds(demanded.Pence / 400)
	}
	language := English
	if d.rng.IntN(4) == 0 {
		language = Welsh
	}
	c := Contact{
		Started: d.now, Ended: d.now.Add(25 * time.Minute), Method: Methods()[d.rng.IntN(4)], Caller: CallerThePerson, SafeToTalk: Yes,
		DangerNow: No, CalledName: first, FirstName: first, Surname: last, Age: 18 + d.rng.IntN(30), Number: fmt.Sprintf("07700 900 %03d", d.rng.IntN(1000)),
		MayText: Yes, MayVoice: No, Language: language, Matter: OnlineBlackmail, Said: fmt.Sprintf(d.pick(d.words.said), platform),
		Platform: platform, Demanded: demanded, Paid: paid, ImageExists: ImageExists, ImageUnder18: No,
		Police: []PoliceWish{WantsPolice, UnsurePolice, ReportedPolice}[d.rng.IntN(3)], Force: d.pick(demoForces),
		Suicide: Crisis{Thoughts: No}, Advice: []string{}, FollowUp: FollowUp{Who: d.pick(demoMembers), On: d.now.AddDate(0, 0, 1+d.rng.IntN(6)), Promised: d.words.ringBack},
		LoggedFor: d.pick(demoMembers),
	}
	if d.many.Who != nil {
		c.FirstName, c.Surname, c.Number = d.many.Who(i)
		c.CalledName = c.FirstName
	}
	return c
}

// answered says of what happened that it may be shared, as somebody would before
// a letter; of every fourth case nobody has yet.
func (d *demo) answered(changes []change, i int) []change {
	for at, c := range changes {
		if e, ok := c.value.(Event); ok && i%4 != 3 {
			e.MayShare = Yes
			changes[at].value = e
		}
	}
	return changes
}

// casework is what a case gains after its first day: notes, a plan, an
// assessment, consent and evidence.
func (d *demo) casework(caseID ID, c Contact, i, all int) []change {
	var changes []change
	add := func(value any) { changes = append(changes, change{NewID(), caseID, value}) }
	share := d.notes / (all - i)
	d.notes -= share
	for k := range share {
		happened := d.now.Add(time.Duration(k+1) * 26 * time.Hour)
		if happened.After(d.day) {
			happened = d.day.Add(-time.Duration(share-k) * time.Minute)
		}
		n := Note{Happened: At(happened), Kind: NoteClient, Method: Phone, Said: d.pick(d.words.notes), Think: d.pick(d.words.think), Agreed: d.pick(d.words.agreed), Practical: d.rng.IntN(4) == 0}
		if d.many.Said != nil {
			n.Said = d.many.Said(i)
		}
		add(n)
	}
	template := assets.Plan(assets.OnlineBlackmail)
	plan := Plan{Made: d.now, Matter: OnlineBlackmail, Language: d.plan(), Review: d.day.AddDate(0, 0, d.rng.IntN(40)-6), ReviewBy: d.pick(demoMembers), CopyGiven: Yes}
	for _, s := range template.Sections {
		section := PlanSection{Key: s.Key, Title: s.Title.In(string(d.plan()))}
		for _, a := range s.Actions {
			action := PlanAction{What: a.In(string(d.plan())), Who: d.pick([]string{d.words.client, d.pick(demoMembers)}), Safe: Yes}
			if d.rng.IntN(2) == 0 {
				action.Done = d.now.AddDate(0, 0, 2)
			}
			section.Actions = append(section.Actions, action)
		}
		plan.Sections = append(plan.Sections, section)
	}
	add(plan)
	add(Assessment{
		Made: d.now, Tool: d.words.tool, Level: []RiskLevel{RiskStandard, RiskMedium, RiskHigh}[d.rng.IntN(3)],
		Judgement: d.words.judgement, MadeBy: d.pick(demoMembers), Review: d.now.AddDate(0, 0, 49),
	})
	add(Consent{Given: d.now, Scope: ConsentSupport, How: d.words.byPhone, By: d.words.person, TakenBy: d.pick(demoMembers), Explained: Yes})
	if d.rng.IntN(3) > 0 {
		add(Consent{Given: d.now, Scope: ConsentPolice, How: d.words.byPhone, By: d.words.person, TakenBy: d.pick(demoMembers), Explained: Yes, Covers: d.words.covers})
	}
	add(Evidence{
		Kind: d.words.messages, Platform: c.Platform, DisplayName: "lovely.example", UniqueID: fmt.Sprintf("u%09d", d.rng.IntN(1e9)),
		URL: "https://social.example/u/lovely", FirstSeen: At(d.now), Shows: d.words.shows, Original: d.words.original,
		CapturedBy: d.words.person, CapturedAt: d.now,
	})
	return changes
}

// waiting leaves a few contacts to be sorted, one of them urgent.
func (d *demo) waiting(ctx context.Context) error {
	var list []Contact
	for i := range 3 {
		d.now = d.day.Add(-time.Duration(3-i) * 2 * time.Hour)
		c := d.contact(i + 7)
		c.FollowUp.On = d.day
		if i == 2 {
			c.Suicide = Crisis{Thoughts: Yes}
		}
		list = append(list, c)
	}
	_, err := d.v.logContacts(ctx, list)
	return err
}
