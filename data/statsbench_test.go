package data

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"noddfa/assets"
)

// BenchmarkTenYearsOfFigures counts 100,000 contacts and 10,000 cases, ten years
// of them, and makes the tables of them.
func BenchmarkTenYearsOfFigures(b *testing.B) {
	dir := b.TempDir()
	v, _, err := Create(b.Context(), filepath.Join(dir, "many"+Extension), Setup{
		Name: "Mair Example", Passphrase: "five plain words for tests", Options: Options{StateDir: dir, NoKeyring: true},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { v.Close() })
	begin := time.Date(2016, 1, 1, 9, 0, 0, 0, time.UTC)
	rng := rand.New(rand.NewPCG(1, 2))
	forces, platforms := assets.Forces(), []string{"Instagram", "Snapchat", "Tinder", "WhatsApp", "", "Facebook"}
	var cases []ID
	for range 10_000 {
		id := NewID()
		cases = append(cases, id)
		v.cases[id] = CaseLine{ID: id, Reference: "NOD-" + id.String()[:4], Opened: begin.AddDate(0, 0, rng.IntN(3650)), Risk: RiskHigh}
	}
	for range 100_000 {
		id := NewID()
		v.contacts.set(id, ContactLine{
			ID: id, Started: begin.AddDate(0, 0, rng.IntN(3650)), Number: fmt.Sprintf("01632 96%04d", rng.IntN(9000)), Outgoing: rng.IntN(4) == 0,
			Attempted: rng.IntN(5) == 0, Force: forces[rng.IntN(len(forces))].ID, Platform: platforms[rng.IntN(len(platforms))],
			Demanded: Pounds(int64(rng.IntN(6000))), Police: ReportedPolice, Age: rng.IntN(80), Case: cases[rng.IntN(len(cases))],
		})
	}
	for b.Loop() {
		s, err := v.Stats(begin, begin.AddDate(10, 0, 0))
		if err != nil || s.Contacts.N != 100_000 {
			b.Fatalf("%d contacts, %v", s.Contacts.N, err)
		}
		if len(s.Tables(assets.Lang("en"))) == 0 {
			b.Fatal("no tables")
		}
	}
}
