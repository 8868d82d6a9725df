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

		Departments:     defaultDepartments(),
		TransferReasons: defaultTransferReasons(),
		Purposes:        defaultPurposes(),
		Voicemail:       defaultVoicemail(),
		Targets:         defaultTargets(),
	}
}

// DefaultQueue is a queue with the times of the service manuals: an agent's
// phone rings three times at most, and a person answers within three rings.
func DefaultQueue(id, name string) QueueDoc {
	return QueueDoc{
		ID: id, Name: name,
		RingLimit:    seconds(15),
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

// defaultTargets are those of the service manuals. What a service level should be
// they do not say.
func defaultTargets() TargetsDoc {
	all := Share(1)
	return TargetsDoc{ThreeRings: &all, Satisfaction: &all, Reply: Duration(24 * time.Hour)}
}

func defaultBreaks() []BreakDoc {
	return []BreakDoc{
		{Code: "rest", Name: "小休"},
		{Code: "meal", Name: "用餐"},
		{Code: "training", Name: "培训", Approval: true},
		{Code: "meeting", Name: "会议"},
		{Code: "outbound", Name: "回访外呼"},
		{Code: "paperwork", Name: "案头工作"},
		{Code: "other", Name: "其他"},
	}
}

// defaultDepartments are those of a property company. Their numbers are to be
// replaced by the real ones.
func defaultDepartments() []DepartmentDoc {
	const note = "示例分机,请改为实际号码"
	return []DepartmentDoc{
		{Code: "repair", Name: "工程维修部", Number: "8001", Note: note},
		{Code: "security", Name: "秩序维护部", Number: "8002", Note: note},
		{Code: "environment", Name: "环境绿化部", Number: "8003", Note: note},
		{Code: "fees", Name: "收费财务部", Number: "8004", Note: note},
		{Code: "handover", Name: "交付与产权办证", Number: "8005", Note: note},
		{Code: "manager", Name: "项目经理值班", Number: "8006", Note: note},
	}
}

func defaultTransferReasons() []TransferReasonDoc {
	return []TransferReasonDoc{
		{Code: "specialist", Name: "需专业部门处理"},
		{Code: "authority", Name: "超出本岗位权限"},
		{Code: "in_charge", Name: "由原经办人跟进"},
		{Code: "complaint", Name: "投诉升级"},
		{Code: "emergency", Name: "紧急情况"},
		{Code: "language", Name: "方言或语言不通"},
		{Code: "wish", Name: "客户指定"},
	}
}

func defaultPurposes() []PurposeDoc {
	return []PurposeDoc{
		{Code: "follow_up", Name: "回访", OptOut: "survey"},
		{Code: "progress", Name: "维修进度回复"},
		{Code: "promise", Name: "承诺回复"},
		{Code: "callback", Name: "回电"},
		{Code: "reminder", Name: "提醒/催办"},
		{Code: "care", Name: "关怀", OptOut: "care_call"},
		{Code: "notice", Name: "活动通知", OptOut: "marketing"},
	}
}

func defaultCategories() []CategoryDoc {
	return []CategoryDoc{
		{Code: "INQ", Name: "咨询", Subs: []string{"物业费/收费", "房屋使用", "装修", "政策法规", "入住/搬离", "按揭/产权/合同", "小区动态"}},
		{Code: "REP-U", Name: "报修-急修/紧急", Subs: []string{"水", "电", "燃气", "电梯", "渗漏"}},
		{Code: "REP-G", Name: "报修-一般"},
		{Code: "REP-M", Name: "报修-轻微"},
		{Code: "CMP", Name: "投诉", Subs: []string{"服务质量", "工程质量", "物业", "收费", "交付", "邻里", "重大"}},
		{Code: "SUG", Name: "建议"},
		{Code: "PRA", Name: "表扬"},
		{Code: "PRG", Name: "维修进度查询/回复"},
		{Code: "FEE", Name: "收费/物业费"},
		{Code: "CHG", Name: "变更办理", Subs: []string{"入住", "装修", "搬离", "证件", "工程变更", "退房款"}},
		{Code: "FUP", Name: "回访", Subs: []string{"交付后", "维修后", "投诉后", "节日", "首次关怀", "满意度"}},
		{Code: "CAR", Name: "关怀", Subs: []string{"生日", "节日", "节点"}},
		{Code: "REM", Name: "提醒/催办", Subs: []string{"按揭还款", "领取合同", "物业费"}},
		{Code: "EMG", Name: "突发事件"},
		{Code: "OPT", Name: "退订"},
		{Code: "OTH", Name: "其他", Subs: []string{"超出服务范围"}},
		{Code: "NUL", Name: "骚扰/误拨/无声", Silent: true},
	}
}
