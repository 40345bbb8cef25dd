package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

// newForm opens an empty contact, as Ctrl+N does.
func (s *appStage) newForm() *contactForm {
	s.t.Helper()
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyN)
	return the[*contactForm](s.caseStage)
}

func (s *appStage) saveForm() *contactScreen {
	s.t.Helper()
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	return the[*contactScreen](s.caseStage)
}

// choose puts the keyboard on the answers under a label and types the letter an
// answer begins with.
func (s *appStage) choose(label, letter string) {
	s.t.Helper()
	var last string
	var found *widget.Choice
	s.each(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Text:
			last = o.Text()
		case *widget.Choice:
			if found == nil && last == label {
				found = o
			}
		}
	})
	if found == nil {
		s.t.Fatalf("there are no answers under %q: %s", label, s.words())
	}
	s.chooseIn(found, letter)
}

func TestContactSavesWithNothingFilledIn(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.saveForm()
	s.shows("Only the time was written.", "Saved 12:00")
	if c := s.onlyContact(); !c.Started.Equal(caseNoon) || !c.Ended.Equal(caseNoon) {
		t.Errorf("it began %v and ended %v", c.Started, c.Ended)
	}
}

func TestContactIsWrittenFromTheKeyboardInTheOrderOfACall(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.letters("y") // safe to talk
	s.tab(1)
	s.letters("t") // the person
	s.tab(1)
	s.letters("c") // Cymraeg
	s.tab(2)
	s.letters("n") // danger
	s.tab(1)
	s.letters("y") // alone
	s.tab(1)
	s.letters("Westmouth")
	s.tab(1)
	s.letters("Sam")
	s.tab(1)
	s.letters("about 17")
	s.tab(1)
	s.letters("07700 900123")
	s.tab(1)
	s.letters("after four")
	s.tab(2)
	s.letters("y") // text
	s.tab(1)
	s.letters("n") // voicemail
	s.tab(2)
	s.letters("Text first")
	s.tab(3)
	s.letters("o") // online blackmail
	s.tab(1)
	s.letters("They want money")
	s.tab(1)
	s.letters("Instagram")
	s.tab(1)
	s.letters("today 18:00")
	s.tab(1)
	s.letters("6k")
	s.saveForm()
	c := s.onlyContact()
	deadline := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)
	want := data.Contact{
		Started: c.Started, Ended: c.Ended, Method: data.Phone, SafeToTalk: data.Yes, Caller: data.CallerThePerson, Language: data.Welsh,
		DangerNow: data.No, Alone: data.Yes, Town: "Westmouth", CalledName: "Sam", Age: 17, AgeAbout: true, Number: "07700 900123",
		SafeWhen: "after four", MayText: data.Yes, MayVoice: data.No, SafeRule: "Text first", Matter: data.OnlineBlackmail, Said: "They want money",
		Platform: "Instagram", Deadline: data.At(deadline), Demanded: data.Pounds(6000),
	}
	if !c.Deadline.Time.Equal(deadline) {
		t.Errorf("the deadline is %v", c.Deadline)
	}
	c.Deadline = want.Deadline
	if got, wanted := answers(s.app.words, c), answers(s.app.words, want); !equalAnswers(got, wanted) {
		t.Errorf("saved %v\nnot   %v", got, wanted)
	}
	if card, ok := s.vault.Card(s.vault.Contacts()[0].ID); !ok || card.SafeRule != "Text first · after four" {
		t.Errorf("the contact card says %+v", card)
	}
	s.shows("Text first", "about 17")
}

func equalAnswers(a, b map[string]string) bool {
	for key, value := range a {
		if b[key] != value {
			return false
		}
	}
	return len(a) == len(b)
}

