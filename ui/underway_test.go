package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestWhoStopsTheReadingOfAPageIsWhereTheyWere(t *testing.T) {
	s := newAppStage(t).created()
	s.shell.Go(Route{Screen: ScreenContacts})
	s.shell.Go(Route{Screen: screenLost})
	p := newTrailPage(s.app.desk().caseDesk, "slow")
	if p.going.said.Text() != "Reading …" || !p.going.end.Hidden {
		t.Errorf("before there is something to tell it says %q", p.going.said.Text())
	}
	readTrail(p, func(ctx context.Context) (string, error) {
		p.going.tell(30, 40)
		if !strings.Contains(p.going.said.Text(), "75 %") || p.going.end.Hidden {
			t.Errorf("it says %q", p.going.said.Text())
		}
		p.going.end.Tapped(nil)
		return "", ended(t, ctx)
	}, func(string) { t.Error("what was stopped is shown") })
	if at := s.shell.current.Route(); at.Screen != ScreenContacts {
		t.Errorf("one is on %q", at.Screen)
	}
}

// Whoever closes the question while the paper is being made does not find it on the disk afterwards.
func TestWhatIsStoppedWhileItIsMadeIsNotSaved(t *testing.T) {
	s := newAppStage(t).created()
	folder := t.TempDir()
	s.app.desk().askWhere(outgoing{
		name: "Figures", ending: bookEnding, words: "insights.leave.sheet",
		paper: paper{book: func(ctx context.Context) ([]byte, error) {
			data.Progress(ctx)(30, 40)
			s.shows("75 %")
			s.press("Cancel")
			return nil, ended(t, ctx)
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

func TestWorkThatIsUnderWayIsStopped(t *testing.T) {
	s := newAppStage(t)
	going := newUnderWay(s.app.words, "backup.working")
	ctx, end := going.of(t.Context())
	going.tell(30, 40)
	if got := going.said.Text(); !strings.Contains(got, "75 %") {
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
