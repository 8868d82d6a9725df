package main

import (
	"strings"
	"testing"

	"thirdring/agent"
	"thirdring/store"
)

func TestAgentsAreConfiguredFromTheShell(t *testing.T) {
	ctx, cfg := t.Context(), siteConfig(t)
	run := func(cmd runner) string {
		t.Helper()
		return output(t, func() error { return cmd.Run(ctx, cfg) })
	}
	want := "AGENT  NAME  NO    DEVICE  QUEUES\n1011   王芳  1011  page    service\n"
	if got := run(&AgentAddCmd{ID: "1011", Name: "王芳", Device: agent.PagePhone}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	run(&AgentAddCmd{ID: "li-na", Name: "李娜", Device: agent.DeskPhone, Queues: []string{"service"}, JSON: true})
	if got := run(&AgentDeviceCmd{Device: agent.PagePhone, IDs: []string{"li-na"}}); !strings.Contains(got, "page") {
		t.Errorf("got\n%s", got)
	}
	for _, tc := range []struct {
		cmd  runner
		want string
	}{
		{&AgentAddCmd{ID: "1011", Name: "张敏"}, "1011: there is an agent of that id already"},
		{&AgentAddCmd{ID: "1012-page", Name: "张敏"}, "belong to the telephones in pages"},
		{&AgentAddCmd{ID: "1012", Name: "张敏", Queues: []string{"x"}}, `there is no queue "x"`},
		{&AgentDeviceCmd{Device: agent.DeskPhone, IDs: []string{"1011", "7"}}, "7: there is no such agent"},
	} {
		if err := tc.cmd.Run(ctx, cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: got %v, want %q", tc.cmd, err, tc.want)
		}
	}
	err := withStore(ctx, cfg, func(s *store.Store) error {
		d, err := s.Current(ctx)
		if err != nil {
			return err
		}
		if len(d.Agents) != 2 || d.Version != 3 || d.Agents[0].Device != agent.PagePhone || d.Agents[1].Device != agent.PagePhone || d.Agents[1].WorkNo != "" {
			t.Errorf("version %d has %+v", d.Version, d.Agents)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
