// Package replay asks what a past day would have been like with another
// configuration. It reads the day from the journal, plays it to a core of the
// queue package, and counts what comes of it.
//
// It is a model, and honest about what it takes from the day and what it
// assumes:
//
//   - Calls arrive when they did, for the hotline they did; who they are, and who
//     had them last, is known as soon as it was.
//   - A caller who hung up waiting has exactly that much patience, counted from
//     the call's arrival. One who was answered has at least so much; how much
//     more is drawn from the day's abandoned calls (Kaplan-Meier), and is
//     without end where the day says nothing.
//   - A conversation takes as long as it did, whoever has it. One that never
//     was takes as long as another of the day.
//   - An agent works when she did: signed in, on break, busy with calls out. A
//     phone rings for the agent's median, every so many offers are missed as on
//     the day, and after a miss the agent is away for the median of that.
//   - Wrap-up takes as long as it did, or runs to the configuration's limit if it
//     did then or nobody knows.
//   - What supervisors moved is moved again at the same time, if the call still
//     waits then. An agent who is new in the draft (Day.Join) works from the
//     first who came to the last who left.
//   - Draws are made from the call's id: the same day gives the same answer.
//
// Not played: transfers and consultations (all the talk is the first agent's),
// outages of telephones and desktops, keys and what comes of them: a caller who
// left with the promise of a call waits without end, an emergency only rings
// everybody, and nobody answers on duty. Who went another way than to an agent
// counts as not served in time, as on the board. The day as it was, played with the
// configuration of the day, shows how far off the model is.
package replay
