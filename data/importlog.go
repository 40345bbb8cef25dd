package data

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data/contactlog"
	"noddfa/data/ledger"
	"noddfa/data/seal"
	"noddfa/data/workbook"
)

// ImportOptions are the user's part in importing a contact log.
type ImportOptions struct {
	Sheet       contactlog.Sheet         // what the rows are
	FiguresOnly bool                     // of rows older than the rules keep them only what figures count comes in
	OpenCases   bool                     // make a case of each contact with a named client
	Columns     map[int]contactlog.Field // the user's own mapping
	Progress    func(done, all int)      // called after each written batch; may be nil
}

// Imported is what became of a log.
type Imported struct {
	Imported   int
	Duplicates int // rows that are in the vault already
	Erased     int // rows that were in it and that a manager erased: they stay out
	Cases      int
	Old        int // of the imported rows: older than the rules keep them
	Rejected   []contactlog.Rejection
	Log        *contactlog.Log // to correct a row and try again; its rows are what was understood
}

// importBatch is how many rows go into one transaction: each row is in the
// vault whole or not at all.
const importBatch = 200

// ReadLog reads a contact log, CSV or a workbook, without writing anything. A file that cannot be
// read at all is a *contactlog.Error with a sentence for the person.
func (v *Vault) ReadLog(file []byte, o ImportOptions) (*contactlog.Log, error) {
	how := contactlog.Options{Sheet: o.Sheet, Columns: o.Columns, Now: v.Now()}
	tasks := o.Sheet == contactlog.Tasks
	if tasks && v.me().Role == Volunteer {
		return nil, refuse(CodeNoKey, "importing tasks")
	}
	if workbook.Is(file) {
		table, err := workbook.FirstAsCSV(file)
		if tasks {
			table, err = tasksAsCSV(file, how)
		}
		if err != nil {
			return nil, &Error{Code: CodeNoWorkbook, Doing: "reading a workbook", Err: err}
		}
		file = table
	}
	log, err := contactlog.Read(file, how)
	if err == nil && tasks {
		v.refuseUnknownCases(log)
	}
	return log, err
}

// ImportContacts reads a contact log and writes the rows that were understood
// and are not in the vault yet. The others are listed with their reasons.
func (v *Vault) ImportContacts(ctx context.Context, file []byte, o ImportOptions) (Imported, error) {
	log, err := v.ReadLog(file, o)
	if err != nil {
		return Imported{Log: log}, err
	}
	done, err := v.ImportRows(ctx, log.Values(), o)
	done.Rejected, done.Log = log.Rejected, log
	return done, err
}

// ImportRows writes rows that were understood, such as a corrected one. A row
// is a duplicate if the vault has, or had, the same row as often as it has come
// so far.
func (v *Vault) ImportRows(ctx context.Context, rows []contactlog.Values, o ImportOptions) (Imported, error) {
	var result Imported
	keys := v.rowKeys()
	if len(keys) == 0 {
		return result, refuse(CodeNoKey, "importing contacts")
	}
	have, erased := v.importedRows()
	rules, now := v.rulesByID(), v.Now()
	seen := map[string]int{}
	var fresh []Contact
	for _, row := range rows {
		hash, here, gone := "", 0, 0
		for _, key := range keys { // the newest is the last
			hash = rowHash(key, row.Normalised())
			here, gone = here+have[hash], gone+erased[hash]
		}
		seen[hash]++
		switch n := seen[hash]; {
		case n <= here:
			result.Duplicates++
			continue
		case n <= here+gone:
			result.Erased++
			continue
		}
		c := contactOf(row)
		c.Imported = hash
		if tooOld(c, rules, now) {
			result.Old++
			if o.FiguresOnly {
				c = v.figuresOfContact(NewID(), c)
			}
		}
		fresh = append(fresh, c)
	}
	for batch := range slices.Chunk(fresh, importBatch) {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		cases, err := v.writeImported(ctx, batch, o.OpenCases)
		if err != nil {
			return result, fail("importing contacts", err)
		}
		result.Imported += len(batch)
		result.Cases += cases
		if o.Progress != nil {
			o.Progress(result.Imported, len(fresh))
		}
	}
	return result, nil
}

// tooOld reports whether the rules would not keep a contact any more.
func tooOld(c Contact, rules map[string]RetentionRule, now time.Time) bool {
	line := ContactLine{Started: c.Started, Age: c.Age, Imported: c.Imported}
	_, due := dueOfContact(line, rules, now)
	return due
}

// OldRows counts the rows of a log that the rules would not keep any more.
func (v *Vault) OldRows(rows []contactlog.Values) int {
	old, rules, now := 0, v.rulesByID(), v.Now()
	for _, row := range rows {
		c := contactOf(row)
		c.Imported = "a log"
		if tooOld(c, rules, now) {
			old++
		}
	}
	return old
}