func TestWhatIsNotUnderstoodOnAContactIsKeptInWords(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money")
	s.typeIn("Age", "sixteen or so")
	s.typeIn("Asked for, in pounds", "a gift card")
	s.typeIn("When?", "when the exams are over")
	s.typeIn("Deadline set by the blackmailer", "before her birthday")
	s.typeIn("Started", "a while ago")
	s.saveForm()
	c := s.onlyContact()
	for _, words := range []string{"They want money", "Age: sixteen or so", "Asked for, in pounds: a gift card", "Started: a while ago"} {
		if !strings.Contains(c.Said, words) {
			t.Errorf("%q is not in what was said: %q", words, c.Said)
		}
	}
	if !strings.Contains(c.FollowUp.Promised, "when the exams are over") || c.Deadline.Words != "before her birthday" {
		t.Errorf("kept %q and %q", c.FollowUp.Promised, c.Deadline.Words)
	}
	if !c.Started.Equal(caseNoon) || c.Age != 0 || c.Demanded.Known {
		t.Errorf("guessed %v, %d, %v", c.Started, c.Age, c.Demanded)
	}

	// Of what is understood in part, the other words stay too.
	s.press("Change")
	s.typeIn("Age", "17 in her passport")
	s.typeIn("When?", "Friday after school")
	s.typeIn("Started", "11:30, she thinks")
	s.saveForm()
	c = s.onlyContact()
	for _, words := range []string{"Age: 17 in her passport", "Started: 11:30, she thinks"} {
		if !strings.Contains(c.Said, words) {
			t.Errorf("%q is not in what was said: %q", words, c.Said)
		}
	}
	if c.Age != 17 || c.FollowUp.On.Day() != 27 || !c.Started.Equal(caseNoon.Add(-30*time.Minute)) || !strings.Contains(c.FollowUp.Promised, "Friday after school") {
		t.Errorf("understood %d, %v, %v; promised %q", c.Age, c.FollowUp.On, c.Started, c.FollowUp.Promised)
	}
}

func TestThoughtsOfSuicideOpenTheCrisisCardAndStayFirstOnToday(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.saveForm()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.choose("Thoughts of suicide", "y")
	s.shows("Crisis card", "If you ring 999, say this", "Samaritans", "Noddfa has told no one.")
	s.saveForm()
	s.shows("Crisis: not finished", "Write what was done.", "Write who was told, by whom and when.")
	s.goTo(Route{Screen: ScreenToday})
	if words := s.words(); strings.Index(words, "Sam") > strings.Index(words, "No name given") || !strings.Contains(words, "Crisis: not finished") {
		t.Errorf("it is not first: %s", words)
	}
	s.key(fyne.KeyReturn)
	s.press("Change")
	s.now().typeIn("What was done", "Stayed on the line until her sister came")
	s.typeIn("Told", "Mair, safeguarding lead")
	s.typeIn("By whom", "me")
	s.typeIn("When", "12:00")
	s.saveForm()
	if words := s.words(); strings.Contains(words, "not finished") {
		t.Errorf("it is finished, but the page says: %s", words)
	}
	s.goTo(Route{Screen: ScreenToday})
	if words := s.words(); strings.Contains(words, "not finished") {
		t.Errorf("it is finished, but Today says: %s", words)
	}
}

// A time that nobody understood is not the time of saving: what they wrote is
// kept, and the crisis is not finished until there is a time.
func TestTheTimeSomebodyWasToldAtIsNeverGuessed(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("Thoughts of suicide", "y")
	s.typeIn("What was done", "Stayed on the line")
	s.typeIn("Told", "Mair, safeguarding lead")
	s.typeIn("How they were told", "by phone")
	s.typeIn("When", "just after the school bell")
	s.saveForm()
	check := func() {
		t.Helper()
		c := s.onlyContact().Suicide
		if c.ToldHow != "by phone\nWhen: just after the school bell" || !c.ToldAt.IsZero() || !c.Unfinished() {
			t.Errorf("kept %+v", c)
		}
	}
	check()
	s.shows("Crisis: not finished", "just after the school bell")
	s.press("Change")
	s.now()
	s.saveForm() // with nothing added
	check()
	s.press("Change")
	s.now().typeIn("When", "11:40")
	s.saveForm()
	if c := s.onlyContact().Suicide; c.Unfinished() || c.ToldAt.Local().Format("15:04") != "11:40" {
		t.Errorf("with a time it is %+v", c)
	}
}

func TestABlackmailersDeadlineIsFirstOnToday(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Gwen", Deadline: data.At(s.vault.Now().Add(3 * time.Hour))}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Now", "Gwen", "The blackmailer's deadline: "+momentWords(s.app.words, s.vault.Now().Add(3*time.Hour)))
	if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Cerys", Age: 16, Deadline: data.At(s.vault.Now().Add(5 * time.Hour))}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.shows("Under 18", "The blackmailer's deadline: "+momentWords(s.app.words, s.vault.Now().Add(5*time.Hour)))
	if words := s.words(); strings.Count(words, "Cerys") != 1 {
		t.Errorf("one person twice: %s", words)
	}
	s.app.speak("cy")
	s.now().shows("Terfyn amser y blacmeliwr: ")
}

func TestNotAskedNeedsOnlyAReason(t *testing.T) {
	s := newAppStage(t).created()
	f := s.newForm()
	s.choose("Thoughts of suicide", "n")
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // "Not asked, because" begins with the same letter
	s.typeIn("Why it was not asked", "The mother was in the room")
	if f.panel.Visible() {
		t.Error("the crisis card is beside the form")
	}
	s.saveForm()
	if c := s.onlyContact().Suicide; c.Thoughts != data.NotAsked || c.Because != "The mother was in the room" {
		t.Errorf("kept %+v", c)
	}
}

