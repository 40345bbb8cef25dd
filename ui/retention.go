package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenRetention is where a manager says how long records are kept.
const screenRetention = "retention"

const retentionDraft = "retention"

type retentionScreen struct {
	desk
	typed  typedRules // as they stand on the screen
	raw    asTyped    // what is typed and not understood
	page   *widget.Scroll
	body   fyne.CanvasObject
	form   *form
	said   *widget.Text
	keeper *draftKeeper
	began  bool
	busy   bool
}

// typedRules is what the draft holds.
type typedRules struct {
	Rules []data.RetentionRule `json:"rules"`
}

// retention is the way to it in Settings.
func (s *settingsScreen) retention() fyne.CanvasObject {
	return widget.Stack(theme.Space8, widget.Heading(s.t("retention.rules")), widget.Muted(s.t("retention.rules.lead")),
		widget.Row(theme.Space8, widget.Secondary(s.t("retention.rules.open"), func() { s.shell.Go(Route{Screen: screenRetention}) }),
			widget.Secondary(s.t("retention.title"), func() { s.shell.Go(Route{Screen: screenDue}) })))
}

func newRetentionScreen(d desk) *retentionScreen {
	s := &retentionScreen{desk: d, said: widget.Muted(""), page: widget.NewScroll(widget.Gap(0)), typed: typedRules{d.vault.Retention()}, raw: asTyped{}}
	s.keeper = newDraftKeeper(d.caseDesk, retentionDraft, func() any { return s.raw.with(s.typed) })
	s.body = widget.Frame(widget.Sides{Center: s.page, Bottom: pageFoot(saveButton(s.words, s.accept), s.said)})
	s.build()
	return s
}

// Content is the page.
func (s *retentionScreen) Content() fyne.CanvasObject { return s.body }

// Route is the page's.
func (s *retentionScreen) Route() Route { return Route{Screen: screenRetention} }

// Title is shown in the header.
func (s *retentionScreen) Title() string { return s.t("retention.rules") }

// Leave seals what is being typed.
func (s *retentionScreen) Leave() { s.keeper.flush() }

// Refresh offers what was typed and not saved again.
func (s *retentionScreen) Refresh() {
	if s.began {
		return
	}
	s.began = true
	Go(s.shell.Runner(), "retention", func(ctx context.Context) (json.RawMessage, error) {
		var draft json.RawMessage
		_, err := s.vault.LoadDraft(ctx, retentionDraft, &draft)
		return draft, err
	}, func(draft json.RawMessage, err error) {
		if err != nil || draft == nil {
			return
		}
		var typed typedRules
		s.raw = setTyped(&typed, draft)
		for i, rule := range s.typed.Rules { // a rule that came with a newer version stays
			if at := slices.IndexFunc(typed.Rules, func(r data.RetentionRule) bool { return r.ID == rule.ID }); at >= 0 {
				s.typed.Rules[i] = typed.Rules[at]
			}
		}
		s.build()
		say(s.said, s.t("settings.unsaved"), theme.Muted)
		s.focus(s.FirstFocus())
	})
}

// FirstFocus is the first rule's period.
func (s *retentionScreen) FirstFocus() fyne.Focusable { return s.form.first }

// The units a period is given in.
const (
	unitWeeks  = "weeks"
	unitMonths = "months"
	unitYears  = "years"
)

// spanOf is a rule's period as one number with its unit.
func spanOf(r data.RetentionRule) (n int, unit string) {
	switch {
	case r.Weeks > 0 && r.Months+r.Years == 0:
		return r.Weeks, unitWeeks
	case r.Months > 0:
		return r.Years*12 + r.Months, unitMonths
	}
	return r.Years, unitYears
}

func setSpan(r *data.RetentionRule, n int, unit string) {
	r.Weeks, r.Months, r.Years = 0, 0, 0
	switch unit {
	case unitWeeks:
		r.Weeks = n
	case unitMonths:
		r.Months = n
	default:
		r.Years = n
	}
}

func (s *retentionScreen) build() {
	f := &form{words: s.words, now: s.vault.Now(), strict: true, raw: s.raw, changed: func() {
		say(s.said, "", theme.Muted)
		s.keeper.touch()
	}}
	s.form = f
	f.wide(widget.Muted(s.t("retention.rules.lead")))
	for i := range s.typed.Rules {
		r := &s.typed.Rules[i]
		f.part = r.ID + " "
		f.about = s.t("retention.rule." + r.ID)
		f.wide(widget.Pad(widget.Margins{Top: theme.Space8}, widget.Heading(f.about)))
		n, unit := spanOf(*r)
		f.number("retention.period", n, func(typed int) { n = typed; setSpan(r, n, unit) })
		f.put(f.field("retention.unit", widget.NewSelect(widget.SelectOptions{
			Options: optionsOf(s.words, "retention.unit", unitWeeks, unitMonths, unitYears), Chosen: unit,
			Changed: func(id string) { unit = id; setSpan(r, n, unit); f.touch() },
		})))
		if r.ID == data.RuleRequest { // it begins when it is decided, and leaves no figures
			f.flush()
			f.wide(widget.Muted(s.t("retention.request.rule")))
			continue
		}
		formSelect(f, "retention.trigger", &r.Trigger, optionsOf(s.words, "retention.trigger", data.TriggerLastContact, data.TriggerClosed))
		if r.ID == data.RuleChild {
			f.number("retention.birthday", r.Birthday, func(typed int) { r.Birthday = typed })
		}
		f.flush()
		if r.ID == data.RuleChild {
			f.wide(widget.Muted(s.t("retention.child.check")))
		}
		f.wide(f.field("retention.action", widget.NewChoice(widget.ChoiceOptions{
			Always: true, Options: optionsOf(s.words, "retention.action", data.RetainErase, data.RetainFigures), Chosen: string(r.Action),
			Changed: func(id string) { r.Action = data.RetentionAction(id); f.touch() },
		})))
	}
	s.page.Set(widget.Pad(widget.Around(theme.Space24), f.object()))
}

// number is a whole number above nothing.
func (f *form) number(key string, now int, changed func(int)) {
	text := ""
	if now > 0 {
		text = strconv.Itoa(now)
	}
	f.understood(key, text, func(typed string) (string, bool) {
		typed = strings.TrimSpace(typed)
		n, err := strconv.Atoi(typed)
		if typed != "" && (err != nil || n < 0) {
			changed(now)
			return "", false
		}
		changed(n)
		return "", true
	})
}

// accept saves the rules.
func (s *retentionScreen) accept() {
	if s.busy || !s.form.ready() {
		return
	}
	s.busy = true
	rules, remove := slices.Clone(s.typed.Rules), s.keeper.end()
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		if err := s.vault.SaveRetention(ctx, rules); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, remove(ctx, s.vault)
	}, func(_ struct{}, err error) {
		s.busy = false
		if err != nil {
			say(s.said, data.Sentence(s.words, err), theme.WarmInk)
			s.keeper.touch()
			return
		}
		s.app.due = nil
		say(s.said, s.t("common.savedAt", map[string]any{"Time": s.words.Time(s.vault.Now().Local())}), theme.GoodInk)
	})
}

// plainWord is what was typed, without case, spaces and hyphens.
func plainWord(text string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(strings.TrimSpace(text)))
}
