package contactlog

import (
	"strings"
	"time"
)

// A reading is one row on its way from cells to values.
type reading struct {
	*reader
	v      Values
	column string // the column at hand, as remarks call it
	cell   string // its cell, cleaned
	reason Reason // details of a refusal; Code and Column are set by whoever refuses
	filled [len(fields)]bool

	date       moment
	hasDate    bool
	clock, end clock
	hasClock   bool
	hasEnd     bool
	fullName   string
	born       time.Time
}

// remark keeps the cell in its own words.
func (row *reading) remark() {
	row.v.Other = append(row.v.Other, Remark{Column: row.column, Words: row.cell})
}

// keepIf keeps the cell as well, where the value made of it says less.
func (row *reading) keepIf(loose bool) {
	if loose {
		row.remark()
	}
}

// understanding has what understands a cell of each field. The cell is never
// empty. A code refuses the row.
var understanding = map[Field]func(row *reading, cell string) Code{
	FieldDate:         (*reading).readStart,
	FieldTime:         (*reading).readTime,
	FieldEnd:          (*reading).readEnd,
	FieldDirection:    (*reading).readDirection,
	FieldMethod:       (*reading).readMethod,
	FieldWith:         (*reading).readWith,
	FieldOrganisation: textInto(func(v *Values) *string { return &v.Organisation }),
	FieldReached:      (*reading).readReached,
	FieldAttempted:    (*reading).readAttempted,
	FieldSafeToTalk:   (*reading).readSafe,
	FieldDangerNow:    answerInto(func(v *Values) *Answer { return &v.DangerNow }),
	FieldTown:         textInto(func(v *Values) *string { return &v.Town }),
	FieldFirstName:    nameInto(func(v *Values) *string { return &v.FirstName }),
	FieldSurname:      nameInto(func(v *Values) *string { return &v.Surname }),
	FieldFullName:     (*reading).readFullName,
	FieldCalledName:   nameInto(func(v *Values) *string { return &v.CalledName }),
	FieldAge:          (*reading).readAge,
	FieldBorn:         (*reading).readBorn,
	FieldPhone:        (*reading).readPhone,
	FieldEmail:        textInto(func(v *Values) *string { return &v.Email }),
	FieldSafeRule:     textInto(func(v *Values) *string { return &v.SafeRule }),
	FieldCodeWord:     textInto(func(v *Values) *string { return &v.CodeWord }),
	FieldLanguage:     (*reading).readLanguage,
	FieldSummary:      wordsInto(func(v *Values) *string { return &v.Summary }),
	FieldPlatform:     (*reading).readPlatform,
	FieldDemanded:     moneyInto(func(v *Values) *Money { return &v.Demanded }),
	FieldPaid:         moneyInto(func(v *Values) *Money { return &v.Paid }),
	FieldReported:     (*reading).readReported,
	FieldWantsPolice:  (*reading).readWish,
	FieldForce:        (*reading).readForce,
	FieldSuicide:      answerInto(func(v *Values) *Answer { return &v.Suicide }),
	FieldAdvice:       (*reading).readAdvice,
	FieldRiskChanged:  answerInto(func(v *Values) *Answer { return &v.RiskChanged }),
	FieldFollowUpBy:   textInto(func(v *Values) *string { return &v.FollowUpBy }),
	FieldFollowUpOn:   (*reading).readFollowUp,
	FieldVolunteer:    textInto(func(v *Values) *string { return &v.Volunteer }),
	FieldCase:         textInto(func(v *Values) *string { return &v.Task.Case }),
	FieldTask:         wordsInto(func(v *Values) *string { return &v.Task.What }),
	FieldOwner:        textInto(func(v *Values) *string { return &v.Task.Owner }),
	FieldDue:          (*reading).readDue,
	FieldDone:         (*reading).readDone,
}

func (row *reading) readStart(cell string) Code {
	m, reason := readDate(cell, row.dating)
	if reason.Code != "" {
		row.reason = reason
		return reason.Code
	}
	row.date, row.hasDate = m, true
	row.keepIf(m.loose)
	return ""
}

