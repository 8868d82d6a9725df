package store

import (
	"reflect"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// fill sets every field below v, so that one that is not saved or not read
// again cannot hide behind its zero value.
func fill(t *testing.T, path string, v reflect.Value, n *int64) {
	t.Helper()
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(noon.Add(time.Duration(*n) * time.Second)))
		return
	case !v.CanSet():
		t.Fatalf("%s is not exported: JSON leaves it out", path)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, path+"."+v.Type().Field(i).Name, v.Field(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, path, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, path+"[]", v.Index(0), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, path+" key", key, n)
		fill(t, path+" value", value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString(path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(*n)
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	default:
		t.Fatalf("%s: fill does not know %s", path, v.Type())
	}
}

func TestEveryFieldSurvives(t *testing.T) {
	var call queue.Call
	var who agent.Agent
	n := int64(0)
	fill(t, "Call", reflect.ValueOf(&call).Elem(), &n)
	fill(t, "Agent", reflect.ValueOf(&who).Elem(), &n)
	if call.Talk.Third == nil || who.Asked.At.IsZero() || n < 150 {
		t.Fatalf("only %d fields were filled", n)
	}
	s := open(t, redistest.Start(t))
	want := queue.Update{Seq: 1, At: noon, Calls: []queue.Call{sampleCall(1), call}, Agents: []agent.Agent{who}}
	must(t, s.Save(t.Context(), want, nil))
	same(t, loaded(t, s), want)
}

// TestLoadKeepsNewerWords: what a newer version calls a thing is the core's to judge.
func TestLoadKeepsNewerWords(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.Save(t.Context(), sampleUpdate(), nil))
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCalls),
		"newer", `{"ID":"newer","Phase":"teleporting","Offers":[{"For":"someday","Agent":"1001"}],"Talk":{"Third":null,"Muted":"half"}}`).Err())
	u := loaded(t, s)
	same(t, u.Calls[2], queue.Call{
		ID: "newer", Phase: "teleporting",
		Offers: []*queue.Offer{{For: "someday", Agent: "1001"}}, Talk: &queue.Talk{},
	})
}

// TestOneOfferOfAnOlderVersionIsRead: it was in a field of its own, and its
// deadlines were the call's.
func TestOneOfferOfAnOlderVersionIsRead(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.Save(t.Context(), queue.Update{Seq: 1, At: noon}, nil))
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCalls), "older", `{"ID":"older","Phase":"offering",
		"Offer":{"Agent":"1001","Leg":"leg-a","Created":true},
		"Due":{"offer":"2026-11-22T12:00:15Z","show":"2026-11-22T12:00:01Z","threshold":"2026-11-22T12:00:30Z"}}`).Err())
	must(t, s.client.HSet(t.Context(), s.keys.of(keyCalls), "waits", `{"ID":"waits","Phase":"waiting","Offer":null}`).Err())
	u := loaded(t, s)
	at := func(second int) time.Time { return time.Date(2026, 11, 22, 12, 0, second, 0, time.UTC) }
	same(t, u.Calls, []queue.Call{
		{
			ID: "older", Phase: "offering",
			Offers: []*queue.Offer{{Agent: "1001", Leg: "leg-a", Created: true, ShowBy: at(1), EndBy: at(15)}},
			Due:    map[queue.Timer]time.Time{queue.TimerThreshold: at(30)},
		},
		{ID: "waits", Phase: "waiting"},
	})
}

// TestOlderStateIsRead: what an earlier version saved lacks the newer fields.
func TestOlderStateIsRead(t *testing.T) {
	s := open(t, redistest.Start(t))
	must(t, s.Save(t.Context(), sampleUpdate(), nil))
	must(t, s.client.HSet(t.Context(), s.keys.of(keyAgents),
		"1002", `{"ID":"1002","Name":"李四","WorkNo":"","Queues":["service"],"State":"ready","Presence":{"Desktop":true,"Phone":true}}`).Err())
	agents := loaded(t, s).Agents
	if len(agents) != 2 || agents[1].Phone().Kind != agent.DeskPhone || !agents[1].Able() {
		t.Errorf("got %+v, want an able agent at the desk phone", agents)
	}
}
