package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"noddfa/data"
	"noddfa/data/search/madeup"
)

// Options choose how large the charity is and where it lies.
type Options struct {
	Cases    int    // 0 = 200
	Notes    int    // in all; 0 = 20 a case
	Contacts int    // in all; 0 = ten a case
	Folder   string // in which the scratch folder is made; "" = the system's for temporary files
	Keep     string // where the rows in the clear are kept, for measuring other programs; "" = nowhere
	Profiles string // a folder for a processor profile of each row; "" = none

	Progress func(doing string, done, all int) // may be nil; all is 0 where it is not known
}

// Row is one line of the table. Times are in milliseconds.
type Row struct {
	Name   string  `json:"name"`
	Median float64 `json:"median_ms"`
	P99    float64 `json:"p99_ms"`
	Floor  float64 `json:"floor_ms"` // the floor's median
	Ratio  float64 `json:"ratio"`    // of the medians

	P95        float64            `json:"p95_ms"`
	FloorP95   float64            `json:"floor_p95_ms"`
	CPU        float64            `json:"cpu_ms,omitempty"` // processor time, the mean, with all hits of a search; where the system tells
	FloorCPU   float64            `json:"floor_cpu_ms,omitempty"`
	Runs       int                `json:"runs"`
	KDF        float64            `json:"kdf_ms,omitempty"`                // unlock: besides, the passphrase
	Ready      float64            `json:"ready_ms,omitempty"`              // unlock: until everything is read; search: until all is read
	Compared   float64            `json:"compared_ms,omitempty"`           // unlock: until the list is compared with the newest versions
	NotesReady float64            `json:"notes_ready_ms,omitempty"`        // search: until what was written in cases is read
	NotesAfter float64            `json:"notes_after_unlock_ms,omitempty"` // search: the same, from the passphrase on, in the window
	WholeTyped float64            `json:"whole_after_typing_ms,omitempty"` // search: until everything is read, where the structure was looked at while the passphrase was typed
	NotesTyped float64            `json:"notes_after_typing_ms,omitempty"` // search: notes_after_unlock_ms, the same
	All        float64            `json:"all_ms,omitempty"`                // search: with all hits opened and verified, the median
	AllP95     float64            `json:"p95_all_ms,omitempty"`
	Kinds      map[string]float64 `json:"p95_by_kind,omitempty"`   // search
	Heap       int64              `json:"heap_bytes,omitempty"`    // list: the open vault; search: with all that is searched
	Signatures float64            `json:"signatures_ms,omitempty"` // check: verifying as many of them alone, on all processors
	Again      float64            `json:"again_ms,omitempty"`      // check: one that knows the signatures of the one before
	Anew       float64            `json:"anew_ms,omitempty"`       // check: one that verifies each signature
	Restore    float64            `json:"restore_ms,omitempty"`    // backup: a vault made of it, and unlocked
	Structure  float64            `json:"structure_ms,omitempty"`  // backup: SQLite's look at the structure of a copy alone, on one processor
	Bytes      int64              `json:"bytes,omitempty"`         // backup, check: of the file; letter: of the PDF
}

// Report is what a run measured.
type Report struct {
	Cases, Notes, Contacts int
	File, PlainFile        int64 // bytes
	Made                   time.Duration
	Rows                   []Row
}

// run is one run: the charity, its vault and the floor.
type run struct {
	Options
	folder  string
	path    string // of the vault
	plain   *plain
	charity *madeup.Charity
	report  Report
	vault   *data.Vault
}

const passphrase = "five plain words for measuring"

func (o Options) filled() Options {
	if o.Cases <= 0 {
		o.Cases = 200
	}
	if o.Notes <= 0 {
		o.Notes = 20 * o.Cases
	}
	if o.Contacts <= 0 {
		o.Contacts = 10 * o.Cases
	}
	o.Contacts = max(o.Contacts, o.Cases)
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return o
}

// Run makes the charity, measures and removes everything it wrote but what was
// to be kept, also where it fails or is stopped.
func Run(ctx context.Context, o Options) (report Report, err error) {
	r := &run{Options: o.filled()}
	if o.Profiles != "" {
		if err := os.MkdirAll(o.Profiles, 0o700); err != nil {
			return report, fmt.Errorf("making the folder for profiles: %w", err)
		}
	}
	if r.folder, err = os.MkdirTemp(o.Folder, "noddfa-bench-"); err != nil {
		return report, fmt.Errorf("making a scratch folder: %w", err)
	}
	defer func() {
		if r.vault != nil {
			err = errors.Join(err, r.vault.Close())
		}
		err = errors.Join(err, r.plain.close(), os.RemoveAll(r.folder))
	}()
	r.path = filepath.Join(r.folder, "many"+data.Extension)
	if err := r.make(ctx); err != nil {
		return report, err
	}
	for _, step := range []struct {
		name    string
		measure func(context.Context) (Row, error)
	}{
		{"unlock", r.unlock},
		{"list", r.list},
		{"case", r.openCase},
		{"save", r.save},
		{"search", r.search},
		{"stats", r.stats},
		{"letter", r.letter},
		{"backup", r.backup},
		{"check", r.check},
	} {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		r.Progress(step.name, 0, 0)
		row, err := r.profiled(ctx, step.name, step.measure)
		if err != nil {
			return report, fmt.Errorf("measuring %s: %w", step.name, err)
		}
		row.Name = step.name
		r.report.Rows = append(r.report.Rows, row)
	}
	return r.report, nil
}

// profiled measures with a processor profile where one was asked for.
func (r *run) profiled(ctx context.Context, name string, measure func(context.Context) (Row, error)) (row Row, err error) {
	if r.Profiles == "" {
		return measure(ctx)
	}
	file, err := os.Create(filepath.Join(r.Profiles, name+".cpu"))
	if err != nil {
		return row, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return row, errors.Join(err, file.Close())
	}
	row, err = measure(ctx)
	pprof.StopCPUProfile()
	return row, errors.Join(err, file.Close())
}

// options keep the vault's own settings in the scratch folder too.
func (r *run) options() data.Options {
	return data.Options{StateDir: filepath.Join(r.folder, "state"), NoKeyring: true}
}

// heap is how much memory is in use when all that is not is given back.
func heap() int64 {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
