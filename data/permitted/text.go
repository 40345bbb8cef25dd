package permitted

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Words are the characters of a text as UTF-8. It is good for what Judge called Text.
func Words(file []byte) string {
	words, _ := readText(file)
	return words
}

// readText reads UTF-8, UTF-16 that says so, and Windows-1252, which is what is left where bytes are no UTF-8.
func readText(file []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(file, []byte("\xef\xbb\xbf")):
		return string(file[3:]), utf8.Valid(file[3:])
	case bytes.HasPrefix(file, []byte("\xff\xfe")):
		return readUTF16(file[2:], binary.LittleEndian)
	case bytes.HasPrefix(file, []byte("\xfe\xff")):
		return readUTF16(file[2:], binary.BigEndian)
	case utf8.Valid(file):
		return string(file), true
	}
	return readWindows(file)
}

func readUTF16(file []byte, order binary.ByteOrder) (string, bool) {
	if len(file)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(file)/2)
	for i := range units {
		units[i] = order.Uint16(file[2*i:])
	}
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == utf8.RuneError {
			return "", false
		}
		i++
	}
	return string(utf16.Decode(units)), true
}

// windows are the characters of Windows-1252 from 0x80 to 0x9f; 0 where there is none.
var windows = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func readWindows(file []byte) (string, bool) {
	words := make([]byte, 0, len(file)+len(file)/8)
	for _, b := range file {
		r := rune(b)
		if b >= 0x80 && b < 0xa0 {
			if r = windows[b-0x80]; r == 0 {
				return "", false
			}
		}
		words = utf8.AppendRune(words, r)
	}
	return string(words), true
}

// printable reports whether a text has no control characters but those that lay it out.
func printable(words string) bool {
	for _, r := range words {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\f':
		case r < ' ' || r >= 0x7f && r < 0xa0:
			return false
		case r == 0xfffe || r == 0xffff:
			return false
		}
	}
	return true
}

// drawnInWords finds pictures that are written down as text, and texts that carry files.
func drawnInWords(words string) Reason {
	lower := bytes.ToLower([]byte(words))
	begin := bytes.TrimSpace(lower)
	switch {
	case isIn(lower, "<svg", "data:image/", "data:video/", "content-type: image/", "content-type: video/", "/* xpm */"):
		return Picture
	case bytes.HasPrefix(begin, []byte("%!ps")), isAnymap(begin):
		return Picture
	case bytes.HasPrefix(begin, []byte("{\\rtf")), isIn(lower, "content-disposition: attachment", "data:application/"):
		return Archive
	}
	return inBase64(words)
}

// isAnymap recognises the picture formats that are numbers in words.
func isAnymap(begin []byte) bool {
	return len(begin) > 3 && begin[0] == 'p' && begin[1] >= '1' && begin[1] <= '7' && (begin[2] == '\n' || begin[2] == ' ' || begin[2] == '\r') &&
		bytes.IndexFunc(begin[3:min(len(begin), 40)], func(r rune) bool { return r >= 'a' && r <= 'z' }) < 0
}

// longRun is how many letters without a space may be a file in base 64.
const longRun = 40

// inBase64 looks at how each long run of letters without a space begins, decoded.
func inBase64(words string) Reason {
	begun := 0
	for i := 0; i <= len(words); i++ {
		if i < len(words) && isBase64(words[i]) {
			continue
		}
		if i-begun >= longRun {
			head, _ := base64.RawStdEncoding.DecodeString(words[begun : begun+longRun])
			if reason := Known(head); reason == Picture || reason == Archive {
				return reason
			}
		}
		begun = i + 1
	}
	return Allowed
}

func isBase64(b byte) bool {
	return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/'
}
