package pdf_test

import (
	"encoding/json"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// FuzzCompose hands any letter and any text to the pages: nothing panics, no
// document is empty, and nothing leaves the page. letter is JSON laid over a
// full letter; text goes into every kind of place; events is how often
// something happened, up to 500.
func FuzzCompose(f *testing.F) {
	full, err := json.Marshal(fullLetter())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(full), "plain", uint16(3), uint8(0))
	f.Add(`{}`, strings.Repeat("W", 10<<10), uint16(2), uint8(2))
	f.Add(`{}`, strings.Repeat("a b\n", 500), uint16(1), uint8(0))
	f.Add(`{}`, strings.Repeat("\u00a0", 5000), uint16(1), uint8(2))
	f.Add(`{}`, strings.Repeat("\u0301", 5000), uint16(1), uint8(1))
	f.Add(`{}`, "محمد (أبو علي) 07700 900461، شَرِيفَة", uint16(2), uint8(0))
	f.Add(`{}`, strings.Repeat("السلام", 200), uint16(1), uint8(2))
	f.Add(`{}`, "শ্রাবন্তী রহমান কি ৫। "+strings.Repeat("র্", 200), uint16(2), uint8(1))
	f.Fuzz(func(t *testing.T, letter, text string, events uint16, size uint8) {
		l := fullLetter()
		_ = json.Unmarshal([]byte(letter), &l) // what is no letter leaves the full one
		spread(&l, text, int(events)%501)
		d, _, err := pdf.Compose(l, pdf.Options{TextSize: float64(12 + 2*int(size%3))})
		if err != nil {
			t.Fatal(err)
		}
		if d.Pages() < 1 || strings.TrimSpace(d.Text(0)) == "" {
			t.Fatal("an empty document")
		}
		for i := range d.Pages() {
			if what := outside(d.Ops(i)); what != "" {
				t.Fatalf("page %d: %s", i+1, what)
			}
		}
		if file, err := d.PDF(); err != nil || len(file) < 1000 || string(file[:5]) != "%PDF-" {
			t.Fatalf("%d bytes, %v", len(file), err)
		}
		if _, err := d.Page(d.Pages()-1, 30); err != nil {
			t.Fatal(err)
		}
	})
}

// spread puts text into every kind of place a letter has: all of it where people
// write much, the beginning of it elsewhere.
func spread(l *data.Letter, text string, events int) {
	l.Summary, l.Marking, l.Asks = text, text, []string{text, "ring", text}
	l.Person.Name, l.Contact = text, &data.SafeContact{Rule: text, Number: text[:min(len(text), 300)]}
	l.Evidence = []data.Evidence{{Kind: "note", Shows: text, SHA256: text[:min(len(text), 300)]}}
	text = text[:min(len(text), 300)]
	l.Number, l.Wishes, l.BasisNote, l.Person.OwnScript, l.Person.Address = text, text, text, text, text
	l.Sender.Name, l.Sender.Phone, l.Sender.Charity, l.Sender.Address = text, text, text, []string{text, text}
	l.To.Name, l.To.Attention, l.To.Address = text, text, []string{text, text + " CF10 3NN"}
	l.Author = data.Signatory{Name: text, Role: text, Phone: text}
	l.Suspects = []data.Suspect{{Names: text, Accounts: []data.Account{{Platform: text, UniqueID: text, URL: text}}}}
	l.Money = []data.MoneyEntry{{Kind: data.Payment, Other: text, Payee: text, Reference: text, Words: text}}
	for range events {
		l.Events = append(l.Events, data.Event{When: data.When{Words: text}, What: text, Quoted: text, Source: text})
	}
	l.Withheld = []data.Decision{{Field: data.Field(text), By: text, Reason: text}}
}
