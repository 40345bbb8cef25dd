package pdf_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/pdf"
)

// flat joins the lines of a letter's text, as an eye does.
func flat(d *pdf.Document) string {
	return strings.Join(strings.Fields(text(d)), " ")
}

func TestLetterSaysWhatAnOfficerMustKnow(t *testing.T) {
	child := fullLetter()
	child.Person.Under18, child.AgeAtImage = true, 0
	child.Safeguarding = &data.Safeguarding{
		Referred: data.Yes, ReferredTo: "Westmouth Council", ReferredOn: at(20, 0, 0), Reference: "WC-77", ParentKnows: data.No, SafeToTell: data.No,
	}
	danger := shortLetter()
	danger.DangerNow, danger.PoliceLinks, danger.SuspectKnows = data.Yes, data.Yes, data.Yes
	danger.Contact = &data.SafeContact{OnlyThrough: data.Yes, MarkedCar: data.Yes, Number: "07700 900461"}
	unreachable := shortLetter()
	unreachable.Contact = nil
	adult := fullLetter()
	adult.AgeAtImage = 30
	bare := fullLetter()
	bare.Suspects = []data.Suspect{{Accounts: []data.Account{{Platform: "Tinder"}, {Platform: "X"}}}}
	besides := fullLetter()
	besides.Suspects = []data.Suspect{{Accounts: []data.Account{{Platform: "WHATSAPP"}}}}
	judged := fullLetter()
	risk := *judged.Risk
	risk.Tool, risk.Version, risk.Score = "Professional judgement", "", ""
	judged.Risk = &risk
	doubting := fullLetter()
	doubting.Police.Wish = data.UnsurePolice
	alone := fullLetter()
	alone.Police.Wish, alone.Consent, alone.Basis = data.NoPolice, nil, data.BasisVital
	undecided := shortLetter()
	undecided.Draft, undecided.Consent, undecided.Basis = true, nil, ""
	unwritten := undecided
	unwritten.Basis = data.BasisConsent
	reasoned := undecided
	reasoned.Basis = data.BasisVital
	fake := fullLetter()
	fake.Image = data.ImageFake

	for _, c := range []struct {
		name   string
		letter data.Letter
		says   []string
		never  []string
	}{
		{"the first box", fullLetter(), []string{
			"Danger now Not known", "Their deadline Sunday 22 November 2026, about 18:00", "We ask you Add this letter to crime number 2600412345.", "Please reply by Saturday 28 November 2026",
			"Ring on weekdays between 10am and 2pm only, and hang up if anyone else answers.", "07700 900461", "Code word: “bluebell”",
			"Not safe The landline or the work e-mail. No marked car or uniform at the door. No texts, voicemail or post.",
			"Out of hours Ring 01632 960199", "The person knows that this letter is sent. The suspect does not know: please keep it so.",
			"Do not take the person’s phone",
		}, nil},
		{"danger", danger, []string{
			"Danger now Yes: in danger when this letter was written", "Contact the person only through us, on 01632 960145.", "Speak to us before you use their number: 07700 900461.",
			"Restrict who can see this: the suspect may work for the police", "The suspect knows of the report.", "may come to the door",
			"Their deadline None known to us", "Nothing is agreed. Our hours: Weekdays 9am to 5pm.",
		}, []string{"No marked car"}},
		{"no way to reach the person", unreachable, []string{"This letter gives no way to reach the person. Speak to us first, on 01632 960145."}, []string{"07700 900461"}},
		{"key facts", fullLetter(), []string{
			"Siân Ŵyn-Pryce (she/her), born 3 March 1987 (aged 39)", "Sian Nguyễn; Олена Шевченко", "Welsh. Prefers Welsh in writing",
			"Crime number: 2600412345. 101 log: P-0456-2111.", "PC Nia Rees, collar number 4821",
			"High risk. Charity’s own tool (2025), score 11 of 20.", "Professional judgement: The threats come faster",
			"Thoughts of suicide: yes. In place: safety plan made",
		}, []string{"never printed"}},
		{"nothing reported yet", shortLetter(), []string{"Not safe No marked car", "Police references None yet.", "Record the crime and give us the crime number.", "Name an officer for the case"}, nil},
		{"the account", fullLetter(), []string{
			"The image was made when the person was 16. Treat it as an indecent image of a child.",
			"“i have all your family, pay or i send to everyone”", "“Mae gen ti tan nos Sul” (Meaning in English: You have until Sunday night, read by M. Żółkiewska)",
			"15 Nov 2026, about 09:00", "messages on her phone",
		}, nil},
		{"a child now", child, []string{
			"The person is under 18. Treat any image as an indecent image of a child.", "Under 18. No parent or carer knows. It is not safe to tell them.",
			"Safeguarding referral made to Westmouth Council. Referred on 20 November 2026. Their reference: WC-77.",
		}, nil},
		{"an adult in the image", adult, []string{"An intimate image exists."}, []string{"indecent image of a child"}},
		{"an image made by a machine", fake, []string{"edited or made by a machine. It shows the person as 16 years old. Treat it as an indecent image of a child."}, nil},
		{"suspect, money, evidence", fullLetter(), []string{
			"chl0e.l1lly_88", "Chloe Şahin", "07700 900888", "Demanded in all: £6,000. Paid in all: £250.",
			"1 entry is not, or not only, in pounds", "account ending 4417", "Bank told", "7 Nov 2026 to 20 Nov 2026",
			"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "19 Nov 2026, to PC Rees", "No images are attached to this letter.",
		}, nil},
		{"a platform and no account", bare, []string{"Name not known. Platform: Tinder, X; account not known."}, []string{"Unique ID"}},
		{"people, wishes, close", fullLetter(), []string{
			"Take It Down used for the image", "Others at risk Brother, aged 14", "Safe to talk to Sister", "Not safe to talk to Father",
			"The person wants the police to act. She wants it investigated", "A woman officer", "It is not a witness statement.",
			"As a rule: address, names of other people.", "Name in own script: decided by Dafydd Puw; not needed to find her.",
			"Dear Sergeant Okafor", "Yours sincerely", "Approved by Dafydd Puw",
		}, []string{"approval to follow"}},
		{"a platform and an account that may be theirs", besides, []string{"Platform: WHATSAPP; the account is not known for certain, see the one under Evidence"}, []string{"account not known"}},
		{"a judgement without a tool", judged, []string{"High risk. Assessed on", "Professional judgement: The threats come faster"}, []string{"High risk. Professional judgement. "}},
		{"consent to share beside doubt about the police", doubting, []string{
			"shared with consent", "Police action The person is unsure whether the police should act. They consented to this being shared with you, which is not the same as wanting you to act.",
		}, nil},
		{"doubt about the police and no consent", alone, []string{"shared without consent", "The person does not want the police to act now."}, []string{"They consented"}},
		{"a draft that rests on nothing yet", undecided, []string{
			"a new report, why it may be shared is not decided yet", "Legal basis Not chosen yet. The letter cannot be issued without one.",
		}, []string{"without consent", "with consent", "approval to follow"}},
		{"a draft on a consent that is not written down yet", unwritten, []string{"why it may be shared is not decided yet"}, []string{"without consent"}},
		{"a draft on another reason", reasoned, []string{"shared without consent", "Manager’s approval to follow"}, []string{"not decided yet"}},
		{"nobody named", shortLetter(), []string{"Dear Sir or Madam", "Yours faithfully", "Delivery address not set", "South Wales Police"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := flat(compose(t, c.letter))
			for _, s := range c.says {
				if !strings.Contains(got, s) {
					t.Errorf("does not say %q", s)
				}
			}
			for _, s := range c.never {
				if strings.Contains(got, s) {
					t.Errorf("says %q", s)
				}
			}
			if t.Failed() {
				t.Log(got)
			}
		})
	}
}

