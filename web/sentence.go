package web

import "strings"

// lang is a language that messages exist in.
type lang int

const (
	chinese lang = iota
	english
)

// sentence is a message in each language.
type sentence [2]string

// language is English when the client prefers it, else Chinese.
func language(accept string) lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(accept)), "en") {
		return english
	}
	return chinese
}

var sentences = map[code]sentence{
	codeBadRequest:  {"请求内容有误,请检查后重试。", "The request does not fit; see the fields."},
	codeNotSignedIn: {"请先登录。", "Sign in first."},
	codeWrong:       {"用户名或密码错误。", "The user or the password is wrong."},
	codeForbidden:   {"您没有此操作的权限。", "Your role may not do this."},
	codeOrigin:      {"请求来自其他网站,已拒绝。", "Another site's page asked for this; it was refused."},
	codeNotFound:    {"没有找到。", "There is no such thing, or not for you."},
	codeRefused:     {"现在不能这样做。", "This is not possible now."},
	codeConflict:    {"他人已修改过,请重新打开后再改。", "Somebody else has changed this meanwhile; open it again."},
	codeTooLarge:    {"请求内容过大。", "The request is too large."},
	codeTooMany:     {"尝试次数过多,请稍后再试。", "Too many attempts; try again later."},
	codeInternal:    {"系统出错,请联系管理员并提供请求编号。", "Something went wrong; tell the administrator the request id."},
	codeUnavailable: {"系统暂时无法处理,请稍后再试。", "The server cannot do this now; try again."},
}
