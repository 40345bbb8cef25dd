package data

import "time"

// Evidence is one line of the register: what exists and where, in words. It is
// never the thing itself (domain.md 1.4 and 1.5).
type Evidence struct {
	Kind        string    `json:"evidence_kind,omitempty"` // messages, profile, payment record, …
	Platform    string    `json:"platform,omitempty"`
	DisplayName string    `json:"display_name,omitempty"`
	UniqueID    string    `json:"unique_id,omitempty"`
	URL         string    `json:"url,omitempty"`
	FirstSeen   When      `json:"first_seen,omitzero"`
	LastSeen    When      `json:"last_seen,omitzero"`
	Shows       string    `json:"shows,omitempty"`    // what it shows, in words
	Original    string    `json:"original,omitempty"` // where the original is, who holds it
	CapturedBy  string    `json:"captured_by,omitempty"`
	CapturedAt  time.Time `json:"captured_at,omitzero"`
	SHA256      string    `json:"sha256,omitempty"` // of a permitted file, hexadecimal
	GivenOn     time.Time `json:"given_on,omitzero"`
	GivenTo     string    `json:"given_to,omitempty"`
}

// MoneyKind tells a demand from a payment.
type MoneyKind string

// What the blackmailer asked for, and what was paid.
const (
	Demand  MoneyKind = "demand"
	Payment MoneyKind = "payment"
)

// MoneyEntry is one demand or payment.
type MoneyEntry struct {
	Kind      MoneyKind `json:"money_kind"`
	When      When      `json:"when,omitzero"`
	Amount    Money     `json:"amount,omitzero"`
	Other     string    `json:"other,omitempty"` // asked for or paid other than in pounds: gift cards, euros, bitcoin
	Method    string    `json:"pay_method,omitempty"`
	Platform  string    `json:"platform,omitempty"`
	Payee     string    `json:"payee,omitempty"`
	Reference string    `json:"transfer,omitempty"` // account, MTCN, wallet, card number of the payee
	BankTold  Answer    `json:"bank_told,omitempty"`
	Words     string    `json:"words,omitempty"`
}
