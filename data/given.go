package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Given is what was given out: the paper as it was printed, its bytes and what was
// left out of it. Only managers write it.
type Given struct {
	Request ID         `json:"request,omitzero"`
	Paper   GivenPaper `json:"paper"`
	At      time.Time  `json:"at"`
	Pages   int        `json:"pages"`
	SHA256  string     `json:"sha256"`
	PDF     []byte     `json:"pdf"`
}

// GivenPaper is what a paper of notes prints, and nothing of what was left out.
// Package pdf lays it out; it never sees the case.
type GivenPaper struct {
	Language  Language    `json:"language"`
	Sender    Sender      `json:"sender"`
	Reference string      `json:"reference"`        // ours, of the case
	Theirs    string      `json:"theirs,omitempty"` // of whoever asks
	Asks      RequestKind `json:"request_kind,omitempty"`
	From      time.Time   `json:"from,omitzero"`
	To        time.Time   `json:"to,omitzero"`
	Made      time.Time   `json:"made"`
	Items     []GivenItem `json:"items,omitempty"`
	Left      []LeftOut   `json:"left,omitempty"`
}

// GivenItem is one record as it is printed.
type GivenItem struct {
	Kind   string       `json:"kind"`
	When   When         `json:"when,omitzero"`
	Fields []GivenField `json:"fields"`
}

// GivenField is one text or chosen answer in parts: what is printed, and places where words were
// left out, which say why and neither what nor how much.
type GivenField struct {
	Key      string      `json:"key"`
	Question string      `json:"question,omitempty"` // of a chosen answer or a day
	Parts    []GivenPart `json:"parts"`
}

// GivenPart is words, or a place where words were.
type GivenPart struct {
	Text string      `json:"text,omitempty"`
	Left LeaveReason `json:"leave,omitempty"`
}

// LeftOut is a line of the list at the end: an item that is not there, or the words
// that were struck out of one.
type LeftOut struct {
	Kind   string      `json:"kind"`
	When   When        `json:"when,omitzero"`
	Places int         `json:"places,omitempty"` // 0: the whole item
	Reason LeaveReason `json:"leave"`
	Words  string      `json:"words,omitempty"`
}

// Counts are how many items are given, and how many of them were left out whole.
func (p GivenPaper) Counts() (items, left int) {
	for _, l := range p.Left {
		if l.Places == 0 {
			left++
		}
	}
	return len(p.Items), left
}

// GivenPaper makes the paper of what was chosen. It refuses while an item has not
// been looked at, and where nothing is given at all.
func (v *Vault) GivenPaper(ctx context.Context, caseID ID, g Giving) (GivenPaper, error) {
	const doing = "making a paper of notes"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return GivenPaper{}, fail(doing, err)
	}
	p := GivenPaper{
		Language: g.Language, Sender: v.Organisation().Sender(), Reference: f.Case.Value.Reference, From: g.From, To: g.To, Made: v.Now(),
	}
	if p.Language == "" {
		p.Language = f.Language()
	}
	if line, ok := v.RequestLine(g.Request); ok {
		p.Asks, p.Theirs = line.Kind, line.Refers
	}
	for _, item := range v.GiveItems(f, g) {
		c, decided := g.Choice(item, p.Asks)
		if !decided {
			return GivenPaper{}, refuse(CodeUnseen, doing)
		}
		if c.Leave != "" {
			p.Left = append(p.Left, LeftOut{Kind: item.Kind, When: item.When, Reason: c.Leave, Words: c.Words})
			continue
		}
		p.Items = append(p.Items, item.printed(c))
		p.Left = append(p.Left, item.places(c)...)
	}
	if len(p.Items) == 0 {
		return GivenPaper{}, refuse(CodeNothingGiven, doing)
	}
	return p, nil
}

// printed is an item without the words that are struck out.
func (i GiveItem) printed(c GiveChoice) GivenItem {
	out := GivenItem{Kind: i.Kind, When: i.When}
	out.When.Words = "" // which may say more than a day
	for n, field := range i.Fields {
		out.Fields = append(out.Fields, GivenField{Key: field.Key, Question: field.Question, Parts: partsOf([]rune(field.Text), i.struckIn(c, n))})
	}
	return out
}

