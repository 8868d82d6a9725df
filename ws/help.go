package ws

import (
	"cmp"
	"slices"

	"thirdring/queue"
)

// helpChanged keeps the list of who asks for help in step with a call. It
// reports whether supervisors must be told.
func (f *floor) helpChanged(call queue.Call) bool {
	old, had := f.help[call.ID]
	talk := call.Talk
	if call.Phase == queue.Ended || talk == nil || talk.Help.Since.IsZero() {
		delete(f.help, call.ID)
		return had
	}
	asked := HelpAsked{
		Call: call.ID, Agent: talk.Agent, AgentName: f.agents[talk.Agent].Name,
		Text: talk.Help.Text, Since: talk.Help.Since, By: talk.Help.By,
	}
	f.help[call.ID] = asked
	return asked != old
}

func (f *floor) helpAsked() Help {
	list := []HelpAsked{}
	for _, asked := range f.help {
		list = append(list, asked)
	}
	slices.SortFunc(list, func(a, b HelpAsked) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Call, b.Call))
	})
	return Help{Asked: list}
}
