package data

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
)

// unconsented is a letter that rests on no consent.
func unconsented() LetterChoices {
	return LetterChoices{Force: "south-wales", Basis: BasisRecognised, BasisNote: "a child is at risk"}
}

// issue composes and issues a letter as the programs do.
func (s *scene) issue(v *Vault, choices LetterChoices) (Entry[IssuedLetter], error) {
	s.t.Helper()
	letter, missing, err := v.Compose(s.t.Context(), s.id, choices)
	s.ok(err)
	if err := Refusal(missing); err != nil {
		return Entry[IssuedLetter]{}, err
	}
	return v.Issue(s.t.Context(), s.id, choices, letter, []byte("%PDF "+letter.Number))
}

func (s *scene) ask(v *Vault) ID {
	s.t.Helper()
	e, err := v.AskForApproval(s.t.Context(), s.id, unconsented(), "before Friday, please")
	s.ok(err)
	return e.ID
}

func kinds(list TodayList) map[TodayKind]int {
	n := map[TodayKind]int{}
	for _, i := range list.All() {
		n[i.Kind]++
	}
	return n
}

func audited(t *testing.T, v *Vault) map[string]int {
	t.Helper()
	lines, err := v.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, l := range lines {
		n[string(l.Action)]++
		if l.Detail != "" {
			n[string(l.Action)+" "+l.Detail]++
		}
	}
	return n
}

func TestALetterWithoutConsentLeavesOnlyAsAManagerApprovedIt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	cadi := s.as("Cadi")
	if _, err := s.issue(cadi, unconsented()); CodeOf(err) != CodeNeedsApproval {
		t.Fatalf("a caseworker alone: %v", err)
	}
	asked := s.ask(cadi)
	if err := cadi.Rule(ctx, s.id, asked, RulingApproved, ""); CodeOf(err) != CodeNotApprover {
		t.Errorf("a caseworker approves: %v", err)
	}
	if _, err := s.issue(cadi, LetterChoices{Asked: asked}); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("before the manager has said anything: %v", err)
	}
	mair := s.as("Mair")
	if kinds(mair.Today().Today)[TodayApprove] != 1 {
		t.Errorf("Today of the manager: %+v", mair.Today())
	}
	s.ok(mair.Rule(ctx, s.id, asked, RulingSentBack, "Say when."))
	cadi = s.as("Cadi")
	if kinds(cadi.Today().Today)[TodaySentBack] != 1 {
		t.Errorf("Today after it was sent back: %+v", cadi.Today())
	}
	if _, err := s.issue(cadi, LetterChoices{Asked: asked}); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("a letter that was sent back: %v", err)
	}
	asked = s.ask(cadi)
	if n := len(cadi.Asked()); n != 1 {
		t.Errorf("%d letters wait: the one before is not withdrawn", n)
	}
	mair = s.as("Mair")
	s.ok(mair.Rule(ctx, s.id, asked, RulingApproved, ""))
	cadi = s.as("Cadi")
	if kinds(cadi.Today().Today)[TodayIssue] != 1 {
		t.Errorf("Today after it was approved: %+v", cadi.Today())
	}
	letter, err := s.issue(cadi, LetterChoices{Asked: asked})
	s.ok(err)
	if a := letter.Value.Letter.Approver; a == nil || a.Name != "Mair" || a.On.IsZero() || letter.Value.Letter.Author.Name != "Cadi" {
		t.Errorf("printed: %+v by %+v", a, letter.Value.Letter.Author)
	}
	mair = s.as("Mair")
	if l := mair.Letters(); len(l) != 1 || l[0].Approval != ApprovalGiven || len(mair.Asked()) != 0 {
		t.Errorf("afterwards: %+v, %+v", l, mair.Asked())
	}
	if n := audited(t, mair); n["approved"] != 1 || n["sent-back"] != 1 || n["issued"] != 1 {
		t.Errorf("audited: %v", n)
	}
}

