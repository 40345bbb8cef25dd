package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// historyPage lists every version of every record of a case, newest first: who, when, what was different.
type historyPage struct {
	*caseScreen
	list *fyne.Container
	all  []versionLine
	most int    // how many are shown
	only string // a kind of record; all if empty
}

// historyStep is how many versions are shown at first, and more each time.
const historyStep = 40

func newHistoryPage(s *caseScreen) *historyPage {
	return &historyPage{caseScreen: s, list: widget.Stack(theme.Space4), most: historyStep}
}

func (p *historyPage) first() fyne.Focusable { return nil }
func (p *historyPage) leave()                {}

// versionLine is one version of one record.
type versionLine struct {
	record  data.ID
	version data.ID // zero where it cannot be erased, or is
	kind    string  // of the record, as in the keys of its fields
	by      string
	written time.Time
	number  int
	changes []string
}

func (p *historyPage) show(f *data.CaseFile) fyne.CanvasObject {
	covered := p.covered()
	Go(p.shell.Runner(), "history", func(ctx context.Context) ([]versionLine, error) {
		return p.read(ctx, f, covered)
	}, func(lines []versionLine, err error) {
		if err != nil {
			p.list.Objects = []fyne.CanvasObject{widget.Body(data.Sentence(p.words, err))}
		} else {
			p.all = lines
			p.fill()
		}
		settle(p.list)
	})
	kinds := []string{"case", "person", "suspect", "event", "note", "attachment", "plan", "evidence", "money", "consent", "safeguarding", "assessment", "task", "letter", "saved"}
	choose := widget.NewSelect(widget.SelectOptions{
		Options: append([]widget.Option{{ID: "", Label: p.t("case.history.all")}}, optionsOf(p.words, "case.kind", kinds...)...), Chosen: p.only,
		Changed: func(kind string) { p.only, p.most = kind, historyStep; p.fill(); settle(p.list) },
	})
	parts := []fyne.CanvasObject{widget.Muted(p.t("case.history.lead"))}
	if p.manager() {
		parts = append(parts, widget.Row(theme.Space8, widget.Link(p.t("erase.case"), p.eraseCase)))
	}
	parts = append(parts, widget.Narrow(columnWidth*1.5, widget.NewField(widget.FieldOptions{Label: p.t("case.history.show"), Control: choose})), p.list)
	return widget.Narrow(formWidth+80, widget.Stack(theme.Space16, parts...))
}

func (p *historyPage) fill() {
	var blocks []fyne.CanvasObject
	shown := slices.DeleteFunc(slices.Clone(p.all), func(l versionLine) bool { return p.only != "" && l.kind != p.only })
	for i, l := range shown[:min(p.most, len(shown))] {
		if i > 0 {
			blocks = append(blocks, widget.Hairline())
		}
		b := block{name: p.nameOfVersion(l), words: strings.Join(l.changes, "\n"), small: dots(momentWords(p.words, l.written), l.by)}
		if p.manager() && !l.version.IsZero() {
			b.do = does(widget.Link(p.t("erase.version.do"), func() { p.eraseVersion(l.record, l.version) }).About(dots(b.name, b.small)))
		}
		blocks = append(blocks, b.object())
	}
	if len(shown) > p.most {
		blocks = append(blocks, widget.Secondary(p.t("case.history.more"), func() { p.most += historyStep; p.fill(); settle(p.list) }))
	}
	p.list.Objects = blocks
}

// nameOfVersion is what a version is called: "Note · version 2".
func (p *historyPage) nameOfVersion(l versionLine) string {
	what := p.t("case.history.new")
	if l.number > 1 {
		what = p.t("case.history.version", map[string]any{"Number": l.number})
	}
	return dots(p.t("case.kind."+l.kind), what)
}

func (p *historyPage) manager() bool { return p.vault.Me().Role == data.Manager }

// recordOf is a record of the case with the name its fields go by.
type recordOf struct {
	id   data.ID
	kind string
}

