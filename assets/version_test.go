package assets_test

import (
	"os"
	"strings"
	"testing"

	"noddfa/assets"
)

func TestEveryPackageCarriesTheVersionOfThePrograms(t *testing.T) {
	for file, line := range map[string]string{
		"../FyneApp.toml": `Version = "` + assets.Version + `"`,
		"../packaging/linux/org.noddfa.Noddfa.metainfo.xml": `<release version="` + assets.Version + `"`,
		"../packaging/windows/versioninfo.json":             `"ProductVersion": "` + assets.Version + `"`,
		"../packaging/windows/noddfa.exe.manifest":          `version="` + assets.Version + `.0"`,
		"../packaging/macos/Info.plist":                     "<key>CFBundleShortVersionString</key><string>" + assets.Version + "</string>",
		"../CHANGELOG.md":                                   "## " + assets.Version,
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), line) {
			t.Errorf("%s lacks %s", file, line)
		}
	}
}
