package secondreader

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
)

// chain checks what holds the rows together: each origin's follow one another, each record's do, and the heads that the roster has seen are
// there. A break is damage, but no reason not to read the row after it, whose own link holds what it followed. What a repair has written
// down as missing is no new damage.
func chain(rows []row, heads []head, mended []repair) []error {
	var damage []error
	wrong := func(r row, what string) {
		damage = append(damage, fmt.Errorf("%w: origin %s, seq %d: %s", ErrDamaged, r.origin, r.seq, what))
	}
	known := map[head]bool{}
	for _, m := range mended {
		for _, gap := range m.Gaps {
			known[gap] = true
		}
	}
	last := map[id]row{}
	for _, r := range rows {
		before, ok := last[r.origin]
		if !ok {
			before.link = make([]byte, sha256.Size)
		}
		if (r.seq != before.seq+1 || !bytes.Equal(r.previous, before.link)) && !known[r.head()] {
			wrong(r, "does not follow the one before")
		}
		last[r.origin] = r
	}
	for _, r := range moved(rows, len(mended) > 0) {
		wrong(r, "its parent is not the revision before")
	}
	for _, err := range missing(rows, heads, len(mended) > 0) {
		damage = append(damage, fmt.Errorf("%w: %w", ErrDamaged, err))
	}
	return damage
}

// moved finds the rows whose parent is not the row before of their record. The order of the rows is under no link: whoever can move rows
// about could else bring back what a record was before somebody at another computer changed it.
func moved(rows []row, mended bool) []row {
	there := map[id]bool{{}: true}
	for _, r := range rows {
		there[r.revision] = true
	}
	newest := map[id]id{} // by record, its revision so far
	var out []row
	for _, r := range rows {
		if r.parent != newest[r.record] && (there[r.parent] || !mended) {
			out = append(out, r)
		}
		newest[r.record] = r.revision
	}
	return out
}

// missing finds the heads that are not there any more, or are other rows now. What a former member wrote counts up to the heads of the day,
// so they could else write it anew.
func missing(rows []row, heads []head, mended bool) []error {
	links := map[head]string{}
	for _, r := range rows {
		at := r.head()
		links[head{Origin: at.Origin, Seq: at.Seq}] = at.Link
	}
	var out []error
	for _, h := range heads {
		link, there := links[head{Origin: h.Origin, Seq: h.Seq}]
		if there && link != h.Link || !there && !mended {
			out = append(out, fmt.Errorf("origin %s, seq %d: not what the roster saw there", h.Origin, h.Seq))
		}
	}
	return out
}

func (r row) head() head { return head{r.origin.String(), r.seq, fmt.Sprintf("%x", r.link)} }

// repair is what a manager's program wrote into a file that it made of a damaged one: before which rows others are missing.
type repair struct {
	Gaps []head `json:"gaps"`
}

func repairs(sound []opened) ([]repair, error) {
	var out []repair
	var wrong error
	for _, o := range sound {
		if o.kind != kindRepair {
			continue
		}
		var r repair
		wrong = errors.Join(wrong, json.Unmarshal(o.fields, &r))
		out = append(out, r)
	}
	return out, wrong
}
