// Command parts writes what a program is made of, as the program itself tells it: a software bill of materials in CycloneDX
// 1.5. `go run ./scripts/parts PROGRAM`; the same program gives the same list.
//
// https://cyclonedx.org/docs/1.5/json/
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"noddfa/assets"
)

type bill struct {
	Format     string    `json:"bomFormat"`
	Spec       string    `json:"specVersion"`
	Version    int       `json:"version"`
	Metadata   metadata  `json:"metadata"`
	Components []program `json:"components"`
}

type metadata struct {
	Component program `json:"component"`
}

// program is a part, or the whole.
type program struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref,omitempty"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	URL        string     `json:"purl,omitempty"` // a package URL
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: parts PROGRAM")
		os.Exit(2)
	}
	if err := write(os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "parts:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, file string) error {
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading what %s is made of: %w", file, err)
	}
	b := bill{
		Format: "CycloneDX", Spec: "1.5", Version: 1,
		Metadata: metadata{program{Type: "application", Ref: "noddfa", Name: "noddfa", Version: assets.Version}},
		Components: []program{{
			Type: "library", Ref: "go", Name: "std", Version: strings.TrimPrefix(info.GoVersion, "go"),
			URL: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go"),
		}},
	}
	for _, s := range info.Settings {
		b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, property{"go:build:" + s.Key, s.Value})
	}
	for _, m := range info.Deps {
		b.Components = append(b.Components, part(m))
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(b)
}

func part(m *debug.Module) program {
	if m.Replace != nil {
		m = m.Replace
	}
	url := "pkg:golang/" + m.Path + "@" + m.Version
	return program{Type: "library", Ref: url, Name: m.Path, Version: m.Version, URL: url, Properties: []property{{"go:sum", m.Sum}}}
}
