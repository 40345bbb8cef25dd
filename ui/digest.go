package ui

import (
	"context"
	"errors"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// digestWork is the key of the one SHA-256 that is being worked out.
const digestWork = "digest"

// digest is the SHA-256 of a file, typed or worked out from a file that is not kept.
func (p *evidencePage) digest(f *form, to *string) {
	entry := widget.NewEntry(widget.EntryOptions{Text: *to, Changed: func(s string) { *to = s; f.touch() }})
	said := widget.Muted("")
	row := widget.Row(theme.Space12)
	var choose, stop *widget.Button
	rest := func(sentence string, role fyne.ThemeColorName) {
		row.Objects = []fyne.CanvasObject{choose, said}
		say(said, sentence, role)
	}
	stop = widget.Link(p.t("digest.stop"), func() {
		p.shell.Runner().Cancel(digestWork)
		rest(p.t("digest.stopped"), theme.Muted)
		p.focus(choose)
	})
	choose = widget.NewButton(widget.ButtonOptions{Label: p.t("digest.do"), Icon: "search", Do: func() {
		home, _ := os.UserHomeDir()
		chooseFile(p.canvas(), p.words, p.shell.Runner(), "", home, []string{anyFile}, func(path string) {
			row.Objects = []fyne.CanvasObject{stop, said}
			say(said, p.t("digest.progress", map[string]any{"Percent": 0}), theme.Muted)
			p.focus(stop)
			p.workOutDigest(path, said, func(sum string, err error) {
				switch {
				case errors.Is(err, context.Canceled):
				case data.CodeOf(err) == data.CodeDigestBlocked:
					rest("", theme.Muted)
					p.warnOfPictures(data.Sentence(p.words, err))
				case err != nil:
					rest(data.Sentence(p.words, err), theme.WarmInk)
				default:
					entry.Set(sum)
					*to = sum
					f.touch()
					rest(p.t("digest.done"), theme.GoodInk)
				}
				p.focus(choose)
			})
		})
	}})
	row.Objects = []fyne.CanvasObject{choose, said}
	f.wide(widget.Stack(theme.Space8, f.field("record.evidence.sha256", entry), row))
}

// workOutDigest reads the file away from the window and says now and then how far it is.
func (p *evidencePage) workOutDigest(path string, said *widget.Text, done func(string, error)) {
	o := data.DigestOptions{NoPictures: p.vault.RefusesFiles(p.file)}
	var told time.Time
	Go(p.shell.Runner(), digestWork, func(ctx context.Context) (string, error) {
		o.Progress = func(read, size int64) {
			if now := time.Now(); size > 0 && now.Sub(told) > 200*time.Millisecond {
				told = now
				fyne.Do(func() {
					if ctx.Err() == nil {
						say(said, p.t("digest.progress", map[string]any{"Percent": min(100, read*100/size)}), theme.Muted)
					}
				})
			}
		}
		return data.Digest(ctx, path, o)
	}, done)
}
