// Command typecheck reads the programs as they are for other systems, and says what does not fit together: a file for macOS
// cannot be compiled where there is no Mac, its types can still be checked. C is taken on trust.
//
// go run ./scripts/typecheck darwin/arm64 windows/amd64
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// listed is what `go list` tells of a package.
type listed struct {
	ImportPath        string
	Dir               string
	GoFiles, CgoFiles []string
	ImportMap         map[string]string
	Module            *struct{ Main bool }
}

func main() {
	failed := false
	for _, system := range os.Args[1:] {
		wrong, err := check(system)
		if err != nil {
			fmt.Fprintln(os.Stderr, "typecheck:", err)
			os.Exit(1)
		}
		for _, w := range wrong {
			fmt.Println(system+":", w)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// check returns what is wrong in our own packages.
func check(system string) (wrong []error, err error) {
	goos, arch, _ := strings.Cut(system, "/")
	list := exec.Command("go", "list", "-deps", "-e", "-json=ImportPath,Dir,GoFiles,CgoFiles,ImportMap,Module", "-tags", os.Getenv("TAGS"), "./...")
	list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+arch, "CGO_ENABLED=1")
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing the packages for %s: %w", system, err)
	}
	known := map[string]*types.Package{"unsafe": types.Unsafe}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for { // each comes after those that it imports
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return wrong, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the list of packages: %w", err)
		}
		if p.ImportPath == "unsafe" {
			continue
		}
		ours := p.Module != nil && p.Module.Main
		found := p.check(arch, known, ours)
		if ours {
			wrong = append(wrong, found...)
		}
	}
}

type importer func(path string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }

// check checks one package and adds it to those known. What functions do is read in ours alone.
func (p listed) check(arch string, known map[string]*types.Package, ours bool) (wrong []error) {
	places := token.NewFileSet()
	var files []*ast.File
	for _, name := range append(p.GoFiles, p.CgoFiles...) {
		f, err := parser.ParseFile(places, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		files = append(files, f)
	}
	config := types.Config{
		FakeImportC: true, IgnoreFuncBodies: !ours, Sizes: types.SizesFor("gc", arch),
		Error: func(err error) { wrong = append(wrong, err) },
		Importer: importer(func(path string) (*types.Package, error) {
			if real, ok := p.ImportMap[path]; ok {
				path = real
			}
			if k := known[path]; k != nil {
				return k, nil
			}
			return nil, fmt.Errorf("%s is not there", path)
		}),
	}
	known[p.ImportPath], _ = config.Check(p.ImportPath, places, files, nil) // what is wrong comes by Error
	return wrong
}
