package assets

// A Text is one thing said in both languages.
type Text struct {
	EN string `json:"en"`
	CY string `json:"cy"`
}

// In returns the Welsh for "cy" where there is any, and the English otherwise.
func (t Text) In(code string) string {
	if code == Welsh && t.CY != "" {
		return t.CY
	}
	return t.EN
}

// A Matter is what a case is about. It chooses advice and plan: online blackmail says block, stalking says do not.
type Matter string

// The matters that have their own lists; Other serves everything else.
const (
	OnlineBlackmail Matter = "online-blackmail"
	DomesticAbuse   Matter = "domestic-abuse"
	Stalking        Matter = "stalking"
	Other           Matter = "other"
)

// Matters lists all matters in the order in which they are offered.
func Matters() []Matter { return []Matter{OnlineBlackmail, DomesticAbuse, Stalking, Other} }

// An AgeGroup chooses between the three lists of advice about pictures.
type AgeGroup string

// Age at the picture counts apart from age now. Where a picture may exist and the age in it is unknown, it counts as
// under 18.
const (
	Adult                AgeGroup = "adult"
	Child                AgeGroup = "child"
	AdultNowChildInImage AgeGroup = "adult-now-child-in-image"
)

// AgeGroups lists the three groups.
func AgeGroups() []AgeGroup { return []AgeGroup{Adult, Child, AdultNowChildInImage} }
