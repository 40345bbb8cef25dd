// Command noddfactl is Noddfa's companion for the console: for scripts, for
// the people who look after the computers, and for tests. It links no window.
//
// A verb is a file: its flags, what it needs, what it prints. Results go to
// standard output, as JSON where --json is given; progress and errors go to
// standard error. A passphrase is read from a terminal, from standard input
// (--passphrase-stdin) or from a file (--passphrase-file), never from an
// argument or the environment.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 wrong passphrase or no key
// for it, 4 the vault is damaged (what can be read is still read).
package main
