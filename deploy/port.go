package deploy

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
)

// Ports for programs that may have any: above those for voice, below those that
// systems give to whoever asks for none in particular (on Linux from 32768). A
// port of the latter could be gone before the program has it. They are handed
// out in turn, from anywhere on, so that two programs started at the same time
// get different ones.
const (
	firstPort = 30_000
	ports     = 2_768
)

var handedOut = func() *atomic.Uint32 {
	var n atomic.Uint32
	n.Store(rand.Uint32N(ports))
	return &n
}()

// settle returns addr with a port: "127.0.0.1:0" becomes one that is free for both UDP and TCP right now. The program
// that is started next could lose it to another; it then fails to become ready, which its start reports.
func settle(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("deploy: address %q: want host:port: %w", addr, err)
	}
	if port != "0" {
		return addr, nil
	}
	const attempts = 50
	for range attempts {
		addr := net.JoinHostPort(host, strconv.Itoa(firstPort+int(handedOut.Add(1)%ports)))
		if err = unused(addr); err == nil {
			return addr, nil
		}
	}
	return "", fmt.Errorf("deploy: no port on %s is free for both UDP and TCP: %w", host, err)
}

// unused reports why the address cannot be listened at.
func unused(addr string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	packet, err := net.ListenPacket("udp", addr)
	if err != nil {
		return err
	}
	return packet.Close()
}
