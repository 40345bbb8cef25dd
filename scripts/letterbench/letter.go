package main

import (
	"fmt"
	"strings"
	"time"

	"noddfa/data"
	"noddfa/pdf"
)

func on(day int) time.Time { return time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC) }

// example is a letter with twelve events in its table; nothing in it is real.
func example() data.Letter {
	l := data.Letter{
		Type: data.NewReport, Language: data.English, Number: "NOD-7K3Q-92/1", Case: "NOD-7K3Q-92", Date: on(21), Nation: "Wales",
		Sender: data.Sender{
			Name: "Harbourside Victim Support Network", Address: []string{"14 Example Quay", "Westmouth", "WM1 1AA"},
			Phone: "01632 960123", Email: "referrals@harbourside.example", Hours: "Weekdays 9am to 5pm", Charity: "0000000",
		},
		Author: data.Signatory{Name: "Mair Example", Role: "Caseworker", Phone: "01632 960145"},
		To:     data.Recipient{Force: "south-wales", Name: "South Wales Police", Unit: "Cyber Crime Unit", Address: []string{"Police Headquarters", "200 Station Road", "Westmouth WM2 2BB"}},
		Matter: data.OnlineBlackmail, DangerNow: data.No, ReplyBy: on(28), Knows: data.Yes,
		Contact: &data.SafeContact{Number: "07700 900461", Times: "weekdays from 10am to 2pm", MayText: data.No},
		Person:  data.LetterPerson{Name: "Siân Ŵyn-Pryce", Age: 39, Language: data.Welsh},
		Summary: "A stranger on a dating site threatens to send a recording of a video call to her family unless she pays £500 by Sunday.",
		Consent: &data.Consent{Given: on(18), Scope: data.ConsentPolice, How: "in writing"}, Basis: data.BasisConsent,
		Withheld: []data.Decision{{Field: data.FieldAddress}},
	}
	for i := range 12 {
		l.Events = append(l.Events, data.Event{
			When: data.At(on(2 + i)), Where: "online", Source: "messages on her phone", MayShare: data.Yes,
			What: fmt.Sprintf("Demand number %d: pay by the evening, or the recording goes to everybody she knows", i+1),
		})
	}
	return l
}

// ours makes the letter as the app does, from the value to the file.
func ours(letter) ([]byte, error) {
	d, _, err := pdf.Compose(example())
	if err != nil {
		return nil, err
	}
	return d.PDF()
}

// ourWords are the words of our letter, for the others to set.
func ourWords() (letter, error) {
	d, _, err := pdf.Compose(example())
	if err != nil {
		return letter{}, err
	}
	words := letter{title: d.Title()}
	for page := range d.Pages() {
		for line := range strings.SplitSeq(d.Text(page), "\n") {
			line = strings.TrimRight(line, "\t ")
			cells := strings.Split(line, "\t")
			switch {
			case line == "":
			case len(cells) >= 4 && (len(words.table) == 0 || len(cells) == len(words.table[0])):
				words.table = append(words.table, cells)
			case len(words.table) == 0:
				words.before = append(words.before, strings.ReplaceAll(line, "\t", " "))
			default:
				words.after = append(words.after, strings.ReplaceAll(line, "\t", " "))
			}
		}
	}
	if d.Pages() < 2 || len(words.table) < 13 {
		return words, fmt.Errorf("the letter has %d pages and a table of %d rows", d.Pages(), len(words.table))
	}
	return words, nil
}
