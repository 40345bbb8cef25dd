package data

import (
	"slices"
	"strings"
)

// NamesAccount reports whether a line of evidence says which account it came
// from. Whose account that is, it does not say.
func (e Evidence) NamesAccount() bool { return e.DisplayName != "" || e.UniqueID != "" || e.URL != "" }

// account is what a line of evidence says of an account.
func (e Evidence) account() Account {
	return Account{Platform: e.Platform, DisplayName: e.DisplayName, UniqueID: e.UniqueID, URL: e.URL}
}

// SamePlatform reports whether two people wrote the same platform.
func SamePlatform(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a != "" && strings.EqualFold(a, b)
}

// identified reports whether the police can find an account by what is written
// of it: a display name is not enough.
func (a Account) identified() bool { return a.UniqueID != "" || a.URL != "" }

// AccountsInEvidence are the accounts that the register of evidence identifies
// and that stand under no suspected person, each once. They may be the
// suspect's or anybody's: a person has to say so.
func (f *CaseFile) AccountsInEvidence() []Account {
	var found []Account
	for _, e := range f.Evidence {
		a := e.Value.account()
		known := slices.Contains(found, a) || slices.ContainsFunc(f.Suspects, func(s Entry[Suspect]) bool {
			return slices.ContainsFunc(s.Value.Accounts, func(of Account) bool {
				return a.UniqueID != "" && of.UniqueID == a.UniqueID || a.UniqueID == "" && of.URL == a.URL
			})
		})
		if a.identified() && !known {
			found = append(found, a)
		}
	}
	return found
}

// WithAccount is the suspected person with one more account. Where all that was
// known of one is its platform, or its platform and that display name, this is
// the same.
func (s Suspect) WithAccount(a Account) Suspect {
	s.Accounts = slices.Clone(s.Accounts)
	for i, of := range s.Accounts {
		bare := of == Account{Platform: of.Platform, DisplayName: of.DisplayName} && (of.DisplayName == "" || of.DisplayName == a.DisplayName)
		if bare && (of.Platform == "" || SamePlatform(of.Platform, a.Platform)) {
			a.Platform, a.DisplayName = firstOf(of.Platform, a.Platform), firstOf(a.DisplayName, of.DisplayName)
			s.Accounts[i] = a
			return s
		}
	}
	s.Accounts = append(s.Accounts, a)
	return s
}
