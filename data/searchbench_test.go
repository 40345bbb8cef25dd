package data

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
)

// BenchmarkReadForSearch measures how long after unlocking all notes of a vault
// are read for the search: 600 bytes each, 20 of a case.
func BenchmarkReadForSearch(b *testing.B) {
	for _, notes := range []int{20_000, 200_000} {
		b.Run(fmt.Sprintf("notes=%d", notes), func(b *testing.B) {
			v := vaultOfNotes(b, notes)
			for b.Loop() {
				b.StopTimer()
				v.wipeSearch()
				runtime.GC()
				b.StartTimer()
				if err := v.ReadForSearch(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			begin := time.Now()
			f, err := v.Search(b.Context(), assets.Words()[100])
			if err != nil || len(f.Hits) < mostHits[ShelfNotes] {
				b.Fatalf("%d hits, %v", len(f.Hits), err)
			}
			b.ReportMetric(float64(time.Since(begin).Microseconds())/1000, "hits-shown-ms")
		})
	}
}

func vaultOfNotes(b *testing.B, notes int) *Vault {
	b.Helper()
	dir := b.TempDir()
	v, _, err := Create(b.Context(), filepath.Join(dir, "many"+Extension), Setup{
		Name: "Mair Example", Passphrase: "five plain words for tests", Options: Options{StateDir: dir, NoKeyring: true},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { v.Close() })
	rng := rand.New(rand.NewPCG(1, 2))
	words := assets.Words()
	for done := 0; done < notes; {
		var changes []change
		var groups []ID
		for range 100 {
			id := NewID()
			groups = append(groups, id)
			changes = append(changes, change{id, id, Case{Reference: NewID().String()[:8], CalledName: words[rng.IntN(len(words))]}})
			for range 20 {
				var text strings.Builder
				for text.Len() < 590 {
					text.WriteString(words[rng.IntN(len(words))] + " ")
				}
				changes = append(changes, change{NewID(), id, Note{Happened: At(time.Now()), Said: text.String()}})
				done++
			}
		}
		if _, err := v.commit(b.Context(), changes, func(tx *ledger.Tx) error {
			for _, id := range groups {
				if err := v.newGroup(tx, id, inCasework); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	return v
}
