package assets_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"golang.org/x/image/font/sfnt"

	"noddfa/assets"
)

func TestFontsAreThoseWeChose(t *testing.T) {
	const everyday, foreign = "Noddfa ŵŷŴŶ £ —", "Nguyễn Олена ☐✓→"
	const arabic, bengali = "محمد ٹھیک ڈاکٹر گاؤں فرشتہ؟ ۵٥", "শ্রাবন্তী কি ৫।"
	for name, c := range map[string]struct {
		data         []byte
		sha256, says string
	}{
		"regular":          {assets.FontRegular(), "60f8c1a1b2e7da47ff7af95c3e5b5b1232ca5b3771e93eb587784f08fb1e6650", everyday},
		"bold":             {assets.FontBold(), "4ba7415b7095e546720446b6d47daa95d6f482d9fd40c729793e21d67cc9f366", everyday},
		"fallback regular": {assets.FallbackRegular(), "393fb5b878ceed04aebc34b097e853ae5138c51d0c34b496ce8e2b47e0d0b94a", foreign},
		"fallback bold":    {assets.FallbackBold(), "7109021766e915ecd9721e28d11dfc732d57affda49e4ca15bb6d1529add7fdd", foreign},
		"Arabic regular":   {assets.ArabicRegular(), "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb", arabic},
		"Arabic bold":      {assets.ArabicBold(), "b5cbcb561b4b540ff11d7b6934577dbbbbb9e1d152d47f6f31f19176d58ff39c", arabic},
		"Bengali regular":  {assets.BengaliRegular(), "9bb35b3547829ecc42041b6017e87fd4c5f1da1edcd00f59171777050f346018", bengali},
		"Bengali bold":     {assets.BengaliBold(), "22c9ff99baca4d31c531ce450a1369beed889467e1ad964f4b8a6f810aa46955", bengali},
	} {
		sum := sha256.Sum256(c.data)
		if got := hex.EncodeToString(sum[:]); got != c.sha256 {
			t.Errorf("%s: SHA-256 is %s", name, got)
		}
		face, err := sfnt.Parse(c.data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range c.says {
			if glyph, err := face.GlyphIndex(nil, r); err != nil || glyph == 0 {
				t.Errorf("%s has no %q", name, r)
			}
		}
	}
}
