package ws

import (
	"cmp"
	"slices"

	"thirdring/agent"
	"thirdring/queue"
)

// script holds the phrases for the agent to say as the call stands, from the
// prompts' manifest. They are spoken to customers and so are Chinese in every
// language of the page. A third party has nothing of it to say.
func (f *floor) script(p *pop, part part) []Script {
	if part.consulted {
		return []Script{}
	}
	if talk := p.call.Talk; part.main && !talk.HeldSince.IsZero() {
		others := slices.DeleteFunc(slices.Clone(commonScript), func(s Script) bool { return s == holdResume })
		return append([]Script{holdResume}, others...)
	}
	if p.call.Record.Direction == queue.Outbound {
		return slices.Concat(f.outboundScript(p, part.me.Profile), commonScript)
	}
	greet := Script{ID: "agent.greet", Text: "您好," + f.center.Name + "客服!我是客服" + introduced(part.me.Profile) + "。"}
	return append([]Script{greet}, commonScript...)
}

func introduced(me agent.Profile) string {
	text := cmp.Or(me.Name, string(me.ID))
	if me.WorkNo != "" {
		text += ",工号" + me.WorkNo
	}
	return text
}

func (f *floor) outboundScript(p *pop, me agent.Profile) []Script {
	i := slices.IndexFunc(f.center.Purposes, func(d queue.DialPurpose) bool { return d.Code == p.call.Record.Purpose })
	optOut := ""
	if i >= 0 {
		optOut = f.center.Purposes[i].OptOut
	}
	hello := "您好,我是" + f.center.Name + "客服" + introduced(me)
	if p.call.Callback != nil {
		return []Script{{ID: "agent.callback", Text: hello + ",您预约了回电,请问有什么可以帮您?"}}
	}
	switch optOut {
	case "":
		return []Script{{ID: "agent.parts", Text: hello + "。"}}
	case "survey":
		return []Script{{ID: "followup", Text: hello + ",您于{日期}的报修/投诉已处理完毕,请问您对处理结果满意吗?"}, optOutDone}
	default:
		return []Script{{ID: "agent.parts", Text: hello + "。"}, optOutDone}
	}
}

var (
	holdResume = Script{ID: "hold.resume", Text: "对不起,让您久等了。"}
	optOutDone = Script{ID: "care.optout_ok", Text: "好的,已为您登记退订,今后不再向您致电发送此类信息。"}

	commonScript = []Script{
		{ID: "hold.ask", Text: "对不起,我需要暂时离开一下核实情况,请您稍等,可以吗?谢谢您。"},
		holdResume,
		{ID: "transfer.notice", Text: "您的问题需要由{部门}为您处理,原因是{原因},我现在为您转接,请您稍候。"},
		{ID: "promise", Text: "这个问题我暂时不能当场答复您,原因是{原因},我们将在{时间}前给您回复。"},
		{ID: "dialect", Text: "对不起,请您用普通话,好吗?"},
		{ID: "noise", Text: "对不起,您的声音不太清楚,请您大声一点,好吗?"},
		{ID: "silence", Text: "您好,请问您能听到我说话吗?… 对不起,听不到您的声音,请您稍后再拨,再见!"},
		{ID: "refuse.recording", Text: "好的,我们将为您记录文字信息。"},
		{ID: "out_of_scope", Text: "非常抱歉,您的要求超出了我们的服务范围。"},
		{ID: "anything_else", Text: "请问您还有其他需要吗?"},
		{ID: "close.main", Text: "感谢您的来电,再见!"},
	}
)
