package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"thirdring/record"
)

// registerTable is the short form of rows for a terminal.
func registerTable(rows []record.Row) [][]string {
	table := [][]string{{"TIME", "ID", "DIR", "NUMBER", "OWNER", "QUEUE", "AGENT", "OUTCOME", "RINGS", "WAIT", "TALK", "URGENT", "SURVEY", "CATEGORY"}}
	for _, r := range rows {
		number := r.CallerNumber
		if number == "" {
			number = r.CallerNumberMasked
		}
		table = append(table, []string{
			r.Ring.Format("2006-01-02 15:04:05"), string(r.CallID), string(r.Direction), number, r.OwnerName, r.Queue,
			string(r.AgentID), string(r.Outcome), fmt.Sprint(r.RingCount), wholeSeconds(r.WaitMS), wholeSeconds(r.TalkMS),
			urgentMark(r), surveyMark(r), r.Category,
		})
	}
	return table
}

func urgentMark(r record.Row) string {
	if r.Urgent == nil {
		return ""
	}
	return string(r.Urgent.Why)
}

func surveyMark(r record.Row) string {
	if r.Survey == nil {
		return ""
	}
	return r.Survey.Words
}

func wholeSeconds(ms int64) string {
	return (time.Duration(ms) * time.Millisecond).Round(time.Second).String()
}

// writeJSONLines prints one object per line, for tools that read lines.
func writeJSONLines[T any](out io.Writer, values []T) error {
	enc := json.NewEncoder(out)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}
