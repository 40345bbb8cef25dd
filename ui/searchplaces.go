package ui

import (
	"slices"
	"strconv"
	"strings"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

// searchedPlace is a page, or something that is done on none, as the search finds it: by its title and by what else
// people call it.
type searchedPlace struct {
	title, also string // keys; also may be ""
	icon, keys  string
	do          func()
}

// leastOfPlace is how many letters find a page: fewer are most often a name.
const leastOfPlace = 4

// places are those that this colleague can open, the pages of the rail first.
func (s *searchSheet) places() (list []searchedPlace) {
	to := func(r Route) func() { return func() { s.shell.Go(r) } }
	also := map[string]string{ScreenInsights: "search.place.figures", ScreenTeam: "search.place.team", ScreenSettings: "search.place.settings"}
	for i, r := range s.shell.o.Rail {
		list = append(list, searchedPlace{r.Label, also[r.Route.Screen], r.Icon, "Alt+" + string(rune('1'+i)), to(r.Route)})
	}
	list = append(list,
		searchedPlace{"shell.new-contact", "", "plus", "Ctrl+N", s.app.newContact},
		searchedPlace{"shift.end", "", "clock", "Ctrl+Shift+S", s.app.endShift},
		searchedPlace{"import.title", "search.place.import", "import", "", to(Route{Screen: screenImport})},
		searchedPlace{"crisis.title", "", "crisis", "F2", s.app.showCrisis},
		searchedPlace{"keys.title", "", "help", "F1", s.app.showKeys},
		searchedPlace{"guide.open", "", "help", "", s.app.showGuide},
	)
	role := s.app.standing.me.Role
	if role != data.Volunteer {
		list = append(list,
			searchedPlace{"request.new", "search.place.request", "plus", "Ctrl+Shift+R", s.newRequest},
			searchedPlace{"requests.title", "", "letters", "", to(Route{Screen: ScreenRequests})},
			searchedPlace{"backup.title", "search.place.backup", "save", "", to(Route{Screen: ScreenSettings, Tab: settingsBackup})})
	}
	if role == data.Manager {
		list = append(list,
			searchedPlace{"oversight.title", "search.place.oversight", "team", "Ctrl+Shift+T", s.openOversight},
			searchedPlace{"team.incidents", "search.place.incidents", "warning", "", to(Route{Screen: screenIncidents})},
			searchedPlace{"lost.title", "search.place.lost", "search", "", to(Route{Screen: screenLost})},
			searchedPlace{"team.trail", "search.place.trail", "history", "", to(Route{Screen: ScreenTeam, Tab: teamTrail})},
			searchedPlace{"retention.title", "search.place.due", "clock", "", to(Route{Screen: screenDue})},
			searchedPlace{"retention.rules", "search.place.rules", "settings", "", to(Route{Screen: screenRetention})},
			searchedPlace{"wording.title", "search.place.wording", "settings", "", to(Route{Screen: screenWording})},
			searchedPlace{"settings.onCall", "", "phone", "", to(Route{Screen: ScreenSettings, Tab: settingsOnCall})},
			searchedPlace{"settings.police", "", "letters", "", to(Route{Screen: ScreenSettings, Tab: settingsPolice})})
	}
	return list
}

// placesFor are those that what is typed may mean: each of its words begins one of theirs.
func (s *searchSheet) placesFor(typed string) []searchedPlace {
	words := strings.Fields(assets.PlainLetters(typed))
	if len([]rune(strings.Join(words, ""))) < leastOfPlace {
		return nil
	}
	return slices.DeleteFunc(s.places(), func(p searchedPlace) bool {
		called := s.t(p.title)
		if p.also != "" {
			called += " " + s.t(p.also)
		}
		theirs := strings.Fields(assets.PlainLetters(called))
		return slices.ContainsFunc(words, func(word string) bool {
			return !slices.ContainsFunc(theirs, func(their string) bool { return strings.HasPrefix(their, word) })
		})
	})
}

func placeID(i int) string { return "place" + strconv.Itoa(i) }

// placeItems are the pages that were found, above the records.
func (s *searchSheet) placeItems() (items widget.ItemSlice) {
	for i, p := range s.found.places {
		if i == 0 {
			items = append(items, widget.Item{Heading: true, Title: s.t("search.places")})
		}
		items = append(items, widget.Item{ID: placeID(i), Title: s.t(p.title), Icon: p.icon, Meta: keyNames(p.keys)})
	}
	return items
}
