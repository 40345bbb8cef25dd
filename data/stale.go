package data

import "slices"

// LettersSaying are the letters of the case that left, say something and were not replaced or taken back since: when it
// no longer holds, somebody has to tell those who have them (practice.md 14).
func (f *CaseFile) LettersSaying(says func(Letter) bool) []Entry[IssuedLetter] {
	var list []Entry[IssuedLetter]
	for _, e := range f.Letters {
		replaced := slices.ContainsFunc(f.Letters, func(o Entry[IssuedLetter]) bool { return o.Value.Choices.Replaces == e.ID })
		if !replaced && says(e.Value.Letter) {
			list = append(list, e)
		}
	}
	return list
}

// SaysSafeContact reports whether the letter says how the person is reached.
func (l Letter) SaysSafeContact() bool { return l.Contact != nil }

// SaysConsent reports whether the letter rests on the consent to share with the police, or says beside another reason
// that it was given.
func (l Letter) SaysConsent() bool { return l.Basis == BasisConsent || l.Consent != nil }
