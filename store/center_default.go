package store

import (
	"time"

	"thirdring/queue"
)

// Default is a centre with one queue, the usual break reasons and the
// categories of a property hotline. It has no hotline and no agents yet.
func Default() Document {
	return Document{
		Name:       "客户服务中心",
		Cadence:    CadenceDoc{RingOn: seconds(1), RingOff: seconds(4)},
		Hotlines:   []HotlineDoc{},
		Queues:     []QueueDoc{DefaultQueue("service", "客户服务")},
		Agents:     []AgentDoc{},
		Breaks:     defaultBreaks(),
		Categories: defaultCategories(),
	}
}

// DefaultQueue is a queue with the times of the service manuals: an agent's
// phone rings three times at most, and a person answers within three rings.
func DefaultQueue(id, name string) QueueDoc {
	return QueueDoc{
		ID: id, Name: name,
		RingLimit:    seconds(15),
		AnswerTarget: seconds(10),
		Threshold:    seconds(15),
		Short:        seconds(5),
		WrapUp:       seconds(60),
		ComfortEvery: seconds(30),
		Record:       true,
	}
}

// DefaultHotline is a hotline in either mode. Both answer within three rings:
// greet-first at once, agent-first after 10 s without an agent.
func DefaultHotline(number, name, queueID string, mode queue.Mode) HotlineDoc {
	h := HotlineDoc{Number: number, Name: name, Queue: queueID, Mode: mode}
	if mode == queue.AgentFirst {
		h.AnswerAfter = seconds(10)
	}
	return h
}

func seconds(n int) Duration { return Duration(time.Duration(n) * time.Second) }

func defaultBreaks() []BreakDoc {
	return []BreakDoc{
		{"rest", "小休"},
		{"meal", "用餐"},
		{"training", "培训"},
		{"meeting", "会议"},
		{"outbound", "回访外呼"},
		{"paperwork", "案头工作"},
		{"other", "其他"},
	}
}

func defaultCategories() []CategoryDoc {
	return []CategoryDoc{
		{"INQ", "咨询", []string{"物业费/收费", "房屋使用", "装修", "政策法规", "入住/搬离", "按揭/产权/合同", "小区动态"}},
		{"REP-U", "报修-急修/紧急", []string{"水", "电", "燃气", "电梯", "渗漏"}},
		{"REP-G", "报修-一般", nil},
		{"REP-M", "报修-轻微", nil},
		{"CMP", "投诉", []string{"服务质量", "工程质量", "物业", "收费", "交付", "邻里", "重大"}},
		{"SUG", "建议", nil},
		{"PRA", "表扬", nil},
		{"PRG", "维修进度查询/回复", nil},
		{"FEE", "收费/物业费", nil},
		{"CHG", "变更办理", []string{"入住", "装修", "搬离", "证件", "工程变更", "退房款"}},
		{"FUP", "回访", []string{"交付后", "维修后", "投诉后", "节日", "首次关怀", "满意度"}},
		{"CAR", "关怀", []string{"生日", "节日", "节点"}},
		{"REM", "提醒/催办", []string{"按揭还款", "领取合同", "物业费"}},
		{"EMG", "突发事件", nil},
		{"OPT", "退订", nil},
		{"OTH", "其他", []string{"超出服务范围"}},
		{"NUL", "骚扰/误拨/无声", nil},
	}
}
