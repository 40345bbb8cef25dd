package bench

import (
	"context"
	"math"
	"slices"
	"time"
)

// samples are the times of one thing and of its floor, measured by turns: what
// else the machine does meets both.
type samples struct {
	ours, floor   []time.Duration
	cpu, floorCPU time.Duration
}

// pair measures once each. Every other time the floor goes first.
func (s *samples) pair(ours, floor func() error) error {
	first, second := s.one(ours, &s.ours, &s.cpu), s.one(floor, &s.floor, &s.floorCPU)
	if len(s.ours)%2 == 1 {
		first, second = second, first
	}
	if err := first(); err != nil {
		return err
	}
	return second()
}

func (s *samples) one(do func() error, times *[]time.Duration, cpu *time.Duration) func() error {
	return func() error {
		before, began := processorTime(), time.Now()
		err := do()
		*times = append(*times, time.Since(began))
		*cpu += processorTime() - before
		return err
	}
}

// row is what the samples come to.
func (s *samples) row() Row {
	row := Row{
		Median: at(s.ours, 50), P95: at(s.ours, 95), P99: at(s.ours, 99), Floor: at(s.floor, 50), FloorP95: at(s.floor, 95), Runs: len(s.ours),
		CPU: mean(s.cpu, len(s.ours)), FloorCPU: mean(s.floorCPU, len(s.floor)),
	}
	if row.Floor > 0 {
		row.Ratio = math.Round(row.Median/row.Floor*100) / 100
	}
	return row
}

// at is the time in milliseconds that so many of a hundred do not exceed.
func at(times []time.Duration, percent int) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return ms(sorted[(len(sorted)-1)*percent/100])
}

func mean(all time.Duration, n int) float64 {
	if n == 0 {
		return 0
	}
	return ms(all / time.Duration(n))
}

func ms(d time.Duration) float64 { return math.Round(d.Seconds()*1e7) / 1e4 }

// times repeats a measure, three times at least, until it is done or has taken
// long enough to be sure of it; on a charity of a few cases it hurries.
func (r *run) times(ctx context.Context, atMost int, enough time.Duration, do func(i int) error) error {
	if r.Cases < 100 {
		enough /= 40
	}
	for i, began := 0, time.Now(); i < atMost && (i < 3 || time.Since(began) < enough); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}
