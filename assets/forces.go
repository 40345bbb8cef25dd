package assets

import (
	"bytes"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

//go:embed data
var dataFiles embed.FS

// A Force is a police force as a letter addresses it. What is not known is empty; a letter then says so.
type Force struct {
	ID          string // as on data.police.uk, such as "south-wales"
	Name        string
	NameCY      string // the force's own Welsh name; empty where it has none
	Nation      string // "England", "Wales", "Scotland", "Northern Ireland" or "UK"
	Unit        string
	Address     string // lines separated by "\n"
	SecureEmail string
	CheckedOn   time.Time // when the unit, address and e-mail were last checked
	ValidFrom   time.Time // first day of the force; zero if it has always been there
	ValidTo     time.Time // last day of the force; zero while it exists
}

// NameIn returns the Welsh name for "cy" where the force has one, and the English otherwise.
func (f Force) NameIn(code string) string { return Text{EN: f.Name, CY: f.NameCY}.In(code) }

// On says whether the force exists on the day of at.
func (f Force) On(at time.Time) bool {
	return (f.ValidFrom.IsZero() || !at.Before(f.ValidFrom)) && (f.ValidTo.IsZero() || at.Before(f.ValidTo.AddDate(0, 0, 1)))
}

// UnderVictimsCode says whether the Victims' Code of England and Wales applies: in Scotland and Northern Ireland its
// wording is left out of letters.
func (f Force) UnderVictimsCode() bool {
	return f.Nation != "Scotland" && f.Nation != "Northern Ireland"
}

// Forces returns all police forces, those of Wales first, then by name.
func Forces() []Force { return slices.Clone(forces()) }

// ForceByID finds a force by its id.
func ForceByID(id string) (Force, bool) {
	for _, f := range forces() {
		if f.ID == id {
			return f, true
		}
	}
	return Force{}, false
}

var forces = sync.OnceValue(func() []Force {
	data, err := dataFiles.ReadFile("data/forces.csv")
	if err != nil {
		panic("assets: " + err.Error())
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		panic("assets: forces.csv: " + err.Error()) // embedded, so a test finds it before anybody else
	}
	var all []Force
	for _, r := range rows[1:] {
		all = append(all, Force{
			ID: r[0], Name: r[1], NameCY: r[2], Nation: r[3], Unit: r[4], Address: r[5], SecureEmail: r[6],
			CheckedOn: mustDay(r[7]), ValidFrom: mustDay(r[8]), ValidTo: mustDay(r[9]),
		})
	}
	return all
})

func mustDay(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return day
}

func mustReadData(name string, into any) {
	data, err := dataFiles.ReadFile("data/" + name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		panic(fmt.Sprintf("assets: %s: %v", name, err)) // embedded, so a test finds it before anybody else
	}
}
