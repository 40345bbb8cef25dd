//go:build unix && !darwin

package a11y

import (
	"unicode"

	"github.com/godbus/dbus/v5"

	"noddfa/ui/widget"
)

// words returns the letters of a thing.
func (s *session) words(m dbus.Message) (*Node, []rune, *dbus.Error) {
	n, err := s.thing(m)
	if err != nil {
		return nil, nil, err
	}
	if n.Words == nil {
		return nil, nil, refused
	}
	return n, []rune(n.Words.Text), nil
}

// cut returns the letters from one offset to another; -1 is the end.
func cut(text []rune, from, to int32) string {
	end := int(to)
	if to < 0 || end > len(text) {
		end = len(text)
	}
	begin := min(max(int(from), 0), end)
	return string(text[begin:end])
}

// A grain is what a text is read by, as AT-SPI counts them.
type grain uint32

const (
	byLetter grain = iota
	byWord
	bySentence
	byLine
	byParagraph
)

// oldGrains are by the older boundaries: letter, then start and end of word, sentence and line.
var oldGrains = []grain{byLetter, byWord, byWord, bySentence, bySentence, byLine, byLine}

func oldGrain(boundary uint32) grain { return oldGrains[min(int(boundary), len(oldGrains)-1)] }

// around returns where the piece at an offset begins and ends.
func (g grain) around(text []rune, at int) (from, to int) {
	n := len(text)
	if at < 0 || at >= n {
		if g == byLetter || n == 0 || at > n {
			return n, n
		}
		at = n - 1
	}
	if g == byLetter {
		return at, at + 1
	}
	ends := func(i int) bool { // a piece ends before letter i
		switch g {
		case byWord:
			return unicode.IsSpace(text[i-1]) && !unicode.IsSpace(text[i])
		case bySentence:
			return unicode.IsSpace(text[i-1]) && !unicode.IsSpace(text[i]) && i > 1 && (text[i-2] == '.' || text[i-2] == '?' || text[i-2] == '!' || text[i-1] == '\n')
		}
		return text[i-1] == '\n'
	}
	for from = at; from > 0 && !ends(from); from-- {
	}
	for to = at + 1; to < n && !ends(to); to++ {
	}
	return from, to
}

// letter is where a letter lies. That is known of the one at the cursor, which a magnifier follows; else the thing is
// given.
func (s *session) letter(n *Node, at int) area {
	whole := s.area(n)
	if n.Words.CaretTall == 0 || at != n.Words.Caret {
		return whole
	}
	scale, wide := s.tree.Load().Scale, n.Words.CaretTall/2
	return area{
		whole.X + int32(n.Words.CaretAt.X*scale), whole.Y + int32(n.Words.CaretAt.Y*scale),
		int32(wide * scale), int32(n.Words.CaretTall * scale),
	}
}

