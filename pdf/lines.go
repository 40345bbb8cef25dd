package pdf

import (
	"strings"
	"unicode"
)

const (
	noBreakSpace  = '\u00a0'
	narrowNoBreak = '\u202f'
	noBreakHyphen = '\u2011'
	firstMark     = '\u0300' // no letter below is a mark
	pointsToMM    = 25.4 / 72
)

// span is a piece of text in one weight. \n ends a line.
type span struct {
	text string
	bold bool
}

func plain(text string) []span  { return []span{{text: text}} }
func strong(text string) []span { return []span{{text: text, bold: true}} }

// whole keeps a date, a number or a reference on one line. On paper and for
// search the characters are the ordinary ones.
func whole(text string) string { return unbroken.Replace(text) }

var unbroken = strings.NewReplacer(" ", string(noBreakSpace), "-", string(noBreakHyphen))

func isSpace(r rune) bool {
	return r == ' ' || unicode.Is(unicode.Zs, r)
}

// run is part of a line in one face and one direction.
type run struct {
	text   string
	face   Face
	x      float64 // mm from the beginning of the line
	width  float64 // mm, without the spaces at the end of the line
	glyphs []Glyph // where the letters are shaped
}

// line is what stands on one line, in reading order. The text of its runs ends
// in a space where the next line carries on the same paragraph.
type line struct {
	runs  []run
	width float64 // mm
}

// How willing a place is to have the line broken behind it.
const (
	letter = iota // between letters, when nothing else helps
	weak          // between groups of digits; behind . _ & = in a word that fits no line
	good          // behind a space, or a hyphen or slash in a long word
	must          // behind \n
)

// cluster is a letter with its marks: what is never parted.
type cluster struct {
	text  string
	width int // thousandths of the size
	face  Face
	space bool
	after int // may the line be broken behind it?

	level  uint8   // even from left to right, odd from right to left (order.go)
	glyphs []Glyph // where it is shaped (shape.go), in thousandths of the size from its left edge
}

// gap says that the cluster is a space at which a line may end, so that it
// takes no room there.
func (c cluster) gap() bool { return c.space && c.after >= weak }

// breakLines sets spans into lines no wider than width mm, at size points. It
// breaks behind spaces, behind hyphens and slashes of long words, and inside a
// word only when the word alone is wider than the line. There is at least one
// line.
func breakLines(spans []span, size, width float64) []line {
	clusters := clustersOf(spans)
	limit := int(width / (size * pointsToMM) * 1000)
	var lines []line
	for start := 0; start < len(clusters); {
		end, next := fill(clusters, start, limit)
		lines = append(lines, setLine(clusters[start:end+1], size, next < len(clusters)))
		start = next
	}
	if len(lines) == 0 || clusters[len(clusters)-1].after == must {
		lines = append(lines, line{})
	}
	return lines
}

// fill finds the last cluster of the line that begins at start, and where the
// next line begins.
func fill(clusters []cluster, start, limit int) (end, next int) {
	used := 0
	best := [must]int{} // 1 + place of the last break of each kind
	for i := start; i < len(clusters); i++ {
		c := clusters[i]
		if c.after == must {
			return i, i + 1
		}
		if used += c.width; used > limit && !c.gap() && i > start {
			for kind := good; kind >= letter; kind-- {
				if best[kind] > 0 {
					end = best[kind] - 1
					return end, skipSpaces(clusters, end+1)
				}
			}
		}
		best[c.after] = i + 1
	}
	return len(clusters) - 1, len(clusters)
}

func skipSpaces(clusters []cluster, i int) int {
	for i < len(clusters) && clusters[i].gap() {
		i++
	}
	return i
}

// setLine joins clusters of one face to runs. A line that continues keeps one
// space at its end, so that readers and searches do not join two words.
func setLine(clusters []cluster, size float64, continues bool) line {
	last := len(clusters)
	for last > 0 && (clusters[last-1].gap() || clusters[last-1].after == must) {
		last--
	}
	spaceEnded := last < len(clusters)
	unit := size * pointsToMM / 1000
	at := places(clusters[:last])
	var l line
	for i := 0; i < last; {
		j := i + 1
		for j < last && clusters[j].runsOn(clusters[i]) {
			j++
		}
		l.runs = append(l.runs, newRun(clusters[i:j], at[i:j], unit))
		l.width += l.runs[len(l.runs)-1].width
		i = j
	}
	if n := len(l.runs); continues && spaceEnded && n > 0 {
		l.runs[n-1].text += " "
	}
	return l
}

// runsOn says that c carries on the run of the cluster before it.
func (c cluster) runsOn(before cluster) bool {
	return c.face == before.face && c.level == before.level && (c.glyphs == nil) == (before.glyphs == nil)
}

// newRun joins clusters that begin at the given places.
func newRun(clusters []cluster, at []int, unit float64) run {
	r := run{face: clusters[0].face}
	left, width := min(at[0], at[len(at)-1]), 0
	var text strings.Builder
	for i, c := range clusters {
		text.WriteString(c.text)
		width += c.width
		for _, g := range c.glyphs {
			r.glyphs = append(r.glyphs, Glyph{g.ID, (float64(at[i]-left) + g.X) * unit, g.Y * unit, g.Text})
		}
	}
	r.text, r.x, r.width = text.String(), float64(left)*unit, float64(width)*unit
	return r
}

// widest returns the width in mm of the longest piece that good breaks leave
// whole.
func widest(spans []span, size float64) float64 {
	most, used := 0, 0
	for _, c := range clustersOf(spans) {
		if !c.gap() {
			used += c.width
		}
		most = max(most, used)
		if c.after >= good {
			used = 0
		}
	}
	return float64(most) * size * pointsToMM / 1000
}

