package data

import (
	"context"
	"slices"
	"strings"
)

// Recovery is what whoever holds the recovery kit asks for.
type Recovery struct {
	Name, Passphrase string   // who is let in: a new manager, if no member has the name
	Left             []string // members who have gone: they are removed
	Named            []string // who can open, beside whoever is let in, the restricted cases whose last named members have gone
}

// KitCase is a restricted case as the recovery kit sees it.
type KitCase struct {
	ID        ID
	Reference string
	Named     []Member // those who are still members; where there is none, only the kit opens it
}

// KitCases are the restricted cases that the recovery kit opens; nil for
// everybody else.
func (v *Vault) KitCases() []KitCase {
	if !v.me().Kit {
		return nil
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []KitCase
	for id, line := range v.cases {
		if v.restricted(id) && v.opens(id) {
			list = append(list, KitCase{id, line.Reference, v.namedOf(id)})
		}
	}
	slices.SortFunc(list, func(a, b KitCase) int { return strings.Compare(a.Reference+a.ID.String(), b.Reference+b.ID.String()) })
	return list
}

// Recover is what the recovery kit is for: the member of this name gets a new
// passphrase, or becomes a manager if there is none of that name, and since a
// code that was used is spent, the kit gets a new one. Where everybody has gone
// whom a case was restricted to, others are named.
func (v *Vault) Recover(ctx context.Context, r Recovery, give func(Kit) error) (Kit, error) {
	const doing = "recovering"
	if !v.me().Kit {
		return Kit{}, refuse(CodeNotKit, doing)
	}
	left, orphans, err := v.leftBy(r)
	if err != nil {
		return Kit{}, fail(doing, err)
	}
	if m := v.named(r.Name); m == nil {
		_, err = v.AddMember(ctx, r.Name, Manager, r.Passphrase)
	} else {
		err = v.ResetMember(ctx, r.Name, r.Passphrase)
	}
	if err != nil {
		return Kit{}, fail(doing, err)
	}
	heirs, _ := v.heirs(r, left)
	for _, id := range orphans {
		if err := v.Restrict(ctx, id, idsOf(heirs)); err != nil {
			return Kit{}, fail(doing, err)
		}
	}
	for _, m := range left {
		if err := v.RemoveMember(ctx, m.Name); err != nil {
			return Kit{}, fail(doing, err)
		}
	}
	kit, err := v.ReplaceKit(ctx, give)
	return kit, fail(doing, err)
}

// leftBy returns the members who have gone and the cases that nobody named is
// left of, or why not all of a recovery may be done; then nothing is.
func (v *Vault) leftBy(r Recovery) (left []Member, orphans []ID, err error) {
	const doing = "looking at who has gone"
	for _, name := range r.Left {
		m := v.named(name)
		switch {
		case m == nil || m.Kit:
			return nil, nil, refuse(CodeNoMember, doing)
		case sameName(name, r.Name):
			return nil, nil, refuse(CodeLeftLetIn, doing)
		case !slices.Contains(idsOf(left), m.ID):
			left = append(left, *m)
		}
	}
	if len(r.Left)+len(r.Named) == 0 {
		return nil, nil, nil
	}
	heirs, err := v.heirs(r, left)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range v.KitCases() {
		stay := slices.DeleteFunc(slices.Clone(c.Named), func(m Member) bool { return slices.Contains(idsOf(left), m.ID) })
		switch {
		case len(stay) == 0:
			orphans = append(orphans, c.ID)
		case len(stay) < len(c.Named) && !enough(stay):
			return nil, nil, refuse(CodeLastNamed, doing)
		}
	}
	manages := func(m Member) bool { return m.Active && m.Role == Manager && !m.Kit }
	staying := slices.DeleteFunc(v.Members(), func(m Member) bool { return slices.Contains(idsOf(left), m.ID) })
	switch {
	case len(orphans) == 0 && len(r.Named) > 0:
		return nil, nil, refuse(CodeNoneLeft, doing)
	case len(orphans) > 0 && !enough(heirs):
		return nil, nil, refuse(CodeNeedsNamed, doing)
	case !slices.ContainsFunc(append(staying, heirs...), manages):
		return nil, nil, refuse(CodeLastManager, doing)
	}
	return left, orphans, nil
}

// heirs are whoever is let in and those who are named beside them, without those
// who have gone.
func (v *Vault) heirs(r Recovery, left []Member) ([]Member, error) {
	var list []Member
	for _, name := range append([]string{r.Name}, r.Named...) {
		m := v.named(name)
		switch {
		case m == nil && sameName(name, r.Name):
			m = &Member{Role: Manager, Active: true} // once they are let in
		case m == nil || m.Kit:
			return nil, refuse(CodeNoMember, "looking for who is named")
		}
		if !slices.Contains(idsOf(slices.Concat(list, left)), m.ID) {
			list = append(list, *m)
		}
	}
	return list, nil
}

func idsOf(members []Member) []ID {
	var ids []ID
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids
}