func TestCrisisTextsHaveTheEnglishBeneathTheWelsh(t *testing.T) {
	s := newAppStage(t, welsh)
	s.key(fyne.KeyF2)
	english := assets.Lang(assets.English)
	for _, key := range []string{
		"crisis.lead", "crisis.999.line1", "crisis.999.title", "crisis.advice.child",
		"crisis.nation", "crisis.age", "crisis.matter", "crisis.onCall.locked", "crisis.noPersonalData",
	} {
		if !assets.NeedsBoth(key) {
			t.Fatalf("%s is confirmed; take it out of this test", key)
		}
		words, first := s.words(), strings.Fields(english.T(key))[:3]
		if !strings.Contains(words, strings.Join(strings.Fields(s.app.words.T(key))[:3], " ")) || !strings.Contains(words, strings.Join(first, " ")) {
			t.Errorf("%s is not there in both languages", key)
		}
	}
}

func TestCrisisCardHasTheNumbersOfTheNationAndAge(t *testing.T) {
	s := newAppStage(t)
	s.key(fyne.KeyF2)
	s.shows("116 123", "Unlock to see your own on-call list.")
	s.choose("Where are they?", "s")
	if words := s.words(); strings.Contains(words, "Live Fear Free") {
		t.Error("a Welsh helpline is offered in Scotland")
	}
	for range 2 { // one of them it always is: arrows change it
		s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	s.shows("Live Fear Free")
	s.choose("How old are they?", "1")
	if words := s.words(); strings.Contains(words, "Childline") {
		t.Error("Childline is offered to an adult")
	}
	s.key(fyne.KeyF2)
	s.shows("Start our records")
}

func TestAdviceFollowsAgeNowAndAgeInThePictureOfAContact(t *testing.T) {
	for _, one := range []struct {
		name string
		c    data.Contact
		want assets.AgeGroup
	}{
		{"age not known", data.Contact{}, assets.Child},
		{"under 18 now", data.Contact{Age: 15, ImageUnder18: data.No}, assets.Child},
		{"18 now, under 18 in the picture", data.Contact{Age: 18, ImageUnder18: data.Yes}, assets.AdultNowChildInImage},
		{"18 now, age in the picture not known", data.Contact{Age: 40, ImageExists: data.ImageClaimed}, assets.AdultNowChildInImage},
		{"18 now, 18 in the picture", data.Contact{Age: 40, ImageUnder18: data.No}, assets.Adult},
		{"18 now, no picture", data.Contact{Age: 40, ImageExists: data.ImageNone}, assets.Adult},
	} {
		if got := ageGroup(one.c); got != one.want {
			t.Errorf("%s: %s, not %s", one.name, got, one.want)
		}
	}
}

func TestTickedAdviceIsSavedAndFollowsTheAge(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("What is it about?", "o")
	s.tick("Do not pay. If you have paid already, stop paying.")
	if words := s.words(); strings.Contains(words, "StopNCII") {
		t.Error("StopNCII is offered before the age in the picture is known")
	}
	s.typeIn("Age", "30")
	s.choose("A picture of you from when you were under 18?", "n")
	s.shows("StopNCII")
	s.saveForm()
	if c := s.onlyContact(); len(c.Advice) != 1 || c.Advice[0] != "blackmail.do-not-pay" {
		t.Errorf("ticked: %v", c.Advice)
	}
	s.shows("Do not pay.")
}

func TestSecondCallParksTheFirst(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "First")
	s.newForm()
	if name := s.entry("What may I call you?").Value(); name != "" {
		t.Errorf("the second call begins with %q", name)
	}
	s.typeIn("What may I call you?", "Second")
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Unfinished", "First", "Second")
	the[*todayScreen](s.caseStage).list.TypedRune('f')
	s.window.Canvas().Focus(the[*todayScreen](s.caseStage).list)
	s.key(fyne.KeyReturn)
	if name := s.entry("What may I call you?").Value(); name != "First" {
		t.Errorf("%q goes on", name)
	}
	s.saveForm()
	if name := s.onlyContact().CalledName; name != "First" {
		t.Errorf("%q was saved", name)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Unfinished", "Second")
}

func TestUnfinishedContactIsThrownAwayOnlyAfterAsking(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.goTo(Route{Screen: ScreenToday})
	the[*todayScreen](s.caseStage).open(the[*todayScreen](s.caseStage).list.Chosen())
	s.now().press("Throw it away")
	s.key(fyne.KeyEscape)
	if name := s.entry("What may I call you?").Value(); name != "Sam" {
		t.Fatalf("Esc has thrown it away: %q", name)
	}
	s.press("Throw it away")
	s.enter()
	s.now().shows("Nothing is waiting.")
}

func TestChangedContactShowsWhoChangedWhat(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.saveForm()
	s.press("Change")
	s.now().typeIn("Number, if we are cut off", "07700 900123")
	s.saveForm()
	s.shows("07700 900123", "History", "Changed: Number, if we are cut off", "Mair Example")
}

func TestContactOpensACaseAndBackDoesNotAskAgain(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.saveForm()
	s.press("Sort into a case")
	s.now().press("Open a new case")
	s.now()
	page := the[*caseScreen](s.caseStage)
	cases := s.vault.Cases()
	if len(cases) != 1 || page.id != cases[0].ID || cases[0].Name != "Sam" {
		t.Fatalf("cases: %+v", cases)
	}
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	s.shows("Open " + cases[0].Reference)
}

func TestContactGoesIntoACaseWeHave(t *testing.T) {
	s := newAppStage(t).created()
	for _, name := range []string{"Sam", "Ffion"} {
		if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: name}, data.Person{CalledName: name}); err != nil {
			t.Fatal(err)
		}
	}
	s.newForm()
	s.saveForm()
	s.press("Sort into a case")
	s.now()
	page := the[*sortScreen](s.caseStage)
	page.filter.Set("ffi")
	if n := page.list.Len(); n != 1 {
		t.Fatalf("%d cases match", n)
	}
	s.window.Canvas().Focus(page.list)
	s.key(fyne.KeyReturn)
	file, err := s.vault.OpenCase(t.Context(), the[*caseScreen](s.caseStage).id)
	if err != nil || file.Line.Name != "Ffion" || len(file.Contacts) != 1 {
		t.Errorf("%v: %+v", err, file)
	}
}

