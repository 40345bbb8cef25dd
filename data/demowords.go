package data

// demoWords is what the made-up charity writes, in one language. The lists of the
// two are of one length, so that the same seed tells the same story.
type demoWords struct {
	said, notes, think, agreed []string
	rules                      [4]string
	times                      [2]string

	hours, onCall, ringBack, client, tool, judgement   string
	byPhone, person, covers, messages, shows, original string
}

func demoIn(l Language) demoWords {
	if l == Welsh {
		return demoWelsh
	}
	return demoEnglish
}

var demoEnglish = demoWords{
	said: []string{
		"A stranger on %s asked to switch on the camera. Minutes later the demand came, with a list of friends.",
		"Met on %s, moved to video within the hour. Says it was recorded. Wants the money by tonight.",
		"Three new %s accounts have written since yesterday. Has not answered any of them.",
		"Says somebody on %s has the whole contact list and will post everything at midnight.",
	},
	notes: []string{
		"Rang at the agreed time. Slept a little. Has not answered any message since we spoke.",
		"Told a sister, who has been kind. The account was reported and is now suspended, not deleted.",
		"Asked whether the police would tell the family. Explained what they do and do not do.",
		"Bank told on Tuesday. They cannot get the money back but have put a marker on the account.",
		"Another message came from a new name. Wrote down the account's unique ID and the link, then blocked it.",
		"Feels calmer. Wants the report to go ahead and to be rung on the mobile only, after three.",
	},
	think:  []string{"", "", "Tired, but clear about what happened.", "In my opinion the risk is lower than last week.", "Worried about who might be told."},
	agreed: []string{"", "", "Ring on Friday after three", "Send the plan by post to the office"},
	rules: [4]string{
		"Mobile only; no messages, the phone is shared.", "Text first, then ring. Never the landline.",
		"Ring and withhold our number.", "E-mail only; do not use our name in the subject.",
	},
	times: [2]string{"after 15:00", "weekdays, 10:00 to 14:00"},
	hours: "Weekdays 9am to 5pm", onCall: "until 10pm", ringBack: "Ring back", client: "The person", tool: "Professional judgement",
	judgement: "New accounts keep writing; nothing has been posted so far.",
	byPhone:   "by phone", person: "the person", covers: "name, number and what happened", messages: "messages",
	shows: "the threat, the sum and the payment details", original: "on the person's phone",
}

var demoWelsh = demoWords{
	said: []string{
		"Gofynnodd dieithryn ar %s am droi'r camera ymlaen. Funudau wedyn daeth y bygythiad, gyda rhestr o ffrindiau.",
		"Cwrdd ar %s, symud i fideo o fewn yr awr. Dywed fod y cyfan wedi'i recordio. Mae eisiau'r arian erbyn heno.",
		"Mae tri chyfrif %s newydd wedi ysgrifennu ers ddoe. Heb ateb yr un ohonynt.",
		"Dywed fod gan gyfrif %s y rhestr gysylltiadau gyfan ac y bydd yn postio popeth am hanner nos.",
	},
	notes: []string{
		"Ffoniwyd ar yr amser y cytunwyd arno. Wedi cysgu ychydig. Heb ateb neges ers i ni siarad.",
		"Wedi dweud wrth chwaer, a fu'n garedig. Rhoddwyd gwybod am y cyfrif; mae wedi'i atal, nid ei ddileu.",
		"Gofynnodd a fyddai'r heddlu'n dweud wrth y teulu. Eglurwyd beth maent yn ei wneud a beth nad ydynt.",
		"Dywedwyd wrth y banc ddydd Mawrth. Ni allant gael yr arian yn ôl ond maent wedi nodi'r cyfrif.",
		"Daeth neges arall o enw newydd. Ysgrifennwyd ID unigryw y cyfrif a'r ddolen, yna fe'i rhwystrwyd.",
		"Yn teimlo'n dawelach. Eisiau i'r adroddiad fynd ymlaen, a galwad i'r ffôn symudol yn unig, ar ôl tri.",
	},
	think:  []string{"", "", "Wedi blino, ond yn glir am yr hyn a ddigwyddodd.", "Yn fy marn i mae'r risg yn is na'r wythnos ddiwethaf.", "Yn poeni pwy a gaiff wybod."},
	agreed: []string{"", "", "Ffonio ddydd Gwener ar ôl tri", "Anfon y cynllun drwy'r post i'r swyddfa"},
	rules: [4]string{
		"Ffôn symudol yn unig; dim negeseuon, mae'r ffôn yn cael ei rannu.", "Neges destun yn gyntaf, yna ffonio. Byth y llinell dir.",
		"Ffonio a chuddio ein rhif.", "E-bost yn unig; peidiwch â defnyddio ein henw yn y pwnc.",
	},
	times: [2]string{"ar ôl 15:00", "dyddiau'r wythnos, 10:00 i 14:00"},
	hours: "Dyddiau'r wythnos 9am i 5pm", onCall: "tan 10pm", ringBack: "Ffonio'n ôl", client: "Y person", tool: "Barn broffesiynol",
	judgement: "Mae cyfrifon newydd yn dal i ysgrifennu; nid oes dim wedi'i bostio hyd yma.",
	byPhone:   "dros y ffôn", person: "y person", covers: "enw, rhif a'r hyn a ddigwyddodd", messages: "negeseuon",
	shows: "y bygythiad, y swm a'r manylion talu", original: "ar ffôn y person",
}
