package assets

import (
	"slices"
	"strings"
	"testing"
)

func TestWordsSortByTheAlphabetOfTheLanguage(t *testing.T) {
	t.Parallel()
	const mixed = "llan chwaer lori cwm dydd ddoe dŵr fa ffa gŵr hir lwc ngwr phil pwy rwy rhys sian Siôn thomas tŷ tref"
	for code, want := range map[string]string{
		Welsh:   "cwm chwaer dŵr dydd ddoe fa ffa gŵr ngwr hir lori lwc llan pwy phil rwy rhys sian Siôn tref tŷ thomas",
		English: "chwaer cwm ddoe dŵr dydd fa ffa gŵr hir llan lori lwc ngwr phil pwy rhys rwy sian Siôn thomas tref tŷ",
	} {
		words := strings.Fields(mixed)
		slices.SortFunc(words, Lang(code).Compare)
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%s:\n%s, want\n%s", code, got, want)
		}
	}
}
