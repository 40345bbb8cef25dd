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
	// Chosen are the answers beside them. What is not offered any more when the question is asked again is left out.
	Chosen map[string]string
}

// typed is what stands in the fields of a form that is asked at a page.
func (f *form) typed(at Route) typedInto {
	typed := typedInto{at, map[string]string{}, map[string]string{}}
	for key, field := range f.texts {
		if text := field.Value(); text != "" {
			typed.Texts[key] = text
		}
	}
	for key, field := range f.choices {
		typed.Chosen[key] = field.Chosen()
	}
	return typed
}

// retype puts it back into the fields.
func (f *form) retype(typed typedInto) {
	for key, text := range typed.Texts {
		if field := f.texts[key]; field != nil {
			field.Set(text)
		}
	}
	for key, id := range typed.Chosen {
		if field := f.choices[key]; field != nil {
			field.Answer(id)
		}
	}
	for _, u := range f.unclear {
		u.mark()
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
		q.content.retype(typed)
		keeper := newDraftKeeper(d, draft, func() any { return q.content.typed(at) })
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
		if found, err := d.vault.LoadDraft(ctx, draft, &typed); err != nil || !found {
			return typed, err
		}
		return typed, d.vault.DropDraft(ctx, draft)
	}, func(typed typedInto, _ error) {
		if len(typed.Texts) == 0 {
			return
		}
		var words []string
		for _, text := range typed.Texts {
			words = append(words, text)
		}
		d.tell(d.t("today.draft.over") + "\n" + strings.Join(words, "\n"))
	})
}
