package main

import (
	"context"
	"fmt"
	"time"

	"thirdring/deploy"
)

// A part that ends by itself is started again, as a service manager would, so that the demo shows what a crash does to
// the calls. One that ends as soon as it starts is given up.
const (
	demoRestarts     = 5
	demoRestartsTime = time.Minute
)

// wait keeps the parts running until ctx ends.
func (r *demoRig) wait(ctx context.Context) error {
	var ends []time.Time
	for {
		ended, name, restart := r.nextEnd(ctx)
		if ended == nil {
			return nil
		}
		ends = append(ends, time.Now())
		if n := len(ends); n > demoRestarts && time.Since(ends[n-1-demoRestarts]) < demoRestartsTime {
			return ended.Failure(fmt.Errorf("ended for the %dth time within a minute; giving up", demoRestarts+1))
		}
		fmt.Printf("%s ended (%v), starting it again\n", name, ended.Err())
		began := time.Now()
		if err := restart(ctx); err != nil {
			return err
		}
		if err := r.savePIDs(); err != nil {
			return err
		}
		fmt.Printf("%s runs again after %.1f s\n", name, time.Since(began).Seconds())
	}
}

// nextEnd waits for a part to end, or for ctx, which gives nil.
func (r *demoRig) nextEnd(ctx context.Context) (ended *deploy.Process, name string, restart func(context.Context) error) {
	select {
	case <-ctx.Done():
		return nil, "", nil
	case <-r.server.Done():
		return r.server, "thirdring", r.startServer
	case <-r.asterisk.Done():
		return r.asterisk.Process, "asterisk", r.startAsterisk
	case <-r.redis.Done():
		return r.redis.Process, "redis", r.startRedis
	}
}
