package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"thirdring/telephony/sipphone"
)

// demoOutside is the telephone network of the demo: every number that is
// called outside the centre exists, and somebody speaks Chinese at it.
type demoOutside struct {
	phone   *sipphone.Phone
	log     *slog.Logger
	file    *os.File
	cancel  context.CancelFunc
	running sync.WaitGroup
	network sipphone.Network
}

const (
	demoOutsideRings = 3 * time.Second
	demoOutsideSays  = 5 * time.Second
	demoOutsideTone  = 440 // Hz, after the words, so that the line is heard to be alive
)

// demoFates are what happens to calls by their number's last digit; the others
// are answered.
var demoFates = map[byte]sipphone.Fate{
	'7': sipphone.IsBusy,
	'8': sipphone.NeverAnswers,
	'9': sipphone.IsAnnounced,
}

func startDemoOutside(ctx context.Context, logDir string) (*demoOutside, error) {
	file, err := os.OpenFile(filepath.Join(logDir, "outside.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	phone, err := sipphone.New(sipphone.Options{User: "outside"})
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	o := &demoOutside{phone: phone, file: file, log: slog.New(slog.NewTextHandler(file, nil))}
	o.network = sipphone.Network{
		Rings:    demoOutsideRings,
		Voice:    o.says(ctx, "喂,您好!我在听,您请说。"),
		Announce: o.says(ctx, "您好,您拨打的电话暂时无法接通,请稍后再拨。"),
		Says:     demoOutsideSays,
	}
	ctx, o.cancel = context.WithCancel(context.WithoutCancel(ctx))
	o.running.Go(func() { o.serve(ctx) })
	return o, nil
}

// says speaks a text and then hums. Without espeak-ng it only hums.
func (o *demoOutside) says(ctx context.Context, text string) func() sipphone.Source {
	words := sync.OnceValue(func() []int16 {
		pcm, err := loadVoice(context.WithoutCancel(ctx), text)
		if err != nil {
			o.log.Warn("nobody speaks", "err", err)
		}
		return pcm
	})
	return func() sipphone.Source {
		left, hum := words(), sipphone.Tone(demoOutsideTone, 24)
		return func(pcm []int16) {
			n := copy(pcm, left)
			left = left[n:]
			hum(pcm[n:])
		}
	}
}

func (o *demoOutside) addr() string { return o.phone.Addr() }

func (o *demoOutside) serve(ctx context.Context) {
	for {
		call, err := o.phone.NextCall(ctx)
		if err != nil {
			return
		}
		o.running.Go(func() { o.take(ctx, call) })
	}
}

func (o *demoOutside) take(ctx context.Context, call *sipphone.Call) {
	fate := demoFate(call.To())
	o.log.Info("called", "number", call.To(), "fate", string(fate))
	if err := o.network.Play(ctx, call, fate); err != nil {
		o.log.Warn("call went wrong", "number", call.To(), "err", err)
	}
}

func demoFate(number string) sipphone.Fate {
	if number != "" {
		if fate, ok := demoFates[number[len(number)-1]]; ok {
			return fate
		}
	}
	return sipphone.Answers
}

func (o *demoOutside) stop() error {
	o.cancel()
	err := o.phone.Close()
	o.running.Wait()
	return errors.Join(err, o.file.Close())
}
