package ui

import (
	"context"
	"errors"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/docs"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// website is where a newer version is found. Nothing here opens it.
const website = "noddfa.example"

// installerWork is the key of the one installer that is being read.
const installerWork = "installer"

// about is the version, where to look for a newer one, whether a downloaded
// installer is whole, and what Noddfa is made of.
func (s *settingsScreen) about() fyne.CanvasObject {
	said := widget.Muted("")
	var check *widget.Button
	check = widget.Secondary(s.t("settings.about.check"), func() {
		home, _ := os.UserHomeDir()
		chooseFile(s.canvas(), s.words, s.shell.Runner(), "", home, []string{".exe", ".msi", ".deb", ".rpm", ".dmg"}, func(path string) {
			say(said, s.t("settings.about.reading"), theme.Muted)
			Go(s.shell.Runner(), installerWork, func(ctx context.Context) (data.InstallerCheck, error) {
				return data.CheckInstaller(ctx, path, data.DigestOptions{})
			}, func(c data.InstallerCheck, err error) {
				switch {
				case errors.Is(err, context.Canceled):
				case err != nil:
					say(said, data.Sentence(s.words, err), theme.WarmInk)
				case c.Same:
					say(said, s.t("settings.about.same"), theme.GoodInk)
				case c.Listed:
					say(said, s.t("settings.about.differs"), theme.WarmInk)
				default:
					say(said, s.t("settings.about.sum", map[string]any{"Sum": grouped(c.SHA256)}), theme.Ink)
				}
				s.focus(check)
			})
		})
	})
	return widget.Stack(theme.Space8,
		widget.Heading(s.t("settings.about")),
		widget.Body(s.t("settings.about.version", map[string]any{"Version": assets.Version})),
		widget.Muted(s.t("settings.about.newer", map[string]any{"Website": website})),
		widget.Row(theme.Space16, check, widget.Link(s.t("settings.about.licences"), s.app.showLicences)), said)
}

// grouped sets a long sum in groups that an eye can follow.
func grouped(sum string) string {
	var b strings.Builder
	for i, r := range sum {
		if i > 0 && i%8 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// showLicences lays what Noddfa is made of over the page, the licence of one
// part at a time.
func (a *app) showLicences() {
	_, parts, _ := strings.Cut(docs.Licences, "\n## ") // before it, a table of them
	var options []widget.Option
	texts := map[string]string{}
	for part := range strings.SplitSeq(parts, "\n## ") {
		name, text, _ := strings.Cut(part, "\n")
		texts[name] = strings.TrimSpace(strings.ReplaceAll(text, "```", ""))
		options = append(options, widget.Option{ID: name, Label: name})
	}
	page := widget.NewScroll(widget.Gap(0))
	show := func(name string) {
		page.Set(widget.Pad(widget.Around(theme.Space8), widget.Body(texts[name])))
	}
	which := widget.NewSelect(widget.SelectOptions{Options: options, Chosen: options[0].ID, Filter: a.t("settings.about.part"), Changed: show})
	var over *sheet
	closing := widget.NewButton(widget.ButtonOptions{Label: a.t("common.close"), Icon: "close", Hint: "Esc", Do: func() { over.Dismiss() }})
	top := widget.Stack(theme.Space12,
		widget.Frame(widget.Sides{Center: widget.Heading(a.t("settings.about.licences")), Right: closing}), widget.Muted(a.t("settings.about.ours")),
		widget.NewField(widget.FieldOptions{Label: a.t("settings.about.part"), Control: which}))
	over = showSheetAt(a.window.Canvas(), widget.Sheet(theme.CardRadius, widget.Pad(widget.Around(theme.Space16), widget.Frame(widget.Sides{Top: top, Center: page}))), inTheMiddle)
	show(options[0].ID)
	a.window.Canvas().Focus(which)
}