func TestConsentAndLegalBasisNeverContradict(t *testing.T) {
	given := &data.Consent{Given: at(18, 0, 0), Scope: data.ConsentPolice}
	withdrawn := &data.Consent{Given: at(18, 0, 0), Scope: data.ConsentPolice, Withdrawn: at(20, 0, 0)}
	refused := &data.Consent{Given: at(18, 0, 0), Scope: data.ConsentPolice, Refused: true}
	support := &data.Consent{Given: at(18, 0, 0), Scope: data.ConsentSupport}
	const (
		onConsent = "The person’s consent (UK GDPR Article 6(1)(a))"
		follows   = "Manager’s approval to follow"
	)
	for _, c := range []struct {
		name        string
		consent     *data.Consent
		basis       data.Basis
		says, never []string
		warns       bool
	}{
		{"consent", given, data.BasisConsent, []string{"a new report, shared with consent", "On 18 November 2026 the person consented to the police being told", onConsent}, []string{follows, "not on consent"}, false},
		{"consent and another reason", given, data.BasisLegitimate, []string{"shared on a legal basis other than consent", "consented to the police", "Article 6(1)(f)", "We rely on this, not on consent; the person agrees as well."}, []string{onConsent}, false},
		{"no consent", nil, data.BasisVital, []string{"shared without consent", "No consent to tell the police is recorded.", "Article 6(1)(d)", follows}, []string{onConsent, "agrees"}, false},
		{"refused", refused, data.BasisRecognised, []string{"shared without consent", "asked on 18 November 2026 and did not consent", "Article 6(1)(ea)"}, []string{onConsent, "agrees"}, false},
		{"withdrawn", withdrawn, data.BasisLegitimate, []string{"shared without consent", "given on 18 November 2026 and withdrawn on 20 November 2026", "Article 6(1)(f)"}, []string{onConsent, "agrees"}, false},
		{"withdrawn but named as the reason", withdrawn, data.BasisConsent, []string{"shared without consent", "no longer stands", "there is no consent that stands"}, []string{onConsent}, true},
		{"consent to support is not consent to tell the police", support, data.BasisConsent, []string{"shared without consent", "No consent to tell the police", "there is no consent that stands"}, []string{onConsent}, true},
		{"nothing chosen", nil, "", []string{"Legal basis Not recorded."}, []string{onConsent}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := shortLetter()
			l.Consent, l.Basis = c.consent, c.basis
			d, warned, err := pdf.Compose(l)
			if err != nil {
				t.Fatal(err)
			}
			got := flat(d)
			for _, s := range c.says {
				if !strings.Contains(got, s) {
					t.Errorf("does not say %q in\n%s", s, got)
				}
			}
			for _, s := range c.never {
				if strings.Contains(got, s) {
					t.Errorf("says %q", s)
				}
			}
			if hasCode(warned, pdf.NoBasis) != c.warns {
				t.Errorf("warnings: %v", warned)
			}
		})
	}
}

