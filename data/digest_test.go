package data_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
)

func TestDigestOfAFileIsWorkedOutPieceByPiece(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "export.zip")
	for name, content := range map[string]string{"nothing": "", "short": "pay £500", "three pieces": strings.Repeat("0123456789abcdef", 150_000), "exactly one": strings.Repeat("x", 1<<20)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var done, size int64
		got, err := data.Digest(t.Context(), path, data.DigestOptions{Progress: func(d, s int64) { done, size = d, s }})
		if want := sha256.Sum256([]byte(content)); err != nil || got != hex.EncodeToString(want[:]) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if done != int64(len(content)) || size != done {
			t.Errorf("%s: %d of %d are done", name, done, size)
		}
	}
}

func TestDigestStopsWhenNobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(path, make([]byte, 5<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	steps := 0
	_, err := data.Digest(ctx, path, data.DigestOptions{Progress: func(int64, int64) {
		steps++
		stop()
	}})
	if !errors.Is(err, context.Canceled) || steps != 1 {
		t.Errorf("after %d steps: %v", steps, err)
	}
}

func TestDigestOpensNoPictureWhereItMayBeOfAChild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	picture, words := filepath.Join(dir, "words.txt"), filepath.Join(dir, "words.jpg")
	for path, content := range map[string]string{picture: "\xff\xd8\xff\xe0\x00\x10JFIF\x00", words: "pay £500"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := data.Digest(t.Context(), picture, data.DigestOptions{NoPictures: true}); data.CodeOf(err) != data.CodeDigestBlocked {
		t.Errorf("a picture: %v", err)
	}
	if _, err := data.Digest(t.Context(), words, data.DigestOptions{NoPictures: true}); err != nil {
		t.Errorf("words: %v", err)
	}
	if _, err := data.Digest(t.Context(), dir, data.DigestOptions{}); data.CodeOf(err) != data.CodeNotFile {
		t.Errorf("a folder: %v", err)
	}
}
