package pdf

import (
	"time"

	"noddfa/data"
)

// Statement is a text that a charity sends about itself: a report of a breach, to
// the ICO or to its trustees.
type Statement struct {
	Title  string
	Text   string // a paragraph a line
	Date   time.Time
	Sender data.Sender
}

// ComposeStatement lays a statement out in "en" or "cy".
func ComposeStatement(s Statement, lang string, options ...Options) (*Document, []Warning, error) {
	size, err := reportSize(options)
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	s = cleaned(s, func(string) data.Field { return PartSender }, &warn)
	r := newReport(data.Language(lang), size, s.Sender, &warn)
	r.period = capital(r.date(s.Date))
	r.head(s.Title)
	r.prose(s.Text)
	r.finish("")
	return &Document{title: oneLine(s.Title), lang: r.t.Code(), date: s.Date, pages: r.pages}, warn.list, nil
}
