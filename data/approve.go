package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
)

// A letter about a restricted case, or without the person's consent, leaves
// only with a manager's approval (practice.md 4). The approval is a record
// that only managers can write; what a letter prints proves nothing.

// AskedLetter is a letter that waits for a manager's approval, in the words in
// which it would leave.
type AskedLetter struct {
	Choices   LetterChoices `json:"choices"`
	Letter    Letter        `json:"letter"`
	Words     string        `json:"words,omitempty"` // to the manager
	Withdrawn bool          `json:"withdrawn,omitempty"`
}

// Ruling is what a manager says of a letter.
type Ruling string

// The rulings.
const (
	RulingApproved   Ruling = "approved"
	RulingSentBack   Ruling = "sent-back"  // of a letter that has not left
	RulingQuestioned Ruling = "questioned" // of a letter that has
)

// Approval is a manager's ruling on a letter, bound to its very content.
type Approval struct {
	Letter ID     `json:"letter"` // asked for, or issued
	Digest string `json:"digest"` // of the words asked for, or the SHA-256 of the bytes issued
	Ruling Ruling `json:"ruling"`
	Words  string `json:"words,omitempty"`
}

// PhoneApproval is an approval that was given by phone: the manager named
// confirms it when they next unlock.
type PhoneApproval struct {
	Manager ID        `json:"manager"`
	At      time.Time `json:"at"`
}

// ApprovalState is how a letter stands with the managers.
type ApprovalState string

// The states of an issued letter, and of one that was asked for.
const (
	ApprovalNone       ApprovalState = ""          // none was needed
	ApprovalFollows    ApprovalState = "to-follow" // issued because a life was at risk, or without any approval that counts
	ApprovalByPhone    ApprovalState = "by-phone"  // not confirmed yet
	ApprovalGiven      ApprovalState = "approved"
	ApprovalQuestioned ApprovalState = "questioned"
	ApprovalWaiting    ApprovalState = "waiting"
	ApprovalSentBack   ApprovalState = "sent-back"
)

// AskedLine is a letter that waits for a manager, or for who asked.
type AskedLine struct {
	ID        ID            `json:"-"`
	Revision  ID            `json:"-"`
	Case      ID            `json:"-"`
	Author    ID            `json:"author"`
	Asked     time.Time     `json:"asked"`
	Type      LetterType    `json:"type"`
	Force     string        `json:"force,omitempty"`
	Digest    string        `json:"digest"`
	Withdrawn bool          `json:"withdrawn,omitempty"`
	State     ApprovalState `json:"-"`
}

// approvalLine is a manager's ruling as the lists use it.
type approvalLine struct {
	Approval
	revision, group, author ID
	written                 time.Time
}

// digestOf is the fingerprint of what a manager approves: all of the letter but
// its number, its days and who approved it.
func digestOf(l Letter) string {
	l.Draft, l.Number, l.Date, l.Author.On, l.Approver = false, "", time.Time{}, time.Time{}, nil
	if l.Consent != nil {
		consent := *l.Consent
		consent.Given = time.Time{} // noted with the letter, it is given when the letter is
		l.Consent = &consent
	}
	text, err := json.Marshal(l)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Approvers are the managers who may approve a letter of a case: of a
// restricted case the named ones, and never the recovery kit.
func (v *Vault) Approvers(caseID ID) []Member {
	candidates := v.NamedMembers(caseID)
	if !v.Restricted(caseID) {
		candidates = v.Members()
	}
	return slices.DeleteFunc(slices.Clone(candidates), func(m Member) bool { return m.Role != Manager || m.Kit || !m.Active })
}

// mayApprove says whether this member may rule on a letter of another member,
// or on their own as the only manager there is for it.
func (v *Vault) mayApprove(caseID, author ID) bool {
	managers := v.Approvers(caseID)
	mine := slices.ContainsFunc(managers, func(m Member) bool { return m.ID == v.me().ID })
	return mine && (author != v.me().ID || len(managers) == 1)
}

// MayRule says whether this member may rule on a letter that was asked for, or
// issued.
func (v *Vault) MayRule(letter ID) bool {
	v.mu.RLock()
	asked, waits := v.asked[letter]
	line, issued := v.letters[letter]
	v.mu.RUnlock()
	switch {
	case waits:
		return v.mayApprove(asked.Case, asked.Author)
	case issued && !line.PhoneBy.IsZero() && v.mayStillConfirm(line.PhoneBy):
		return line.PhoneBy == v.me().ID
	case issued:
		return v.mayApprove(line.Case, line.Author)
	}
	return false
}

// mayStillConfirm reports whether who approved by phone can write an approval now.
func (v *Vault) mayStillConfirm(member ID) bool {
	m := v.roster().members[member]
	return m.Active && m.Role == Manager
}

// AskForApproval writes down a letter for a manager to approve, and withdraws
// what was asked for this case before.
func (v *Vault) AskForApproval(ctx context.Context, caseID ID, choices LetterChoices, words string) (Entry[AskedLetter], error) {
	const doing = "asking for approval"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Entry[AskedLetter]{}, err
	}
	choices.Asked, choices.Phone, choices.Own, choices.Draft = ID{}, nil, false, false
	letter, missing := v.compose(f, choices)
	for _, m := range missing {
		if m.Blocks && m.Code != missingApproval {
			return Entry[AskedLetter]{}, Refusal([]Missing{m})
		}
	}
	if err := unanswered(missing, doing); err != nil {
		return Entry[AskedLetter]{}, err
	}
	choices.ReplyBy, letter.Approver = letter.ReplyBy, nil
	changes := []change{{NewID(), caseID, AskedLetter{Choices: choices, Letter: letter, Words: strings.TrimSpace(words)}}}
	for _, e := range f.Asked {
		if state := v.askedState(e.ID); state != "" {
			e.Value.Withdrawn = true
			changes = append(changes, change{e.ID, caseID, e.Value})
		}
	}
	done, err := v.commit(ctx, changes)
	if err != nil {
		return Entry[AskedLetter]{}, fail(doing, err)
	}
	return entryOf[AskedLetter](v, done[0]), nil
}

