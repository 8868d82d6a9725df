package deploy

import (
	"fmt"
	"net"
	"strconv"
)

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
	const attempts = 20
	for range attempts {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil {
			return "", fmt.Errorf("deploy: find a free port: %w", err)
		}
		free := listener.Addr().(*net.TCPAddr).Port
		packet, err := net.ListenPacket("udp", net.JoinHostPort(host, strconv.Itoa(free)))
		if err == nil {
			err = packet.Close()
		}
		if closeErr := listener.Close(); closeErr != nil {
			return "", fmt.Errorf("deploy: find a free port: %w", closeErr)
		}
		if err == nil {
			return net.JoinHostPort(host, strconv.Itoa(free)), nil
		}
	}
	return "", fmt.Errorf("deploy: no port on %s is free for both UDP and TCP", host)
}
