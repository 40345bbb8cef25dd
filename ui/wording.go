package ui

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenWording is where a manager puts the organisation's own words.
const screenWording = "wording"

// shortName is how many letters of a name can be read in half the width of the page.
const shortName = 28

const wordingDraft = "wording"

// wordingScreen changes names of fields, what is asked for, advice and
// templates: one form, list or template at a time.
type wordingScreen struct {
	desk
	own    assets.Own // as it stands on the screen
	raw    asTyped    // what is typed and not understood
	what   string     // what is being changed: "contact", "person", "advice:stalking", "plan:other", "notes"
	page   *widget.Scroll
	body   fyne.CanvasObject
	top    *widget.Check
	first  *widget.Select
	save   *widget.Button
	said   *widget.Text
	form   *form
	keeper *draftKeeper
	began  bool
	busy   bool
}

// ownWords is the way to it in Settings.
func (s *settingsScreen) ownWords() fyne.CanvasObject {
	return widget.Stack(theme.Space8, widget.Heading(s.t("wording.title")), widget.Muted(s.t("wording.lead")),
		widget.Row(theme.Space8, widget.Secondary(s.t("wording.open"), func() { s.shell.Go(Route{Screen: screenWording}) })))
}

func newWordingScreen(d desk) *wordingScreen {
	s := &wordingScreen{desk: d, what: "contact", raw: asTyped{}, said: widget.Muted(""), page: widget.NewScroll(widget.Gap(0))}
	s.own = copyJSON(d.app.standing.own)
	s.keeper = newDraftKeeper(d.caseDesk, wordingDraft, func() any { return s.raw.with(s.own) })
	s.save = saveButton(s.words, s.accept)
	s.body = widget.Frame(widget.Sides{Center: s.page, Bottom: pageFoot(s.save, s.said)})
	s.build()
	return s
}

// Content is the page.
func (s *wordingScreen) Content() fyne.CanvasObject { return s.body }

// Route is the page's.
func (s *wordingScreen) Route() Route { return Route{Screen: screenWording} }

// Title is shown in the header.
func (s *wordingScreen) Title() string { return s.t("wording.title") }

// FirstFocus is where the page begins.
func (s *wordingScreen) FirstFocus() fyne.Focusable { return s.top }

// Leave seals what is being typed.
func (s *wordingScreen) Leave() { s.keeper.flush() }

// Save is for Back, and for when the window is laid out anew.
func (s *wordingScreen) Save() any { return s.what }

// Restore is for Back.
func (s *wordingScreen) Restore(kept any) {
	if what, ok := kept.(string); ok {
		s.what = what
		s.build()
	}
}

// Refresh offers what was typed and not saved again.
func (s *wordingScreen) Refresh() {
	if s.began {
		return
	}
	s.began = true
	Go(s.shell.Runner(), "wording", func(ctx context.Context) (json.RawMessage, error) {
		var draft json.RawMessage
		_, err := s.vault.LoadDraft(ctx, wordingDraft, &draft)
		return draft, err
	}, func(draft json.RawMessage, err error) {
		if err == nil && draft != nil {
			s.raw = setTyped(&s.own, draft)
			s.build()
			say(s.said, s.t("settings.unsaved"), theme.Muted)
			s.focus(s.first)
		}
	})
}

// options are the forms, lists and templates that can be changed.
func (s *wordingScreen) options() []widget.Option {
	options := []widget.Option{{ID: "contact", Label: s.t("wording.form.contact")}}
	options = append(options, widget.Option{ID: letterForm, Label: s.t("wording.form.letter")})
	for _, kind := range recordForms {
		options = append(options, widget.Option{ID: kind, Label: s.t("wording.form." + kind)})
	}
	for _, matter := range assets.Matters() {
		options = append(options, widget.Option{ID: "advice:" + string(matter), Label: s.t("wording.advice", map[string]any{"Matter": s.t("contact.matter." + string(matter))})})
	}
	for _, matter := range assets.Matters() {
		options = append(options, widget.Option{ID: "plan:" + string(matter), Label: s.t("wording.plan", map[string]any{"Matter": s.t("contact.matter." + string(matter))})})
	}
	return append(options, widget.Option{ID: "notes", Label: s.t("wording.notes")})
}

func (s *wordingScreen) build() {
	s.first = widget.NewSelect(widget.SelectOptions{Options: s.options(), Chosen: s.what, Changed: func(id string) {
		s.what = id
		s.rebuild()
	}})
	f := s.newForm()
	s.form = f
	s.top = widget.NewCheck(widget.CheckOptions{Label: s.t("wording.sealed"), Hint: s.t("wording.sealed.hint"), On: s.own.Sealed, Changed: func(on bool) {
		s.own.Sealed = on
		s.touch()
	}})
	f.wide(s.top)
	s.person(f)
	f.wide(widget.Hairline())
	f.wide(widget.NewField(widget.FieldOptions{Label: s.t("wording.what"), Control: s.first}))
	switch kind, matter, _ := strings.Cut(s.what, ":"); kind {
	case "advice":
		s.advice(f, assets.Matter(matter))
	case "plan":
		s.plan(f, assets.Matter(matter))
	case "notes":
		s.notes(f)
	default:
		s.fields(f)
	}
	s.page.Set(widget.Pad(widget.Around(theme.Space24), f.object()))
}

