package data

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Setup is what creating a vault needs.
type Setup struct {
	Organisation Organisation
	Name         string // of the first manager
	Passphrase   string
	Options
}

// MinPassphrase is the shortest passphrase that creating a vault accepts, in
// characters.
const MinPassphrase = 8

// Create makes a vault with its first manager and a recovery kit, and opens
// it. The file appears only when it is whole.
func Create(ctx context.Context, path string, s Setup) (*Vault, Kit, error) {
	s.Name = plainName(s.Name)
	if err := refusedPassphrase("creating a vault", s.Passphrase, s.Name, s.Organisation.Name, s.Organisation.NameCY); err != nil {
		return nil, Kit{}, err
	}
	now := s.clock()
	code := seal.FirstCode()
	v := &Vault{Now: now, path: path, id: NewID(), computer: newComputer(s.Options)}
	v.kdf = seal.NewKDF()
	if s.Costly {
		v.kdf = seal.MeasuredKDF()
	}
	boxes, err := v.found(v.kdf, s, code)
	if err != nil {
		return nil, Kit{}, fail("making the first keys", err)
	}
	v.start()
	v.computer.origin = NewID()
	made := now().UTC()
	s.Organisation.Made = made
	l, err := ledger.Create(ctx, path, func(tx *ledger.Tx) error {
		for _, b := range boxes {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		for _, c := range []compartment{inContacts, inCasework, inManagement} {
			if err := v.newGroup(tx, groupZero(c), c); err != nil {
				return err
			}
		}
		_, _, err := v.append(tx, []change{
			{record: NewID(), group: groupZero(inContacts), value: s.Organisation},
			{record: NewID(), group: groupZero(inManagement), value: newKitCheck(code, made)},
		})
		return err
	})
	if err != nil {
		return nil, Kit{}, fail("creating a vault", err)
	}
	v.ledger = l
	if err := v.load(ctx); err != nil {
		return nil, Kit{}, fail("reading the new vault", joinClose(err, l))
	}
	v.ledger.KeepSpare()
	v.computer.place = plainPath(path)
	v.dropAnchor(ctx, ledger.Head{})
	return v, v.kitOf(code, made), nil
}

// found makes the header, both identities, the roster and the grants.
func (v *Vault) found(kdf seal.KDF, s Setup, code seal.Code) ([]ledger.Box, error) {
	head, err := json.Marshal(header{Salt: kdf.Salt[:], Memory: kdf.Memory, Time: kdf.Time, Threads: kdf.Threads})
	if err != nil {
		return nil, err
	}
	boxes := []ledger.Box{{Class: ledger.ClassHeader, Subject: v.id[:], Number: ledger.FormatVersion, Body: head}}
	now := sitting{keys: compartmentKeys{1: newCompartmentKeys()}, roster: &roster{vault: v.id}}
	audit, err := auditIdentity(now.keys[1][inManagement])
	if err != nil {
		return nil, err
	}
	var grants []string
	for _, one := range []struct {
		name, passphrase, action string
		kit                      bool
	}{{s.Name, s.Passphrase, actGenesis, false}, {KitName, string(code), actAdd, true}} {
		identity, err := seal.NewIdentity()
		if err != nil {
			return nil, err
		}
		m := Member{ID: NewID(), Name: one.name, Role: Manager, Kit: one.kit, Active: true, public: identity.Public()}
		if !one.kit {
			now.identity, now.me = identity, m
		}
		issued, err := issueGrants(v.id, m, 1, now.keys[1])
		if err != nil {
			return nil, err
		}
		for _, g := range issued {
			grants = append(grants, hexOf(g.Hash()))
		}
		e := entry{Epoch: 1, Action: one.action, Signer: now.me.ID, Grants: slices.Clone(grants), Audit: audit.Public().KEM}
		step, err := now.roster.sign(now.identity, now.keys[1][inContacts], e, m)
		if err != nil {
			return nil, err
		}
		master, err := kdf.Master(one.passphrase)
		if err != nil {
			return nil, err
		}
		sealed, err := sealIdentity(v.id, m.ID, master, identity, now.roster.hashes[0])
		if err != nil {
			return nil, err
		}
		boxes = append(append(boxes, issued...), step, sealed)
	}
	now.me = now.roster.members[now.me.ID]
	v.sitting.Store(&now)
	return boxes, nil
}

// KitName is what the roster calls the recovery kit.
const KitName = "Recovery kit"

// sealIdentity makes the identity box of a member on no particular computer
// ("passphrase only").
func sealIdentity(vault, member ID, master seal.Key, id seal.Identity, genesis [32]byte) (ledger.Box, error) {
	secret, err := id.Bytes()
	if err != nil {
		return ledger.Box{}, err
	}
	defer clear(secret)
	body := identityKey(master, member).Seal(append(secret, genesis[:]...), identityPlace(vault, member, nil))
	return ledger.Box{Class: ledger.ClassIdentity, Subject: bytes.Clone(member[:]), Body: body}, nil
}

func identityKey(master seal.Key, member ID) seal.Key {
	return master.Derive("noddfa/1 identity " + member.String())
}

func identityPlace(vault, member ID, computer []byte) []byte {
	return seal.AssociatedData("identity", vault[:], member[:], computer)
}
