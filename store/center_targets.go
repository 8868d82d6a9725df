package store

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"thirdring/queue"
)

// TargetsDoc is the figures that a centre or a queue is to reach. A answered
// by a person, Ab abandoned, S abandoned so soon that it does not count.
type TargetsDoc struct {
	ServiceLevel *Share `json:"service_level,omitempty" yaml:"service_level,omitempty" doc:"At least: answered within the queue's threshold / (A + Ab - S), such as 90%."`
	ThreeRings   *Share `json:"three_rings,omitempty" yaml:"three_rings,omitempty" doc:"At least: answered before the fourth ring of the agent's telephone / A."`
	Answered     *Share `json:"answered,omitempty" yaml:"answered,omitempty" doc:"At least: A / calls that entered the queue."`
	Abandoned    *Share `json:"abandoned,omitempty" yaml:"abandoned,omitempty" doc:"At most: (Ab - S) / (A + Ab - S)."`
	Satisfaction *Share `json:"satisfaction,omitempty" yaml:"satisfaction,omitempty" doc:"At least: satisfied / opinions given."`
	Resolved     *Share `json:"resolved,omitempty" yaml:"resolved,omitempty" doc:"At least: calls without another one from the same unit and category within 7 days / A."`

	Answer Duration `json:"answer,omitempty" yaml:"answer,omitempty" doc:"At most: mean time from queue entry to a person's answer."`
	Handle Duration `json:"handle,omitempty" yaml:"handle,omitempty" doc:"At most: mean of talk, hold and wrap-up."`
	Reply  Duration `json:"reply,omitempty" yaml:"reply,omitempty" doc:"At most: time from a call's end to the reply that was promised, such as 24h."`
}

// or takes what is missing from others.
func (t TargetsDoc) or(others TargetsDoc) TargetsDoc {
	return TargetsDoc{
		ServiceLevel: cmp.Or(t.ServiceLevel, others.ServiceLevel),
		ThreeRings:   cmp.Or(t.ThreeRings, others.ThreeRings),
		Answered:     cmp.Or(t.Answered, others.Answered),
		Abandoned:    cmp.Or(t.Abandoned, others.Abandoned),
		Satisfaction: cmp.Or(t.Satisfaction, others.Satisfaction),
		Resolved:     cmp.Or(t.Resolved, others.Resolved),
		Answer:       cmp.Or(t.Answer, others.Answer),
		Handle:       cmp.Or(t.Handle, others.Handle),
		Reply:        cmp.Or(t.Reply, others.Reply),
	}
}

func (t TargetsDoc) targets() queue.Targets {
	return queue.Targets{
		ServiceLevel: t.ServiceLevel.float(), ThreeRings: t.ThreeRings.float(), Answered: t.Answered.float(),
		Abandoned: t.Abandoned.float(), Satisfaction: t.Satisfaction.float(), Resolved: t.Resolved.float(),
		Answer: time.Duration(t.Answer), Handle: time.Duration(t.Handle), Reply: time.Duration(t.Reply),
	}
}

// targets checks the means; a share was checked when it was read.
func (c *checker) targets(path string, t TargetsDoc) {
	c.within(path+"answer", t.Answer, 0, 10*time.Minute)
	c.within(path+"handle", t.Handle, 0, 2*time.Hour)
	c.within(path+"reply", t.Reply, 0, 30*24*time.Hour)
}

// Share is a part of a whole, written as 90% or 0.9.
type Share float64

// MarshalText writes it as 90%.
func (s Share) MarshalText() ([]byte, error) {
	return append(strconv.AppendFloat(nil, math.Round(float64(s)*10_000)/100, 'f', -1, 64), '%'), nil
}

// UnmarshalText reads either form.
func (s *Share) UnmarshalText(text []byte) error {
	number, percent := strings.CutSuffix(strings.TrimSpace(string(text)), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		n /= 100
	}
	if err != nil || !(n >= 0 && n <= 1) { // which NaN is not
		return fmt.Errorf("%q is no share: write a percentage, or a number from 0 to 1", text)
	}
	*s = Share(n)
	return nil
}

func (s *Share) float() *float64 { return (*float64)(s) }
