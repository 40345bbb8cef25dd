package ui

import (
	"context"
	"image"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/data"
	"noddfa/data/logo"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// logoChoice is the part of the letterhead's settings with the picture. What is chosen there holds at once: it is no
// text that could be lost.
type logoChoice struct {
	*settingsScreen
	box   *fyne.Container
	said  *widget.Text
	first *widget.Button
}

// The picture on the screen is no larger than this.
const logoShownWide, logoShownHigh = 225, 90

func (s *settingsScreen) logo() fyne.CanvasObject {
	l := &logoChoice{settingsScreen: s, box: widget.Stack(theme.Space8), said: widget.Muted("")}
	l.show(nil)
	l.read()
	return widget.Stack(theme.Space8, widget.Strong(s.t("settings.logo")), widget.Muted(s.t("settings.logo.hint")), l.box, l.said)
}

// read brings the picture that is kept.
func (l *logoChoice) read() {
	kept := l.vault.Organisation().Logo
	if kept == nil {
		return
	}
	Go(l.shell.Runner(), "logo", func(ctx context.Context) (image.Image, error) {
		return logo.Open(l.vault.LogoPicture(ctx, *kept))
	}, func(drawn image.Image, err error) {
		if err == nil {
			l.show(drawn)
		}
	})
}

// show lays out the picture, or that there is none, and what can be done.
func (l *logoChoice) show(drawn image.Image) {
	l.box.RemoveAll()
	there := l.vault.Organisation().Logo != nil
	if drawn != nil {
		size := drawn.Bounds().Size()
		scale := min(1, logoShownWide/float32(size.X), logoShownHigh/float32(size.Y))
		picture := canvas.NewImageFromImage(drawn)
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSize(float32(size.X)*scale, float32(size.Y)*scale))
		l.box.Add(widget.Row(0, picture))
	}
	choose := "settings.logo.choose"
	if there {
		l.box.Add(widget.Body(l.t("settings.logo.there")))
		choose = "settings.logo.other"
	}
	l.first = widget.Secondary(l.t(choose), l.choose)
	buttons := widget.Row(theme.Space16, l.first)
	if there {
		buttons.Add(widget.Link(l.t("settings.logo.remove"), func() { l.keep(nil) }))
	}
	l.box.Add(buttons)
	l.page.Refresh()
}

func (l *logoChoice) choose() {
	home, _ := os.UserHomeDir()
	chooseFile(l.canvas(), l.words, l.shell.Runner(), "", home, []string{".png", ".jpg", ".jpeg"}, func(path string) {
		Go(l.shell.Runner(), "", func(context.Context) ([]byte, error) { return data.ChooseLogo(path) }, func(picture []byte, err error) {
			if err != nil {
				l.tell(data.Sentence(l.words, err))
				return
			}
			l.keep(picture)
		})
	})
}

// keep puts a picture on the letters from now on, or none.
func (l *logoChoice) keep(picture []byte) {
	Go(l.shell.Runner(), "", func(ctx context.Context) (image.Image, error) {
		if err := l.vault.SetLogo(ctx, picture); err != nil || picture == nil {
			return nil, err
		}
		return logo.Open(picture)
	}, func(drawn image.Image, err error) {
		if err != nil {
			l.tell(data.Sentence(l.words, err))
			return
		}
		l.show(drawn)
		say(l.said, l.t("common.savedAt", map[string]any{"Time": l.words.Time(l.vault.Now().Local())}), theme.GoodInk)
		l.page.Refresh()
		l.canvas().Focus(l.first)
	})
}
