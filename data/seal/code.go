package seal

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// Code is the recovery kit's passphrase: 160 random bits in 32 characters of
// Crockford's base 32 (no I, L, O, U), and four more that check them.
type Code string

// ErrCode says that a typed code is not a recovery code: too short, too long,
// or a slip that the checksum noticed.
var ErrCode = errors.New("this is not a recovery code: a character is missing or mistyped")

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 32
	checkLength  = 4
	codeGroup    = 4
)

var codeEncoding = base32.NewEncoding(codeAlphabet).WithPadding(base32.NoPadding)

// NewCode returns a random code.
func NewCode() Code {
	random := NewKey()
	return Code(codeEncoding.EncodeToString(random[:20]))
}

// ParseCode reads a typed code with or without its separators, in either case,
// with O for 0 and I or L for 1. It returns ErrCode for anything else.
func ParseCode(typed string) (Code, error) {
	text := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '.', '\u00a0', '\u2011':
			return -1
		case 'O', 'o':
			return '0'
		case 'I', 'i', 'L', 'l':
			return '1'
		}
		return r
	}, typed)
	text = strings.ToUpper(text)
	if len(text) != codeLength+checkLength {
		return "", ErrCode
	}
	code := Code(text[:codeLength])
	if _, err := codeEncoding.DecodeString(string(code)); err != nil || code.check() != text[codeLength:] {
		return "", ErrCode
	}
	return code, nil
}

// Groups returns the code and its checksum in nine groups of four, as printed.
func (c Code) Groups() []string {
	text := string(c) + c.check()
	var groups []string
	for len(text) > 0 {
		groups = append(groups, text[:codeGroup])
		text = text[codeGroup:]
	}
	return groups
}

// check is the first 20 bits of SHA-256 over the code.
func (c Code) check() string {
	sum := sha256.Sum256(AssociatedData("code", []byte(c)))
	return codeEncoding.EncodeToString(sum[:])[:checkLength]
}
