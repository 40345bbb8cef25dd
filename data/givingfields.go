package data

import (
	"bytes"
	"encoding/json"
	"strings"
)

// fieldsOf are the texts that somebody wrote in a record, in the order in which
// the record has them. Choices, times and ids are left out: a time stands over the
// item, and a choice tells nothing without its question.
func fieldsOf(kind Kind, value any) []GiveField {
	body, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	w := fieldWalk{d: d, kind: kind}
	w.value("record." + kind.String())
	if m, ok := value.(MoneyEntry); ok && m.Amount.Known {
		w.fields = append([]GiveField{{Key: "record.money.amount", Text: m.Amount.String()}}, w.fields...)
	}
	return w.fields
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
		skip := notWords[name] || w.kind == KindPlan && name == "key"
		if text := strings.TrimSpace(t); text != "" && !skip && !isMachine([]byte(text)) {
			w.fields = append(w.fields, GiveField{Key: path, Text: oneBreak.Replace(t)})
		}
	}
}
