package pdf_test

import (
	"time"

	"noddfa/data"
)

// at makes a moment of November 2026 in the zone of Wales.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

// shortLetter is a report with little known yet.
func shortLetter() data.Letter {
	return data.Letter{
		Type: data.NewReport, Language: data.English, Number: "NOD-7K3Q-92/1", Case: "NOD-7K3Q-92", Date: at(21, 10, 0), Nation: "Wales",
		Sender: sender(), Author: data.Signatory{Name: "Małgorzata Żółkiewska", Role: "Caseworker", Phone: "01632 960145"},
		To:     data.Recipient{Force: "south-wales", Name: "South Wales Police"},
		Matter: data.OnlineBlackmail, DangerNow: data.No, ReplyBy: at(28, 0, 0), Knows: data.Yes,
		Contact: &data.SafeContact{Number: "07700 900461", Times: "weekdays from 10am to 2pm", MayText: data.No},
		Person:  data.LetterPerson{Name: "Siân Ŵyn-Pryce", Born: time.Date(1987, 3, 3, 0, 0, 0, 0, time.UTC), Age: 39, Language: data.Welsh},
		Summary: "A stranger on a dating site threatens to send a recording of a video call to her family unless she pays £500 by Sunday.",
		Consent: &data.Consent{Given: at(18, 0, 0), Scope: data.ConsentPolice, How: "in writing"}, Basis: data.BasisConsent,
		Withheld: []data.Decision{{Field: data.FieldAddress}},
	}
}

func sender() data.Sender {
	return data.Sender{
		Name: "Harbourside Victim Support Network", NameCY: "Rhwydwaith Cymorth i Ddioddefwyr yr Harbwr",
		Address: []string{"14 Example Quay", "Westmouth", "WM1 1AA"}, Phone: "01632 960123", Email: "referrals@harbourside.example",
		Hours: "Weekdays 9am to 5pm", Charity: "0000000",
	}
}

