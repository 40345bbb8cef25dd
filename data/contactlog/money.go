package contactlog

import (
	"slices"
	"strconv"
	"strings"
)

// maxPounds keeps a phone number in the wrong column from being an amount.
const maxPounds = 100_000_000

// readMoney understands an amount in pounds: 1200, £1,200.50, 50p, 2k, nil.
// loose: the text says more than the amount.
func readMoney(text string) (m Money, loose bool, code Code) {
	if pence, rest, ok := amount(strings.TrimPrefix(text, "£")); ok && rest == "" && pence <= maxPounds*100 {
		return Money{Pence: pence, Known: true}, false, "" // what it nearly always is
	}
	if len(text) > maxShort && hasDigit(text) {
		return Money{}, false, NotAnAmount
	}
	s := plainLower(text[:min(len(text), maxShort)])
	words := fold(s)
	switch words {
	case "nil", "none", "zero", "nothing", "no", "nought", "no payment", "no demand", "not paid", "did not pay", "didnt pay", "hasnt paid",
		"has not paid", "nothing paid", "none paid", "not yet", "dim", "dim byd", "na", "naddo", "sero", "heb dalu", "dim wedi talu":
		return Money{Known: true}, words == "not yet", ""
	case "":
		if !hasDigit(s) { // "-", "?"
			return Money{}, false, ""
		}
	}
	if !hasDigit(s) {
		if isNothing(s) || !isForeign(s) {
			return Money{}, !isNothing(s), "" // "yes", "not said": an amount that is not known
		}
		return Money{}, false, NotInPounds
	}
	return readAmount(s)
}

// readAmount reads exactly one number, with its marks and words around.
func readAmount(s string) (m Money, loose bool, code Code) {
	start := strings.IndexAny(s, "0123456789")
	if start > 0 && s[start-1] == '.' {
		start-- // .50
	}
	before, after := s[:start], s[start:]
	pence, rest, ok := amount(after)
	after = rest
	inPounds := marksPounds(before + " " + after)
	switch {
	case strings.ContainsAny(before+after, "$€¥") || isForeign(before+after) && !inPounds:
		return Money{}, false, NotInPounds
	case !ok || hasDigit(after) || strings.ContainsAny(before, "-−–(") || pence > maxPounds*100:
		return Money{}, false, NotAnAmount
	}
	c := cursor{after}
	c.skip(" ")
	switch {
	case c.phrase("k", "grand", "thousand") != "":
		pence *= 1000
	case c.phrase("p", "pence", "ceiniog") != "":
		if pence%100 != 0 || strings.Contains(before, "£") {
			return Money{}, false, NotAnAmount
		}
		pence /= 100
	}
	if pence > maxPounds*100 {
		return Money{}, false, NotAnAmount
	}
	left := strings.Fields(fold(before + " " + c.s))
	left = slices.DeleteFunc(left, func(w string) bool { return poundWords[w] })
	for _, w := range left {
		if !inPounds && !moneyWords[w] {
			return Money{}, false, NotAnAmount // "500 of something": of what?
		}
	}
	loose = len(left) > 0 || strings.ContainsAny(before+after, "~≈?+<>")
	return Money{Pence: pence, Known: true}, loose, ""
}

// amount reads digits in groups of three, or in none, with pence.
func amount(s string) (pence int64, rest string, ok bool) {
	digits, grouped := 0, 0
	var pounds int64
	i := 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits > 12 {
				return 0, s[i:], false
			}
			pounds = pounds*10 + int64(c-'0')
			grouped++
			continue
		case c == ',' && digits > 0 && threeDigits(s[i+1:]):
			if digits > 3 && grouped == digits {
				return 0, s[i:], false // 1200,000
			}
			grouped = 0
			continue
		case c == ',' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9':
			return 0, s[i:], false // 12,50
		}
		break
	}
	pence = pounds * 100
	if i < len(s) && s[i] == '.' {
		end := i + 1
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		switch fraction := s[i+1 : end]; {
		case fraction == "" && digits > 0:
		case len(fraction) == 1:
			pence += int64(fraction[0]-'0') * 10
		case len(fraction) == 2:
			pence += int64(fraction[0]-'0')*10 + int64(fraction[1]-'0')
		case len(fraction) > 2 && strings.Trim(fraction[2:], "0") == "":
			if len(fraction) == 3 { // 1.200 is 1,200 to some
				return 0, s[end:], false
			}
			pence += int64(fraction[0]-'0')*10 + int64(fraction[1]-'0')
		default:
			return 0, s[end:], false
		}
		i = end
	}
	return pence, s[i:], digits > 0 || pence > 0
}

// threeDigits says whether s begins with a group of exactly three digits.
func threeDigits(s string) bool {
	n := 0
	for n < len(s) && n < 4 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// marksPounds says whether the words around a number call it pounds.
func marksPounds(s string) bool {
	return strings.Contains(s, "£") || slices.ContainsFunc(strings.Fields(fold(s)), func(w string) bool { return poundWords[w] })
}

func isForeign(s string) bool {
	return strings.ContainsAny(s, "$€¥₿") ||
		slices.ContainsFunc(strings.Fields(fold(s)), func(w string) bool { return foreignMoney[w] })
}

var poundWords = words("pound pounds gbp quid sterling punt punnoedd bunt bunnoedd phunt")

// moneyWords add nothing that could change what the number is.
var moneyWords = words(`approximately approx roughly around about circa nearly almost maybe probably abt ca c est tua oddeutu rhyw bron yn
	efallai or more at least over up to total in all so far each only initially first then later asked demanded paid wanted for i ddechrau o leiaf
	dros cyfanswm hyd yn hyn by bank transfer vouchers voucher gift card cards paypal cash steam itunes amazon revolut monzo western union`)

var foreignMoney = words(`euro euros eur ewro ewros dollar dollars usd doler doleri cad aud us yen jpy yuan rmb cny rupee rupees inr pkr naira ngn cfa xaf xof
	franc francs chf zloty zlotys pln leu lei ron lira tl dirham dirhams aed peso pesos php rouble roubles ruble rubles rub hryvnia
	krone krona kroner sek nok dkk rand zar shilling shillings kes cedi cedis ghs dong baht ringgit rupiah won riyal dinar
	bitcoin bitcoins btc eth ethereum usdt tether crypto litecoin robux`)

// words makes a set of the words in s.
func words(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// canonical is the amount for Normalised.
func (m Money) canonical() string {
	if !m.Known {
		return ""
	}
	return strconv.FormatInt(m.Pence, 10)
}