// person is the word for the person whom a case is about.
func (s *wordingScreen) person(f *form) {
	const neutral = "neutral"
	called := assets.Called(firstText(string(s.own.Person), neutral))
	f.put(f.field("wording.person", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(f.words, "wording.person", neutral, assets.CalledClient, assets.CalledVictim, assets.CalledSurvivor),
		Chosen: string(called), Changed: func(id string) {
			s.own.Person = ""
			if id != neutral {
				s.own.Person = assets.Called(id)
			}
			s.touch()
		},
	})))
	f.flush()
}

// newForm is a form of this page: Noddfa's own words are never renamed here.
func (s *wordingScreen) newForm() *form {
	return &form{words: assets.Lang(s.words.Code()), now: s.vault.Now(), changed: s.touch, strict: true, raw: s.raw}
}

// rebuild lays the page out anew, with the keyboard where it begins.
func (s *wordingScreen) rebuild() {
	widget.Anew(s.canvas(), s.page, s.build)
	s.page.Refresh()
	s.focus(s.first)
}

func (s *wordingScreen) touch() {
	say(s.said, "", theme.Muted)
	s.keeper.touch()
}

// fields are the fields of one form: their names in both languages, and whether
// they are hidden or asked for.
func (s *wordingScreen) fields(f *form) {
	f.wide(widget.Muted(s.t("wording.fields.lead")))
	plain, english := assets.Lang(s.words.Code()), assets.Lang(assets.English)
	changed := false
	for _, key := range fieldsOf(s.words, s.what) {
		f.wide(widget.Hairline())
		f.wide(widget.Strong(plain.T(key)))
		own := s.own.Fields[key]
		changed = changed || own != (assets.OwnField{})
		keep := func(change func(*assets.OwnField)) {
			field := s.own.Fields[key]
			change(&field)
			if s.own.Fields == nil {
				s.own.Fields = map[string]assets.OwnField{}
			}
			s.own.Fields[key] = field
			s.touch()
		}
		inEnglish, inWelsh := english.T(key), assets.Lang(assets.Welsh).T(key)
		put := f.put
		if max(utf8.RuneCountInString(inEnglish), utf8.RuneCountInString(inWelsh)) > shortName {
			put = func(field *widget.Field) { f.wide(field) }
		}
		name := func(label, text, ours string, to func(*assets.OwnField, string)) {
			entry := widget.NewEntry(widget.EntryOptions{
				Text: text, Placeholder: ours, Changed: func(text string) { keep(func(o *assets.OwnField) { to(o, strings.TrimSpace(text)) }) },
			})
			put(widget.NewField(widget.FieldOptions{Label: s.t(label), Control: entry}))
			entry.SetName(s.t(label) + ": " + plain.T(key)) // each field of the form has one of that label
		}
		name("wording.name.en", own.EN, inEnglish, func(o *assets.OwnField, text string) { o.EN = text })
		name("wording.name.cy", own.CY, inWelsh, func(o *assets.OwnField, text string) { o.CY = text })
		f.flush()
		about := map[string]any{"Field": plain.T(key)}
		f.wide(widget.NewCheck(widget.CheckOptions{Label: s.t("wording.ask", about), On: own.Ask, Changed: func(on bool) { keep(func(o *assets.OwnField) { o.Ask = on }) }}))
		if assets.MayHide(key) {
			f.wide(widget.NewCheck(widget.CheckOptions{Label: s.t("wording.hide", about), On: own.Hidden, Changed: func(on bool) { keep(func(o *assets.OwnField) { o.Hidden = on }) }}))
		} else {
			f.wide(widget.Muted(s.t("wording.never")))
		}
	}
	if changed {
		f.wide(widget.Hairline())
		f.wide(widget.Link(s.t("wording.fields.reset"), func() {
			for _, key := range fieldsOf(s.words, s.what) {
				delete(s.own.Fields, key)
			}
			s.touch()
			s.rebuild()
		}))
	}
}

// accept saves the organisation's own words; every page then uses them.
func (s *wordingScreen) accept() {
	if s.busy || !s.form.ready() {
		return
	}
	s.busy = true
	own, remove := copyJSON(s.own), s.keeper.end()
	Go(s.shell.Runner(), "", func(ctx context.Context) (assets.Own, error) {
		if err := s.vault.SaveWording(ctx, data.Wording{Own: own}); err != nil {
			return own, err
		}
		return s.vault.Wording().Value.Own, remove(ctx, s.vault)
	}, func(now assets.Own, err error) {
		s.busy = false
		if err != nil {
			say(s.said, data.Sentence(s.words, err), theme.WarmInk)
			s.keeper.touch()
			return
		}
		s.app.standing.own = now
		s.words.Use(&now)
		s.own = copyJSON(now)
		at := s.page.Offset()
		s.build()
		s.page.ScrollTo(at)
		say(s.said, s.t("common.savedAt", map[string]any{"Time": s.words.Time(s.vault.Now().Local())}), theme.GoodInk)
		s.focus(s.save)
	})
}
