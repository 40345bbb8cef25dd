package ledger

import (
	"bytes"
	"encoding/binary"
)

// SQLite writes what a journal beside a file holds into that file, whatever file
// the journal belongs to. So before it may, the journal is read here (SQLite's
// file format, sections 3 and 4) and laid over an image of the file: see weigh.

// overlay is the pages that a journal would put into a file, and how many the
// file has then; none if it holds nothing that SQLite would take.
type overlay struct {
	pages map[uint32][]byte
	count uint32
}

// inWAL reads a write-ahead log: its frames up to the last whole transaction
// before the first that is not as it was written. A torn end is no damage.
func inWAL(wal []byte, size int) (o overlay) {
	const header, frameHeader = 32, 24
	if len(wal) < header || binary.BigEndian.Uint32(wal)&^1 != 0x377f0682 {
		return o
	}
	var order binary.ByteOrder = binary.LittleEndian
	if wal[3]&1 == 1 {
		order = binary.BigEndian
	}
	sum := walSum{order: order}
	sum.add(wal[:24])
	if !sum.is(wal[24:header]) || int(binary.BigEndian.Uint32(wal[8:])) != size {
		return o
	}
	var count uint32
	var last int
	for at := header; at+frameHeader+size <= len(wal); at += frameHeader + size {
		frame := wal[at : at+frameHeader]
		number := binary.BigEndian.Uint32(frame)
		sum.add(frame[:8])
		sum.add(wal[at+frameHeader : at+frameHeader+size])
		if number == 0 || !bytes.Equal(frame[8:16], wal[16:24]) || !sum.is(frame[16:24]) {
			break
		}
		if pages := binary.BigEndian.Uint32(frame[4:]); pages > 0 { // the end of a transaction
			count, last = pages, at
		}
	}
	if count == 0 {
		return o
	}
	o = overlay{map[uint32][]byte{}, count}
	for at := header; at <= last; at += frameHeader + size {
		o.pages[binary.BigEndian.Uint32(wal[at:])] = wal[at+frameHeader : at+frameHeader+size]
	}
	return o
}

// walSum is the running sum of a write-ahead log.
type walSum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (s *walSum) add(words []byte) {
	for ; len(words) >= 8; words = words[8:] {
		s.a += s.order.Uint32(words) + s.b
		s.b += s.order.Uint32(words[4:]) + s.a
	}
}

func (s *walSum) is(written []byte) bool {
	return s.a == binary.BigEndian.Uint32(written) && s.b == binary.BigEndian.Uint32(written[4:])
}

// inRollback reads a rollback journal: the pages as they were before a change
// that did not come to its end. Ours have none, but for the moment in which a
// backup is opened as a records file.
func inRollback(journal []byte, size int) (o overlay) {
	magic := []byte{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7}
	for at := 0; at+28 <= len(journal) && bytes.Equal(journal[at:at+8], magic); {
		header := journal[at:]
		records, nonce := binary.BigEndian.Uint32(header[8:]), binary.BigEndian.Uint32(header[12:])
		sector := int(binary.BigEndian.Uint32(header[20:]))
		if at == 0 {
			if int(binary.BigEndian.Uint32(header[24:])) != size {
				return o
			}
			o = overlay{map[uint32][]byte{}, binary.BigEndian.Uint32(header[16:])}
		}
		if sector < 32 || sector > 65536 {
			return o
		}
		at += sector
		for ; records > 0 && at+8+size <= len(journal); records-- {
			number, page := binary.BigEndian.Uint32(journal[at:]), journal[at+4:at+4+size]
			sum := nonce
			for i := size - 200; i > 0; i -= 200 {
				sum += uint32(page[i])
			}
			if number == 0 || sum != binary.BigEndian.Uint32(journal[at+4+size:]) {
				return o
			}
			if _, earlier := o.pages[number]; !earlier {
				o.pages[number] = page
			}
			at += 8 + size
		}
		at = (at + sector - 1) / sector * sector
	}
	return o
}
