package record

// dictionary1 primes the compression of rows with what nearly every row
// holds, the commonest last. It is part of format 1: never change it, add a
// format with another one instead.
const dictionary1 = `退房款证件工程变更搬离入住催办关怀回访突发事件物业费收费房屋使用装修政策法规按揭产权合同小区动态` +
	`报修急修紧急一般轻微水电燃气电梯渗漏投诉服务质量工程质量交付邻里建议表扬维修进度查询回复咨询其他骚扰误拨无声` +
	`业主反映来电已派单工程部上门处理客户要求尽快维修请联系物业安排,。期栋单元室号楼花园使用人家属租户意向客户业主` +
	`"x":"","hx":"","no":"","pa":"mk":true,"eq":16,"er":"while_away""er":"node_lost""er":"failed""er":"drained""er":"dropped"` +
	`"o":"abandoned_ring""o":"abandoned_greeting""o":"abandoned_queue""o":"short""o":"failed"` +
	`"r":"no_answer"},"r":"rejected"},"r":"offline"},"r":"caller_gone"},"r":"failed"},` +
	`"ec":"system","ec":"network","ec":"agent","er":"hangup","cm":"choice","cm":"withheld","cm":"unknown",` +
	`{"i":"queue.comfort","t":{"i":"queue.position","t":{"i":"queue.wait_est","t":{"i":"queue.enter","t":` +
	`{"id":"-2026","d":"out","d":"in","h":"4008001234","p":"","q":"main","cd":[1000,4000],"cr":"138","cn":"+861` +
	`","cm":"known","ow":["","","业主",""],"t":17,"ts":[1,"po":,"of":[{"a":"10","t":["s":true,"r":"answered"}],` +
	`"ho":[["a":["10","10",""],"ec":"caller","er":"hangup","eq":16,"o":"answered",` +
	`"w":{"c":"INQ","c":"REP-U","c":"REP-G","c":"CMP","s":"","t":"","ok":true,"sa":` +
	`"r":{"i":"","f":".wav","t":,"d":,"h":"="},` +
	`"pr":[{"i":"greet.main","t":1},{"i":"greet.record","t":},{"i":"agent.workno","t":}],"f":true}`