func TestNoAnswerIsOneKeyAndMovesTheCallBack(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.LogContact(t.Context(), data.Contact{
		Started: caseNoon.AddDate(0, 0, -2), CalledName: "Sam", Number: "07700 900123", SafeRule: "Text first", SafeWhen: "after four",
		FollowUp: data.FollowUp{Who: "Mair Example", On: caseNoon.AddDate(0, 0, -1), Promised: "Ring back"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenContacts})
	key := func() { s.with(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift, fyne.KeyN) }
	key()
	s.shows("Choose the contact you tried to reach first.")
	the[*contactsScreen](s.caseStage).list.Set(id.String())
	key()
	s.shows("Attempt logged 12:00. Ring again on Tuesday 24 November 2026.", "No answer")
	lines := s.vault.Contacts()
	if len(lines) != 2 || !lines[0].Attempted || lines[0].Name != "Sam" || s.contact(lines[0].ID).Safe().Line(s.app.words) != "Text first · after four" {
		t.Fatalf("contacts: %+v", lines)
	}
	tomorrow := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	if on := s.contact(id).FollowUp.On; !on.Equal(tomorrow) {
		t.Errorf("the call-back is on %v", on)
	}
	if open := s.vault.CallBacks("Mair Example"); len(open) != 1 || open[0].ID != id {
		t.Errorf("one promise became %+v", open)
	}
	key() // at once again: the promise is for tomorrow, and stays so
	if open := s.vault.CallBacks("Mair Example"); len(open) != 1 || !s.contact(id).FollowUp.On.Equal(tomorrow) {
		t.Errorf("one promise became %+v", open)
	}
}

func TestContactsAreFoundByNameNumberAndMatter(t *testing.T) {
	s := newAppStage(t).created()
	for _, c := range []data.Contact{
		{CalledName: "Siân", Number: "07700 900123", Matter: data.Stalking},
		{CalledName: "Llŷr", Number: "07700 900456", Matter: data.OnlineBlackmail},
		{Caller: data.CallerWrongNumber},
	} {
		if _, err := s.vault.LogContact(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	s.goTo(Route{Screen: ScreenContacts})
	page := the[*contactsScreen](s.caseStage)
	for typed, want := range map[string]int{"": 3, "sian": 1, "07700900456": 1, "900 123": 1, "blackmail llyr": 1, "wrong": 1, "nobody": 0} {
		page.filter.Set(typed)
		if n := page.list.Len(); n != want {
			t.Errorf("%q finds %d, not %d", typed, n, want)
		}
	}
	page.filter.Set("")
	s.chooseIn(page.which, "w")
	if n := page.list.Len(); n != 2 {
		t.Errorf("%d contacts wait", n)
	}
	s.goTo(Route{Screen: ScreenCases})
	if page.list.Len()+len(page.all.rows)+page.all.lines.Len() != 0 {
		t.Error("a page that nobody sees any more holds the contacts")
	}
}

// chooseIn takes an answer back, as somebody has to, and gives another; where one is always chosen the arrows go to it.
func (s *appStage) chooseIn(c *widget.Choice, letter string) {
	s.window.Canvas().Focus(c)
	if c.Chosen() != "" {
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	if c.Chosen() == "" {
		s.letters(letter)
		return
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	for _, answer := range c.Describe().Parts {
		if strings.HasPrefix(strings.ToLower(answer.Name), strings.ToLower(letter)) {
			return
		}
		c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
}

func TestOnCallListIsOnTheCrisisCard(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Add a name")
	s.typeIn("Number", "07700 900461")
	settings := the[*settingsScreen](s.caseStage)
	settings.organisation.OnCall[0].Name = "Mair Hopcyn"
	s.accept()
	s.shows("Saved 12:00")
	s.key(fyne.KeyF2)
	s.shows("Noddfa has told no one. Ring Mair Hopcyn on 07700 900461 now.")
}

func TestUnsavedLetterheadIsKept(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.typeIn("Charity number", "1234567")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenSettings})
	if number := s.entry("Charity number").Value(); number != "1234567" {
		t.Errorf("the charity number is %q", number)
	}
	s.shows("This was typed earlier and is not saved yet.")
	s.accept()
	if got := s.vault.Organisation().Charity; got != "1234567" {
		t.Errorf("saved %q", got)
	}
}

func TestThoughtsOfSuicideAreOnTodayAtOnce(t *testing.T) {
	s := newAppStage(t).created()
	form := s.newForm()
	s.typeIn("What may I call you?", "Wyn")
	s.choose("Thoughts of suicide", "Y")
	if c := s.onlyContact(); c.Suicide.Thoughts != data.Yes || !c.Ended.IsZero() {
		t.Errorf("saved %+v", c)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Crisis: not finished", "Wyn")
	s.goTo(form.Route())
	s.typeIn("What was done", "Stayed on the line")
	s.saveForm()
	if c := s.onlyContact(); c.Suicide.Action != "Stayed on the line" || c.CalledName != "Wyn" {
		t.Errorf("after the call: %+v", c)
	}
}

func TestWhoeverTakesAContactRingsBackUnlessTheySayOtherwise(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.shows("Mair Example")
	s.typeIn("When?", "in 2 days")
	s.saveForm()
	c := s.onlyContact()
	if c.FollowUp.Who != "Mair Example" || c.FollowUp.On.IsZero() {
		t.Errorf("%+v", c.FollowUp)
	}
	s.newForm()
	s.saveForm()
	for _, l := range s.vault.Contacts() {
		if c := s.contact(l.ID); c.FollowUp.On.IsZero() && !c.FollowUp.IsZero() {
			t.Errorf("nothing was promised, and it says %+v", c.FollowUp)
		}
	}
}

func TestWhenItIsSafeToRingIsAskedBesideTheNumberAndStandsOnTheCard(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("Number, if we are cut off", "07700 900461")
	s.typeIn("When is it safe to ring?", "after four, when his shift begins")
	s.typeIn("How may we reach you safely?", "Text first.")
	s.choose("Is it safe to talk now?", "n")
	if again := s.entry("When and how instead?").Value(); again != "after four, when his shift begins" {
		t.Errorf("asked a second time: %q", again)
	}
	s.typeIn("When and how instead?", "after five")
	if first := s.entry("When is it safe to ring?").Value(); first != "after five" {
		t.Errorf("said once and kept twice: %q", first)
	}
	page := s.saveForm()
	words := s.words()
	rule, number := strings.Index(words, "Text first · after five"), strings.Index(words, "07700 900461")
	if rule < 0 || number < rule {
		t.Errorf("the number can be read before the rule: %s", words)
	}
	page.edit()
	s.typeIn("When is it safe to ring?", "never on Sundays")
	s.choose("May we text?", "n")
	s.choose("May we leave a voicemail?", "n")
	s.saveForm()
	card, ok := s.vault.Card(s.vault.Contacts()[0].ID)
	if !ok || card.SafeRule != "Text first · never on Sundays" {
		t.Errorf("the card says %+v", card)
	}
	s.shows("No texts, no voicemail · Text first · never on Sundays")
	page = the[*contactScreen](s.caseStage)
	page.accept() // to sort it
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	s.shows("No texts, no voicemail · Text first · never on Sundays")
}
