package data

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls do once for each number below n, on all processors, so many
// in a row by each: fetching the next should be nothing beside the work.
func inParallel(n, share int, do func(i int)) {
	byWorkers(n, share, func() func(int) { return do })
}

// byWorkers is inParallel where each that works makes room for itself first, which it
// uses for one number after the other.
func byWorkers(n, share int, worker func() (do func(i int))) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+share-1)/share) {
		all.Go(func() {
			do := worker()
			for {
				from := int(next.Add(int64(share))) - share
				if from >= n {
					return
				}
				for i := from; i < min(from+share, n); i++ {
					do(i)
				}
			}
		})
	}
	all.Wait()
}
