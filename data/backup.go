package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"noddfa/data/ledger"
)

// How many backups are kept: the newest of each of so many days, weeks and
// months.
const (
	keptDays   = 7
	keptWeeks  = 4
	keptMonths = 12
)

// backupTime is the part of a backup's file name that says when it was made,
// in UTC so that names sort.
const backupTime = "20060102-150405"

// WithProgress lets long work say how far it is. A backup says how much is copied and checked
// of twice as many pages; a restore how much is copied, checked and opened. Where all is, both
// say the same number twice. Where a long audit trail is read, that says by the numbers of its
// rows how far it is, and not that it is done.
func WithProgress(ctx context.Context, fn func(done, all int)) context.Context {
	return ledger.WithProgress(ctx, fn)
}

// Progress is what WithProgress was given, or does nothing.
func Progress(ctx context.Context) func(done, all int) { return ledger.Progress(ctx) }

// BackUp makes a checked copy of a closed vault in a folder and removes those
// that are older than is kept. It needs no key, so the locked app can do it.
func BackUp(ctx context.Context, path, folder string, now time.Time) (string, error) {
	const doing = "making a backup"
	l, err := ledger.Open(ctx, path)
	if err != nil {
		return "", failAt(doing, path, err)
	}
	file, err := backUp(ctx, l, path, folder, now)
	if closing := l.Close(); err == nil {
		err = closing
	}
	return file, fail(doing, err)
}

// BackUp makes a checked copy of the open vault in a folder.
func (v *Vault) BackUp(ctx context.Context, folder string) (string, error) {
	file, err := backUp(ctx, v.ledger, v.path, folder, v.Now())
	if err != nil {
		return "", fail("making a backup", err)
	}
	v.RememberBackups(folder)
	if err := putList(ctx, v.ledger, folder); err != nil { // with what was erased while it was made
		return "", fail("making a backup", err)
	}
	v.tell(ctx, AuditEvent{Action: AuditBackedUp})
	return file, nil
}

func backUp(ctx context.Context, l *ledger.Ledger, path, folder string, now time.Time) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", unwritten(&Error{Code: CodeForbidden, Doing: "making the folder", Err: err})
	}
	if err := putList(ctx, l, folder); err != nil { // before the copy: none is to be there without it
		return "", err
	}
	name := backupName(path)
	at := now.UTC()
	for {
		file := filepath.Join(folder, name+"-"+at.Format(backupTime)+Extension)
		err := l.BackUp(ctx, file)
		if CodeOf(err) == CodeExists { // two in one second
			at = at.Add(time.Second)
			continue
		}
		if err != nil {
			return "", unwritten(err)
		}
		prune(ctx, l, folder, name, file)
		return file, nil
	}
}

// putList writes the list of what was erased into a folder of backups.
func putList(ctx context.Context, l *ledger.Ledger, folder string) error {
	vault, list, err := listIn(ctx, l)
	if err == nil {
		err = writeList(folder, vault, list)
	}
	if err != nil {
		return unwritten(fail("writing the list of what was erased", ledger.Told("writing", err)))
	}
	return nil
}

// unwritten says of a folder that cannot be written that no backup was made.
func unwritten(err error) error {
	switch code := CodeOf(err); code {
	case CodeNotFound: // a folder in which no file can be made, such as /proc
		return &Error{Code: CodeForbidden, Doing: "writing a backup", Args: map[string]any{"Of": "backup"}, Err: err}
	case CodeFull, CodeForbidden, CodeReadOnly, CodeDisk:
		return &Error{Code: code, Doing: "writing a backup", Args: map[string]any{"Of": "backup"}, Err: err}
	}
	return err
}

// Backups lists the backups of a vault in a folder by when they were made, the
// newest first.
func Backups(path, folder string) []time.Time {
	var times []time.Time
	for _, b := range backupsIn(folder, backupName(path)) {
		times = append(times, b.at)
	}
	return times
}

// LastBackup is when the newest backup of a vault in a folder was made; zero if
// there is none. One that claims to be of a time to come does not count: it was
// made while the clock was wrong.
func LastBackup(path, folder string, now time.Time) time.Time {
	if folder == "" {
		return time.Time{}
	}
	for _, at := range Backups(path, folder) {
		if !at.After(now.Add(clockSlack)) {
			return at
		}
	}
	return time.Time{}
}

// FoundBackup is a backup that could take a damaged file's place.
type FoundBackup struct {
	File string    `json:"file"`
	Made time.Time `json:"made"`
}

// NewestBackup finds the newest backup of a vault that looks whole: in the
// folder of the vault, in the folders in that, and in others that are known.
func NewestBackup(path string, folders ...string) (found FoundBackup, ok bool) {
	beside := filepath.Dir(path)
	folders = append(folders, beside)
	entries, _ := os.ReadDir(beside)
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, filepath.Join(beside, e.Name()))
		}
	}
	for _, folder := range folders {
		for _, b := range backupsIn(folder, backupName(path)) {
			if b.at.After(found.Made) && ledger.Judge(b.path) == nil && ledger.Complete(b.path) && isChained(b.path) {
				found, ok = FoundBackup{b.path, b.at}, true
			}
		}
	}
	return found, ok
}

// isChained is chained for a file that lies somewhere.
func isChained(path string) bool {
	ctx := context.Background()
	l, err := ledger.OpenToRead(ctx, path)
	if err != nil {
		return true
	}
	defer l.Close()
	return chained(ctx, l)
}

