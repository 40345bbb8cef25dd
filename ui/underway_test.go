package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestWhoStopsTheReadingOfAPageIsWhereTheyWere(t *testing.T) {
	s := newAppStage(t).created()
	s.shell.Go(Route{Screen: ScreenContacts})
	s.shell.Go(Route{Screen: screenLost})
	p := newTrailPage(s.app.desk().caseDesk, "slow")
	painted := 0
	read := func(work func(context.Context) error) {
		s.shell.page.Objects = []fyne.CanvasObject{p.Scroll}
		s.shell.page.Refresh()
		readTrail(p, func(ctx context.Context) (string, error) { return "", work(ctx) }, func(string) { painted++ })
	}
	stopped := func(ctx context.Context) error {
		s.shows("Reading …")
		data.Progress(ctx)(30, 40)
		s.shows("75 %")
		s.press("Stop")
		return ended(t, ctx)
	}
	read(stopped)
	if at := s.shell.current.Route(); at.Screen != ScreenContacts || painted != 0 {
		t.Errorf("one is on %q, painted %d times", at.Screen, painted)
	}
	s.shell.Go(Route{Screen: screenLost})
	read(func(ctx context.Context) error {
		_ = stopped(ctx)
		return nil // too late
	})
	read(func(ctx context.Context) error { return ctx.Err() })
	if at := s.shell.current.Route(); at.Screen != screenLost || painted != 2 {
		t.Errorf("one is on %q, painted %d times", at.Screen, painted)
	}
}

// Whoever closes the question while the paper is being made does not find it on the disk afterwards.
func TestWhatIsStoppedWhileItIsMadeIsNotSaved(t *testing.T) {
	for _, late := range []bool{false, true} {
		s := newAppStage(t).created()
		folder := t.TempDir()
		s.app.desk().askWhere(outgoing{
			name: "Figures", ending: bookEnding, words: "insights.leave.sheet",
			paper: paper{book: func(ctx context.Context) ([]byte, error) {
				data.Progress(ctx)(30, 40)
				s.shows("75 %")
				s.press("Cancel")
				if err := ended(t, ctx); !late {
					return nil, err
				}
				return []byte("made"), nil
			}},
			record: func(context.Context, string, string) error { t.Error("it is recorded"); return nil },
			saved:  func(string) { t.Error("it is saved") },
		})
		s.typeIn("File", filepath.Join(folder, "Figures.xlsx"))
		s.choose("Who will read it from this folder?", "Only me")
		s.enter()
		if widget.TopLayer(s.shell.Window().Canvas()) != nil {
			t.Error("the question is still there")
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("there is %v", left)
		}
	}
}

func TestTheLockDoesNotWaitForALongReading(t *testing.T) {
	s := newAppStage(t).created()
	r := NewRunner()
	going := newReading(s.app.words, r)
	begun, over := make(chan struct{}), make(chan error, 1)
	Go(r, "", func(ctx context.Context) (struct{}, error) {
		ctx, end := going.of(ctx)
		defer end()
		close(begun)
		for i := range 10_000 {
			data.Progress(ctx)(i, 10_000)
			select {
			case <-ctx.Done():
				over <- nil
				return struct{}{}, ctx.Err()
			case <-time.After(time.Millisecond):
			}
		}
		over <- errors.New("it was read to its end")
		return struct{}{}, nil
	}, func(struct{}, error) { t.Error("it is painted") })
	<-begun
	r.Stop()
	if err := <-over; err != nil {
		t.Error(err)
	}
}

func TestWorkThatIsUnderWayIsStopped(t *testing.T) {
	s := newAppStage(t)
	going := newUnderWay(s.app.words, s.app.runner, "backup.working")
	ctx, end := going.of(t.Context())
	going.tell(30, 40)
	if got := going.said.Text(); !strings.Contains(got, "75 %") {
		t.Errorf("it says %q", got)
	}
	if going.wasStopped() || ctx.Err() != nil {
		t.Error("it is stopped before anybody stopped it")
	}
	going.end.Tapped(nil)
	_ = ended(t, ctx)
	if !going.wasStopped() {
		t.Error("nobody knows that it was stopped")
	}
	end()
}

// ended waits for the end of work that was stopped.
func ended(t *testing.T, ctx context.Context) error {
	t.Helper()
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Error("it was not stopped")
	}
	return ctx.Err()
}
