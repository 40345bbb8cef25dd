package contactlog_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"noddfa/data/contactlog"
)

func TestTheSameRowTypedOtherwiseIsTheSame(t *testing.T) {
	header := []string{"Date", "Time", "Name", "Age", "Phone", "Language", "Summary", "Platform", "Demanded", "Paid", "Force", "Safe", "Advice", "Outcome"}
	row := []string{"03/09/2017", "14:35", "Llŷr O'Neill", "19", "07700 900321", "English", "Met online. \"Pay\" – he said", "Instagram", "1200", "0", "South Wales Police", "no - rang back", "don't pay; don't reply", "Rang off"}
	again := []string{"3 Sept 2017", "2.35pm", "LLY\u0302R  O’Neill", "19 years old", "+44 7700 900 321", "Saesneg", "met  online. “pay” - he said ", "insta", "£1,200", "nil", "S Wales", "No (Rang back)", "Don’t pay;don’t reply;", "rang off"}
	want := mustRead(t, asCSV(t, header, row), november2026).Rows[0].Normalised()
	if got := mustRead(t, asCSV(t, header, again), november2026).Rows[0].Normalised(); !bytes.Equal(got, want) {
		t.Errorf("differs:\n%s\n%s", got, want)
	}
	for i, other := range []string{"04/09/2017", "14:36", "Llyr O'Neill", "about 19", "07700 900322", "Welsh", "Met", "Snapchat", "1200.01", "", "Gwent", "no", "don't pay", "x"} {
		changed := append([]string(nil), row...)
		changed[i] = other
		if got := mustRead(t, asCSV(t, header, changed), november2026).Rows[0].Normalised(); bytes.Equal(got, want) {
			t.Errorf("%s %q counts as the same", header[i], other)
		}
	}
	turned := func(cells []string) []string {
		out := append([]string(nil), cells[7:]...)
		return append(out, cells[:7]...)
	}
	if got := mustRead(t, asCSV(t, turned(header), turned(row)), november2026).Rows[0].Normalised(); !bytes.Equal(got, want) {
		t.Errorf("columns in another order differ:\n%s\n%s", got, want)
	}
}

func TestAllRowsOfTheSampleDiffer(t *testing.T) {
	seen := map[string]int{}
	for _, r := range mustRead(t, sample(t, sampleLog), contactlog.Options{}).Rows {
		if before := seen[string(r.Normalised())]; before != 0 {
			t.Errorf("rows %d and %d are the same", before, r.Number)
		}
		seen[string(r.Normalised())] = r.Number
	}
}

// Records keep a hash of these bytes: a change of them makes every log that is
// brought in again look new.
func TestNormalisedRowsStayWhatTheyWere(t *testing.T) {
	sum := sha256.New()
	for _, r := range mustRead(t, sample(t, messyLog), contactlog.Options{}).Rows {
		sum.Write(r.Normalised())
	}
	const want = "7cb1024edd46ab3288fbf33698851302c16dbbbcf924e77c86a35c35317de5d1"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("%s, not %s: is the change meant? Then version 2", got, want)
	}
}
