package ledger

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkAbsent is the look at unlock for rows that were taken out, at so many
// cases of forty rows, of which ten have a line in the lists.
func BenchmarkAbsent(b *testing.B) {
	for _, cases := range []int{1000, 10000} {
		b.Run(fmt.Sprint(cases, " cases"), func(b *testing.B) {
			var origin, id ID
			n := uint64(0)
			next := func() ID {
				n++
				copy(id[:], be64(n*0x9e3779b97f4a7c15)) // as scattered as random ones
				copy(id[8:], be64(n))
				return id
			}
			origin = next()
			l, err := Create(b.Context(), filepath.Join(b.TempDir(), "bench.noddfa"), func(tx *Tx) error {
				for range cases {
					group := next()
					for i := range 40 {
						r := Revision{Origin: origin, Record: next(), Revision: next(), Kind: uint8(8 + i%4/3*7), Group: group, KeyVersion: 1, Box: make([]byte, 541)}
						if _, err := tx.Append(r, func([32]byte) []byte { return make([]byte, 64) }); err != nil {
							return err
						}
						if r.Kind == 15 {
							if err := tx.PutOverview(Overview{Record: r.Record, Revision: r.Revision, Kind: r.Kind, Group: group, KeyVersion: 1, Box: make([]byte, 285)}); err != nil {
								return err
							}
						}
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			b.ResetTimer()
			for range b.N {
				if a, err := l.Absent(b.Context(), 2, 3, 4, 15, 16, 19); err != nil || len(a.Gaps)+len(a.Unlisted) > 0 {
					b.Fatal(a, err)
				}
			}
		})
	}
}
