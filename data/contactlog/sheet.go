package contactlog

import (
	"slices"
	"time"
)

// A Sheet is what the rows of a file are.
type Sheet int

// The sheets that are understood.
const (
	Contacts Sheet = iota
	Tasks          // follow-ups of cases that are there already
)

// The fields of a list of tasks.
const (
	FieldCase  Field = "case"
	FieldTask  Field = "task"
	FieldOwner Field = "owner"
	FieldDue   Field = "due"
	FieldDone  Field = "done"
)

var taskFields = [...]Field{FieldCase, FieldTask, FieldOwner, FieldDue, FieldDone, FieldLeftOut}

// taskLabels are the names under which tasks go out: the same columns come in.
var taskLabels = map[Field]string{
	FieldCase: "sheet.case", FieldTask: "sheet.task", FieldOwner: "sheet.task.owner", FieldDue: "sheet.task.due", FieldDone: "sheet.task.done",
}

// taskNames holds the names that the columns of a list of tasks go by.
var taskNames = map[Field]string{
	FieldCase: `case, case reference, case ref, case number, case no, case id, reference, ref, ref no, our ref, our reference,
		achos, cyfeirnod, cyfeirnod yr achos, rhif yr achos, ein cyf, cyf`,
	FieldTask: `task, what, to do, todo, action, what to do, follow-up, follow up, description, details, task description, next step, next steps,
		tasg, beth, i'w wneud, gweithred, beth i'w wneud, dilyniant, disgrifiad, manylion, cam nesaf, camau nesaf`,
	FieldOwner: `who, owner, task owner, by whom, assigned to, allocated to, worker, caseworker, responsible, staff, colleague, passed to,
		pwy, gan bwy, perchennog, gweithiwr, cydweithiwr, cyfrifol, trosglwyddwyd i`,
	FieldDue: `due, by, due date, date due, due by, by when, deadline, complete by, do by, follow-up on, follow-up date, date,
		erbyn, dyddiad, erbyn pryd, dyddiad dyledus, i'w wneud erbyn, dyddiad cau`,
	FieldDone: `done, done on, date done, completed, completed on, date completed, complete, finished, closed, status,
		gwnaed, wedi'i wneud, wedi gwneud, cwblhawyd, dyddiad cwblhau, gorffennwyd, statws`,
}

// fields are those that a sheet's columns may have.
func (s Sheet) fields() []Field {
	if s == Tasks {
		return taskFields[:]
	}
	return fields[:]
}

// Fields lists all fields in the order in which a form for mapping shows them.
func (s Sheet) Fields() []Field { return slices.Clone(s.fields()) }

// key is the field without whose column nothing can be read.
func (s Sheet) key() Field {
	if s == Tasks {
		return FieldTask
	}
	return FieldDate
}

// numbered reports whether a row has a number under a field whose name has none.
func (s Sheet) numbered(f Field) bool {
	return f == FieldDate || s == Tasks && (f == FieldCase || f == FieldDue || f == FieldDone)
}

// missing is what is said where no column is the key's.
func (s Sheet) missing() Code {
	if s == Tasks {
		return NoTaskColumn
	}
	return NoDateColumn
}

// starts says whether the cells begin a row of the sheet: a contact has a date where dates are, a task names its case
// and what is to be done.
func (r *reader) starts(cells []string) bool {
	if r.sheet == Contacts {
		return r.hasDate(cells)
	}
	for _, f := range []Field{FieldCase, FieldTask} {
		i := slices.Index(r.columns, f)
		if i >= 0 && (i >= len(cells) || clean(cells[i]) == "") {
			return false
		}
	}
	return true
}

// TaskValues is what a row of a list of tasks says.
type TaskValues struct {
	Case  string // its reference, as written
	What  string
	Owner string
	Due   time.Time // 00:00 of the day, unless a time was written
	Done  time.Time
}

// readDue refuses a date that does not exist; words ("when she rings") are kept.
func (row *reading) readDue(cell string) Code { return row.readDay(cell, &row.v.Task.Due) }

// readDone takes a plain "yes", which has no day, as done by now.
func (row *reading) readDone(cell string) Code {
	answer, words := readAnswer(cell)
	state, _ := taskStates.find(cell)
	switch {
	case state == "done" || answer == Yes:
		row.v.Task.Done = row.dating.now
		row.keepIf(state == "" && words != "")
		return ""
	case state == "open" || answer == No && words == "":
		return ""
	}
	return row.readDay(cell, &row.v.Task.Done)
}

// finishTask says what a task cannot be without.
func (row *reading) finishTask() (Code, Field) {
	switch t := row.v.Task; {
	case t.What == "":
		return NoTask, FieldTask
	case t.Case == "":
		return NoCase, FieldCase
	}
	return "", ""
}

// NormalisedTask is to a task what Normalised is to a contact. Who does it, by when, and whether it is done are left out:
// they change, and the task is still the same.
func NormalisedTask(reference, what string) []byte {
	b := append([]byte("task 1\n"), squash(reference)...)
	return append(append(b, '\n'), foldWords(what)...)
}
