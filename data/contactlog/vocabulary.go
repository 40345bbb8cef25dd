package contactlog

import (
	"strings"
	"sync"

	"golang.org/x/text/language"

	"noddfa/assets"
)

// A vocabulary is what people write, folded and without spaces, and what is
// meant by it. It is read when something is first looked for: each start would
// wait for it, and few of them read a log.
type vocabulary func() map[string]string

// vocabularyOf reads lines such as "phone: call, phone call, ffôn".
func vocabularyOf(lines string) vocabulary {
	return sync.OnceValue(func() map[string]string { return meanings(lines) })
}

func meanings(lines string) map[string]string {
	v := map[string]string{}
	for line := range strings.Lines(lines) {
		meaning, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		v[squash(meaning)] = meaning
		for name := range strings.SplitSeq(names, ",") {
			v[squash(name)] = meaning
		}
	}
	delete(v, "")
	return v
}

func (v vocabulary) find(text string) (meaning string, ok bool) {
	if len(text) > maxShort {
		return "", false
	}
	meaning, ok = v()[squash(text)]
	return meaning, ok
}

var methods = vocabularyOf(`
	phone: telephone, call, phone call, telephone call, tel, helpline, mobile, landline, voice, ring, ffôn, galwad, galwad ffôn, dros y ffôn, ffonio
	text: sms, text message, texts, message, whatsapp, whatsapp message, signal, dm, direct message, neges, neges destun, tecst
	email: e-mail, mail, by email, ebost, e-bost
	walk-in: walk in, drop-in, drop in, dropped in, in person, face to face, f2f, at office, office, galw i mewn, wyneb yn wyneb
	visit: home visit, outreach, outreach visit, ymweliad, ymweliad cartref
	video: video call, zoom, teams, ms teams, skype call, facetime, galwad fideo, fideo
	webchat: web chat, chat, live chat, online chat, web, website, web form, sgwrs we, sgwrs, sgwrs ar-lein
	letter: post, by post, by letter, llythyr, drwy'r post
`)

var callers = vocabularyOf(`
	person: client, the client, victim, survivor, caller, self, themselves, the person, the person themselves, service user, cleient, dioddefwr, goroeswr, y person, hunan
	parent: mother, mum, mam, mom, father, dad, parents, carer, parent/carer, guardian, third party (mother), third party (father), third party (parent), rhiant, tad, gofalwr
	friend: partner, husband, wife, boyfriend, girlfriend, sibling, brother, sister, family, relative, family member, flatmate, colleague, third party (friend), third party (partner), ffrind, teulu, partner, gŵr, gwraig, brawd, chwaer, perthynas
	professional: agency, police, police officer, officer, social worker, social services, school, teacher, gp, doctor, nurse, health visitor, solicitor, other agency, third party (professional), gweithiwr proffesiynol, asiantaeth, heddlu, gweithiwr cymdeithasol, ysgol, athro, athrawes, meddyg
	wrong-number: wrong no, rhif anghywir
	silent: silent call, silence, tawel, galwad dawel
	hung-up: hung up, hang up, put phone down, rhoi'r ffôn i lawr
	maybe-suspect: suspect, perpetrator, abuser, blackmailer, possible suspect, may be the suspect
	internal: staff, colleague (internal), volunteer, us, mewnol
`)

var directions = vocabularyOf(`
	in: incoming, inbound, in bound, received, they rang, they called, they rang us, they called us, client rang, caller rang, from client, i, i mewn, mewn, wedi derbyn, derbyniwyd
	out: outgoing, outbound, out bound, made, we rang, we called, rang out, call back, ring back, called back, rang back, to client, o, allan, ffoniwyd
`)

var reached = vocabularyOf(`
	attempted: attempt, no answer, no reply, not answered, unanswered, did not answer, didn't answer, voicemail, vm, lvm, left voicemail, left message, left a message, answerphone, engaged, busy, missed, missed call, not reached, unable to reach, failed, dim ateb, heb ateb, ymgais, peiriant ateb, methwyd
	reached: answered, spoke, spoken, spoke to, contact made, got through, successful, wedi cyrraedd, atebwyd, cysylltwyd, wedi siarad
`)