func TestAnApprovalHoldsForTheWordsThatWereApproved(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	asked := s.ask(s.as("Cadi"))
	s.ok(s.as("Mair").Rule(ctx, s.id, asked, RulingApproved, ""))
	cadi := s.as("Cadi")
	_, err := Add(ctx, cadi, s.id, Event{When: At(time.Now()), What: "Something new.", MayShare: Yes})
	s.ok(err)
	if _, err := s.issue(cadi, LetterChoices{Asked: asked}); CodeOf(err) != CodeApprovalChanged {
		t.Errorf("after the case changed: %v", err)
	}
	// Whoever asked changes what they asked for, after it was approved.
	f, err := cadi.OpenCase(ctx, s.id)
	s.ok(err)
	changed := f.Asked[0].Value
	changed.Choices.Summary = "words that no manager saw"
	changed.Letter, _, err = cadi.Compose(ctx, s.id, changed.Choices)
	s.ok(err)
	_, err = Change(ctx, cadi, s.id, asked, changed)
	s.ok(err)
	if _, err := s.issue(cadi, LetterChoices{Asked: asked}); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("after the letter changed: %v", err)
	}
}

func TestAnApprovalThatACaseworkerForgedDoesNotCount(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	cadi := s.as("Cadi")
	asked := s.ask(cadi)
	f, err := cadi.OpenCase(ctx, s.id)
	s.ok(err)
	version, key, err := cadi.keyOf(s.id)
	s.ok(err)
	body, err := json.Marshal(Approval{Letter: asked, Digest: digestOf(f.Asked[0].Value.Letter), Ruling: RulingApproved})
	s.ok(err)
	for _, author := range []ID{cadi.me().ID, memberOf(cadi, "Mair").ID} {
		r := ledger.Revision{Origin: cadi.computer.origin, Record: NewID(), Revision: NewID(), Kind: uint8(KindApproval), Group: s.id, KeyVersion: version}
		r.Box = key.Seal(stamp(author, time.Now(), body), cadi.place("revision", r))
		over, ok := cadi.overviewKey(cadi.groups[s.id], version)
		if !ok {
			t.Fatal("no key for overviews")
		}
		s.ok(cadi.ledger.Write(ctx, func(tx *ledger.Tx) error {
			if _, err := tx.Append(r, cadi.sign); err != nil {
				return err
			}
			return tx.PutOverview(ledger.Overview{
				Record: r.Record, Revision: r.Revision, Kind: r.Kind, Group: r.Group, KeyVersion: version, Box: over.Seal(body, cadi.place("overview", r)),
			})
		}))
	}
	cadi = s.as("Cadi")
	if _, err := s.issue(cadi, LetterChoices{Asked: asked}); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("with a forged approval: %v", err)
	}
	mair := s.as("Mair")
	if kinds(mair.Today().Today)[TodayApprove] != 1 {
		t.Errorf("the letter does not wait any more: %+v", mair.Today())
	}
	if r := s.reasons(mair); r["approval author"] != 1 || r["approval signature"] != 1 {
		t.Errorf("reported: %v", r)
	}
}

func memberOf(v *Vault, name string) Member {
	for _, m := range v.Members() {
		if m.Name == name {
			return m
		}
	}
	return Member{}
}

func TestAnApprovalThatIsOnlyPrintedStaysOnTheManagersToday(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	cadi := s.as("Cadi")
	letter, _, err := cadi.Compose(t.Context(), s.id, unconsented())
	s.ok(err)
	letter.Approver = &Signatory{Name: "Mair", Role: "Manager", On: time.Now()}
	if _, err := cadi.Issue(t.Context(), s.id, unconsented(), letter, []byte("%PDF")); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("issued with a name that nobody gave: %v", err)
	}
	_, err = Add(t.Context(), cadi, s.id, IssuedLetter{Letter: letter, Issued: time.Now(), PDF: []byte("%PDF"), SHA256: []string{"00"}})
	s.ok(err)
	if kinds(s.as("Mair").Today().Now)[TodayConfirm] != 1 {
		t.Error("what only prints an approval is not shown to the manager")
	}
}

