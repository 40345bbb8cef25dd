package ledger

import (
	"path/filepath"
	"strings"
)

// OnNetwork reports whether a file lies, or would lie, on a network drive:
// there a lock does not hold and "saved" is said before it is. What cannot be
// told is taken for local.
func OnNetwork(path string) bool {
	full, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		full = real
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		full = filepath.Join(folder, filepath.Base(full))
	}
	return onNetwork(full)
}

// isNetworkType reports whether Linux's or BSD's name of a file system is that
// of another computer's disk. A folder that a virtual machine shares with its
// own host (9p, virtiofs, vboxsf) is on this computer, and so are fuseblk, which
// is what a USB stick may be, and FUSE systems that seal a local folder.
func isNetworkType(name string) bool {
	name = strings.ToLower(name)
	if sub, ok := strings.CutPrefix(name, "fuse."); ok {
		name = sub
	}
	for _, remote := range []string{
		"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbnetfs", "afs", "coda", "ncpfs", "ceph", "ceph-fuse", "lustre",
		"glusterfs", "gpfs", "beegfs", "orangefs", "pvfs2", "afpfs", "webdav", "davfs", "davfs2", "davfs.fuse", "sshfs", "curlftpfs", "ftpfs", "rclone",
		"s3fs", "goofys", "gcsfuse", "google-drive-ocamlfuse", "onedriver", "gvfsd-fuse", "gvfs-fuse-daemon", "kio-fuse", "juicefs", "seaweedfs", "blobfuse", "blobfuse2",
	} {
		if name == remote {
			return true
		}
	}
	return false
}
