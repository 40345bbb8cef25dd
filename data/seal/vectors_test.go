package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the vectors anew")

// vectors is data/testdata/vectors.json, which docs/format.md describes: what any
// program that reads a vault must open, and what it must refuse and as what.
type vectors struct {
	Boxes      []boxVector       `json:"boxes"`
	Wraps      []wrapVector      `json:"wraps"`
	Signatures []signatureVector `json:"signatures"`
	Parameters []parameterVector `json:"parameters"`
	Codes      []codeVector      `json:"codes"`
}

type hexBytes []byte

func (h hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }

func (h *hexBytes) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	*h = b
	return err
}

type boxVector struct {
	Name  string   `json:"name"`
	Key   hexBytes `json:"key"`
	Place hexBytes `json:"place"`
	Box   hexBytes `json:"box"`
	Want  string   `json:"want"` // opens, or why it must not: key, place, bytes, version, padding
	Text  hexBytes `json:"text,omitempty"`
}

type wrapVector struct {
	Name string   `json:"name"`
	Seed hexBytes `json:"seed"`
	Info hexBytes `json:"info"`
	Wrap hexBytes `json:"wrap"`
	Want string   `json:"want"` // opens, or why it must not: member, place, bytes
	Key  hexBytes `json:"key,omitempty"`
}

type signatureVector struct {
	Name      string   `json:"name"`
	Public    hexBytes `json:"public"`
	Use       string   `json:"use"`
	Message   hexBytes `json:"message"`
	Signature hexBytes `json:"signature"`
	Want      string   `json:"want"` // holds, or why it must not: member, use, message, bytes
}

type parameterVector struct {
	Name   string `json:"name"`
	Memory uint32 `json:"memory_kib"`
	Passes uint32 `json:"passes"`
	Lanes  uint8  `json:"lanes"`
	Want   string `json:"want"` // allowed, weak, absurd
}

type codeVector struct {
	Typed string `json:"typed"`
	Want  string `json:"want"` // code, slip, none
	Code  string `json:"code,omitempty"`
	Group int    `json:"group,omitempty"` // with a slip, from 1
}

const vectorFile = "../testdata/vectors.json"

// TestVectorsAreOpenedAndRefusedAsTheFormatSays reads what another program would.
func TestVectorsAreOpenedAndRefusedAsTheFormatSays(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	text, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	for _, c := range v.Boxes {
		plain, err := Key(c.Key).Open(c.Box, c.Place)
		if c.Want == "opens" && (err != nil || !bytes.Equal(plain, c.Text)) || c.Want != "opens" && !errors.Is(err, ErrOpen) {
			t.Errorf("box %q: %d bytes, %v", c.Name, len(plain), err)
		}
	}
	for _, c := range v.Wraps {
		key, err := identityOf(t, c.Seed).Unwrap(c.Wrap, c.Info)
		if c.Want == "opens" && (err != nil || !bytes.Equal(key[:], c.Key)) || c.Want != "opens" && !errors.Is(err, ErrOpen) {
			t.Errorf("wrap %q: %v", c.Name, err)
		}
	}
	for _, c := range v.Signatures {
		err := Public{Verify: []byte(c.Public)}.Check(c.Use, c.Message, c.Signature)
		if (c.Want == "holds") != (err == nil) || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("signature %q: %v", c.Name, err)
		}
	}
	for _, c := range v.Parameters {
		err := KDF{Memory: c.Memory, Time: c.Passes, Threads: c.Lanes}.Validate()
		if (c.Want == "allowed") != (err == nil) || err != nil && !errors.Is(err, ErrParameters) {
			t.Errorf("parameters %q: %v", c.Name, err)
		}
	}
	for _, c := range v.Codes {
		code, err := ParseCode(c.Typed)
		if c.Want == "code" && (err != nil || string(code) != c.Code) || c.Want != "code" && !errors.Is(err, ErrCode) || WrongGroup(c.Typed) != c.Group {
			t.Errorf("code %q: %v, group %d", c.Typed, err, WrongGroup(c.Typed))
		}
	}
	if len(v.Boxes) < 12 || len(v.Wraps) < 4 || len(v.Signatures) < 5 || len(v.Parameters) < 8 || len(v.Codes) < 6 {
		t.Error("the file of vectors is not whole")
	}
}

