package assets_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
)

func advise(m assets.Matter, age assets.AgeGroup) string {
	var all []string
	for _, a := range assets.Advice(m, age) {
		all = append(all, a.EN)
	}
	return strings.Join(all, "\n")
}

func TestAdviceAboutPicturesFollowsTheAgeInThePicture(t *testing.T) {
	for age, c := range map[assets.AgeGroup]struct{ says, never []string }{
		assets.Adult: {
			[]string{"StopNCII", "Revenge Porn Helpline", "Save the evidence first"},
			[]string{"Report Remove", "CEOP", "Take It Down"},
		},
		assets.Child: {
			[]string{"Report Remove", "Take It Down", "CEOP", "Do not screenshot, copy or send the picture"},
			[]string{"StopNCII", "screenshots of messages"},
		},
		assets.AdultNowChildInImage: {
			[]string{"Take It Down", "police", "Do not screenshot, copy or send the picture"},
			[]string{"StopNCII", "Report Remove", "screenshots of messages"},
		},
	} {
		text := advise(assets.OnlineBlackmail, age)
		for _, s := range c.says {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q is not said", age, s)
			}
		}
		for _, s := range c.never {
			if strings.Contains(text, s) {
				t.Errorf("%s: %q is said", age, s)
			}
		}
	}
}

// Nobody whose picture may be of a child is sent to StopNCII, in any matter; being told not to use it is meant.
func TestNoChildInAPictureIsSentToStopNCII(t *testing.T) {
	for _, m := range assets.Matters() {
		for _, age := range []assets.AgeGroup{assets.Child, assets.AdultNowChildInImage} {
			for _, a := range assets.Advice(m, age) {
				if strings.Contains(a.EN, "StopNCII") && !strings.Contains(a.EN, "not StopNCII") {
					t.Errorf("%s, %s: %s", m, age, a.EN)
				}
			}
		}
	}
}

func TestBlackmailSaysBlockAndStalkingSaysDoNot(t *testing.T) {
	for _, age := range assets.AgeGroups() {
		if text := advise(assets.OnlineBlackmail, age); !strings.Contains(text, "block it") {
			t.Errorf("blackmail, %s: blocking is not advised", age)
		}
		if text := advise(assets.Stalking, age); !strings.Contains(text, "Do not block") {
			t.Errorf("stalking, %s: blocking is not warned of", age)
		}
	}
}

func TestAdviceKeepsItsKeysAndSources(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range assets.Matters() {
		for _, age := range assets.AgeGroups() {
			list := assets.Advice(m, age)
			if len(list) < 6 {
				t.Errorf("%s, %s has only %d lines", m, age, len(list))
			}
			for _, a := range list {
				if a.EN == "" || a.CY == "" || a.Source == "" || a.ReadOn().IsZero() {
					t.Errorf("%s is incomplete", a.Key)
				}
				if found, ok := assets.AdviceByKey(a.Key); !ok || found.Text != a.Text {
					t.Errorf("%s is not found by its key, or not alone", a.Key)
				}
				seen[a.Key] = true
			}
		}
	}
	data, err := os.ReadFile("data/advice.json")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), `"key":`); n != len(seen) {
		t.Errorf("%d of %d lines belong to a list, or a key stands twice", len(seen), n)
	}
}

func TestUnknownMatterAndAgeGetTheCarefulList(t *testing.T) {
	if advise("cold calling", "") != advise(assets.Other, assets.Child) {
		t.Error("an unknown matter or age does not get the list for children")
	}
}

func TestAdviceShowsEnglishUntilItsWelshIsConfirmed(t *testing.T) {
	for _, a := range assets.Advice(assets.OnlineBlackmail, assets.Adult) {
		unconfirmed := slices.Contains(assets.Unconfirmed(), "advice."+a.Key)
		if strings.Contains(a.Both("cy"), a.EN) != unconfirmed || !strings.HasPrefix(a.Both("cy"), a.CY) || a.Both("en") != a.EN {
			t.Errorf("%s shows %q", a.Key, a.Both("cy"))
		}
	}
}
