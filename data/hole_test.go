package data

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// history is a file whose roster has a middle: somebody was removed, somebody was a
// manager for a while, somebody was added, somebody was given more.
type history struct {
	*scene
	keys   masters
	before string            // the file as everybody had it before anybody left
	entry  map[string]uint64 // by what was done
}

// in says from now on to a test within the test what fails, until what it returns is called.
func (h *history) in(t *testing.T) (back func()) {
	was := h.t
	h.t = t
	return func() { h.t = was }
}

func newHistory(t *testing.T) *history {
	s := newScene(t)
	h := &history{scene: s, keys: masters{}, entry: map[string]uint64{}}
	ctx := t.Context()
	for _, name := range []string{"Cadi", "Lowri", "Vali"} {
		for n := uint64(0); n < s.v.roster().next; n++ {
			if e := h.entryAt(n); e.Member == memberOf(s.v, name).ID {
				h.entry["adding "+name] = n
			}
		}
	}
	did := func(what string, err error) { s.ok(err); h.entry[what] = s.v.roster().next - 1 }
	did("making Lowri a manager", s.v.ChangeRole(ctx, "Lowri", Manager))
	h.writes("Cadi", "by Cadi")
	h.writes("Mair", "")
	h.before = s.copy()
	did("removing Cadi", s.v.RemoveMember(ctx, "Cadi"))
	h.writes("Lowri", "by Lowri")
	h.writes("Mair", "by Mair")
	did("making Lowri a volunteer", s.v.ChangeRole(ctx, "Lowri", Volunteer))
	_, err := s.v.AddMember(ctx, "Nia", Caseworker, attackPhrase+"Nia")
	did("adding Nia", err)
	h.writes("Nia", "by Nia")
	h.writes("Mair", "")
	did("making Vali a caseworker", s.v.ChangeRole(ctx, "Vali", Caseworker))
	h.writes("Vali", "by Vali")
	h.writes("Mair", "by Mair again")
	s.ok(h.v.SaveDraft(ctx, "note", "not yet"))
	return h
}

func (h *history) entryAt(n uint64) (e entry) {
	h.t.Helper()
	boxes, _, err := h.v.ledger.Boxes(h.t.Context(), ledger.ClassRoster)
	h.ok(err)
	h.ok(json.Unmarshal(boxes[n].Body[64:], &e))
	return e
}

// writes lets somebody write a note; "" is no note.
func (h *history) writes(who, said string) {
	h.t.Helper()
	h.ok(h.v.Close())
	h.v = h.keys.unlock(h.scene, who)
	if said != "" {
		_, err := h.v.WriteNote(h.t.Context(), h.id, Note{Said: said})
		h.ok(err)
	}
}

func (h *history) notes(v *Vault) []string {
	h.t.Helper()
	f, err := v.OpenCase(h.t.Context(), h.id)
	h.ok(err)
	var said []string
	for _, n := range f.Notes {
		said = append(said, n.Value.Said)
	}
	slices.Sort(said)
	return said
}

// takeOut deletes an entry from both tables.
func (h *history) takeOut(n uint64) {
	h.write(fmt.Sprintf("DELETE FROM box WHERE class=4 AND number=%d", n), fmt.Sprintf("DELETE FROM box_copy WHERE class=4 AND number=%d", n))
}

// append writes a revision as a member of now or of before with what keys they have,
// at the end of the file.
func (h *history) append(v *Vault, kind Kind, group ID, value any) {
	h.t.Helper()
	body, err := json.Marshal(value)
	h.ok(err)
	version, key, err := v.keyOf(group)
	h.ok(err)
	r := ledger.Revision{Origin: NewID(), Record: NewID(), Revision: NewID(), Kind: uint8(kind), Group: group, KeyVersion: version}
	if kind == KindOrganisation {
		r.Record = v.org.ID
		r.Parent = v.org.Revision
	}
	r.Box = key.Seal(stamp(v.me().ID, time.Now(), body), v.place("revision", r))
	h.ok(h.v.Close())
	l, err := ledger.Open(h.t.Context(), h.path)
	h.ok(err)
	defer l.Close()
	h.ok(l.Write(h.t.Context(), func(tx *ledger.Tx) error {
		_, err := tx.Append(r, v.sign)
		return err
	}))
}

