package pdf

// A slab is the smallest thing a page break does not part: a line of text, a
// table row, a block that stays whole. Its operations have page x, and y from
// the slab's own top.
type slab struct {
	height float64
	before float64 // space above; none at the top of a page
	keep   bool    // stays with the next slab
	soft   bool    // stays with the next slab unless that leaves much of a page empty
	bottom bool    // moves down to the end of its page
	title  bool    // a heading: what follows needs no space of its own
	ops    []Op
	head   *slab // printed again above this slab where it begins a page
}

// flow collects the slabs of a document in reading order.
type flow struct {
	slabs []slab
	nodes int
}

func (f *flow) add(slabs ...slab) { f.slabs = append(f.slabs, slabs...) }

// begin opens an element of the document's structure.
func (f *flow) begin(role Role) Op {
	f.nodes++
	return Op{Kind: OpBegin, Role: role, Node: f.nodes}
}

func end() Op { return Op{Kind: OpEnd} }

// tag wraps slabs in one element.
func (f *flow) tag(role Role, slabs []slab) []slab {
	if len(slabs) == 0 {
		return nil
	}
	first, last := &slabs[0], &slabs[len(slabs)-1]
	first.ops = append([]Op{f.begin(role)}, first.ops...)
	last.ops = append(last.ops, end())
	return slabs
}

// keepTogether ties slabs to each other. They part only where they are taller
// than a page, or where keeping them would leave much of a page empty.
func keepTogether(slabs []slab) []slab {
	for i := range slabs[:max(0, len(slabs)-1)] {
		slabs[i].soft = true
	}
	return slabs
}

// frame is where text may stand on a page.
type frame struct{ firstTop, top, bottom float64 }

func (f frame) topOf(page int) float64 {
	if page == 0 {
		return f.firstTop
	}
	return f.top
}

// paginator sets slabs on pages.
type paginator struct {
	frame frame
	pages [][]Op
	y     float64
	fresh bool // nothing stands on this page yet
	open  []Op // elements begun and not ended
}

// paginate breaks slabs into pages. There is at least one page. Slabs kept
// together part only where they are taller than a page.
func paginate(slabs []slab, frame frame) [][]Op {
	p := &paginator{frame: frame}
	p.newPage()
	for start := 0; start < len(slabs); {
		stop := start + 1
		for stop < len(slabs) && (slabs[stop-1].keep || slabs[stop-1].soft) {
			stop++
		}
		p.block(slabs[start:stop])
		start = stop
	}
	p.closeAll()
	return p.pages
}

func (p *paginator) newPage() {
	p.closeAll()
	p.pages = append(p.pages, nil)
	p.y = p.frame.topOf(len(p.pages) - 1)
	p.fresh = true
	for _, op := range p.open {
		p.put(op)
	}
}

// closeAll ends on this page what is still open; newPage opens it again.
func (p *paginator) closeAll() {
	for range p.open {
		p.put(end())
	}
}

func (p *paginator) put(op Op) {
	last := len(p.pages) - 1
	p.pages[last] = append(p.pages[last], op)
}

// mostEmpty is how much of a page, in parts of the whole, a block that moves to
// the next page may leave empty.
const mostEmpty = 0.25

// block places slabs that would rather stay together.
func (p *paginator) block(slabs []slab) {
	room := p.frame.bottom - p.y
	fits := groupHeight(slabs, p.fresh) <= room
	nextPage := p.frame.top+groupHeight(slabs, true) <= p.frame.bottom && room <= mostEmpty*(p.frame.bottom-p.frame.top)
	if fits || nextPage {
		p.group(slabs)
		return
	}
	for start := 0; start < len(slabs); {
		stop := start + 1
		for stop < len(slabs) && slabs[stop-1].keep {
			stop++
		}
		p.group(slabs[start:stop])
		start = stop
	}
}

// group places slabs that stay together.
func (p *paginator) group(slabs []slab) {
	if !p.fresh && p.y+groupHeight(slabs, false) > p.frame.bottom {
		whole := p.frame.top + headHeight(slabs[0]) + groupHeight(slabs, true)
		if whole <= p.frame.bottom {
			p.newPage()
		}
	}
	for i := range slabs {
		s := &slabs[i]
		before := s.before
		if p.fresh {
			before = 0
		}
		if !p.fresh && p.y+before+s.height > p.frame.bottom+0.01 {
			p.newPage()
			before = 0
		}
		if p.fresh && s.head != nil {
			p.repeat(s.head)
		}
		p.y += before
		if s.bottom {
			p.y = max(p.y, p.frame.bottom-s.height)
		}
		p.draw(s.ops)
		p.y += s.height
		p.fresh = false
	}
}

func groupHeight(slabs []slab, atTop bool) float64 {
	total := 0.0
	for i, s := range slabs {
		if i > 0 || !atTop {
			total += s.before
		}
		total += s.height
	}
	return total
}

func headHeight(s slab) float64 {
	if s.head == nil {
		return 0
	}
	return s.head.height
}

// repeat prints a table's head again: to the eye only, the text has it once.
// Each operation stands alone, so that no title runs into the next.
func (p *paginator) repeat(head *slab) {
	for _, op := range head.ops {
		if op.Kind != OpBegin && op.Kind != OpEnd {
			op.Y += p.y
			for _, alone := range artifact(op) {
				p.put(alone)
			}
		}
	}
	p.y += head.height
}

func (p *paginator) draw(ops []Op) {
	for _, op := range ops {
		switch op.Kind {
		case OpBegin:
			p.open = append(p.open, op)
		case OpEnd:
			p.open = p.open[:len(p.open)-1]
		default:
			op.Y += p.y
		}
		p.put(op)
	}
}
