package data

import (
	"context"
	"runtime"
	"sync"

	"noddfa/data/ledger"
)

// judgeAll opens every revision and has each judged in the order in which it was
// written: gently, some as they are read; else on all processors, while the next are
// read. It returns what cannot be read.
func (v *Vault) judgeAll(ctx context.Context, gently bool, signatures *signatures, judge func(r ledger.Revision, reason string)) ([]ledger.Damage, error) {
	if gently {
		return v.ledger.RevisionsGently(ctx, &v.settling, func(rows []ledger.Revision) error {
			for i, reason := range v.judgeTogether(rows, signatures) {
				judge(rows[i], reason)
			}
			return ctx.Err()
		})
	}
	o := v.newOpening(signatures, judge)
	defer o.end()
	return v.ledger.Revisions(ctx, func(r ledger.Revision) error {
		o.add(r)
		return ctx.Err()
	})
}

// opening is revisions on their way from the file to their judgement. Nobody waits
// for a few to be done before the next are begun.
type opening struct {
	next    *someRows
	size    int // of its boxes, in bytes
	toOpen  chan *someRows
	toJudge chan *someRows // the same, in their order
	all     sync.WaitGroup
}

type someRows struct {
	rows    []ledger.Revision
	reasons []string
	opened  chan struct{}
}

func (v *Vault) newOpening(signatures *signatures, judge func(r ledger.Revision, reason string)) *opening {
	workers := runtime.GOMAXPROCS(0)
	// While all processors open, reading and judging wait their turn: there is to be enough of both.
	o := &opening{next: &someRows{}, toOpen: make(chan *someRows, 8*workers), toJudge: make(chan *someRows, 16*workers)}
	for range workers {
		o.all.Go(func() {
			for some := range o.toOpen {
				some.reasons = v.judgeTogether(some.rows, signatures)
				close(some.opened)
			}
		})
	}
	o.all.Go(func() {
		for some := range o.toJudge {
			<-some.opened
			for i, r := range some.rows {
				judge(r, some.reasons[i])
			}
		}
	})
	return o
}

// add hands over as many revisions together as are read gently, so that both kinds of
// checks know each other's signatures again.
func (o *opening) add(r ledger.Revision) {
	o.next.rows = append(o.next.rows, r)
	if o.size += len(r.Box); ledger.Together(len(o.next.rows), o.size) {
		o.handOver()
	}
}

func (o *opening) handOver() {
	some := o.next
	some.opened = make(chan struct{})
	o.toOpen <- some
	o.toJudge <- some
	o.next, o.size = &someRows{}, 0
}

// end waits until all are judged.
func (o *opening) end() {
	o.handOver()
	close(o.toOpen)
	close(o.toJudge)
	o.all.Wait()
}
