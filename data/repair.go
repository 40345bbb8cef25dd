package data

// repair is written into a file that was made of what could be read of a
// damaged one: how much was lost, so that the gaps are known and not new.
type repair struct {
	Lost []headInFile `json:"lost,omitempty"` // the revisions after which others are missing
}
