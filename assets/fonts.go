package assets

import _ "embed" // the faces

//go:embed fonts/AtkinsonHyperlegibleNext-Regular.ttf
var fontRegular []byte

//go:embed fonts/AtkinsonHyperlegibleNext-Bold.ttf
var fontBold []byte

//go:embed fonts/SourceSans3-Regular.ttf
var fallbackRegular []byte

//go:embed fonts/SourceSans3-Bold.ttf
var fallbackBold []byte

//go:embed fonts/NotoNaskhArabic-Regular.ttf
var arabicRegular []byte

//go:embed fonts/NotoNaskhArabic-Bold.ttf
var arabicBold []byte

//go:embed fonts/NotoSansBengali-Regular.ttf
var bengaliRegular []byte

//go:embed fonts/NotoSansBengali-Bold.ttf
var bengaliBold []byte

// FontRegular returns Atkinson Hyperlegible Next as TrueType. The bytes are shared and must not be changed.
func FontRegular() []byte { return fontRegular }

// FontBold returns Atkinson Hyperlegible Next Bold as TrueType. The bytes are shared and must not be changed.
func FontBold() []byte { return fontBold }

// FallbackRegular returns Source Sans 3 as TrueType, for letters the first face lacks (Vietnamese, Yoruba, Greek,
// Cyrillic, ticks and arrows). The bytes are shared and must not be changed.
func FallbackRegular() []byte { return fallbackRegular }

// FallbackBold returns Source Sans 3 Bold as TrueType. The bytes are shared and must not be changed.
func FallbackBold() []byte { return fallbackBold }

// ArabicRegular returns Noto Naskh Arabic as TrueType, for Arabic, Urdu, Persian, Kurdish and Pashto: its letters join
// and have to be shaped. The bytes are shared and must not be changed.
func ArabicRegular() []byte { return arabicRegular }

// ArabicBold returns Noto Naskh Arabic Bold as TrueType. The bytes are shared and must not be changed.
func ArabicBold() []byte { return arabicBold }

// BengaliRegular returns Noto Sans Bengali as TrueType: its letters change their places and have to be shaped. The bytes
// are shared and must not be changed.
func BengaliRegular() []byte { return bengaliRegular }

// BengaliBold returns Noto Sans Bengali Bold as TrueType. The bytes are shared and must not be changed.
func BengaliBold() []byte { return bengaliBold }
