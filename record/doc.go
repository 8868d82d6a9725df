// Package record keeps the call register (来去电登记): one row for every call,
// in and out, answered or not.
//
// It owns the rows, what is computed from them, their place in Redis, the
// search, the exports, the spool file in which rows wait while Redis is away,
// and the tasks (promises, follow-ups, call-backs) that rows give rise to. The wiring drives it: a Writer takes what the core wants saved, a
// Register answers the web pages and the shell. It never decides anything
// about a call, and it never shows a whole telephone number unless it is asked
// to; who may ask, and the audit of it, belong to the caller.
package record