func (p *historyPage) read(ctx context.Context, f *data.CaseFile, covered bool) ([]versionLine, error) {
	var lines []versionLine
	for _, r := range recordsOf(f) {
		versions, err := p.vault.History(ctx, r.id)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			continue // damaged: said on the overview
		}
		var before flatRecord
		begin := len(lines)
		for i, v := range versions {
			if v.Erased != nil {
				lines = append(lines, versionLine{record: r.id, kind: r.kind, by: v.By, written: v.Written, number: i + 1, changes: p.erasedWords(v.Erased)})
				continue
			}
			now := flatten(v.Value)
			lines = append(lines, versionLine{record: r.id, version: v.Revision, kind: r.kind, by: v.By, written: v.Written, number: i + 1, changes: p.differences(r.kind, before, now, covered)})
			before = now
		}
		if only := lines[begin:]; r.kind == "case" && live(only) == 1 { // without it there is no case
			for i := range only {
				only[i].version = data.ID{}
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b versionLine) int { return b.written.Compare(a.written) })
	return lines, nil
}

// live counts the versions that can be erased still.
func live(lines []versionLine) (n int) {
	for _, l := range lines {
		if !l.version.IsZero() {
			n++
		}
	}
	return n
}

// erasedWords are what is left of an erased version.
func (p *historyPage) erasedWords(e *data.Erased) []string {
	lines := []string{p.t("case.history.erased", map[string]any{"Reason": e.Reason})}
	if !e.Held.IsZero() {
		lines = append(lines, p.t("case.history.erasedHeld", map[string]any{"Day": p.words.Date(e.Held)}))
	}
	return lines
}

func recordsOf(f *data.CaseFile) []recordOf {
	list := []recordOf{{f.Case.ID, "case"}}
	list = append(list, recordsNamed(f.People, "person")...)
	list = append(list, recordsNamed(f.Suspects, "suspect")...)
	list = append(list, recordsNamed(f.Events, "event")...)
	list = append(list, recordsNamed(f.Notes, "note")...)
	list = append(list, recordsNamed(f.Attachments, "attachment")...)
	list = append(list, recordsNamed(f.Plans, "plan")...)
	list = append(list, recordsNamed(f.Evidence, "evidence")...)
	list = append(list, recordsNamed(f.Money, "money")...)
	list = append(list, recordsNamed(f.Consents, "consent")...)
	list = append(list, recordsNamed(f.Safeguarding, "safeguarding")...)
	list = append(list, recordsNamed(f.Assessments, "assessment")...)
	list = append(list, recordsNamed(f.Tasks, "task")...)
	list = append(list, recordsNamed(f.Letters, "letter")...)
	list = append(list, recordsNamed(f.Given, "given")...)
	return append(list, recordsNamed(f.Saved, "saved")...)
}

func recordsNamed[T any](entries []data.Entry[T], kind string) []recordOf {
	list := make([]recordOf, len(entries))
	for i, e := range entries {
		list[i] = recordOf{e.ID, kind}
	}
	return list
}

// flatRecord is a record as "path.of.field" → text, with its paths in the order of its form.
type flatRecord struct {
	paths []string
	texts map[string]string
}

func (r *flatRecord) put(path, text string) {
	r.paths = append(r.paths, path)
	r.texts[path] = text
}

// flatten makes a record flat. A letter shows as its number alone, notes that were given out as their pages: their words
// are in the paper.
func flatten(value any) flatRecord {
	r := flatRecord{texts: map[string]string{}}
	switch v := value.(type) {
	case data.IssuedLetter:
		r.put("number", v.Letter.Number)
	case data.Given:
		r.put("pages", strconv.Itoa(v.Pages))
		r.put("sha256", v.SHA256)
	default:
		if text, err := json.Marshal(value); err == nil {
			d := json.NewDecoder(bytes.NewReader(text))
			d.UseNumber()
			r.read(d, "")
		}
	}
	return r
}