func TestWhoWasAManagerOnceApprovesNothingByPrintingTheirName(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	s.ok(s.v.ChangeRole(ctx, "Cadi", Manager))
	approved, err := s.issue(s.as("Cadi"), func() LetterChoices { c := unconsented(); c.Own = true; return c }())
	s.ok(err)
	s.ok(s.as("Mair").ChangeRole(ctx, "Cadi", Caseworker))

	cadi := s.as("Cadi")
	letter, _, err := cadi.Compose(ctx, s.id, unconsented())
	s.ok(err)
	letter.Approver = &Signatory{Name: "Cadi", Role: "Manager", On: time.Now()}
	forged, err := Add(ctx, cadi, s.id, IssuedLetter{Letter: letter, Issued: time.Now(), PDF: []byte("%PDF"), SHA256: []string{"00"}})
	s.ok(err)
	states := map[ID]ApprovalState{}
	for _, l := range s.as("Mair").Letters() {
		states[l.ID] = l.Approval
	}
	if states[approved.ID] != ApprovalGiven || states[forged.ID] != ApprovalFollows {
		t.Errorf("approved while a manager: %q, printed afterwards: %q", states[approved.ID], states[forged.ID])
	}
}

func TestALetterDoesNotWaitWhereALifeIsAtRisk(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	cadi := s.as("Cadi")
	vital := LetterChoices{Force: "south-wales", Basis: BasisVital, BasisNote: "threat tonight"}
	letter, err := s.issue(cadi, vital)
	s.ok(err)
	if a := letter.Value.Letter.Approver; a == nil || a.Name != "" {
		t.Errorf("it prints %+v", a)
	}
	f, err := cadi.OpenCase(ctx, s.id)
	s.ok(err)
	danger := f.Case.Value
	danger.DangerNow = Yes
	_, err = Change(ctx, cadi, s.id, s.id, danger)
	s.ok(err)
	choices := unconsented()
	if _, err := s.issue(cadi, choices); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("danger now, without a sentence why: %v", err)
	}
	choices.Urgent = "He is outside her door."
	second, err := s.issue(cadi, choices)
	s.ok(err)
	mair := s.as("Mair")
	if now := mair.Today().Now; now.Len() != 2 || now.At(0).Kind != TodayConfirm {
		t.Fatalf("first on Today: %+v", now)
	}
	s.ok(mair.Rule(ctx, s.id, letter.ID, RulingApproved, ""))
	s.ok(mair.Rule(ctx, s.id, second.ID, RulingQuestioned, "Who saw him?"))
	if now := mair.Today().Now; now.Len() != 0 {
		t.Errorf("after both were looked at: %+v", now)
	}
	if n := audited(t, mair); n["issued urgent"] != 2 || n["approved"] != 1 || n["questioned"] != 1 {
		t.Errorf("audited: %v", n)
	}
	var tasks []string
	for _, task := range s.as("Cadi").Tasks() {
		tasks = append(tasks, task.Owner+": "+task.WhatIn(assets.Lang(assets.English)), task.Owner+": "+task.WhatIn(assets.Lang(assets.Welsh)))
	}
	for _, want := range []string{
		"Cadi: Mair asks about letter " + second.Value.Letter.Number + ": Who saw him?",
		"Cadi: Mae Mair yn holi am lythyr " + second.Value.Letter.Number + ": Who saw him?",
		"Cadi: Reply from the police to " + letter.Value.Letter.Number,
		"Cadi: Ateb gan yr heddlu i " + letter.Value.Letter.Number,
	} {
		if !slices.Contains(tasks, want) {
			t.Errorf("nobody is told %q; there are %q", want, tasks)
		}
	}
}

