package contactlog

import "noddfa/assets"

// A Field is what a column of a contact log is about; the empty Field is a
// column that was not understood, whose words are kept as remarks.
type Field string

// The fields of a contact log.
const (
	FieldDate         Field = "date"
	FieldTime         Field = "time"
	FieldEnd          Field = "end"
	FieldDirection    Field = "direction"
	FieldMethod       Field = "method"
	FieldWith         Field = "with"
	FieldOrganisation Field = "organisation"
	FieldReached      Field = "reached"
	FieldAttempted    Field = "attempted"
	FieldSafeToTalk   Field = "safe-to-talk"
	FieldDangerNow    Field = "danger-now"
	FieldTown         Field = "town"
	FieldFirstName    Field = "first-name"
	FieldSurname      Field = "surname"
	FieldFullName     Field = "full-name"
	FieldCalledName   Field = "called-name"
	FieldAge          Field = "age"
	FieldBorn         Field = "born"
	FieldPhone        Field = "phone"
	FieldEmail        Field = "email"
	FieldSafeRule     Field = "safe-rule"
	FieldCodeWord     Field = "code-word"
	FieldLanguage     Field = "language"
	FieldSummary      Field = "summary"
	FieldPlatform     Field = "platform"
	FieldDemanded     Field = "demanded"
	FieldPaid         Field = "paid"
	FieldReported     Field = "reported-to-police"
	FieldWantsPolice  Field = "wants-police"
	FieldForce        Field = "force"
	FieldSuicide      Field = "suicide"
	FieldAdvice       Field = "advice"
	FieldRiskChanged  Field = "risk-changed"
	FieldFollowUpBy   Field = "follow-up-by"
	FieldFollowUpOn   Field = "follow-up-on"
	FieldVolunteer    Field = "volunteer"
	FieldLeftOut      Field = "left-out" // the user's wish: this column is not brought in
)

var fields = [...]Field{
	FieldDate, FieldTime, FieldEnd, FieldDirection, FieldMethod, FieldWith, FieldOrganisation, FieldReached, FieldAttempted,
	FieldSafeToTalk, FieldDangerNow, FieldTown, FieldFirstName, FieldSurname, FieldFullName, FieldCalledName, FieldAge, FieldBorn,
	FieldPhone, FieldEmail, FieldSafeRule, FieldCodeWord, FieldLanguage, FieldSummary, FieldPlatform, FieldDemanded, FieldPaid,
	FieldReported, FieldWantsPolice, FieldForce, FieldSuicide, FieldAdvice, FieldRiskChanged, FieldFollowUpBy, FieldFollowUpOn,
	FieldVolunteer, FieldLeftOut,
}

// Label is the field's name for the person who maps columns; that of the empty
// Field says that the column's words are kept as they are.
func (f Field) Label(tr *assets.Translator) string {
	if f == "" {
		return tr.T("import.field.kept")
	}
	if key, ok := taskLabels[f]; ok {
		return tr.T(key)
	}
	return tr.T("import.field." + string(f))
}
