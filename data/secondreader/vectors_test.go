package secondreader

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// The vectors of docs/format.md; data/seal and data/ledger hold the same.
func TestDeterministicVectors(t *testing.T) {
	h := header{Salt: []byte("0123456789abcdef"), MemoryKiB: 64 << 10, Passes: 3, Lanes: 4}
	master := h.master("Tŷ ŵyn, pedwar gair")
	if !bytes.Equal(master, h.master("Ty\u0302 w\u0302yn, pedwar gair")) {
		t.Error("the same words typed on another keyboard give another key")
	}
	derived := func(use string) []byte {
		key, err := derive(master, use)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	secret := bytes.Repeat([]byte{11}, 32) // of a computer; the vault is 12, the member 1
	computer, err := derive(secret, "noddfa/1 computer "+same(12).String())
	if err != nil {
		t.Fatal(err)
	}
	share, err := derive(secret, "noddfa/1 computer of "+same(1).String())
	if err != nil {
		t.Fatal(err)
	}
	bound, err := derive(append(bytes.Clone(master), share...), "noddfa/1 identity "+same(1).String()+" "+id(computer[:16]).String())
	if err != nil {
		t.Fatal(err)
	}
	r := row{
		origin: same(1), seq: 2, record: same(3), revision: same(4), parent: same(5), kind: 8, group: same(6), version: 7,
		hash: bytes.Repeat([]byte{9}, 32), previous: bytes.Repeat([]byte{10}, 32),
	}
	vouched, err := hex.DecodeString(vouchFor(row{link: bytes.Repeat([]byte{9}, 32), signature: bytes.Repeat([]byte{8}, 64)}))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got  []byte
		want string
	}{
		"Argon2id":     {master, "3affe8b7892dd93bcb0cc22344e8023d4b5af0197bf8ff4a6975850e358f7e1c"},
		"Derive":       {derived("identity"), "d6499b4d3db1eb4d70def9145d5504af94d67c64fffe7df25766ffb61d99c33f"},
		"identity key": {derived("noddfa/1 identity " + same(1).String()), "d997d81ea561260a810df3843c3bcef88cd004c348730e090de9fddda8f1b0cd"},
		"computer":     {computer[:16], "e70df6494eef12c14e0b7f12e5eaf915"},
		"share":        {share, "f3e967f05e0ae0c967e563776db8cd8dad7b574cb05b3960c4c5bdba18f01f7d"},
		"both keys":    {bound, "9a5dc5116635abdda445255e7c34d6de8d8379f23f47a10bf81b51cbeb03c236"},
		"PLACE":        {place("revision", []byte{1}, nil, []byte("ab")), "6e6f646466612f31007265766973696f6e00000000010100000000000000026162"},
		"link":         {link(r), "e7f2c9679ba86dc7588dcfb43b40e1cb49a1eb0a14878ea3f9659f9b1ea5b85f"},
		"vouch":        {vouched, "bfe665751327d16d798f63e7f0cf534a"},
	} {
		if got := hex.EncodeToString(c.got); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	for _, typed := range []string{"01232-4567D-89ABR-CDEF3-GHJKE-MNPQS-RSTV4-WXYZF", "ol232 4567d 89abr cdef3 ghjke mnpqs rstv4 wxyzf"} {
		if got := fromCode(typed); got != "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
			t.Errorf("recovery code: got %q", got)
		}
	}
}

// same is an id of sixteen equal bytes.
func same(b byte) id { return id(bytes.Repeat([]byte{b}, 16)) }

func TestPaddingIsOnlyWhatAWriterMakes(t *testing.T) {
	padded := func(length byte, size int) []byte { return append([]byte{0, 0, 0, length}, make([]byte, size-4)...) }
	stray := padded(2, 256)
	stray[255] = 1
	for name, c := range map[string]struct {
		padded []byte
		text   int // -1: refused
	}{
		"nothing": {padded(0, 256), 0}, "full": {padded(252, 256), 252}, "one more": {padded(253, 512), 253},
		"too long": {padded(252, 512), -1}, "too short": {padded(253, 256), -1}, "not a multiple": {padded(1, 255), -1},
		"no length": {[]byte{0, 0}, -1}, "stray": {stray, -1}, "longer than memory": {append([]byte{255, 255, 255, 255}, make([]byte, 252)...), -1},
	} {
		text, err := unpad(c.padded)
		if refused := c.text < 0; refused != (err != nil) || !refused && len(text) != c.text {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
}
