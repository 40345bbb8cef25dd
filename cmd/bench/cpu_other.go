//go:build !unix

package bench

import "time"

// processorTime is not asked for on this system.
func processorTime() time.Duration { return 0 }
