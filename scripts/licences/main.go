// Command licences writes docs/licences.md: every part of the programs on
// Linux, Windows and macOS, with its licence in full.
package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// part is what somebody else wrote.
type part struct {
	Path, Version, Dir string
}

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func write(w io.Writer) error {
	parts, err := modules()
	if err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("asking go where it is: %w", err)
	}
	for _, own := range []part{
		{"Go, its standard library and runtime", "of go.mod", strings.TrimSpace(string(root))},
		{"Atkinson Hyperlegible Next, the font of the window", "", "assets/fonts/AtkinsonHyperlegibleNext-OFL.txt"},
		{"Source Sans 3, the font of the letters", "", "assets/fonts/SourceSans3-OFL.txt"},
		{"Noto Naskh Arabic and Noto Sans Bengali", "", "assets/fonts/Noto-OFL.txt"},
	} {
		parts[own.Path] = own
	}
	fmt.Fprint(w, "# What Noddfa is made of\n\n`make licences` writes this page. Noddfa itself: MIT, see LICENSE. SQLite is in the public domain; it comes with github.com/mattn/go-sqlite3, and GLFW with github.com/go-gl/glfw.\n\n| part | version | licence |\n|---|---|---|\n")
	texts := map[string][]string{} // of a licence, the parts under it
	for _, path := range slices.Sorted(maps.Keys(parts)) {
		p := parts[path]
		text, err := p.licence()
		if err != nil {
			return err
		}
		name := nameOf(text)
		if name == "" {
			return fmt.Errorf("%s has a licence that is not known here; read it, then add it to nameOf", path)
		}
		fmt.Fprintf(w, "| %s | %s | %s |\n", path, p.Version, name)
		texts[text] = append(texts[text], path)
	}
	for _, text := range slices.SortedFunc(maps.Keys(texts), func(a, b string) int { return strings.Compare(texts[a][0], texts[b][0]) }) {
		fmt.Fprintf(w, "\n## %s\n\n```\n%s\n```\n", strings.Join(texts[text], ", "), text)
	}
	return nil
}

// modules are those of which something is in a program.
func modules() (map[string]part, error) {
	parts := map[string]part{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		// -e: what C says is not there for another system, and is not asked for
		list := exec.Command("go", "list", "-deps", "-e", "-tags", "migrated_fynedo,accessibility", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/...")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=1")
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("listing the parts for %s: %w", system, err)
		}
		for line := range strings.Lines(string(out)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
				parts[f[0]] = part{f[0], f[1], f[2]}
			}
		}
	}
	return parts, nil
}

// licence is the text of every file of that kind at the top of a part, and of
// the C library that lies in it.
func (p part) licence() (string, error) {
	files := []string{p.Dir}
	if info, err := os.Stat(p.Dir); err != nil {
		return "", fmt.Errorf("reading the licence of %s: %w", p.Path, err)
	} else if info.IsDir() {
		files = nil
		for _, pattern := range []string{"LICEN[CS]E*", "COPYING*", "NOTICE*", "PATENTS*", "glfw/LICENSE*"} {
			found, _ := filepath.Glob(filepath.Join(p.Dir, pattern))
			files = append(files, found...)
		}
	}
	var texts []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("reading the licence of %s: %w", p.Path, err)
		}
		texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("%s has no licence", p.Path)
	}
	return strings.Join(texts, "\n\n"), nil
}

// nameOf is the short name (SPDX) of the licences in a text; "" where there is
// one that nobody has looked at.
func nameOf(text string) string {
	plain := strings.Join(strings.Fields(text), " ")
	var names []string
	for _, l := range []struct{ name, words string }{
		{"Unlicense", "released into the public domain"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
		{"BSD-3-Clause", "Redistributions in binary form must reproduce"},
		{"Apache-2.0", "Apache License Version 2.0"},
		{"OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1"},
		{"Zlib", "The origin of this software must not be misrepresented"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
	} {
		if strings.Contains(plain, l.words) {
			names = append(names, l.name)
		}
	}
	for i, name := range names {
		if name == "BSD-3-Clause" && !strings.Contains(plain, "Neither the name") && !strings.Contains(plain, "may not be used to endorse") && !strings.Contains(plain, "may be used to endorse") {
			names[i] = "BSD-2-Clause"
		}
	}
	return strings.Join(names, ", ")
}