func TestAHoleInTheRoster(t *testing.T) {
	t.Parallel()
	h := newHistory(t)
	h.ok(h.v.Close())
	image, err := os.ReadFile(h.path)
	h.ok(err)
	again := func() {
		h.ok(os.WriteFile(h.path, image, 0o600))
		h.v = h.keys.unlock(h.scene, "Mair")
	}
	t.Run("is told, and nothing is lost that is proved", func(t *testing.T) { again(); h.isToldAndNothingIsLost(t) })
	t.Run("of the first entry costs who made the records nothing", func(t *testing.T) {
		defer h.in(t)()
		again()
		reads, cases := h.notes(h.v), len(h.v.Cases())
		h.ok(h.v.Close())
		h.takeOut(0)
		h.v = h.keys.unlock(h.scene, "Mair")
		defer h.v.Close()
		if got := h.notes(h.v); !h.v.Holed() || !slices.Equal(got, reads) || len(h.v.Cases()) != cases {
			t.Errorf("reads %q instead of %q", got, reads)
		}
	})
	t.Run("hides no removal", func(t *testing.T) { again(); h.hidesNoRemoval(t) })
}

func (h *history) isToldAndNothingIsLost(t *testing.T) {
	defer h.in(t)()
	ctx := t.Context()
	all := h.notes(h.v)
	but := func(missing ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(said string) bool { return slices.Contains(missing, said) })
	}
	h.ok(h.v.Close())
	image, err := os.ReadFile(h.path)
	h.ok(err)
	for name, c := range map[string]struct {
		spoil  func()
		opens  string
		reads  []string
		repair bool
	}{
		"somebody who left was added":             {func() { h.takeOut(h.entry["adding Cadi"]) }, "Mair", all, true},
		"somebody was added":                      {func() { h.takeOut(h.entry["adding Nia"]) }, "Mair", but("by Nia"), true},
		"who opens it was added":                  {func() { h.takeOut(h.entry["adding Nia"]) }, "Nia", all, false}, // nobody lost anything there
		"somebody was removed":                    {func() { h.takeOut(h.entry["removing Cadi"]) }, "Mair", all, true},
		"somebody was removed, a colleague opens": {func() { h.takeOut(h.entry["removing Cadi"]) }, "Nia", but("by Cadi"), false},
		"two entries":                             {func() { h.takeOut(h.entry["making Lowri a manager"]); h.takeOut(h.entry["adding Nia"]) }, "Mair", but("by Nia"), true},
		"an entry was written over": {func() {
			for _, table := range boxesOf {
				h.putCopy(table, ledger.Box{Class: ledger.ClassRoster, Subject: h.v.id[:], Number: h.entry["removing Cadi"], Body: []byte("nothing")})
			}
		}, "Mair", all, true},
		"something follows on the newest": {func() {
			h.plant(ledger.Box{Class: ledger.ClassRoster, Subject: h.v.id[:], Number: h.v.roster().next, Body: slices.Repeat([]byte{7}, 100)})
		}, "Mair", all, true},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.ok(os.WriteFile(h.path, image, 0o600))
			c.spoil()
			v := h.keys.unlock(h.scene, c.opens)
			defer func() { v.Close() }()
			if !v.Holed() || !v.ReadOnly() || !RosterHoled(v.Damaged()) {
				t.Errorf("unlocking says %v", v.Damaged())
			}
			if got := h.notes(v); !slices.Equal(got, c.reads) {
				t.Errorf("it reads %q, not %q", got, c.reads)
			}
			if _, err := v.WriteNote(ctx, h.id, Note{Said: "more"}); CodeOf(err) != CodeHoled {
				t.Errorf("writing: %v", err)
			}
			checked, err := v.Check(ctx, nil)
			h.ok(err)
			cases, err := v.CheckCases(ctx)
			h.ok(err)
			var out bytes.Buffer
			exported, err := v.Export(context.WithoutCancel(ctx), &out)
			h.ok(err)
			for where, list := range map[string][]Damage{"the check": checked.Damaged, "the list of cases": cases, "the export": exported} {
				if !RosterHoled(list) || NothingLost(list) {
					t.Errorf("%s says %v", where, list)
				}
			}
			for _, said := range c.reads {
				if !strings.Contains(out.String(), `"`+said+`"`) {
					t.Errorf("the export has no %q", said)
				}
			}
			if len(c.reads) < len(all) && !slices.ContainsFunc(checked.Damaged, func(d Damage) bool { return d.Kind == "note" && d.Reason == "author" }) {
				t.Errorf("the check does not say what is not shown: %v", checked.Damaged)
			}
			to := filepath.Join(t.TempDir(), "repaired"+Extension)
			_, err = v.Repair(ctx, to)
			if !c.repair {
				if code := CodeOf(err); code != CodeNoKey {
					t.Errorf("a repair by %s: %v", c.opens, err)
				}
				return
			}
			h.ok(err)
			h.isWholeAndMairs(to, v.computer.dir, c.reads, name == "two entries")
		})
	}
}

