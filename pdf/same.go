package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
)

var lengthOfStream = regexp.MustCompile(`/Length \d+`)

// Same says that two files that were made here draw the same pages and say the same about them. Their bytes may differ: the
// compressor of the standard library packs tighter in one release of Go than in another.
func Same(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	one, err := readObjects(a)
	if err != nil {
		return false
	}
	other, err := readObjects(b)
	if err != nil || len(one.objects) != len(other.objects) || one.root != other.root || one.info != other.info {
		return false
	}
	for i, object := range one.objects {
		was, is := object.unpacked(), other.objects[i].unpacked()
		if was == nil || is == nil || !bytes.Equal(was, is) {
			return false
		}
	}
	return true
}

// unpacked is the object with its stream as it was before it was compressed; nil where that cannot be read.
func (o fileObject) unpacked() []byte {
	all := lengthOfStream.ReplaceAll(o.head, nil)
	if !o.has || !bytes.Contains(o.head, []byte("/FlateDecode")) {
		return append(all, o.stream...)
	}
	r, err := zlib.NewReader(bytes.NewReader(o.stream))
	if err != nil {
		return nil
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return append(all, plain...)
}
