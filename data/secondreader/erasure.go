package secondreader

import (
	"encoding/json"
	"errors"
	"fmt"
)

// erasure is what a manager signed to be erased: whole groups and single versions of records.
type erasure struct {
	Groups   []string `json:"groups"`
	Versions []struct {
		Record   string `json:"record"`
		Revision string `json:"revision"`
	} `json:"versions"`
}

// erased is what is covered by the erasures that count.
type erased struct{ groups, revisions map[string]bool }

// erasures reads those that count, which is decided before any other row is read. One that does not count is damage like any row.
func (v *vault) erasures(rows []row) (erased, error) {
	out := erased{map[string]bool{}, map[string]bool{}}
	var wrong error
	for _, r := range rows {
		if r.kind != kindErasure || r.group != groupZero(contacts) || r.box == nil || r.linked() != nil {
			continue
		}
		o, err := v.open(r)
		if err != nil {
			continue
		}
		var e erasure
		if err := json.Unmarshal(o.fields, &e); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%w: an erasure: %w", ErrDamaged, err))
			continue
		}
		for _, g := range e.Groups {
			out.groups[g] = true
		}
		for _, one := range e.Versions {
			out.revisions[one.Revision] = true
		}
	}
	for _, c := range []byte{contacts, casework, management} {
		delete(out.groups, groupZero(c).String())
	}
	return out, wrong
}

// covers reports whether a row is erased, whatever bytes it has.
func (e erased) covers(r row) bool {
	switch r.kind {
	case kindOrganisation, kindLink, kindKit, kindAudit, kindIncident, kindRestriction, kindRepair, kindReason, kindErasure, kindMoved, kindHold:
		return e.groups[r.group.String()]
	}
	return e.groups[r.group.String()] || e.revisions[r.revision.String()]
}

// judge says of a row that is covered, or has no bytes, whether that is in order.
func (e erased) judge(r row) error {
	switch {
	case !e.covers(r):
		return errors.New("its box is gone and nobody erased it")
	case r.box != nil:
		return errors.New("it was erased and its box is there again")
	}
	return nil
}
