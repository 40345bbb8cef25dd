package data

// Giving is what of a case is to be given out, chosen item by item.
type Giving struct{}

// Given is what was given out.
type Given struct{}