// Whatever it rests on, and whether or not they agreed as well, a letter is shared with consent only where consent is why.
func TestOnlyALetterThatRestsOnConsentSaysItIsSharedWithConsent(t *testing.T) {
	shared := map[data.Language][]string{
		data.English: {"shared with consent", "consented to this being shared"}, data.Welsh: {"rhennir gyda chydsyniad", "Cydsyniodd i hyn gael ei rannu"},
	}
	for language, sentences := range shared {
		for _, basis := range data.Bases() {
			for _, consent := range []*data.Consent{nil, {Given: at(18, 0, 0), Scope: data.ConsentPolice}} {
				for _, bilingual := range []bool{false, true} {
					l := shortLetter()
					l.Language, l.Bilingual, l.Consent, l.Basis, l.BasisNote, l.Police.Wish = language, bilingual, consent, basis, "A child is at risk.", data.UnsurePolice
					got := flat(compose(t, l))
					for _, s := range sentences {
						if rests := basis == data.BasisConsent && consent != nil; strings.Contains(got, s) != rests {
							t.Errorf("%s, %s, consent %v: does it say %q in\n%s", language, basis, consent, s, got)
						}
					}
				}
			}
		}
	}
}

func hasCode(all []pdf.Warning, code pdf.WarningCode) bool {
	for _, w := range all {
		if w.Code == code {
			return true
		}
	}
	return false
}

