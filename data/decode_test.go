package data

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// FuzzRecord feeds the decoder of every kind: whatever it takes it writes
// again as the same record.
func FuzzRecord(f *testing.F) {
	f.Add(uint8(KindContact), []byte(`{"started":"2018-05-06T19:40:00Z","demanded":6000,"age":24}`))
	f.Add(uint8(KindNote), []byte(`{"happened":{},"amendments":[{"at":"2026-11-23T12:00:00Z","by":"Mair","text":"x"}]}`))
	f.Add(uint8(KindMoney), []byte(`{"money_kind":"demand","amount":12.5}`))
	f.Add(uint8(KindPlan), []byte(`{"made":"2026-11-23T12:00:00Z","sections":[{"actions":[{"what":"x"}]}]}`))
	f.Add(uint8(KindLetter), []byte(`{"letter":{"type":"new-report"},"pdf":"JVBERg=="}`))
	f.Add(uint8(200), []byte(`{}`))
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		value, err := decode(Kind(kind), text)
		if err != nil {
			return
		}
		first, err := json.Marshal(value)
		if err != nil {
			return // a time out of JSON's range can be read but not written
		}
		again, err := decode(Kind(kind), first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		second, err := json.Marshal(again)
		if err != nil || string(first) != string(second) {
			t.Fatalf("read again it is another record: %s and %s", first, second)
		}
		if kindOf(value) != Kind(kind) {
			t.Fatalf("kind %d was read as %d", kind, kindOf(value))
		}
	})
}

// FuzzRosterEntry plays somebody who can write to the file: no entry that a
// manager did not sign is taken.
func FuzzRosterEntry(f *testing.F) {
	identity, err := seal.NewIdentity()
	if err != nil {
		f.Fatal(err)
	}
	contacts := seal.Key{7}
	founder := Member{ID: ID{1}, Name: "Mair", Role: Manager, public: identity.Public()}
	fresh := func() *roster {
		r := &roster{vault: ID{9}}
		if _, err := r.sign(identity, contacts, entry{Epoch: 1, Action: actGenesis, Signer: founder.ID, Audit: []byte{1}}, founder); err != nil {
			f.Fatal(err)
		}
		return r
	}
	r := fresh()
	kit := Member{ID: ID{2}, Name: "Kit", Role: Manager, public: identity.Public()}
	box, err := r.sign(identity, contacts, entry{Epoch: 1, Action: actAdd, Signer: founder.ID, Audit: []byte{1}}, kit)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(box.Body)
	f.Add(box.Body[:70])
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := fresh()
		err := r.take(ledger.Box{Class: ledger.ClassRoster, Subject: r.vault[:], Number: 1, Body: body}, func(uint32) []seal.Key { return []seal.Key{contacts} })
		if err == nil && founder.public.Check("roster", body[64:], body[:64]) != nil {
			t.Fatal("an entry was taken that no manager signed")
		}
		if err != nil && len(r.members) != 1 {
			t.Fatal("a refused entry changed the roster")
		}
	})
}

