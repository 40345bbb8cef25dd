package data

import (
	"bytes"
	"strings"
	"testing"
)

// What was written of a case before it was restricted tells nobody of it who is
// not named: neither the trail, nor a link of another case, nor an export.
func TestWhatWasWrittenBeforeARestrictionTellsNobodyElseOfTheCase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.AddMember(ctx, "Nest", Manager, attackPhrase+"Nest")
	s.ok(err)
	other, err := s.v.StartCase(ctx, Case{CalledName: "Wyn"}, Person{})
	s.ok(err)
	s.ok(s.v.LinkCases(ctx, s.id, other, SameHousehold, "vortex marmalade"))
	line, _ := s.v.CaseLine(s.id)
	s.ok(s.v.Restrict(ctx, s.id, []ID{memberOf(s.v, "Mair").ID, memberOf(s.v, "Cadi").ID}))

	trail := func(v *Vault) (lines int, text string) {
		list, err := v.Audit(ctx)
		s.ok(err)
		for _, l := range list {
			if l.Action == AuditLinked {
				lines++
				text += l.Subject + "\n"
			}
		}
		return lines, text
	}
	for _, who := range []struct {
		name  string
		named bool
	}{{"Mair", true}, {"Cadi", true}, {"Nest", false}, {"Lowri", false}} {
		v := s.as(who.name)
		if v.me().Role == Manager {
			lines, text := trail(v)
			if lines != 2 || strings.Contains(text, line.Reference) != who.named {
				t.Errorf("%s reads in the trail %q", who.name, text)
			}
		}
		f, err := v.OpenCase(ctx, other)
		s.ok(err)
		if (len(f.Links) == 1) != who.named {
			t.Errorf("%s is shown the links %+v", who.name, f.Links)
		}
		var out bytes.Buffer
		damage, err := v.Export(ctx, &out)
		s.ok(err)
		if len(damage) != 0 {
			t.Errorf("%s: what is hidden is called damaged: %+v", who.name, damage)
		}
		for _, told := range []string{"vortex marmalade", s.id.String(), line.Reference} {
			if strings.Contains(out.String(), told) != who.named {
				t.Errorf("%s: %q in the export: %v", who.name, told, !who.named)
			}
		}
	}
}
