package assets

// Version is the version of the programs. FyneApp.toml and the packages carry
// the same; a test compares them.
const Version = "0.1.0"
