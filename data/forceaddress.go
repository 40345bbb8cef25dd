package data

import (
	"slices"
	"strings"

	"noddfa/assets"
)

// ForceAt is where letters to a police force go, as the organisation knows it.
type ForceAt struct {
	Force   string   `json:"force"` // id in assets' police forces
	Address []string `json:"address,omitempty"`
}

// AddressOf returns where letters to a force go, a line each; nil where nobody has said it.
func (o Organisation) AddressOf(force string) []string {
	for _, f := range o.Forces {
		if f.Force == force {
			return f.Address
		}
	}
	if f, ok := assets.ForceByID(force); ok && f.Address != "" {
		return strings.Split(f.Address, "\n")
	}
	return nil
}

// SetAddress says where letters to a force go; no lines forget it.
func (o *Organisation) SetAddress(force string, lines []string) {
	o.Forces = slices.DeleteFunc(slices.Clone(o.Forces), func(f ForceAt) bool { return f.Force == force })
	if force != "" && len(lines) > 0 {
		o.Forces = append(o.Forces, ForceAt{Force: force, Address: lines})
	}
}
