package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"noddfa/pdf"
)

// refused runs a program that has to fail, and returns what it said.
func refused(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(reader(t, name), args...).CombinedOutput()
	if err == nil {
		t.Errorf("%s %v worked: %s", name, args[:len(args)-1], out)
	}
	return string(out)
}

func TestAProtectedLetterOpensWithItsPasswordInOtherReadersAndNotWithout(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]*pdf.Document{"full": compose(t, fullLetter()), "Welsh": compose(t, inWelsh(shortLetter())), "draft": compose(t, samples()["draft"])} {
		open := file(t, doc)
		password := pdf.NewPassword()
		closed, err := pdf.Protect(open, password)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := pdf.Protect(open, password); err != nil || bytes.Equal(again, closed) {
			t.Errorf("%s: twice the same bytes, %v", name, err)
		}
		for what, args := range map[string][]string{
			"No syntax or stream encoding errors": {"qpdf", "--check", "--password=" + password, "FILE"},
			"R = 6":                               {"qpdf", "--show-encryption", "--password=" + password, "FILE"},
			"stream encryption method: AESv3":     {"qpdf", "--show-encryption", "--password=" + password, "FILE"},
			"extract for accessibility: allowed":  {"qpdf", "--show-encryption", "--password=" + password, "FILE"},
			"algorithm:AES-256":                   {"pdfinfo", "-upw", password, "FILE"},
			doc.Title():                           {"pdfinfo", "-upw", password, "FILE"},
		} {
			if out := tool(t, closed, args[0], args[1:]...); !strings.Contains(out, what) {
				t.Errorf("%s: %v does not say %q: %s", name, args[0], what, out)
			}
		}
		want := tool(t, open, "pdftotext", "-raw", "FILE", "-")
		if got := tool(t, closed, "pdftotext", "-raw", "-upw", password, "FILE", "-"); got != want {
			t.Errorf("%s: the text is another with the password", name)
		}
		path := filepath.Join(t.TempDir(), "closed.pdf")
		if err := os.WriteFile(path, closed, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"", "x" + password, strings.ToUpper(password)} {
			refused(t, "qpdf", "--check", "--password="+wrong, path)
			if out := refused(t, "pdftotext", "-upw", wrong, path, "-"); !strings.Contains(out, "Incorrect password") {
				t.Errorf("%s: poppler says %q", name, out)
			}
		}
		for _, secret := range []string{"Siân", "Ŵyn-Pryce", "NOD-7K3Q", "Referral", "D:2026", "Adobe", password} {
			if bytes.Contains(closed, []byte(secret)) || bytes.Contains(closed, utf16Bytes(secret)) {
				t.Errorf("%s: %q stands in the file", name, secret)
			}
		}
	}
}

func TestAPasswordIsFiveWordsThatCanBeToldByTelephone(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^[a-z]{3,8}(-[a-z]{3,8}){4}$`)
	var seen []string
	for range 50 {
		p := pdf.NewPassword()
		if !shape.MatchString(p) || len(p) > 32 || slices.Contains(seen, p) {
			t.Errorf("%q", p)
		}
		seen = append(seen, p)
	}
}

func TestOnlyOurOwnFilesAreProtectedAndWithPlainLetters(t *testing.T) {
	t.Parallel()
	open := file(t, compose(t, shortLetter()))
	for name, c := range map[string]struct {
		file     []byte
		password string
	}{
		"no password": {open, ""}, "too long": {open, strings.Repeat("a", 128)}, "not plain": {open, "pŵer"}, "no file": {nil, "a-b"},
		"a text": {[]byte("hello"), "a-b"}, "cut off": {open[:len(open)/2], "a-b"}, "the middle gone": {slices.Concat(open[:500], open[900:]), "a-b"},
	} {
		if made, err := pdf.Protect(c.file, c.password); err == nil {
			t.Errorf("%s: %d bytes were made", name, len(made))
		}
	}
	for _, at := range []int{9, 100, len(open) / 3, len(open) - 40} { // damaged, it may be refused, and never stops the program
		broken := bytes.Clone(open)
		broken[at] ^= 0x55
		_, _ = pdf.Protect(broken, "a-b")
	}
}
