package contactlog

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// answerPhrases hold what begins an answer; where two fit, the longer counts.
// The empty answer stops a shorter phrase from being found in a longer.
var answerPhrases = sync.OnceValue(func() map[string]Answer { return answersOf(answerLists) })

var answerLists = map[Answer]string{
	NotAsked: "not applicable, not asked, no answer, no reply, n a, heb ofyn",
	WouldNotSay: `would not say, wouldnt say, refused to say, declined to say, prefer not to say, gwrthod dweud,
		ddim am ddweud`,
	Unknown: `not sure, not known, not clear, dont know, do not know, doesnt know, unsure, unknown, unclear, maybe, possibly,
		ddim yn siwr, ddim yn gwybod, ansicr, anhysbys, efallai`,
	No: `no, not, not safe, not yet, none, never, nope, nil, na, nid, nac oes, nac ydy, nac ydi, nac ydw, nac oedd, naddo, nage,
		false, n, 0`,
	Yes: "yes, yeah, yep, ydy, ydi, ydw, oes, oedd, ie, do, true, ok, okay, iawn, safe, diogel, y, 1",
}

func answersOf(lists map[Answer]string) map[string]Answer {
	phrases := map[string]Answer{}
	for answer, list := range lists {
		for phrase := range strings.SplitSeq(list, ",") {
			phrases[strings.TrimSpace(phrase)] = answer
		}
	}
	return phrases
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
	var begins [4]string // the first one, two … words, folded
	var rests [4]string
	rest, n := text, 0
	for ; n < len(begins); n++ {
		word, after := firstWord(rest)
		if word == "" {
			break
		}
		begins[n], rest = word, after
		if n > 0 {
			begins[n] = begins[n-1] + " " + word
		}
		rests[n] = after
	}
	if n == 0 {
		return NotAsked, "" // a dash, a question mark
	}
	for n--; n >= 0; n-- {
		answer, ok := answerPhrases()[begins[n]]
		if !ok {
			continue
		}
		words = withoutPunctuation(rests[n])
		if answer == NotAsked && (words != "" || strings.HasPrefix(begins[n], "no ")) {
			return NotAsked, text // "no answer" is no answer to this, but it says something
		}
		return answer, words
	}
	return NotAsked, text
}

// firstWord returns the first word of text, folded, and what follows it. It is
// "" where there is none, or none that an answer could begin with.
func firstWord(text string) (word, rest string) {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !isWord(r) })
	end := len(text)
	for i, r := range text {
		if !isWord(r) && r != '\'' && r != '’' {
			end = i
			break
		}
	}
	if end > 24 {
		return "", ""
	}
	return fold(text[:end]), text[end:]
}

func isWord(r rune) bool {
	return r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') ||
		r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// withoutPunctuation takes away what parts the words from the answer before.
func withoutPunctuation(text string) string {
	text = strings.TrimFunc(text, func(r rune) bool { return isSpace(r) || strings.ContainsRune("-–—,.;:!/?", r) })
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") && strings.Count(text, "(") == 1 {
		text = trim(text[1 : len(text)-1])
	}
	return text
}