// FuzzStamp holds the reader of author and time to what the writer writes.
func FuzzStamp(f *testing.F) {
	f.Add([]byte("0123456789abcdef01234567{}"))
	f.Add([]byte("short"))
	f.Add([]byte(`0123456789abcdef01234567{"vouch":"000102030405060708090a0b0c0d0e0f","what":"ring"}`))
	f.Add([]byte(`0123456789abcdef01234567{"vouch":"000102030405060708090A0B0C0D0E0F","what":"ring"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, ok := readStamp(bytes.Clone(text))
		if !ok {
			return
		}
		if again := s.plain(); string(again) != string(text) {
			t.Fatal("another text")
		}
	})
}

// FuzzAnchors feeds what is beside the settings and in the keyring: what is read is kept as it is by the next save,
// whatever the two lines were.
func FuzzAnchors(f *testing.F) {
	f.Add([]byte(`{"origin":"01010101010101010101010101010101","seq":3,"link":"ab"}`))
	f.Add([]byte(`{"places":[{"path":"/charity.noddfa","origin":"01010101010101010101010101010101","seq":3}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		was := readAnchorFile(text)
		if len(was.places) == 0 || was.number > 1<<60 {
			return
		}
		text = bytes.Clone(text)
		for range 3 {
			next, at, err := was.next(was.places)
			if err != nil {
				return // a time that JSON cannot say
			}
			if at < 0 {
				text = next
			} else {
				copy(text[at:], next)
			}
			again := readAnchorFile(text)
			if again.number != was.number+1 || !reflect.DeepEqual(again.places, was.places) || again.width == 0 || again.width*2 != len(text) {
				t.Fatalf("kept %+v, read %+v", was, again)
			}
			was = again
		}
	})
}

// FuzzBesideTheFile feeds what lies beside the vault, where others may write: the header, drafts that were handed over
// and lists of what was erased are read as they were written, or not at all.
func FuzzBesideTheFile(f *testing.F) {
	f.Add([]byte(`{"salt":"AAAAAAAAAAAAAAAAAAAAAA==","memory":65536,"time":3,"threads":4}`))
	f.Add([]byte(`{"vault":"01010101010101010101010101010101","drafts":[{"member":"01010101010101010101010101010101","form":"02020202020202020202020202020202","box":"AA=="}]}`))
	f.Add([]byte("{}\n{\"erasure\":\"01010101010101010101010101010101\"}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if kdf, ok := kdfIn(ledger.Box{Body: text}); ok && kdf.Validate() == nil && (kdf.Memory < 64<<10 || kdf.Memory > 1<<20 || kdf.Time > 10) {
			t.Errorf("a header asks for %+v", kdf)
		}
		readStamp(bytes.Clone(text))
		if held, err := readHeld(text); err == nil {
			again, err := json.Marshal(held)
			if err != nil {
				t.Fatal(err)
			}
			if same, err := readHeld(again); err != nil || len(same.Drafts) != len(held.Drafts) {
				t.Errorf("%s was read, and again as %+v: %v", text, same, err)
			}
		}
		list := listOf(text)
		var lines []byte
		for _, e := range list {
			line, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(append(lines, line...), '\n')
		}
		if again := listOf(lines); len(again) != len(list) {
			t.Errorf("of %d entries %d are read again", len(list), len(again))
		}
	})
}

// FuzzLeftWhileLocked feeds what is left beside the vault while nobody can open it: a call, a look at the list, and what
// a locked computer keeps. Somebody who can write there knows the public key a call is sealed to, so a call is fed both
// as it is and sealed.
func FuzzLeftWhileLocked(f *testing.F) {
	dir := f.TempDir()
	v, _, err := Create(f.Context(), filepath.Join(dir, "charity"+Extension), Setup{
		Organisation: Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: attackPhrase, Options: Options{StateDir: dir, NoKeyring: true},
	})
	if err != nil {
		f.Fatal(err)
	}
	defer v.Close()
	contacts := v.keys()[v.roster().epoch][inContacts]
	inbox, err := inboxIdentity(contacts)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`{"contact":{"started":"2026-11-23T12:00:00Z","said":"x"},"at":"2026-11-23T12:00:00Z"}`))
	f.Add([]byte(`{"member":"01010101010101010101010101010101","at":"2026-11-23T12:00:00Z","signature":"AA=="}`))
	f.Add([]byte(`{"vault":"01010101010101010101010101010101","epoch":1,"key":"AA==","on_call":[{"name":"Mair"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir, id := t.TempDir(), NewID()
		write := func(ending string, parts ...[]byte) string {
			path := filepath.Join(dir, id.String()+ending)
			if err := os.WriteFile(path, slices.Concat(parts...), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		epoch := binary.BigEndian.AppendUint32(nil, v.roster().epoch)
		if _, ok := v.unsealCall(id, write(sealedCall, epoch, text)); ok {
			t.Error("a call was read that is not sealed")
		}
		key := seal.NewKey()
		wrapped, err := inbox.Public().Wrap(key, callPlace("inbox key", v.id, id, v.roster().epoch))
		if err != nil {
			t.Fatal(err)
		}
		if call, ok := v.unsealCall(id, write(sealedCall, epoch, wrapped, key.Seal(text, callPlace("inbox", v.id, id, v.roster().epoch)))); ok {
			again, err := json.Marshal(call)
			if err != nil {
				t.Fatalf("a call that opens cannot be written: %v", err)
			}
			if same, ok := v.unsealCall(id, write(sealedCall, epoch, wrapped, key.Seal(again, callPlace("inbox", v.id, id, v.roster().epoch)))); !ok || !reflect.DeepEqual(same, call) {
				t.Errorf("%+v was read, and again as %+v", call, same)
			}
		}
		look := lookKey(contacts).Seal(text, v.lookPlace(id, v.roster().epoch))
		if _, ok := v.openLook(id, write(sealedLook, epoch, look)); ok {
			t.Error("a look was believed that nobody signed")
		}
		if kept, ok := readForLocked(write(".json", text)); ok {
			if again, err := json.Marshal(kept); err == nil {
				if same, ok := readForLocked(write(".json", again)); !ok || same.Vault != kept.Vault || string(same.Key) != string(kept.Key) {
					t.Errorf("%s was read, and again as %+v", text, same)
				}
			}
		}
	})
}
