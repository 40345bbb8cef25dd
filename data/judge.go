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
		j := judging{v: v, s: signatures, vouches: map[vouch]openRow{}}
		var reasons []string
		return v.ledger.RevisionsGently(ctx, &v.settling, func(rows []ledger.Revision) error {
			reasons = j.together(reasons[:0], rows)
			for i, r := range rows {
				judge(r, reasons[i])
			}
			return ctx.Err()
		})
	}
	o := v.newOpening(signatures, judge)
	defer o.end()
	return v.ledger.EachRevision(ctx, func(r ledger.Revision) error {
		o.add(r)
		return ctx.Err()
	})
}

// opening is revisions on their way from the file to their judgement. Nobody waits
// for a few to be done before the next are begun.
type opening struct {
	next    *someRows
	free    chan *someRows // those that were judged, whose memory is used again
	toOpen  chan *someRows
	toJudge chan *someRows // the same, in their order
	all     sync.WaitGroup
}

// someRows are revisions that are read together, in memory of their own.
type someRows struct {
	rows    []ledger.Revision
	bytes   []byte // their boxes and signatures
	size    int    // of the boxes
	reasons []string
	opened  chan struct{}
}

// empty lets go of the rows, and of their memory where a large box made it large.
func (s *someRows) empty() {
	clear(s.rows)
	if cap(s.bytes) > 2*mostRoom { // it doubles while it grows
		s.bytes = nil
	}
	*s = someRows{rows: s.rows[:0], bytes: s.bytes[:0], reasons: s.reasons[:0]}
}

// mine copies bytes of a row. None at all, of what was erased, are not the same as an
// empty box, which is damage.
func (s *someRows) mine(b []byte) []byte {
	if len(b) == 0 {
		return b[:0:0]
	}
	s.bytes = append(s.bytes, b...)
	return s.bytes[len(s.bytes)-len(b) : len(s.bytes) : len(s.bytes)]
}

func (v *Vault) newOpening(signatures *signatures, judge func(r ledger.Revision, reason string)) *opening {
	workers := runtime.GOMAXPROCS(0)
	// While all processors open, reading and judging wait their turn: there is to be enough of both.
	o := &opening{
		next: &someRows{}, free: make(chan *someRows, 16*workers),
		toOpen: make(chan *someRows, 4*workers), toJudge: make(chan *someRows, 8*workers),
	}
	for range workers {
		o.all.Go(func() {
			j := judging{v: v, s: signatures, vouches: map[vouch]openRow{}}
			for some := range o.toOpen {
				some.reasons = j.together(some.reasons[:0], some.rows)
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
			some.empty()
			select {
			case o.free <- some:
			default:
			}
		}
	})
	return o
}

// add hands over as many revisions together as are read gently, so that both kinds of
// checks know each other's signatures again.
func (o *opening) add(r ledger.Revision) {
	some := o.next
	r.Box, r.Signature = some.mine(r.Box), some.mine(r.Signature)
	some.rows = append(some.rows, r)
	if some.size += len(r.Box); ledger.Together(len(some.rows), some.size) {
		o.handOver()
	}
}

func (o *opening) handOver() {
	some := o.next
	some.opened = make(chan struct{})
	o.toOpen <- some
	o.toJudge <- some
	select {
	case o.next = <-o.free:
	default:
		o.next = &someRows{}
	}
}

// end waits until all are judged.
func (o *opening) end() {
	o.handOver()
	close(o.toOpen)
	close(o.toJudge)
	o.all.Wait()
}
