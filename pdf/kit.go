package pdf

import (
	"strconv"

	"noddfa/data"
)

// ComposeKit lays out the recovery kit in "en" or "cy": one calm page with the
// code in groups nobody can misread. It is always one page.
func ComposeKit(kit data.Kit, lang string) (*Document, error) {
	var warn warnings
	kit = cleaned(kit, func(string) data.Field { return PartKit }, &warn)
	w := wordsOf(data.Language(lang))
	var pages [][]Op
	for _, size := range []float64{13, 12, 11} { // a long name makes the rest a little smaller
		k := &kitPage{words: w, setter: setter{sheet: newSheet(size, size < 13)}, kit: kit}
		k.intro()
		k.code()
		k.use()
		k.record()
		if pages = paginate(k.slabs, frame{firstTop: 22, top: 22, bottom: PageHeight - 12}); len(pages) == 1 {
			break
		}
	}
	return &Document{title: w.say("pdf.kit.file"), lang: w.t.Code(), date: kit.Made, pages: pages}, nil
}

type kitPage struct {
	setter
	words
	kit data.Kit
}

// Names are cut so that the page stays one.
const kitNameLength = 80

func shortened(text string, n int) string {
	runes := []rune(oneLine(text))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}

func (k *kitPage) intro() {
	org := shortened(k.kit.Organisation, kitNameLength)
	if org != "" {
		st := newStyle(12, 1.3, soft)
		k.add(k.tag(RoleParagraph, k.lines(st, plain(org), left, measure))...)
	}
	st := newStyle(26, 1.25, brand)
	k.add(k.tag(RoleTitle, k.lines(st, strong(k.say("pdf.kit.title")), left, measure))...)
	if org == "" {
		k.para(plain(k.say("pdf.kit.what.unnamed"))...)
	} else {
		k.para(plain(k.say("pdf.kit.what", values{"Organisation": org}))...)
	}
	k.slabs[len(k.slabs)-1].height += 4
	k.note(k.say("pdf.kit.seal"))
}

// note sets one bold sentence on a tint behind a bar.
func (s *setter) note(text string) {
	const pad = 3.0
	slabs := s.tag(RoleParagraph, s.lines(s.sheet.heading, strong(text), left+6, measure-9))
	shift(&slabs[0], pad)
	slabs[len(slabs)-1].height += pad
	tinted(slabs, boxLook{bar: amber, tint: warm})
	s.add(keepTogether(slabs)...)
}

// The groups stand in rows of three, each in a frame with its number.
const (
	kitColumns  = 3
	kitGap      = 5.0
	kitRow      = 21.0
	kitMost     = 12 // groups that fit the page; the code has eight
	kitGroupMax = 8  // letters of a group
)

func (k *kitPage) code() {
	k.heading(k.say("pdf.kit.code"))
	groups := k.kit.Groups[:min(len(k.kit.Groups), kitMost)]
	width := (measure - (kitColumns-1)*kitGap) / kitColumns
	code, number := newStyle(24, 1.1, ink), newStyle(10, 1.2, soft)
	var row slab
	for i, g := range groups {
		x := left + float64(i%kitColumns)*(width+kitGap)
		l, _ := fitLine(shortened(g, kitGroupMax), true, code.size, width-12)
		label := setLine(clustersOf(plain(strconv.Itoa(i+1))), number.size, false)
		label.runs[0].text += " "
		row.ops = append(row.ops, artifact(Op{Kind: OpRect, X: x, W: width, H: kitRow - 4, Color: tint})...)
		ops := number.lineOps(label, x+2.5, 1.5)
		ops = append(ops, code.lineOps(l, x+(width-l.width)/2+2, (kitRow-4-code.lead)/2)...)
		row.ops = append(row.ops, within(k.begin(RoleParagraph), ops)...)
		if i%kitColumns == kitColumns-1 || i == len(groups)-1 {
			row.height, row.keep = kitRow, true
			k.add(row)
			row = slab{}
		}
	}
	k.para(plain(k.say("pdf.kit.read"))...)
}

func (k *kitPage) use() {
	k.heading(k.say("pdf.kit.how"))
	k.list([]string{k.say("pdf.kit.how.1"), k.say("pdf.kit.how.2"), k.say("pdf.kit.how.3")}, true)
}

// record is which file the kit belongs to, and places to sign.
func (k *kitPage) record() {
	k.slabs[len(k.slabs)-1].height += 4
	var rows []fact
	if name := shortened(k.kit.VaultName, kitNameLength); name != "" {
		rows = append(rows, fact{k.say("pdf.kit.vault"), plain(name)})
	}
	if k.kit.Number != "" {
		rows = append(rows, fact{k.say("pdf.kit.number"), plain(shortened(k.kit.Number, kitNameLength))})
	}
	if made := k.date(k.kit.Made); made != "" {
		rows = append(rows, fact{k.say("pdf.kit.made"), plain(capital(made))})
	}
	if len(rows) > 0 {
		k.facts(rows)
	}
	st := k.sheet.text
	const rowHeight = 13.0
	var block slab
	for i, key := range []string{"sealed", "holder"} {
		y := float64(i) * rowHeight
		for _, f := range []struct {
			key      string
			x, width float64
		}{{key, left, 108}, {"date", left + 114, measure - 114}} {
			l := setLine(clustersOf(plain(k.say("pdf.kit."+f.key))), k.sheet.cell.size, false)
			ops := k.sheet.cell.lineOps(l, f.x, y+5)
			block.ops = append(block.ops, within(k.begin(RoleParagraph), ops)...)
			block.ops = append(block.ops, artifact(Op{
				Kind: OpLine, X: f.x + l.width + 2, Y: y + 5 + st.lead*0.85, W: f.width - l.width - 2, Stroke: 0.2, Color: soft,
			})...)
		}
	}
	block.height = 2 * rowHeight
	block.before = 2
	k.add(block)
}
