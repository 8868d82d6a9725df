package store

import (
	"fmt"
	"slices"
	"time"

	"thirdring/queue"
)

// RoutingDoc is how a queue finds an agent. All of it may be left out.
type RoutingDoc struct {
	Strategy      queue.Strategy `json:"strategy,omitempty" yaml:"strategy,omitempty" enum:"longest_idle,round_robin,fewest_calls,least_talk,random,ordered,ring_all" doc:"How an agent is chosen among those who are free: longest_idle (also if missing), round_robin, fewest_calls or least_talk (of the day), random, ordered (by id), ring_all (all at once; who answers first has the call)."`
	Weight        int            `json:"weight,omitempty" yaml:"weight,omitempty" doc:"Multiplies the callers' waits where an agent serves several queues: 1 (also if missing) to 10."`
	Misses        int            `json:"misses,omitempty" yaml:"misses,omitempty" doc:"An agent who misses so many calls in a row does not respond: 1 (also if missing) to 10."`
	Level         int            `json:"level,omitempty" yaml:"level,omitempty" doc:"Only agents up to this level are asked at first, 1 to 10; missing: all."`
	Skills        []SkillDoc     `json:"skills,omitempty" yaml:"skills,omitempty" doc:"What an agent must be able to do to get its calls."`
	Widen         []WidenDoc     `json:"widen,omitempty" yaml:"widen,omitempty" doc:"Asks more agents the longer a caller waits, in the order of after."`
	SameAgent     Duration       `json:"same_agent,omitempty" yaml:"same_agent,omitempty" doc:"The agent of the caller's last conversation is asked first if that is not longer ago, such as 168h; missing: no."`
	SameAgentWait Duration       `json:"same_agent_wait,omitempty" yaml:"same_agent_wait,omitempty" doc:"The caller waits at most so long for that agent."`
}

// SkillDoc is a skill and how well it is mastered.
type SkillDoc struct {
	Skill string `json:"skill" yaml:"skill" names:"skills" doc:"Code of the skill."`
	Level int    `json:"level" yaml:"level" doc:"1 to 10."`
}

// ServiceLevelDoc is how soon an agent is asked for a queue's calls.
type ServiceLevelDoc struct {
	Queue string `json:"queue" yaml:"queue" names:"queues" doc:"Id of a queue that the agent serves."`
	Level int    `json:"level" yaml:"level" doc:"1 (asked first) to 10."`
}

// WidenDoc asks more agents after some time.
type WidenDoc struct {
	After Duration `json:"after" yaml:"after" doc:"Waiting time after which it is in force."`
	Lower int      `json:"lower,omitempty" yaml:"lower,omitempty" doc:"The levels of the needed skills fall by so much; at 0 a skill is not needed any more."`
	Level int      `json:"level,omitempty" yaml:"level,omitempty" doc:"Agents up to this level are asked."`
	Queue string   `json:"queue,omitempty" yaml:"queue,omitempty" names:"queues" doc:"The agents of this queue are asked as well."`
}

// PriorityDoc spares the owners of a segment waiting time.
type PriorityDoc struct {
	Segment string   `json:"segment" yaml:"segment" doc:"Segment of the owner's file: loyal, valued, prospect, vip."`
	Credit  Duration `json:"credit" yaml:"credit" doc:"They are served as if they had come so much earlier."`
}

// route takes the routing over into the core's configuration.
func (r RoutingDoc) route(q *queue.QueueConfig) {
	q.Strategy, q.Weight, q.Misses, q.Level = r.Strategy, r.Weight, r.Misses, r.Level
	q.Skills = skills(r.Skills)
	for _, w := range r.Widen {
		q.Widen = append(q.Widen, queue.Widening{After: time.Duration(w.After), Lower: w.Lower, Level: w.Level, Queue: w.Queue})
	}
	q.SameAgent, q.SameAgentWait = time.Duration(r.SameAgent), time.Duration(r.SameAgentWait)
}

func skills(list []SkillDoc) []queue.Skill {
	var out []queue.Skill
	for _, s := range list {
		out = append(out, queue.Skill{Name: s.Skill, Level: s.Level})
	}
	return out
}

// masters are an agent's skills and levels as the core looks them up.
func (a AgentDoc) masters() (levels, abilities map[string]int) {
	for _, l := range a.Levels {
		if levels == nil {
			levels = map[string]int{}
		}
		levels[l.Queue] = l.Level
	}
	for _, s := range a.Skills {
		if abilities == nil {
			abilities = map[string]int{}
		}
		abilities[s.Skill] = s.Level
	}
	return levels, abilities
}

