package permitted

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
)

// judgePDF looks at what a PDF declares: that it is one from its first to its last byte, that it carries no other
// file, that it can be read without a password, and that it is more than a picture.
func judgePDF(file []byte) Reason {
	if !wholePDF(file) {
		return Broken
	}
	if reason := hidden(file); reason != Allowed {
		return reason
	}
	d := declared{names: map[string]bool{}}
	d.read(file)
	switch {
	case d.names["Encrypt"]:
		return Secret
	case d.names["EmbeddedFile"], d.names["EmbeddedFiles"], d.names["Collection"]:
		return Archive
	case d.names["RichMedia"], d.names["Movie"], d.names["Rendition"], d.names["3D"]:
		return Picture
	case d.pictures > 0 && !d.names["Font"]:
		return Picture
	}
	return Allowed
}

// wholePDF reports whether a file is a PDF from beginning to end: a version, a table of contents that is where the end
// says, and nothing after that.
func wholePDF(file []byte) bool {
	version := file[len("%PDF-"):]
	if len(version) < 3 || version[0] != '1' && version[0] != '2' || version[1] != '.' {
		return false
	}
	body := bytes.TrimRight(file, "\x00\t\n\f\r ")
	body, ok := bytes.CutSuffix(body, []byte("%%EOF"))
	if !ok {
		return false
	}
	at := bytes.LastIndex(body[max(0, len(body)-256):], []byte("startxref"))
	if at < 0 {
		return false
	}
	number := bytes.TrimSpace(body[max(0, len(body)-256)+at+len("startxref"):])
	table, err := strconv.Atoi(string(number))
	if err != nil || table <= 0 || table >= len(file) {
		return false
	}
	rest := bytes.TrimLeft(file[table:], "\t\n\f\r ")
	return bytes.HasPrefix(rest, []byte("xref")) || startsObject(rest)
}

// startsObject recognises "12 0 obj".
func startsObject(text []byte) bool {
	fields := bytes.Fields(text[:min(len(text), 32)])
	if len(fields) < 3 || !bytes.HasPrefix(fields[2], []byte("obj")) {
		return false
	}
	_, first := strconv.Atoi(string(fields[0]))
	_, second := strconv.Atoi(string(fields[1]))
	return first == nil && second == nil
}

// declared is what the names of a PDF say it has.
type declared struct {
	names    map[string]bool
	pictures int
	inflated int
}

// mostInflated is how much packed text is looked at; a PDF of ten megabytes has less.
const mostInflated = 64 << 20

// read takes the names of everything but the contents of streams, and of the packed objects.
func (d *declared) read(file []byte) {
	for len(file) > 0 {
		at := bytes.Index(file, []byte("stream"))
		if at < 0 {
			d.take(file)
			return
		}
		start := at + len("stream")
		begins := start < len(file) && (file[start] == '\n' || file[start] == '\r')
		if !begins || at >= 3 && string(file[at-3:at]) == "end" {
			d.take(file[:start])
			file = file[start:]
			continue
		}
		before := file[:at]
		d.take(before)
		content := bytes.TrimPrefix(bytes.TrimPrefix(file[start:], []byte("\r")), []byte("\n"))
		end := bytes.Index(content, []byte("endstream"))
		if end < 0 {
			end = len(content)
		}
		d.stream(before[max(0, bytes.LastIndex(before, []byte("obj"))):], content[:end])
		file = content[end:]
	}
}

// stream looks at one stream: is it a picture, or are there objects packed in it?
func (d *declared) stream(dictionary, content []byte) {
	own := declared{names: map[string]bool{}}
	own.take(dictionary)
	switch {
	case own.names["Image"]:
		d.pictures++
	case own.names["ObjStm"] && own.names["FlateDecode"]:
		unpack, err := zlib.NewReader(bytes.NewReader(content))
		if err != nil {
			return
		}
		text, _ := io.ReadAll(io.LimitReader(unpack, int64(mostInflated-d.inflated)))
		d.inflated += len(text)
		d.take(text)
	}
}

// take remembers the names in a text: what follows a slash, with #41 for A.
func (d *declared) take(text []byte) {
	for {
		at := bytes.IndexByte(text, '/')
		if at < 0 {
			return
		}
		text = text[at+1:]
		end := bytes.IndexAny(text, "\x00\t\n\f\r ()<>[]{}/%")
		if end < 0 {
			end = len(text)
		}
		if end > 0 && end < 64 {
			d.names[unescaped(text[:end])] = true
		}
		text = text[end:]
	}
}

func unescaped(name []byte) string {
	if bytes.IndexByte(name, '#') < 0 {
		return string(name)
	}
	var plain []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			if n, err := strconv.ParseUint(string(name[i+1:i+3]), 16, 8); err == nil {
				plain = append(plain, byte(n))
				i += 2
				continue
			}
		}
		plain = append(plain, name[i])
	}
	return string(plain)
}
