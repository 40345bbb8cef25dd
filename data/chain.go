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
// link that a manager signed. Whoever reads meanwhile waits for it: until it is
// known, nothing counts of who was changed.
func (v *Vault) followChains(ctx context.Context) error {
	v.following.Lock()
	defer v.following.Unlock()
	v.mu.RLock()
	done := v.reach != nil
	v.mu.RUnlock()
	if done {
		return nil
	}
	gaps, err := v.knownGaps(ctx)
	if err != nil {
		return err
	}
	reach := map[chainEnd]uint64{}
	err = v.roster().follow(reach, gaps, func(end chainEnd) ([]ledger.Link, error) { return v.ledger.Chain(ctx, end.origin, end.seq) })
	if err != nil {
		return err
	}
	v.setReach(reach)
	return nil
}

func (v *Vault) setReach(reach map[chainEnd]uint64) {
	v.mu.Lock()
	v.reach = reach
	v.mu.Unlock()
}

// follow adds to reach, for each head at which a member was changed or left and
// that is not in it, how far back its chain leads.
func (r *roster) follow(reach map[chainEnd]uint64, gaps []gap, chain func(chainEnd) ([]ledger.Link, error)) error {
	var named []map[ID]headInFile
	for _, m := range r.members {
		for _, s := range m.past {
			named = append(named, s.until)
		}
	}
	if r.hole != nil {
		named = append(named, r.hole.start.heads, r.hole.proven)
	}
	for _, heads := range named {
		for _, h := range heads {
			end := chainEnd{h.Origin, h.Seq, h.Link}
			if _, known := reach[end]; known {
				continue
			}
			links, err := chain(end)
			if err != nil {
				return err
			}
			reach[end] = leadsBack(links, end, gaps)
		}
	}
	return nil
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