// rowKeys are the keys by which an imported row is known again: one of each
// version of the key that everybody has, since a row keeps the hash it came with.
func (v *Vault) rowKeys() []seal.Key {
	v.mu.RLock()
	defer v.mu.RUnlock()
	g := v.groups[groupZero(inContacts)]
	if g == nil {
		return nil
	}
	var keys []seal.Key
	inOrder := slices.SortedFunc(slices.Values(g.versions), func(a, b keyVersion) int { return cmp.Compare(a.version, b.version) })
	for _, k := range inOrder {
		keys = append(keys, k.key.Derive("noddfa/1 imported rows"))
	}
	return keys
}

func rowHash(key seal.Key, row []byte) string {
	mac := hmac.New(sha256.New, key[:])
	mac.Write(row)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// importedRows counts by hash the rows that are in the vault and those that were
// erased. Of a contact whose words are in a case that this member cannot open,
// the contact card says it.
func (v *Vault) importedRows() (have, erased map[string]int) {
	have, erased = map[string]int{}, map[string]int{}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, line := range v.contacts.all() {
		have[line.Imported]++
	}
	for _, card := range v.cards.all() {
		if !v.contacts.has(card.Contact) {
			have[card.Imported]++
		}
	}
	for _, hash := range v.erased.imported {
		erased[hash]++
	}
	return have, erased
}

// importedAmong are the hashes of the imported contacts among groups that are
// about to be erased.
func (v *Vault) importedAmong(groups []ID) map[ID]string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var found map[ID]string
	for _, id := range groups {
		if line, _ := v.contacts.of(id); line.Imported != "" {
			if found == nil {
				found = map[ID]string{}
			}
			found[id] = line.Imported
		}
	}
	return found
}

// writeImported writes one batch. A contact that becomes a case at once goes
// straight to casework.
func (v *Vault) writeImported(ctx context.Context, batch []Contact, open bool) (cases int, err error) {
	var changes []change
	groups := map[ID]compartment{}
	var order []ID
	group := func(id ID, in compartment) {
		groups[id] = in
		order = append(order, id)
	}
	for _, c := range batch {
		id := NewID()
		in := inContacts
		card, hasCard := cardOf(id, c)
		if open && (c.FirstName != "" || c.Surname != "" || c.CalledName != "") {
			in = inCasework
			caseID := NewID()
			group(caseID, inCasework)
			changes = append(changes, v.caseChanges(caseID, caseOf(c), personOf(c))...)
			changes = append(changes, v.contactChanges(caseID, id, c)...)
			changes = append(changes, change{NewID(), caseID, link{Contact: id}})
			c.Case, card.Case = caseID, caseID
			cases++
		}
		group(id, in)
		changes = append(changes, change{id, id, c})
		if hasCard {
			cardID := NewID()
			group(cardID, inContacts)
			changes = append(changes, change{cardID, cardID, card})
		}
	}
	_, err = v.commit(ctx, changes, func(tx *ledger.Tx) error {
		for _, id := range order {
			if err := v.newGroup(tx, id, groups[id]); err != nil {
				return err
			}
		}
		return nil
	})
	return cases, err
}

// contactOf makes a contact of a row. What no field holds is kept in words.
func contactOf(r contactlog.Values) Contact {
	c := Contact{
		Started: r.Started, DayOnly: r.DayOnly, Ended: r.Ended, Outgoing: r.Outgoing, Attempted: r.Attempted, Method: Method(r.Method),
		Caller: Caller(r.With), Organisation: r.Organisation, SafeToTalk: Answer(r.SafeToTalk), SafeWhen: r.SafeWords,
		DangerNow: Answer(r.DangerNow), Town: r.Town, CalledName: r.CalledName, FirstName: r.FirstName, Surname: r.Surname,
		Age: r.Age, AgeAbout: r.AgeAbout, Number: r.PhoneAsWritten, EmailTo: r.Email, SafeRule: r.SafeRule, CodeWord: r.CodeWord,
		Language: Language(r.Language), Said: r.Summary, Platform: r.Platform, Police: PoliceWish(r.Police), Force: r.Force, ForceWords: r.ForceWords,
		Demanded: Money{r.Demanded.Pence, r.Demanded.Known}, Paid: Money{r.Paid.Pence, r.Paid.Known},
		Suicide: Crisis{Thoughts: Answer(r.Suicide)}, RiskChanged: Answer(r.RiskChanged),
		FollowUp: FollowUp{Who: r.FollowUpBy, On: r.FollowUpOn}, LoggedFor: r.Volunteer,
	}
	if c.Demanded.Known || c.Platform != "" {
		c.Matter = OnlineBlackmail
	}
	c.AdviceOther = strings.Join(r.Advice, "; ")
	for _, other := range r.Other {
		c.Kept = append(c.Kept, other.Column+": "+other.Words)
	}
	return c
}

// LogSentence is the sentence for an error of ReadLog or ImportContacts.
func LogSentence(tr *assets.Translator, err error) string {
	var unreadable *contactlog.Error
	if errors.As(err, &unreadable) {
		return unreadable.Sentence(tr)
	}
	return Sentence(tr, err)
}
