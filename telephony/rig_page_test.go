package telephony_test

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/telephony"
)

// realPage is a page's telephone as far as signalling goes: SIP over the
// node's websocket.
type realPage struct {
	url   string
	user  string
	calls chan *pageCall

	mu      sync.Mutex // guards the fields below
	conn    *websocket.Conn
	closed  chan struct{} // when the reader has left
	cseq    int
	answers chan sipMessage      // to REGISTER and INVITE
	open    map[string]*pageCall // by Call-ID
}

func newRealPage(url, id string) *realPage {
	const most = 10 // that nobody takes
	return &realPage{
		url: url, user: id + telephony.PageSuffix,
		calls: make(chan *pageCall, most), answers: make(chan sipMessage, most), open: make(map[string]*pageCall),
	}
}

func (p *realPage) register(t *testing.T, secret string) {
	t.Helper()
	p.connect(t)
	const uri = "sip:thirdring.invalid"
	nonce := challenge.FindStringSubmatch(p.ask(t, "").header.Get("WWW-Authenticate"))
	if nonce == nil {
		t.Fatal("no challenge")
	}
	sum := func(s string) string { h := md5.Sum([]byte(s)); return hex.EncodeToString(h[:]) }
	response := sum(ha1(p.user, secret) + ":" + nonce[1] + ":00000001:c:auth:" + sum("REGISTER:"+uri))
	answer := p.ask(t, fmt.Sprintf("Authorization: Digest username=%q, realm=%q, nonce=%q, uri=%q, response=%q, "+
		"algorithm=MD5, cnonce=\"c\", qop=auth, nc=00000001, opaque=%q\r\n", p.user, telephony.Realm, nonce[1], uri, response, nonce[2]))
	if !strings.HasPrefix(answer.first, "SIP/2.0 200") {
		t.Fatalf("the page's registration was answered %s", answer.first)
	}
}

var challenge = regexp.MustCompile(`nonce="([^"]+)".*opaque="([^"]+)"`)

func (p *realPage) connect(t *testing.T) {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"sip"}}
	conn, resp, err := dialer.DialContext(t.Context(), p.url, nil)
	check(t, err)
	resp.Body.Close()
	closed := make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn, p.closed = conn, closed
	go p.read(conn, closed)
	t.Cleanup(func() { conn.Close() })
}

func (p *realPage) unregister(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	conn, closed := p.conn, p.closed
	p.mu.Unlock()
	conn.Close()
	<-closed
}

// ask sends a REGISTER and returns its answer.
func (p *realPage) ask(t *testing.T, authorization string) sipMessage {
	t.Helper()
	p.cseq++
	p.send(fmt.Sprintf("REGISTER sip:thirdring.invalid SIP/2.0\r\n"+
		"Via: SIP/2.0/WS %[1]s.invalid;branch=z9hG4bK%[2]d\r\nMax-Forwards: 70\r\n"+
		"From: <sip:%[1]s@thirdring.invalid>;tag=page\r\nTo: <sip:%[1]s@thirdring.invalid>\r\n"+
		"Call-ID: %[1]s-%[3]p\r\nCSeq: %[2]d REGISTER\r\nExpires: 120\r\n"+
		"Contact: <sip:%[1]s@%[1]s.invalid;transport=ws>\r\n%[4]sContent-Length: 0\r\n\r\n", p.user, p.cseq, p, authorization))
	return p.answer(t)
}

func (p *realPage) answer(t *testing.T) sipMessage {
	t.Helper()
	select {
	case m := <-p.answers:
		return m
	case <-time.After(patience):
		t.Fatal("Asterisk does not answer the page")
		return sipMessage{}
	}
}

func (p *realPage) send(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn.WriteMessage(websocket.TextMessage, []byte(text)) //nolint:errcheck // whoever waits for the answer notices
}

func (p *realPage) read(conn *websocket.Conn, closed chan<- struct{}) {
	defer close(closed)
	defer conn.Close()
	for {
		_, frame, err := conn.ReadMessage()
		if err != nil {
			return
		}
		p.take(parseSIP(string(frame)))
	}
}

