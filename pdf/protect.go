package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"noddfa/assets"
)

// Protect returns the same document as a file that opens with a password: the
// standard security handler of PDF 2.0 (ISO 32000-2, 7.6.4: version 5, revision
// 6, AES-256), which every reader of the last ten years opens. Text, fonts,
// title and dates are all encrypted. The ciphers and hashes are those of the
// standard library; what is here is the order in which the standard uses them.
//
// It takes files of PDF alone. Each call gives other bytes.
func Protect(file []byte, password string) ([]byte, error) {
	return protect(file, password, rand.Reader)
}

// passwordWords is how many words a password has: five from our list are worth
// 54 bits, and each guess costs hundreds of hashes. Some programs read no more
// than passwordLength characters.
const (
	passwordWords  = 5
	passwordLength = 32
)

// NewPassword draws a password that can be told by telephone: five plain words
// with hyphens between them.
func NewPassword() string {
	list := assets.Words()
	words := make([]string, passwordWords)
	for i := range words {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			panic("pdf: " + err.Error()) // it never fails (crypto/rand documentation)
		}
		words[i] = list[n.Int64()]
	}
	if password := strings.Join(words, "-"); len(password) <= passwordLength {
		return password
	}
	return NewPassword()
}

// longestPassword is what the standard takes, in bytes.
const longestPassword = 127

func protect(file []byte, password string, random io.Reader) ([]byte, error) {
	for _, r := range password {
		if r < ' ' || r > '~' { // others would have to be normalised as every reader does it
			return nil, errors.New("protecting a document: the password is not plain letters")
		}
	}
	if password == "" || len(password) > longestPassword {
		return nil, errors.New("protecting a document: the password is too short or too long")
	}
	o, err := readObjects(file)
	if err != nil {
		return nil, fmt.Errorf("protecting a document: %w", err)
	}
	h, err := newHandler(password, random)
	if err != nil {
		return nil, fmt.Errorf("protecting a document: %w", err)
	}
	for i := range o.objects {
		if err := h.seal(&o.objects[i]); err != nil {
			return nil, fmt.Errorf("protecting a document: %w", err)
		}
	}
	number := o.add(h.dictionary)
	id := make([]byte, 16)
	if _, err := io.ReadFull(random, id); err != nil {
		return nil, fmt.Errorf("protecting a document: %w", err)
	}
	return o.bytes("2.0", fmt.Sprintf("/Encrypt %d 0 R\n/ID [<%x><%x>]\n", number, id, id)), nil
}

// handler encrypts the strings and streams of one file.
type handler struct {
	block      cipher.Block // under the file's key
	dictionary string
	random     io.Reader
}

// allowed lets a reader do everything: limits on copying hurt screen readers
// and protect nothing.
const allowed = 0xfffffffc

func newHandler(password string, random io.Reader) (*handler, error) {
	secret := make([]byte, 32+32+4*8+4) // the file's key, an owner's password that nobody knows, four salts, padding
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, err
	}
	key, owner, salts, padding := secret[:32], hex.AppendEncode(nil, secret[32:64]), secret[64:96], secret[96:]
	user := []byte(password)
	u := append(hardened(user, salts[:8], nil), salts[:16]...)
	ue := wrapped(hardened(user, salts[8:16], nil), key)
	o := append(hardened(owner, salts[16:24], u), salts[16:32]...)
	oe := wrapped(hardened(owner, salts[24:32], u), key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	perms := binary.LittleEndian.AppendUint64(nil, 0xffffffff_00000000|allowed)
	perms = append(append(perms, "Tadb"...), padding...)
	block.Encrypt(perms, perms)
	return &handler{block: block, random: random, dictionary: fmt.Sprintf(
		"<</Filter /Standard /V 5 /R 6 /Length 256 /P %d /EncryptMetadata true\n"+
			"/CF <</StdCF <</AuthEvent /DocOpen /CFM /AESV3 /Length 32>>>> /StmF /StdCF /StrF /StdCF\n"+
			"/U <%x>\n/UE <%x>\n/O <%x>\n/OE <%x>\n/Perms <%x>>>", int32(allowed-1<<32), u, ue, o, oe, perms)}, nil
}

