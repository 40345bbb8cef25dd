package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// crisisCard is whom to ring, what to say on 999 and what to advise. It needs
// no passphrase and holds nothing about any client; while the records are locked
// the on-call list is what this computer kept of it.
type crisisCard struct {
	words  *assets.Translator
	onCall []data.OnCall
	open   bool // the records are open
	nation string
	child  data.Answer // under 18?
	matter assets.Matter
	lines  *fyne.Container
	advice *fyne.Container
	body   fyne.CanvasObject
}

// crisisOptions choose what the card begins with.
type crisisOptions struct {
	nation string
	child  data.Answer
	matter assets.Matter
}

func (a *app) newCrisisCard(o crisisOptions) *crisisCard {
	c := &crisisCard{
		words: a.helpWords(), open: a.vault != nil, onCall: a.duty(),
		nation: o.nation, child: o.child, matter: o.matter, lines: widget.Stack(theme.Space16), advice: widget.Stack(theme.Space8),
	}
	if c.nation == "" {
		c.nation = a.nation()
	}
	if c.matter == "" {
		c.matter = assets.OnlineBlackmail
	}
	c.build()
	return c
}

func (c *crisisCard) both(key string, values ...map[string]any) fyne.CanvasObject {
	return bothText(c.words, key, widget.TextStyle{}, values...)
}

// choice is a question over its answers, with the English of it beneath them.
func (c *crisisCard) choice(key string, control fyne.CanvasObject) fyne.CanvasObject {
	o := widget.FieldOptions{Label: c.words.T(key), Control: control}
	if c.words.Code() != assets.English && assets.NeedsBoth(key) {
		o.Hint = assets.Lang(assets.English).T(key)
	}
	return widget.NewField(o)
}

// bothText is a text with the English beneath it in smaller letters, where the
// Welsh is not confirmed yet and a life may hang on it.
func bothText(words *assets.Translator, key string, style widget.TextStyle, values ...map[string]any) fyne.CanvasObject {
	own := widget.NewText(words.T(key, values...), style)
	if words.Code() == assets.English || !assets.NeedsBoth(key) {
		return own
	}
	english := widget.NewText(assets.Lang(assets.English).T(key, values...), widget.TextStyle{Size: theme.CaptionText, Color: theme.Muted})
	return widget.Stack(0, own, english)
}

// bothWords is bothText in one string, for a band: the English follows on a line
// of its own.
func bothWords(words *assets.Translator, key string, say func(*assets.Translator) string) string {
	if words.Code() == assets.English || !assets.NeedsBoth(key) {
		return say(words)
	}
	return say(words) + "\n" + say(assets.Lang(assets.English))
}

func (c *crisisCard) build() {
	t := c.words
	var nationList []widget.Option
	for _, n := range nations {
		nationList = append(nationList, widget.Option{ID: n.id, Label: t.T(n.key)})
	}
	nation := widget.NewChoice(widget.ChoiceOptions{Always: true, Options: nationList, Chosen: c.nation, Changed: func(id string) { c.nation = id; c.show() }})
	age := widget.NewChoice(widget.ChoiceOptions{
		Options: []widget.Option{{ID: string(data.Yes), Label: t.T("crisis.age.under18")}, {ID: string(data.No), Label: t.T("crisis.age.adult")}},
		Chosen:  string(c.child), Changed: func(id string) { c.child = data.Answer(id); c.show() },
	})
	var matters []assets.Matter
	matters = append(matters, assets.Matters()...)
	matter := widget.NewChoice(widget.ChoiceOptions{
		Options: optionsOf(t, "crisis.matter", matters...), Chosen: string(c.matter),
		Changed: func(id string) { c.matter = assets.Matter(id); c.show() },
	})
	script := widget.Stack(theme.Space8, bothText(t, "crisis.999.title", widget.TextStyle{Size: theme.SubheadingText, Bold: true, Level: 2}))
	for _, line := range []string{"line1", "line2", "line3", "line4", "line5", "line6", "stay", "consent"} {
		script.Add(c.both("crisis.999." + line))
	}
	c.body = widget.Stack(theme.Space24,
		c.both("crisis.lead"),
		c.duty(),
		widget.Card(script),
		widget.Stack(theme.Space12,
			bothText(t, "crisis.numbers", widget.TextStyle{Size: theme.SubheadingText, Bold: true, Level: 2}),
			c.choice("crisis.nation", nation),
			c.choice("crisis.age", age),
			c.lines,
		),
		widget.Stack(theme.Space12,
			bothText(t, "crisis.advice", widget.TextStyle{Size: theme.SubheadingText, Bold: true, Level: 2}),
			c.choice("crisis.matter", matter),
			c.advice,
		),
		widget.Muted(t.TBoth("crisis.noPersonalData")),
	)
	c.show()
}

