package data

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"noddfa/data/seal"
)

// kitCheck lets two typed groups of the recovery code be compared after the
// code itself is forgotten. It is sealed to managers, who hold every key the
// code could open.
type kitCheck struct {
	Made      time.Time `json:"made"`
	Confirmed time.Time `json:"confirmed,omitzero"`
	Groups    []string  `json:"groups"` // HMAC-SHA256 of each group under a key of management
}

func newKitCheck(management seal.Key, code seal.Code, made time.Time) kitCheck {
	check := kitCheck{Made: made}
	for i, group := range code.Groups() {
		check.Groups = append(check.Groups, kitHash(management, i, group))
	}
	return check
}

func kitHash(management seal.Key, i int, group string) string {
	key := management.Derive("noddfa/1 kit groups")
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte{byte(i)})
	mac.Write([]byte(group))
	return hex.EncodeToString(mac.Sum(nil))
}

// KitPending reports whether the recovery kit has not been confirmed yet.
func (v *Vault) KitPending() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return !v.kit.ID.IsZero() && v.kit.Value.Confirmed.IsZero()
}

// ConfirmKit compares two typed groups of the code (numbered from 0) with the
// kit that was printed, and remembers that they were right.
func (v *Vault) ConfirmKit(ctx context.Context, typed map[int]string) (bool, error) {
	v.mu.RLock()
	record, check := v.kit.ID, v.kit.Value
	v.mu.RUnlock()
	key, ok := v.keys[1][inManagement]
	if record.IsZero() || !ok {
		return false, refuse(CodeNoKey, "confirming the recovery kit")
	}
	if len(typed) < 2 {
		return false, nil
	}
	for i, group := range typed {
		folded := strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(group))
		if i < 0 || i >= len(check.Groups) || kitHash(key, i, folded) != check.Groups[i] {
			return false, nil
		}
	}
	check.Confirmed = v.Now().UTC()
	_, err := v.commit(ctx, []change{{record, groupZero(inManagement), check}})
	return err == nil, fail("confirming the recovery kit", err)
}
