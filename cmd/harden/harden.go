// Package harden keeps what is in a program's memory out of crash files and away from other programs of the same
// person, as far as each system has a way.
package harden
