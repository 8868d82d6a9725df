package ws

import "thirdring/agent"

// script holds the phrases for the agent to say, from the prompts' manifest.
// They are spoken to customers and so are Chinese in every language of the page.
func script(center string, me agent.Profile) []Script {
	name := me.Name
	if name == "" {
		name = string(me.ID)
	}
	greet := "您好," + center + "客服!我是客服" + name
	if me.WorkNo != "" {
		greet += ",工号" + me.WorkNo
	}
	return []Script{
		{ID: "agent.greet", Text: greet + "。"},
		{ID: "hold.ask", Text: "对不起,我需要暂时离开一下核实情况,请您稍等,可以吗?谢谢您。"},
		{ID: "hold.resume", Text: "对不起,让您久等了。"},
		{ID: "promise", Text: "这个问题我暂时不能当场答复您,原因是{原因},我们将在{时间}前给您回复。"},
		{ID: "dialect", Text: "对不起,请您用普通话,好吗?"},
		{ID: "out_of_scope", Text: "非常抱歉,您的要求超出了我们的服务范围。"},
		{ID: "anything_else", Text: "请问您还有其他需要吗?"},
		{ID: "close.main", Text: "感谢您的来电,再见!"},
	}
}
