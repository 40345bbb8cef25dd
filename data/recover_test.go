package data

import (
	"slices"
	"strings"
	"testing"
)

// opensNewest reports whether any key of a group that somebody kept opens what
// was written there last.
func (s *scene) opensNewest(group ID, kept map[uint32]groupKey) bool {
	s.t.Helper()
	revisions, err := s.v.ledger.Group(s.t.Context(), group)
	s.ok(err)
	newest := revisions[len(revisions)-1]
	for _, k := range kept {
		if _, err := k.key.Open(newest.Box, s.v.place("revision", newest)); err == nil {
			return true
		}
	}
	return false
}

// keysOf are the keys of a group that somebody has, as they keep them.
func (s *scene) keysOf(name string, group ID) map[uint32]groupKey {
	s.t.Helper()
	v := s.unlock(s.copy(), name)
	defer v.Close()
	kept := map[uint32]groupKey{}
	for _, k := range v.groups[group].versions {
		kept[k.version] = k.groupKey
	}
	return kept
}

func TestWhatIsWrittenInARestrictedCaseNeedsAKeyThatOthersNeverHad(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn"})
	s.ok(err)
	_, err = s.v.Triage(ctx, contact, s.id)
	s.ok(err)
	ofCase, ofContact := s.keysOf("Lowri", s.id), s.keysOf("Lowri", contact)
	s.ok(s.v.Restrict(ctx, s.id, []ID{s.v.me().ID, memberOf(s.v, "Cadi").ID}))
	for who := range 2 {
		_, err := s.v.WriteNote(ctx, s.id, Note{Said: "after it was restricted"})
		s.ok(err)
		s.ok(s.v.ChangeContact(ctx, contact, Contact{Case: s.id, CalledName: "Wyn", Said: "after it was restricted"}))
		if len(ofCase) == 0 || s.opensNewest(s.id, ofCase) || s.opensNewest(contact, ofContact) {
			t.Errorf("writer %d: the key of before opens what was written after", who+1)
		}
		s.as("Cadi")
	}
	s.as("Mair")
	if f, err := s.v.OpenCase(ctx, s.id); err != nil || len(f.Notes) != 2 || f.Damaged != 0 {
		t.Errorf("a named member reads %+v, %v", f, err)
	}
	if c, err := s.v.Check(ctx, nil); err != nil || !c.OK {
		t.Errorf("check: %v, %v", c.Damaged, err)
	}
}