func (s *session) text() map[string]any {
	piece := func(m dbus.Message, at int32, g grain, which int) (string, int32, int32, *dbus.Error) {
		_, text, err := s.words(m)
		if err != nil {
			return "", 0, 0, err
		}
		from, to := g.around(text, int(at))
		switch {
		case which < 0 && from == 0, which > 0 && to >= len(text):
			return "", int32(at), int32(at), nil
		case which < 0:
			from, to = g.around(text, from-1)
		case which > 0:
			from, to = g.around(text, to)
		}
		return string(text[from:to]), int32(from), int32(to), nil
	}
	old := func(which int) any {
		return func(m dbus.Message, at int32, boundary uint32) (string, int32, int32, *dbus.Error) {
			return piece(m, at, oldGrain(boundary), which)
		}
	}
	plain := func(m dbus.Message) (int32, *dbus.Error) {
		_, text, err := s.words(m)
		return int32(len(text)), err
	}
	return map[string]any{
		"GetText": func(m dbus.Message, from, to int32) (string, *dbus.Error) {
			_, text, err := s.words(m)
			if err != nil {
				return "", err
			}
			return cut(text, from, to), nil
		},
		"GetStringAtOffset": func(m dbus.Message, at int32, g uint32) (string, int32, int32, *dbus.Error) {
			return piece(m, at, grain(g), 0)
		},
		"GetTextAtOffset": old(0), "GetTextBeforeOffset": old(-1), "GetTextAfterOffset": old(1),
		"GetCharacterAtOffset": func(m dbus.Message, at int32) (int32, *dbus.Error) {
			_, text, err := s.words(m)
			if err != nil || at < 0 || int(at) >= len(text) {
				return 0, err
			}
			return text[at], nil
		},
		"GetAttributeValue": func(dbus.Message, int32, string) (string, *dbus.Error) { return "", nil },
		"GetAttributes": func(m dbus.Message, _ int32) (map[string]string, int32, int32, *dbus.Error) {
			n, err := plain(m)
			return map[string]string{}, 0, n, err
		},
		"GetAttributeRun": func(m dbus.Message, _ int32, _ bool) (map[string]string, int32, int32, *dbus.Error) {
			n, err := plain(m)
			return map[string]string{}, 0, n, err
		},
		"GetDefaultAttributes":   func(dbus.Message) (map[string]string, *dbus.Error) { return map[string]string{}, nil },
		"GetDefaultAttributeSet": func(dbus.Message) (map[string]string, *dbus.Error) { return map[string]string{}, nil },
		"GetNSelections": func(m dbus.Message) (int32, *dbus.Error) {
			n, _, err := s.words(m)
			if err != nil || n.Words.From == n.Words.To {
				return 0, err
			}
			return 1, nil
		},
		"GetSelection": func(m dbus.Message, _ int32) (int32, int32, *dbus.Error) {
			n, _, err := s.words(m)
			if err != nil {
				return 0, 0, err
			}
			return int32(n.Words.From), int32(n.Words.To), nil
		},
		"SetCaretOffset": func(m dbus.Message, at int32) (bool, *dbus.Error) {
			n, _, err := s.words(m)
			if err != nil || n.Words.Place == nil || n.Covered {
				return false, err
			}
			return s.do(func() { n.Words.Place(int(at)) }), nil
		},
		"GetCharacterExtents": func(m dbus.Message, at int32, _ uint32) (int32, int32, int32, int32, *dbus.Error) {
			n, _, err := s.words(m)
			if err != nil {
				return 0, 0, 0, 0, err
			}
			a := s.letter(n, int(at))
			return a.X, a.Y, a.Width, a.Height, nil
		},
		"GetRangeExtents": func(m dbus.Message, from, to int32, _ uint32) (int32, int32, int32, int32, *dbus.Error) {
			n, _, err := s.words(m)
			if err != nil {
				return 0, 0, 0, 0, err
			}
			a := s.area(n)
			if to-from <= 1 {
				a = s.letter(n, int(from))
			}
			return a.X, a.Y, a.Width, a.Height, nil
		},
		"GetOffsetAtPoint": func(dbus.Message, int32, int32, uint32) (int32, *dbus.Error) { return -1, nil },
		"AddSelection":     func(dbus.Message, int32, int32) (bool, *dbus.Error) { return false, nil },
		"RemoveSelection":  func(dbus.Message, int32) (bool, *dbus.Error) { return false, nil },
		"SetSelection":     func(dbus.Message, int32, int32, int32) (bool, *dbus.Error) { return false, nil },
	}
}

// editableText changes a text as if it were typed. A passphrase can only be replaced whole: what is there is not said.
func (s *session) editableText() map[string]any {
	write := func(m dbus.Message, change func(text []rune) string) (bool, *dbus.Error) {
		n, text, err := s.words(m)
		if err != nil || n.Words.Write == nil || n.Covered || n.State&widget.Disabled != 0 {
			return false, err
		}
		return s.do(func() { n.Words.Write(change(text)) }), nil
	}
	return map[string]any{
		"SetTextContents": func(m dbus.Message, text string) (bool, *dbus.Error) {
			return write(m, func([]rune) string { return text })
		},
		"InsertText": func(m dbus.Message, at int32, text string, _ int32) (bool, *dbus.Error) {
			return write(m, func(was []rune) string { return cut(was, 0, max(at, 0)) + text + cut(was, max(at, 0), -1) })
		},
		"DeleteText": func(m dbus.Message, from, to int32) (bool, *dbus.Error) {
			return write(m, func(was []rune) string {
				if to < 0 {
					return cut(was, 0, max(from, 0))
				}
				return cut(was, 0, max(from, 0)) + cut(was, max(from, to), -1)
			})
		},
		"CopyText":  func(dbus.Message, int32, int32) *dbus.Error { return nil },
		"CutText":   func(dbus.Message, int32, int32) (bool, *dbus.Error) { return false, nil },
		"PasteText": func(dbus.Message, int32) (bool, *dbus.Error) { return false, nil },
	}
}
