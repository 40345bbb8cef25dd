package assets

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed icon.svg
var iconSVG []byte

//go:embed icon.png
var iconPNG []byte

//go:embed icons/*.svg
var iconFiles embed.FS

// AppIconSVG returns the icon of Noddfa as it was drawn. The bytes are shared and must not be changed.
func AppIconSVG() []byte { return iconSVG }

// AppIconPNG returns the icon of Noddfa, 256 pixels square. The bytes are shared and must not be changed.
func AppIconPNG() []byte { return iconPNG }

// Icon returns a line icon as SVG, 24 units square in one colour, so that a theme can tint it: "today", "contacts",
// "lock" … IconNames lists them all.
func Icon(name string) ([]byte, bool) {
	data, err := iconFiles.ReadFile("icons/" + name + ".svg")
	return data, err == nil
}

// IconNames lists the line icons, sorted.
func IconNames() []string {
	files, err := fs.Glob(iconFiles, "icons/*.svg")
	if err != nil {
		panic("assets: " + err.Error())
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(path.Base(f), ".svg"))
	}
	return names
}
