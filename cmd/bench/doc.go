// Package bench measures Noddfa on a vault of any size, each figure beside its floor in the same run: what a program
// without keys, signatures and chains would need for the same. It makes a fictional charity in a scratch folder and
// takes the folder away again. Beside the vault it writes the same rows in the clear: all of them are made up.
//
// Start at Run in bench.go. A file holds what one row of the table measures; plain.go is the floor in the clear.
package bench
