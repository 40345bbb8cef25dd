package assets

import _ "embed" // the four faces

//go:embed fonts/AtkinsonHyperlegibleNext-Regular.ttf
var fontRegular []byte

//go:embed fonts/AtkinsonHyperlegibleNext-Bold.ttf
var fontBold []byte

//go:embed fonts/SourceSans3-Regular.ttf
var fallbackRegular []byte

//go:embed fonts/SourceSans3-Bold.ttf
var fallbackBold []byte

// FontRegular returns Atkinson Hyperlegible Next as TrueType. The bytes are shared and must not be changed.
func FontRegular() []byte { return fontRegular }

// FontBold returns Atkinson Hyperlegible Next Bold as TrueType. The bytes are shared and must not be changed.
func FontBold() []byte { return fontBold }

// FallbackRegular returns Source Sans 3 as TrueType, for letters the first face lacks (Vietnamese, Yoruba, Greek,
// Cyrillic, ticks and arrows). The bytes are shared and must not be changed.
func FallbackRegular() []byte { return fallbackRegular }

// FallbackBold returns Source Sans 3 Bold as TrueType. The bytes are shared and must not be changed.
func FallbackBold() []byte { return fallbackBold }
