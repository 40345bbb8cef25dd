package data

import "slices"

// Field is one part of a letter that can be put in or left out.
type Field string

// The fields (domain.md 2.2; the numbers there are in brackets).
const (
	FieldPolice    Field = "police-references" // 5
	FieldName      Field = "name"              // 7
	FieldBirth     Field = "born"              // 7
	FieldOwnScript Field = "own-script"        // 7: the name in the person's own script
	FieldAddress   Field = "address"           // 8
	FieldContact   Field = "safe-contact"      // 9
	FieldAccess    Field = "language-access"   // 10
	FieldUnder18   Field = "under-18"          // 11
	FieldEvents    Field = "events"            // 14
	FieldOffence   Field = "offence"           // 15
	FieldSuspects  Field = "suspects"          // 16
	FieldMoney     Field = "money"             // 17
	FieldEvidence  Field = "evidence"          // 18
	FieldActions   Field = "actions"           // 19
	FieldRisk      Field = "risk"              // 20
	FieldSuicide   Field = "suicide"           // 20: the flag and what is in place
	FieldClinical  Field = "clinical"          // 20: plan, means, past attempts
	FieldOthers    Field = "others-at-risk"    // 21
	FieldWhoSafe   Field = "who-is-safe"       // 22
	FieldRights    Field = "enhanced-rights"   // 23
	FieldNeeds     Field = "special-needs"     // 24
	FieldWishes    Field = "wishes"            // 25
	FieldThird     Field = "third-parties"     // names of family, friends, others
	FieldSchool    Field = "school"            // where a child is to be found

	// FieldRelation is what ties the person to a suspected one. It goes by
	// itself where the person is not named: together they would name them.
	FieldRelation Field = "relation"
)

// Default is whether a field is in a letter unless somebody decides otherwise.
type Default int

// The defaults of domain.md 2.2.
const (
	Included Default = iota // I
	Optional                // O: off unless ticked
	Withheld                // W: only by a named override with a reason
	Never                   // not in this type of letter, whatever the reason
)

// FieldDefault is a field and whether it is in a letter by default.
type FieldDefault struct {
	Field   Field
	Default Default
}

// LetterFields lists the fields of a new report in the order of the letter.
func LetterFields() []FieldDefault {
	return []FieldDefault{
		{FieldContact, Included},
		{FieldName, Included},
		{FieldOwnScript, Optional},
		{FieldBirth, Included},
		{FieldAddress, Withheld},
		{FieldAccess, Included},
		{FieldUnder18, Included},
		{FieldPolice, Included},
		{FieldOffence, Included},
		{FieldRisk, Included},
		{FieldSuicide, Included},
		{FieldClinical, Withheld},
		{FieldEvents, Included},
		{FieldSuspects, Included},
		{FieldMoney, Included},
		{FieldEvidence, Included},
		{FieldActions, Included},
		{FieldOthers, Optional},
		{FieldThird, Withheld},
		{FieldSchool, Withheld},
		{FieldWhoSafe, Included},
		{FieldRights, Included},
		{FieldNeeds, Included},
		{FieldWishes, Included},
	}
}

// The fields that some types of letter treat in a way of their own.
var (
	// naming is what names the person, or leads to them, where they are not named.
	naming = []Field{
		FieldName, FieldOwnScript, FieldBirth, FieldAddress, FieldContact, FieldAccess, FieldPolice, FieldUnder18, FieldSuicide,
		FieldClinical, FieldOthers, FieldThird, FieldSchool, FieldWhoSafe, FieldRights, FieldNeeds, FieldWishes,
	}
	// toldOnce is what a letter about needs does not have to tell again.
	toldOnce = []Field{FieldEvents, FieldSuspects, FieldMoney, FieldEvidence, FieldActions}
	// foundBy is what a withdrawal needs so that the police find what they had.
	foundBy = []Field{FieldPolice, FieldName, FieldContact}
)

// FieldsOf lists the fields of a letter with the defaults of its type, in the
// order of the letter: no way past Never, whatever is chosen.
func FieldsOf(choices LetterChoices) []FieldDefault {
	list := LetterFields()
	for i, f := range list {
		switch {
		case choices.Type == InformationOnly && slices.Contains(naming, f.Field):
			list[i].Default = Never
		case choices.Type == SupportNeeds && slices.Contains(toldOnce, f.Field):
			list[i].Default = Optional
		case choices.Type == UpdateOrWithdrawal && choices.Change == ChangeWrongPlace:
			list[i].Default = max(f.Default, Withheld)
		case choices.Type == UpdateOrWithdrawal && choices.Change == ChangeConsent && !slices.Contains(foundBy, f.Field):
			list[i].Default = max(f.Default, Optional)
		}
	}
	return list
}
