package assets

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// FindForce finds the one force that text means, as people type it: "S Wales", "SWP", "Heddlu De Cymru",
// "dyfed powys". Text that could mean two forces, or none, gives false.
func FindForce(text string) (Force, bool) {
	asked := forceWords(text)
	if len(asked) == 0 {
		return Force{}, false
	}
	joined := strings.Join(asked, " ")
	if id, ok := shortForces[joined]; ok {
		return ForceByID(id)
	}
	var found []Force
	for _, f := range forces() {
		if f.ID == joined || slices.ContainsFunc(forceNames(f), func(name []string) bool { return sameWords(asked, name) }) {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		return Force{}, false
	}
	return found[0], true
}

// shortForces holds what people write that no rule gives: initials and everyday names, in the form forceWords makes.
var shortForces = map[string]string{
	"swp": "south-wales", "nwp": "north-wales", "dpp": "dyfed-powys", "hdp": "dyfed-powys", "hdc": "south-wales", "hgc": "north-wales",
	"met": "metropolitan", "mps": "metropolitan", "the met": "metropolitan", "london": "metropolitan", "scotland yard": "metropolitan",
	"gmp": "greater-manchester", "manchester": "greater-manchester", "btp": "btp", "transport": "btp",
	"psni": "northern-ireland", "tvp": "thames-valley", "wmp": "west-midlands", "wyp": "west-yorkshire", "syp": "south-yorkshire",
	"nyp": "north-yorkshire", "asp": "avon-and-somerset", "a and s": "avon-and-somerset", "avon": "avon-and-somerset",
	"somerset": "avon-and-somerset", "devon": "devon-and-cornwall", "cornwall": "devon-and-cornwall", "d and c": "devon-and-cornwall",
	"colp": "city-of-london", "city london": "city-of-london", "dyfed": "dyfed-powys", "powys": "dyfed-powys", "isle of wight": "hampshire",
	"hants": "hampshire", "herts": "hertfordshire", "notts": "nottinghamshire", "northants": "northamptonshire", "staffs": "staffordshire",
	"lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "cambs": "cambridgeshire", "beds": "bedfordshire",
	"glos": "gloucestershire", "wilts": "wiltshire", "warks": "warwickshire", "derbys": "derbyshire",
}

// forceNames gives the names a force answers to, as words.
func forceNames(f Force) [][]string {
	names := [][]string{forceWords(f.Name), forceWords(f.ID)}
	if f.NameCY != "" {
		names = append(names, forceWords(f.NameCY))
	}
	return names
}

// shortWords holds how people shorten parts of a name.
var shortWords = map[string]string{"n": "north", "s": "south", "e": "east", "w": "west", "sth": "south", "nth": "north", "mids": "midlands"}

// What every force's name has says nothing about which one is meant.
var forceNoise = map[string]bool{
	"police": true, "constabulary": true, "service": true, "force": true, "the": true, "of": true, "heddlu": true, "yr": true,
	"gwasanaeth": true, "r": true, "pol": true, "area": true,
}

// PlainLetters is a text in small letters without accents, by which what is typed is compared.
func PlainLetters(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		plain = text
	}
	return strings.ToLower(plain)
}

// forceWords reduces a text to the words that tell forces apart: lower case, no accents, no punctuation.
func forceWords(text string) []string {
	plain := strings.ReplaceAll(PlainLetters(text), "&", " and ")
	fields := strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var words []string
	for _, w := range fields {
		if long, ok := shortWords[w]; ok && len(fields) > 1 {
			w = long
		}
		if !forceNoise[w] {
			words = append(words, w)
		}
	}
	return words
}

// sameWords says whether both lists hold the same words, in order, "and" set aside.
func sameWords(a, b []string) bool {
	isAnd := func(w string) bool { return w == "and" || w == "a" }
	return slices.Equal(slices.DeleteFunc(slices.Clone(a), isAnd), slices.DeleteFunc(slices.Clone(b), isAnd))
}
