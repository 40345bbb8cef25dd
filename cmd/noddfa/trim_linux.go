//go:build cgo

package main

// #include <stdlib.h>
// #ifdef __GLIBC__
// #include <malloc.h>
// static void trim(void) { malloc_trim(0); }
// #else
// static void trim(void) {}
// #endif
import "C"

// trim gives back what SQLite took for reading the file: the C library keeps it.
func trim() { C.trim() }
