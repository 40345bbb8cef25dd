package pdf_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"noddfa/pdf"
)

func TestSanitise(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		code           pdf.WarningCode
	}{
		{"plain", "Cardiff, 10am", "Cardiff, 10am", ""},
		{"composes Welsh letters", "w\u0302 y\u0302", "ŵ ŷ", ""},
		{"line ends", "a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne", ""},
		{"tab", "a\tb", "a b", ""},
		{"controls, NUL", "a\x00\x07\u009fb", "ab", ""},
		{"bidirectional controls", "a\u202e\u2066b\u200f", "ab", ""},
		{"zero width, soft hyphen, BOM", "\ufeffa\u200b\u200d\u00adb", "ab", ""},
		{"a joiner between letters that join", "علی\u200cرضا র\u200d্যাব", "علی\u200cرضا র\u200d্যাব", ""},
		{"a joiner beside other letters", "\u200cعلی\u200c a\u200dب\u200d", "علی aب", ""},
		{"variation selector", "❤\ufe0f", "❤", ""},
		{"no-break spaces stay", "01632\u00a0960123", "01632\u00a0960123", ""},
		{"emoji", "ok 😀", "ok □", pdf.Unprintable},
		{"broken bytes", "a\xffb", "a□b", pdf.Broken},
		{"cut short", "abc\xc3", "abc□", pdf.Broken},
		{"not a character", "a\ufffeb", "ab", ""},
		{"beyond the plane once composed", "a\ufacfb\uf900", "a□b\u8c48", pdf.Unprintable},
		{"marks without end", "e" + strings.Repeat("\u0323", 50), "ẹ" + strings.Repeat("\u0323", 7), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warned := pdf.Sanitise(c.in)
			if got != c.want {
				t.Errorf("%q, wanted %q", got, c.want)
			}
			if (c.code != "") != (len(warned) == 1) || c.code != "" && warned[0].Code != c.code {
				t.Errorf("warnings %v", warned)
			}
		})
	}
}

func TestCanPrint(t *testing.T) {
	for text, want := range map[string]string{
		"Siân Ŵyn-Pryce": "", "Łukasz Żak Şahin Nguyễn": "", "Олена Шевченко Ελένη": "", "Ọláídé": "", "a\u00a0b‑c": "",
		"محمد رحیم ٹھیک": "", "নাম শ্রাবন্তী": "", "علی\u200cرضا": "", "شقة ٥": "", "ok 😀": "😀",
		"王小明": "王小明", "नाम": "नाम", "שם": "שם", "ਨਾਮ": "ਨਾਮ",
	} {
		missing, ok := pdf.CanPrint(text)
		if missing != want || ok != (want == "") {
			t.Errorf("%q: missing %q, %v", text, missing, ok)
		}
	}
}

func FuzzSanitise(f *testing.F) {
	for _, seed := range []string{"", "a\xff\xc3", "e\u0301\u034f\u0323", "علی\u200cرضا", "र\u200d্ω\u200dাব", "😀\u200d❤\ufe0f", "\u1100\u1161\u11a8", "\r\n\r\u2028", strings.Repeat("\u0315", 40)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, _ := pdf.Sanitise(text)
		if !utf8.ValidString(once) {
			t.Fatal("not valid UTF-8")
		}
		for _, r := range once {
			if r > 0xffff || r < ' ' && r != '\n' {
				t.Fatalf("%U is left", r)
			}
		}
		if twice, _ := pdf.Sanitise(once); twice != once {
			t.Fatalf("%q becomes %q", once, twice)
		}
	})
}