func TestVictimsCodeIsForEnglandAndWalesAlone(t *testing.T) {
	for _, c := range []struct {
		nation, force string
		want          bool
	}{
		{"Wales", "", true},
		{"England", "", true},
		{"Scotland", "", false},
		{"Northern Ireland", "", false},
		{"", "south-wales", true},
		{"", "scotland", false},
		{"", "nobody", false},
	} {
		l := shortLetter()
		l.Nation, l.To.Force = c.nation, c.force
		if got := strings.Contains(flat(compose(t, l)), "Victims’ Code"); got != c.want {
			t.Errorf("nation %q, force %q: %v", c.nation, c.force, got)
		}
	}
}

func TestDraftSaysOnEveryPageThatItIsNotIssued(t *testing.T) {
	l := samples()["draft"]
	for lang, want := range map[data.Language][2]string{data.English: {"DRAFT", "DRAFT, not issued"}, data.Welsh: {"DRAFFT", "DRAFFT, heb ei anfon"}} {
		l.Language = lang
		d := compose(t, l)
		for i := range d.Pages() {
			big := 0.0
			for _, op := range d.Ops(i) {
				if op.Text == want[0] {
					big = op.Size
				}
			}
			if big < 100 || !strings.Contains(d.Text(i), want[1]) {
				t.Errorf("%s, page %d: watermark of %g points, text %q", lang, i+1, big, d.Text(i)[:60])
			}
		}
	}
	if strings.Contains(text(compose(t, fullLetter())), "DRAFT") {
		t.Error("a letter that is no draft says so")
	}
}

// What a letter's value does not print stays out of the file, whatever hands it
// over.
func TestWhatIsNotForALetterIsNotInIt(t *testing.T) {
	l := fullLetter()
	l.Suicide.Plan, l.Suicide.Because = "CANARYplan", "CANARYbecause"
	l.Safeguarding = &data.Safeguarding{Concern: "CANARYconcern", ToldLead: "CANARYlead", DecidedBy: "CANARYdecided", Referred: data.Yes}
	l.Consent.Understood = "CANARYunderstood"
	l.Person.Address = "" // withheld: not in the value, so nothing can print it
	if got := text(compose(t, l)); strings.Contains(got, "CANARY") {
		t.Errorf("the letter says %q", regexp.MustCompile(`CANARY\w*`).FindString(got))
	}
}

func TestOurHoursAreInTheLanguageOfTheLetter(t *testing.T) {
	const english, welsh = "Weekdays 9am to 5pm", "Dyddiau'r wythnos 9am i 5pm"
	for _, c := range []struct {
		language             data.Language
		hours, hoursCY, says string
	}{
		{data.English, english, welsh, english},
		{data.Welsh, english, welsh, welsh},
		{data.English, "", welsh, welsh},
		{data.Welsh, english, "", english}, // known in one language alone
	} {
		l := shortLetter()
		l.Language, l.Sender.Hours, l.Sender.HoursCY, l.Contact = c.language, c.hours, c.hoursCY, nil
		got := flat(compose(t, l))
		if strings.Count(got, c.says) != 2 || strings.Count(got, english)+strings.Count(got, welsh) != 2 { // the letterhead, and out of hours
			t.Errorf("in %s, with %q and %q: %s", c.language, c.hours, c.hoursCY, got)
		}
	}
}

func TestLettersOfEveryTypeAreWhole(t *testing.T) {
	for _, kind := range []data.LetterType{data.NewReport, data.FurtherInformation, data.SupportNeeds, data.InformationOnly, data.UpdateOrWithdrawal, "unheard-of"} {
		for _, lang := range []data.Language{data.English, data.Welsh} {
			l := fullLetter()
			l.Type, l.Language = kind, lang
			if kind == data.InformationOnly {
				l.Person = data.LetterPerson{}
			}
			got := text(compose(t, l))
			if bad := regexp.MustCompile(`<no value>|\{\{|\b(letter|pdf|image|consent|suicide)\.[a-z]`).FindString(got); bad != "" {
				t.Errorf("%s in %s: %q stands in the letter", kind, lang, bad)
			}
			if kind == data.InformationOnly && strings.Contains(got, "Ŵyn") {
				t.Error("a letter of information names the person")
			}
		}
	}
}