// Rule writes a manager's ruling on a letter that was asked for, or issued. One
// that is questioned becomes a task for who issued it.
func (v *Vault) Rule(ctx context.Context, caseID, letter ID, ruling Ruling, words string) error {
	const doing = "approving a letter"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return err
	}
	if !v.MayRule(letter) {
		return refuse(CodeNotApprover, doing)
	}
	words = strings.TrimSpace(words)
	told := AuditEvent{Action: auditOf[ruling], Subject: v.aboutCase(caseID)}
	a := Approval{Letter: letter, Ruling: ruling, Words: words}
	changes := []change{}
	if at := slices.IndexFunc(f.Asked, func(e Entry[AskedLetter]) bool { return e.ID == letter }); at >= 0 {
		a.Digest = digestOf(f.Asked[at].Value.Letter)
		if f.Asked[at].Author == v.me().ID {
			told.Detail = DetailOwnLetter
		}
	} else if at := slices.IndexFunc(f.Letters, func(e Entry[IssuedLetter]) bool { return e.ID == letter }); at >= 0 {
		l := f.Letters[at]
		a.Digest = l.Value.firstSum()
		if l.Author == v.me().ID {
			told.Detail = DetailOwnLetter
		}
		if ruling == RulingQuestioned {
			changes = append(changes, change{NewID(), caseID, Task{
				What: words, About: TaskQuestioned, Number: l.Value.Letter.Number, AskedBy: v.me().Name, Owner: l.By, Due: startOfDay(v.Now()), From: letter,
			}})
		}
	} else {
		return refuse(CodeNoRecord, doing)
	}
	id := NewID()
	if before, ruled := f.RulingOn(letter); ruled && before.Value.Digest == a.Digest {
		id = before.ID // it takes the place of what was ruled before
	}
	changes = append([]change{{id, caseID, a}}, append(changes, event(told))...)
	_, err = v.commit(ctx, changes)
	return fail(doing, err)
}

// auditOf is what the audit trail calls a ruling.
var auditOf = map[Ruling]AuditAction{RulingApproved: AuditApproved, RulingSentBack: AuditSentBack, RulingQuestioned: AuditQuestioned}

func (l IssuedLetter) firstSum() string {
	if len(l.SHA256) == 0 {
		return ""
	}
	return l.SHA256[0]
}

// ruling is the newest ruling on a letter whose content is the one that was
// ruled on. The caller holds mu.
func (v *Vault) ruling(letter ID, digest string) (approvalLine, bool) {
	var found approvalLine
	ok := false
	for _, a := range v.approvals {
		if a.Letter == letter && a.Digest == digest && digest != "" && !v.roster().members[a.author].Kit && (!ok || a.written.After(found.written)) {
			found, ok = a, true
		}
	}
	return found, ok
}

// askedState is how a letter that was asked for stands; "" once it was issued
// or withdrawn.
func (v *Vault) askedState(id ID) ApprovalState {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.stateOfAsked(v.asked[id])
}

