// Package sipphone is a scripted telephone that speaks real SIP and RTP over UDP.
//
// A Phone registers, dials and is dialled; a Call is one conversation with its times, its audio in both directions
// and its end. An Ear tells which known recording a call is hearing. The package owns no policy: whoever holds the
// Phone decides when to ring, answer, talk and hang up. It plays the caller in `thirdring call`, the agents' desk
// phones in end-to-end tests, and hundreds of both in benchmarks.
//
// Messages are parsed, sent and repeated by sipgo's transaction layer. Dialogs are kept here because sipgo's dialog
// types wait for the other side where a script must not, and because their times are taken after goroutine switches:
// here every time is read at the socket (see wire), so a post-dial delay is the network's, not the scheduler's.
// RTP is a socket and a reader per call and one sender (Pacer) for any number of calls; diago would cost several
// goroutines and timers a call.
package sipphone
