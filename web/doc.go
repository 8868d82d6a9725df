// Package web is thirdring's HTTP side: sign-in and roles, the API that pages
// and shell commands use, health, and the embedded desktop.
//
// Everything it shows comes through the small interfaces in options.go; it
// keeps no state but the sessions' cookie on the browser. It audits every look
// at an owner's file and every playback, never shows a whole telephone number,
// and never shows an internal error.
package web
