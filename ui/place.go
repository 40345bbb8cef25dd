package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"noddfa/data"
)

// Whoever locks for a moment, or is locked by a pause, goes on where they were.
// The process that unlocks knows nothing of the one before, so the place is kept
// like what is being typed: sealed to the colleague alone.

// whereOneWas stands for the page that was shown at the last lock.
var whereOneWas Route

// placeDraft is the name of the draft that holds it.
const placeDraft = data.PlaceForm

// placeFor is how long a place is kept: after a night one begins with Today.
const placeFor = 10 * time.Hour

// keptPlace is what is sealed.
type keptPlace struct {
	Route    Route
	At       time.Time
	Covered  bool    `json:",omitempty"` // references stood in the place of names
	Scrolled float32 `json:",omitempty"` // how far down the page
	Field    int     `json:",omitempty"` // which of its fields had the keyboard, from the last, 1; 0 is none
}

// longPage is a page that is come back to at the same field.
type longPage interface {
	seen() (scrolled float32, field int)
	see(scrolled float32, field int)
}

// placer is a page that shows more than its route says.
type placer interface{ place() Route }

// place is where the case is, with the form that is open.
func (s *caseScreen) place() Route {
	r := s.Route()
	if s.editor != nil {
		r.Form = s.editor.draft
	}
	return r
}

// keepPlace seals where the colleague is, before a lock.
func (a *app) keepPlace() {
	if a.shell == nil || a.shell.Current() == nil || a.standing.me.Kit {
		return
	}
	page := a.shell.Current()
	kept := keptPlace{Route: page.Route(), At: a.vault.Now(), Covered: a.covered}
	if more, ok := page.(placer); ok {
		kept.Route = more.place()
	}
	if kept.Route.Form == "" {
		kept.Route.Form = a.shell.asking()
	}
	if long, ok := page.(longPage); ok {
		kept.Scrolled, kept.Field = long.seen()
	}
	if kept.Route == (Route{Screen: ScreenToday}) && !kept.Covered {
		return
	}
	v := a.vault
	Go(a.runner, "", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, v.SaveDraft(ctx, placeDraft, kept)
	}, func(struct{}, error) {}) // where it cannot be written one begins with Today
}

// takePlace is where the colleague was, if they may still go there; else Today. Names that were covered stay so.
func takePlace(ctx context.Context, v *data.Vault) keptPlace {
	today := keptPlace{Route: Route{Screen: ScreenToday}}
	var kept keptPlace
	if found, err := v.LoadDraft(ctx, placeDraft, &kept); err != nil || !found {
		return today
	}
	_ = v.DropDraft(ctx, placeDraft) // else it is taken up once more, for some hours
	if since := v.Now().Sub(kept.At); since < 0 || since > placeFor {
		return today
	}
	if !opens(ctx, v, kept.Route) {
		today.Covered = kept.Covered
		return today
	}
	return kept
}

// wasCovered reports whether names were covered at the last lock, before everything is
// read: so too where that cannot be told.
func wasCovered(ctx context.Context, v *data.Vault) bool {
	var kept keptPlace
	found, err := v.DraftInFile(ctx, placeDraft, &kept)
	since := v.Now().Sub(kept.At)
	return err != nil || found && kept.Covered && since >= 0 && since <= placeFor
}

// opens reports whether a page can be gone back to: its record is there and still
// this colleague's to see.
func opens(ctx context.Context, v *data.Vault, r Route) bool {
	var id data.ID
	_ = id.UnmarshalText([]byte(strings.TrimPrefix(r.ID, newPrefix))) // "" has none
	_, contact := v.ContactLine(id)
	switch r.Screen {
	case ScreenToday, ScreenContacts, ScreenSettings:
		return true
	case ScreenCases, ScreenLetters, ScreenTeam, ScreenRequests:
		return v.Me().Role != data.Volunteer
	case ScreenRequest:
		_, ok := v.RequestLine(id)
		return ok && v.Me().Role != data.Volunteer
	case ScreenInsights, screenOversight:
		return v.Me().Role == data.Manager
	case screenLetter:
		return slices.ContainsFunc(v.Letters(), func(l data.LetterLine) bool { return l.ID == id && !v.OtherSide(l.Case) })
	case screenAsked:
		return slices.ContainsFunc(v.Asked(), func(l data.AskedLine) bool { return l.ID == id && !v.OtherSide(l.Case) })
	case ScreenCase, ScreenCompose, ScreenGiving:
		_, ok := v.CaseLine(id)
		return ok && !v.OtherSide(id)
	case ScreenContact:
		_, card := v.Card(id)
		return contact || card
	case screenContactForm:
		var typed contactDraft
		found, err := v.LoadDraft(ctx, contactDraftPrefix+r.ID, &typed)
		return err == nil && found || contact
	}
	return false
}