func (p *realPage) take(m sipMessage) {
	switch method, rest, _ := strings.Cut(m.first, " "); method {
	case "SIP/2.0":
		if !strings.HasPrefix(rest, "1") {
			p.answers <- m
		}
	case "INVITE":
		call := &pageCall{page: p, invite: m, over: make(chan struct{})}
		p.mu.Lock()
		p.open[m.header.Get("Call-Id")] = call
		p.mu.Unlock()
		p.calls <- call
	case "BYE":
		p.send(m.respond("200 OK", "", ""))
		p.mu.Lock()
		defer p.mu.Unlock()
		close(p.open[m.header.Get("Call-Id")].over)
	case "OPTIONS":
		p.send(m.respond("200 OK", "", ""))
	}
}

func (p *realPage) next(t *testing.T) pageRinging {
	t.Helper()
	select {
	case c := <-p.calls:
		return c
	case <-time.After(patience):
		t.Fatal("the page did not ring")
		return nil
	}
}

// pageCall is a call at the page.
type pageCall struct {
	page   *realPage
	invite sipMessage
	over   chan struct{}
}

// pageSDP is a browser's, whose media never comes.
const pageSDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\nc=IN IP4 127.0.0.1\r\n" +
	"a=rtpmap:8 PCMA/8000\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:%s\r\na=rtcp-mux\r\n" +
	"a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n" +
	"a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host\r\na=sendrecv\r\n"

func (c *pageCall) ended() <-chan struct{} { return c.over }

func (c *pageCall) autoAnswer() bool {
	return strings.HasSuffix(c.invite.header.Get("Call-Info"), ";answer-after=0")
}

func (c *pageCall) answer(*testing.T) {
	contact := fmt.Sprintf("Contact: <sip:%[1]s@%[1]s.invalid;transport=ws>\r\nContent-Type: application/sdp\r\n", c.page.user)
	c.page.send(c.invite.respond("200 OK", contact, fmt.Sprintf(pageSDP, "active")))
}

// comesBack sends a re-INVITE: else Asterisk would go on sending its requests
// for this call to the websocket that is gone.
func (c *pageCall) comesBack(t *testing.T) {
	t.Helper()
	target := strings.Trim(c.invite.header.Get("Contact"), "<>")
	head := func(method string) string {
		return fmt.Sprintf("%[1]s %[2]s SIP/2.0\r\nVia: SIP/2.0/WS %[3]s.invalid;branch=z9hG4bK-back%[1]s\r\nMax-Forwards: 70\r\n"+
			"From: %[4]s;tag=page\r\nTo: %[5]s\r\nCall-ID: %[6]s\r\nCSeq: 1 %[1]s\r\nContact: <sip:%[3]s@%[3]s.invalid;transport=ws>\r\n",
			method, target, c.page.user, c.invite.header.Get("To"), c.invite.header.Get("From"), c.invite.header.Get("Call-Id"))
	}
	offer := fmt.Sprintf(pageSDP, "actpass")
	c.page.send(head("INVITE") + fmt.Sprintf("Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s", len(offer), offer))
	if m := c.page.answer(t); !strings.HasPrefix(m.first, "SIP/2.0 200") {
		t.Fatalf("the page's re-INVITE was answered %s", m.first)
	}
	c.page.send(head("ACK") + "Content-Length: 0\r\n\r\n")
}

// sipMessage is a SIP message as far as the page reads it.
type sipMessage struct {
	first  string
	header textproto.MIMEHeader
	body   string
}

func parseSIP(text string) sipMessage {
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	first, rest, _ := strings.Cut(head, "\r\n")
	m := sipMessage{first: first, header: textproto.MIMEHeader{}, body: body}
	for line := range strings.SplitSeq(rest, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		m.header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return m
}

// respond writes a response to a request.
func (m sipMessage) respond(status, more, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "SIP/2.0 %s\r\n", status)
	for _, name := range []string{"Via", "From", "Call-Id", "Cseq"} {
		for _, value := range m.header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	to := m.header.Get("To")
	if !strings.Contains(to, "tag=") {
		to += ";tag=page"
	}
	fmt.Fprintf(&b, "To: %s\r\n%sContent-Length: %d\r\n\r\n%s", to, more, len(body), body)
	return b.String()
}
