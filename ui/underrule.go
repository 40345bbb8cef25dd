package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// underRule lays a page about a case under what stands above every tab of the case, at the same place: who it is, and
// the safe-contact rule on its band. In a low window the rule folds, as it does there.
type underRule struct {
	head  *caseHead
	page  fyne.CanvasObject
	above *fyne.Container
	body  *fyne.Container
	width float32
}

func newUnderRule(d caseDesk, page fyne.CanvasObject) *underRule {
	u := &underRule{head: newCaseHead(d, nil), page: page}
	u.above = widget.Stack(0, u.head.facts)
	u.body = container.New(u, u.above, u.head.rule, page)
	u.head.turned = u.body.Refresh
	u.above.Hide()
	u.head.rule.Hide()
	return u
}

// show fills in the head once the case is read.
func (u *underRule) show(f *data.CaseFile) {
	u.head.show(f)
	u.head.rule.Show()
	u.body.Refresh()
}

// Layout is for Fyne.
func (u *underRule) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	u.width = size.Width
	letter, y := theme.Size(theme.BodyText), float32(0)
	if u.head.rule.Visible() {
		facts := widget.Fit(u.head.facts, size.Width).Height
		folded := size.Height-facts-widget.Fit(u.head.whole, size.Width).Height < comfortablePage*letter+2*theme.Size(theme.ControlHeight)
		rule := min(u.head.fold(folded, size.Width), max(0, size.Height-leastPageHeight*letter))
		if shown(u.above, !folded); folded {
			y = theme.Space8
		} else {
			y = facts
			u.above.Move(fyne.NewPos(0, 0))
			u.above.Resize(fyne.NewSize(size.Width, facts))
		}
		u.head.rule.Move(fyne.NewPos(0, y))
		u.head.rule.Resize(fyne.NewSize(size.Width, rule))
		y += rule
	}
	u.page.Move(fyne.NewPos(0, y))
	u.page.Resize(fyne.NewSize(size.Width, max(0, size.Height-y)))
}

// MinSize asks for the folded rule above the page.
func (u *underRule) MinSize([]fyne.CanvasObject) fyne.Size {
	least := u.page.MinSize()
	if u.head.rule.Visible() {
		least.Height += theme.Space8 + widget.Fit(u.head.short, max(u.width, least.Width)).Height
	}
	return least
}
