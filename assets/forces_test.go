package assets_test

import (
	"testing"
	"time"

	"noddfa/assets"
)

func TestForcesAreWholeAndTheirIdsAreUnique(t *testing.T) {
	seen, nations := map[string]bool{}, map[string]int{}
	for _, f := range assets.Forces() {
		if f.ID == "" || f.Name == "" || seen[f.ID] {
			t.Errorf("force %+v has no id, no name or an id twice", f)
		}
		seen[f.ID] = true
		nations[f.Nation]++
		if f.Nation == "Wales" && f.NameCY == "" {
			t.Errorf("%s has no Welsh name", f.ID)
		}
		if f.Address != "" && f.CheckedOn.IsZero() {
			t.Errorf("%s has an address that nobody checked", f.ID)
		}
		if found, ok := assets.ForceByID(f.ID); !ok || found != f {
			t.Errorf("%s is not found by its id", f.ID)
		}
		if found, ok := assets.FindForce(f.Name); !ok || found != f {
			t.Errorf("%s is not found by its name", f.Name)
		}
	}
	for nation, want := range map[string]int{"England": 39, "Wales": 4, "Scotland": 1, "Northern Ireland": 1, "UK": 1} {
		if nations[nation] != want {
			t.Errorf("%s has %d forces, want %d", nation, nations[nation], want)
		}
	}
	if _, ok := assets.ForceByID("atlantis"); ok {
		t.Error("a force that does not exist was found")
	}
}

func TestForcesAreFoundAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"South Wales Police": "south-wales", "S Wales": "south-wales", "S. Wales Police": "south-wales", "SWP": "south-wales",
		"swp": "south-wales", "Heddlu De Cymru": "south-wales", "heddlu de cymru ": "south-wales", "south-wales": "south-wales",
		"dyfed powys": "dyfed-powys", "Dyfed-Powys": "dyfed-powys", "Heddlu Dyfed Powys": "dyfed-powys", "DPP": "dyfed-powys",
		"Gwent": "gwent", "N Wales": "north-wales", "Heddlu Gogledd Cymru": "north-wales", "NORTH WALES POLICE": "north-wales",
		"the Met": "metropolitan", "Met Police": "metropolitan", "Metropolitan": "metropolitan", "GMP": "greater-manchester",
		"Avon & Somerset": "avon-and-somerset", "Devon and Cornwall Constabulary": "devon-and-cornwall",
		"PSNI": "northern-ireland", "BTP": "btp", "British Transport Police": "btp", "Police Scotland": "scotland",
		"Heddlu'r Alban": "scotland", "City of London": "city-of-london", "W Mids": "west-midlands", "West Mids": "west-midlands",
		"Hampshire": "hampshire", "Hants": "hampshire", "Thames Valley Police": "thames-valley", "London": "metropolitan",
		"W. Mercia": "west-mercia",
		"Wales":     "", "Cymru": "", "police": "", "": "", "Yorkshire": "", "South": "", "Midlands": "", "not known": "",
		"Gwent or S Wales": "", "ŵ😀\x00": "",
	} {
		found, ok := assets.FindForce(text)
		if ok != (want != "") || found.ID != want {
			t.Errorf("%q finds %q (%v), want %q", text, found.ID, ok, want)
		}
	}
}

func TestVictimsCodeIsForEnglandAndWales(t *testing.T) {
	for id, want := range map[string]bool{"south-wales": true, "kent": true, "btp": true, "scotland": false, "northern-ireland": false} {
		f, _ := assets.ForceByID(id)
		if f.UnderVictimsCode() != want {
			t.Errorf("%s: Victims' Code %v, want %v", id, f.UnderVictimsCode(), want)
		}
	}
}

func TestForcesExistWithinTheirDates(t *testing.T) {
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.DateTime, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	f := assets.Force{ValidFrom: at("2026-04-01 00:00:00"), ValidTo: at("2028-03-31 00:00:00")}
	for day, want := range map[string]bool{
		"2026-03-31 23:59:59": false, "2026-04-01 00:00:00": true, "2028-03-31 23:00:00": true, "2028-04-01 00:00:00": false,
	} {
		if f.On(at(day)) != want {
			t.Errorf("on %s the force exists: %v", day, !want)
		}
	}
	if !(assets.Force{}).On(at("1990-01-01 00:00:00")) {
		t.Error("a force without dates does not exist")
	}
}