// identityOf is an identity with this HPKE seed.
func identityOf(t *testing.T, seed []byte) Identity {
	t.Helper()
	i, err := ParseIdentity(append(bytes.Clone(seed), make([]byte, 32)...))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func writeVectors(t *testing.T) {
	t.Helper()
	text, err := json.MarshalIndent(vectors{boxVectors(), wrapVectors(t), signatureVectors(t), parameterVectors(), codeVectors()}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorFile, append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

func boxVectors() []boxVector {
	key, other := NewKey(), NewKey()
	place := AssociatedData("revision", []byte("group"), []byte("record"))
	elsewhere := AssociatedData("revision", []byte("grou"), []byte("precord"))
	text := []byte("Ffoniodd yn ôl am dri")
	box := key.Seal(text, place)
	list := []boxVector{{"as sealed", key[:], place, box, "opens", text}}
	for _, size := range []int{0, 252, 253} {
		plain := bytes.Repeat([]byte{'a'}, size)
		list = append(list, boxVector{map[int]string{0: "no text", 252: "a full step", 253: "one byte more"}[size], key[:], place, key.Seal(plain, place), "opens", plain})
	}
	refused := func(name, why string, key Key, place, box []byte) {
		list = append(list, boxVector{Name: name, Key: key[:], Place: place, Box: box, Want: why})
	}
	refused("another key", "key", other, place, box)
	refused("another place, the same letters", "place", key, elsewhere, box)
	refused("no place", "place", key, nil, box)
	refused("no bytes", "bytes", key, place, nil)
	refused("cut short", "bytes", key, place, box[:len(box)-1])
	refused("one byte more", "bytes", key, place, append(bytes.Clone(box), 0))
	for name, at := range map[string]int{"a bit of the nonce": 1, "a bit of the text": 13, "a bit of the tag": len(box) - 1} {
		bent := bytes.Clone(box)
		bent[at] ^= 1
		refused(name, "bytes", key, place, bent)
	}
	refused("version 2", "version", key, place, append([]byte{2}, box[1:]...))
	padded := func(length int, size int, stray byte) []byte {
		p := make([]byte, size)
		p[0], p[1], p[2], p[3] = byte(length>>24), byte(length>>16), byte(length>>8), byte(length)
		p[size-1] = stray
		return sealRaw(key, p, place)
	}
	refused("padded by a step too many", "padding", key, place, padded(1, 512, 0))
	refused("padding that is not zeros", "padding", key, place, padded(1, 256, 1))
	refused("not a step", "padding", key, place, padded(1, 255, 0))
	refused("longer than what is there", "padding", key, place, padded(253, 256, 0))
	return list
}

// sealRaw seals a plaintext that no writer would make.
func sealRaw(key Key, padded, place []byte) []byte {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce)
	return gcm.Seal(append([]byte{1}, nonce...), nonce, padded, place)
}

func wrapVectors(t *testing.T) []wrapVector {
	t.Helper()
	seed := func(i Identity) hexBytes {
		secret, err := i.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return secret[:32]
	}
	mine, theirs := newIdentity(t), newIdentity(t)
	key, info := NewKey(), AssociatedData("grant", []byte("member"))
	wrap, err := mine.Public().Wrap(key, info)
	if err != nil {
		t.Fatal(err)
	}
	bent := bytes.Clone(wrap)
	bent[0] ^= 1
	return []wrapVector{
		{"as wrapped", seed(mine), info, wrap, "opens", key[:]},
		{"another member", seed(theirs), info, wrap, "member", nil},
		{"another place", seed(mine), AssociatedData("grant", []byte("other")), wrap, "place", nil},
		{"a bit changed", seed(mine), info, bent, "bytes", nil},
		{"cut short", seed(mine), info, wrap[:len(wrap)-1], "bytes", nil},
	}
}

func signatureVectors(t *testing.T) []signatureVector {
	t.Helper()
	me, other := newIdentity(t), newIdentity(t)
	message := []byte("32 bytes of a link, or an entry.")
	signature := me.Sign("link", message)
	bent := bytes.Clone(signature)
	bent[63] ^= 1
	mine, theirs := me.Public().Verify, other.Public().Verify
	return []signatureVector{
		{"as signed", mine, "link", message, signature, "holds"},
		{"another member", theirs, "link", message, signature, "member"},
		{"another use", mine, "roster", message, signature, "use"},
		{"another message", mine, "link", message[1:], signature, "message"},
		{"a bit changed", mine, "link", message, bent, "bytes"},
		{"no signature", mine, "link", message, nil, "bytes"},
	}
}

func parameterVectors() []parameterVector {
	return []parameterVector{
		{"the floor", 64 << 10, 3, 4, "allowed"},
		{"the ceiling", 1 << 20, 10, 64, "allowed"},
		{"a kibibyte less", 64<<10 - 1, 3, 4, "weak"},
		{"two passes", 64 << 10, 2, 4, "weak"},
		{"no passes", 64 << 10, 0, 4, "weak"},
		{"a kibibyte more", 1<<20 + 1, 3, 4, "absurd"},
		{"eleven passes", 64 << 10, 11, 4, "absurd"},
		{"no lanes", 64 << 10, 3, 0, "weak"},
		{"65 lanes", 64 << 10, 3, 65, "absurd"},
	}
}

func codeVectors() []codeVector {
	const code = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	printed := strings.Join(Code(code).Groups(), "-")
	return []codeVector{
		{printed, "code", code, 0},
		{strings.ToLower(strings.ReplaceAll(printed, "-", "")), "code", code, 0},
		{"o" + printed[1:], "code", code, 0},
		{"2" + printed[1:], "slip", "", 1},
		{printed[:13] + "Z" + printed[14:], "slip", "", 3},
		{printed[:len(printed)-1] + "0", "slip", "", 8},
		{printed[:len(printed)-1], "none", "", 0},
		{"lantern meadow copper quiet zebra", "none", "", 0},
	}
}
