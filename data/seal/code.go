package seal

import (
	"encoding/base32"
	"errors"
	"strings"
)

// Code is the recovery kit's passphrase: 160 random bits in 32 characters of
// Crockford's base 32 (no I, L, O, U). On paper it is eight groups of four, each
// with a fifth character that checks it, so that a slip can be named.
type Code string

// ErrCode says that a typed code is not a recovery code: too short, too long,
// or a slip in a group.
var ErrCode = errors.New("this is not a recovery code: a character is missing or mistyped")

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeGroups   = 8
	codeGroup    = 4 // characters of the code in a group
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
	code, wrong := readCode(typed)
	if wrong != 0 {
		return "", ErrCode
	}
	return code, nil
}

// WrongGroup returns which group of a typed code, from 1, has a slip in it; 0 if
// none has, or if what was typed has not the length of a code.
func WrongGroup(typed string) int {
	_, wrong := readCode(typed)
	return max(wrong, 0)
}

// FirstSlip is WrongGroup for what can be nothing but a code: of a length that no
// code has it returns the group that is cut short, too long or not there.
func FirstSlip(typed string) int {
	_, wrong := readCode(typed)
	if wrong >= 0 {
		return wrong
	}
	groups := strings.FieldsFunc(typed, isSeparator)
	if len(groups) != codeGroups { // written without separators: what is missing shifts the rest
		text := FoldCode(typed)
		groups = nil
		for len(text) > 0 {
			n := min(len(text), codeGroup+1)
			groups, text = append(groups, text[:n]), text[n:]
		}
	}
	for g, typed := range groups {
		group := FoldCode(typed)
		if g >= codeGroups || len(group) != codeGroup+1 {
			return min(g+1, codeGroups)
		}
		if check, ok := checkOf(g, group[:codeGroup]); !ok || check != group[codeGroup] {
			return g + 1
		}
	}
	return len(groups) + 1
}

// readCode returns the code, or the first group that is wrong: -1 if it is no
// code at all.
func readCode(typed string) (code Code, wrong int) {
	text := FoldCode(typed)
	if len(text) != codeGroups*(codeGroup+1) {
		return "", -1
	}
	for g := range codeGroups {
		group := text[g*(codeGroup+1):][:codeGroup+1]
		check, ok := checkOf(g, group[:codeGroup])
		if !ok || check != group[codeGroup] {
			return "", g + 1
		}
		code += Code(group[:codeGroup])
	}
	return code, 0
}

// FoldCode is what was typed of a code without separators, in capitals, with 0
// for O and 1 for I and L.
func FoldCode(typed string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case isSeparator(r):
			return -1
		case r == 'O', r == 'o':
			return '0'
		case strings.ContainsRune("IiLl", r):
			return '1'
		}
		return r
	}, typed))
}

func isSeparator(r rune) bool { return strings.ContainsRune(" -\t\n\r.\u00a0\u2011", r) }

// Groups returns the code in eight groups of five, as printed.
func (c Code) Groups() []string {
	var groups []string
	for g := range codeGroups {
		group := string(c[g*codeGroup:][:codeGroup])
		check, _ := checkOf(g, group)
		groups = append(groups, group+string(check))
	}
	return groups
}

// checkOf is the character that checks a group: the sum of its values, weighted
// by odd numbers so that no single slip goes unnoticed, and by its place.
func checkOf(place int, group string) (check byte, ok bool) {
	sum := 11 * place
	for i := range len(group) {
		value := strings.IndexByte(codeAlphabet, group[i])
		if value < 0 {
			return 0, false
		}
		sum += (2*i + 1) * value
	}
	return codeAlphabet[sum%len(codeAlphabet)], true
}