// Ten seconds are one page: how the person may be reached, what is asked first and by when, whatever the type, the size
// of the print, the language, and the length of names.
func TestTheFirstPageSaysHowToMakeContactWhatIsAskedAndByWhen(t *testing.T) {
	t.Parallel()
	asked := map[data.Language]map[data.LetterType]string{
		data.English: {
			data.NewReport: "Add this letter to crime number 2600412345.", data.FurtherInformation: "Add this information to crime number 2600412345.",
			data.SupportNeeds:    "Take these needs into account before you first contact the person.",
			data.InformationOnly: "Keep this as information and tell us its reference.", data.UpdateOrWithdrawal: "Use this letter in place of our letter NOD-7K3Q-92/0.",
		},
		data.Welsh: {
			data.NewReport: "Ychwanegwch y llythyr hwn at rif trosedd 2600412345.", data.FurtherInformation: "Ychwanegwch yr wybodaeth hon at rif trosedd 2600412345.",
			data.SupportNeeds:    "Ystyriwch yr anghenion hyn cyn i chi gysylltu â’r person am y tro cyntaf.",
			data.InformationOnly: "Cadwch hyn fel gwybodaeth a rhowch ei chyfeirnod i ni.", data.UpdateOrWithdrawal: "Defnyddiwch y llythyr hwn yn lle ein llythyr NOD-7K3Q-92/0.",
		},
	}
	byWhen := map[data.Language]string{data.English: "Please reply by Saturday 28 November 2026", data.Welsh: "Atebwch erbyn Dydd Sadwrn 28 Tachwedd 2026"}
	speakFirst := map[data.Language]string{data.English: "Speak to us first, on 01632 960145.", data.Welsh: "Siaradwch â ni yn gyntaf, ar 01632 960145."}
	car := map[data.Language]string{data.English: "No marked car or uniform at the door.", data.Welsh: "Dim car heddlu na swyddog mewn lifrai wrth y drws."}
	for _, kind := range data.LetterTypes() {
		for _, lang := range []data.Language{data.English, data.Welsh} {
			want := []string{asked[lang][kind], byWhen[lang], "hang up if anyone else answers.", "07700 900461", "“bluebell”", "The landline or the work e-mail.", car[lang]}
			if kind == data.InformationOnly {
				want = append(want[:2], speakFirst[lang])
			}
			for _, l := range []data.Letter{letterOf(kind, lang), withLongNames(letterOf(kind, lang))} {
				for _, size := range []float64{12, 14, 16} {
					l.Bilingual = lang == data.Welsh && size != 14
					d := compose(t, l, pdf.Options{TextSize: size})
					first := strings.Join(strings.Fields(d.Text(0)), " ")
					for _, w := range want {
						if !strings.Contains(first, w) {
							t.Errorf("%s in %s at %g to %q: no %q on the first page: %s", kind, lang, size, l.To.Attention, w, first)
						}
					}
				}
			}
		}
	}
}