// longest returns the width in mm of the longest line that spans would make if
// nothing broke them.
func longest(spans []span, size float64) float64 {
	most, used := 0, 0
	for _, c := range clustersOf(spans) {
		if used += c.width; c.after == must {
			used = 0
		}
		most = max(most, used)
	}
	return float64(most) * size * pointsToMM / 1000
}

// longestFit is more letters than any line of ours holds.
const longestFit = 400

// fitLine sets text on one line of at most width mm, cut and ended with … if it
// must be.
func fitLine(text string, bold bool, size, width float64) (l line, cut bool) {
	text = strings.ReplaceAll(text, "\n", " ")
	if runes := []rune(text); len(runes) > longestFit {
		text, cut = string(runes[:longestFit]), true
	}
	clusters := clustersOf([]span{{text, bold}})
	limit, used := int(width/(size*pointsToMM)*1000), 0
	for i, c := range clusters {
		if used += c.width; used > limit {
			dots := clustersOf([]span{{"…", bold}})[0]
			dots.level = min(clusters[0].level, 1) // the end of a line that runs from right to left is at its left
			for used += dots.width; i >= 0 && used > limit; i-- {
				used -= clusters[i].width
			}
			return setLine(append(clusters[:i+1:i+1], dots), size, false), true
		}
	}
	return setLine(clusters, size, false), cut
}

// clustersOf parts spans into clusters, chooses each one's face and says where
// lines may break.
func clustersOf(spans []span) []cluster {
	most := 0
	for _, s := range spans {
		most += len(s.text)
	}
	all := make([]cluster, 0, most)
	for _, s := range spans {
		all = appendClusters(all, s)
	}
	markBreaks(all)
	shapeSpaces(all)
	arrange(all)
	return all
}

// shapeSpaces sets a space between two shaped words in their face, so that they
// are one run.
func shapeSpaces(all []cluster) {
	for i := 1; i+1 < len(all); i++ {
		before, behind := all[i-1], all[i+1]
		if !all[i].space || before.glyphs == nil || behind.glyphs == nil || before.face != behind.face {
			continue
		}
		all[i].face = before.face
		width, _ := before.face.width(' ')
		all[i].width = int(float64(width)*faceScale[before.face] + 0.5)
		all[i] = oneGlyph(all[i], ' ')
	}
}

func appendClusters(all []cluster, s span) []cluster {
	face := Regular
	if s.bold {
		face = Bold
	}
	runes := []rune(s.text)
	for i := 0; i < len(runes); {
		if n, f := shapedWord(runes[i:]); n > 0 {
			if clusters, ok := shapeWord(runes[i:i+n], f+face); ok {
				all, i = append(all, clusters...), i+n
				continue
			}
		}
		if isJoiner(runes[i]) { // what stood beside it was cut off
			i++
			continue
		}
		j := i + 1
		if runes[i] != '\n' {
			for j < len(runes) && runes[j] >= firstMark && unicode.In(runes[j], unicode.Mn, unicode.Me) {
				j++
			}
		}
		all = append(all, newCluster(runes[i:j], face))
		i = j
	}
	return all
}

// newCluster draws a letter and its marks in the first face that has them all;
// what no face has becomes □.
func newCluster(runes []rune, face Face) cluster {
	switch r := runes[0]; {
	case r == '\n':
		return cluster{after: must}
	case isSpace(r):
		w, _ := face.width(' ')
		c := cluster{text: " ", width: w, face: face, space: true, after: letter}
		if r != noBreakSpace && r != narrowNoBreak {
			c.after = good
		}
		return c
	case r == noBreakHyphen:
		w, _ := face.width('-')
		return cluster{text: "-", width: w, face: face, after: letter}
	}
	for _, f := range []Face{face, face.fallback()} {
		if w, ok := widthOf(runes, f); ok {
			return cluster{text: string(runes), width: w, face: f, after: letter}
		}
	}
	f := face.fallback()
	if w, ok := f.width(runes[0]); ok { // the letter is there, its mark is not
		return cluster{text: string(runes[0]), width: w, face: f, after: letter}
	}
	w, _ := f.width(box)
	return cluster{text: string(box), width: w, face: f, after: letter}
}

func widthOf(runes []rune, face Face) (int, bool) {
	total := 0
	for _, r := range runes {
		w, ok := face.width(r)
		if !ok {
			return 0, false
		}
		total += w
	}
	return total, true
}

// longWord is the number of letters from which a word may be broken behind its
// hyphens and slashes.
const longWord = 15

// markBreaks finds the hyphens and slashes behind which a long word may break,
// and the spaces between digits where a number should not.
func markBreaks(all []cluster) {
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && !all[j].space && all[j].after != must {
			j++
		}
		for k := i + 1; k < j-1; k++ {
			all[k].after = wordBreak(all[k].text, all[k-1].text, all[k+1].text, j-i > longWord)
		}
		if j > i && j < len(all)-1 && all[j].space && all[j].after == good && isDigit(all[j-1].text) && isDigit(all[j+1].text) {
			all[j].after = weak
		}
		i = max(j, i+1)
		for i < len(all) && (all[i].space || all[i].after == must) {
			i++
		}
	}
}

func wordBreak(text, before, behind string, long bool) int {
	switch text {
	case "-", "–", "/":
		if long && before != text && behind != text {
			return good
		}
		return weak
	case "—":
		return good
	case ".", "_", "&", "=", "?", ":", "@", "+", ",", ";":
		return weak
	}
	return letter
}

func isDigit(text string) bool { return len(text) == 1 && text[0] >= '0' && text[0] <= '9' }