// chained reports whether the list of members of a file is without holes, as far as
// that shows without keys: each entry names the one before. What cannot be read is
// judged by whoever unlocks it.
func chained(ctx context.Context, l *ledger.Ledger) bool {
	entries, copies, err := l.Boxes(ctx, ledger.ClassRoster)
	if err != nil {
		return true
	}
	follows := followsOne(slices.Concat(entries, secondCopies(copies)))
	for i, b := range entries {
		if other := slices.IndexFunc(copies, func(d ledger.BoxDamage) bool { return d.Other != nil && samePlace(d.Box, b) }); b.Number != uint64(i) || !follows(b) && (other < 0 || !follows(*copies[other].Other)) {
			return false
		}
	}
	return true
}

// RestoreBeside is a free name beside a damaged vault for what is restored.
func RestoreBeside(path string) string { return beside(path, "restored") }

// RepairBeside is a free name beside a damaged vault for what is repaired.
func RepairBeside(path string) string { return beside(path, "repaired") }

func beside(path, what string) string {
	name := filepath.Join(filepath.Dir(path), backupName(path)) + "-" + what
	for n := 1; ; n++ {
		file := name + Extension
		if n > 1 {
			file = name + "-" + strconv.Itoa(n) + Extension
		}
		if _, err := os.Lstat(file); err != nil {
			return file
		}
	}
}

// backupError says of damage that it is a backup's, and that nothing came of it.
func backupError(err error) error {
	if CodeOf(err) == CodeDamaged {
		return &Error{Code: CodeDamaged, Doing: "reading a backup", Args: map[string]any{"Of": "backup"}, Err: err}
	}
	return err
}

// longestName is how many bytes of a vault's name its backups have, so that with
// the time, the ending and what SQLite adds while it writes they have no more
// than the 255 that a system allows.
const longestName = 200

// backupName is what the names of a vault's backups begin with: its own name, or,
// where that is too long, its beginning and what tells it from others that begin
// so.
func backupName(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), Extension)
	if len(name) <= longestName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	end := longestName - 9
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "~" + hex.EncodeToString(sum[:4])
}

// isBackupName reports whether a file is called as a backup of ours is.
func isBackupName(path string) bool {
	name := strings.TrimSuffix(filepath.Base(path), Extension)
	if len(name) <= len(backupTime) {
		return false
	}
	_, err := time.Parse("-"+backupTime, name[len(name)-len(backupTime)-1:])
	return err == nil
}

type backupFile struct {
	path string
	at   time.Time
}

func backupsIn(folder, name string) []backupFile {
	var list []backupFile
	for _, file := range filesIn(folder, name+"-", Extension) {
		stamp := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), name+"-"), Extension)
		if at, err := time.Parse(backupTime, stamp); err == nil {
			list = append(list, backupFile{file, at})
		}
	}
	slices.SortFunc(list, func(a, b backupFile) int { return b.at.Compare(a.at) })
	return list
}

// filesIn returns the files of a folder whose names begin and end so, in their
// order; whatever signs the folder's own name has.
func filesIn(folder, begin, end string) []string {
	entries, _ := os.ReadDir(folder)
	var files []string
	for _, e := range entries {
		if name := e.Name(); len(name) > len(begin)+len(end) && strings.HasPrefix(name, begin) && strings.HasSuffix(name, end) {
			files = append(files, filepath.Join(folder, name))
		}
	}
	return files
}

// prune removes the backups that nobody needs beside the newer ones: those that
// it named itself, of this vault, with nothing in them that the newest lacks. A
// copy of another vault of that name, of newer records than these, or one that
// cannot be read, stays.
func prune(ctx context.Context, l *ledger.Ledger, folder, name, newest string) {
	if !chained(ctx, l) {
		return // the one before may be the last that can be gone on with
	}
	list := backupsIn(folder, name)
	// Where the clock was set back, those of before claim to be of a time to come:
	// they are counted by themselves, so that neither displaces the other.
	at := slices.IndexFunc(list, func(b backupFile) bool { return b.path == newest })
	if at < 0 {
		return
	}
	for _, b := range append(unneeded(list[:at]), unneeded(list[at:])...) {
		if b.path == newest {
			continue
		}
		if _, whole, err := l.Compare(ctx, b.path); err == nil && whole {
			os.Remove(b.path)
		}
	}
}

// unneeded are those that are not the newest of a day, week or month.
func unneeded(list []backupFile) (removed []backupFile) {
	var times []time.Time
	for _, b := range list {
		times = append(times, b.at)
	}
	for i, keep := range kept(times) {
		if !keep {
			removed = append(removed, list[i])
		}
	}
	return removed
}

// kept says which backups are kept, of a list with the newest first.
func kept(list []time.Time) []bool {
	days, weeks, months := map[string]bool{}, map[int]bool{}, map[string]bool{}
	keep := make([]bool, len(list))
	for i, at := range list {
		year, week := at.ISOWeek()
		day, month := at.Format(time.DateOnly), at.Format("2006-01")
		if !days[day] && len(days) < keptDays {
			days[day], keep[i] = true, true
		}
		if !weeks[year*100+week] && len(weeks) < keptWeeks {
			weeks[year*100+week], keep[i] = true, true
		}
		if !months[month] && len(months) < keptMonths {
			months[month], keep[i] = true, true
		}
	}
	return keep
}
