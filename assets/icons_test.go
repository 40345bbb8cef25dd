package assets_test

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
)

var neededIcons = []string{
	"today", "contacts", "cases", "letters", "insights", "team", "settings", "lock", "crisis", "search", "plus", "note",
	"plan", "evidence", "phone", "warning", "check", "back",
}

// Fyne tints the fill of a shape and nothing else, so an icon is filled paths of one colour.
func TestIconsCanBeTinted(t *testing.T) {
	for _, name := range neededIcons {
		if !slices.Contains(assets.IconNames(), name) {
			t.Errorf("there is no icon %q", name)
		}
	}
	for _, name := range assets.IconNames() {
		for _, element := range elements(t, name) {
			has := map[string]string{}
			for _, a := range element.Attr {
				has[a.Name.Local] = a.Value
			}
			switch element.Name.Local {
			case "svg":
				if has["viewBox"] != "0 0 24 24" {
					t.Errorf("%s is not 24 units square", name)
				}
			case "path":
				if has["fill"] != "#000000" || has["stroke"] != "" || has["d"] == "" {
					t.Errorf("%s has a path that cannot be tinted", name)
				}
			default:
				t.Errorf("%s has a %s, which cannot be tinted", name, element.Name.Local)
			}
		}
	}
	if _, ok := assets.Icon("../icon"); ok {
		t.Error("a name with a path found something")
	}
}

func elements(t *testing.T, icon string) []xml.StartElement {
	t.Helper()
	data, ok := assets.Icon(icon)
	if !ok {
		t.Fatalf("%s is listed and not there", icon)
	}
	var found []xml.StartElement
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatalf("%s: %v", icon, err)
		}
		if element, ok := token.(xml.StartElement); ok {
			found = append(found, element)
		}
	}
}

func TestWindowIconIsAPicture(t *testing.T) {
	picture, err := png.Decode(bytes.NewReader(assets.AppIconPNG()))
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() != 256 || b.Dy() != 256 {
		t.Errorf("it is %v", b)
	}
	if !strings.HasPrefix(string(assets.AppIconSVG()), "<svg ") {
		t.Error("the drawing is no SVG")
	}
}
