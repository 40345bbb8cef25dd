package pdf

import (
	"bytes"
	"fmt"
	"strings"
)

// element is one node of a document's structure as the file has it: which role
// it plays, and what belongs to it in reading order.
type element struct {
	role   Role
	node   int
	kids   []any // *element, or marked for a piece of a page
	parent *element
	object int // its number in the file
	lang   string
	alt    string     // what a figure shows
	box    [4]float64 // where a figure stands, in points from the foot of the page
}

// marked is a piece of a page: the marked content of that number.
type marked struct{ page, id int }

// structure builds the tree of a document from the marks in its pages. What is
// an artifact belongs to nothing. Each mark of a page is counted, in the order
// in which the page draws them.
type structure struct {
	root  *element // the document
	byID  map[int]*element
	pages [][]*element // by page and number of its marked content: what it belongs to
}

func newStructure(d *Document) *structure {
	s := &structure{root: &element{role: "Document"}, byID: map[int]*element{}}
	for i, ops := range d.pages {
		s.pages = append(s.pages, nil)
		lang := ""
		if i < len(d.langs) && d.langs[i] != d.lang {
			lang = d.langs[i]
		}
		s.page(i, ops, lang)
	}
	return s
}

func (s *structure) page(page int, ops []Op, lang string) {
	open := []*element{s.root}
	for i, op := range ops {
		switch op.Kind {
		case OpBegin:
			open = append(open, s.begin(op, open[len(open)-1], lang))
		case OpEnd:
			open = open[:len(open)-1]
		case OpPicture:
			if e := open[len(open)-1]; e != nil {
				e.kids = append(e.kids, marked{page, len(s.pages[page])})
				e.box = [4]float64{op.X / pointsToMM, (PageHeight - op.Y - op.H) / pointsToMM, (op.X + op.W) / pointsToMM, (PageHeight - op.Y) / pointsToMM}
				s.pages[page] = append(s.pages[page], e)
			}
		case OpText:
			if e := open[len(open)-1]; e != nil && beginsText(ops, i) {
				e.kids = append(e.kids, marked{page, len(s.pages[page])})
				s.pages[page] = append(s.pages[page], e)
			}
		}
	}
}

// beginsText reports whether a text is the first of its piece: texts that
// follow each other are one.
func beginsText(ops []Op, i int) bool { return i == 0 || ops[i-1].Kind != OpText }

// begin finds or makes the element that an operation opens; nil for an
// artifact and what lies in one.
func (s *structure) begin(op Op, parent *element, lang string) *element {
	if parent == nil || op.Role == RoleArtifact {
		return nil
	}
	if e := s.byID[op.Node]; e != nil {
		return e // it goes on over a page
	}
	e := &element{role: op.Role, node: op.Node, parent: parent, alt: op.Text}
	if parent == s.root {
		e.lang = lang
	}
	s.byID[op.Node] = e
	parent.kids = append(parent.kids, e)
	return e
}

// tagged gives a file its structure, so that a screen reader follows the
// headings, tables and lists of the letter in their order: the pages carry the
// marks already. The fonts and the pictures, which gofpdf knows nothing of, come
// in with it.
func tagged(file []byte, d *Document, w *fileWriter) ([]byte, error) {
	o, err := readObjects(file)
	if err != nil {
		return nil, err
	}
	var pages []int
	for i, object := range o.objects {
		if bytes.HasPrefix(object.head, []byte("<</Type /Page\n")) {
			pages = append(pages, i+1)
		}
	}
	if len(pages) != len(d.pages) {
		return nil, errNotOurs
	}
	o.pack()
	if err := addFonts(o, w); err != nil {
		return nil, err
	}
	if err := addPictures(o, w.drawn); err != nil {
		return nil, err
	}
	s := newStructure(d)
	root, document := o.add(""), s.root
	number(o, document)
	parents := &bytes.Buffer{}
	for i, list := range s.pages {
		fmt.Fprintf(parents, "%d [", i)
		for _, e := range list {
			fmt.Fprintf(parents, "%d 0 R ", e.object)
		}
		parents.WriteString("]\n")
		page := &o.objects[pages[i]-1]
		page.head = bytes.Replace(page.head, []byte("<</Type /Page\n"), fmt.Appendf(nil, "<</Type /Page\n/StructParents %d\n/Tabs /S\n", i), 1)
	}
	tree := o.add(fmt.Sprintf("<</Nums [%s]>>", parents))
	o.objects[root-1].head = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", document.object, tree, len(pages))
	writeElement(o, document, root, pages)
	return o.catalogued(root, d), nil
}

// number gives each element its object.
func number(o *objectFile, e *element) {
	e.object = o.add("")
	for _, kid := range e.kids {
		if child, ok := kid.(*element); ok {
			number(o, child)
		}
	}
}

func writeElement(o *objectFile, e *element, parent int, pages []int) {
	var head strings.Builder
	fmt.Fprintf(&head, "<</Type /StructElem /S /%s /P %d 0 R", e.role, parent)
	if e.lang != "" {
		fmt.Fprintf(&head, " /Lang (%s)", e.lang)
	}
	if e.role == RoleHead {
		fmt.Fprintf(&head, " /A <</O /Table /Scope /%s>>", scope(e.parent))
	}
	if columns := spans(e); columns > 1 {
		fmt.Fprintf(&head, " /A <</O /Table /ColSpan %d>>", columns)
	}
	if e.role == RoleFigure {
		fmt.Fprintf(&head, " /Alt <%s> /A <</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", utf16Hex(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
	}
	head.WriteString(" /K [")
	for _, kid := range e.kids {
		switch kid := kid.(type) {
		case *element:
			fmt.Fprintf(&head, "%d 0 R ", kid.object)
			writeElement(o, kid, e.object, pages)
		case marked:
			fmt.Fprintf(&head, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[kid.page], kid.id)
		}
	}
	head.WriteString("]>>")
	o.objects[e.object-1].head = []byte(head.String())
}

// scope is of what the heads in a row are heads: of the row where it has other
// cells.
func scope(row *element) string {
	for _, kid := range row.kids {
		if e, ok := kid.(*element); ok && e.role == RoleCell {
			return "Row"
		}
	}
	return "Column"
}

// spans is over how many columns a cell goes that stands alone in its row.
func spans(e *element) int {
	if e.role != RoleCell || len(e.parent.kids) != 1 || e.parent.parent == nil {
		return 1
	}
	first, ok := e.parent.parent.kids[0].(*element)
	if !ok {
		return 1
	}
	return len(first.kids)
}

// catalogued tells in the file's catalog that it has a structure, and its
// language.
func (o *objectFile) catalogued(root int, d *Document) []byte {
	catalog := &o.objects[o.root-1]
	catalog.head = bytes.Replace(catalog.head, []byte("/Type /Catalog\n"), fmt.Appendf(nil,
		"/Type /Catalog\n/StructTreeRoot %d 0 R\n/MarkInfo <</Marked true>>\n/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", root, d.lang), 1)
	return o.bytes("1.7", "")
}
