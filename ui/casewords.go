package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// momentWords is a day with its time, in the computer's zone.
func momentWords(t *assets.Translator, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.DateTime(at.Local())
}

// startWords is when a contact began, as exactly as it is known.
func startWords(t *assets.Translator, started time.Time, dayOnly bool) string {
	if dayOnly {
		return t.Date(started)
	}
	return momentWords(t, started)
}

// whenWords is a moment as exactly as it is known.
func whenWords(t *assets.Translator, w data.When) string {
	return w.In(t)
}

// dots joins what there is with middle dots.
func dots(texts ...string) string {
	var kept []string
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, " · ")
}

// labelled is "Label: value", "Question? Answer", or nothing without a value.
func labelled(t *assets.Translator, key, value string) string {
	label := t.T(key)
	switch {
	case strings.TrimSpace(value) == "":
		return ""
	case strings.HasSuffix(label, "?"):
		return label + " " + value
	}
	return t.T("case.labelled", map[string]any{"Label": label, "Value": value})
}

// valueWords is the text of a value that is one of a list: prefix.value.
func valueWords[T ~string](t *assets.Translator, prefix string, value T) string {
	return data.ValueIn(t, prefix, string(value))
}

func answerWords(t *assets.Translator, a data.Answer) string {
	return a.In(t)
}

// optionsOf are values with their texts.
func optionsOf[T ~string](t *assets.Translator, prefix string, values ...T) []widget.Option {
	options := make([]widget.Option, len(values))
	for i, v := range values {
		options[i] = widget.Option{ID: string(v), Label: t.T(prefix + "." + string(v))}
	}
	return options
}

// forceOptions are the police forces of today, those of Wales first, each nation
// by the alphabet of the language.
func forceOptions(t *assets.Translator, now time.Time) []widget.Option {
	var options []widget.Option
	nations := map[string]int{}
	for _, f := range assets.Forces() {
		if _, known := nations[f.Nation]; !known {
			nations[f.Nation] = len(nations)
		}
		if f.On(now) {
			options = append(options, widget.Option{ID: f.ID, Label: f.NameIn(t.Code()), Detail: f.Nation})
		}
	}
	slices.SortStableFunc(options, func(a, b widget.Option) int {
		return cmp.Or(cmp.Compare(nations[a.Detail], nations[b.Detail]), t.Compare(a.Label, b.Label))
	})
	return options
}

func forceWords(t *assets.Translator, id string) string {
	return data.ForceIn(t, id)
}

// recipientWords is the force of a letter as this window calls it: its pages have the name of their own language.
func recipientWords(t *assets.Translator, to data.Recipient) string {
	if f, ok := assets.ForceByID(to.Force); ok {
		return f.NameIn(t.Code())
	}
	return to.Name
}

func languageWords(t *assets.Translator, l data.Language) string {
	if l == "" {
		return ""
	}
	return valueWords(t, "common.language", l)
}

// riskWords says a level and how it should look; red is kept for danger, so high is warm.
func riskWords(t *assets.Translator, level data.RiskLevel) (string, fyne.ThemeColorName) {
	switch level {
	case data.RiskHigh:
		return t.T("case.risk.high"), theme.WarmInk
	case data.RiskMedium:
		return t.T("case.risk.medium"), theme.WarmInk
	case data.RiskStandard:
		return t.T("case.risk.standard"), theme.Muted
	}
	return t.T("case.risk.none"), theme.Muted
}

// alarm is the one thing about a case that is red, or "".
func alarm(t *assets.Translator, l data.CaseLine) string {
	switch {
	case l.Crisis:
		return t.T("case.alarm.crisis")
	case l.Danger:
		return t.T("case.alarm.danger")
	}
	return ""
}

// policeWords is what the police know, or what the person wants of them.
func policeWords(t *assets.Translator, p data.PoliceState) string {
	if p.CrimeNumber != "" {
		return t.T("case.police.crime", map[string]any{"Number": p.CrimeNumber})
	}
	if p.LogNumber != "" {
		return t.T("case.police.log", map[string]any{"Number": p.LogNumber})
	}
	return valueWords(t, "case.police", p.Wish)
}

// caseName is what a case is called on a screen.
func caseName(t *assets.Translator, l data.CaseLine) string {
	if l.Name != "" {
		return l.Name
	}
	return t.T("case.noName")
}

// followUpWords is what a task is called in which nobody wrote what is to be done: whom it is about, and what.
func followUpWords(t *assets.Translator, who string, matter data.Matter) string {
	about := ""
	if matter != data.OtherMatter { // which tells nothing
		about = valueWords(t, "contact.matter", matter)
	}
	return t.T("case.task.followUp", map[string]any{"Who": dots(who, about)})
}

// languageOptions are the two languages of the app, and whatever else was written down.
func languageOptions(t *assets.Translator, now data.Language) []widget.Option {
	options := optionsOf(t, "common.language", data.English, data.Welsh)
	if now != "" && now != data.English && now != data.Welsh {
		options = append(options, widget.Option{ID: string(now), Label: string(now)})
	}
	return options
}

// tickedAt is when something was done: now, or not at all.
func tickedAt(on bool, now time.Time) time.Time {
	if !on {
		return time.Time{}
	}
	return now
}
