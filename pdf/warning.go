package pdf

import (
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// WarningCode says what somebody should look at before a letter is issued.
type WarningCode string

// The warnings.
const (
	// Unprintable: no font of ours has some letters, or they are emoji; □ stands in their place. Text has them.
	Unprintable WarningCode = "unprintable"
	// Broken: the text held bytes that are no text; □ stands in their place.
	Broken WarningCode = "broken"
	// TooLong: the text did not fit its place (address, marking, letterhead) and was cut, ending in ….
	TooLong WarningCode = "too-long"
	// LongRule: the first page has a part of the rule for safe contact; Text is the number of the page that has the whole.
	LongRule WarningCode = "long-rule"
	// NoAddress: the letter says "delivery address not set".
	NoAddress WarningCode = "no-address"
	// NoDate: the letter has no date.
	NoDate WarningCode = "no-date"
	// NoBasis: no lawful reason is chosen, or consent is named as the reason and does not stand.
	NoBasis WarningCode = "no-basis"
)

// Warning is something about a document that its author should see. Text holds
// what the person wrote as far as it is needed to find the place, and may be
// empty: a warning is for the screen, never for a log.
type Warning struct {
	Code  WarningCode
	Field data.Field // a field of the letter, or one of the parts below
	Text  string
}

// Parts of a letter that are not fields to put in or leave out.
const (
	PartSender    data.Field = "sender"
	PartRecipient data.Field = "recipient"
	PartPolice    data.Field = "police"
	PartAuthor    data.Field = "author"
	PartMarking   data.Field = "marking"
	PartReference data.Field = "reference"
	PartDate      data.Field = "date"
	PartDeadline  data.Field = "deadline"
	PartAsks      data.Field = "asks"
	PartSummary   data.Field = "summary"
	PartConsent   data.Field = "consent"
	PartBasis     data.Field = "basis"
	PartWithheld  data.Field = "withheld"
	PartPlan      data.Field = "plan"
	PartNotes     data.Field = "notes"
	PartKit       data.Field = "kit"
)

// Message is the warning in one sentence, in "en" or "cy".
func (w Warning) Message(lang string) string {
	t := assets.Lang(lang)
	return t.T("letter.warning."+string(w.Code), map[string]any{
		"Field": t.T("letter.field." + string(w.Field)), "Text": w.Text,
	})
}

// warnings collects each warning once, in the order of the letter.
type warnings struct{ list []Warning }

func (ws *warnings) add(code WarningCode, field data.Field, text string) {
	for i, w := range ws.list {
		if w.Code == code && w.Field == field {
			if code == Unprintable {
				ws.list[i].Text = mergeRunes(w.Text, text)
			}
			return
		}
	}
	ws.list = append(ws.list, Warning{Code: code, Field: field, Text: text})
}

// mergeRunes adds the runes of more to known, each once, 20 at most: a warning
// is read by a person.
func mergeRunes(known, more string) string {
	n := len([]rune(known))
	for _, r := range more {
		if n >= 20 {
			break
		}
		if !strings.ContainsRune(known, r) {
			known += string(r)
			n++
		}
	}
	return known
}
