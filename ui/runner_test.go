package ui_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"noddfa/ui"
)

// painted collects what was painted.
type painted struct {
	sync.Mutex
	values []string
	done   chan struct{}
}

func newPainted() *painted { return &painted{done: make(chan struct{}, 16)} }

func (p *painted) paint(value string, err error) {
	p.Lock()
	defer p.Unlock()
	if err != nil {
		value = "error: " + err.Error()
	}
	p.values = append(p.values, value)
	p.done <- struct{}{}
}

func (p *painted) wait(t *testing.T) {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was painted")
	}
}

func TestLateAnswerIsNotPaintedOverANewerOne(t *testing.T) {
	test.NewTempApp(t)
	r, p := ui.NewRunner(), newPainted()
	release := make(chan struct{})
	ui.Go(r, "list", func(context.Context) (string, error) { <-release; return "old", nil }, p.paint)
	ui.Go(r, "list", func(context.Context) (string, error) { return "new", nil }, p.paint)
	p.wait(t)
	close(release)
	ui.Go(r, "other", func(context.Context) (string, error) { return "other", nil }, p.paint)
	p.wait(t)
	r.Stop()
	if len(p.values) != 2 || p.values[0] != "new" || p.values[1] != "other" {
		t.Errorf("painted %q", p.values)
	}
}

func TestOlderWorkIsToldToStop(t *testing.T) {
	test.NewTempApp(t)
	r, p := ui.NewRunner(), newPainted()
	cancelled := make(chan struct{})
	ui.Go(r, "search", func(ctx context.Context) (string, error) {
		<-ctx.Done()
		close(cancelled)
		return "", ctx.Err()
	}, p.paint)
	ui.Go(r, "search", func(context.Context) (string, error) { return "found", nil }, p.paint)
	p.wait(t)
	<-cancelled
	r.Stop()
	if len(p.values) != 1 {
		t.Errorf("painted %q", p.values)
	}
}

func TestNothingIsPaintedAfterStop(t *testing.T) {
	test.NewTempApp(t)
	r, p := ui.NewRunner(), newPainted()
	ui.Go(r, "save", func(ctx context.Context) (string, error) { <-ctx.Done(); return "late", nil }, p.paint)
	r.Stop() // returns once no work is left
	ui.Go(r, "save", func(context.Context) (string, error) { return "too late", nil }, p.paint)
	if len(p.values) != 0 {
		t.Errorf("painted %q", p.values)
	}
}

func TestErrorsReachThePage(t *testing.T) {
	r, p := ui.NewRunnerHere(), newPainted()
	ui.Go(r, "", func(context.Context) (string, error) { return "", errors.New("disk full") }, p.paint)
	if len(p.values) != 1 || p.values[0] != "error: disk full" {
		t.Errorf("painted %q", p.values)
	}
}
