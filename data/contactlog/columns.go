package contactlog

import (
	"strings"
	"sync"

	"noddfa/assets"
)

// columnNames holds the names that columns go by, in English and Welsh. Case,
// accents, spaces and punctuation do not count, nor does what stands in
// brackets; the labels of the fields themselves are known as well.
var columnNames = map[Field]string{
	FieldDate: `date, contact date, date of contact, call date, date of call, date logged, date received, date and time, datetime, date/time,
		logged on, received on, when, started, start date,
		dyddiad, dyddiad cyswllt, dyddiad y cyswllt, dyddiad yr alwad, dyddiad ac amser, dyddiad derbyn, pryd`,
	FieldTime: `time, time of call, call time, time of contact, contact time, start time, time started, start, started at, time in,
		amser, amser yr alwad, amser dechrau, amser cychwyn, amser y cyswllt`,
	FieldEnd: `end, end time, finish, finish time, time ended, ended, ended at, time out, call ended, amser gorffen, amser diwedd, diwedd`,
	FieldDirection: `direction, in/out, in or out, incoming/outgoing, incoming or outgoing, inbound/outbound, call direction, cyfeiriad galwad,
		cyfeiriad yr alwad, i mewn/allan, i mewn neu allan, mewn/allan`,
	FieldMethod: `method, contact method, method of contact, how, channel, contact type, type of contact, medium, mode, means, how contacted,
		contacted by, contact by, dull, dull cysylltu, sut, math o gyswllt, sianel, cyfrwng, modd`,
	FieldWith: `with, with whom, contact with, spoke to, spoken to, who with, who, who called, who rang, caller type, type of caller, caller is, relationship,
		relationship to client, relationship to victim, relation, gyda, gyda phwy, a phwy, pwy, siarad â, pwy ffoniodd, perthynas`,
	FieldOrganisation: `organisation, organization, org, agency, referring agency, company, sefydliad, mudiad, asiantaeth`,
	FieldReached: `reached, contact made, made contact, got through, answered, spoke, spoken, successful, contact successful, reached yes/no,
		cyrhaeddwyd, wedi cyrraedd, cysylltwyd, wedi ateb, atebwyd, ateb, llwyddiannus`,
	FieldAttempted: `attempted, attempt, attempt only, attempted only, no answer, unanswered, missed, ymgais, ymgais yn unig, dim ateb`,
	FieldSafeToTalk: `safe to talk, safe, safe to speak, is it safe to talk, safe now, able to talk, ok to talk, okay to talk,
		diogel, diogel i siarad, yn ddiogel i siarad, a yw'n ddiogel siarad, iawn i siarad`,
	FieldDangerNow: `danger now, in danger, in danger now, immediate danger, in immediate danger, danger, perygl, mewn perygl, mewn perygl nawr, perygl nawr`,
	FieldTown: `town, city, town/city, town or city, area, location, place, where, lives in, based in, locality,
		tref, dinas, ardal, lleoliad, lle, ble, tref neu ddinas, yn byw yn`,
	FieldFirstName: `first name, forename, forenames, first names, given name, given names, christian name, firstname, fname,
		enw cyntaf, enwau cyntaf, enw bedydd, rhagenw`,
	FieldSurname: `surname, last name, family name, second name, lastname, lname, cyfenw, enw olaf, enw teulu`,
	FieldFullName: `name, full name, client, client name, name of client, caller, caller name, name of caller, victim, victim name, survivor,
		survivor name, person, enw, enw llawn, cleient, enw'r cleient, enw'r galwr, galwr, dioddefwr, enw'r dioddefwr, goroeswr`,
	FieldCalledName: `called, called name, known as, preferred name, likes to be called, what may I call you, alias, nickname, goes by,
		enw a ddefnyddir, adnabyddir fel, enw dewisol, llysenw`,
	FieldAge:  `age, age now, age at contact, age in years, years old, how old, oed, oedran, oedran nawr, faint oed`,
	FieldBorn: `date of birth, dob, d.o.b., birth date, birthdate, birthday, born, dyddiad geni, ganwyd`,
	FieldPhone: `phone, phone number, phone no, telephone, telephone number, telephone no, tel, tel no, tel number, mobile, mobile number, mobile no,
		mobile phone, mob, mob no, cell, contact number, contact no, number, ring back number, call back number, callback number,
		ffôn, rhif ffôn, rhif, rhif cyswllt, ffôn symudol, rhif symudol, symudol, rhif ffôn symudol, teleffon`,
	FieldEmail: `email, e-mail, email address, e-mail address, mail, ebost, e-bost, cyfeiriad ebost, cyfeiriad e-bost`,
	FieldSafeRule: `safe contact, safe contact rule, safe contact rules, safe to contact, safe contact details, how to contact safely, safe times,
		safe time to call, when safe, contact preference, contact preferences, cyswllt diogel, rheol cyswllt diogel, amser diogel, amseroedd diogel`,
	FieldCodeWord: `code word, codeword, safe word, safety word, gair cod, gair diogel`,
	FieldLanguage: `language, preferred language, language preference, language choice, language of contact, spoken language,
		iaith, dewis iaith, iaith ddewisol, dewis o iaith`,
	FieldSummary: `summary, notes, note, details, detail, description, what was said, what happened, comments, comment, nature of call, nature of contact,
		reason for call, reason for contact, reason, issue, problem, content, call notes, contact notes, narrative,
		crynodeb, nodiadau, nodyn, manylion, disgrifiad, beth ddigwyddodd, beth ddywedwyd, sylwadau, rheswm, cynnwys`,
	FieldPlatform: `platform, app, site, website, web site, app or site, app/site, app/website, where met, met on, social media, network, service,
		online platform, platfform, llwyfan, ap, gwefan, ap neu wefan, cyfryngau cymdeithasol, cwrdd ar`,
	FieldDemanded: `demanded, amount demanded, demand, demands, money demanded, asked for, amount asked, amount asked for, amount requested, requested,
		wanted, ransom, sum demanded, total demanded, how much demanded,
		hawliwyd, swm a hawliwyd, swm hawliwyd, hawlio, mynnwyd, gofynnwyd am, swm a fynnwyd, arian a hawliwyd`,
	FieldPaid: `paid, amount paid, money paid, sum paid, total paid, payment, payments, paid so far, how much paid, loss, amount lost, money lost, lost,
		talwyd, swm a dalwyd, wedi talu, taliad, taliadau, arian a dalwyd, colled, faint a dalwyd`,
	FieldReported: `reported to police, reported to the police, police reported, police informed, police told, told police, reported, police, police report,
		police aware, informed police, has it been reported, riportiwyd i'r heddlu, wedi riportio i'r heddlu, adroddwyd i'r heddlu, riportiwyd, adroddwyd,
		heddlu, wedi dweud wrth yr heddlu, rhoi gwybod i'r heddlu`,
	FieldWantsPolice: `wants police, wants the police, police wanted, wants to report, wants to report to police, wishes to report, would like to report,
		eisiau'r heddlu, am riportio, eisiau riportio, dymuno riportio`,
	FieldForce: `force, police force, police area, force area, police service, constabulary, which force, local force, local police, heddlu lleol,
		llu, llu heddlu, yr heddlu lleol, ardal heddlu, ardal yr heddlu, heddlu pa ardal`,
	FieldSuicide: `suicide, suicidal, suicidal thoughts, thoughts of suicide, suicide risk, suicide asked, asked about suicide, suicidal ideation,
		hunanladdiad, meddyliau hunanladdol, meddyliau am hunanladdiad`,
	FieldAdvice: `advice, advice given, given advice, advised, advice offered, guidance given, information given, advice/information given,
		cyngor, cyngor a roddwyd, cyngor a roddir, rhoddwyd cyngor`,
	FieldRiskChanged: `risk changed, risk change, change in risk, change of risk, has the risk changed, has risk changed, risk increased, newid mewn risg,
		risg wedi newid, a yw'r risg wedi newid, newid risg`,
	FieldFollowUpBy: `follow-up by, follow up by whom, followed up by, follow-up owner, follow-up worker, follow-up who, who follows up, call back by,
		callback by, ring back by, next contact by, owner, allocated to, assigned to, passed to,
		dilyniant gan, camau dilynol gan, dilyn gan, i'w ddilyn gan, trosglwyddwyd i`,
	FieldFollowUpOn: `follow-up on, follow-up date, date of follow-up, follow-up due, follow-up when, follow-up, followup, call back on, call back date,
		callback date, call back, callback, ring back on, next contact, next contact date, due, due date, review date,
		dilyniant ar, dyddiad dilyniant, dyddiad camau dilynol, camau dilynol ar, camau dilynol, dilyniant, dyddiad dilyn, galw nôl ar, cyswllt nesaf`,
	FieldVolunteer: `volunteer, volunteer name, volunteer name/id, name of volunteer, volunteer id, worker, worker name, staff, staff member, staff name, taken by, call taken by,
		logged by, call taker, call handler, handled by, adviser, advisor, recorded by, completed by, initials, our worker, support worker, caseworker,
		gwirfoddolwr, gwirfoddolydd, enw'r gwirfoddolwr, gweithiwr, enw'r gweithiwr, cofnodwyd gan, cymerwyd gan, atebwyd gan, staff, llenwyd gan`,
}

