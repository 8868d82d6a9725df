// Package replay asks what a past day would have been like with another
// configuration. It reads the day from the journal, plays it to a core of the
// queue package, and counts what comes of it.
//
// It is a model, and honest about what it takes from the day and what it
// assumes; Assumed counts how often:
//
//   - Calls arrive when they did, for the hotline they did; who they are, and who
//     had them last, is known as soon as it was.
//   - A caller who hung up waiting has exactly that much patience, counted from
//     the call's arrival. One who was answered, or went another way, has at least
//     so much; how much more is drawn from the day's abandoned calls
//     (Kaplan-Meier), and is without end where the day says nothing.
//   - A caller presses the keys that she pressed, if she still waits then. Nobody
//     presses one who did not.
//   - A customer who is called back answers, or not, as she did the first time,
//     the second time, and so on; where there were fewer attempts, as another of
//     the day, and where there were none, she takes the call.
//   - A conversation takes as long as it did, whoever has it, part after part:
//     whoever has the customer gives her away when the day's agent did. If that is
//     not possible (the colleague talks), the agent keeps her for the rest. One
//     that never was takes as long as another of the day.
//   - A phone on duty is answered if it was for this caller; for others as often
//     as on the day. A message is as long as it was.
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
// Left out and counted: calls that an outage of a node or of thirdring touched,
// and calls that had not ended. Their agents are busy meanwhile. Not played: an
// agent's telephone or desktop that was lost (the conversation goes on with the
// first agent), holds and conferences (they change nobody's time), surveys.
//
// The day as it was, played with the configuration of the day, shows how far off
// the model is.
package replay
