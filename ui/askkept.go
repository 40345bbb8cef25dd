package ui

import (
	"context"
	"encoding/json"
	"strings"

	"noddfa/data"
)

// What is typed into a question is sealed like what is typed into a form. It is offered on Today, and stands in the
// question when it is asked again. Names of files and passphrases are never kept.

// askedDraft begins the name of such a draft: "asks:hold.set:CASE". What follows is the key of the question's title and
// the record that it is about.
const askedDraft = "asks:"

// typedInto is what was typed into a question.
type typedInto struct {
	At    Route             // where it was asked
	Texts map[string]string // by the key of the field
}

// typed are a form's fields with words of somebody.
func (f *form) typed() map[string]string {
	texts := map[string]string{}
	for key, field := range f.texts {
		if text := field.Value(); text != "" {
			texts[key] = text
		}
	}
	return texts
}

// retype puts words back into the fields.
func (f *form) retype(texts map[string]string) {
	for key, text := range texts {
		if field := f.texts[key]; field != nil {
			field.Set(text)
		}
	}
}

// askKept asks a question whose words are kept.
func (d caseDesk) askKept(q question) {
	draft, at := askedDraft+q.kept, d.shell.Current().Route()
	if q.kept == waitingCall { // on no page of its own
		at = Route{Screen: ScreenToday}
	}
	Go(d.shell.Runner(), "", func(ctx context.Context) (typed typedInto, _ error) {
		_, err := d.vault.LoadDraft(ctx, draft, &typed)
		return typed, err
	}, func(typed typedInto, _ error) {
		q.content.retype(typed.Texts)
		keeper := newDraftKeeper(d, draft, func() any { return typedInto{at, q.content.typed()} })
		before, do := q.content.changed, q.do
		q.content.changed = func() {
			keeper.touch()
			if before != nil {
				before()
			}
		}
		q.keeper, q.kept = keeper, ""
		q.do = func(done func(error)) {
			remove := keeper.end()
			do(func(err error) {
				if err != nil {
					keeper.touch()
				} else {
					Go(d.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, d.vault) }, func(struct{}, error) {})
				}
				done(err)
			})
		}
		d.ask(q)
	})
}

// unfinishedAsked finds the way back to a question.
func (d caseDesk) unfinishedAsked(draft data.Draft) (unfinished, bool) {
	var typed typedInto
	if json.Unmarshal(draft.Body, &typed) != nil {
		return unfinished{}, false
	}
	title, _ := askedOf(draft.Form)
	u := unfinished{form: d.t(title), to: typed.At}
	u.to.Form = draft.Form
	if typed.At.Screen != ScreenCase {
		return u, d.words.Has(title)
	}
	var id data.ID
	_ = id.UnmarshalText([]byte(typed.At.ID))
	line, ok := d.vault.CaseLine(id)
	u.name = firstText(d.nameOfCase(line), line.Reference)
	return u, ok && d.words.Has(title)
}

// askedOf takes the name of a question's draft apart.
func askedOf(form string) (title, record string) {
	title, record, _ = strings.Cut(strings.TrimPrefix(form, askedDraft), ":")
	return title, record
}

// questions are those of a page that are about the page itself, by title.
func questions(asks map[string]func()) func(title, record string) func() {
	return func(title, _ string) func() { return asks[title] }
}

// askAgain asks a question once more if that is what the page was opened for: a page calls it once it is read, with what
// asks by title and record. A question that cannot be asked any more says what was typed into it.
func (d caseDesk) askAgain(asks func(title, record string) func()) {
	draft := d.shell.asks
	if d.shell.asks = ""; draft == "" {
		return
	}
	if ask := asks(askedOf(draft)); ask != nil {
		ask()
		return
	}
	Go(d.shell.Runner(), "", func(ctx context.Context) (typed typedInto, _ error) {
		if _, err := d.vault.LoadDraft(ctx, draft, &typed); err != nil {
			return typed, err
		}
		return typed, d.vault.DropDraft(ctx, draft)
	}, func(typed typedInto, _ error) {
		var words []string
		for _, text := range typed.Texts {
			words = append(words, text)
		}
		d.tell(d.t("today.draft.over") + "\n" + strings.Join(words, "\n"))
	})
}
