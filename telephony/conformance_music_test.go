package telephony_test

import (
	"testing"

	"thirdring/queue"
)

func TestConformanceOfMusic(t *testing.T) {
	t.Parallel()
	conform(t, map[string]func(*testing.T, *bench){"music of a queue": musicOfAQueue})
}

// musicOfAQueue is that of its folder; a class that nobody made is the usual
// music, not silence.
func musicOfAQueue(t *testing.T, b *bench) {
	l, arrived := b.arrive(t, "1380061", "4008001234")
	for _, wait := range []struct {
		class string
		tone  float64
	}{{"repairs", repairsTone}, {"", musicTone}, {"repairs", repairsTone}, {"nowhere", musicTone}} {
		b.Do(queue.Music{On: b.on("u1"), Leg: arrived.Leg, Start: true, Class: wait.class})
		l.hears(t, wait.tone)
		b.Do(queue.Music{On: b.on("u1"), Leg: arrived.Leg})
		l.hears(t)
	}
	b.noFailures(t)
	b.Do(queue.HangupLeg{On: b.on("u1"), Leg: arrived.Leg})
	<-l.ended()
}