// hardened is the password hash of revision 6 (algorithm 2.B). user is the
// user's entry where the owner's password is hashed.
func hardened(password, salt, user []byte) []byte {
	sum := sha256.Sum256(bytes.Join([][]byte{password, salt, user}, nil))
	k := sum[:]
	for round := 0; ; round++ {
		text := bytes.Repeat(bytes.Join([][]byte{password, k, user}, nil), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			panic("pdf: " + err.Error()) // 16 bytes are always a key
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(text, text)
		rest := 0
		for _, b := range text[:16] { // the remainder of a number by 3 is that of its digits to base 256
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			s := sha256.Sum256(text)
			k = s[:]
		case 1:
			s := sha512.Sum384(text)
			k = s[:]
		default:
			s := sha512.Sum512(text)
			k = s[:]
		}
		if round >= 63 && int(text[len(text)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// wrapped is the file's key under one that comes of a password.
func wrapped(under, key []byte) []byte {
	block, err := aes.NewCipher(under)
	if err != nil {
		panic("pdf: " + err.Error()) // 32 bytes are always a key
	}
	out := make([]byte, len(key))
	cipher.NewCBCEncrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(out, key)
	return out
}

// encrypted is a string or a stream under the file's key, its own random
// beginning first.
func (h *handler) encrypted(text []byte) ([]byte, error) {
	pad := aes.BlockSize - len(text)%aes.BlockSize
	out := make([]byte, aes.BlockSize, aes.BlockSize+len(text)+pad)
	if _, err := io.ReadFull(h.random, out); err != nil {
		return nil, err
	}
	out = append(append(out, text...), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(h.block, out[:aes.BlockSize]).CryptBlocks(out[aes.BlockSize:], out[aes.BlockSize:])
	return out, nil
}

// seal encrypts an object's strings and its stream.
func (h *handler) seal(o *fileObject) error {
	head, err := h.sealStrings(o.head)
	if err != nil {
		return err
	}
	o.head = head
	if !o.has {
		return nil
	}
	if o.stream, err = h.encrypted(o.stream); err != nil {
		return err
	}
	o.head = streamSize.ReplaceAll(o.head, fmt.Appendf(nil, "/Length %d", len(o.stream)))
	return nil
}

// sealStrings writes every string of an object's head encrypted. Names,
// numbers and references stay as they are.
func (h *handler) sealStrings(head []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(head); {
		var text []byte
		next := i + 1
		switch {
		case head[i] == '(':
			var ok bool
			if text, next, ok = literal(head, i); !ok {
				return nil, errNotOurs
			}
		case head[i] == '<' && i+1 < len(head) && head[i+1] == '<':
			out = append(out, "<<"...)
			i += 2
			continue
		case head[i] == '<':
			length := bytes.IndexByte(head[i:], '>')
			if length < 0 {
				return nil, errNotOurs
			}
			text = make([]byte, hex.DecodedLen(length-1))
			if _, err := hex.Decode(text, head[i+1:i+length]); err != nil {
				return nil, errNotOurs
			}
			next = i + length + 1
		default:
			out = append(out, head[i])
			i = next
			continue
		}
		sealed, err := h.encrypted(text)
		if err != nil {
			return nil, err
		}
		out = fmt.Appendf(out, "<%x>", sealed)
		i = next
	}
	return out, nil
}

// literal reads a string in brackets, which begins at i.
func literal(head []byte, i int) (text []byte, next int, ok bool) {
	depth := 0
	for ; i < len(head); i++ {
		switch c := head[i]; c {
		case '(':
			if depth++; depth > 1 {
				text = append(text, c)
			}
		case ')':
			if depth--; depth == 0 {
				return text, i + 1, true
			}
			text = append(text, c)
		case '\\':
			i++
			if i >= len(head) {
				return nil, i, false
			}
			switch c := head[i]; c {
			case 'r':
				text = append(text, '\r')
			case 'n':
				text = append(text, '\n')
			case '(', ')', '\\':
				text = append(text, c)
			default: // no other escape is written here
				return nil, i, false
			}
		default:
			text = append(text, c)
		}
	}
	return nil, i, false
}
