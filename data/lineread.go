package data

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"
)

// Ten thousand lines of cases are read before the list is shown, and reading JSON of
// any shape took a third of the time for it. A line is written by this program and has
// nearly always the shape that it gives it; what has another is left to encoding/json.

// readCase reads the text of a case's line.
func readCase(text []byte, l *CaseLine) error {
	if r := (flatReader{rest: text}); r.caseLine(l) {
		return nil
	}
	*l = CaseLine{}
	return json.Unmarshal(text, l)
}

// caseLine reports false where it did not read all there is.
func (r *flatReader) caseLine(l *CaseLine) bool {
	for r.next() {
		switch string(r.name) {
		case "reference":
			flatText(r, &l.Reference)
		case "name":
			flatText(r, &l.Name)
		case "full_name":
			flatText(r, &l.FullName)
		case "matter":
			flatText(r, &l.Matter)
		case "opened":
			r.time(&l.Opened)
		case "closed":
			r.time(&l.Closed)
		case "outcome":
			flatText(r, &l.Outcome)
		case "owner":
			flatText(r, &l.Owner)
		case "force":
			flatText(r, &l.Force)
		case "police":
			flatText(r, &l.Police)
		case "safe_rule":
			flatText(r, &l.SafeRule)
		case "risk":
			flatText(r, &l.Risk)
		case "risk_first":
			flatText(r, &l.RiskFirst)
		case "risk_review":
			r.time(&l.RiskReview)
		case "plan_review":
			r.time(&l.PlanReview)
		case "danger":
			r.yes(&l.Danger)
		case "crisis":
			r.yes(&l.Crisis)
		case "under_18":
			r.yes(&l.Under18)
		case "decided":
			r.yes(&l.Decided)
		case "touched":
			r.time(&l.Touched)
		case "figures":
			r.time(&l.Figures)
		default:
			return false
		}
	}
	return r.done
}

// flatReader reads an object of texts, times and yes, without spaces and escapes.
type flatReader struct {
	rest  []byte
	name  []byte
	value []byte // a text's inside, or the word that stands there
	quote bool   // value is of a text
	begun bool
	done  bool // all was read
	wrong bool
}

// next goes to the next member; false at the end, and where something is otherwise.
func (r *flatReader) next() bool {
	if r.wrong {
		return false
	}
	first := byte(',')
	if !r.begun {
		first, r.begun = '{', true
	}
	if len(r.rest) == 1 && r.rest[0] == '}' && first == ',' {
		r.done = true
		return false
	}
	if len(r.rest) < 2 || r.rest[0] != first {
		return false
	}
	r.rest = r.rest[1:]
	var ok bool
	if r.name, ok = r.quoted(); !ok || len(r.rest) < 2 || r.rest[0] != ':' {
		return false
	}
	r.rest = r.rest[1:]
	if r.quote = r.rest[0] == '"'; r.quote {
		r.value, ok = r.quoted()
		return ok
	}
	end := bytes.IndexAny(r.rest, ",}")
	if end < 0 {
		return false
	}
	r.value, r.rest = r.rest[:end], r.rest[end:]
	return true
}

// quoted takes a text that stands as it is.
func (r *flatReader) quoted() ([]byte, bool) {
	if len(r.rest) == 0 || r.rest[0] != '"' {
		return nil, false
	}
	inside := r.rest[1:]
	ascii := true
	for i, c := range inside {
		switch {
		case c == '"':
			r.rest = inside[i+1:]
			return inside[:i], ascii || utf8.Valid(inside[:i])
		case c == '\\' || c < ' ':
			return nil, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false
}

func flatText[S ~string](r *flatReader, to *S) {
	if r.wrong = r.wrong || !r.quote; !r.wrong {
		*to = S(r.value)
	}
}

func (r *flatReader) time(to *time.Time) {
	r.wrong = r.wrong || !r.quote || to.UnmarshalText(r.value) != nil
}

func (r *flatReader) yes(to *bool) {
	*to = !r.quote && string(r.value) == "true"
	r.wrong = r.wrong || !*to
}
