package ledger

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/psanford/sqlite3vfs"
)

// A file may be of a gigabyte. So that SQLite can look at what it would be with the
// pages of a journal over it, without touching either and without a copy in memory, it
// reads such an image through a file system of its own (sqlite.org/vfs.html).

// image is the content of a file.
type image interface {
	io.ReaderAt
	Size() int64
}

// overlaid is an image with pages of a journal over it.
type overlaid struct {
	under  image
	pages  map[uint32][]byte
	page   int64 // the size of one
	length int64
}

// over lays a journal's pages over an image, which is as long as the journal says then.
func (o overlay) over(under image, size int) image {
	if o.pages == nil {
		return under
	}
	has := (under.Size() + int64(size) - 1) / int64(size)
	count := min(int64(o.count), has+int64(len(o.pages))) // more no file of these pages has
	return &overlaid{under, o.pages, int64(size), count * int64(size)}
}

// Size is the length in bytes.
func (o *overlaid) Size() int64 { return o.length }

// ReadAt reads as io.ReaderAt does. What neither has is zero.
func (o *overlaid) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		here := at + int64(n)
		if here >= o.length {
			return n, io.EOF
		}
		within := here % o.page
		part := p[n : n+int(min(int64(len(p)-n), o.page-within, o.length-here))]
		if page, ok := o.pages[uint32(here/o.page+1)]; ok {
			copy(part, page[within:])
		} else {
			m, err := o.under.ReadAt(part, here)
			if err == io.EOF && here+int64(len(part)) <= o.under.Size() {
				err = io.ErrUnexpectedEOF // somebody cut it meanwhile
			}
			if err != nil && err != io.EOF {
				return n + m, err
			}
			clear(part[m:])
		}
		n += len(part)
	}
	return n, nil
}

// pagesOfImage are the pages of an image. What could not be read is in failed: such a page
// counts as none.
func pagesOfImage(from image, size int, failed *error) *pages {
	room, length := make([]byte, size), int(from.Size())
	page := func(number int) []byte {
		if number < 1 || number*size > length {
			return nil
		}
		if _, err := from.ReadAt(room, int64(number-1)*int64(size)); err != nil {
			*failed = err
			return nil
		}
		return room
	}
	return &pages{page: page, usable: size, length: length, left: 8 * length}
}

// watched is an image that keeps why it could not be read: integrity_check takes that for
// damage.
type watched struct {
	image
	failed error
}

func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.image.ReadAt(p, at)
	if err != nil && err != io.EOF {
		w.failed = err
	}
	return n, err
}

// readImage reads a whole image.
func readImage(from image) ([]byte, error) {
	content := make([]byte, from.Size())
	_, err := io.ReadFull(io.NewSectionReader(from, 0, from.Size()), content)
	return content, err
}

// imageSystem is the file system of images, by their names.
const imageSystem = "noddfa-image"

type imageVFS struct {
	sync.Mutex
	images map[string]image
	named  int
}

var (
	images         = &imageVFS{images: map[string]image{}}
	registerImages = sync.OnceValue(func() error { return sqlite3vfs.RegisterVFS(imageSystem, images) })
)

// connectImage opens an image for reading.
func (l *Ledger) connectImage(ctx context.Context, from image) error {
	if err := registerImages(); err != nil {
		return fmt.Errorf("opening an image of the file: %w", err)
	}
	images.Lock()
	images.named++
	name := fmt.Sprint("image", images.named)
	images.images[name] = from
	images.Unlock()
	defer func() {
		images.Lock()
		defer images.Unlock()
		delete(images.images, name) // SQLite has it open by now
	}()
	return l.connectCopy(ctx, "file:"+name+"?mode=ro&immutable=1&vfs="+imageSystem, func(any) error { return nil })
}

// Open gives SQLite the image of a name.
func (v *imageVFS) Open(name string, _ sqlite3vfs.OpenFlag) (sqlite3vfs.File, sqlite3vfs.OpenFlag, error) {
	v.Lock()
	defer v.Unlock()
	if from := v.images[name]; from != nil {
		return imageFile{from}, sqlite3vfs.OpenReadOnly, nil
	}
	return nil, 0, sqlite3vfs.CantOpenError
}

// Delete deletes nothing.
func (*imageVFS) Delete(string, bool) error { return sqlite3vfs.ReadOnlyError }

// Access says of every other file, a journal say, that there is none.
func (*imageVFS) Access(string, sqlite3vfs.AccessFlag) (bool, error) { return false, nil }

// FullPathname is the name.
func (*imageVFS) FullPathname(name string) string { return name }

// imageFile is an image as SQLite reads it. Nobody else has it, and nobody writes.
type imageFile struct{ image }

func (f imageFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.image.ReadAt(p, at)
	if err != nil && err != io.EOF {
		err = sqlite3vfs.IOErrorRead
	}
	return n, err
}

func (imageFile) Close() error                       { return nil }
func (imageFile) WriteAt([]byte, int64) (int, error) { return 0, sqlite3vfs.ReadOnlyError }
func (imageFile) Truncate(int64) error               { return sqlite3vfs.ReadOnlyError }
func (imageFile) Sync(sqlite3vfs.SyncType) error     { return nil }
func (f imageFile) FileSize() (int64, error)         { return f.Size(), nil }
func (imageFile) Lock(sqlite3vfs.LockType) error     { return nil }
func (imageFile) Unlock(sqlite3vfs.LockType) error   { return nil }
func (imageFile) CheckReservedLock() (bool, error)   { return false, nil }
func (imageFile) SectorSize() int64                  { return 0 }
func (imageFile) DeviceCharacteristics() sqlite3vfs.DeviceCharacteristic {
	return sqlite3vfs.IocapImmutable
}
