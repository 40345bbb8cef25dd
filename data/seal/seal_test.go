package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestABoxOpensOnlyWithItsKeyAndPlace(t *testing.T) {
	key, ad := NewKey(), AssociatedData("revision", []byte("case"), []byte("note"))
	text := []byte("rang back at three")
	box := key.Seal(text, ad)
	for _, c := range []struct {
		name string
		key  Key
		ad   []byte
		box  []byte
		open bool
	}{
		{"the box itself", key, ad, box, true},
		{"another key", NewKey(), ad, box, false},
		{"another place", key, AssociatedData("revision", []byte("cas"), []byte("enote")), box, false},
		{"no bytes", key, ad, nil, false},
		{"cut short", key, ad, box[:len(box)-1], false},
		{"another version", key, ad, append([]byte{2}, box[1:]...), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.key.Open(c.box, c.ad)
			if c.open && (err != nil || !bytes.Equal(got, text)) {
				t.Fatalf("got %q, %v", got, err)
			}
			if !c.open && !errors.Is(err, ErrOpen) {
				t.Fatalf("opened, or another error: %v", err)
			}
		})
	}
	for i := range box {
		bent := bytes.Clone(box)
		bent[i] ^= 1
		if _, err := key.Open(bent, ad); !errors.Is(err, ErrOpen) {
			t.Fatalf("byte %d changed and the box still opens", i)
		}
	}
}

func TestABoxTellsItsLengthOnlyInSteps(t *testing.T) {
	key := NewKey()
	for _, c := range []struct{ text, box int }{{0, 285}, {1, 285}, {252, 285}, {253, 541}, {600, 797}} {
		box := key.Seal(make([]byte, c.text), nil)
		if len(box) != c.box {
			t.Errorf("%d bytes make a box of %d, want %d", c.text, len(box), c.box)
		}
		if got, err := key.Open(box, nil); err != nil || len(got) != c.text {
			t.Errorf("%d bytes come back as %d, %v", c.text, len(got), err)
		}
	}
}

