package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

func TestAdviceFollowsAgeNowAndAgeInThePicture(t *testing.T) {
	for _, c := range []struct {
		name       string
		matter     data.Matter
		image      data.ImageState
		ageNow     int // 0 = not known
		ageAtImage int // 0 = not known
		want       assets.AgeGroup
	}{
		{"adult, adult in the picture", data.OnlineBlackmail, data.ImageExists, 30, 28, assets.Adult},
		{"adult, child in the picture", data.OnlineBlackmail, data.ImageExists, 30, 16, assets.AdultNowChildInImage},
		{"adult, age in the picture unknown", data.OnlineBlackmail, data.ImageClaimed, 30, 0, assets.AdultNowChildInImage},
		{"adult, whether there is one was not asked", data.OnlineBlackmail, data.ImageNotAsked, 30, 0, assets.AdultNowChildInImage},
		{"adult, no picture", data.OnlineBlackmail, data.ImageNone, 30, 0, assets.Adult},
		{"child", data.OnlineBlackmail, data.ImageNone, 15, 0, assets.Child},
		{"age not known", data.OnlineBlackmail, data.ImageExists, 0, 20, assets.Child},
		{"stalking, no picture spoken of", data.Stalking, data.ImageNotAsked, 40, 0, assets.Adult},
		{"stalking, a picture made", data.Stalking, data.ImageFake, 40, 0, assets.AdultNowChildInImage},
	} {
		f := &data.CaseFile{Case: data.Entry[data.Case]{Value: data.Case{Matter: c.matter, Image: c.image, AgeAtImage: c.ageAtImage}}}
		if got := adviceGroup(f, c.ageNow, c.ageNow > 0); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

func TestPictureWarningStandsWhereEvidenceIsAdded(t *testing.T) {
	s := newCaseStage(t, "cy")
	s.newCase(data.Case{}, data.Person{}, tabEvidence)
	s.press("Ychwanegu tystiolaeth")
	s.shows("Peidiwch â rhoi lluniau", "Do not put pictures in this record.")
}

func TestDemandsAndPaymentsAreAddedUp(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.MoneyEntry{Kind: data.Demand, Amount: data.Pounds(6000)})
	record(s, id, data.MoneyEntry{Kind: data.Demand, Amount: data.Pounds(500)})
	record(s, id, data.MoneyEntry{Kind: data.Payment, Other: "two gift cards"})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(4)
	s.shows("Asked for in all £6,500", "Paid in all 1 entry is not, or not only, in pounds", "two gift cards")
	table := s.table("Demands and payments")
	if heard := table.Describe().Parts; len(heard) != 5 || heard[4].Name != "Paid in all, 1 entry is not, or not only, in pounds and is not counted in full., nothing" {
		t.Errorf("heard: %+v", heard)
	}
	s.press("Add a payment")
	s.entry("Amount in pounds").Set("£200")
	s.accept()
	s.shows("Paid in all", "£200")
}

// table is the table of that name.
func (s *caseStage) table(name string) *widget.Table {
	s.t.Helper()
	var found *widget.Table
	s.each(func(o fyne.CanvasObject) {
		if table, ok := o.(*widget.Table); ok && table.Describe().Name == name {
			found = table
		}
	})
	if found == nil {
		s.t.Fatalf("there is no table %q", name)
	}
	return found
}

func TestALineOfTheEvidenceTableOpensByKeyboard(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Evidence{Kind: "messages", Platform: "Snapchat", UniqueID: "lovely.example", Original: "on the person's phone"})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(4)
	s.shows("What it is", "Where the original is, who holds it", "on the person's phone", "lovely.example", "Not yet")
	table := s.table("Evidence, in words")
	if heard := table.Describe().Parts[0].Name; heard != "messages · Snapchat, Unique ID or handle: lovely.example, Where the original is, who holds it: on the person's phone, Given to police: Not yet" {
		t.Errorf("heard: %q", heard)
	}
	s.window.Canvas().Focus(table)
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.shows("Change evidence")
}