func TestAnApprovalByPhoneIsConfirmedByThatManager(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.AddMember(ctx, "Nest", Manager, attackPhrase+"Nest")
	s.ok(err)
	cadi := s.as("Cadi")
	choices := unconsented()
	choices.Phone = &PhoneApproval{Manager: memberOf(cadi, "Lowri").ID, At: time.Now()}
	if _, err := s.issue(cadi, choices); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("approved by a caseworker on the phone: %v", err)
	}
	choices.Phone.Manager = memberOf(cadi, "Nest").ID
	letter, err := s.issue(cadi, choices)
	s.ok(err)
	if a := letter.Value.Letter.Approver; a == nil || a.Name != "Nest" || !a.ByPhone {
		t.Errorf("it prints %+v", a)
	}
	mair := s.as("Mair")
	if kinds(mair.Today().Now)[TodayConfirm] != 0 {
		t.Error("another manager is asked to confirm what they did not say")
	}
	if err := mair.Rule(ctx, s.id, letter.ID, RulingApproved, ""); CodeOf(err) != CodeNotApprover {
		t.Errorf("another manager confirms: %v", err)
	}
	nest := s.as("Nest")
	if kinds(nest.Today().Now)[TodayConfirm] != 1 {
		t.Fatalf("Today of who said it: %+v", nest.Today())
	}
	s.ok(nest.Rule(ctx, s.id, letter.ID, RulingApproved, ""))
	if l := nest.Letters()[0]; l.Approval != ApprovalGiven {
		t.Errorf("confirmed: %q", l.Approval)
	}
	if n := audited(t, nest); n["issued by-phone"] != 1 || n["approved"] != 1 {
		t.Errorf("audited: %v", n)
	}
}

func TestAManagersOwnLetterIsForAnotherManagerWhileThereIsOne(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	letter, err := s.issue(s.v, unconsented())
	s.ok(err)
	if a := letter.Value.Letter.Approver; a == nil || a.Name != "Mair" {
		t.Errorf("a sole manager's letter prints %+v", a)
	}
	if n := audited(t, s.v); n["approved own-letter"] != 1 || n["issued"] != 1 {
		t.Errorf("audited: %v", n)
	}
	_, err = s.v.AddMember(ctx, "Nest", Manager, attackPhrase+"Nest")
	s.ok(err)
	if _, err := s.issue(s.v, unconsented()); CodeOf(err) != CodeNeedsApproval {
		t.Errorf("with another manager: %v", err)
	}
	asked := s.ask(s.v)
	if err := s.v.Rule(ctx, s.id, asked, RulingApproved, ""); CodeOf(err) != CodeNotApprover {
		t.Errorf("approves their own: %v", err)
	}
	s.ok(s.as("Nest").Rule(ctx, s.id, asked, RulingApproved, ""))
	_, err = s.issue(s.as("Mair"), LetterChoices{Asked: asked})
	s.ok(err)
}

func TestOnlyANamedManagerApprovesLettersOfARestrictedCase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	_, err := s.v.AddMember(ctx, "Nest", Manager, attackPhrase+"Nest")
	s.ok(err)
	s.ok(s.v.Restrict(ctx, s.id, []ID{memberOf(s.v, "Nest").ID, memberOf(s.v, "Cadi").ID}))
	consented := LetterChoices{Force: "south-wales", Basis: BasisConsent, BasisNote: "by phone"}
	cadi := s.as("Cadi")
	if _, err := s.issue(cadi, consented); CodeOf(err) != CodeNeedsApproval {
		t.Fatalf("with consent, but restricted: %v", err)
	}
	e, err := cadi.AskForApproval(ctx, s.id, consented, "")
	s.ok(err)
	mair := s.as("Mair")
	if len(mair.Asked()) != 0 || !mair.Today().Empty() && kinds(mair.Today().Today)[TodayApprove] != 0 {
		t.Error("a manager who is not named sees it")
	}
	if err := mair.Rule(ctx, s.id, e.ID, RulingApproved, ""); err == nil {
		t.Error("a manager who is not named approves it")
	}
	nest := s.as("Nest")
	s.ok(nest.Rule(ctx, s.id, e.ID, RulingApproved, ""))
	letter, err := s.issue(s.as("Cadi"), LetterChoices{Asked: e.ID})
	s.ok(err)
	if a := letter.Value.Letter.Approver; a == nil || a.Name != "Nest" {
		t.Errorf("it prints %+v", a)
	}
}