func (row *reading) readTime(cell string) Code {
	at, known, loose, code := readClock(cell)
	if code == NotATime { // some programs write the date again before the time
		if m, reason := readDate(cell, row.dating); reason.Code == "" && m.hasClock {
			at, known, loose, code = m.clock, true, m.loose, ""
		}
	}
	if code != "" {
		return code
	}
	row.clock, row.hasClock = at, known
	row.keepIf(loose && !isNothing(cell))
	return ""
}

func (row *reading) readEnd(cell string) Code {
	at, known, loose, code := readClock(cell)
	row.end, row.hasEnd = at, known && code == ""
	row.keepIf((loose || code != "") && !isNothing(cell))
	return ""
}

func (row *reading) readDirection(cell string) Code {
	direction, ok := directions.find(cell)
	row.v.Outgoing = direction == "out"
	row.keepIf(!ok && !isNothing(cell))
	return ""
}

func (row *reading) readMethod(cell string) Code {
	method, ok := methods.find(cell)
	row.v.Method = method
	row.keepIf(!ok && !isNothing(cell))
	return ""
}

func (row *reading) readWith(cell string) Code {
	with, ok := callers.find(cell)
	row.v.With = with
	// "mother" says more than "parent".
	row.keepIf(!isNothing(cell) && (!ok || with != fold(cell) && with != WithPerson && with != WithInternal))
	return ""
}

func (row *reading) readReached(cell string) Code {
	if meaning, ok := reached.find(cell); ok {
		row.v.Attempted = meaning == "attempted"
		return ""
	}
	answer, words := readAnswer(cell)
	row.v.Attempted = answer == No
	row.keepIf(words != "" || answer == Unknown)
	return ""
}

func (row *reading) readAttempted(cell string) Code {
	answer, words := readAnswer(cell)
	row.v.Attempted = row.v.Attempted || answer == Yes
	row.keepIf(words != "" || answer == Unknown)
	return ""
}

func (row *reading) readSafe(cell string) Code {
	row.v.SafeToTalk, row.v.SafeWords = readAnswer(cell)
	return ""
}

func (row *reading) readFullName(cell string) Code {
	if !isPlaceholder(cell) {
		row.fullName = cell
	}
	return ""
}

func (row *reading) readAge(cell string) Code {
	age, about, known, code := readAge(cell)
	row.v.Age, row.v.AgeAbout = age, about
	row.keepIf(code == "" && !known && !isNothing(cell))
	return code
}

func (row *reading) readBorn(cell string) Code {
	if m, reason := readDate(cell, row.dating); reason.Code == "" {
		row.born = m.in(time.UTC)
	}
	row.remark()
	return ""
}

func (row *reading) readPhone(cell string) Code {
	if isNothing(cell) {
		return ""
	}
	row.v.PhoneAsWritten, row.v.Phone = strings.TrimPrefix(cell, "'"), comparablePhone(cell)
	return ""
}

func (row *reading) readLanguage(cell string) Code {
	tag, ok := readLanguage(cell)
	row.v.Language = tag
	row.keepIf(!ok && !isNothing(cell))
	return ""
}

func (row *reading) readPlatform(cell string) Code {
	if isNothing(cell) {
		return ""
	}
	row.v.Platform = cell
	if name, ok := platforms.find(cell); ok {
		row.v.Platform = name
	}
	return ""
}

func (row *reading) readReported(cell string) Code {
	if isNothing(cell) {
		return ""
	}
	if wish, ok := wishes.find(cell); ok {
		row.v.Police = wish
		return ""
	}
	if id, ok := row.force(cell); ok { // a column "Police" may as well name the force
		if row.v.Force == "" {
			row.v.Force = id
		} else if row.v.Force != id {
			row.remark()
		}
		return ""
	}
	answer, words := readAnswer(cell)
	switch answer {
	case Yes:
		row.v.Police = PoliceReported // "yes - log 1234"
	case No:
		row.v.Police = PoliceNotYet // what they want, a plain "no" does not say
		if words == "" {
			row.v.PoliceWords = cell
		}
	case Unknown:
		row.v.Police = PoliceUnsure
	}
	row.keepIf(words != "")
	return ""
}

func (row *reading) readWish(cell string) Code {
	answer, words := readAnswer(cell)
	switch {
	case answer == Yes && words == "":
		row.wish(PoliceWants)
	case answer == No && words == "":
		row.wish(PoliceDoesNotWant)
	default:
		meaning, ok := wishes.find(cell)
		if ok {
			row.wish(meaning)
		}
		row.keepIf(!ok && !isNothing(cell))
	}
	return ""
}

