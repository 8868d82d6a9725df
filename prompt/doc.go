// Package prompt owns what a centre says to its callers beyond the prompts that it was installed with: recordings and
// texts of its own, every version of each, and the way from a WAV file to a sound that Asterisk plays well.
//
// The prompts made by `thirdring prompts` are the layer below; the centre's own lie above it in a folder of their own,
// whose manifest.json is the only truth about them. A file of sound is never written twice: a change makes a file with
// a new name and replaces the manifest, so that whoever listens to the old one hears it to its end. The package never
// plays anything and knows nothing of calls.
package prompt
