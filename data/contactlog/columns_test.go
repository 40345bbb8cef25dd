package contactlog_test

import (
	"testing"

	"noddfa/assets"
	"noddfa/data/contactlog"
)

// columnOf reads a log with one column besides date and summary.
func columnOf(t *testing.T, name string) contactlog.Field {
	t.Helper()
	l := mustRead(t, asCSV(t, []string{"Dyddiad", name, "Amser"}, []string{"03/09/2017", "", ""}), contactlog.Options{})
	return l.Columns[1]
}

func TestColumnNamesAreMatchedLoosely(t *testing.T) {
	tests := []struct {
		name string
		want contactlog.Field
	}{
		{"First name", contactlog.FieldFirstName},
		{"FIRST_NAME", contactlog.FieldFirstName},
		{"firstname", contactlog.FieldFirstName},
		{" Forename: ", contactlog.FieldFirstName},
		{"Client's first name", contactlog.FieldFirstName},
		{"Enw cyntaf", contactlog.FieldFirstName},
		{"Cyfenw", contactlog.FieldSurname},
		{"Caller name", contactlog.FieldFullName},
		{"Enw", contactlog.FieldFullName},
		{"Mobile", contactlog.FieldPhone},
		{"Tel. No.", contactlog.FieldPhone},
		{"Ffôn", contactlog.FieldPhone},
		{"ffon", contactlog.FieldPhone},
		{"Rhif ffôn symudol", contactlog.FieldPhone},
		{"Notes", contactlog.FieldSummary},
		{"Crynodeb", contactlog.FieldSummary},
		{"Demanded (£)", contactlog.FieldDemanded},
		{"Amount demanded", contactlog.FieldDemanded},
		{"Hawliwyd (£)", contactlog.FieldDemanded},
		{"Talwyd (£)", contactlog.FieldPaid},
		{"Police force", contactlog.FieldForce},
		{"Llu heddlu", contactlog.FieldForce},
		{"Reported to the police?", contactlog.FieldReported},
		{"Safe to talk?", contactlog.FieldSafeToTalk},
		{"Diogel i siarad?", contactlog.FieldSafeToTalk},
		{"Oed", contactlog.FieldAge},
		{"Iaith", contactlog.FieldLanguage},
		{"Gwirfoddolwr", contactlog.FieldVolunteer},
		{"Volunteer name/ID", contactlog.FieldVolunteer},
		{"Follow up by", contactlog.FieldFollowUpBy},
		{"Follow-up date", contactlog.FieldFollowUpOn},
		{"Cyngor a roddwyd", contactlog.FieldAdvice},
		{"Date of birth", contactlog.FieldBorn},
		{"Favourite colour", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := columnOf(t, tt.name); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestEveryFieldIsFoundByItsLabel(t *testing.T) {
	for _, f := range contactlog.Contacts.Fields() {
		for _, code := range []string{"en", "cy"} {
			if label := f.Label(assets.Lang(code)); columnOf(t, label) != f && f != contactlog.FieldLeftOut {
				t.Errorf("a column %q is %q, not %q", label, columnOf(t, label), f)
			}
		}
	}
}

func TestAWelshLogIsUnderstood(t *testing.T) {
	l := mustRead(t, asCSV(t,
		[]string{"Dyddiad", "Amser", "Cyfeiriad yr alwad", "Dull", "Gyda", "Diogel i siarad", "Enw cyntaf", "Cyfenw", "Oedran", "Ffôn", "Iaith", "Crynodeb", "Platfform", "Hawliwyd (£)", "Talwyd (£)", "Riportiwyd i'r heddlu", "Heddlu lleol", "Newid mewn risg", "Dilyniant gan", "Dilyniant ar", "Gwirfoddolwr"},
		[]string{"3 Medi 2017", "2.35yp", "i mewn", "Ffôn", "cleient", "Nac ydy - ffonio'n ôl", "Llŷr", "Hopcyn", "tua 19", "07700 900732", "Cymraeg", "Wedi dychryn.", "Tinder", "£1,200", "dim", "ddim eto", "Heddlu De Cymru", "naddo", "V. Harri", "10 Medi 2017", "V. Lewis"},
	), contactlog.Options{})
	if len(l.Rows) != 1 {
		t.Fatalf("rejected: %s; columns %q", reasons(l), l.Columns)
	}
	v := l.Rows[0].Values
	if v.Started.Format("2006-01-02 15:04") != "2017-09-03 14:35" || v.Outgoing || v.Method != "phone" || v.With != contactlog.WithPerson ||
		v.SafeToTalk != contactlog.No || v.SafeWords != "ffonio'n ôl" || v.FirstName != "Llŷr" || v.Surname != "Hopcyn" || v.Age != 19 ||
		!v.AgeAbout || v.Phone != "07700900732" || v.Language != "cy" || v.Demanded.Pence != 120000 || !v.Paid.Known || v.Paid.Pence != 0 ||
		v.Police != contactlog.PoliceNotYet || v.Force != "south-wales" || v.RiskChanged != contactlog.No ||
		followUp(v) != "2017-09-10" || v.Volunteer != "V. Lewis" || len(v.Other) != 0 {
		t.Errorf("%+v", v)
	}
}
