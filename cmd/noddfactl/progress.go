package main

import (
	"fmt"
	"io"
	"time"
)

// progress shows on standard error how far long work is: one line, which end
// ends.
type progress struct {
	to    io.Writer
	said  time.Time
	begun bool
}

// show says how much is done; all is 0 where that is not known.
func (p *progress) show(done, all int) {
	if p.begun && time.Since(p.said) < 100*time.Millisecond && done != all {
		return
	}
	p.begun, p.said = true, time.Now()
	if all == 0 {
		fmt.Fprintf(p.to, "\r%d", done)
		return
	}
	fmt.Fprintf(p.to, "\r%d / %d", done, all)
}

func (p *progress) end() {
	if p.begun {
		fmt.Fprintln(p.to)
	}
	p.begun = false
}
