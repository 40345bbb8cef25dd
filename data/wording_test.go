package data

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"testing"

	"noddfa/assets"
	"noddfa/data/logo"
)

func TestEverybodyReadsTheOrganisationsOwnWordsAndManagersWriteThem(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if got := s.v.Wording(); !got.ID.IsZero() || len(got.Value.Fields) > 0 {
		t.Fatalf("new records have own words: %+v", got)
	}
	s.ok(s.v.SaveWording(t.Context(), Wording{assets.Own{Fields: map[string]assets.OwnField{
		"contact.town":   {Text: assets.Text{EN: "Which valley?", CY: "Pa gwm?"}},
		"contact.email":  {Hidden: true},
		"contact.danger": {Hidden: true, Ask: true},
	}}}))
	for _, name := range []string{"Mair", "Cadi", "Vali"} {
		v := s.as(name)
		fields := v.Wording().Value.Fields
		if fields["contact.town"].CY != "Pa gwm?" || !fields["contact.email"].Hidden {
			t.Errorf("%s reads %+v", name, fields)
		}
		if danger := fields["contact.danger"]; danger.Hidden || !danger.Ask {
			t.Errorf("danger now is hidden: %+v", danger)
		}
		if err := v.SaveWording(t.Context(), Wording{}); (CodeOf(err) == CodeNoKey) != (name != "Mair") {
			t.Errorf("%s changes them: %v", name, err)
		}
		if name == "Mair" {
			if n := audited(t, v)["wording-changed"]; n != 2 {
				t.Errorf("the audit says it %d times", n)
			}
			s.ok(v.SaveWording(t.Context(), Wording{assets.Own{Fields: fields}}))
		}
	}
}

// speaking is the English of the organisation.
func speaking(v *Vault) *assets.Translator {
	own := v.Wording().Value.Own
	return assets.Lang(assets.English).With(&own)
}

func TestARewordedLineOfAdviceStaysAsItWasWhereItWasGiven(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	v := s.v
	save := func(list []assets.AdviceItem) []assets.AdviceItem {
		s.ok(v.SaveWording(t.Context(), Wording{assets.Own{Advice: map[assets.Matter][]assets.AdviceItem{assets.Stalking: list}}}))
		return v.Wording().Value.Advice[assets.Stalking]
	}
	ours := assets.AllAdvice(assets.Stalking)
	list := assets.AllAdvice(assets.Stalking)
	list[0].EN = "Tell us the same day."
	first := save(list)
	if first[0].Key == ours[0].Key || first[1].Key != ours[1].Key {
		t.Fatalf("keys: %s, %s", first[0].Key, first[1].Key)
	}
	second := slices.Clone(first)
	second[0].EN = "Tell us within the hour."
	second = save(second)
	words := speaking(v)
	for key, want := range map[string]string{ours[0].Key: ours[0].EN, first[0].Key: "Tell us the same day.", second[0].Key: "Tell us within the hour."} {
		if item, ok := words.AdviceByKey(key); !ok || item.EN != want {
			t.Errorf("%s was %q, is %q", key, want, item.EN)
		}
	}
	if got := words.Advice(assets.Stalking, assets.Adult)[0].EN; got != "Tell us within the hour." {
		t.Errorf("the list says %q", got)
	}
	if got := words.Advice(assets.DomesticAbuse, assets.Adult); len(got) != len(assets.Advice(assets.DomesticAbuse, assets.Adult)) {
		t.Error("another list changed as well")
	}
	s.ok(v.SaveWording(t.Context(), Wording{}))
	words = speaking(v)
	if got := words.Advice(assets.Stalking, assets.Adult)[0].EN; got != ours[0].EN {
		t.Errorf("after going back to our list it says %q", got)
	}
	if item, ok := words.AdviceByKey(second[0].Key); !ok || item.EN != "Tell us within the hour." {
		t.Error("a line that was given is gone")
	}
}

func TestEverybodySeesTheLogoAndManagersChooseIt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var file bytes.Buffer
	s.ok(png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 40, 16))))
	picture, _ := logo.Read(file.Bytes())
	s.ok(s.v.SetLogo(t.Context(), picture))
	for _, name := range []string{"Mair", "Cadi", "Vali"} {
		v := s.as(name)
		kept := v.Organisation().Logo
		if kept == nil || !bytes.Equal(v.LogoPicture(t.Context(), *kept), picture) {
			t.Errorf("%s sees %+v", name, kept)
		}
		if err := v.SetLogo(t.Context(), nil); (CodeOf(err) == CodeNoKey) != (name != "Mair") {
			t.Errorf("%s removes it: %v", name, err)
		}
		if name == "Mair" {
			s.ok(v.SetLogo(t.Context(), picture))
		}
	}
}
