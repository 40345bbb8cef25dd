package ui

import (
	"slices"
	"strings"

	"noddfa/assets"
)

// contactFields are the fields of the contact form, in the order of a call.
var contactFields = []string{
	"contact.safe", "contact.safeWhen", "contact.caller", "contact.organisation", "contact.wrongNumber", "contact.language", "contact.interpreter",
	"contact.danger", "contact.alone", "contact.town",
	"contact.calledName", "contact.age", "contact.number", "contact.safeTimes", "contact.email", "contact.mayText", "contact.mayVoice", "contact.codeWord",
	"contact.safeRule", "contact.firstName", "contact.surname",
	"contact.matter", "contact.said", "contact.platform", "contact.deadline", "contact.demanded", "contact.paid", "contact.image",
	"contact.imageUnder18", "contact.police", "contact.force",
	"crisis.why.notAsked", "suicide.plan.words", "crisis.action", "crisis.told.who", "crisis.told.how", "crisis.told.by", "crisis.told.when", "crisis.told.tried",
	"contact.advice.other", "contact.followUp.who", "contact.followUp.on", "contact.followUp.promised", "contact.riskChanged",
	"contact.method", "contact.direction", "contact.reached", "contact.startTime", "contact.endTime",
}

// letterForm is the form of a letter. What every letter needs, why it may be
// shared and to whom it goes, is named by Noddfa alone.
const letterForm = "letter"

var letterFields = []string{
	"compose.unit", "compose.attention", "compose.replyBy", "compose.knows", "compose.knowsWhy", "compose.phone",
	"compose.summary", "compose.offence", "compose.updates", "compose.asks", "compose.role", "compose.direct", "compose.copies",
}

// recordForms are the records of a case that have a form. What the law asks of a request and its answer is named by Noddfa
// alone.
var recordForms = []string{
	"case", "person", "suspect", "event", "note", "plan", "evidence", "money", "consent", "safeguarding", "assessment", "task",
}

// Names of what a record holds that no form asks for: they are in its history.
var onNoForm = []string{
	"record.case.closed", "record.case.closed_by", "record.consent.scope", "record.event.told_by", "record.event.told_how",
	"record.money.money_kind", "record.plan.matter", "record.plan.reviews.by", "record.plan.reviews.on",
}

// fieldsOf are the keys of the fields of a form, in the order in which they are
// shown for renaming.
func fieldsOf(t *assets.Translator, form string) []string {
	switch form {
	case "contact":
		return contactFields
	case letterForm:
		return letterFields
	}
	var keys []string
	for _, key := range assets.Keys("record." + form + ".") {
		if !strings.HasSuffix(key, ".hint") && !slices.Contains(onNoForm, key) {
			keys = append(keys, key)
		}
	}
	names := assets.Lang(t.Code()) // in the order of Noddfa's own names, so that renaming moves nothing
	slices.SortStableFunc(keys, func(a, b string) int { return t.Compare(names.T(a), names.T(b)) })
	return keys
}
