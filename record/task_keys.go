package record

import (
	"time"

	"thirdring/agent"
)

// The keys of tasks. All carry {site}, so that task.lua may touch them in a
// cluster. Scores of lists are milliseconds since 1970.
//
//	{site}:tasks:task:<id>       revision and JSON. Open ones stay for ever: what
//	                             was promised must not vanish unkept. Done ones go
//	                             after doneTaskTTL: a year's comparison, and a month
//	{site}:tasks:versions        hash, agent -> number of changes of the own list;
//	                             one field for each agent there ever was
//	{site}:tasks:open            sorted set of ids by due time: all open ones;
//	                             empty sets vanish by themselves
//	{site}:tasks:open:kind=<k>   the same of a kind, for the metrics; agent=,
//	                             owner= and number= likewise, for lists and pops
//	{site}:tasks:done            sorted set of ids by the time they were done;
//	                             every write drops those older than doneTaskTTL, and
//	                             the whole set goes that long after the last one
//	{site}:tasks:done:agent=<a>  the same of an agent
const doneTaskTTL = 400 * 24 * time.Hour

func (k keys) tasks(part string) string { return "{" + k.site + "}:tasks:" + part }

func (k keys) task(id string) string { return k.tasks("task:" + id) }

func (k keys) taskVersions() string { return k.tasks("versions") }

// taskList is the list of a state, of those only that a field says.
func (k keys) taskList(state TaskState, field, value string) string {
	if field == "" {
		return k.tasks(string(state))
	}
	return k.tasks(string(state) + ":" + field + "=" + value)
}

func (k keys) agentTasks(state TaskState, id agent.ID) string {
	return k.taskList(state, "agent", string(id))
}

// listsOf are the lists that the task belongs to.
func (k keys) listsOf(t kept) []string {
	if t.rev == 0 && t.ID == "" {
		return nil
	}
	lists := []string{k.taskList(t.State, "", "")}
	if t.Agent != "" {
		lists = append(lists, k.agentTasks(t.State, t.Agent))
	}
	if t.State == TaskDone {
		return lists
	}
	lists = append(lists, k.taskList(TaskOpen, "kind", string(t.Kind)))
	if t.OwnerID != "" {
		lists = append(lists, k.taskList(TaskOpen, "owner", t.OwnerID))
	}
	if t.Number != "" {
		lists = append(lists, k.taskList(TaskOpen, "number", t.Number))
	}
	return lists
}
