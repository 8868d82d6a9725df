package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
)

// demoPast is one earlier call of the owner whom the examples call from. Together they show on the first pop what an
// agent has to know: a complaint that repeats, and a promise that is overdue.
type demoPast struct {
	ago          time.Duration
	category     string
	sub, summary string
	promised     time.Duration // from now; 0 when it was solved on the call
	why          string
}

const demoDay = 24 * time.Hour

var demoPasts = []demoPast{
	{ago: 190 * demoDay, category: "INQ", sub: "物业费/收费", summary: "询问本年度物业费缴纳方式,已说明线上与前台两种方式。"},
	{ago: 33 * demoDay, category: "CMP", sub: "工程质量", summary: "卫生间天花渗漏,楼上已做防水,要求尽快处理。"},
	{ago: 9 * demoDay, category: "PRG", summary: "查询渗漏维修进度,已告知排期。"},
	{
		ago: 2 * demoDay, category: "CMP", sub: "工程质量", summary: "卫生间再次渗漏,对维修质量不满,要求主管回电。",
		promised: -3 * time.Hour, why: "需工程部现场查看后答复",
	},
}

// loadDemoCalls gives the first owner a past, unless there is one.
func loadDemoCalls(ctx context.Context, s *store.Store, c *DemoCmd, first owner.Owner) error {
	zone, err := time.LoadLocation(DefaultConfig().TimeZone)
	if err != nil {
		return err
	}
	register, err := record.NewRegister(record.RegisterOptions{Redis: s.Client(), Site: c.Site, Zone: zone})
	if err != nil {
		return err
	}
	now := time.Now().In(zone).Truncate(time.Minute)
	for i, past := range slices.Concat(demoPasts, longPast(c.Past)) {
		id := queue.CallID(fmt.Sprintf("demo-past-%d", i+1))
		if _, err := register.Get(ctx, id, record.Masked); !errors.Is(err, record.ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		if err := register.Save(ctx, past.record(id, now, c.Hotline, first), true); err != nil {
			return fmt.Errorf("demo: %s: %w", id, err)
		}
	}
	return nil
}

// longPast is that of an owner who calls every day, to measure with.
func longPast(calls int) []demoPast {
	all := make([]demoPast, calls)
	for i := range all {
		all[i] = demoPast{
			ago: time.Duration(i+1)*demoDay + time.Hour, category: "INQ", sub: "房屋使用", summary: fmt.Sprintf("第 %d 次来电,询问公共区域照明,已答复。", calls-i),
		}
	}
	return all
}

func (p demoPast) record(id queue.CallID, now time.Time, hotline string, o owner.Owner) queue.Record {
	ring := now.Add(-p.ago)
	at := func(seconds int) time.Time { return ring.Add(time.Duration(seconds) * time.Second) }
	who := queue.AgentRef{ID: "1001", WorkNo: "1001", Name: demoAgentNames[0]}
	rec := queue.Record{
		Call: id, Direction: queue.Inbound, Hotline: hotline, Project: o.Units[0].Project, Queue: "service",
		Cadence: queue.Cadence{On: time.Second, Off: 4 * time.Second},
		Caller:  queue.Party{Raw: o.Phones[0].National(), Number: o.Phones[0].Number, Match: queue.Known, Owner: ownerRef(o)},
		Times: queue.Times{
			Ring: ring, Answer: at(0), QueueIn: at(7), Person: at(13), Connect: at(13), Hangup: at(190), Wrapped: at(214),
		},
		Offers:  []queue.OfferTry{{Agent: who.ID, At: at(7), Dialled: at(7), Ended: at(13), Shown: true, Result: queue.OfferAnswered}},
		Agent:   who,
		Parts:   []queue.Part{{Agent: who, Span: queue.Span{From: at(13), To: at(190)}}},
		End:     queue.End{Class: queue.ByCaller, Reason: queue.EndHangup, Cause: 16},
		Outcome: queue.OutcomeAnswered,
		Wrap: queue.Disposition{
			Category: p.category, SubCategory: p.sub, Summary: p.summary, Resolved: p.why == "",
			SavedAt: at(210), By: who.ID, Complete: true,
		},
	}
	if p.why != "" {
		rec.Wrap.UnresolvedReason, rec.Wrap.PromisedReplyAt = p.why, now.Add(p.promised)
	}
	return rec
}