var boxesOf = []string{"box", "box_copy"}

// isWholeAndMairs opens a repaired file: it goes on with what was read, and nobody
// is a member of it but who repaired it.
func (h *history) isWholeAndMairs(path, state string, reads []string, goOn bool) {
	h.t.Helper()
	ctx := h.t.Context()
	was := h.path
	h.path = path
	defer func() { h.path = was }()
	v := h.keys.unlockAt(h.scene, "Mair", state)
	defer v.Close()
	if v.Older() || v.Holed() || v.ReadOnly() {
		h.t.Errorf("the repaired file: older %v, holed %v", v.Older(), v.Holed())
	}
	if got := h.notes(v); !slices.Equal(got, reads) {
		h.t.Errorf("the repaired file has %q, not %q", got, reads)
	}
	for _, m := range v.Members() {
		if m.Active && m.Name != "Mair" && !m.Kit {
			h.t.Errorf("%s is a member of the repaired file", m.Name)
		}
	}
	var typed string
	if _, err := v.LoadDraft(ctx, "note", &typed); err != nil || typed != "not yet" {
		h.t.Errorf("what Mair had typed is %q in the repaired file: %v", typed, err)
	}
	_, err := v.WriteNote(ctx, h.id, Note{Said: "and on"})
	h.ok(err)
	c, err := v.Check(ctx, nil)
	h.ok(err)
	if len(c.Damaged) != 1 || c.Damaged[0].Kind != "grant" || c.Damaged[0].Record != memberOf(v, KitName).ID {
		h.t.Errorf("the repaired file: %v", c.Damaged)
	}
	if !goOn {
		return
	}
	_, err = v.ReplaceKit(ctx, nil)
	h.ok(err)
	_, err = v.AddMember(ctx, "Nia", Caseworker, attackPhrase+"Nia")
	h.ok(err)
	if c, err := v.Check(ctx, nil); err != nil || !c.OK {
		h.t.Errorf("the repaired file with a new kit: %v, %v", c.Damaged, err)
	}
}

