// Package madeup writes the notes of a charity that does not exist, of any size,
// and what somebody would look for in them, so that speed can be measured.
package madeup

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"noddfa/assets"
)

// Charity is made up: who came and what the notes say. Words are as frequent as
// in a language (Zipf), a note has 600 bytes, names its person, and every third
// has a number. The same size gives the same charity.
type Charity struct {
	rng     *rand.Rand
	zipf    *rand.Zipf
	words   []string
	first   []string
	last    []string
	Texts   []string // of the notes, the oldest first
	people  []string // who was named in them
	numbers []string // that were written in them
	written int
}

const noteLength = 600

// New makes the charity of a seed.
func New(seed int) *Charity {
	c := &Charity{rng: rand.New(rand.NewPCG(7, uint64(seed)))}
	for _, w := range assets.Words() {
		c.words = append(c.words, w, w+[]string{"s", "ed", "ing", "er"}[len(w)%4])
	}
	c.rng.Shuffle(len(c.words), func(i, j int) { c.words[i], c.words[j] = c.words[j], c.words[i] })
	c.first, c.last = c.names(300), c.names(2500)
	c.zipf = rand.NewZipf(c.rng, 1.07, 3, uint64(len(c.words)-1))
	return c
}

func (c *Charity) pick(list []string) string { return list[c.rng.IntN(len(list))] }

func (c *Charity) names(n int) []string {
	var names []string
	for range n {
		var b strings.Builder
		for range 2 + c.rng.IntN(2) {
			b.WriteString(c.pick([]string{"b", "c", "d", "f", "g", "gw", "ll", "m", "n", "p", "r", "rh", "s", "t", "th", "tr"}))
			b.WriteString(c.pick([]string{"a", "e", "i", "o", "u", "w", "y", "ai", "ei", "â", "ŵ"}))
		}
		b.WriteString(c.pick([]string{"n", "s", "r", "l", "dd", ""}))
		names = append(names, strings.ToUpper(b.String()[:1])+b.String()[1:])
	}
	return names
}

// areas are the ranges of numbers that Ofcom keeps free for drama.
var areas = []string{
	"01632 960", "07700 900", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0",
	"0141 496 0", "0151 496 0", "0161 496 0", "020 7946 0", "0191 498 0", "029 2018 0", "03069 990",
}

// Who is the person with a number: every fourth is the one before again.
func (c *Charity) Who(number int) (first, last, phone string) {
	n := uint64(number - number%4/3)
	n = (n + 1) * 0x9e3779b97f4a7c15
	return c.first[n>>7%uint64(len(c.first))], c.last[n>>23%uint64(len(c.last))], fmt.Sprintf("%s%03d", areas[n>>40%uint64(len(areas))], n>>11%1000)
}

// Said makes the next note of a case.
func (c *Charity) Said(caseNumber int) string {
	first, last, phone := c.Who(caseNumber)
	person := first + " " + last
	var b strings.Builder
	at, named := c.rng.IntN(noteLength*2/3), false
	for b.Len() < noteLength {
		if !named && b.Len() > at {
			named = true
			b.WriteString(person)
			if c.written%3 == 0 {
				b.WriteString(" " + phone)
				c.numbers = append(c.numbers, phone)
			}
		} else {
			b.WriteString(c.words[c.zipf.Uint64()])
		}
		b.WriteString([]string{" ", " ", " ", " ", ", ", ". "}[c.rng.IntN(6)])
	}
	c.written++
	c.people = append(c.people, person)
	c.Texts = append(c.Texts, b.String())
	return b.String()
}

// Query is something that somebody looks for, and of what kind it is.
type Query struct{ Kind, Typed string }

// Queries are 30 % names, 30 % words, 20 % two words of one note, 10 % parts of
// numbers and 10 % words that are nowhere.
func (c *Charity) Queries(n int) []Query {
	var asked []Query
	for i := range n {
		words := strings.Fields(strings.NewReplacer(",", "", ".", "").Replace(c.pick(c.Texts)))
		switch i % 10 {
		case 0, 1, 2:
			name := c.pick(c.people)
			if i%2 == 0 {
				name = strings.Fields(name)[1]
			}
			asked = append(asked, Query{"names", name})
		case 3, 4, 5:
			asked = append(asked, Query{"words", c.pick(words)})
		case 6, 7:
			asked = append(asked, Query{"two words", c.pick(words) + " " + c.pick(words)})
		case 8:
			digits := strings.ReplaceAll(c.pick(c.numbers), " ", "")
			asked = append(asked, Query{"numbers", digits[len(digits)-6:]})
		default:
			asked = append(asked, Query{"nowhere", c.pick(c.words) + c.pick([]string{"quorn", "zil", "ffwrn"})})
		}
	}
	return asked
}