func TestKDFRefusesWhatIsTooWeakOrTooHeavy(t *testing.T) {
	good := NewKDF()
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*KDF){
		"less memory":    func(k *KDF) { k.Memory = 64<<10 - 1 },
		"too much":       func(k *KDF) { k.Memory = 1<<20 + 1 },
		"fewer passes":   func(k *KDF) { k.Time = 2 },
		"too many":       func(k *KDF) { k.Time = 11 },
		"no lanes":       func(k *KDF) { k.Threads = 0 },
		"too many lanes": func(k *KDF) { k.Threads = 65 },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Master("passphrase"); !errors.Is(err, ErrParameters) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The vectors of docs/format.md.
func TestDeterministicVectors(t *testing.T) {
	kdf := NewKDF()
	kdf.Salt = [16]byte([]byte("0123456789abcdef"))
	composed, err := kdf.Master("Tŷ ŵyn, pedwar gair")
	if err != nil {
		t.Fatal(err)
	}
	decomposed, err := kdf.Master("Ty\u0302 w\u0302yn, pedwar gair")
	if err != nil {
		t.Fatal(err)
	}
	if composed != decomposed {
		t.Error("the same words typed on another keyboard give another key")
	}
	secret := Key(bytes.Repeat([]byte{11}, len(Key{}))) // of a computer; the vault is 12, the member 1
	computer := secret.Derive("noddfa/1 computer " + strings.Repeat("0c", 16))
	share := secret.Derive("noddfa/1 computer of " + strings.Repeat("01", 16))
	both := composed.DeriveWith(share, "noddfa/1 identity "+strings.Repeat("01", 16)+" "+hex.EncodeToString(computer[:16]))
	for _, c := range []struct{ name, got, want string }{
		{"computer", hex.EncodeToString(computer[:16]), vectorComputer},
		{"its share", hexKey(share), vectorShare},
		{"both keys", hexKey(both), vectorBoth},
		{"Argon2id", hex.EncodeToString(composed[:]), vectorMaster},
		{"HKDF", hexKey(composed.Derive("identity")), vectorDerived},
		{"identity key", hexKey(composed.Derive("noddfa/1 identity " + strings.Repeat("01", 16))), vectorIdentity},
		{"associated data", hex.EncodeToString(AssociatedData("revision", []byte{1}, nil, []byte("ab"))), vectorAD},
		{"code check", strings.Join(Code("0123456789ABCDEFGHJKMNPQRSTVWXYZ").Groups(), "-"), vectorCode},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

func hexKey(k Key) string { return hex.EncodeToString(k[:]) }

const (
	vectorMaster   = "3affe8b7892dd93bcb0cc22344e8023d4b5af0197bf8ff4a6975850e358f7e1c"
	vectorDerived  = "d6499b4d3db1eb4d70def9145d5504af94d67c64fffe7df25766ffb61d99c33f"
	vectorIdentity = "d997d81ea561260a810df3843c3bcef88cd004c348730e090de9fddda8f1b0cd"
	vectorComputer = "e70df6494eef12c14e0b7f12e5eaf915"
	vectorShare    = "f3e967f05e0ae0c967e563776db8cd8dad7b574cb05b3960c4c5bdba18f01f7d"
	vectorBoth     = "9a5dc5116635abdda445255e7c34d6de8d8379f23f47a10bf81b51cbeb03c236"
	vectorAD       = "6e6f646466612f31007265766973696f6e00000000010100000000000000026162"
	vectorCode     = "01232-4567D-89ABR-CDEF3-GHJKE-MNPQS-RSTV4-WXYZF"
)

func TestAWrappedKeyOpensForItsMemberAlone(t *testing.T) {
	mine, theirs := newIdentity(t), newIdentity(t)
	key, info := NewKey(), AssociatedData("grant", []byte("member"))
	box, err := mine.Public().Wrap(key, info)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := mine.Unwrap(box, info); err != nil || got != key {
		t.Fatalf("the member cannot open the key: %v", err)
	}
	if _, err := theirs.Unwrap(box, info); !errors.Is(err, ErrOpen) {
		t.Errorf("another member opened it: %v", err)
	}
	if _, err := mine.Unwrap(box, AssociatedData("grant", []byte("other"))); !errors.Is(err, ErrOpen) {
		t.Errorf("it opened in another place: %v", err)
	}
	secret, err := mine.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Unwrap(box, info); err != nil || got != key {
		t.Errorf("the identity read back cannot open the key: %v", err)
	}
	if _, err := ParseIdentity(secret[1:]); err == nil {
		t.Error("63 bytes were taken for an identity")
	}
}

func TestASignatureIsForOneMemberOneUseOneMessage(t *testing.T) {
	me, other := newIdentity(t), newIdentity(t)
	signature := me.Sign("link", []byte("message"))
	for _, c := range []struct {
		name    string
		who     Identity
		use     string
		message string
		want    error
	}{
		{"as signed", me, "link", "message", nil},
		{"another member", other, "link", "message", ErrSignature},
		{"another use", me, "roster", "message", ErrSignature},
		{"another message", me, "link", "messagf", ErrSignature},
	} {
		if err := c.who.Public().Check(c.use, []byte(c.message), signature); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := (Public{}).Check("link", nil, nil); !errors.Is(err, ErrSignature) {
		t.Errorf("a member without a key signed: %v", err)
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	code := NewCode()
	printed := strings.Join(code.Groups(), "-")
	if len(code.Groups()) != 8 {
		t.Fatalf("%d groups", len(code.Groups()))
	}
	sloppy := strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(strings.ReplaceAll(printed, "-", " ")))
	for _, typed := range []string{printed, sloppy, strings.ReplaceAll(printed, "-", ""), " " + printed + "\n"} {
		if got, err := ParseCode(typed); err != nil || got != code {
			t.Errorf("a code as typed was not read: %v", err)
		}
	}
	for i, r := range printed {
		if r == '-' {
			continue
		}
		other := "Z"
		if r == 'Z' {
			other = "Y"
		}
		if _, err := ParseCode(printed[:i] + other + printed[i+1:]); !errors.Is(err, ErrCode) {
			t.Errorf("a slip in character %d went unnoticed", i)
		}
	}
	if _, err := ParseCode(""); !errors.Is(err, ErrCode) {
		t.Error("no code at all was taken for one")
	}
}

func FuzzOpen(f *testing.F) {
	key := Key{1}
	f.Add(key.Seal([]byte("text"), nil))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, box []byte) {
		if plain, err := key.Open(box, nil); err == nil {
			if again, err := key.Open(key.Seal(plain, nil), nil); err != nil || !bytes.Equal(again, plain) {
				t.Fatal("what opened does not seal again")
			}
		}
	})
}

func FuzzParseCode(f *testing.F) {
	f.Add(strings.Join(NewCode().Groups(), "-"))
	f.Add("0000 0000")
	f.Fuzz(func(t *testing.T, typed string) {
		if code, err := ParseCode(typed); err == nil {
			if again, err := ParseCode(strings.Join(code.Groups(), "")); err != nil || again != code {
				t.Fatal("a code that was read does not print as itself")
			}
		}
	})
}

func FuzzParseIdentity(f *testing.F) {
	f.Add(make([]byte, identitySize))
	f.Add([]byte("short"))
	f.Fuzz(func(t *testing.T, secret []byte) {
		if i, err := ParseIdentity(secret); err == nil {
			if again, err := i.Bytes(); err != nil || !bytes.Equal(again, secret) {
				t.Fatal("an identity that was read does not write itself")
			}
		}
	})
}

func newIdentity(t *testing.T) Identity {
	t.Helper()
	i, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func BenchmarkOpen(b *testing.B) {
	key := NewKey()
	box := key.Seal(make([]byte, 600), nil)
	for b.Loop() {
		if _, err := key.Open(box, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func TestMemoryIsRaisedOnlyWhereHalfASecondIsEnough(t *testing.T) {
	for run, want := range map[time.Duration]uint32{
		60 * time.Millisecond: 256 << 10, 125 * time.Millisecond: 256 << 10, 126 * time.Millisecond: 192 << 10,
		200 * time.Millisecond: 128 << 10, 250 * time.Millisecond: 128 << 10, 251 * time.Millisecond: 64 << 10, 5 * time.Second: 64 << 10,
	} {
		if got := memoryFor(run); got != want {
			t.Errorf("%v at the floor give %d KiB, want %d", run, got, want)
		}
	}
	k := MeasuredKDF()
	if err := k.Validate(); err != nil || k.Memory < floorMemory || k.Memory > 4*floorMemory || k.Time != floorTime || k.Salt == [16]byte{} {
		t.Errorf("measured %+v, %v", k, err)
	}
}

func TestAKeyIsDerivedAsHKDFDerivesIt(t *testing.T) {
	t.Parallel()
	key := NewKey()
	for length := range 700 { // also beyond the room for a use
		use := strings.Repeat("u", length)
		want, err := hkdf.Key(sha256.New, key[:], nil, use, len(key))
		if got := key.Derive(use); err != nil || !bytes.Equal(got[:], want) {
			t.Fatalf("a use of %d letters: %x instead of %x, %v", length, got, want, err)
		}
	}
}
