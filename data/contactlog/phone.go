package contactlog

import "strings"

// comparablePhone reduces a number to what two ways of writing it have in
// common: "+44 (0)7700 900 321" and "7700900321", from which a spreadsheet took
// the nought, are both "07700900321"; a number abroad keeps its plus. It is ""
// where the text holds no number or more than one.
func comparablePhone(text string) string {
	s := strings.ReplaceAll(text, "(0)", "")
	start := strings.IndexAny(s, "+0123456789")
	if start < 0 || strings.Contains(strings.ToLower(s), "e+") { // a spreadsheet's 4.47701E+11 has lost the number
		return ""
	}
	s = s[start:]
	var digits strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case i == 0 || strings.ContainsRune(" ().-–\u00a0\u2011", r):
		case hasDigit(s[i:]): // a second number
			return ""
		default:
			return ukNumber(digits.String(), s[0] == '+')
		}
	}
	return ukNumber(digits.String(), s[0] == '+')
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
