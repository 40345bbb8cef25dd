package contactlog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// answerPhrases hold what begins an answer, the longer first. The empty answer
// stops a shorter phrase from being found in it.
var answerPhrases = []struct {
	phrase string
	answer Answer
}{
	{"not applicable", NotAsked}, {"not asked", NotAsked}, {"no answer", NotAsked}, {"no reply", NotAsked}, {"heb ofyn", NotAsked},
	{"would not say", WouldNotSay}, {"wouldnt say", WouldNotSay}, {"refused to say", WouldNotSay}, {"declined to say", WouldNotSay},
	{"prefer not to say", WouldNotSay}, {"gwrthod dweud", WouldNotSay}, {"ddim am ddweud", WouldNotSay},
	{"not sure", Unknown}, {"not known", Unknown}, {"not clear", Unknown}, {"dont know", Unknown}, {"do not know", Unknown},
	{"doesnt know", Unknown}, {"unsure", Unknown}, {"unknown", Unknown}, {"unclear", Unknown}, {"maybe", Unknown}, {"possibly", Unknown},
	{"ddim yn siwr", Unknown}, {"ddim yn gwybod", Unknown}, {"ansicr", Unknown}, {"anhysbys", Unknown}, {"efallai", Unknown},
	{"nac oes", No}, {"nac ydy", No}, {"nac ydi", No}, {"nac ydw", No}, {"nac oedd", No}, {"naddo", No}, {"nage", No},
	{"not safe", No}, {"not yet", No}, {"none", No}, {"never", No}, {"nope", No}, {"nil", No}, {"no", No}, {"not", No}, {"na", No}, {"nid", No},
	{"false", No}, {"n", No}, {"0", No},
	{"yes", Yes}, {"yeah", Yes}, {"yep", Yes}, {"ydy", Yes}, {"ydi", Yes}, {"ydw", Yes}, {"oes", Yes}, {"oedd", Yes}, {"ie", Yes}, {"do", Yes},
	{"true", Yes}, {"ok", Yes}, {"okay", Yes}, {"iawn", Yes}, {"safe", Yes}, {"diogel", Yes}, {"y", Yes}, {"1", Yes},
}

// readAnswer understands "yes", "no - rang back", "Nac ydy". words is what was
// written besides, in the person's own spelling; where the text begins with no
// answer it is the whole text.
func readAnswer(text string) (answer Answer, words string) {
	switch text {
	case "✓", "✔", "☑":
		return Yes, ""
	case "✗", "✘":
		return No, ""
	}
	if fold(text) == "" || fold(text) == "n a" {
		return NotAsked, ""
	}
	for _, p := range answerPhrases {
		rest, ok := cutPhrase(text, p.phrase)
		if !ok {
			continue
		}
		if p.answer == NotAsked && rest != "" || p.phrase == "no answer" || p.phrase == "no reply" {
			return NotAsked, text
		}
		return p.answer, rest
	}
	return NotAsked, text
}

// cutPhrase cuts a folded phrase from the start of text, where no letter or
// digit follows it, and trims what stands between.
func cutPhrase(text, phrase string) (rest string, ok bool) {
	words := strings.Fields(phrase)
	for _, w := range words {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		end := len(text)
		for i, r := range text {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && !unicode.Is(unicode.Mn, r) {
				end = i
				break
			}
		}
		if end < len(w) || end > 4*len(w)+utf8.UTFMax || fold(text[:end]) != w {
			return "", false
		}
		text = text[end:]
	}
	text = strings.TrimFunc(text, func(r rune) bool { return isSpace(r) || strings.ContainsRune("-–—,.;:!/?", r) })
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") && strings.Count(text, "(") == 1 {
		text = trim(text[1 : len(text)-1])
	}
	return text, true
}
