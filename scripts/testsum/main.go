// Command testsum reads the JSON of one or more runs of `go test -json` and says what a person wants to know: what
// failed and why, a line for each package, and at the end how many tests passed and failed.
package main

import (
	"fmt"
	"os"
)

func main() {
	sum := newSum(os.Stdout)
	if err := sum.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	if !sum.finish() {
		os.Exit(1)
	}
}
