package pdf

import (
	"reflect"
	"strings"
	"time"

	"noddfa/data"
)

// cleaned returns a copy of v in which every text is sanitised and trimmed. No
// text can be forgotten: it walks through whatever the value holds. fieldOf
// names, for the warnings, the part that a path such as "Person.Name" or
// "Money.Payee" belongs to.
func cleaned[T any](v T, fieldOf func(path string) data.Field, warn *warnings) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	c := cleaner{fieldOf: fieldOf, warn: warn}
	c.copy(out, reflect.ValueOf(v), "")
	return out.Interface().(T)
}

type cleaner struct {
	fieldOf func(path string) data.Field
	warn    *warnings
}

var timeType = reflect.TypeFor[time.Time]()

func (c *cleaner) copy(to, from reflect.Value, path string) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(c.text(from.String(), path))
	case reflect.Struct:
		to.Set(from)
		if from.Type() == timeType {
			return
		}
		for i := range from.NumField() {
			f := from.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			c.copy(to.Field(i), from.Field(i), strings.TrimPrefix(path+"."+f.Name, "."))
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			c.copy(to.Elem(), from.Elem(), path)
		}
	case reflect.Slice:
		if from.Type().Elem().Kind() == reflect.Uint8 {
			to.Set(from) // a picture, no text
			return
		}
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				c.copy(to.Index(i), from.Index(i), path)
			}
		}
	default:
		to.Set(from)
	}
}

func (c *cleaner) text(raw, path string) string {
	clean, warned := Sanitise(raw)
	for _, w := range warned {
		c.warn.add(w.Code, c.fieldOf(path), w.Text)
	}
	if missing := uncovered(clean); missing != "" {
		c.warn.add(Unprintable, c.fieldOf(path), missing)
	}
	return strings.TrimSpace(clean)
}

// letterParts names the part of each branch of a letter; the longest path wins.
var letterParts = map[string]data.Field{
	"Number": PartReference, "Case": PartReference, "Type": PartReference, "Language": PartReference, "Matter": PartSummary,
	"Marking": PartMarking, "Nation": PartRecipient, "Sender": PartSender, "Author": PartAuthor, "Approver": PartAuthor,
	"To": PartRecipient, "Police": PartPolice, "Deadline": PartDeadline, "DangerNow": PartDeadline,
	"Contact": data.FieldContact, "ByPhone": data.FieldContact, "Knows": data.FieldContact, "KnowsWhy": data.FieldContact,
	"SuspectKnows": data.FieldSuspects, "PoliceLinks": data.FieldSuspects,
	"Person": data.FieldName, "Person.OwnScript": data.FieldOwnScript, "Person.Address": data.FieldAddress,
	"Person.Access": data.FieldAccess, "Person.Language": data.FieldAccess, "Image": PartSummary,
	"Risk": data.FieldRisk, "Suicide": data.FieldSuicide, "Asks": PartAsks, "Summary": PartSummary,
	"Events": data.FieldEvents, "Suspects": data.FieldSuspects, "Money": data.FieldMoney, "Evidence": data.FieldEvidence,
	"Actions": data.FieldActions, "Others": data.FieldOthers, "WhoSafe": data.FieldWhoSafe, "Needs": data.FieldNeeds,
	"Wishes": data.FieldWishes, "Consent": PartConsent, "Basis": PartBasis, "BasisNote": PartBasis,
	"Replaces": PartReference, "Offence": data.FieldOffence, "Updates": data.FieldWishes, "Clinical": data.FieldClinical, "Copies": PartRecipient,
	"Safeguarding": data.FieldUnder18, "Withheld": PartWithheld, "Override": PartWithheld,
}

func letterPart(path string) data.Field {
	for p := path; p != ""; {
		if f, ok := letterParts[p]; ok {
			return f
		}
		p = p[:max(0, strings.LastIndexByte(p, '.'))]
	}
	return PartReference
}
