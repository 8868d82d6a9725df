package deploy

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// notifySocket receives the message with which a service tells that it is ready (sd_notify's protocol), so that nobody
// has to guess by polling.
type notifySocket struct {
	path string
	conn *net.UnixConn
}

func listenNotify(path string) (*notifySocket, error) {
	if err := removeFile(path); err != nil {
		return nil, err
	}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return nil, fmt.Errorf("deploy: notify socket: %w", err)
	}
	return &notifySocket{path: path, conn: conn}, nil
}

func (n *notifySocket) close() {
	// Nothing was written through it, so closing loses nothing.
	_ = n.conn.Close()
	_ = os.Remove(n.path)
}

// wait returns when READY=1 arrives; it fails when ctx ends or the process does.
func (n *notifySocket) wait(ctx context.Context, p *Process) error {
	ready := make(chan error, 1)
	go func() { ready <- n.read() }()
	var err error
	select {
	case err = <-ready:
		return err
	case <-ctx.Done():
		err = fmt.Errorf("not ready in time: %w", ctx.Err())
	case <-p.Done():
		err = fmt.Errorf("ended while starting: %w", cmpErr(p.Err()))
	}
	// Wakes the reader, which this function started and therefore waits for.
	if deadlineErr := n.conn.SetReadDeadline(time.Now()); deadlineErr != nil {
		return errors.Join(err, deadlineErr)
	}
	if readErr := <-ready; readErr == nil {
		return nil // it became ready at the last moment
	}
	return err
}

func (n *notifySocket) read() error {
	buffer := make([]byte, 4096)
	for {
		length, err := n.conn.Read(buffer)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(buffer[:length])) {
			if strings.TrimSpace(line) == "READY=1" {
				return nil
			}
		}
	}
}

// cmpErr names an end without an error, which is just as unexpected during a start.
func cmpErr(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}
