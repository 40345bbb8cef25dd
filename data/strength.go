package data

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"noddfa/assets"
)

// Strength is how hard a passphrase is to guess.
type Strength int

// The strengths. What is too short or common is refused everywhere; what is
// weak is refused where a person makes up a passphrase, in the window.
const (
	StrengthRefused Strength = iota
	StrengthWeak
	StrengthFair
	StrengthStrong
)

// Bits from which a passphrase counts as fair and as strong. Five words drawn
// from our list have 55; each guess costs an attacker an Argon2id run.
const (
	fairBits   = 40
	strongBits = 55
)

// MeasurePassphrase estimates from below how many guesses a passphrase stands.
// names are what whoever has the file may know: the charity's, the member's.
func MeasurePassphrase(passphrase string, names ...string) Strength {
	if RefusedPassphrase(passphrase, names...) != "" {
		return StrengthRefused
	}
	bits := guessBits(passphrase)
	switch {
	case bits >= strongBits:
		return StrengthStrong
	case bits >= fairBits:
		return StrengthFair
	}
	return StrengthWeak
}

// RefusedPassphrase returns why a passphrase is never accepted, or "" if it is:
// it is too short, among the first that anybody tries, one thing again and again
// or in a row, or only a name that goes with the records.
func RefusedPassphrase(passphrase string, names ...string) Code {
	if len([]rune(passphrase)) < MinPassphrase {
		return CodeShort
	}
	if isPattern(passphrase) {
		return CodePattern
	}
	whole, bare := lettersOf(passphrase), lettersOf(strings.TrimFunc(passphrase, notLetter))
	for _, name := range names {
		if name = lettersOf(name); name != "" && (whole == name || bare == name) {
			return CodeOwnName
		}
	}
	for _, text := range []string{whole, bare, unleet(bare), unleet(whole)} {
		if slices.Contains(commonPassphrases, text) {
			return CodeCommon
		}
	}
	if _, ours := slices.BinarySearch(assets.Words(), bare); ours {
		return CodeCommon // one word, whatever digits stand around it
	}
	return ""
}

// refusedPassphrase is the error for a passphrase that is never accepted.
func refusedPassphrase(doing, passphrase string, names ...string) error {
	if code := RefusedPassphrase(passphrase, names...); code != "" {
		return refuse(code, doing)
	}
	return nil
}

// refused looks at a passphrase of one of the vault's members.
func (v *Vault) refused(doing, passphrase, member string) error {
	o := v.Organisation()
	return refusedPassphrase(doing, passphrase, member, o.Name, o.NameCY)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// lettersOf is a text in small letters with its digits, without anything else.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// unleet reads the digits that people put for letters.
func unleet(text string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t").Replace(text)
}

// isPattern reports whether a text is one short piece again and again, or goes
// up or down the alphabet, the digits or a row of keys.
func isPattern(text string) bool {
	runes := []rune(lettersOf(text))
	if len(runes) == 0 {
		runes = []rune(text)
	}
	for size := 1; size*2 <= len(runes); size++ {
		again := true
		for i := size; again && i < len(runes); i++ {
			again = runes[i] == runes[i-size]
		}
		if again {
			return true
		}
	}
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm"} {
		back := []rune(row)
		slices.Reverse(back)
		if strings.Contains(row, string(runes)) || strings.Contains(string(back), string(runes)) {
			return true
		}
	}
	return false
}

// commonPassphrases are among the first that anybody tries, in small letters
// without spaces; digits and signs before and after them change nothing.
var commonPassphrases = strings.Fields(`
	password passwords passphrase passcode mypassword thepassword yourpassword newpassword changeme changemenow letmein letmeinnow
	admin administrator superuser welcome welcomehome welcomeback iloveyou iloveyousomuch loveyou ihateyou whatever trustnoone nothing secret
	topsecret mysecret verysecret opensesame sesame qwerty qwertyui qwertyuiop qwertyqwerty asdfgh asdfghjkl zxcvbnm qazwsx qazwsxedc
	onetwothree abcabc abcdabcd sunshine princess football baseball basketball superman batman spiderman starwars pokemon computer internet
	samsung charlie michelle jennifer jessica daniel thomas jordan liverpool liverpoolfc chelsea arsenal everton manchester manunited
	manchesterunited celtic rangers cardiff cardiffcity swansea swanseacity wales cymru cymruambyth england scotland ireland london britain
	monday tuesday wednesday thursday friday saturday sunday january february september october november december spring summer autumn winter
	dragon monkey master shadow killer freedom flower butterfly chocolate cheese babygirl lovely beautiful christmas birthday holiday
	cyfrinair cyfrinymadrodd croeso cariad cartref noddfa refuge shelter charity volunteer caseworker manager
	password123 passw0rd p4ssword abc123 abcd1234 a1b2c3d4 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx 12341234 11223344 123123123 147258369 87654321
	19841984 20252025 20262026 01012000`)

// guessBits adds up the words: one of our list counts as drawn from it, any
// other by its letters, and one that came before counts as nothing new.
func guessBits(passphrase string) float64 {
	list := assets.Words()
	seen := map[string]bool{}
	var bits float64
	for _, word := range strings.FieldsFunc(passphrase, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' || r == '_' }) {
		folded := strings.ToLower(word)
		if seen[folded] {
			bits++
			continue
		}
		seen[folded] = true
		if _, ours := slices.BinarySearch(list, folded); ours {
			bits += math.Log2(float64(len(list)))
			continue
		}
		bits += letterBits(word)
	}
	return bits
}

// letterBits is what a word of its own is worth: letters that people choose
// carry about two bits each after the first, random ones more.
func letterBits(word string) float64 {
	var bits float64
	var last rune
	for i, r := range []rune(word) {
		switch {
		case i > 0 && (r == last || r == last+1 || r == last-1):
			bits += 0.5 // aaaa, 1234, dcba
		case unicode.IsLower(r):
			bits += 2
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			bits += 2.5
		default:
			bits += 4
		}
		last = r
	}
	if isMixed(word) {
		bits *= 1.6
	}
	return bits
}

// isMixed reports whether a word looks made by a machine: capitals and digits
// inside, not only at the ends.
func isMixed(word string) bool {
	runes := []rune(word)
	if len(runes) < 8 {
		return false
	}
	changes := 0
	for i := 1; i < len(runes); i++ {
		if unicode.IsDigit(runes[i]) != unicode.IsDigit(runes[i-1]) || unicode.IsUpper(runes[i]) != unicode.IsUpper(runes[i-1]) {
			changes++
		}
	}
	return changes >= len(runes)/3
}