// What may stand before a name without changing it.
var ownersOfColumns = []string{
	"clients", "client", "callers", "caller", "victims", "victim", "survivors", "survivor", "persons", "persons own", "users", "user", "the",
}

var (
	contactColumns = sync.OnceValue(func() map[string]Field { return knownColumns(Contacts, columnNames) })
	taskColumns    = sync.OnceValue(func() map[string]Field { return knownColumns(Tasks, taskNames) })
)

func knownColumns(sheet Sheet, all map[Field]string) map[string]Field {
	known := map[string]Field{}
	for _, f := range sheet.fields() {
		for _, code := range []string{assets.English, assets.Welsh} {
			if f != FieldLeftOut {
				known[squash(f.Label(assets.Lang(code)))] = f
			}
		}
	}
	for f, names := range all {
		for name := range strings.SplitSeq(names, ",") {
			known[squash(name)] = f
		}
	}
	delete(known, "")
	return known
}

// fieldOf finds the field that the name of a column means, or "".
func (s Sheet) fieldOf(name string) Field {
	if len(name) > maxShort {
		return ""
	}
	known := contactColumns()
	if s == Tasks {
		known = taskColumns()
	}
	for _, n := range []string{name, withoutBrackets(name)} {
		key := squash(n)
		if f, ok := known[key]; ok {
			return f
		}
		for _, owner := range ownersOfColumns {
			if rest, ok := strings.CutPrefix(key, owner); ok {
				if f, ok := known[rest]; ok {
					return f
				}
			}
		}
	}
	return ""
}

func withoutBrackets(name string) string {
	var b strings.Builder
	depth := 0
	for _, r := range name {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// columnLetter is the name a spreadsheet gives to the column of index i: A, B,
// …, Z, AA.
func columnLetter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