// fullLetter uses every part of a letter.
func fullLetter() data.Letter {
	l := shortLetter()
	l.To.Unit, l.To.Address = "Cyber Crime Unit", []string{"Police Headquarters", "200 Station Road", "Westmouth WM2 2BB"}
	l.To.Attention = "Sergeant Okafor"
	l.Police = data.PoliceState{
		CrimeNumber: "2600412345", LogNumber: "P-0456-2111", Officer: "PC Nia Rees", Collar: "4821", ReportedOn: at(19, 0, 0), Wish: data.WantsPolice,
	}
	l.Approver = &data.Signatory{Name: "Dafydd Puw", Role: "Service manager", On: at(21, 0, 0)}
	l.DangerNow = data.Unknown
	l.Deadline = data.When{Time: at(22, 18, 0), Precision: data.About}
	l.SuspectKnows, l.PoliceLinks, l.ByPhone = data.No, data.Unknown, data.No
	l.Contact = &data.SafeContact{
		Rule: "Ring on weekdays between 10am and 2pm only, and hang up if anyone else answers.", Number: "07700 900461",
		Times: "weekdays from 10am to 2pm", MayText: data.No, MayVoice: data.No, MayPost: data.No, CodeWord: "bluebell",
		OthersUse: "her brother, at weekends", DoNot: "the landline or the work e-mail", MarkedCar: data.No,
		OutOfHours: "Ring 01632 960199; a duty worker can reach her.",
	}
	l.Person.OtherNames = "Siân Pryce; Sian Nguyễn; Олена Шевченко"
	l.Person.Pronouns, l.Person.Access = "she/her", "Prefers Welsh in writing; needs large print"
	l.Image, l.AgeAtImage = data.ImageExists, 16
	l.Risk = &data.Assessment{
		Made: at(20, 0, 0), Tool: "Charity’s own tool", Version: "2025", Score: "11 of 20", Level: data.RiskHigh, MadeBy: "Małgorzata Żółkiewska",
		Judgement: "The threats come faster since the second payment and name her brother’s school.",
	}
	l.Suicide = &data.Crisis{Thoughts: data.Yes, Plan: "never printed", Action: "safety plan made, crisis numbers given, sister staying with her", ToldWho: "her GP practice", ToldAt: at(20, 15, 30)}
	l.Events = []data.Event{
		{When: data.At(at(7, 21, 40)), Where: "online", What: "A stranger who called herself Chloe added her on Instagram and moved the chat to WhatsApp within the hour", Source: "told by the person"},
		{When: data.At(at(7, 22, 30)), Where: "online", What: "A video call was recorded without her knowledge; the first threat came ten minutes later", Quoted: "i have all your family, pay or i send to everyone", Source: "messages on her phone"},
		{When: data.OnDay(at(9, 0, 0)), Where: "online", What: "She paid £250 by bank transfer", Source: "bank statement"},
		{When: data.When{Time: at(15, 9, 0), Precision: data.About}, Where: "at home", What: "A second demand, with a list of her brother’s friends", Quoted: "Mae gen ti tan nos Sul", QuotedEN: "You have until Sunday night, read by M. Żółkiewska", Source: "messages on her phone"},
	}
	l.Suspects = []data.Suspect{{
		Age: "says 24", Relationship: "stranger, met online", KnowsOfReport: data.No, Words: "Writes English with Polish words such as “łatwo”; Ş in one account name.",
		Accounts: []data.Account{
			{Platform: "Instagram", DisplayName: "chloe ♥ x", UniqueID: "chl0e.l1lly_88", URL: "https://instagram.example/chl0e.l1lly_88"},
			{Platform: "WhatsApp", DisplayName: "Chloe Şahin", Phone: "07700 900888", Email: "chloe88@mail.example"},
		},
	}}
	l.Money = []data.MoneyEntry{
		{Kind: data.Demand, When: data.At(at(7, 22, 40)), Amount: data.Pounds(6000), Method: "bank transfer", Platform: "WhatsApp"},
		{Kind: data.Payment, When: data.OnDay(at(9, 0, 0)), Amount: data.Pounds(250), Method: "bank transfer", Payee: "J Example", Reference: "account ending 4417", BankTold: data.Yes},
		{Kind: data.Demand, When: data.When{Time: at(15, 9, 0), Precision: data.About}, Other: "two £100 gift cards", Method: "Gift card", Platform: "WhatsApp"},
	}
	l.Evidence = []data.Evidence{
		{Kind: "Messages", Platform: "WhatsApp", DisplayName: "Chloe Şahin", Shows: "the threats and the bank details", Original: "on the person’s phone", FirstSeen: data.OnDay(at(7, 0, 0)), LastSeen: data.OnDay(at(20, 0, 0)), CapturedBy: "the person"},
		{Kind: "Bank statement", Shows: "the payment of £250", Original: "PDF held by us", SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", GivenOn: at(19, 0, 0), GivenTo: "PC Rees"},
	}
	l.Actions = []string{"Instagram account deactivated, not deleted", "Bank told on 10 November", "Take It Down used for the image"}
	l.Others = []data.LetterOther{{Role: data.RoleChild, Relation: "brother", Age: 14}}
	l.WhoSafe = []data.LetterOther{{Relation: "sister", Safe: data.Yes}, {Relation: "father", Safe: data.No}}
	l.Wishes = "She wants it investigated and to be told through us, once a week."
	l.Needs = "A woman officer, an interview in Welsh, a quiet room."
	l.Consent.TakenBy, l.Consent.Covers = "Małgorzata Żółkiewska", "everything in this letter"
	l.Withheld = []data.Decision{{Field: data.FieldAddress}, {Field: data.FieldThird}, {Field: data.FieldOwnScript, By: "Dafydd Puw", Reason: "not needed to find her"}}
	l.Override = nil
	return l
}

func inWelsh(l data.Letter) data.Letter {
	l.Language = data.Welsh
	l.To.Name = "Heddlu De Cymru"
	return l
}

func kit() data.Kit {
	return data.Kit{
		Organisation: "Harbourside Victim Support Network", VaultName: "harbourside.noddfa", Number: "5f0a9c31 77d2be04 1c6e8a90 b3d4f512", Made: at(21, 9, 0),
		Groups: []string{"01232", "4567D", "89ABR", "CDEF3", "GHJKE", "MNPQS", "RSTV4", "WXYZF"},
	}
}

func plan() data.Plan {
	return data.Plan{
		Made: at(21, 0, 0), Matter: data.OnlineBlackmail, Review: at(28, 0, 0), ReviewBy: "Małgorzata", KeptWhere: "in her desk at work",
		Sections: []data.PlanSection{
			{Key: "blackmail.tonight", Actions: []data.PlanAction{
				{What: "Stay with my sister tonight", Who: "me and Cerys", By: at(21, 0, 0)},
				{What: "Numbers I can ring at any hour are in my phone", Done: at(21, 0, 0)},
			}},
			{Title: "What I will not do", Actions: []data.PlanAction{{What: "Pay again"}, {What: "Answer their messages"}, {What: "Confront them", Safe: data.No}}},
			{Title: "Nobody wrote here"},
		},
	}
}
