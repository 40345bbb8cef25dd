// Package guide is the user guide as the program shows it: the same Markdown files that stand beside this one, in English
// and Welsh, embedded and taken apart into sections. It knows as much of Markdown as these files use: a title, a warning,
// headings, paragraphs, points and steps. Pictures and links are for those who read the files.
package guide

import (
	"embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed en/*.md cy/*.md
var files embed.FS

// IDs lists the pages in the order in which they are offered; the first three are named like roles.
func IDs() []string { return []string{"volunteer", "caseworker", "manager", "install"} }

// A Page is one file of the guide.
type Page struct {
	ID       string
	Title    string
	Warning  string  // what comes before everything: 999
	Lead     []Block // before the first heading
	Waits    bool    // no translator has signed it yet: it leads to the English
	Sections []Section
}

// A Section is a heading with what stands under it.
type Section struct {
	Heading string
	Blocks  []Block
}

// A Block is a paragraph, or with a Mark ("•", "1.") a point or a step of a list.
type Block struct{ Mark, Text string }

// Text is everything under the heading, a line for each block.
func (s Section) Text() string {
	var lines []string
	for _, b := range s.Blocks {
		lines = append(lines, b.Text)
	}
	return strings.Join(lines, "\n")
}

// Pages returns all pages in a language, "en" or "cy".
func Pages(code string) []Page {
	if code == "cy" {
		return welsh()
	}
	return english()
}

var (
	english = sync.OnceValue(func() []Page { return read("en") })
	welsh   = sync.OnceValue(func() []Page { return read("cy") })
)

func read(code string) []Page {
	var pages []Page
	for _, id := range IDs() {
		text, err := files.ReadFile(code + "/" + id + ".md")
		if err != nil {
			continue // a test finds it before anybody else
		}
		pages = append(pages, parse(id, string(text)))
	}
	return pages
}

var step = regexp.MustCompile(`^(\d+\.) (.*)$`)

func parse(id, text string) Page {
	p := Page{ID: id, Waits: strings.Contains(text, "](../en/")}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		mark, words := "", line
		switch {
		case line == "" || strings.HasPrefix(line, "!["):
			continue
		case strings.HasPrefix(line, "# "):
			p.Title = plain(line[2:])
			continue
		case strings.HasPrefix(line, "> "):
			p.Warning = plain(line[2:])
			continue
		case strings.HasPrefix(line, "## "):
			p.Sections = append(p.Sections, Section{Heading: plain(line[3:])})
			continue
		case strings.HasPrefix(line, "- "):
			mark, words = "•", line[2:]
		default:
			if m := step.FindStringSubmatch(line); m != nil {
				mark, words = m[1], m[2]
			}
		}
		block := Block{mark, plain(words)}
		if n := len(p.Sections); n > 0 {
			p.Sections[n-1].Blocks = append(p.Sections[n-1].Blocks, block)
		} else {
			p.Lead = append(p.Lead, block)
		}
	}
	return p
}

var (
	bold = regexp.MustCompile(`\*\*(.+?)\*\*`)
	code = regexp.MustCompile("`([^`]+)`")
	link = regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`)
)

// plain is a line without Markdown's signs; what is on a button stands in quotes.
func plain(line string) string {
	line = bold.ReplaceAllString(line, "“$1”")
	line = code.ReplaceAllString(line, "$1")
	return link.ReplaceAllString(line, "$1")
}
