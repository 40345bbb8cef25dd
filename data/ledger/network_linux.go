package ledger

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// networkMagic are the numbers by which Linux tells network file systems.
var networkMagic = map[uint32]string{
	0x6969: "nfs", 0x517b: "smb", 0xff534d42: "cifs", 0xfe534d42: "smb2", 0x5346414f: "afs", 0x6b414653: "afs", 0x73757245: "coda",
	0x564c: "ncpfs", 0x00c36400: "ceph", 0x0bd00bd0: "lustre", 0x47504653: "gpfs", 0x20030528: "orangefs", 0x19830326: "beegfs",
}

// fuseMagic is all that the number says of a file system in user space.
const fuseMagic = 0x65735546

func onNetwork(path string) bool {
	var fs unix.Statfs_t
	if unix.Statfs(path, &fs) != nil {
		path = filepath.Dir(path)
		if unix.Statfs(path, &fs) != nil {
			return false
		}
	}
	magic := uint32(fs.Type)
	if magic != fuseMagic {
		return isNetworkType(networkMagic[magic])
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	return err == nil && isRemote(mountAt(string(mounts), path))
}

// isRemote reports whether a file system in user space is another computer's disk. One
// that gives no name of its own, as davfs2, is known by what was mounted: an address.
func isRemote(name, source string) bool {
	host, _, address := strings.Cut(source, ":/")
	address = address && !strings.HasPrefix(host, "/") || strings.HasPrefix(source, "//")
	return isNetworkType(name) || name == "fuse" && address
}

// mountAt finds the type of the file system that a path lies on in the system's
// table of mounts, and what was mounted; of several at one place the last is on top.
func mountAt(mounts, path string) (name, source string) {
	longest := -1
	for line := range strings.Lines(mounts) {
		fields := strings.Fields(line)
		dash := -1
		for i, f := range fields {
			if i > 5 && f == "-" {
				dash = i
				break
			}
		}
		if dash < 0 || dash+2 >= len(fields) {
			continue
		}
		point := plainMount(fields[4])
		if (path == point || point == "/" || strings.HasPrefix(path, point+"/")) && len(point) >= longest {
			longest, name, source = len(point), fields[dash+1], fields[dash+2]
		}
	}
	return name, source
}

// plainMount undoes the octal numbers of spaces and the like.
func plainMount(name string) string {
	for _, c := range []byte{' ', '\t', '\n', '\\'} {
		octal := strconv.FormatInt(int64(c), 8)
		name = strings.ReplaceAll(name, `\`+strings.Repeat("0", 3-len(octal))+octal, string(c))
	}
	return name
}
