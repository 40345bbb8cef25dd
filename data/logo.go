package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"noddfa/data/logo"
)

// Logo is the picture on the charity's letters. Its bytes are a record of their own, so that unlocking and the record
// of a letter do not carry them.
type Logo struct {
	File   ID     `json:"file"` // the record with its bytes
	SHA256 string `json:"sha256"`

	Picture []byte `json:"-"` // a PNG; none where it was not read
}

// codeLogo begins the code of a refusal to take a picture as the logo.
const codeLogo Code = "logo-"

// CodeLogo is the code of a refusal to take a picture as the logo.
func CodeLogo(reason logo.Reason) Code { return codeLogo + Code(reason) }

// ChooseLogo reads a file that is to be the logo, and makes of it the picture that is kept.
func ChooseLogo(path string) ([]byte, error) {
	const doing = "reading a logo"
	f, err := os.Open(path)
	if err != nil {
		return nil, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err != nil:
		return nil, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	case !info.Mode().IsRegular():
		return nil, refuse(CodeLogo(logo.Other), doing)
	}
	file, err := io.ReadAll(io.LimitReader(f, logo.MostBytes+1))
	if err != nil {
		return nil, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	picture, reason := logo.Read(file)
	if reason != logo.Taken {
		return nil, refuse(CodeLogo(reason), doing)
	}
	return picture, nil
}

// SetLogo puts a picture at the top of the letters from now on; given none, they have none. Letters that were sent
// stay as they are.
func (v *Vault) SetLogo(ctx context.Context, picture []byte) error {
	const doing = "writing the logo"
	v.mu.RLock()
	record, o := v.org.ID, v.org.Value
	v.mu.RUnlock()
	o.Logo = nil
	var changes []change
	if len(picture) > 0 {
		if _, err := logo.Open(picture); err != nil {
			return refuse(CodeLogo(logo.Broken), doing)
		}
		sum := sha256.Sum256(picture)
		o.Logo = &Logo{File: NewID(), SHA256: hex.EncodeToString(sum[:])}
		changes = append(changes, change{o.Logo.File, groupZero(inContacts), attached{picture}})
	}
	_, err := v.commit(ctx, append(changes, change{record, groupZero(inContacts), o}))
	return fail(doing, err)
}

// WithLogo is a letter with the picture that its letterhead names. A letter whose picture cannot be read goes without:
// it is never what a letter waits for.
func (v *Vault) WithLogo(ctx context.Context, l Letter) Letter {
	if l.Sender.Logo == nil || l.Sender.Logo.Picture != nil {
		return l
	}
	with := *l.Sender.Logo
	with.Picture = v.LogoPicture(ctx, with)
	l.Sender.Logo = &with
	return l
}

// LogoPicture reads the picture of a logo; nil if it is not there as it was kept.
func (v *Vault) LogoPicture(ctx context.Context, l Logo) []byte {
	revisions, err := v.ledger.Record(ctx, l.File)
	if err != nil {
		return nil
	}
	list, err := v.openAll(ctx, revisions)
	if err != nil {
		return nil
	}
	for _, o := range list {
		file, ok := o.value.(attached)
		if sum := sha256.Sum256(file.Bytes); ok && hex.EncodeToString(sum[:]) == l.SHA256 {
			return file.Bytes
		}
	}
	return nil
}
