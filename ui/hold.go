package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// held is the legal hold of a case; nothing where there is none and this
// colleague could set none.
func (p *overviewPage) held(f *data.CaseFile) fyne.CanvasObject {
	manager := p.vault.Me().Role == data.Manager
	h, stands := f.Hold(p.vault.Now())
	if !stands && !manager {
		return widget.Stack(0)
	}
	if !stands {
		return part(p.t("hold.title"), does(p.link("hold.set", p.hold)), p.t("hold.empty"))
	}
	var do []fyne.CanvasObject
	if manager {
		do = does(p.link("hold.lift", p.liftHold))
	}
	return part(p.t("hold.title"), do, "", block{words: p.holdWords(h)}.object())
}

func (d caseDesk) holdWords(h data.Entry[data.Hold]) string {
	args := map[string]any{"Name": h.By, "Date": d.words.Date(h.Written.Local()), "Why": sentence(h.Value.Why), "Until": d.words.Date(h.Value.Until)}
	if h.Value.Until.IsZero() {
		return d.t("hold.band", args)
	}
	return d.t("hold.band.until", args)
}

// hold asks why a case is held, and until when.
func (p *overviewPage) hold() {
	why, until := "", time.Time{}
	f := &form{words: p.words, now: p.vault.Now()}
	f.area("hold.why", 2, &why)
	f.keepIn("hold.why", &why)
	f.day("hold.until", &until, future)
	p.ask(question{title: p.t("hold.set"), lead: p.t("hold.lead"), content: f, kept: "hold.set:" + p.id.String(), accept: p.t("hold.do"), do: p.doing(func(ctx context.Context) error {
		return p.vault.HoldCase(ctx, p.id, why, until)
	})})
}

func (p *overviewPage) liftHold() {
	p.ask(question{title: p.t("hold.lift"), lead: p.t("hold.lift.lead"), accept: p.t("hold.lift"), do: p.doing(func(ctx context.Context) error {
		return p.vault.LiftHold(ctx, p.id)
	})})
}

// doing is what a question does to the case, which is then shown as it is.
func (s *caseScreen) doing(work func(context.Context) error) func(done func(error)) {
	return func(done func(error)) {
		Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				s.Refresh()
			}
		})
	}
}

// sentence ends words with a full stop, so that another sentence may follow.
func sentence(words string) string {
	words = strings.TrimSpace(words)
	if words == "" || strings.ContainsAny(words[len(words)-1:], ".!?") {
		return words
	}
	return words + "."
}
