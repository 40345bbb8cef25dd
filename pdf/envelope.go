package pdf

import (
	"noddfa/data"
)

// ComposeEnvelopeTest is a sheet to print, fold and put into an envelope before
// the first letter is sent: it shows where the address stands, what the window
// may show, and where to fold. Nothing but the address should be seen.
func ComposeEnvelopeTest(sender data.Sender, w data.Window, lang string) (*Document, error) {
	var warn warnings
	l := cleaned(data.Letter{Language: data.Language(lang), Sender: sender, Window: w}, letterPart, &warn)
	c := &letterSetter{setter: setter{sheet: newSheet(12, false)}, words: wordsOf(l.Language), l: l, win: windowOf(w)}
	name := c.say("pdf.envelope.dl")
	if w == data.WindowNotify {
		name = c.say("pdf.envelope.notify")
	}
	c.add(c.tag(RoleTitle, c.lines(c.sheet.title, strong(c.say("pdf.envelope.title")), left, measure))...)
	c.para(strong(name)...)
	c.list([]string{c.say("pdf.envelope.fold"), c.say("pdf.envelope.look"), c.say("pdf.envelope.wrong")}, true)
	pages := paginate(c.slabs, frame{firstTop: bodyTop + 10, top: laterTop, bottom: footBottom})
	ops := c.letterhead()
	st := style{size: addressSize, lead: addressLead, color: ink}
	for i := range addressLines {
		text := c.say("pdf.envelope.line", values{"Number": i + 1})
		ops = append(ops, within(c.begin(RoleParagraph), st.lineOps(setLine(clustersOf(plain(text)), st.size, false), left, c.win.top+float64(i)*addressLead-0.4))...)
	}
	pages[0] = append(append(ops, c.windowFrame()...), append(ticks(), pages[0]...)...)
	return &Document{title: c.say("pdf.envelope.title"), lang: c.t.Code(), pages: pages}, nil
}

// windowFrame is what the window may show, as a dashed frame.
func (c *letterSetter) windowFrame() []Op {
	a := c.win.shows
	side := func(x, y, w, h float64) Op {
		return Op{Kind: OpLine, X: x, Y: y, W: w, H: h, Stroke: 0.2, Dash: 1.5, Color: soft}
	}
	return artifact(side(a.X0, a.Y0, a.X1-a.X0, 0), side(a.X0, a.Y1, a.X1-a.X0, 0), side(a.X0, a.Y0, 0, a.Y1-a.Y0), side(a.X1, a.Y0, 0, a.Y1-a.Y0))
}