// struckIn are the strikes in a field, in their order; those that touch are one.
func (i GiveItem) struckIn(c GiveChoice, field int) []Strike {
	var list []Strike
	for _, s := range c.Struck {
		if s.Field == field && s.To > s.From {
			if f := i.Fields[field]; f.chosen() { // its letters are others in the other language
				s.From, s.To = 0, utf8.RuneCountInString(f.Text)
			}
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Strike) int { return a.From - b.From })
	var merged []Strike
	for _, s := range list {
		if n := len(merged); n > 0 && s.From <= merged[n-1].To {
			merged[n-1].To = max(merged[n-1].To, s.To)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

func partsOf(letters []rune, struck []Strike) []GivenPart {
	var parts []GivenPart
	at := 0
	for _, s := range struck {
		from, to := max(at, min(s.From, len(letters))), min(s.To, len(letters))
		if from > at {
			parts = append(parts, GivenPart{Text: string(letters[at:from])})
		}
		parts = append(parts, GivenPart{Left: s.Reason})
		at = max(at, to)
	}
	if at < len(letters) {
		parts = append(parts, GivenPart{Text: string(letters[at:])})
	}
	return parts
}

// places are the lines about words that were struck out of an item, one for each
// reason.
func (i GiveItem) places(c GiveChoice) []LeftOut {
	count := map[LeaveReason]int{}
	for n := range i.Fields {
		for _, s := range i.struckIn(c, n) {
			count[s.Reason]++
		}
	}
	var lines []LeftOut
	for _, reason := range LeaveReasons() {
		if count[reason] > 0 {
			when := i.When
			when.Words = ""
			lines = append(lines, LeftOut{Kind: i.Kind, When: when, Places: count[reason], Reason: reason})
		}
	}
	return lines
}

// Give records a paper of notes as given out, with the very bytes that draw makes
// of it. Only a manager gives out.
func (v *Vault) Give(ctx context.Context, caseID ID, g Giving, draw func(GivenPaper) (file []byte, pages int, err error)) (Entry[Given], error) {
	const doing = "giving notes out"
	if v.me().Role != Manager {
		return Entry[Given]{}, refuse(CodeNoKey, doing)
	}
	paper, err := v.GivenPaper(ctx, caseID, g)
	if err != nil {
		return Entry[Given]{}, fail(doing, err)
	}
	file, pages, err := draw(paper)
	if err != nil {
		return Entry[Given]{}, fail(doing, err)
	}
	sum := sha256.Sum256(file)
	given := Given{Request: g.Request, Paper: paper, At: v.Now(), Pages: pages, SHA256: hex.EncodeToString(sum[:]), PDF: file}
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Entry[Given]{}, fail(doing, err)
	}
	kept := NewID()
	if e, ok := f.Giving(g.Request); ok {
		kept = e.ID
	}
	changes := []change{{NewID(), caseID, given}, {kept, caseID, g}}
	told := AuditEvent{Action: AuditGiven, Subject: v.aboutCase(caseID), Detail: givenDetail(pages, given.SHA256)}
	more, err := v.gaveOut(ctx, given, GaveOut{Pages: pages, SHA256: given.SHA256, How: GaveMade})
	if err != nil {
		return Entry[Given]{}, fail(doing, err)
	}
	done, err := v.commit(ctx, append(append(changes, more...), event(told)))
	if err != nil {
		return Entry[Given]{}, fail(doing, err)
	}
	return entryOf[Given](v, done[0]), nil
}

// How a paper of notes left.
const (
	GaveMade      = "made" // it was made, and has not left yet
	GaveProtected = "protected"
	GavePlain     = "plain"
	GavePrinted   = "printed"
)

// givenForm is what the audit trail keeps of a paper.
const givenForm = "pages=%d sha256=%s"

func givenDetail(pages int, sum string) string { return fmt.Sprintf(givenForm, pages, sum) }

// gaveOut is the change that writes into the request what left in answer to it.
func (v *Vault) gaveOut(ctx context.Context, given Given, gave GaveOut) ([]change, error) {
	if given.Request.IsZero() {
		return nil, nil
	}
	r, err := v.OpenRequest(ctx, given.Request)
	if err != nil {
		return nil, err
	}
	gave.At, gave.By = v.Now(), v.me().Name
	gave.Items, gave.Left = given.Paper.Counts()
	value := r.Request.Value
	value.Gave = append(slices.Clone(value.Gave), gave)
	return []change{{given.Request, given.Request, value}}, nil
}

// RecordGiven remembers that a paper of notes was written outside the vault or
// printed, with the SHA-256 of those very bytes: in the case, in the request, and
// in the audit trail.
func (v *Vault) RecordGiven(ctx context.Context, caseID, given ID, saved SavedFile) error {
	const doing = "recording what was given out"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	at := slices.IndexFunc(f.Given, func(e Entry[Given]) bool { return e.ID == given })
	if at < 0 {
		return refuse(CodeNoRecord, doing)
	}
	saved.Letter, saved.Paper, saved.At = given, PaperNotes, v.Now()
	how := GavePlain
	switch {
	case saved.Printer != "":
		how = GavePrinted
	case saved.Protected:
		how = GaveProtected
	}
	value := f.Given[at].Value
	more, err := v.gaveOut(ctx, value, GaveOut{Pages: value.Pages, SHA256: saved.SHA256, How: how})
	if err != nil {
		return fail(doing, err)
	}
	told := AuditEvent{Action: AuditGiven, Subject: v.aboutCase(caseID), Detail: givenDetail(value.Pages, saved.SHA256)}
	_, err = v.commit(ctx, append([]change{{NewID(), caseID, saved}, event(told)}, more...))
	return fail(doing, err)
}
