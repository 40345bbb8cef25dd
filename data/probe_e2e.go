//go:build e2e

package data

import (
	"encoding/hex"
	"fmt"
)

// KeysHeld is every key in memory, in hexadecimal, so that the window tests can look for their bytes after locking. No
// other build has it.
func (v *Vault) KeysHeld() map[string]string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	held := map[string]string{}
	for epoch, keys := range v.keys() {
		for c := range keys {
			key := keys[c]
			held[fmt.Sprintf("compartment %d of epoch %d", c, epoch)] = hex.EncodeToString(key[:])
		}
	}
	for id, g := range v.groups {
		for _, k := range g.versions {
			held[fmt.Sprintf("group %s, version %d", id, k.version)] = hex.EncodeToString(k.key[:])
		}
	}
	if secret, err := v.identity().Bytes(); err == nil {
		held["the identity's seed for receiving"] = hex.EncodeToString(secret[:32])
		held["the identity's seed for signing"] = hex.EncodeToString(secret[32:])
	}
	return held
}
