package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"noddfa/data/permitted"
)

// digestStep is how much of a file is read at a time.
const digestStep = 1 << 20

// DigestOptions are what reading a file for its SHA-256 needs to be told.
type DigestOptions struct {
	// NoPictures refuses a file that begins as a picture or a video: where one may be of a child, nobody is to open it,
	// for this purpose neither.
	NoPictures bool
	Progress   func(done, size int64) // after each step; may be nil
}

// Digest works out the SHA-256 of a file outside the records, in hexadecimal, a
// piece at a time. Nothing of the file is kept.
func Digest(ctx context.Context, path string, o DigestOptions) (string, error) {
	const doing = "working out the SHA-256 of a file"
	f, err := os.Open(path)
	if err != nil {
		return "", &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	case !info.Mode().IsRegular():
		return "", refuse(CodeNotFile, doing)
	}
	sum, step := sha256.New(), make([]byte, digestStep)
	defer clear(step)
	for done := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return "", fail(doing, err)
		}
		n, err := io.ReadFull(f, step)
		if done == 0 && o.NoPictures && permitted.Known(step[:n]) != permitted.Allowed {
			return "", refuse(CodeDigestBlocked, doing)
		}
		sum.Write(step[:n])
		done += int64(n)
		if o.Progress != nil {
			o.Progress(done, info.Size())
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return hex.EncodeToString(sum.Sum(nil)), nil
		case err != nil:
			return "", &Error{Code: codeOfReading(err), Doing: doing, Err: err}
		}
	}
}
