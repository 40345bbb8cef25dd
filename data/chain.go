package data

import (
	"context"
	"slices"

	"noddfa/data/ledger"
)

// chainEnd is a head that an entry of the roster names.
type chainEnd struct {
	origin ID
	seq    uint64
	link   string
}

// followChains finds out, once in each unlock, how far back the chains lead from
// the heads at which members were changed or left. It is done before revisions
// are read, since whoever left has keys to rewrite what they wrote, but not the
// link that a manager signed.
func (v *Vault) followChains(ctx context.Context) error {
	v.mu.RLock()
	done := v.reach != nil
	v.mu.RUnlock()
	if done {
		return nil
	}
	v.mu.Lock()
	v.reach = map[chainEnd]uint64{} // who was changed does not count while it is found out
	v.mu.Unlock()
	gaps, err := v.knownGaps(ctx)
	if err != nil {
		return err
	}
	ends := map[chainEnd]bool{}
	for _, m := range v.roster.members {
		for _, s := range m.past {
			for _, h := range s.until {
				ends[chainEnd{h.Origin, h.Seq, h.Link}] = true
			}
		}
	}
	if hole := v.roster.hole; hole != nil {
		for _, heads := range []map[ID]headInFile{hole.start.heads, hole.proven} {
			for _, h := range heads {
				ends[chainEnd{h.Origin, h.Seq, h.Link}] = true
			}
		}
	}
	reach := map[chainEnd]uint64{}
	for end := range ends {
		links, err := v.ledger.Chain(ctx, end.origin, end.seq)
		if err != nil {
			return err
		}
		reach[end] = leadsBack(links, end, gaps)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.reach = reach
	return nil
}

// forgetChains is for when the roster has changed.
func (v *Vault) forgetChains() {
	v.mu.Lock()
	v.reach = nil
	v.mu.Unlock()
}

// leadsBack returns the first place from which on every link leads to the end;
// one more than the end if not even that is right. A place that is missing ends
// the way, unless a repair wrote it down: what was before it cannot be told from
// what somebody put there.
func leadsBack(links []ledger.Link, end chainEnd, gaps []gap) uint64 {
	from := end.seq + 1
	next, want := end.seq, end.link
	for _, l := range slices.Backward(links) {
		if l.Seq != next || hexOf(l.Link) != want {
			break
		}
		from, next, want = l.Seq, l.Seq-1, hexOf(l.Previous)
		for _, g := range gaps {
			if g.Origin == end.origin && g.Seq == l.Seq && g.Link == hexOf(l.Link) {
				next, want = g.Before.Seq, g.Before.Link
			}
		}
	}
	return from
}

// unbroken reports whether the chain leads from a head back to a revision.
func (v *Vault) unbroken(r ledger.Revision, head headInFile) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	from, known := v.reach[chainEnd{head.Origin, head.Seq, head.Link}]
	return known && r.Seq >= from
}

// inOrder puts the revisions of each record in the order in which they follow
// each other, whatever the order of the file's rows, which no signature covers,
// and leaves out what is of another kind than its record. It returns the records
// whose rows were not in their order.
func inOrder(list []opened) (ordered []opened, moved []ID) {
	places := map[ID][]int{}
	kinds := map[ID]Kind{}
	for i, o := range list {
		if kind, known := kinds[o.record]; known && kind != o.kind {
			continue
		}
		kinds[o.record] = o.kind
		places[o.record] = append(places[o.record], i)
	}
	keep := make([]bool, len(list))
	ordered = slices.Clone(list)
	for record, at := range places {
		for _, i := range at {
			keep[i] = true
		}
		if follow(list, at) {
			continue
		}
		moved = append(moved, record)
		sorted := slices.Clone(at)
		depth := func(i int) int {
			n, parent := 0, list[i].parent
			for n <= len(at) && !parent.IsZero() {
				j := slices.IndexFunc(at, func(k int) bool { return list[k].revision == parent })
				if j < 0 {
					break
				}
				n, parent = n+1, list[at[j]].parent
			}
			return n
		}
		slices.SortStableFunc(sorted, func(a, b int) int { return depth(a) - depth(b) })
		for k, i := range at {
			ordered[i] = list[sorted[k]]
		}
	}
	kept := ordered[:0]
	for i, o := range ordered {
		if keep[i] {
			kept = append(kept, o)
		}
	}
	return kept, moved
}

// follow reports whether each revision is made from the one before.
func follow(list []opened, at []int) bool {
	for k := 1; k < len(at); k++ {
		if list[at[k]].parent != list[at[k-1]].revision {
			return false
		}
	}
	return true
}
