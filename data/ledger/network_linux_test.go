package ledger

import (
	"os"
	"testing"
)

func TestNetworkDrivesAreToldFromDisksAndSticks(t *testing.T) {
	for name, want := range map[string]bool{
		"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "fuse.sshfs": true, "fuse.rclone": true, "fuse.gvfsd-fuse": true, "davfs": true, "ceph": true, "afs": true,
		"ext4": false, "tmpfs": false, "overlay": false, "btrfs": false, "xfs": false, "zfs": false, "vfat": false, "exfat": false, "ntfs3": false,
		"fuseblk": false, "fuse.ntfs-3g": false, "fuse.gocryptfs": false, "fuse.veracrypt": false, "9p": false, "virtiofs": false, "vboxsf": false, "fuse": false, "": false,
	} {
		if isNetworkType(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	for magic, want := range map[uint32]bool{
		0x6969: true, 0xff534d42: true, 0xfe534d42: true, 0x517b: true, // NFS, CIFS, SMB2, SMB
		0xef53: false, 0x01021994: false, 0x794c7630: false, 0x9123683e: false, 0x58465342: false, 0x2fc12fc1: false, // ext, tmpfs, overlay, btrfs, xfs, zfs
		0x4d44: false, 0x2011bab0: false, 0x7366746e: false, 0x65735546: false, 0x01021997: false, // vfat, exfat, ntfs3, FUSE, 9p
	} {
		if isNetworkType(networkMagic[magic]) != want {
			t.Errorf("%#x: %v", magic, !want)
		}
	}
}

func TestTypeOfAMountIsThatOfTheNearestFolder(t *testing.T) {
	const mounts = `22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:30 / /media/mair/USB\040stick rw - fuseblk /dev/sdb1 rw
31 22 0:31 / /home/mair/office rw,nosuid shared:9 master:2 - fuse.sshfs office:/records rw
32 31 0:32 / /home/mair/office/here rw - ext4 /dev/sdc1 rw
33 22 0:33 / /mnt/dav rw - fuse https://office.example/records rw
34 22 0:34 / /mnt/nfs rw - fuse office:/records rw
35 22 0:35 / /mnt/smb rw - fuse //office/records rw
36 22 0:36 / /mnt/sealed rw - fuse /home/mair/sealed:/home/mair/more rw
37 22 0:37 / /mnt/plain rw - fuse sealed rw
38 22 0:38 / /mnt/host rw - fuse.vmhgfs-fuse .host:/ rw
`
	for path, want := range map[string]string{
		"/mnt/dav/Records.noddfa": "fuse, remote", "/mnt/nfs/Records.noddfa": "fuse, remote", "/mnt/smb/Records.noddfa": "fuse, remote",
		"/mnt/sealed/Records.noddfa": "fuse", "/mnt/plain/Records.noddfa": "fuse", "/mnt/host/Records.noddfa": "fuse.vmhgfs-fuse",
		"/home/mair/Documents/Records.noddfa":    "ext4",
		"/media/mair/USB stick/Records.noddfa":   "fuseblk",
		"/home/mair/office/Records.noddfa":       "fuse.sshfs, remote",
		"/home/mair/office":                      "fuse.sshfs, remote",
		"/home/mair/office-old/Records.noddfa":   "ext4",
		"/home/mair/office/here/Records.noddfa":  "ext4",
		"/home/mair/office/there/Records.noddfa": "fuse.sshfs, remote",
	} {
		got, source := mountAt(mounts, path)
		if isRemote(got, source) {
			got += ", remote"
		}
		if got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
}

func TestFoldersOfThisComputerAreNoNetworkDrives(t *testing.T) {
	for _, folder := range []string{t.TempDir(), MemoryDir(t), os.TempDir(), "."} {
		if OnNetwork(folder) || OnNetwork(folder+"/new.noddfa") {
			t.Errorf("%s is taken for a network drive", folder)
		}
	}
}
