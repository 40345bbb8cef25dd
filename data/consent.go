package data

import (
	"time"

	"noddfa/assets"
)

// ConsentScope is what was agreed to: support and sharing with the police are
// two different consents (domain.md 2.4).
type ConsentScope string

// The scopes.
const (
	ConsentSupport ConsentScope = "support"
	ConsentPolice  ConsentScope = "share-with-police"
	ConsentOther   ConsentScope = "share-with-other"
)

// Consent is dated, scoped and can be withdrawn.
type Consent struct {
	Given      time.Time    `json:"given"`
	Scope      ConsentScope `json:"scope,omitempty"`
	Refused    bool         `json:"refused,omitempty"` // asked, and the answer was no
	Covers     string       `json:"covers,omitempty"`  // what may be shared, in words
	How        string       `json:"how,omitempty"`     // by phone, in writing, …
	By         string       `json:"by,omitempty"`      // given by: the person, a parent, other
	TakenBy    string       `json:"taken_by,omitempty"`
	Understood string       `json:"understood,omitempty"` // understood what, in whose judgement
	Explained  Answer       `json:"explained,omitempty"`  // withdrawal explained
	Withdrawn  time.Time    `json:"withdrawn,omitzero"`
	Why        string       `json:"withdrawn_why,omitempty"`
}

// Stands reports whether the consent was given and not withdrawn.
func (c Consent) Stands() bool { return !c.Refused && c.Withdrawn.IsZero() }

// Safeguarding is the decision for under-18s and adults at risk (practice.md 9).
type Safeguarding struct {
	Decided     time.Time `json:"decided"`
	Concern     string    `json:"concern,omitempty"`
	ToldLead    string    `json:"told_lead,omitempty"`
	ToldAt      time.Time `json:"told_at,omitzero"`
	Referred    Answer    `json:"referred,omitempty"`
	ReferredTo  string    `json:"referred_to,omitempty"` // council
	ReferredOn  time.Time `json:"referred_on,omitzero"`
	Reference   string    `json:"referral,omitempty"`
	WhyNot      string    `json:"why_not,omitempty"`
	ParentKnows Answer    `json:"parent_knows,omitempty"`
	SafeToTell  Answer    `json:"safe_to_tell,omitempty"`
	DecidedBy   string    `json:"decided_by,omitempty"`
}

// RiskLevel is a level of risk.
type RiskLevel string

// The levels.
const (
	RiskNone     RiskLevel = ""
	RiskStandard RiskLevel = "standard"
	RiskMedium   RiskLevel = "medium"
	RiskHigh     RiskLevel = "high"
)

// Assessment is a risk assessment: tool and version, score, level and the
// professional judgement, which counts most. Noddfa ships no questions
// (domain.md 3.3).
type Assessment struct {
	Made      time.Time `json:"made"`
	Tool      string    `json:"tool,omitempty"`
	Version   string    `json:"tool_version,omitempty"`
	Score     string    `json:"score,omitempty"`
	Level     RiskLevel `json:"level,omitempty"`
	Judgement string    `json:"judgement,omitempty"`
	MadeBy    string    `json:"made_by,omitempty"`
	ByPerson  Answer    `json:"answered_by_person,omitempty"`
	Review    time.Time `json:"review,omitzero"`
}

// Task is a follow-up with an owner and a due date.
type Task struct {
	What    string    `json:"what,omitempty"`
	About   TaskAbout `json:"about,omitempty"`    // what it is about where nobody put that into words
	Number  string    `json:"number,omitempty"`   // of the letter it is about
	AskedBy string    `json:"asked_by,omitempty"` // who has a question about it
	Owner   string    `json:"owner,omitempty"`
	Due     time.Time `json:"due,omitzero"`
	Done    time.Time `json:"done,omitzero"`
	From    ID        `json:"from,omitzero"` // the note, contact or letter it came from

	Imported string `json:"imported,omitempty"` // keyed hash of the imported row, hexadecimal
}

// TaskAbout is what a task is about that was made by itself.
type TaskAbout string

// What tasks are about.
const (
	TaskReply      TaskAbout = "reply"      // the police have not answered a letter yet
	TaskQuestioned TaskAbout = "questioned" // a manager asks about a letter, in What
)

// WhatIn says in one language what is to be done: in the words somebody wrote, else what it is about. It is "" where
// neither is known.
func (t Task) WhatIn(words *assets.Translator) string {
	switch {
	case t.About == TaskQuestioned:
		return words.T("task.questioned", map[string]any{"Number": t.Number, "Name": t.AskedBy, "Words": t.What})
	case t.About == TaskReply && t.What == "":
		return words.T("task.reply", map[string]any{"Number": t.Number})
	}
	return t.What
}

// Organisation is the charity's own record: letterhead and on-call list.
type Organisation struct {
	Name         string          `json:"name"`
	NameCY       string          `json:"name_cy,omitempty"`
	Address      []string        `json:"address,omitempty"`
	Phone        string          `json:"phone,omitempty"`
	Email        string          `json:"email,omitempty"`
	Hours        string          `json:"hours,omitempty"`
	HoursCY      string          `json:"hours_cy,omitempty"`
	Charity      string          `json:"charity_number,omitempty"`
	Logo         *Logo           `json:"logo,omitempty"`
	Marking      string          `json:"marking,omitempty"` // "" = the default marking
	Nation       string          `json:"nation,omitempty"`  // Wales, England, Scotland, Northern Ireland
	OnCall       []OnCall        `json:"on_call,omitempty"`
	OnCallHidden bool            `json:"on_call_hidden,omitempty"` // not shown while locked
	KitPending   bool            `json:"kit_pending,omitempty"`    // recovery kit not confirmed yet
	QuietDays    int             `json:"quiet_days,omitempty"`     // after which a case without a word is asked after; 0 = QuietDays
	Forces       []ForceAt       `json:"forces,omitempty"`         // where letters to police forces go
	AgeBands     []int           `json:"age_bands,omitempty"`      // the ages at which the figures begin a new band; none = DefaultAgeBands
	Made         time.Time       `json:"made,omitzero"`
	Fictional    bool            `json:"fictional,omitempty"` // a demonstration: nothing here is real
	Retention    []RetentionRule `json:"retention,omitempty"` // in the place of the default rules of the same name
	Computers    bool            `json:"computers,omitempty"` // the computer is asked for besides the passphrase: see enrol.go
}

// OnCall is somebody to ring when risk has risen (practice.md 2).
type OnCall struct {
	Name   string `json:"name,omitempty"`
	Number string `json:"number,omitempty"`
	Hours  string `json:"hours,omitempty"`
	Deputy string `json:"deputy,omitempty"`
}
