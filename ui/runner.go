package ui

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"
)

// Runner carries work off the window's goroutine. Work has a key: newer work of
// the same key cancels older, whose answer is never painted.
type Runner struct {
	here   bool // run at once, for tests
	putOff bool // what is to be done after a pause is never done, for tests

	mu      sync.Mutex
	running map[string]*job
	wait    sync.WaitGroup
	stopped bool
}

type job struct{ cancel context.CancelFunc }

// NewRunner returns a runner that works in the background.
func NewRunner() *Runner { return &Runner{running: map[string]*job{}} }

// NewRunnerHere returns a runner that does the work before Go returns: tests
// then need not wait.
func NewRunnerHere() *Runner { return &Runner{running: map[string]*job{}, here: true} }

// Go does work off the window's goroutine and hands its answer to paint on it.
// An empty key is shared with nobody.
func Go[T any](r *Runner, key string, work func(context.Context) (T, error), paint func(T, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	if r.here {
		defer cancel()
		value, err := guarded(ctx, work)
		paint(value, err)
		return
	}
	j := &job{cancel}
	if !r.begin(key, j) {
		cancel()
		return
	}
	go func() {
		defer r.wait.Done()
		defer cancel()
		value, err := guarded(ctx, work)
		fyne.Do(func() {
			if r.end(key, j) {
				paint(value, err)
			}
		})
	}()
}

// guarded does work; a fault in it becomes an error like any other.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (value T, err error) {
	defer func() {
		if recover() != nil {
			err = fault(1)
		}
	}()
	return work(ctx)
}

// begin notes the job and cancels an older one of its key.
func (r *Runner) begin(key string, j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped {
		return false
	}
	r.wait.Add(1)
	if key == "" {
		return true
	}
	if older := r.running[key]; older != nil {
		older.cancel()
	}
	r.running[key] = j
	return true
}

// end reports whether the job's answer is still wanted.
func (r *Runner) end(key string, j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped {
		return false
	}
	if key == "" {
		return true
	}
	if r.running[key] != j {
		return false
	}
	delete(r.running, key)
	return true
}

// Cancel cancels the work of a key; its answer is not painted.
func (r *Runner) Cancel(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if j := r.running[key]; j != nil {
		j.cancel()
		delete(r.running, key)
	}
}

// isStopped reports whether nothing is to be begun any more.
func (r *Runner) isStopped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stopped
}

// Stop cancels all that has a key or says how far it is, lets nothing paint any more and
// waits until no work is left: after it the vault can be closed.
func (r *Runner) Stop() {
	r.mu.Lock()
	r.stopped = true
	for _, j := range r.running {
		j.cancel()
	}
	r.mu.Unlock()
	r.wait.Wait()
}
