package sipphone

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/emiago/sipgo/sip"
)

// ErrNobody says that no SIP server listens on an address.
var ErrNobody = errors.New("nobody listens there")

// Probe asks whether a SIP server listens on host:port (OPTIONS), until the context's deadline. Any answer will do. An
// INVITE would take half a minute to find out.
func Probe(ctx context.Context, server string) (err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "udp", server)
	if err != nil {
		return fmt.Errorf("sipphone: %s: %w", server, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return fmt.Errorf("sipphone: %s: %w", server, err)
		}
	}
	ask := fmt.Sprintf("OPTIONS sip:%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=%s\r\nFrom: <sip:probe@%s>;tag=%s\r\n"+
		"To: <sip:%s>\r\nCall-ID: %s\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
		server, conn.LocalAddr(), sip.GenerateBranch(), conn.LocalAddr(), sip.GenerateTagN(8), server, sip.GenerateTagN(16))
	if _, err := conn.Write([]byte(ask)); err != nil {
		return fmt.Errorf("sipphone: %s: %w", server, err)
	}
	_, err = conn.Read(make([]byte, packetLimit))
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("sipphone: %s: %w", server, ErrNobody)
	case err != nil:
		return fmt.Errorf("sipphone: %s: %w: %w", server, ErrNobody, err)
	}
	return nil
}
