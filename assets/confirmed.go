package assets

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A Confirmation says that a named translator has read a Welsh text and stands by it.
type Confirmation struct {
	Who  string `json:"who"`
	Date string `json:"date"` // 2026-11-21
	Text string `json:"text"` // the Welsh that was confirmed; changing it later takes the confirmation away
}

// Texts on which a life may hang are shown with the English beneath until their Welsh is confirmed.
var bothPrefixes = []string{"crisis.", "suicide.", "image.", "consent."}

// Unconfirmed lists the keys whose Welsh no named translator has confirmed, sorted: texts by their own key, data as
// "advice.…", "helpline.….about" and "plan.…".
func Unconfirmed() []string {
	var keys []string
	for key, t := range everyText() {
		if !isConfirmed(key, t.welsh) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

type bothForms struct{ english, welsh messageForms }

// everyText returns all Welsh with its English: the texts of the translator and those in the data files.
func everyText() map[string]bothForms {
	all := map[string]bothForms{}
	for key, forms := range texts(Welsh) {
		all[key] = bothForms{english: texts(English)[key], welsh: forms}
	}
	add := func(key string, t Text) {
		if t.CY != "" && t.CY != t.EN {
			all[key] = bothForms{english: messageForms{"other": t.EN}, welsh: messageForms{"other": t.CY}}
		}
	}
	for _, a := range advice() {
		add("advice."+a.Key, a.Text)
	}
	for _, h := range helplines() {
		add("helpline."+h.Key+".name", h.Name)
		add("helpline."+h.Key+".about", h.About)
		add("helpline."+h.Key+".hours", h.Hours)
	}
	for _, p := range plans() {
		add("plan."+string(p.Matter)+".note", p.Note)
		for _, s := range p.Sections {
			add("plan."+s.Key, s.Title)
			for _, a := range s.Actions {
				add("plan."+a.Key, a.Text)
			}
		}
	}
	return all
}

// NeedsBoth says whether key is shown with the English beneath the Welsh.
func NeedsBoth(key string) bool {
	forms, ok := texts(Welsh)[key]
	return ok && slices.ContainsFunc(bothPrefixes, func(p string) bool { return strings.HasPrefix(key, p) }) &&
		!isConfirmed(key, forms)
}

// TBoth returns the text of key and, where the Welsh is not confirmed and the matter is a crisis, suicide, pictures or
// consent, the English on the next line.
func (t *Translator) TBoth(key string, data ...map[string]any) string {
	if t.code == English || !NeedsBoth(key) {
		return t.T(key, data...)
	}
	return t.T(key, data...) + "\n" + Lang(English).T(key, data...)
}

func isConfirmed(key string, forms messageForms) bool {
	c, ok := confirmations()[key]
	return ok && c.Who != "" && c.Date != "" && c.Text == forms.String()
}

var confirmations = sync.OnceValue(func() map[string]Confirmation {
	found := map[string]Confirmation{}
	mustDecode("lang/confirmed.json", &found)
	return found
})

// messageForms is one text by plural form; a text without plural has only "other".
type messageForms map[string]string

var pluralForms = []string{"zero", "one", "two", "few", "many", "other"}

func (f messageForms) String() string {
	var all []string
	for _, form := range pluralForms {
		if f[form] != "" {
			all = append(all, f[form])
		}
	}
	return strings.Join(all, " | ")
}

func (f *messageForms) UnmarshalJSON(data []byte) error {
	var plain string
	if err := json.Unmarshal(data, &plain); err == nil {
		*f = messageForms{"other": plain}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(f))
}

// texts returns the raw texts of one language by key.
func texts(code string) map[string]messageForms {
	return allTexts()[code]
}

var allTexts = sync.OnceValue(func() map[string]map[string]messageForms {
	all := map[string]map[string]messageForms{English: {}, Welsh: {}}
	for _, name := range messageFiles(English, Welsh) {
		found := map[string]messageForms{}
		mustDecode(name, &found)
		for key, forms := range found {
			all[languageOf(name)][key] = forms
		}
	}
	return all
})

func mustDecode(name string, into any) {
	data, err := langFiles.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		panic(fmt.Sprintf("assets: %s: %v", name, err)) // embedded, so a test finds it before anybody else
	}
}
