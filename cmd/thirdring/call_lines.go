package main

import (
	"fmt"
	"strings"
)

// callLine is the line of an event as a person likes to read it.
func callLine(lang string, e callEvent) string {
	if lang == "en" {
		return callLineEN(e)
	}
	return callLineZH(e)
}

// causeZH and causeEN name the usual Q.850 causes and SIP codes.
func causeZH(e callEvent) string {
	switch {
	case e.Cause == 16:
		return "正常挂断"
	case e.Cause == 17 || e.Code == 486 || e.Code == 600:
		return "忙"
	case e.Cause == 19 || e.Cause == 18:
		return "无人接听"
	case e.Cause == 21 || e.Code == 603:
		return "拒接"
	case e.Code == 404:
		return "号码不存在"
	case e.Code == 487:
		return "已取消"
	}
	return e.Reason
}

func callLineZH(e callEvent) string {
	switch e.Event {
	case "dialled":
		return fmt.Sprintf("拨打 %s,主叫 %s(%s)", e.To, e.From, e.SIP)
	case "ringing":
		return fmt.Sprintf("振铃  第 %d 声", e.Rings)
	case "answered":
		return fmt.Sprintf("接听  第 %d 声内,%.1f 毫秒", e.Rings, e.Millis)
	case "prompt":
		return promptNameZH(e) + "  " + e.Text
	case "music":
		return fmt.Sprintf("音乐  (%.0f dBFS)", e.Level)
	case "voice":
		return fmt.Sprintf("人声  (%.0f dBFS)", e.Level)
	case "tone":
		return fmt.Sprintf("单音  %.0f Hz(%.0f dBFS)", e.Hz, e.Level)
	case "silence":
		return "静音"
	case "speaking":
		return "开始说话"
	case "pressed":
		return "按键  " + e.Keys
	case "keys":
		return "听到按键  " + e.Keys
	case "hanging_up":
		if e.Reason == "limit" {
			return "到时挂机"
		}
		return "挂机"
	case "ended":
		by := map[string]string{"self": "本方", "peer": "对方", "network": "网络"}[e.By]
		return fmt.Sprintf("结束  %s结束,%s%s", by, causeZH(e), talkedZH(e))
	}
	return e.Event
}

func talkedZH(e callEvent) string {
	if e.Millis == 0 {
		return ""
	}
	return fmt.Sprintf(",接听后 %.1f 秒", e.Millis/1000)
}

// promptNameZH says what a prompt means to the caller.
func promptNameZH(e callEvent) string {
	switch {
	case strings.HasPrefix(e.Prompt, "greet.record"):
		return "录音告知"
	case strings.HasPrefix(e.Prompt, "greet."):
		return "问候"
	case e.Prompt == "queue.position" && e.Slots["n"] != "":
		return "排队  第 " + e.Slots["n"] + " 位之后"
	case e.Prompt == "queue.wait_est" && e.Slots["n"] != "":
		return "预计等候  " + e.Slots["n"] + " 分钟"
	case e.Prompt == "agent.workno" && e.Slots["digits"] != "":
		return "接通  工号 " + e.Slots["digits"]
	}
	return "提示音"
}

func callLineEN(e callEvent) string {
	switch e.Event {
	case "dialled":
		return fmt.Sprintf("calling %s as %s through %s", e.To, e.From, e.SIP)
	case "ringing":
		return fmt.Sprintf("ring %d", e.Rings)
	case "answered":
		return fmt.Sprintf("answered on ring %d, after %.1f ms", e.Rings, e.Millis)
	case "prompt":
		return promptNameEN(e) + ": " + e.Text
	case "music", "voice":
		return fmt.Sprintf("%s (%.0f dBFS)", e.Event, e.Level)
	case "tone":
		return fmt.Sprintf("a tone of %.0f Hz (%.0f dBFS)", e.Hz, e.Level)
	case "speaking":
		return "the caller begins to speak"
	case "pressed":
		return "pressed " + e.Keys
	case "keys":
		return "heard the keys " + e.Keys
	case "hanging_up":
		if e.Reason == "limit" {
			return "hanging up, the time is over"
		}
		return "hanging up"
	case "ended":
		by := map[string]string{"self": "us", "peer": "the other side", "network": "the network"}[e.By]
		line := fmt.Sprintf("ended by %s: %s", by, causeEN(e))
		if e.Millis > 0 {
			line += fmt.Sprintf(", %.1f s after the answer", e.Millis/1000)
		}
		return line
	}
	return e.Event
}

func causeEN(e callEvent) string {
	switch {
	case e.Cause == 16:
		return "normal hang-up"
	case e.Cause == 17 || e.Code == 486 || e.Code == 600:
		return "busy"
	case e.Cause == 18 || e.Cause == 19:
		return "no answer"
	case e.Cause == 21 || e.Code == 603:
		return "declined"
	case e.Code == 487:
		return "cancelled"
	}
	return e.Reason
}

func promptNameEN(e callEvent) string {
	switch {
	case strings.HasPrefix(e.Prompt, "greet.record"):
		return "recording notice"
	case strings.HasPrefix(e.Prompt, "greet."):
		return "greeting"
	case e.Prompt == "queue.position" && e.Slots["n"] != "":
		return e.Slots["n"] + " callers ahead"
	case e.Prompt == "queue.wait_est" && e.Slots["n"] != "":
		return "estimated wait " + e.Slots["n"] + " min"
	case e.Prompt == "agent.workno" && e.Slots["digits"] != "":
		return "connected to agent " + e.Slots["digits"]
	}
	return "announcement"
}
