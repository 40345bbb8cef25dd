package ledger

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"os"
)

// headSize is SQLite's file format, section 1.3: the database header.
const headSize = 100

var magic = []byte("SQLite format 3\x00")

// judgeHead says what the first bytes of a file are: a ledger's, a ledger's but
// for damage, or something else's.
func judgeHead(head []byte) error {
	if len(head) < headSize {
		return ErrNotVault
	}
	id := binary.BigEndian.Uint32(head[68:])
	version := binary.BigEndian.Uint32(head[60:])
	switch {
	case !isOurs(head):
		if id == ApplicationID || bytes.HasPrefix(head, magic) && bits.OnesCount32(id^ApplicationID) == 1 {
			return fmt.Errorf("%w: its first bytes", ErrDamaged)
		}
		return ErrNotVault
	case version >= noVersion:
		return fmt.Errorf("%w: format %d", ErrDamaged, version)
	case version > FormatVersion:
		return fmt.Errorf("%w: format %d", ErrNewer, version)
	}
	return nil
}

// hasOurRows reports whether a file whose first page is gone still has rows of
// ours on the pages after it: each proves itself.
func hasOurRows(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	image, _ := io.ReadAll(io.LimitReader(file, 4<<20))
	for _, r := range rowsIn(image, usualPage, usualPage) {
		if r.Linked() {
			return true
		}
	}
	return false
}

// usualPage is the size of a page in every file that we make.
const usualPage = 4096

// noVersion is more than the format's version will ever be.
const noVersion = 1000

// isOurs reports whether the first bytes of a file say that it is a ledger.
func isOurs(head []byte) bool {
	return len(head) >= headSize && bytes.HasPrefix(head, magic) && binary.BigEndian.Uint32(head[68:]) == ApplicationID
}

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, translate("opening the file", err)
	}
	defer file.Close()
	head := make([]byte, headSize)
	n, _ := io.ReadFull(file, head) // a shorter file is not one of ours
	return head[:n], nil
}

// headInJournal returns the newest header in a WAL (SQLite's file format,
// section 4.1: 32 bytes, then frames of 24 bytes and a page), nil if there is
// none. Whether its frame counts is for SQLite to say.
func headInJournal(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	head := make([]byte, 32)
	if _, err := io.ReadFull(file, head); err != nil || binary.BigEndian.Uint32(head)&^1 != 0x377f0682 {
		return nil
	}
	page := int64(binary.BigEndian.Uint32(head[8:]))
	if page < 512 || page > 65536 {
		return nil
	}
	var newest []byte
	frame := make([]byte, 24+headSize)
	for at := int64(32); ; at += 24 + page {
		if _, err := file.ReadAt(frame, at); err != nil {
			return newest
		}
		if binary.BigEndian.Uint32(frame) == 1 && isOurs(frame[24:]) {
			newest = bytes.Clone(frame[24:])
		}
	}
}
