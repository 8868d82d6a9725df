package sipphone

import (
	"fmt"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// isChallenge says whether a response asks for credentials.
func isChallenge(res *sip.Response) bool {
	return res.StatusCode == sip.StatusUnauthorized || res.StatusCode == sip.StatusProxyAuthRequired
}

// sign answers the challenge of a response in the request that is to follow.
func (p *Phone) sign(req *sip.Request, challenge *sip.Response) error {
	asked, answer := "WWW-Authenticate", "Authorization"
	if challenge.StatusCode == sip.StatusProxyAuthRequired {
		asked, answer = "Proxy-Authenticate", "Proxy-Authorization"
	}
	header := challenge.GetHeader(asked)
	if header == nil {
		return fmt.Errorf("sipphone: %d without %s", challenge.StatusCode, asked)
	}
	parsed, err := digest.ParseChallenge(header.Value())
	if err != nil {
		return fmt.Errorf("sipphone: %s: %w", asked, err)
	}
	parsed.Algorithm = sip.ASCIIToUpper(parsed.Algorithm)
	credentials, err := digest.Digest(parsed, digest.Options{
		Method: req.Method.String(), URI: req.Recipient.Addr(), Username: p.opts.User, Password: p.opts.Secret,
	})
	if err != nil {
		return fmt.Errorf("sipphone: sign %s: %w", req.Method, err)
	}
	req.AppendHeader(sip.NewHeader(answer, credentials.String()))
	return nil
}