var wishes = vocabularyOf(`
	wants: wants to, wants to report, will report, going to report, intends to, would like to, wants police, eisiau, am riportio, eisiau riportio
	does-not-want: does not want, doesn't want, doesn't want to, does not want to, does not want police, no police, refuses, refused, declined, never, ddim eisiau, ddim am, gwrthod
	unsure: not sure, maybe, thinking, thinking about it, undecided, considering, don't know, ansicr, ddim yn siŵr, efallai, yn ystyried
	not-yet: not yet, no not yet, not reported, not yet reported, ddim eto, dim eto
	reported: yes, already, already reported, done, police told, told, informed, ydy, do, oes, ie, eisoes, wedi, wedi riportio, wedi'i riportio, y
`)

var platforms = vocabularyOf(`
	Instagram: insta, ig, instagram dm, instagram.com
	Facebook: fb, face book, facebook.com
	Facebook Messenger: messenger, fb messenger
	Snapchat: snap, snap chat, sc
	WhatsApp: whats app, wa, watsapp, whatapp
	Plenty of Fish: pof, plentyoffish, plenty of fish (pof), plenty fish
	TikTok: tik tok
	Tinder:
	Bumble:
	Grindr: grinder
	Hinge:
	Badoo:
	Skype:
	Twitter: twitter.com
	X: x (twitter), x (formerly twitter), twitter/x, x.com
	Telegram:
	Discord:
	Kik: kik messenger
	Omegle:
	OkCupid: ok cupid
	Match: match.com
	LinkedIn: linked in
	YouTube: you tube
	Reddit:
	Zoom:
	FaceTime: face time
`)

var languages = vocabularyOf(`
	en: english, eng, saesneg, saes
	cy: welsh, cym, cymraeg, wel
	pl: polish, polski, pwyleg
	ro: romanian, rwmaneg
	ar: arabic, arabeg
	bn: bengali, bangla, sylheti
	ur: urdu, wrdw
	pa: punjabi, panjabi
	gu: gujarati
	hi: hindi
	ta: tamil
	so: somali, somalieg
	fa: farsi, persian, dari
	ku: kurdish, kurmanji, cwrdeg
	ckb: sorani
	ps: pashto
	ti: tigrinya
	am: amharic
	tr: turkish, tyrceg
	uk: ukrainian, wcreineg
	ru: russian, rwsieg
	lt: lithuanian
	lv: latvian
	hu: hungarian
	cs: czech
	sk: slovak
	bg: bulgarian
	sq: albanian
	el: greek, groeg
	fr: french, ffrangeg
	es: spanish, sbaeneg
	pt: portuguese, portiwgaleg
	it: italian, eidaleg
	de: german, almaeneg
	zh: chinese, mandarin, tsieinëeg
	yue: cantonese
	vi: vietnamese
	th: thai
	fil: filipino, tagalog
	ja: japanese
	ko: korean
	bfi: bsl, british sign language, sign language, iaith arwyddion prydain
	ga: irish
	gd: scottish gaelic, gaelic
`)

// readLanguage understands the name of a language, or its tag ("en-GB").
func readLanguage(text string) (tag string, ok bool) {
	if tag, ok := languages.find(text); ok {
		return tag, true
	}
	if len(text) != 2 && (len(text) < 4 || text[2] != '-') || fold(text) == "no" {
		return "", false // three letters are as often a word: "yes" is a language of Nigeria
	}
	parsed, err := language.Parse(text)
	if err != nil {
		return "", false
	}
	base, confidence := parsed.Base()
	return base.String(), confidence == language.Exact
}

// A namedForce is what a text about police forces means.
type namedForce struct {
	id string
	ok bool
}

func findForce(text string) namedForce {
	if len(text) > maxShort {
		return namedForce{}
	}
	f, ok := assets.FindForce(text)
	return namedForce{f.ID, ok}
}

var taskStates = vocabularyOf(`
	done: completed, complete, finished, closed, ticked, x, gwnaed, wedi'i wneud, wedi gwneud, wedi'i gwblhau, cwblhawyd, gorffennwyd, ar gau
	open: not done, to do, todo, outstanding, pending, in progress, not started, ongoing, heb ei wneud, heb ei gwblhau, i'w wneud, ar waith, ar agor
`)