// routing checks a queue's.
func (c *checker) routing(path string, r RoutingDoc, queues map[string]bool) {
	if r.Strategy != "" && !slices.Contains(queue.Strategies, r.Strategy) {
		c.bad(path+"strategy", "%q is unknown: use one of %v", r.Strategy, queue.Strategies)
	}
	c.upTo(path+"weight", r.Weight, 0, 10)
	c.upTo(path+"misses", r.Misses, 0, 10)
	c.upTo(path+"level", r.Level, 0, 10)
	c.skills(path+"skills", r.Skills)
	last := Duration(0)
	for i, w := range r.Widen {
		at := fmt.Sprintf("%swiden[%d].", path, i)
		c.within(at+"after", w.After, time.Second, time.Hour)
		if w.After <= last {
			c.bad(at+"after", "must be later than the one before it")
		}
		last = w.After
		c.upTo(at+"lower", w.Lower, 0, 10)
		c.upTo(at+"level", w.Level, 0, 10)
		if w.Queue != "" {
			c.queue(at+"queue", w.Queue, queues)
		}
		if w.Lower == 0 && w.Level == 0 && w.Queue == "" {
			c.bad(at[:len(at)-1], "changes nothing: give lower, level or queue")
		}
	}
	c.within(path+"same_agent", r.SameAgent, 0, 90*24*time.Hour)
	if r.SameAgent != 0 {
		c.within(path+"same_agent_wait", r.SameAgentWait, time.Second, 10*time.Minute)
	}
}

func (c *checker) upTo(path string, n, low, high int) {
	if n < low || n > high {
		c.bad(path, "%d is out of range: use %d to %d", n, low, high)
	}
}

func (c *checker) skills(path string, list []SkillDoc) {
	seen := map[string]bool{}
	for i, s := range list {
		at := fmt.Sprintf("%s[%d].", path, i)
		c.matches(at+"skill", s.Skill, machineID, codeForm, seen)
		c.upTo(at+"level", s.Level, 1, 10)
	}
}

// levels checks an agent's.
func (c *checker) levels(path string, a AgentDoc) {
	seen := map[string]bool{}
	for i, l := range a.Levels {
		at := fmt.Sprintf("%s[%d].", path, i)
		if !slices.Contains(a.Queues, l.Queue) {
			c.bad(at+"queue", "the agent does not serve the queue %q", l.Queue)
		} else if seen[l.Queue] {
			c.bad(at+"queue", "%q is there twice: use another", l.Queue)
		}
		seen[l.Queue] = true
		c.upTo(at+"level", l.Level, 1, 10)
	}
}

func (c *checker) priorities(list []PriorityDoc) {
	seen := map[string]bool{}
	for i, p := range list {
		at := fmt.Sprintf("priorities[%d].", i)
		c.name(at+"segment", p.Segment)
		if seen[p.Segment] {
			c.bad(at+"segment", "%q is there twice: use another", p.Segment)
		}
		seen[p.Segment] = true
		c.within(at+"credit", p.Credit, time.Second, 10*time.Minute)
	}
}

// able checks that somebody has the skills that hotlines and queues need: else
// their callers would wait for nobody. A centre without agents is being set up.
func (c *checker) able(d Document) {
	if len(d.Agents) == 0 {
		return
	}
	for i, q := range d.Queues {
		c.mastered(fmt.Sprintf("queues[%d].routing.skills", i), q.Routing.Skills, d.Agents)
	}
	for i, h := range d.Hotlines {
		c.mastered(fmt.Sprintf("hotlines[%d].skills", i), h.Skills, d.Agents)
	}
}

func (c *checker) mastered(path string, need []SkillDoc, agents []AgentDoc) {
	for i, s := range need {
		if !slices.ContainsFunc(agents, func(a AgentDoc) bool {
			return slices.ContainsFunc(a.Skills, func(has SkillDoc) bool { return has.Skill == s.Skill && has.Level >= s.Level })
		}) {
			c.bad(fmt.Sprintf("%s[%d]", path, i), "no agent has %s at level %d, so that its callers would wait for nobody: give it to an agent, or ask for less", s.Skill, s.Level)
		}
	}
}