// duty is who is on call: with the records open, and set by a manager.
func (c *crisisCard) duty() fyne.CanvasObject {
	t := c.words
	stack := widget.Stack(theme.Space8, bothText(t, "crisis.onCall", widget.TextStyle{Size: theme.SubheadingText, Bold: true, Level: 2}))
	switch {
	case !c.open && len(c.onCall) == 0:
		stack.Add(widget.Muted(t.TBoth("crisis.onCall.locked")))
	case len(c.onCall) == 0:
		stack.Add(c.both("crisis.onCall.none"))
	default:
		for i, who := range c.onCall {
			if i == 0 {
				stack.Add(bothText(t, "crisis.ringNow", widget.TextStyle{Bold: true}, map[string]any{"Name": who.Name, "Number": who.Number}))
			} else {
				stack.Add(widget.Strong(t.T("crisis.onCall.line", map[string]any{"Name": who.Name, "Number": who.Number})))
			}
			var more []string
			if who.Hours != "" {
				more = append(more, t.T("crisis.onCall.hours", map[string]any{"Hours": who.Hours}))
			}
			if who.Deputy != "" {
				more = append(more, t.T("crisis.onCall.deputy", map[string]any{"Deputy": who.Deputy}))
			}
			if len(more) > 0 {
				stack.Add(widget.Muted(strings.Join(more, " · ")))
			}
		}
	}
	return stack
}

// show fills in the numbers and the advice for the nation, age and matter.
func (c *crisisCard) show() {
	t := c.words
	age := map[data.Answer]int{data.Yes: 15, data.No: 30}[c.child]
	c.lines.RemoveAll()
	for _, h := range assets.Helplines(assets.HelplineFilter{Nation: c.nation, Age: age, Crisis: true}) {
		c.lines.Add(helplineBlock(t, h))
	}
	c.advice.RemoveAll()
	group := assets.Child // the careful list where the age is not known
	if c.child == data.No {
		group = assets.Adult
	}
	c.advice.Add(c.both(map[assets.AgeGroup]string{assets.Child: "crisis.advice.child", assets.Adult: "crisis.advice.adult"}[group]))
	c.advice.Add(c.both("crisis.advice.unknown"))
	list := t.Advice(c.matter, group)
	for _, item := range list {
		c.advice.Add(widget.Frame(widget.Sides{
			Left: widget.Pad(widget.Margins{Right: theme.Space8}, widget.Body("•")), Center: adviceText(t, item),
		}))
	}
	c.advice.Add(widget.Muted(adviceSources(t, list, group)))
	c.lines.Refresh()
	if c.body != nil {
		c.body.Refresh()
	}
}

// adviceText is one line of advice, with the English beneath the Welsh.
func adviceText(t *assets.Translator, item assets.AdviceItem) fyne.CanvasObject {
	own := widget.Body(item.In(t.Code()))
	if t.Code() == assets.English || item.CY == "" {
		return own
	}
	return widget.Stack(0, own, widget.Muted(item.EN))
}

func helplineBlock(t *assets.Translator, h assets.Helpline) fyne.CanvasObject {
	var ways []string
	if h.Number != "" {
		ways = append(ways, t.T("crisis.numbers.ring", map[string]any{"Number": h.Number}))
	}
	if h.SMS != "" {
		ways = append(ways, t.T("crisis.numbers.text", map[string]any{"Number": h.SMS}))
	}
	if h.Site != "" {
		ways = append(ways, t.T("crisis.numbers.site", map[string]any{"Site": h.Site}))
	}
	lines := []fyne.CanvasObject{widget.Strong(h.Name.In(t.Code())), widget.NewText(strings.Join(ways, " · "), widget.TextStyle{Color: theme.Accent, Bold: true})}
	about := strings.TrimSpace(h.Hours.In(t.Code()) + ". " + h.About.In(t.Code()))
	lines = append(lines, widget.Muted(strings.TrimPrefix(about, ". ")))
	if !h.Confirmed {
		lines = append(lines, widget.NewText(t.TBoth("crisis.numbers.check"), widget.TextStyle{Size: theme.CaptionText, Color: theme.WarmInk}))
	}
	return widget.Stack(theme.Space4, lines...)
}

// showCrisis lays the crisis card over the right side of the window, or takes it
// away if it is there.
func (a *app) showCrisis() {
	if a.crisis != nil && a.crisis.shown() {
		a.crisis.Dismiss()
		a.crisis = nil
		return
	}
	var o crisisOptions
	if f := a.formInFront(); f != nil {
		o = f.crisisOptions()
	}
	c := a.newCrisisCard(o)
	a.crisis = showSheet(a.window.Canvas(), a.sheetPage("crisis.title", "F2", c.body, func() { a.crisis.Dismiss() }))
	a.crisis.begin()
}

// formInFront is the contact that is being written; nil where none is.
func (a *app) formInFront() *contactForm {
	switch {
	case a.call != nil:
		return a.call.form
	case a.vault == nil || a.shell == nil:
		return nil
	}
	f, _ := a.shell.Current().(*contactForm)
	return f
}

// sheetPage is what a sheet shows: its title, the way out, and what it is about.
func (a *app) sheetPage(title, key string, body fyne.CanvasObject, closed func()) fyne.CanvasObject {
	head := widget.Frame(widget.Sides{
		Center: widget.Pad(widget.Margins{Top: theme.Space4}, widget.Display(a.t(title))),
		Right:  widget.NewButton(widget.ButtonOptions{Label: a.t("common.close"), Icon: "close", Hint: "Esc", Do: closed}),
	})
	return widget.Frame(widget.Sides{
		Top:    widget.Pad(widget.Margins{Top: theme.Space24, Right: theme.Space24, Bottom: theme.Space16, Left: theme.Space24}, head),
		Center: widget.NewScroll(widget.Pad(widget.Margins{Right: theme.Space24, Bottom: theme.Space48, Left: theme.Space24}, body)),
	})
}
