package telephony

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// musicModule is the part of Asterisk that plays music on hold.
const musicModule = "res_musiconhold.so"

// ReloadMusic lets every connected Asterisk read its classes of music again.
// Who hears music hears it on; what is played next is the new. A node that is
// not connected reads them when it is.
func (t *Telephony) ReloadMusic(ctx context.Context) error {
	var failed error
	for _, n := range t.nodes {
		if !n.up() {
			failed = errors.Join(failed, fmt.Errorf("telephony: asterisk %s is not connected", n.config.Name))
			continue
		}
		failed = errors.Join(failed, n.reloadMusic(ctx))
	}
	return failed
}

// reloadMusic costs nothing where no file has changed: Asterisk looks first.
func (n *node) reloadMusic(ctx context.Context) error {
	err := n.rest.do(ctx, request{command: "reload_music", method: http.MethodPut, path: []string{"asterisk", "modules", musicModule}}, nil)
	if err != nil {
		return fmt.Errorf("telephony: music of %s: %w", n.config.Name, err)
	}
	return nil
}

// musicMayHaveChanged reads the classes anew after a connection was made: they
// may have been changed while there was none.
func (n *node) musicMayHaveChanged() {
	n.lanes.add("", func() {
		if err := n.reloadMusic(n.ctx); err != nil {
			n.logger.Warn("music was not read again", "err", err)
		}
	})
}