func TestTheKitNamesOthersWhereAllWhoWereNamedHaveGone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	for name, role := range map[string]Role{"Megan": Manager, "Siwan": Manager} {
		_, err := s.v.AddMember(ctx, name, role, attackPhrase+name)
		s.ok(err)
	}
	id := func(name string) ID { return memberOf(s.v, name).ID }
	theirs, err := s.v.StartCase(ctx, Case{CalledName: "Wyn"}, Person{})
	s.ok(err)
	s.ok(s.v.Restrict(ctx, s.id, []ID{id("Mair"), id("Cadi")}))
	_, err = s.v.WriteNote(ctx, s.id, Note{Said: "by Mair"})
	s.ok(err)
	s.ok(s.v.Restrict(ctx, theirs, []ID{id("Mair"), id("Siwan"), id("Lowri")}))
	kit, err := s.v.ReplaceKit(ctx, nil)
	s.ok(err)
	kept := s.keysOf("Cadi", s.id)
	s.ok(s.v.Close())
	code := strings.Join(kit.Groups, "-")
	s.v, err = Unlock(ctx, s.path, Credentials{Passphrase: code, Options: s.o})
	s.ok(err)
	if cases := s.v.KitCases(); len(cases) != 2 {
		t.Errorf("the kit sees %v", cases)
	}
	const fresh = attackPhrase + "Nia"
	for _, c := range []struct {
		name, in    string
		left, named []string
		want        Code
	}{
		{"nobody of the name", "Nia", []string{"Nobody"}, []string{"Megan"}, CodeNoMember},
		{"the kit", "Nia", []string{KitName}, []string{"Megan"}, CodeNoMember},
		{"naming nobody of the name", "Nia", []string{"Mair", "Cadi"}, []string{"Nobody"}, CodeNoMember},
		{"whoever is let in", "mair", []string{"Mair", "Cadi"}, []string{"Megan"}, CodeLeftLetIn},
		{"one of two has gone", "Nia", []string{"Cadi"}, []string{"Megan"}, CodeLastNamed},
		{"nobody has gone", "Nia", nil, []string{"Megan"}, CodeNoneLeft},
		{"one is too few", "Nia", []string{"Mair", "Cadi"}, nil, CodeNeedsNamed},
		{"a volunteer", "Nia", []string{"Mair", "Cadi"}, []string{"Vali"}, CodeNeedsNamed},
		{"somebody who has gone", "Nia", []string{"Mair", "Cadi"}, []string{"Cadi"}, CodeNeedsNamed},
		{"no manager", "Lowri", []string{"Mair", "Cadi", "Megan", "Siwan"}, []string{"Vali"}, CodeLastNamed},
	} {
		_, err := s.v.Recover(ctx, Recovery{Name: c.in, Passphrase: fresh, Left: c.left, Named: c.named}, nil)
		if CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if s.v.named("Nia") != nil || !s.v.named("Mair").Active || len(s.v.NamedMembers(s.id)) != 2 {
		t.Error("what was refused has changed something")
	}
	_, err = s.v.Recover(ctx, Recovery{Name: "Nia", Passphrase: fresh, Left: []string{"Mair", "Cadi"}, Named: []string{"megan"}}, nil)
	s.ok(err)
	s.ok(s.v.Close())

	for _, phrase := range []string{attackPhrase, attackPhrase + "Cadi", code} {
		if _, err := s.tryFile(s.path, phrase); CodeOf(err) != CodePassphrase {
			t.Errorf("who has gone, and the code that was used: %v", err)
		}
	}
	for _, name := range []string{"Nia", "Megan"} {
		s.v = s.unlock(s.path, name)
		f, err := s.v.OpenCase(ctx, s.id)
		if err != nil || f.Damaged != 0 || !slices.ContainsFunc(f.Notes, func(n Entry[Note]) bool { return n.Value.Said == "by Mair" }) {
			t.Errorf("%s does not read the note: %v", name, err)
		}
		if _, err := s.v.OpenCase(ctx, theirs); CodeOf(err) != CodeNoCase {
			t.Errorf("%s opens a case that others are named in: %v", name, err)
		}
		_, err = s.v.WriteNote(ctx, s.id, Note{Said: "by " + name})
		s.ok(err)
		if len(kept) == 0 || s.opensNewest(s.id, kept) {
			t.Errorf("what %s writes opens with a key of before", name)
		}
		told := map[AuditAction]int{}
		lines, err := s.v.Audit(ctx)
		s.ok(err)
		for _, l := range lines {
			if l.By == KitName {
				told[l.Action]++
			}
		}
		if told[AuditKitUsed] != 1 || told[AuditRestricted] != 1 || told[AuditRemoved] != 2 || told[AuditKitReplaced] != 1 {
			t.Errorf("the audit trail has by the kit %v", told)
		}
		if c, err := s.v.Check(ctx, nil); err != nil || !c.OK {
			t.Errorf("check: %v, %v", c.Damaged, err)
		}
		s.ok(s.v.Close())
	}
	s.v = s.unlock(s.path, "Siwan")
	if _, err := s.v.OpenCase(ctx, theirs); err != nil || slices.ContainsFunc(s.v.NamedMembers(theirs), func(m Member) bool { return m.Name == "Mair" }) {
		t.Errorf("the other case: %v", err)
	}
}
