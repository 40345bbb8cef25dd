package contactlog

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The encodings a log is read in.
const (
	UTF8        = "UTF-8"
	UTF16LE     = "UTF-16LE"
	UTF16BE     = "UTF-16BE"
	Windows1252 = "Windows-1252"
)

// decode turns the bytes of a file into text and says in which encoding they
// were, or why they are no text.
func decode(file []byte) (text, encoding string, refused *Reason) {
	if kind, binary := binaryKind(file); binary {
		return "", "", &Reason{Code: NotACSV, Kind: kind}
	}
	encoding = encodingOf(file)
	switch encoding {
	case UTF16LE:
		text = decodeUTF16(file, binary.LittleEndian)
	case UTF16BE:
		text = decodeUTF16(file, binary.BigEndian)
	case UTF8:
		text = repairUTF8(file)
	default:
		text = fromWindows1252(file)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.TrimRight(text, "\x1a") // the end mark of DOS
	if strings.TrimSpace(text) == "" {
		return "", encoding, &Reason{Code: EmptyFile}
	}
	if !isText(text) {
		return "", encoding, &Reason{Code: NotACSV}
	}
	return text, encoding, nil
}

// How files begin that people choose by mistake.
var (
	magicZip = []byte("PK\x03\x04")                       // .xlsx and .ods are zip archives
	magicOLE = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // .xls, and .doc
	magicPDF = []byte("%PDF-")
	magicRTF = []byte(`{\rtf`)
)

func binaryKind(file []byte) (kind string, isBinary bool) {
	start := file[:min(len(file), 1024)]
	switch {
	case bytes.HasPrefix(file, magicPDF):
		return KindPDF, true
	case bytes.HasPrefix(file, magicOLE):
		return KindSpreadsheet, true
	case bytes.HasPrefix(file, magicZip):
		if bytes.Contains(file, []byte("word/")) && !bytes.Contains(file, []byte("xl/")) {
			return "", true
		}
		return KindSpreadsheet, true
	case bytes.HasPrefix(file, magicRTF):
		return "", true
	}
	start = bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, mark := range []string{"<!doctype", "<html", "<?xml"} {
		if bytes.HasPrefix(start, []byte(mark)) {
			return "", true
		}
	}
	return "", false
}

func encodingOf(file []byte) string {
	switch {
	case bytes.HasPrefix(file, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(file, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(file, []byte("\xfe\xff")):
		return UTF16BE
	}
	if e := unmarkedUTF16(file); e != "" {
		return e
	}
	if utf8.Valid(file) || mostlyUTF8(file) {
		return UTF8
	}
	return Windows1252
}

// unmarkedUTF16 recognises UTF-16 without a byte-order mark by where its zero
// bytes are: the names of columns, and what stands between cells, are ASCII.
func unmarkedUTF16(file []byte) string {
	start := file[:min(len(file), 4096)]
	var zeros [2]int
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(start) / 2
	switch {
	case half < 4:
		return ""
	case zeros[1] > half*2/5 && zeros[0] <= half/20:
		return UTF16LE
	case zeros[0] > half*2/5 && zeros[1] <= half/20:
		return UTF16BE
	}
	return ""
}

func decodeUTF16(file []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(file)/2+1)
	for len(file) >= 2 {
		units = append(units, order.Uint16(file))
		file = file[2:]
	}
	if len(file) == 1 {
		units = append(units, utf8.RuneError) // half a character, at a cut
	}
	return string(utf16.Decode(units))
}

// mostlyUTF8 says whether text that is not valid UTF-8 is nonetheless meant to
// be: one bad byte from a paste, or a file cut in the middle of a letter, must
// not turn every ŵ of the file into two wrong letters.
func mostlyUTF8(file []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(file); {
		if file[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(file[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good > bad
}

// repairUTF8 reads bytes that are no UTF-8 as Windows-1252: nothing is lost.
func repairUTF8(file []byte) string {
	if utf8.Valid(file) {
		return string(file)
	}
	var b strings.Builder
	b.Grow(len(file) + 16)
	for i := 0; i < len(file); {
		r, size := utf8.DecodeRune(file[i:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(file[i])
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

func fromWindows1252(file []byte) string {
	var b strings.Builder
	b.Grow(len(file) + len(file)/16)
	for _, c := range file {
		b.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return b.String()
}

// isText refuses NUL bytes, and more control characters than a stray paste
// leaves.
func isText(text string) bool {
	controls := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == 0:
			return false
		case c < ' ' && c != '\t' && c != '\r' && c != '\n':
			controls++
		}
	}
	return controls <= 4+len(text)/200
}
