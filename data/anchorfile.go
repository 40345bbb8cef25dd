package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"noddfa/data/ledger"
)

// The anchors beside the settings are written anew with each save, and must not
// make it slow: where a file is emptied or replaced, some file systems bring it to
// the disk at once. So it has two lines of one length, by turns written over where
// they stand. One that was torn does not prove itself, and the other is one save
// behind.

// leastLine is how long each line is at least: a page, so that no write of one
// touches the other.
const leastLine = 4096

// anchorLine is one of the lines. What is in the keyring, or was written by an
// earlier version, has no number and no sum; the first version kept one anchor
// alone, for whatever place.
type anchorLine struct {
	anchor
	Number uint64          `json:"n"`
	Sum    string          `json:"sum"` // SHA-256 of the number (8 bytes) and of places as it stands there, in hexadecimal
	Places json.RawMessage `json:"places"`
}

func sumOfLine(number uint64, places []byte) string {
	return hexOf(sha256.Sum256(append(be64(number), places...)))
}

// anchorFile is what stands in such a text.
type anchorFile struct {
	places []anchor
	number uint64 // of the newest line that proves itself
	line   int    // that line
	width  int    // of its two lines; 0 where it has not two of one length
}

func readAnchorFile(text []byte) (f anchorFile) {
	for i, line := range bytes.Split(text, []byte("\n")) {
		var l anchorLine
		line = line[:bytes.LastIndexByte(line, '}')+1] // not what fills it up
		if json.Unmarshal(line, &l) != nil || l.Sum != "" && l.Sum != sumOfLine(l.Number, l.Places) {
			continue
		}
		var places []anchor
		_ = json.Unmarshal(l.Places, &places)
		if len(places) == 0 && l.Seq > 0 {
			places = []anchor{l.anchor}
		}
		if f.places == nil || l.Number > f.number {
			f.places, f.number, f.line = places, l.Number, i
		}
	}
	half := len(text) / 2
	if half >= leastLine && len(text)%2 == 0 && bytes.IndexByte(text, '\n') == half-1 && bytes.LastIndexByte(text, '\n') == len(text)-1 {
		f.width = half
	}
	return f
}

func readAnchors(text []byte) []anchor { return readAnchorFile(text).places }

// anchorsOf reads what is kept of a vault beside the settings.
func (c *computer) anchorsOf(vault ID) anchorFile {
	text, err := os.ReadFile(c.file(vault))
	if err != nil {
		return anchorFile{}
	}
	return readAnchorFile(text)
}

// besideSettings is what a computer knows to stand beside the settings. Another program
// may have written there since, so it counts only while the text is the same.
type besideSettings struct {
	sync.Mutex
	head ledger.Head // the newest that was written there
	text []byte
	file anchorFile
	room []byte // for reading it again
}

// renewAnchors writes what becomes of the anchors that are there. The caller holds
// the lock of what is beside the settings.
func (c *computer) renewAnchors(vault ID, renew func(kept []anchor) []anchor) error {
	file, err := os.OpenFile(c.file(vault), os.O_RDWR, 0)
	if err != nil {
		return c.keepAnchors(vault, anchorFile{}, renew(nil))
	}
	b := &c.beside
	if err := b.read(file); err != nil {
		return errors.Join(err, file.Close())
	}
	places := renew(b.file.places)
	line, at, err := b.file.next(places)
	if err != nil || at < 0 {
		return errors.Join(err, file.Close(), c.keepAnchors(vault, b.file, places))
	}
	_, err = file.WriteAt(line, at)
	copy(b.text[at:], line)
	b.file = anchorFile{places: places, number: b.file.number + 1, line: 1 - b.file.line, width: b.file.width}
	return errors.Join(err, file.Close())
}

// read looks at what stands in a file, and takes it apart where it changed.
func (b *besideSettings) read(file *os.File) error {
	if len(b.room) != len(b.text)+1 {
		b.room = make([]byte, len(b.text)+1)
	}
	n, err := file.ReadAt(b.room, 0)
	if err == io.EOF && n > 0 && bytes.Equal(b.room[:n], b.text) {
		return nil
	}
	b.text, err = io.ReadAll(file)
	b.file = readAnchorFile(b.text)
	return err
}

// keepAnchors writes anchors in the place of those that were read.
func (c *computer) keepAnchors(vault ID, was anchorFile, places []anchor) error {
	text, at, err := was.next(places)
	if err != nil {
		return err
	}
	path := c.file(vault)
	if at >= 0 {
		return writeOver(path, text, at)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return ledger.WriteWhole(path, text)
}

// next is what has to be written to keep anchors: a line, and where; or the whole
// text, -1.
func (f anchorFile) next(places []anchor) (text []byte, at int64, err error) {
	raw, err := json.Marshal(places)
	if err != nil {
		return nil, 0, err
	}
	number := f.number + 1
	line, err := json.Marshal(map[string]any{"n": number, "sum": sumOfLine(number, raw), "places": json.RawMessage(raw)})
	if err != nil {
		return nil, 0, err
	}
	if len(line) < f.width {
		return lineOf(line, f.width), int64(f.width * (1 - f.line)), nil
	}
	width := (2*len(line)/leastLine + 1) * leastLine
	return append(lineOf(line, width), lineOf(nil, width)...), -1, nil
}

// lineOf fills a line up with spaces.
func lineOf(text []byte, width int) []byte {
	line := bytes.Repeat([]byte(" "), width)
	copy(line, text)
	line[width-1] = '\n'
	return line
}

func writeOver(path string, line []byte, at int64) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(line, at)
	return errors.Join(err, file.Close())
}
