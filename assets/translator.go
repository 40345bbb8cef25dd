package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The languages Noddfa speaks.
const (
	English = "en"
	Welsh   = "cy"
)

//go:embed lang/*.en.json lang/*.cy.json lang/confirmed.json
var langFiles embed.FS

// A Translator gives the texts of one language. It is safe for use by several goroutines.
type Translator struct {
	code      string
	localizer *i18n.Localizer
	english   *i18n.Localizer
	own       atomic.Pointer[Own] // what the organisation says in its own words; nil = nothing
}

// Lang returns the translator for "en" or "cy"; any other code gives English.
func Lang(code string) *Translator {
	if code == Welsh {
		return welsh()
	}
	return english()
}

// Each language is read when it is first spoken: the window is there the sooner.
var (
	english = sync.OnceValue(func() *Translator {
		localizer := i18n.NewLocalizer(bundleOf(English), English)
		return &Translator{code: English, localizer: localizer, english: localizer}
	})
	welsh = sync.OnceValue(func() *Translator {
		both := bundleOf(English, Welsh)
		return &Translator{code: Welsh, localizer: i18n.NewLocalizer(both, Welsh), english: i18n.NewLocalizer(both, English)}
	})
)

func bundleOf(codes ...string) *i18n.Bundle {
	bundle := i18n.NewBundle(language.English)
	for _, name := range messageFiles(codes...) {
		if _, err := bundle.LoadMessageFileFS(langFiles, name); err != nil {
			panic(fmt.Sprintf("assets: %s: %v", name, err)) // embedded, so a test finds it before anybody else
		}
	}
	return bundle
}

// messageFiles lists the embedded files of texts in some languages, sorted by name.
func messageFiles(codes ...string) []string {
	var names []string
	for _, code := range codes {
		found, err := fs.Glob(langFiles, "lang/*."+code+".json")
		if err != nil {
			panic("assets: " + err.Error())
		}
		names = append(names, found...)
	}
	return names
}

// languageOf returns the language code in the name of a file of texts: "cy" for lang/crisis.cy.json.
func languageOf(name string) string {
	parts := strings.Split(path.Base(name), ".")
	return parts[len(parts)-2]
}

// Code returns "en" or "cy".
func (t *Translator) Code() string { return t.code }

// T returns the text of key with the values of data put in for {{.Name}}. A key this language lacks gives the English
// text, and a key nobody has gives the key itself: something is always shown. A field that the organisation renamed has
// its name, and the person whom a case is about is called what the organisation calls them.
func (t *Translator) T(key string, data ...map[string]any) string {
	if own := t.renamed(key); own != "" {
		return own
	}
	return text(t.localizer, &i18n.LocalizeConfig{MessageID: t.called(key), TemplateData: merged(data)})
}

// N returns the text of key in the plural form that n asks for; {{.Count}} is n, with a comma in front of every three
// digits where it has five or more.
func (t *Translator) N(key string, n int, data ...map[string]any) string {
	values := merged(data)
	values["Count"] = counted(n)
	return text(t.localizer, &i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: values})
}

// counted is a number as it is written in English and in Welsh: 9999, 10,000.
func counted(n int) string {
	digits := strconv.Itoa(n)
	if n < 10_000 {
		return digits
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// Has says whether key is a text of Noddfa, in any language.
func (t *Translator) Has(key string) bool {
	found, _ := t.english.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: map[string]any{}})
	return found != ""
}

func text(localizer *i18n.Localizer, config *i18n.LocalizeConfig) string {
	// Localize gives the English text together with an error where the language lacks the key.
	found, _ := localizer.Localize(config)
	if found == "" {
		return config.MessageID
	}
	return found
}

func merged(data []map[string]any) map[string]any {
	values := map[string]any{}
	for _, d := range data {
		maps.Copy(values, d)
	}
	return values
}
