package ui

import (
	"testing"
	"time"
)

// A draft may be written slowly: to a stick, or while a large file is still looked at.
func TestTheWindowDoesNotWaitForADraftThatIsBeingWritten(t *testing.T) {
	s := newAppStage(t).created()
	s.shell.o.Runner = NewRunner()
	k := newDraftKeeper(s.app.desk().caseDesk, "note:slow", func() any { return "typed" })
	k.kept.mu.Lock() // as it is while one is written
	flushed := make(chan struct{})
	go func() {
		k.due = true
		k.flush()
		close(flushed)
	}()
	select {
	case <-flushed:
	case <-time.After(10 * time.Second):
		t.Error("the window waits")
	}
	k.kept.mu.Unlock()
	<-flushed
	written := func() bool {
		k.kept.mu.Lock() // which the job holds until it has written
		defer k.kept.mu.Unlock()
		return k.kept.done == 1
	}
	for end := time.Now().Add(10 * time.Second); !written() && time.Now().Before(end); time.Sleep(time.Millisecond) {
	}
	s.shell.Runner().Stop()
	var kept string
	if found, err := s.vault.LoadDraft(t.Context(), "note:slow", &kept); err != nil || !found || kept != "typed" {
		t.Errorf("the draft: %q, found %v, %v", kept, found, err)
	}
}
