package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"noddfa/data"
)

func TestTheSHA256OfAFileIsWorkedOutAndTheFileIsNotKept(t *testing.T) {
	const chat = "an exported chat"
	atHome(t, map[string]string{"chat.zip": chat})
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, tabEvidence)
	s.press("Add evidence")
	s.press("Work it out from a file")
	s.chooseFirst()
	s.shows("Worked out. The file was not kept.")
	sum := sha256.Sum256([]byte(chat))
	if got := s.entry("SHA-256 of the file").Value(); got != hex.EncodeToString(sum[:]) {
		t.Errorf("the field has %q", got)
	}
	s.accept()
	f := s.file(id)
	if len(f.Evidence) != 1 || f.Evidence[0].Value.SHA256 != hex.EncodeToString(sum[:]) || len(f.Attachments) != 0 {
		t.Errorf("evidence %+v, attachments %+v", f.Evidence, f.Attachments)
	}
	s.shows("SHA-256 of the file: " + hex.EncodeToString(sum[:4]))
}

func TestNoPictureIsReadForItsSHA256WhereItMayBeOfAChild(t *testing.T) {
	atHome(t, map[string]string{"chat.txt": "\x89PNG\r\n\x1a\n\x00\x00"})
	s := newCaseStage(t, "cy")
	s.newCase(data.Case{Matter: data.OnlineBlackmail}, data.Person{}, tabEvidence)
	s.press("Ychwanegu tystiolaeth")
	s.press("Ei gyfrifo o ffeil")
	s.chooseFirst()
	s.shows("Ni chafodd ei darllen.", "Do not put pictures in this record.")
	s.enter()
	if got := s.entry("SHA-256 y ffeil").Value(); got != "" {
		t.Errorf("the field has %q", got)
	}
}
