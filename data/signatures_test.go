package data_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// signed makes a vault with more rows than are read together, and returns those of a task
// and of an event.
func signed(t *testing.T) (v *data.Vault, path string, o data.Options, rows map[string]int64) {
	t.Helper()
	v, path, o = newVault(t)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{CalledName: "Aled"}))
	for i := range 280 {
		must[data.Entry[data.Task]](t)(data.Add(t.Context(), v, id, data.Task{What: "ring"}))
		if i < 9 {
			v.Tell(t.Context(), data.AuditEvent{Action: data.AuditPrinted})
		}
	}
	rows = map[string]int64{}
	rewrite(t, v, path, func(db *sql.DB) error {
		for _, kind := range []struct {
			name string
			kind data.Kind
			at   int
		}{{"task", data.KindTask, 80}, {"event", data.KindAudit, 5}} {
			var row int64
			if err := db.QueryRow("SELECT n FROM revision WHERE kind=? ORDER BY n LIMIT 1 OFFSET ?", int(kind.kind), kind.at).Scan(&row); err != nil {
				return err
			}
			rows[kind.name] = row
		}
		return nil
	})
	return reopen(t, v, path, o), path, o, rows
}

// rewrite does something with the file of a vault, which it closes.
func rewrite(t *testing.T, v *data.Vault, path string, do func(*sql.DB) error) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	db := must[*sql.DB](t)(sql.Open("sqlite3", path))
	defer db.Close()
	if err := do(db); err != nil {
		t.Fatal(err)
	}
}

// another opens a copy of a closed vault on a computer that knows nothing.
func another(t *testing.T, path string, o data.Options) (*data.Vault, string, data.Options) {
	t.Helper()
	dir := t.TempDir()
	o.StateDir = filepath.Join(dir, "state")
	to := filepath.Join(dir, filepath.Base(path))
	if err := os.WriteFile(to, must[[]byte](t)(os.ReadFile(path)), 0o600); err != nil {
		t.Fatal(err)
	}
	v := must[*data.Vault](t)(data.Unlock(t.Context(), to, data.Credentials{Passphrase: passphrase, Options: o}))
	t.Cleanup(func() { v.Close() })
	return v, to, o
}

func check(t *testing.T, v *data.Vault) data.Checked {
	t.Helper()
	return must[data.Checked](t)(v.Check(t.Context(), nil))
}

// kept is the file of what checks have verified.
func kept(t *testing.T, o data.Options) string {
	t.Helper()
	files := must[[]string](t)(filepath.Glob(filepath.Join(o.StateDir, "checks", "*.sealed")))
	if len(files) != 1 {
		t.Fatalf("%d files of signatures are kept", len(files))
	}
	return files[0]
}

func TestACheckKnowsTheSignaturesOfTheOneBefore(t *testing.T) {
	t.Parallel()
	v, path, o, _ := signed(t)
	long := data.Task{What: strings.Repeat("ring ", 250_000)} // with which fewer are read together
	must[data.Entry[data.Task]](t)(data.Add(t.Context(), v, v.Cases()[0].ID, long))
	must[data.Entry[data.Task]](t)(data.Add(t.Context(), v, v.Cases()[0].ID, data.Task{What: "ring"}))
	ways := map[string]func(context.Context) (data.Checked, error){
		"check": func(ctx context.Context) (data.Checked, error) { return v.Check(ctx, nil) },
		"anew":  func(ctx context.Context) (data.Checked, error) { return v.CheckAnew(ctx, nil) },
		"week":  func(ctx context.Context) (data.Checked, error) { return v.CheckGently(ctx) },
	}
	all := check(t, v).Revisions
	for _, step := range []struct {
		how         string
		least, most int
	}{
		{"check", all, all},
		{"week", all, all},
		{"anew", 0, 0},
		{"check", all, all},
		{"reopen", 0, 0},
		{"check", all - 128, all},
	} {
		if step.how == "reopen" { // which adds a line to the trail
			v = reopen(t, v, path, o)
			continue
		}
		if c := must[data.Checked](t)(ways[step.how](t.Context())); !c.OK || c.Verified < step.least || c.Verified > step.most {
			t.Errorf("%s knew %d of %d signatures, not %d to %d: %+v", step.how, c.Verified, all, step.least, step.most, c.Damaged)
		}
	}
}

