package data

import (
	"context"
	"time"
)

// The order of entries is that of their chain; the clock is only told. So a
// clock that is wrong refuses nothing and loses nothing, but it is said.

const (
	clockSlack = 5 * time.Minute // by which computers' clocks may differ without a word
	clockRows  = 100             // of the newest rows are asked how late they are
)

// readClock finds the latest time among the newest entries. The audit trail is
// left out: unlocking writes there.
func (v *Vault) readClock(ctx context.Context) {
	v.ahead = time.Time{}
	rows, err := v.ledger.LatestBut(ctx, uint8(KindAudit), clockRows)
	if err != nil {
		return // what is damaged is said elsewhere
	}
	for _, r := range rows {
		if !r.Whole() || !r.Linked() {
			continue
		}
		text, reason := v.unlockBox(r, &openRoom{})
		if reason != "" {
			continue
		}
		if s, ok := readStamp(text); ok && s.at.After(v.ahead) {
			v.ahead = s.at
		}
	}
}

// ClockBehind reports whether this computer's clock was behind the newest entry
// when the vault was unlocked, and of when that entry is.
func (v *Vault) ClockBehind() (newest time.Time, behind bool) {
	v.mu.wait()
	return v.ahead, v.Now().Add(clockSlack).Before(v.ahead)
}
