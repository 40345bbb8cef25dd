package permitted

import (
	"bytes"
	"slices"
)

// Type is what a permitted file is.
type Type string

// The two that may be kept.
const (
	PDF  Type = "pdf"
	Text Type = "text"
)

// Ending is the ending of the name of a copy.
func (t Type) Ending() string {
	if t == PDF {
		return ".pdf"
	}
	return ".txt"
}

// Reason says why a file may not be kept.
type Reason string

// The reasons.
const (
	Allowed Reason = ""
	Empty   Reason = "empty"
	Large   Reason = "large"
	Picture Reason = "picture" // or a video, or a PDF or text that is or holds one
	Archive Reason = "archive" // an archive, or a file that carries others
	Secret  Reason = "secret"  // protected by a password: nobody can say what it is
	Broken  Reason = "broken"  // begins as a PDF and is none
	Other   Reason = "other"   // not PDF, not text
)

// Most is how large a file may be.
const Most = 10 << 20

// Judge says what a file is, or why it may not be kept.
func Judge(file []byte) (Type, Reason) {
	switch {
	case len(file) == 0:
		return "", Empty
	case len(file) > Most:
		return "", Large
	}
	if bytes.HasPrefix(file, []byte("%PDF-")) {
		return PDF, judgePDF(file)
	}
	if words, ok := readText(file); ok && printable(words) {
		return Text, drawnInWords(words)
	}
	if reason := Known(file); reason != Allowed {
		return "", reason
	}
	return "", Other
}

// signature is how files of a kind begin.
type signature struct {
	at     int
	bytes  string
	reason Reason
}

// beginnings are of files that are recognised by how they begin. What is in none of these lists is refused all the
// same unless it is text.
var beginnings = []signature{
	{0, "\xff\xd8\xff", Picture},
	{0, "\x89PNG\r\n", Picture},
	{0, "GIF87a", Picture},
	{0, "GIF89a", Picture},
	{0, "II*\x00", Picture},
	{0, "MM\x00*", Picture},
	{0, "II+\x00", Picture},
	{0, "MM\x00+", Picture},
	{8, "WEBP", Picture},
	{8, "AVI ", Picture},
	{0, "\x00\x00\x01\x00", Picture},
	{0, "8BPS", Picture},
	{0, "\x00\x00\x00\x0cjP  ", Picture},
	{0, "\xff\x0a", Picture},
	{0, "\x00\x00\x00\x0cJXL ", Picture},
	{0, "\xd7\xcd\xc6\x9a", Picture},
	{0, "qoif", Picture},
	{4, "ftyp", Picture},
	{4, "moov", Picture},
	{4, "mdat", Picture},
	{0, "\x1aE\xdf\xa3", Picture},
	{0, "FLV\x01", Picture},
	{0, "OggS", Picture},
	{0, "\x00\x00\x01\xba", Picture},
	{0, "\x00\x00\x01\xb3", Picture},
	{0, "0&\xb2u\x8ef\xcf\x11", Picture},
	{0, ".RMF", Picture},
	{0, "FWS", Picture},
	{0, "CWS", Picture},
	{0, "ID3", Other},
	{8, "WAVE", Other},
	{0, "fLaC", Other},
	{0, "#!AMR", Other},
	{0, "PK\x03\x04", Archive},
	{0, "PK\x05\x06", Archive},
	{0, "PK\x07\x08", Archive},
	{0, "Rar!\x1a\x07", Archive},
	{0, "7z\xbc\xaf\x27\x1c", Archive},
	{0, "\x1f\x8b", Archive},
	{0, "BZh", Archive},
	{0, "\xfd7zXZ\x00", Archive},
	{0, "\x28\xb5\x2f\xfd", Archive},
	{0, "MSCF", Archive},
	{257, "ustar", Archive},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Archive},
	{0, "xar!", Archive},
	{0, "!<arch>", Archive},
}

// anywhere are marks that no PDF has by chance: what begins like one and has these is two files in one.
var anywhere = []signature{
	{0, "\x89PNG\r\n\x1a\n", Picture},
	{0, "Rar!\x1a\x07", Archive},
	{0, "7z\xbc\xaf\x27\x1c", Archive},
	{0, "ftypisom", Picture},
	{0, "ftypmp4", Picture},
	{0, "ftypqt  ", Picture},
	{0, "ftypheic", Picture},
	{0, "ftypavif", Picture},
}

// Known says whether a file, of which the beginning is enough, is of a kind that is never kept: a picture, a video,
// an archive. Allowed means only that it is not known as one of these.
func Known(beginning []byte) Reason {
	if printable(string(beginning[:min(len(beginning), 512)])) {
		return Allowed // words that happen to begin so
	}
	for _, s := range beginnings {
		if len(beginning) >= s.at+len(s.bytes) && string(beginning[s.at:s.at+len(s.bytes)]) == s.bytes {
			return s.reason
		}
	}
	return Allowed
}

// hidden looks for a second file in a PDF.
func hidden(file []byte) Reason {
	for _, s := range anywhere {
		if bytes.Contains(file, []byte(s.bytes)) {
			return s.reason
		}
	}
	if endsAsZip(file) {
		return Archive
	}
	return Allowed
}

// endsAsZip reports whether programs that open archives would open this: they look for the list of contents at the
// end, and do not care how a file begins.
func endsAsZip(file []byte) bool {
	const longest = 22 + 65535
	end := file[max(0, len(file)-longest):]
	return bytes.Contains(end, []byte("PK\x05\x06")) && bytes.Contains(file, []byte("PK\x01\x02"))
}

// isIn reports whether a file has one of some words, in any case.
func isIn(lower []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(lower, []byte(w)) })
}
