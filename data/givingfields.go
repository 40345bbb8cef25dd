package data

import (
	"bytes"
	"encoding/json"
	"strings"

	"noddfa/assets"
)

// fieldsOf are the texts that somebody wrote in a record, in the order in which
// the record has them. What was chosen, and times, come after them (answersOf); ids
// are left out. The two choices that an event has of a contact stand among the
// texts, in the language of the paper: what was struck is kept by its place.
func fieldsOf(kind Kind, value any, in Language) []GiveField {
	body, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	w := fieldWalk{d: d, kind: kind}
	w.value("record." + kind.String())
	for i, f := range w.fields {
		switch {
		case kind == KindContact:
			w.fields[i].Key = contactLabel(f.Key)
		case f.Key == "record.event.told_by" || f.Key == "record.event.told_how":
			if text := assets.Lang(string(in)); text.Has("source." + f.Text) {
				w.fields[i].Text = text.T("source." + f.Text)
			}
		}
	}
	if m, ok := value.(MoneyEntry); ok && m.Amount.Known {
		w.fields = append([]GiveField{{Key: "record.money.amount", Text: m.Amount.String()}}, w.fields...)
	}
	return w.fields
}

// contactLabels are what the form of a contact calls its texts, by their path.
var contactLabels = map[string]string{
	"advice_other": "contact.advice.other", "called_name": "contact.calledName", "code_word": "contact.codeWord", "deadline.words": "contact.deadline", "email": "contact.email",
	"first_name": "contact.firstName", "follow_up.promised": "contact.followUp.promised", "follow_up.who": "contact.followUp.who", "force_words": "contact.forceWords", "interpreter": "contact.interpreter",
	"kept": "contact.kept", "number": "contact.number", "organisation": "contact.organisation", "platform": "contact.platform", "safe_rule": "contact.safeRule", "safe_when": "contact.safeTimes",
	"said": "contact.said", "surname": "contact.surname", "town": "contact.town", "wrong_number": "contact.wrongNumber",
	"suicide.action": "crisis.action", "suicide.because": "crisis.why.notAsked", "suicide.plan": "suicide.plan.words", "suicide.told_by": "crisis.told.by", "suicide.told_how": "crisis.told.how",
	"suicide.told_who": "crisis.told.who", "suicide.tried": "crisis.told.tried",
}

// contactLabel is the question of the form over a text of a contact; else its path.
func contactLabel(path string) string {
	if label, ok := contactLabels[strings.TrimPrefix(path, "record.contact.")]; ok {
		return label
	}
	return path
}

// oneBreak makes each line break one letter, whatever system wrote it.
var oneBreak = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// fieldWalk goes through the JSON of a record, which keeps the order of its type.
type fieldWalk struct {
	d      *json.Decoder
	kind   Kind
	fields []GiveField
}

func (w *fieldWalk) value(path string) {
	token, err := w.d.Token()
	if err != nil {
		return
	}
	switch t := token.(type) {
	case json.Delim:
		for w.d.More() {
			in := path
			if t == '{' {
				key, err := w.d.Token()
				if err != nil {
					return
				}
				name, _ := key.(string)
				in += "." + name
			}
			w.value(in)
		}
		_, _ = w.d.Token() // what closes it
	case string:
		name := path[strings.LastIndexByte(path, '.')+1:]
		skip := isChoice([]byte(name)) || w.kind == KindPlan && name == "key"
		if text := strings.TrimSpace(t); text != "" && !skip && !isMachine([]byte(text)) {
			w.fields = append(w.fields, GiveField{Key: path, Text: oneBreak.Replace(t)})
		}
	}
}