// A rule that the first page has no room for is never cut in silence: the box says before all else where the whole stands,
// what is not safe comes next, and of the rule first what it forbids, wherever that was written. The page it names has the whole.
func TestTheFirstPageSaysWhereARuleTooLongForItStands(t *testing.T) {
	t.Parallel()
	rule := strings.Repeat("She works shifts that change from week to week, so look at the rota that she sends to us first. ", 22) +
		"Never ring after six, for he is at home then. " + strings.Repeat("Her sister knows and may take a message. ", 6) + "The last word is “harbour”."
	where := regexp.MustCompile(`(?:is on page|gyfan ar dudalen) (\d+):`)
	for _, lang := range []data.Language{data.English, data.Welsh} {
		for _, size := range []float64{12, 16} {
			l := withLongNames(letterOf(data.NewReport, lang))
			l.Bilingual = lang == data.Welsh
			long := *l.Contact
			long.Rule = rule
			l.Contact = &long
			d, warned, err := pdf.Compose(l, pdf.Options{TextSize: size})
			if err != nil {
				t.Fatal(err)
			}
			var starts []int
			for i := range d.Pages() {
				if where.MatchString(strings.Join(strings.Fields(d.Text(i)), " ")) {
					starts = append(starts, i)
				}
			}
			if want := map[bool]int{false: 1, true: 2}[l.Bilingual]; len(starts) != want || starts[0] != 0 {
				t.Fatalf("%s at %g: the pages %v say where the rule is, of %d languages", lang, size, starts, want)
			}
			for _, start := range starts {
				first := strings.Join(strings.Fields(d.Text(start)), " ")
				said := where.FindStringSubmatchIndex(first)
				after := first[said[1]:]
				unsafe, forbidden, rest := strings.Index(after, "The landline or the work e-mail."), strings.Index(after, "Never ring after six"), strings.Index(after, "She works shifts")
				if unsafe < 0 || forbidden < unsafe || rest >= 0 && rest < forbidden || !strings.Contains(after[forbidden:], " …") {
					t.Errorf("%s at %g: the box has what is not safe at %d, what the rule forbids at %d, the rest at %d: %s", lang, size, unsafe, forbidden, rest, after)
				}
				if strings.Contains(first, "“harbour”") {
					t.Errorf("%s at %g: the whole rule is on the first page, and is called a part", lang, size)
				}
				page, _ := strconv.Atoi(first[said[2]:said[3]])
				if whole := strings.Join(strings.Fields(d.Text(page-1)+d.Text(page)+d.Text(page+1)), " "); page < 2 || strings.Count(whole, "rota") < 22 || strings.Count(whole, "sister knows and") != 6 || !strings.Contains(whole, "“harbour”") {
					t.Errorf("%s at %g: page %d has not the whole rule: %s", lang, size, page, whole)
				}
			}
			if !slices.ContainsFunc(warned, func(w pdf.Warning) bool { return w.Code == pdf.LongRule }) {
				t.Errorf("%s at %g: nobody is told: %v", lang, size, warned)
			}
		}
	}
}

// withLongNames is a letter that leaves less of the first page.
func withLongNames(l data.Letter) data.Letter {
	l.To.Attention = "Detective Chief Inspector Gwenllian Llywelyn-Featherstonehaugh of Penrhyndeudraeth"
	l.To.Unit = "Economic, Cyber and Serious Organised Crime Department"
	l.Sender.Name = "The Harbourside and Western Valleys Network for the Support of Victims of Crime"
	return l
}

// Whoever reads one language only finds on the first page where that one begins.
func TestALetterInTwoLanguagesSaysWhereEachBegins(t *testing.T) {
	l := inWelsh(fullLetter())
	l.Bilingual = true
	d := compose(t, l)
	english := 0
	for i := range d.Pages() {
		if strings.Contains(d.Text(i), "Cymraeg o dudalen 1") {
			english = i
		}
	}
	if english == 0 || !strings.Contains(d.Text(english), "Dear ") {
		t.Fatal("no page of the English says where the Welsh begins")
	}
	if want := fmt.Sprintf("English from page %d", english+1); !strings.Contains(d.Text(0), want) {
		t.Errorf("the first page does not say %q", want)
	}
	if one := compose(t, fullLetter()).Text(0); strings.Contains(one, "Cymraeg o") {
		t.Error("a letter in one language names another")
	}
}

func TestWelshLetterSpeaksWelsh(t *testing.T) {
	got := flat(compose(t, inWelsh(fullLetter())))
	for _, want := range []string{
		"Rhwydwaith Cymorth i Ddioddefwyr yr Harbwr", "21 Tachwedd 2026", "Darllenwch hwn yn gyntaf", "Tystiolaeth", "Cydsyniad",
		// Texts on which a life may hang have the English beneath until their Welsh is confirmed.
		"Treat it as an indecent image of a child.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q", want)
		}
	}
	for _, english := range []string{"Key facts", "Read this first", "What has happened", "Yours "} {
		if strings.Contains(got, english) {
			t.Errorf("says %q", english)
		}
	}
}

func TestWhoToldOfAnEventIsSaidInTheLanguageOfTheLetter(t *testing.T) {
	for language, want := range map[data.Language]string{data.English: "a parent, by phone", data.Welsh: "rhiant, dros y ffôn"} {
		l := fullLetter()
		l.Language = language
		l.Events = []data.Event{{What: "She was threatened", ToldBy: data.CallerParent, ToldHow: data.Phone}}
		if got := flat(compose(t, l)); !strings.Contains(got, want) {
			t.Errorf("in %q it does not say %q", language, want)
		}
	}
}

