package data_test

import (
	"path/filepath"
	"testing"

	"noddfa/data"
)

func TestPassphrasesAreMeasured(t *testing.T) {
	for passphrase, want := range map[string]data.Strength{
		"mair opens it":                                  data.StrengthWeak,
		"acre pendant acre":                              data.StrengthWeak,
		"my name is sam and i like cats":                 data.StrengthFair,
		"acre granite pendant vacuum":                    data.StrengthFair,
		"acre granite pendant vacuum yodel":              data.StrengthStrong,
		"x7Kq9vTz2Rm4Lp8w":                               data.StrengthStrong,
		"mae'r haul yn gwenu ar Abertawe heddiw bob awr": data.StrengthStrong,
		"lantern meadow copper quiet zebra":              data.StrengthStrong,
		"correct horse battery staple 42":                data.StrengthFair,
	} {
		if got := data.MeasurePassphrase(passphrase, "Hafan Example", "Mair"); got != want {
			t.Errorf("%q is %d, not %d", passphrase, got, want)
		}
	}
}

func TestPassphrasesThatAnybodyTriesAreRefusedWithTheReason(t *testing.T) {
	for passphrase, want := range map[string]data.Code{
		"":                         data.CodeShort,
		"seven77":                  data.CodeShort,
		"ŵŵŵŵŵŵŵ":                  data.CodeShort,
		"password":                 data.CodeCommon,
		"P4ssw0rd!":                data.CodeCommon,
		"Password2026":             data.CodeCommon,
		"Liverpool1":               data.CodeCommon,
		"Croeso 2026":              data.CodeCommon,
		"pendant7":                 data.CodeCommon,
		"aaaaaaaaaaaaaaaaaaaaaaaa": data.CodePattern,
		"12345678901234567890":     data.CodePattern,
		"hgfedcba":                 data.CodePattern,
		"acre acre acre acre acre": data.CodePattern,
		"!!!!!!!!":                 data.CodePattern,
		"hafan example":            data.CodeOwnName,
		"HafanExample1":            data.CodeOwnName,
		"Mair Mostyn":              data.CodeOwnName,
		"mair mostyn at hafan":     "",
		"five plain words":         "",
		"volunteer passphrase":     "",
	} {
		if got := data.RefusedPassphrase(passphrase, "Mair Mostyn", "Hafan Example", ""); got != want {
			t.Errorf("%q: refused as %q, want %q", passphrase, got, want)
		}
	}
}

func TestAWeakPassphraseOpensNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "charity"+data.Extension)
	o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true}
	setup := data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: "Hafan Example 1", Options: o}
	_, _, err := data.Create(t.Context(), path, setup)
	wantCode(t, "the charity's name", err, data.CodeOwnName)
	setup.Passphrase = passphrase
	v, _, err := data.Create(t.Context(), path, setup)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	_, err = v.AddMember(t.Context(), "Cadwaladr", data.Caseworker, "cadwaladr")
	wantCode(t, "a member's name", err, data.CodeOwnName)
	must[data.Member](t)(v.AddMember(t.Context(), "Cadwaladr", data.Caseworker, "five words for another member"))
	wantCode(t, "a reset", v.ResetMember(t.Context(), "Cadwaladr", "letmein123"), data.CodeCommon)
	wantCode(t, "a change", v.ChangePassphrase(t.Context(), "abababababab"), data.CodePattern)
}
