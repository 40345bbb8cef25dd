package contactlog

import "strings"

// comparablePhone reduces a number to what two ways of writing it have in
// common: "+44 (0)7700 900 321" and "7700900321", from which a spreadsheet took
// the nought, are both "07700900321"; a number abroad keeps its plus. It is ""
// where the text holds no number or more than one.
func comparablePhone(text string) string {
	s := strings.TrimLeft(trim(text), "'")
	if strings.Contains(strings.ToLower(s), "e+") { // a spreadsheet's 4.47701E+11 has lost the number
		return ""
	}
	var digits strings.Builder
	plus := false
	for i, r := range strings.ReplaceAll(s, "(0)", "") {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == '+' && digits.Len() == 0:
			plus = true
		case strings.ContainsRune(" ().-–\u00a0\u2011", r) || i == 0 && r == '+':
		case digits.Len() == 0:
			// a name before the number
		default:
			return onlyNumber(digits.String(), plus, s[min(i, len(s)):])
		}
	}
	return ukNumber(digits.String(), plus)
}

// onlyNumber is the number before the words in rest, if they hold no further one.
func onlyNumber(digits string, plus bool, rest string) string {
	further := 0
	for _, r := range rest {
		if r >= '0' && r <= '9' {
			further++
		}
	}
	if further > 0 {
		return ""
	}
	return ukNumber(digits, plus)
}

func ukNumber(d string, plus bool) string {
	switch {
	case strings.HasPrefix(d, "0044"):
		plus, d = true, d[2:]
	case !plus && strings.HasPrefix(d, "00") && len(d) > 9:
		plus, d = true, d[2:]
	case !plus && strings.HasPrefix(d, "44") && (len(d) == 12 || len(d) == 11):
		plus = true
	}
	if plus {
		national, uk := strings.CutPrefix(d, "44")
		switch {
		case !uk && len(d) >= 7 && len(d) <= 15:
			return "+" + d
		case !uk:
			return ""
		}
		d = "0" + strings.TrimPrefix(national, "0")
	}
	if len(d) == 10 && strings.ContainsRune("12378", rune(d[0])) {
		d = "0" + d
	}
	if (len(d) == 10 || len(d) == 11) && d[0] == '0' {
		return d
	}
	return ""
}
