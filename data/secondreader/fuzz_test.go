package secondreader

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"noddfa/data"
)

// FuzzDamagedFile changes bytes of the golden vault anywhere: what is read all the same is what was written, and what
// is not is told.
func FuzzDamagedFile(f *testing.F) {
	golden := filepath.Join("..", "testdata", "golden-1-every"+data.Extension)
	image, err := os.ReadFile(golden)
	if err != nil {
		f.Fatal(err)
	}
	whole, err := openFile(golden)
	if err != nil {
		f.Fatal(err)
	}
	defer whole.close()
	me, err := whole.identify(Secrets{Passphrase: "Mair opens the golden vault"}) // once, for that is slow on purpose
	if err != nil {
		f.Fatal(err)
	}
	read := func(path string) ([]Record, error) {
		file, err := openFile(path)
		if err != nil {
			return nil, err
		}
		defer file.close()
		v, err := file.enterAs(me)
		if err != nil {
			return nil, err
		}
		return v.records()
	}
	want, err := read(golden)
	if err != nil {
		f.Fatal(err)
	}
	written := map[string]Record{}
	for _, r := range want {
		written[r.Revision] = r
	}
	f.Add(uint32(100), []byte{1})
	f.Add(uint32(4096*20+3000), []byte{0x80, 0, 7})
	f.Add(uint32(len(image)/2), make([]byte, 64))
	f.Fuzz(func(t *testing.T, at uint32, by []byte) {
		changed := append([]byte(nil), image...)
		for i, b := range by {
			changed[(int(at)+i)%len(changed)] ^= b
		}
		path := filepath.Join(t.TempDir(), "damaged"+data.Extension)
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := read(path)
		if err == nil && len(got) != len(want) {
			t.Errorf("%d records of %d, and nothing is said", len(got), len(want))
		}
		for _, r := range got {
			was, ok := written[r.Revision]
			switch {
			case !ok && err == nil:
				t.Errorf("a version of before of %s %s is read, and nothing is said", r.Kind, r.ID)
			case ok && (string(r.Fields) != string(was.Fields) || r.ID != was.ID || r.Kind != was.Kind || r.Author != was.Author):
				t.Errorf("%s %s is not what was written", r.Kind, r.ID)
			case ok && err == nil && !reflect.DeepEqual(r, was):
				t.Errorf("%s %s is told otherwise, and nothing is said", r.Kind, r.ID)
			}
		}
	})
}
