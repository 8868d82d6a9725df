/**
 * 配置各字段的中文名与说明,按字段名,或按“上级.字段名”(后者优先)。英文取自服务器的字段说明。
 * 这里没有的新字段以原名和英文说明显示。
 */
export const fields: Record<string, [label: string, hint?: string]> = {
  name: ['名称'], cadence: ['铃声节奏', '按它计算响铃声数'], hotlines: ['热线'], queues: ['队列'], agents: ['坐席'], breaks: ['小休原因'], categories: ['来电分类'],
  departments: ['转接部门'], transfer_reasons: ['转接原因'], purposes: ['外呼目的'], schedules: ['营业时间'], calendar: ['节假日'], duty_lists: ['值班电话'],
  voicemail: ['留言'], priorities: ['优先客户', '这些客户可少等一段时间'],
  'root.name': ['中心名称', '来电者听到、员工看到的名称'],
  emergency: ['紧急通道', '不设置则没有'], 'hotlines.emergency': ['紧急热线', '来电都进入紧急通道，全天立即应答'], 'emergency.queues': ['振这些队列的坐席', '同时振铃；不设置为全部坐席'],
  escalate: ['加振值班电话', '到时仍无坐席接听；不设置为 15 秒'], duty: ['值班表', '不设置则不加振'],
  'queues.keys': ['等候时的按键'], 'after_hours.keys': ['按键'],
  callbacks: ['回电', '来电者按键要求回电，保留排队位置；须有通向“回电”的按键'], tries: ['回电次数', '不设置为 3 次'], every: ['两次间隔', '不设置为 5 分'], keep: ['保留多久', '只计营业时间，到时未回成则转为待办；不设置为 4 小时'], same_day: ['当天有效', '结束营业时未回成的转为待办；不勾选则保留到下次营业（最多 4 天）再回电'],
  survey: ['满意度评价'], ask: ['请客户评价', '坐席先挂机后，请客户按 1 满意、2 一般、3 不满意'], min_talk: ['通话至少', '短于此的不问；不设置为都问'], music: ['等待音乐', '在“等待音乐”页上传；不选为常用音乐'],
  targets: ['服务目标'], service_level: ['服务水平', '时限内接听 ÷ (接听 + 放弃 − 过短放弃)'], three_rings: ['三声内接听', '坐席话机第四声前接听 ÷ 接听'], answered: ['接通率', '接听 ÷ 进入队列'],
  abandoned: ['放弃率', '(放弃 − 过短放弃) ÷ (接听 + 放弃 − 过短放弃)'], satisfaction: ['满意率', '满意 ÷ 作出评价的'], resolved: ['一次解决率', '7 天内同一房屋、同类问题没有再来电 ÷ 接听'],
  answer: ['平均应答速度', '从进入队列到坐席接听的平均时间'], handle: ['平均处理时长', '通话 + 保持 + 话后处理的平均时间'], reply: ['承诺回复', '从通话结束到回复客户，最长多久'],
  'root.surge': ['集中来电提醒', '10 分钟内同一楼栋来电达到此数时，提示主管发布事件公告；0 为不提示'],
  ring_on: ['响铃时长'], ring_off: ['间隔时长'],
  id: ['编号', '小写字母、数字、- 和 _'], code: ['代码'], number: ['号码'], note: ['备注'], level: ['级别', '1 至 10'],
  'hotlines.number': ['热线号码', '与线路送来的号码一致'], project: ['项目', '登记簿按此归类'], queue: ['队列'],
  mode: ['接听方式', '先问候：系统应答、问候后排队；先找人：客户听回铃时先振坐席'],
  answer_after: ['系统应答时间', '先问候：响铃多久后应答；先找人：无人接听时多久由系统应答'],
  schedule: ['营业时间', '不设置则全天营业'], after_hours: ['非营业时间'], greeting: ['问候语', '提示音编号，留空用 greet.main'], closing: ['结束语', '坐席先挂机时播放的提示音，如 close.main'],
  priority: ['提前时间', '按提前这么久到达来排队'], skills: ['所需技能'], skill: ['技能代码'],
  ring_limit: ['振铃时限', '超过则转下一位坐席'], threshold: ['服务水平时限', '从进入队列算起'], short: ['过短放弃', '在此之前挂机的不计入'],
  wrap_up: ['话后处理时间', '到时自动结束；0 为没有'], wrap_up_max: ['话后处理最长', '可延长到多久；0 为 10 倍'], comfort_every: ['安抚语间隔', '0 为不播'], keys_prompt: ['按键提示', '告知等候者有哪些按键的提示音；留空时，按 1 可回电则播 queue.callback'], comforts: ['安抚语', '提示音编号，轮流播放；不设置为 queue.comfort'],
  record: ['录音', '录音并告知来电者'], announce: ['等待播报', '不设置则播报位置和预计等待'], keep_place: ['保留位置', '挂机后在此时间内再打来，回到原位置；0 为不保留'],
  overflow: ['溢出', '何时不再接收或留住来电，以及去向'], max_waiting: ['最多等待人数', '0 为不限'], max_wait: ['最长等待', '0 为不限'], nobody: ['无人在线时最长等待', '0 为不限'], then: ['去向', '按顺序尝试'],
  routing: ['分配方式'], strategy: ['策略', '不设置为空闲最久'], weight: ['权重', '坐席服务多个队列时，等待时间乘以此数；1 至 10'], misses: ['未接次数', '连续漏接几次后标为无应答；1 至 10'],
  'routing.level': ['起始级别', '先只找此级别以内的坐席；不设置为全部'], widen: ['逐步放宽'], after: ['等待超过'], lower: ['技能要求降低'], 'widen.level': ['级别放宽到'], 'widen.queue': ['加入队列'],
  same_agent: ['上次坐席', '在此时间内通过话的坐席优先，如 7 天；不设置为否'], same_agent_wait: ['等候上次坐席', '最多等这么久'],
  work_no: ['工号', '播报给来电者；留空不播报'], 'agents.id': ['坐席编号', '也是话机账号'], 'agents.name': ['姓名'], 'agents.queues': ['服务的队列'], 'agents.skills': ['技能'],
  device: ['默认话机'], levels: ['各队列的级别', '级别小的先接；未列出的为 1'],
  approval: ['需主管同意'], subs: ['子类'], silent: ['骚扰或误拨', '登记时不必填写摘要'], opt_out: ['受退订限制', '客户退订后不得以此目的外呼'],
  prompt: ['提示音'], holiday_prompt: ['节假日提示音'], keys: ['按键'], key: ['按键'], otherwise: ['未按键时', '按顺序尝试；为空则礼貌结束'],
  week: ['每周时间'], days: ['星期'], hours: ['时段'], holiday: ['节假日时段', '不填则休息'], workday: ['调休上班日时段', '不填则同周一'],
  date: ['日期'], until: ['到', '不填则一天'], kind: ['类型'], phones: ['电话', '按顺序呼叫，接听后按 1 接通'], 'phones.name': ['姓名'], 'phones.number': ['电话号码'], ring: ['振铃时长'],
  limit: ['最长留言'], silence: ['静音多久结束'], shortest: ['过短重录'], segment: ['客户等级'], credit: ['提前时间'],
}

/** options are the words for values that are chosen from a list. */
export const options: Record<string, string> = {
  'greet-first': '先问候', 'agent-first': '先找人', phone: '桌面话机', page: '网页话机', care_call: '关怀', marketing: '营销', survey: '回访调查',
  position: '只报位置', wait: '只报预计等待', nothing: '不播报', holiday: '节假日', workday: '调休上班',
  longest_idle: '空闲最久', round_robin: '轮流', fewest_calls: '当天接听最少', least_talk: '当天通话最短', random: '随机', ordered: '按编号', ring_all: '同时振全部，先接者得',
  mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日',
  ordinary: '普通', loyal: '忠诚', valued: '重点', prospect: '潜在', vip: 'VIP', true: '是', false: '否',
}