// Whoever was removed or given less takes that entry out, and writes on with the
// keys that they once had.
func (h *history) hidesNoRemoval(t *testing.T) {
	defer h.in(t)()
	ctx := t.Context()
	reads := h.notes(h.v)
	organisation := h.v.Organisation().Name
	reader := func(path, who string) *Vault { // their keys are all that is wanted
		was := h.path
		h.path = path
		defer func() { h.path = was }()
		v := h.keys.unlock(h.scene, who)
		h.ok(v.ledger.Close())
		return v
	}
	old, lowri := reader(h.before, "Cadi"), reader(h.before, "Lowri")
	oldBoxes := "INSERT OR IGNORE INTO %[1]s SELECT * FROM old.%[1]s WHERE class IN (2,3)"
	back := []string{"ATTACH '" + h.before + "' AS old", fmt.Sprintf(oldBoxes, "box"), fmt.Sprintf(oldBoxes, "box_copy")}
	h.ok(h.v.Close())
	image, err := os.ReadFile(h.path)
	h.ok(err)
	now := reader(h.path, "Lowri") // a volunteer
	newest, contacts := now.roster(), now.keys()[now.roster().epoch][inContacts]

	t.Run("who was removed", func(t *testing.T) {
		h.t = t
		h.ok(os.WriteFile(h.path, image, 0o600))
		h.takeOut(h.entry["removing Cadi"])
		h.write(back...)
		h.append(old, KindNote, h.id, Note{Said: "forged"})
		if _, err := h.tryFile(h.path, attackPhrase+"Cadi"); CodeOf(err) != CodeRoster {
			t.Errorf("Cadi is let in: %v", err)
		}
		for _, who := range []string{"Mair", "Nia"} {
			v := h.keys.unlock(h.scene, who)
			if got := h.notes(v); slices.Contains(got, "forged") || who == "Mair" && !slices.Equal(got, reads) {
				t.Errorf("%s reads %q", who, got)
			}
			if m := memberOf(v, "Cadi"); m.Active {
				t.Errorf("for %s Cadi is a member", who)
			}
			if r := h.reasons(v); r["note author"] == 0 {
				t.Errorf("%s is told %v", who, r)
			}
			h.ok(v.Close())
		}
	})
	t.Run("who was given less", func(t *testing.T) {
		h.t = t
		h.ok(os.WriteFile(h.path, image, 0o600))
		h.takeOut(h.entry["making Lowri a volunteer"])
		h.write(back...)
		h.append(lowri, KindNote, h.id, Note{Said: "forged"})
		h.append(lowri, KindOrganisation, groupZero(inContacts), Organisation{Name: "Forged"})
		v := h.keys.unlock(h.scene, "Lowri")
		if v.Me().Role != Volunteer || len(v.Cases()) != 0 {
			t.Errorf("Lowri is a %s with %d cases", v.Me().Role, len(v.Cases()))
		}
		h.ok(v.Close())
		v = h.keys.unlock(h.scene, "Mair")
		if got := h.notes(v); !slices.Equal(got, reads) || v.Organisation().Name != organisation || memberOf(v, "Lowri").Role != Volunteer {
			t.Errorf("Mair reads %q of %q, and Lowri is a %s", got, v.Organisation().Name, memberOf(v, "Lowri").Role)
		}
		h.ok(v.Close())
	})
	t.Run("who was given less signs what follows", func(t *testing.T) {
		h.t = t
		h.ok(os.WriteFile(h.path, image, 0o600))
		for n := h.entry["making Lowri a volunteer"]; n < newest.next; n++ {
			h.takeOut(n)
		}
		// Her old role's state, the newest epoch, everybody's grants and more for herself.
		m := memberOf(lowri, "Lowri")
		var boxes []ledger.Box
		grants := slices.Clone(newest.grants)
		for _, c := range []compartment{inCasework, inManagement} {
			body, err := m.public.Wrap(seal.NewKey(), grantPlace(h.v.id, m.ID, c, newest.epoch))
			h.ok(err)
			b := ledger.Box{Class: ledger.ClassGrant, Subject: bytes.Clone(m.ID[:]), Holder: c.holder(), Number: uint64(newest.epoch), Body: body}
			boxes, grants = append(boxes, b), append(grants, hexOf(b.Hash()))
		}
		forged := &roster{vault: h.v.id, next: newest.next, hashes: newest.hashes, epoch: newest.epoch, audit: newest.audit}
		card, err := json.Marshal(memberCard{Name: "Lowri", Role: Manager, KEM: m.public.KEM, Verify: m.public.Verify})
		h.ok(err)
		e := entry{Epoch: newest.epoch, Action: actRole, Signer: m.ID, Member: m.ID, Grants: grants, Audit: newest.audit, Previous: hexOf(newest.last())}
		e.Card = contacts.Seal(card, forged.cardPlace(newest.next, m.ID))
		payload, err := json.Marshal(e)
		h.ok(err)
		boxes = append(boxes, ledger.Box{Class: ledger.ClassRoster, Subject: bytes.Clone(h.v.id[:]), Number: newest.next, Body: append(now.identity().Sign("roster", payload), payload...)})
		for _, b := range boxes {
			h.plant(b)
		}
		h.append(lowri, KindNote, h.id, Note{Said: "forged"})
		h.append(lowri, KindOrganisation, groupZero(inContacts), Organisation{Name: "Forged"})
		v := h.keys.unlock(h.scene, "Mair")
		defer v.Close()
		if !v.Holed() || !v.roster().hole.newest {
			t.Fatal("the forged entry was not met at all")
		}
		if got := h.notes(v); slices.Contains(got, "forged") || v.Organisation().Name != organisation {
			t.Errorf("Mair reads %q of %q", got, v.Organisation().Name)
		}
		to := filepath.Join(t.TempDir(), "repaired"+Extension)
		_, err = v.Repair(ctx, to)
		h.ok(err)
		h.isWholeAndMairs(to, v.computer.dir, h.notes(v), false)
	})
}
