package queue

import "thirdring/agent"

// About is the call that the last Step's event was about, empty if it was
// about none in particular.
func (c *Core) About() CallID { return c.about }

func (c *Core) callOf(ev Event) CallID {
	switch ev := ev.(type) {
	case CallArrived:
		return c.legs[ev.Leg].call
	case LegCreated:
		return c.legs[ev.Leg].call
	case LegAnswered:
		return c.legs[ev.Leg].call
	case LegGone:
		return c.legs[ev.Leg].call
	case LegHeld:
		return c.legs[ev.Leg].call
	case LegUnheld:
		return c.legs[ev.Leg].call
	case LegTalking:
		return c.legs[ev.Leg].call
	case LegReferred:
		return c.legs[ev.Leg].call
	case LegDigit:
		return c.legs[ev.Leg].call
	case PlayStarted:
		return ev.Call
	case PlayEnded:
		return ev.Call
	case Connected:
		return ev.Call
	case RecordingEnded:
		return ev.Call
	case CommandFailed:
		return ev.Call
	case OfferShown:
		return ev.Call
	case SaveWrapUp:
		return ev.Call
	case ChooseOwner:
		return ev.Call
	case HangUp:
		return ev.Call
	case RecordSaved:
		return ev.Call
	case Identified:
		return ev.Call
	case ExtendWrapUp:
		return ev.Call
	case PhoneBack:
		return c.contactOf(ev.Agent)
	case Dial:
		return c.contactOf(ev.Agent)
	default:
		return controlled(ev)
	}
}

// controlled is the call that an agent's request is about.
func controlled(ev Event) CallID {
	switch ev := ev.(type) {
	case Hold:
		return ev.Call
	case Swap:
		return ev.Call
	case Conference:
		return ev.Call
	case Mute:
		return ev.Call
	case SendDigits:
		return ev.Call
	case PauseRecording:
		return ev.Call
	case Consult:
		return ev.Call
	case Transfer:
		return ev.Call
	case CompleteTransfer:
		return ev.Call
	case DropThird:
		return ev.Call
	case SendToSurvey:
		return ev.Call
	case AskHelp:
		return ev.Call
	case TakeHelp:
		return ev.Call
	case MoveUpInLine:
		return ev.Call
	case MoveToQueue:
		return ev.Call
	case GiveToAgent:
		return ev.Call
	case CancelCallback:
		return ev.Call
	case CallBackNow:
		return ev.Call
	default:
		return ""
	}
}

// contactOf is the call that the agent is bound to, if there is one.
func (c *Core) contactOf(id agent.ID) CallID {
	if a := c.agents[id]; a != nil {
		return CallID(a.Contact.Call)
	}
	return ""
}
