package secondreader

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

type hexText []byte

func (h *hexText) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	*h = b
	return err
}

// TestTheVectorsAreReadAsTheDocumentSays takes the file of vectors as somebody
// would who has only the document.
func TestTheVectorsAreReadAsTheDocumentSays(t *testing.T) {
	text, err := os.ReadFile("../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Boxes []struct {
			Name, Want            string
			Key, Place, Box, Text hexText
		}
		Wraps []struct {
			Name, Want            string
			Seed, Info, Wrap, Key hexText
		}
		Signatures []struct {
			Name, Want, Use            string
			Public, Message, Signature hexText
		}
		Parameters []struct {
			Name, Want    string
			Memory        int `json:"memory_kib"`
			Passes, Lanes int
		}
		Codes []struct{ Typed, Want, Code string }
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	for _, c := range v.Boxes {
		plain, err := openBox(c.Key, c.Box, c.Place)
		if (c.Want == "opens") != (err == nil) || err == nil && !bytes.Equal(plain, c.Text) {
			t.Errorf("box %q: %d bytes, %v", c.Name, len(plain), err)
		}
	}
	for _, c := range v.Wraps {
		key, err := unwrap(c.Seed, c.Wrap, c.Info)
		if (c.Want == "opens") != (err == nil) || err == nil && !bytes.Equal(key, c.Key) {
			t.Errorf("wrap %q: %v", c.Name, err)
		}
	}
	for _, c := range v.Signatures {
		if holds := signed([]byte(c.Public), c.Use, c.Message, c.Signature); holds != (c.Want == "holds") {
			t.Errorf("signature %q: %v", c.Name, holds)
		}
	}
	for _, c := range v.Parameters {
		body, err := json.Marshal(header{Salt: make([]byte, 16), MemoryKiB: uint32(c.Memory), Passes: uint32(c.Passes), Lanes: uint8(c.Lanes)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readHeader(body); (err == nil) != (c.Want == "allowed") || err != nil && !errors.Is(err, ErrParameters) {
			t.Errorf("parameters %q: %v", c.Name, err)
		}
	}
	for _, c := range v.Codes {
		if got := fromCode(c.Typed); (got == c.Code) != (c.Want == "code") {
			t.Errorf("code %q: %q", c.Typed, got)
		}
	}
	if len(v.Boxes)*len(v.Wraps)*len(v.Signatures)*len(v.Parameters)*len(v.Codes) == 0 {
		t.Error("the file of vectors is not whole")
	}
}
