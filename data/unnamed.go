package data

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"noddfa/assets"
)

// unname takes out of a letter what names the person or leads to them: beside
// the fields that such a letter never has, their names and numbers wherever
// somebody wrote them. It cannot know what else points to them, so the worker
// is asked to read it.
func (c *composer) unname() {
	l := &c.letter
	c.bareConsent()
	related := false
	for i := range l.Suspects {
		s := &l.Suspects[i]
		related = related || s.Relationship != "" || s.SharesHome != NotAsked
		if s.SharesHome == Yes {
			s.Address = ""
		}
		s.Relationship, s.SharesHome = "", NotAsked
	}
	if related {
		l.Withheld = append(l.Withheld, Decision{Field: FieldRelation})
	}
	n := namesOf(c.f)
	n.instead = assets.Lang(string(l.Language)).T("letter.unnamed")
	v := reflect.ValueOf(l).Elem()
	for i := range v.NumField() {
		switch v.Type().Field(i).Name {
		case "Number", "Case", "Marking", "Nation", "Sender", "Author", "Approver", "To", "Replaces":
		default:
			n.walk(v.Field(i))
		}
	}
	if n.found {
		c.lack("names-left-out", "", false)
	}
	c.lack("read-unnamed", "", false)
}

// bareConsent keeps of a consent that it was given and when.
func (c *composer) bareConsent() {
	if consent := c.letter.Consent; consent != nil {
		bare := *consent
		bare.By, bare.How, bare.Covers, bare.Understood = "", "", "", ""
		c.letter.Consent = &bare
	}
}

// names are the words and numbers that name the people of a case.
type names struct {
	words   []string         // folded
	numbers []string         // digits
	texts   []*regexp.Regexp // e-mail, lines of an address, postcodes
	own     []string         // numbers and addresses of the person themselves
	instead string
	found   bool
}

func namesOf(f *CaseFile) *names {
	n := &names{}
	value := f.Case.Value
	n.addWords(value.CalledName)
	n.addNumbers(value.SafeContact.Number, value.Police.CrimeNumber, value.Police.LogNumber)
	n.addTexts(value.SafeContact.Email, value.SafeContact.CodeWord, value.Police.CrimeNumber, value.Police.LogNumber)
	for _, e := range f.People {
		p := e.Value
		for _, name := range []string{p.FirstName, p.Surname, p.CalledName, p.OtherNames, p.OwnScript} {
			n.addWords(name)
		}
		n.addNumbers(p.Number)
		n.addTexts(append(strings.Split(p.Address, "\n"), p.Email, p.Postcode, p.School)...)
	}
	return n
}

// addWords takes the words of a name. Of a title or a short particle nobody is known.
func (n *names) addWords(name string) {
	for _, w := range strings.FieldsFunc(name, notOfAWord) {
		if w = folded(w); len([]rune(w)) > 1 && !slices.Contains([]string{"ap", "ab", "ferch", "de", "van", "von", "der", "bin", "mr", "mrs", "ms", "miss", "dr", "the", "or", "neu", "and"}, w) {
			n.words = append(n.words, w)
		}
	}
}

func (n *names) addNumbers(numbers ...string) {
	for _, number := range numbers {
		if d := digitsOf(number); len(d) >= 6 {
			n.numbers = append(n.numbers, d)
		}
	}
}

func (n *names) addTexts(texts ...string) {
	for _, t := range texts {
		if t = strings.TrimSpace(t); len([]rune(t)) >= 4 {
			n.texts = append(n.texts, regexp.MustCompile(`(?i)`+strings.ReplaceAll(regexp.QuoteMeta(t), " ", `\s*`)))
		}
	}
}

// walk cleans every text somebody wrote; what is chosen from a list has a type
// of its own and names nobody.
func (n *names) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.CanSet() {
			v.SetString(n.clean(v.String()))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[Money]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n.walk(v.Field(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(v.Elem())
			n.walk(copied.Elem())
			v.Set(copied)
		}
	case reflect.Slice:
		if v.Len() > 0 && v.Type().Elem().Kind() != reflect.Uint8 {
			copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(copied, v)
			for i := range copied.Len() {
				n.walk(copied.Index(i))
			}
			v.Set(copied)
		}
	}
}

var longNumber = regexp.MustCompile(`[+0-9][0-9 ()\x{00a0}/.-]{4,}[0-9]`)

func (n *names) clean(text string) string {
	was := text
	for _, t := range n.texts {
		text = t.ReplaceAllLiteralString(text, n.instead)
	}
	text = longNumber.ReplaceAllStringFunc(text, func(number string) string {
		d := digitsOf(number)
		if slices.ContainsFunc(n.numbers, func(known string) bool { return strings.Contains(d, known) }) {
			return n.instead
		}
		return number
	})
	var out strings.Builder
	for len(text) > 0 {
		end := strings.IndexFunc(text, notOfAWord)
		switch {
		case end < 0:
			end = len(text)
		case end == 0:
			end = strings.IndexFunc(text, func(r rune) bool { return !notOfAWord(r) })
			if end < 0 {
				end = len(text)
			}
		}
		word := text[:end]
		if slices.Contains(n.words, folded(word)) && !slices.Contains(plainWords, word) {
			word = n.instead
		}
		out.WriteString(word)
		text = text[end:]
	}
	cleaned := out.String()
	for _, between := range []string{" ", "-", ", "} { // first name and surname are one name
		for strings.Contains(cleaned, n.instead+between+n.instead) {
			cleaned = strings.ReplaceAll(cleaned, n.instead+between+n.instead, n.instead)
		}
	}
	n.found = n.found || cleaned != was
	return cleaned
}

// plainWords are names that are words as well: in small letters they name
// nobody.
var plainWords = []string{
	"will", "may", "mai", "haf", "eira", "mark", "bill", "rob", "sue", "pat", "art", "hope", "grace", "joy", "dawn", "rose", "ivy", "holly", "summer",
	"faith", "drew", "frank", "jack", "rich", "max", "guy", "dean", "miles", "grant", "chase", "son", "case", "price", "page", "long", "young", "day",
}

func notOfAWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// folded is a word without case and accents, so that Sian is Siân.
func folded(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(word))
}

// digitsOf is a number as it is dialled in this country.
func digitsOf(number string) string {
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	if rest, ok := strings.CutPrefix(d, "44"); ok && len(rest) == 10 {
		return "0" + rest
	}
	return d
}