// What was changed since its signature held is found, as if nothing was known.
func TestWhatIsKnownHidesNoChange(t *testing.T) {
	t.Parallel()
	v, path, o, rows := signed(t)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ set, reason string }{
		"another row's signature": {"signature=(SELECT signature FROM revision o WHERE o.n=revision.n+2)", "signature"},
		"no signature":            {"signature=x''", "signature"},
		"a bit of the signature":  {"signature=CAST(x'00'||substr(signature,2) AS BLOB)", "signature"},
		"the box":                 {"box=zeroblob(length(box))", "hash"},
		"the box and its hash":    {"box=(SELECT box FROM revision o WHERE o.n=revision.n+2), hash=(SELECT hash FROM revision o WHERE o.n=revision.n+2)", "link"},
		"no box":                  {"box=NULL", "emptied"},
		"its record":              {"record=(SELECT record FROM revision o WHERE o.n=revision.n+2)", "link"},
		"its key":                 {"key_version=key_version+1", "link"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, path, o := another(t, path, o)
			if c := check(t, v); !c.OK {
				t.Fatalf("damaged from the start: %+v", c.Damaged)
			}
			rewrite(t, v, path, func(db *sql.DB) error {
				_, err := db.Exec("UPDATE revision SET "+c.set+" WHERE n IN (?, ?)", rows["task"], rows["event"])
				return err
			})
			v = reopen(t, v, path, o)
			for range 2 { // also after a check that found it
				found := check(t, v)
				var kinds []string
				for _, d := range found.Damaged {
					if d.Reason == c.reason {
						kinds = append(kinds, d.Kind)
					}
				}
				if !slices.Equal(kinds, []string{data.KindAudit.String(), data.KindTask.String()}) || found.Verified == 0 {
					t.Errorf("the check found %+v and knew %d signatures", found.Damaged, found.Verified)
				}
			}
		})
	}
}

func TestNobodyElseMakesACheckBelieveASignature(t *testing.T) {
	t.Parallel()
	v, path, o, _ := signed(t)
	if _, err := v.AddMember(t.Context(), "Cadi Example", data.Manager, passphrase+" too"); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	apart := o
	apart.StateDir = t.TempDir()
	cadi := must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase + " too", Options: apart}))
	check(t, cadi)
	if err := cadi.Close(); err != nil {
		t.Fatal(err)
	}
	others := must[[]byte](t)(os.ReadFile(kept(t, apart)))
	for name, change := range map[string]func(file string) error{
		"another member's": func(file string) error { return os.WriteFile(file, others, 0o600) },
		"cut":              func(file string) error { return os.Truncate(file, 40) },
		"empty":            func(file string) error { return os.Truncate(file, 0) },
		"too large":        func(file string) error { return os.Truncate(file, 65<<20) },
		"not sealed":       func(file string) error { return os.WriteFile(file, make([]byte, 320), 0o600) },
		"a bit of it": func(file string) error {
			box, err := os.ReadFile(file)
			box[len(box)/2] ^= 1
			return errors.Join(err, os.WriteFile(file, box, 0o600))
		},
		"a folder": func(file string) error { return errors.Join(os.Remove(file), os.Mkdir(file, 0o700)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, path, o := another(t, path, o)
			check(t, v)
			if err := change(kept(t, o)); err != nil {
				t.Fatal(err)
			}
			v = reopen(t, v, path, o)
			if c := check(t, v); !c.OK || c.Verified != 0 {
				t.Errorf("the check found %+v and knew %d signatures", c.Damaged, c.Verified)
			}
		})
	}
}

func TestACheckThatWasStoppedIsNotForNothing(t *testing.T) {
	t.Parallel()
	v, _, o, _ := signed(t)
	for after := time.Millisecond; ; after += after/4 + 1 {
		ctx, stop := context.WithTimeout(t.Context(), after)
		_, err := v.CheckGently(ctx)
		stop()
		files := must[[]string](t)(filepath.Glob(filepath.Join(o.StateDir, "checks", "*.sealed")))
		if err != nil && len(files) > 0 {
			break
		}
		for _, file := range files { // it was faster than that
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			after = time.Millisecond
		}
	}
	if c := check(t, v); !c.OK || c.Verified == 0 || c.Verified == c.Revisions {
		t.Errorf("after a check that was stopped %d of %d signatures were known: %+v", c.Verified, c.Revisions, c.Damaged)
	}
	if c := check(t, v); c.Verified != c.Revisions {
		t.Errorf("then %d of %d", c.Verified, c.Revisions)
	}
	for after := time.Millisecond; after < time.Second/3; after *= 2 {
		ctx, stop := context.WithTimeout(t.Context(), after)
		_, _ = v.CheckGently(ctx) // it may be faster
		stop()
		if c := check(t, v); c.Verified != c.Revisions {
			t.Errorf("after one that was stopped after %v %d of %d", after, c.Verified, c.Revisions)
		}
	}
}

func TestACheckMayGoOnWhileTheVaultIsClosed(t *testing.T) {
	t.Parallel()
	v, path, o, _ := signed(t)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{time.Millisecond, 10 * time.Millisecond, 40 * time.Millisecond} {
		v, path, o := another(t, path, o)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = v.CheckGently(ctx) // it may be over by then
		}()
		time.Sleep(after)
		stop()
		if err := v.Close(); err != nil {
			t.Error(err)
		}
		<-ended
		v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
		if c := check(t, v); !c.OK {
			t.Errorf("then %+v", c.Damaged)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}
