package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// fileObject is one object of a PDF file: what stands in it before a stream,
// and the stream, which may be empty.
type fileObject struct {
	head   []byte
	stream []byte
	has    bool // a stream
}

// objectFile is a PDF file as its objects. It reads what our own writer makes,
// and nothing else: objects in plain order, lengths in the object, no object
// streams.
type objectFile struct {
	objects    []fileObject // object n is at n-1
	root, info int
}

var (
	errNotOurs  = errors.New("reading a PDF: it was not made here")
	startXref   = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	trailerRefs = regexp.MustCompile(`/(Root|Info) (\d+) 0 R`)
	streamSize  = regexp.MustCompile(`/Length (\d+)`)
	xrefCount   = regexp.MustCompile(`^xref\s+0 (\d+)\s`)
)

const xrefEntry = 20 // bytes

func readObjects(file []byte) (*objectFile, error) {
	m := startXref.FindSubmatch(file)
	if m == nil {
		return nil, errNotOurs
	}
	at, err := strconv.Atoi(string(m[1]))
	if err != nil || at >= len(file) {
		return nil, errNotOurs
	}
	table := file[at:]
	head := xrefCount.FindSubmatch(table)
	if head == nil {
		return nil, errNotOurs
	}
	n, err := strconv.Atoi(string(head[1]))
	entries := table[len(head[0]):]
	if err != nil || n < 2 || len(entries) < n*xrefEntry {
		return nil, errNotOurs
	}
	o := &objectFile{}
	for i := 1; i < n; i++ {
		offset, err := strconv.Atoi(string(entries[i*xrefEntry : i*xrefEntry+10]))
		if err != nil || offset >= at {
			return nil, errNotOurs
		}
		object, err := readObject(file[offset:at], i)
		if err != nil {
			return nil, err
		}
		o.objects = append(o.objects, object)
	}
	for _, m := range trailerRefs.FindAllSubmatch(entries[n*xrefEntry:], -1) {
		number, err := strconv.Atoi(string(m[2]))
		if err != nil || number > len(o.objects) {
			return nil, errNotOurs
		}
		if string(m[1]) == "Root" {
			o.root = number
		} else {
			o.info = number
		}
	}
	if o.root == 0 {
		return nil, errNotOurs
	}
	return o, nil
}

func readObject(rest []byte, number int) (fileObject, error) {
	rest, ok := bytes.CutPrefix(rest, fmt.Appendf(nil, "%d 0 obj\n", number))
	if !ok {
		return fileObject{}, errNotOurs
	}
	stops, begins := bytes.Index(rest, []byte("\nendobj")), bytes.Index(rest, []byte("\nstream\n"))
	if stops < 0 {
		return fileObject{}, errNotOurs
	}
	if begins < 0 || begins > stops {
		return fileObject{head: rest[:stops]}, nil
	}
	o := fileObject{head: rest[:begins], has: true}
	m := streamSize.FindSubmatch(o.head)
	if m == nil {
		return o, errNotOurs
	}
	size, err := strconv.Atoi(string(m[1]))
	from := begins + len("\nstream\n")
	if err != nil || size > len(rest)-from {
		return o, errNotOurs
	}
	o.stream = rest[from : from+size]
	return o, nil
}

// pack compresses the streams of the pages.
func (o *objectFile) pack() {
	for i, object := range o.objects {
		if object.has && bytes.HasPrefix(object.head, []byte("<</Length ")) {
			o.objects[i] = packed("", object.stream)
		}
	}
}

// add appends an object and returns its number.
func (o *objectFile) add(head string) int {
	o.objects = append(o.objects, fileObject{head: []byte(head)})
	return len(o.objects)
}

// bytes writes the file: version is "1.7", more goes into the trailer.
func (o *objectFile) bytes(version, more string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n", version) // the bytes tell programs that the file is not text
	offsets := make([]int, len(o.objects))
	for i, object := range o.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s", i+1, object.head)
		if object.has {
			fmt.Fprintf(&out, "\nstream\n%s\nendstream", object.stream)
		}
		out.WriteString("\nendobj\n")
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(o.objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n", len(o.objects)+1, o.root)
	if o.info > 0 {
		fmt.Fprintf(&out, "/Info %d 0 R\n", o.info)
	}
	fmt.Fprintf(&out, "%s>>\nstartxref\n%d\n%%%%EOF\n", more, at)
	return out.Bytes()
}
