// Command letterbench measures a letter of two pages beside the same words set by
// other libraries and by LibreOffice. The words are fictional.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
)

// way is one way to make the letter.
type way struct {
	name, more string
	make       func(words letter) ([]byte, error)
}

// letter is what every way sets: lines of words, and a table whose first row is
// its head.
type letter struct {
	title  string
	before []string
	table  [][]string
	after  []string
}

// measured is what a way took.
type measured struct {
	wall, cpu []time.Duration
	bytes     int
}

func main() {
	rounds := flag.Int("rounds", 30, "how often each way makes the letter")
	folder := flag.String("folder", os.TempDir(), "where LibreOffice may write")
	flag.Parse()
	if err := measure(*rounds, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "letterbench:", err)
		os.Exit(1)
	}
}

func measure(rounds int, folder string) error {
	words, err := ourWords()
	if err != nil {
		return err
	}
	ways := []way{
		{"**Noddfa**", "tagged; layout, PDF, structure", ours},
		{version("github.com/jung-kurt/gofpdf"), "", withGofpdf},
		{version("codeberg.org/go-pdf/fpdf"), "", withFpdf},
		{version("github.com/johnfercher/maroto/v2"), "", withMaroto},
		{version("github.com/signintech/gopdf"), "", withGopdf},
	}
	results := make([]measured, len(ways))
	for range rounds { // by turns, so that whatever else the machine does meets all alike
		for i, w := range ways {
			if err := results[i].once(w, words); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
	}
	fmt.Println("| | ms, median | ms, fastest | processor ms | bytes | |")
	fmt.Println("|---|---:|---:|---:|---:|---|")
	for i, w := range ways {
		results[i].print(w.name, w.more)
	}
	return libreOffice(words, folder, min(rounds, 5))
}

// once makes the letter one time. Whatever a way makes dear for the next one is
// cleared first.
func (m *measured) once(w way, words letter) error {
	began, used := time.Now(), processor(syscall.RUSAGE_SELF)
	file, err := w.make(words)
	if err != nil {
		return err
	}
	m.add(time.Since(began), processor(syscall.RUSAGE_SELF)-used, len(file))
	return nil
}

func (m *measured) add(wall, cpu time.Duration, bytes int) {
	m.wall, m.cpu, m.bytes = append(m.wall, wall), append(m.cpu, cpu), bytes
}

func (m *measured) print(name, more string) {
	slices.Sort(m.wall)
	slices.Sort(m.cpu)
	fmt.Printf("| %s | %s | %s | %s | %d | %s |\n", name, ms(m.wall[len(m.wall)/2]), ms(m.wall[0]), ms(m.cpu[len(m.cpu)/2]), m.bytes, more)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

// processor is the time that this program, or those it has started and that have
// ended, spent computing.
func processor(whose int) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(whose, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// version is the short name of a module with its version.
func version(path string) string {
	name := strings.TrimSuffix(path, "/v2")
	name = name[strings.LastIndex(name, "/")+1:]
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == path {
			return name + " " + strings.TrimPrefix(m.Version, "v")
		}
	}
	return name
}
