// Package docs holds what the programs show of this folder besides the guide.
package docs

import _ "embed"

// Licences is what Noddfa is made of, with the licence of each part.
//
//go:embed licences.md
var Licences string
