package ui

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// troubleLook is how often it is looked whether the records file is still there.
const troubleLook = 5 * time.Second

// trouble says above every page, while it lasts, that the records cannot be
// written: a full disk, a stick that was pulled out.
type trouble struct {
	app     *app
	code    data.Code
	heard   atomic.Value // data.Code: what the last write said
	damaged string       // what the weekly check found, as a text; "" = nothing
	looked  time.Time
	band    *widget.Band
	damage  *widget.Band
	both    *fyne.Container
}

func newTrouble(a *app) *trouble { return &trouble{app: a} }

// bands are the bands for a page that is being built.
func (t *trouble) bands() fyne.CanvasObject {
	t.band = widget.NewBand(widget.BandOptions{Kind: widget.BandWarm, Icon: "warning", Strong: true})
	t.damage = widget.NewBand(widget.BandOptions{Kind: widget.BandWarm, Icon: "warning", Strong: true})
	t.both = widget.Stack(theme.Space4, t.band, t.damage)
	t.show()
	return t.both
}

func (t *trouble) show() {
	if t.band == nil {
		return
	}
	if t.code != "" && t.app.vault != nil {
		t.band.Set(t.app.t("trouble." + string(t.code)))
		t.band.Show()
	} else {
		t.band.Hide()
	}
	if t.damaged != "" && t.app.vault != nil {
		t.damage.Set(t.app.t(t.damaged))
		t.damage.Show()
	} else {
		t.damage.Hide()
	}
	if t.app.idle.root != nil {
		t.app.idle.root.Refresh()
	}
}

// watch hears how each write ends.
func (t *trouble) watch(v *data.Vault) {
	t.code, t.damaged = "", ""
	t.heard.Store(data.Code(""))
	v.OnWrite(func(err error) {
		code, known := troubleOf(err)
		if !known || t.heard.Swap(code) == code {
			return
		}
		if t.app.o.Synchronous {
			t.set(v, code)
			return
		}
		fyne.Do(func() { t.set(v, code) })
	})
}

func (t *trouble) set(v *data.Vault, code data.Code) {
	if t.app.vault != v || t.code == code || code == data.CodeReadOnly && t.app.standing.readOnly {
		return
	}
	t.code = code
	t.show()
}

// troubleOf is what a write's end says about the file; a refusal says nothing.
func troubleOf(err error) (data.Code, bool) {
	if err == nil {
		return "", true
	}
	switch code := data.CodeOf(err); code {
	case data.CodeFull, data.CodeGone, data.CodeDisk, data.CodeReadOnly:
		return code, true
	}
	return "", false
}

// look sees now and then whether the file is still there, and tries again to
// write what could not be written.
func (t *trouble) look(now time.Time) {
	if now.Sub(t.looked) < troubleLook {
		return
	}
	t.looked = now
	v := t.app.vault
	Go(t.app.runner, "look", func(ctx context.Context) (struct{}, error) {
		if err := v.Look(); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, v.RetryHeld(ctx)
	}, func(_ struct{}, err error) {
		if code, known := troubleOf(err); known && (code != "" || t.code == data.CodeGone) {
			t.heard.Store(code)
			t.set(v, code)
		}
	})
}

// checkAfter is how long after unlocking the weekly check begins.
const checkAfter = time.Minute

// checkWeekly checks all signatures and sealed texts in the background, once a
// week. Locking stops it.
func (a *app) checkWeekly() {
	v := a.vault
	pause := checkAfter
	if a.o.Synchronous {
		pause = 0
	}
	if a.madeUp != "" {
		return
	}
	Go(a.runner, "check", func(ctx context.Context) (string, error) {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause):
		}
		if !v.CheckDue() {
			return "", nil
		}
		c, err := v.CheckGently(ctx)
		return damagedText(c.Damaged), err
	}, func(found string, err error) {
		if err == nil && found != "" && a.vault == v && a.standing.damaged == "" {
			a.standing.damaged = found
			a.trouble.damaged = found
			a.trouble.show()
		}
	})
}

// damagedText is the text that says what is damaged; "" where nothing is.
func damagedText(list []data.Damage) string {
	switch {
	case len(list) == 0:
		return ""
	case data.MembersCut(list):
		return "doors.damaged.members"
	case data.NothingLost(list):
		return "doors.damaged.nothing"
	}
	return "doors.damaged"
}