// read goes through JSON, which keeps the order of the type.
func (r *flatRecord) read(d *json.Decoder, path string) {
	token, err := d.Token()
	if err != nil {
		return
	}
	switch t := token.(type) {
	case json.Delim:
		for i := 1; d.More(); i++ {
			in := fmt.Sprintf("%s#%d", path, i)
			if t == '{' {
				key, _ := d.Token()
				in = strings.TrimPrefix(fmt.Sprintf("%s.%s", path, key), ".")
			}
			r.read(d, in)
		}
		_, _ = d.Token() // what closes it
	case nil:
	default:
		r.put(path, fmt.Sprint(t))
	}
}

// pathsOfBoth are the paths of two versions in the order of the form: what is gone stands where it stood.
func pathsOfBoth(before, now flatRecord) []string {
	paths, at := slices.Clone(now.paths), 0
	for _, path := range before.paths {
		if _, still := now.texts[path]; !still {
			paths = slices.Insert(paths, at, path)
			at++
			continue
		}
		at = slices.Index(paths, path) + 1
	}
	return paths
}

// differences are the fields that are new, other or gone, in the words of the forms. What only the program needs is
// left out, and names while they are covered.
func (d caseDesk) differences(kind string, before, now flatRecord, covered bool) []string {
	var lines []string
	for _, path := range pathsOfBoth(before, now) {
		if before.texts[path] == now.texts[path] {
			continue
		}
		key := "record." + kind + "." + withoutNumbers(path)
		if !d.words.Has(key) || covered && slices.Contains(nameFields, key) {
			continue
		}
		is, was := d.valueText(key, now.texts[path]), d.valueText(key, before.texts[path])
		switch {
		case is == was: // a case that is gone has no name
		case is == "":
			lines = append(lines, d.t("case.history.gone", map[string]any{"Label": d.t(key), "Before": was}))
		case was == "":
			lines = append(lines, labelled(d.words, key, is))
		default:
			lines = append(lines, d.t("case.history.changed", map[string]any{"Now": labelled(d.words, key, is), "Before": was}))
		}
	}
	return lines
}

// withoutNumbers takes the places in lists out of a path: "accounts#2.url" is "accounts.url".
func withoutNumbers(path string) string {
	parts := strings.Split(path, ".")
	for i, part := range parts {
		parts[i], _, _ = strings.Cut(part, "#")
	}
	return strings.Join(parts, ".")
}

// valueLists are the fields whose value is one of a list, with the prefix of its texts.
var valueLists = map[string]string{
	"record.case.matter": "contact.matter", "record.plan.matter": "contact.matter", "record.case.image": "contact.image",
	"record.case.police.wish": "case.police", "record.assessment.level": "case.risk.level", "record.person.role": "case.role",
	"record.note.note_kind": "case.note.kind", "record.note.method": "contact.method", "record.plan.copy_given": "case.plan.copy",
	"record.case.language": "common.language", "record.person.language": "common.language", "record.plan.language": "common.language",
	"record.consent.scope": "case.consent", "record.case.outcome": "case.outcome", "record.case.source": "source", "record.event.told_by": "source", "record.event.told_how": "source",
	"record.money.money_kind":     "case.money.kind",
	"record.request.request_kind": "request.kind", "record.request.asker": "request.asker", "record.request.received_how": "request.how", "record.request.incident": "team.incident",
}

func (d caseDesk) valueText(key, value string) string {
	if prefix := valueLists[key]; prefix != "" {
		return valueWords(d.words, prefix, value)
	}
	if key == "record.request.case" {
		var id data.ID
		_ = id.UnmarshalText([]byte(value))
		line, _ := d.vault.CaseLine(id)
		return line.Reference
	}
	if key == "record.case.police.force" {
		return forceWords(d.words, value)
	}
	switch value {
	case "yes", "no", "unknown", "would-not-say":
		return answerWords(d.words, data.Answer(value))
	case "true":
		return d.t("common.yes")
	case "false":
		return d.t("common.no")
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		if at.Hour() == 0 && at.Minute() == 0 {
			return d.words.ShortDate(at)
		}
		return momentWords(d.words, at)
	}
	return value
}
