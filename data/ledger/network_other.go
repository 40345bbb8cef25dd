//go:build !linux && !darwin && !freebsd && !windows

package ledger

func onNetwork(string) bool { return false }

func freeSpace(string) (bytes uint64, known bool) { return 0, false }