// wish sets what the person wants, unless it is logged that they reported.
func (row *reading) wish(police string) {
	if row.v.Police == PoliceReported {
		row.remark()
		return
	}
	row.v.Police = police
}

func (row *reading) readForce(cell string) Code {
	if isNothing(cell) {
		return ""
	}
	id, ok := row.force(cell)
	if !ok {
		row.v.ForceWords = cell
		return ""
	}
	row.v.Force = id
	return ""
}

// readAdvice parts the advice at semicolons and lines.
func (row *reading) readAdvice(cell string) Code {
	if isNothing(cell) {
		return ""
	}
	for line := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
		if line = trim(line); line != "" {
			row.v.Advice = append(row.v.Advice, line)
		}
	}
	return ""
}

// readFollowUp refuses a date that does not exist; words ("next week") are kept.
func (row *reading) readFollowUp(cell string) Code { return row.readDay(cell, &row.v.FollowUpOn) }

func (row *reading) readDay(cell string, into *time.Time) Code {
	if isNothing(cell) {
		return ""
	}
	m, reason := readDate(cell, row.dating)
	switch reason.Code {
	case "":
		*into = m.in(row.dating.location)
		row.keepIf(m.loose)
	case NoSuchDate, NoSuchMonth:
		row.reason = reason
		return reason.Code
	default:
		row.remark()
	}
	return ""
}

func textInto(place func(*Values) *string) func(*reading, string) Code {
	return func(row *reading, cell string) Code {
		if !isNothing(cell) {
			*place(&row.v) = cell
		}
		return ""
	}
}

// wordsInto takes a cell as it is: what a person said is never "nothing".
func wordsInto(place func(*Values) *string) func(*reading, string) Code {
	return func(row *reading, cell string) Code {
		*place(&row.v) = cell
		return ""
	}
}

func nameInto(place func(*Values) *string) func(*reading, string) Code {
	return func(row *reading, cell string) Code {
		if !isPlaceholder(cell) {
			*place(&row.v) = cell
		}
		return ""
	}
}

func answerInto(place func(*Values) *Answer) func(*reading, string) Code {
	return func(row *reading, cell string) Code {
		answer, words := readAnswer(cell)
		*place(&row.v) = answer
		row.keepIf(words != "")
		return ""
	}
}

func moneyInto(place func(*Values) *Money) func(*reading, string) Code {
	return func(row *reading, cell string) Code {
		m, loose, code := readMoney(cell)
		*place(&row.v) = m
		row.keepIf(loose && code == "")
		return code
	}
}

// finish puts together what stands in more than one column.
func (row *reading) finish() (Code, Field) {
	switch {
	case row.sheet == Tasks:
		return row.finishTask()
	case !row.hasDate:
		return NoDate, FieldDate
	}
	v, m := &row.v, row.date
	if row.hasClock && !(row.clock == clock{} && m.hasClock) {
		m.clock, m.hasClock, m.instant = row.clock, true, time.Time{}
	}
	v.Started, v.DayOnly = m.in(row.dating.location), !m.hasClock
	if row.hasEnd && m.hasClock {
		s := v.Started
		v.Ended = time.Date(s.Year(), s.Month(), s.Day(), row.end.hour, row.end.minute, 0, 0, row.dating.location)
		if v.Ended.Before(s) {
			v.Ended = v.Ended.AddDate(0, 0, 1) // past midnight
		}
	}
	if age := ageOn(v.Started, row.born); !row.born.IsZero() && v.Age == 0 && age >= 1 && age <= 120 {
		v.Age = age
	}
	row.placeName()
	return "", ""
}

// placeName parts a whole name into first name and surname, unless these have
// columns of their own that are filled.
func (row *reading) placeName() {
	v, name := &row.v, row.fullName
	switch {
	case name == "":
	case v.FirstName == "" && v.Surname == "":
		if surname, first, ok := strings.Cut(name, ","); ok {
			v.FirstName, v.Surname = trim(first), trim(surname)
			return
		}
		first, surname, _ := strings.Cut(name, " ")
		v.FirstName, v.Surname = first, trim(surname)
	case v.CalledName == "":
		v.CalledName = name
	}
}