// stateOfAsked is for a caller that holds mu.
func (v *Vault) stateOfAsked(l AskedLine) ApprovalState {
	if l.ID.IsZero() || l.Withdrawn {
		return ""
	}
	for _, letter := range v.letters {
		if letter.Asked == l.ID {
			return ""
		}
	}
	a, ok := v.ruling(l.ID, l.Digest)
	switch {
	case !ok:
		return ApprovalWaiting
	case a.Ruling == RulingApproved:
		return ApprovalGiven
	}
	return ApprovalSentBack
}

// stateOfLetter is how an issued letter stands. The caller holds mu.
func (v *Vault) stateOfLetter(l LetterLine) ApprovalState {
	if !l.Needs {
		return ApprovalNone
	}
	if a, ok := v.ruling(l.ID, l.Sum); ok {
		if a.Ruling == RulingApproved {
			return ApprovalGiven
		}
		return ApprovalQuestioned
	}
	a, ok := v.ruling(l.Asked, l.Digest)
	switch {
	case ok && a.Ruling == RulingApproved:
		return ApprovalGiven
	case !l.PhoneBy.IsZero():
		return ApprovalByPhone
	}
	return ApprovalFollows
}

// Asked lists the letters that wait for a manager, or for who asked, the
// oldest first.
func (v *Vault) Asked() []AskedLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []AskedLine
	for _, l := range v.asked {
		if l.State = v.stateOfAsked(l); l.State != "" {
			list = append(list, l)
		}
	}
	slices.SortFunc(list, func(a, b AskedLine) int {
		if c := a.Asked.Compare(b.Asked); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return list
}

// RulingOn is the newest ruling on a letter of a case, as its records have it.
func (f *CaseFile) RulingOn(letter ID) (Entry[Approval], bool) {
	for i := len(f.Approvals) - 1; i >= 0; i-- {
		if f.Approvals[i].Value.Letter == letter {
			return f.Approvals[i], true
		}
	}
	return Entry[Approval]{}, false
}

func askedLine(a applied, l AskedLetter) AskedLine {
	return AskedLine{
		ID: a.record, Revision: a.revision, Case: a.group, Author: a.author, Asked: a.written, Type: l.Letter.Type, Force: l.Letter.To.Force,
		Digest: digestOf(l.Letter), Withdrawn: l.Withdrawn,
	}
}

// approval says who approved the letter, or that somebody has to.
func (c *composer) approval() {
	l := &c.letter
	if l.Basis == "" || !c.f.restricted && l.Basis == BasisConsent && l.Consent != nil {
		return
	}
	managers := c.v.Approvers(c.f.ID)
	mine := slices.ContainsFunc(managers, func(m Member) bool { return m.ID == c.v.me().ID })
	tr := assets.Lang(string(l.Language))
	switch phone := c.choices.Phone; {
	case !c.asked.ID.IsZero():
		c.approvedAsAsked(tr)
	case phone != nil:
		at := slices.IndexFunc(managers, func(m Member) bool { return m.ID == phone.Manager })
		if at < 0 || phone.Manager == c.author.ID {
			c.lack(missingApproval, "", true)
			return
		}
		l.Approver = &Signatory{Name: managers[at].Name, Role: tr.T("role." + string(Manager)), On: phone.At, ByPhone: true}
	case mine && (len(managers) == 1 || c.choices.Own):
		l.Approver = &Signatory{Name: c.v.me().Name, Role: l.Author.Role, On: c.v.Now()}
	case c.urgent():
		l.Approver = &Signatory{} // to follow
	default:
		c.lack(missingApproval, "", true)
	}
}

// missingApproval is the code of what only a manager can put right.
const missingApproval = "approval"

// urgent reports whether a life is at risk, with one sentence why: then a
// letter does not wait.
func (c *composer) urgent() bool {
	why := strings.TrimSpace(c.choices.Urgent)
	if c.letter.Basis == BasisVital {
		why = firstOf(why, c.letter.BasisNote)
	}
	return why != "" && (c.letter.Basis == BasisVital || c.f.Case.Value.DangerNow == Yes)
}

// approvedAsAsked puts the manager's name on a letter that is still, word for
// word, what they approved.
func (c *composer) approvedAsAsked(tr *assets.Translator) {
	digest := digestOf(c.letter)
	c.v.mu.RLock()
	a, ok := c.v.ruling(c.asked.ID, digest)
	c.v.mu.RUnlock()
	switch {
	case ok && a.Ruling == RulingApproved:
		c.letter.Approver = &Signatory{Name: c.v.nameOf(a.author), Role: tr.T("role." + string(Manager)), On: a.written}
	case digest != digestOf(c.asked.Value.Letter):
		c.lack("approval-changed", "", true)
	default:
		c.lack(missingApproval, "", true)
	}
}
