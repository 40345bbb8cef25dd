package e2e

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"noddfa/data"
)

const (
	movedWhy  = "two windows stood open beside the aquarium"
	signedWhy = "six years are over, said the pangolin"
)

// atRecords sits down at records of a manager's, made for what is to happen to them.
func atRecords(t *testing.T, fill func(context.Context, *data.Vault) error) (*desk, data.Kit) {
	t.Helper()
	return atRecordsWith(t, secretPhrase, fill)
}

// atRecordsWith does the same, and lets in whoever has a passphrase.
func atRecordsWith(t *testing.T, phrase string, fill func(context.Context, *data.Vault) error) (*desk, data.Kit) {
	t.Helper()
	d := newDesk(t, "1280x800")
	d.printers()
	kit := d.makeRecords(fill)
	d.startAs(recordsFile, phrase)
	return d, kit
}

// recordsFile is where the records are.
const recordsFile = "home/Documents/hafan.noddfa"

// makeRecords makes the records without a window.
func (d *desk) makeRecords(fill func(context.Context, *data.Vault) error) data.Kit {
	d.t.Helper()
	v, kit, err := data.Create(d.t.Context(), d.in(recordsFile), data.Setup{
		Organisation: data.Organisation{Name: organisation}, Name: worker, Passphrase: secretPhrase, Options: data.Options{StateDir: d.t.TempDir(), NoKeyring: true},
	})
	if err == nil {
		err = errors.Join(fill(d.t.Context(), v), v.Close())
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return kit
}

// startAt starts the program at a file, as its manager.
func (d *desk) startAt(file string) {
	d.t.Helper()
	d.startAs(file, secretPhrase)
}

// startAs starts it as whoever has a passphrase.
func (d *desk) startAs(file, phrase string) {
	d.t.Helper()
	d.start("--vault", d.in(file))
	d.unlock(phrase)
	d.find(say("rail.team"))
}

// unlock types a passphrase where the records are locked.
func (d *desk) unlock(phrase string) {
	d.t.Helper()
	d.fill(say("unlock.passphrase"), phrase)
	d.key("Return")
}

// locked locks the records and reads them as whoever unlocks them next.
func (d *desk) locked() *data.Vault {
	d.t.Helper()
	d.lock()
	return d.records()
}

// lock locks the records and looks for what was typed.
func (d *desk) lock() {
	d.t.Helper()
	d.key("ctrl+l")
	d.find(say("unlock.passphrase"))
	d.quiet()
	d.searchForCanaries("")
}

// records reads a copy of the file: the window may have it open.
func (d *desk) records() *data.Vault {
	d.t.Helper()
	sealed, err := os.ReadFile(d.in(recordsFile))
	if err != nil {
		d.t.Fatal(err)
	}
	copied := d.t.TempDir() + "/copy.noddfa"
	if err := os.WriteFile(copied, sealed, 0o600); err != nil {
		d.t.Fatal(err)
	}
	v, err := data.Unlock(d.t.Context(), copied, data.Credentials{Passphrase: secretPhrase, Options: data.Options{StateDir: d.t.TempDir(), NoKeyring: true}})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { v.Close() })
	return v
}

// TestALogoutKeepsWhatIsBeingTyped ends the program as a login does that ends, before
// what is typed is sealed by itself; once also where Fyne never comes to its end.
func TestALogoutKeepsWhatIsBeingTyped(t *testing.T) {
	t.Parallel()
	for name, stuck := range map[string]bool{"Fyne ends": false, "Fyne does not": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := atRecords(t, func(context.Context, *data.Vault) error { return nil })
			if stuck {
				d.askFor("stick", &stuck)
			}
			d.key("ctrl+n")
			d.field(say("contact.said"))
			d.write("a")
			for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP} {
				if err := d.program.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
			}
			d.ended()
			if drafts, err := d.records().Drafts(t.Context()); err != nil || len(drafts) != 1 {
				t.Errorf("%d drafts: %v", len(drafts), err)
			}
		})
	}
}

func TestClosingEndsTheProgramWhereFyneDoesNot(t *testing.T) {
	t.Parallel()
	d, _ := atRecords(t, func(context.Context, *data.Vault) error { return nil })
	var stuck bool
	if d.askFor("stick", &stuck); !stuck {
		t.Fatal("it is not asked for")
	}
	d.close()
}

// TestANoteIsMovedToTheRightCase finds a note where it does not belong.
func TestANoteIsMovedToTheRightCase(t *testing.T) {
	t.Parallel()
	const right = "NOD-AAAA-01"
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		wrong, err := v.StartCase(ctx, data.Case{CalledName: "Rhodri"}, data.Person{})
		if err == nil {
			_, err = v.WriteNote(ctx, wrong, data.Note{Said: noteWords})
		}
		if err == nil {
			_, err = v.StartCase(ctx, data.Case{Reference: right, CalledName: "Elin"}, data.Person{})
		}
		return err
	})
	d.key("alt+3")
	d.click("Rhodri")
	d.find(say("case.tab.notes"))
	d.key("ctrl+2")
	d.click(say("moved.move"))
	d.fill(say("moved.reference"), "nod aaaa 01")
	d.find("Elin · " + worker)
	d.fill(say("moved.why"), movedWhy)
	d.click(say("moved.do"))
	d.find(say("moved.away.note", map[string]any{"Reference": right}))
	d.gone(noteWords)
	d.click(say("common.open"))
	d.find(noteWords)
	v := d.locked()
	for _, line := range v.Cases() {
		f, err := v.OpenCase(t.Context(), line.ID)
		if err != nil || (line.Reference == right) != (len(f.Notes) == 1) || f.Damaged > 0 {
			t.Errorf("%s has %d notes: %v", line.Reference, len(f.Notes), err)
		}
	}
}

// TestWhatIsDueIsSignedOff goes from the line on Today to a case that is gone but
// for its figures.
func TestWhatIsDueIsSignedOff(t *testing.T) {
	t.Parallel()
	const due = "NOD-AAAA-01"
	began := time.Now().AddDate(-8, 0, 0)
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		id, err := v.StartCase(ctx, data.Case{Reference: due, CalledName: "Rhodri", Opened: began}, data.Person{Born: began.AddDate(-30, 0, 0)})
		if err == nil {
			_, err = v.WriteNote(ctx, id, data.Note{Said: noteWords, Happened: data.At(began)})
		}
		if err == nil {
			err = v.CloseCase(ctx, id, data.Closing{Outcome: data.OutcomeSupported})
		}
		return err
	})
	d.click(say("retention.title"))
	d.click(due + " · Rhodri")
	d.find(say("retention.confirm"))
	d.click(say("retention.action.figures"))
	d.fill(say("retention.why"), signedWhy)
	d.fill(say("retention.confirm"), strings.ToLower(due))
	d.click(say("retention.sign"))
	d.find(say("common.close")) // what it says of backups depends on the day
	d.key("Return")
	d.find(say("retention.none"))
	v := d.locked()
	line, _ := v.CaseByReference(due)
	f, err := v.OpenCase(t.Context(), line.ID)
	if err != nil || line.Figures.IsZero() || line.Outcome != data.OutcomeSupported || len(f.Notes) != 0 {
		t.Errorf("the case is %+v with %d notes: %v", line, len(f.Notes), err)
	}
}
