package ledger

import (
	"os"
	"path/filepath"
	"sync"
)

// holding names the files that this process has open. On Unix, closing any
// other descriptor of a file drops the process's locks on it, SQLite's among
// them; so a file that is held is not even looked into.
var holding struct {
	sync.Mutex
	paths map[string]bool
	left  map[string][]*os.File // descriptors that are closed when a file is released
}

// hold notes that a file is open; false if it was already.
func hold(path string) bool {
	holding.Lock()
	defer holding.Unlock()
	if holding.paths == nil {
		holding.paths = map[string]bool{}
	}
	path = plain(path)
	if holding.paths[path] {
		return false
	}
	holding.paths[path] = true
	return true
}

func release(path string) {
	holding.Lock()
	defer holding.Unlock()
	path = plain(path)
	delete(holding.paths, path)
	for _, file := range holding.left[path] {
		file.Close()
	}
	delete(holding.left, path)
}

// letGo closes a descriptor that was only read from: at once, or, where the file is held
// by now, when it is released.
func letGo(path string, file *os.File) {
	holding.Lock()
	defer holding.Unlock()
	if path = plain(path); !holding.paths[path] {
		file.Close()
		return
	}
	if holding.left == nil {
		holding.left = map[string][]*os.File{}
	}
	holding.left[path] = append(holding.left[path], file)
}

func held(path string) bool {
	holding.Lock()
	defer holding.Unlock()
	return holding.paths[plain(path)]
}

// plain is one name for one file, whatever links lead to it.
func plain(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return path
}

// atLink is the file that a link leads to: SQLite keeps the journal there, beside it.
func atLink(path string) string {
	if info, err := os.Lstat(path); err == nil && info.Mode()&os.ModeSymlink != 0 {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
	}
	return path
}

// What SQLite locks of a file: bytes far behind any that it has.
const (
	sharedFirst = 0x40000000 + 2
	sharedSize  = 510
)
