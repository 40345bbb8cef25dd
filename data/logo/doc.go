// Package logo makes of a picture that somebody chose the one that stands on the charity's letters.
//
// The file comes from anywhere, so nothing of it is kept but the colours of its dots: it is known by its content, its
// size is judged before it is decoded, and it is drawn anew on white, no larger than a letterhead needs. What a camera
// or a program wrote into it beside the picture (places, names, times) is gone.
//
// Start at Read. It reads bytes that are in memory, keeps nothing and opens nothing.
package logo