func TestWhatCannotBePrintedIsShownAndTold(t *testing.T) {
	l := fullLetter()
	l.Person.Name = "Siân 😀 王小明"
	l.Summary = "torn \xff\xfe text"
	l.Author.Name = "Ann\u202eevil\x00"
	d, warned, err := pdf.Compose(l)
	if err != nil {
		t.Fatal(err)
	}
	want := []pdf.Warning{{Code: pdf.Unprintable, Field: data.FieldName, Text: "😀王小明"}, {Code: pdf.Broken, Field: pdf.PartSummary}}
	for _, w := range want {
		found := false
		for _, got := range warned {
			found = found || got == w
		}
		if !found {
			t.Errorf("no warning %v among %v", w, warned)
		}
	}
	got := text(d)
	for _, s := range []string{"Siân □ □□□", "torn □□ text", "Annevil"} {
		if !strings.Contains(got, s) {
			t.Errorf("does not show %q", s)
		}
	}
	for _, w := range warned {
		for _, lang := range []string{"en", "cy"} {
			if m := w.Message(lang); m == "" || strings.Contains(m, "letter.") || strings.Contains(m, "<no") {
				t.Errorf("warning %v says %q", w, m)
			}
		}
	}
}

func TestEveryPartOfALetterHasItsPlaceInWarnings(t *testing.T) {
	var walk func(v reflect.Value)
	l := data.Letter{Approver: &data.Signatory{}, Replaces: &data.EarlierLetter{}, Contact: &data.SafeContact{}, Risk: &data.Assessment{}, Suicide: &data.Crisis{}, Consent: &data.Consent{}, Safeguarding: &data.Safeguarding{}}
	l.Sender.Logo = &data.Logo{Picture: logoOf(t, 300, 60)}
	walk = func(v reflect.Value) {
		for i := range v.NumField() {
			f := v.Field(i)
			if f.Kind() == reflect.Pointer {
				f = f.Elem()
			}
			switch {
			case f.Type() == reflect.TypeFor[time.Time]():
			case f.Kind() == reflect.String:
				was := f.String()
				f.SetString("😀")
				_, warned, err := pdf.Compose(l)
				if err != nil || !hasCode(warned, pdf.Unprintable) {
					t.Errorf("%s.%s: emoji without a warning", v.Type(), v.Type().Field(i).Name)
				}
				for _, w := range warned {
					if strings.Contains(w.Message("en"), "letter.field") {
						t.Errorf("%s.%s: the warning has no name for %q", v.Type(), v.Type().Field(i).Name, w.Field)
					}
				}
				f.SetString(was)
			case f.Kind() == reflect.Struct:
				walk(f)
			}
		}
	}
	walk(reflect.ValueOf(&l).Elem())
}

func TestTextTooLongForItsPlaceIsCutAndTold(t *testing.T) {
	_, warned, err := pdf.Compose(samples()["wide"])
	if err != nil {
		t.Fatal(err)
	}
	fields := map[data.Field]bool{}
	for _, w := range warned {
		if w.Code == pdf.TooLong {
			fields[w.Field] = true
		}
	}
	for _, f := range []data.Field{pdf.PartSender, pdf.PartRecipient, pdf.PartMarking, pdf.PartReference} {
		if !fields[f] {
			t.Errorf("no warning about %s among %v", f, warned)
		}
	}
}

func TestALetterWithoutADateIsTold(t *testing.T) {
	_, warned, err := pdf.Compose(data.Letter{})
	if err != nil || !hasCode(warned, pdf.NoDate) || !hasCode(warned, pdf.NoAddress) {
		t.Errorf("warnings %v, error %v", warned, err)
	}
}

// A record keeps the letter as JSON; drawing it again gives the same file.
func TestALetterReadBackFromItsRecordGivesTheSameFile(t *testing.T) {
	kept, err := json.Marshal(fullLetter())
	if err != nil {
		t.Fatal(err)
	}
	var again data.Letter
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	if string(file(t, compose(t, fullLetter()))) != string(file(t, compose(t, again))) {
		t.Error("the letter read back gives another file")
	}
}
