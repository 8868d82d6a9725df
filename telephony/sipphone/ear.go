package sipphone

import (
	"math"
	"slices"
	"time"
)

// Kind is what sort of sound is heard.
type Kind string

// The sounds that an Ear tells apart. Only a Prompt and known music are recognised by comparison; the other kinds are
// told by their nature and never named more closely.
const (
	Prompt  Kind = "prompt"
	Music   Kind = "music"
	Voice   Kind = "voice"
	OneTone Kind = "tone"
	Silence Kind = "silence"
)

// Heard is a sound that has begun.
type Heard struct {
	At       time.Time // when it began, by the clock of the packets
	Kind     Kind
	ID       string            // of the prompt, or of known music
	Text     string            // of the prompt, with what was heard in its slots
	Slots    map[string]string // what was heard in the prompt's slots, such as n: 3
	Complete bool              // whether the prompt was heard to its end (a prompt of one part is told at its beginning)
	Level    float64           // dBFS
	Hz       float64           // of a tone
}

// How an Ear decides. Synthetic voices say the same syllable the same way in many prompts: what counts is therefore
// how much of a recording has matched, and that no other recording matches nearly as well.
const (
	searchEvery   = 4        // hops between searches and between checks, 64 ms
	talkSearch    = 4        // of these searches, one is made while people talk
	checkPCM      = 1024     // samples compared in a check
	checkReach    = 3        // samples that a recording may drift between checks
	evidence      = 2 * Rate // samples of sound that must match before a recording is reported, or evidenceOf a short one
	evidenceOf    = 0.8
	evidenceMusic = Rate / 2              // music is not mistaken for speech
	wordSound     = Rate * 3 / 4          // less is a single word, told only within a prompt; half of it must match
	sure          = 0.95                  // mean correlation that a recording must have to be reported; G.711 leaves 0.999 of the same
	failsAllowed  = 1                     // checks in a row that may fail, as when a packet was lost
	margin        = 0.02                  // of the mean correlation, by which the best of several must lead
	kept          = evidence + glimpsePCM // samples remembered
	repeatReach   = 2400                  // samples that a recording may shift by lost packets and still be the same playing of it
)

// guess is a recording that may be the one that is heard.
type guess struct {
	part    int
	start   int64 // where in the stream the recording began; may lie before the stream
	since   int64 // where in the stream the match began
	matched int   // samples of sound that were the same
	fails   int
	sum     float64 // of the correlations of the checks that compared sound
	count   int
	over    bool
}

func (g *guess) mean() float64 { return g.sum / float64(max(1, g.count)) }

// Ear tells what is heard in a stream of sound. It only compares; it needs no goroutine and no clock.
type Ear struct {
	prompts *Prompts
	spectra *spectrometer
	pcm     []int16 // the last samples
	heard   int64   // samples since the beginning
	end     time.Time
	seen    [glimpse]shape
	hops    int
	guesses []guess
	told    bool  // whether the present recording has been reported
	last    guess // the one reported last
	deaf    int64 // the end of the recording reported last: sounds before it are not searched again
	nature  nature
	compose composer
	out     []Heard
}

// NewEar makes an ear for one stream.
func NewEar(p *Prompts) *Ear {
	return &Ear{prompts: p, spectra: newSpectrometer(), compose: composer{prompts: p}}
}

// Hear takes in the next sound, which ended at the given time, and returns what has been recognised by it.
func (e *Ear) Hear(pcm []int16, at time.Time) []Heard {
	e.out = nil
	for len(pcm) > 0 {
		n := min(len(pcm), hop-int(e.heard%hop))
		e.pcm = append(e.pcm, pcm[:n]...)
		pcm = pcm[n:]
		e.heard += int64(n)
		e.end = at.Add(-time.Duration(len(pcm)) * time.Second / Rate)
		if e.heard%hop == 0 && len(e.pcm) >= glimpsePCM {
			e.step()
		}
		if len(e.pcm) > 2*kept {
			e.pcm = slices.Delete(e.pcm, 0, len(e.pcm)-kept)
		}
	}
	return e.out
}

// Finish returns what was begun when the stream ended.
func (e *Ear) Finish() []Heard {
	e.out = nil
	e.flush()
	return e.out
}

// step looks at one more hop of sound.
func (e *Ear) step() {
	e.spectra.analyse(e.pcm[len(e.pcm)-window:])
	copy(e.seen[:], e.seen[1:])
	e.seen[glimpse-1] = e.prompts.distinct(e.spectra.shape())
	e.nature.hop(e.pcm[len(e.pcm)-hop:], e.spectra)
	if e.hops++; e.hops%searchEvery != 0 {
		return
	}
	if len(e.guesses) > 0 {
		e.check()
		e.settle()
		if len(e.guesses) == 0 {
			e.told = false
			e.nature.restart()
		}
	}
	if !e.told && (e.nature.kind != Voice || e.hops%(searchEvery*talkSearch) == 0) {
		e.search()
	}
	if len(e.guesses) == 0 {
		e.unknown()
	}
}

// search adds guesses when the last sound is that of a recording. It goes on until one has been reported, because at
// the beginning of a recording only other places of the same words may be long enough to compare.
func (e *Ear) search() {
	voiced := 0
	for i := range e.seen {
		if e.seen[i] != (shape{}) {
			voiced++
		}
	}
	if voiced < glimpseVoiced || e.heard-glimpsePCM < e.deaf-hop {
		return
	}
	for _, found := range e.prompts.find(&e.seen, e.pcm) {
		g := guess{part: found.part, start: e.heard - int64(found.end), sum: found.score, count: 1}
		if !slices.ContainsFunc(e.guesses, g.like) {
			e.lookBack(&g)
			e.guesses = append(e.guesses, g)
		}
	}
}

// lookBack finds how much of what was heard before matches as well.
func (e *Ear) lookBack(g *guess) {
	part := &e.prompts.parts[g.part]
	back := glimpsePCM
	g.matched = glimpsePCM
	for ; back+checkPCM <= len(e.pcm); back += checkPCM {
		end := int(e.heard-g.start) - back
		if end < checkPCM {
			break
		}
		then, expected := e.pcm[len(e.pcm)-back-checkPCM:len(e.pcm)-back], part.pcm[end-checkPCM:end]
		if quiet(then) && quiet(expected) {
			continue
		}
		score := likeness(then, expected)
		if score < same {
			break
		}
		g.matched += checkPCM
		g.sum += score
		g.count++
	}
	g.since = e.heard - int64(back)
}

// like says whether two guesses are the same.
func (g *guess) like(other guess) bool {
	return g.part == other.part && abs(g.start-other.start) <= checkReach
}

// check compares every guess with the last sound, and drops those that were wrong.
func (e *Ear) check() {
	last := e.pcm[len(e.pcm)-checkPCM:]
	silent := quiet(last)
	goesOn := false
	for i := range e.guesses {
		g := &e.guesses[i]
		part := &e.prompts.parts[g.part]
		now := int(e.heard - g.start)
		if g.over = now > len(part.pcm)-checkPCM/4; g.over {
			continue
		}
		g.compare(part, last, now, silent)
		goesOn = goesOn || g.fails == 0 && !silent
	}
	e.guesses = slices.DeleteFunc(e.guesses, func(g guess) bool {
		return g.fails > failsAllowed || g.over && goesOn // a longer recording has been heard beyond the end of this one
	})
}

// compare checks one guess: the recording must be silent when the stream is, and else sound the same.
func (g *guess) compare(part *recording, last []int16, now int, silent bool) {
	expected := part.pcm[max(0, now-len(last)):now]
	last = last[len(last)-len(expected):]
	if silent && quiet(expected) {
		g.fails = 0
		return
	}
	end, score := part.align(last, now, checkReach)
	if score < same {
		g.fails++
		return
	}
	g.start -= int64(end - now)
	g.matched += searchEvery * hop
	g.fails = 0
	g.sum += score
	g.count++
}

// settle reports the recording once only one is left, or one leads clearly, and forgets it when it is over.
func (e *Ear) settle() {
	if best := e.leader(); best != nil && !e.told && e.convincing(best) {
		e.told = true
		e.report(*best)
	}
	running := slices.ContainsFunc(e.guesses, func(g guess) bool { return !g.over })
	if !running && len(e.guesses) > 0 {
		if e.told {
			e.deaf = e.last.start + int64(len(e.prompts.parts[e.last.part].pcm))
		}
		e.guesses = e.guesses[:0]
	}
}

// convincing says whether enough of a recording has been heard, and well enough.
func (e *Ear) convincing(g *guess) bool {
	part := &e.prompts.parts[g.part]
	enough := min(evidence, int(evidenceOf*float64(part.sound)))
	switch {
	case part.music:
		enough = evidenceMusic
	case part.sound < wordSound:
		enough = part.sound / 2
	}
	return g.mean() >= sure && g.matched >= enough
}

// leader is the guess that stands out from all guesses of other recordings.
func (e *Ear) leader() *guess {
	var best *guess
	for i := range e.guesses {
		if best == nil || e.guesses[i].mean() > best.mean() {
			best = &e.guesses[i]
		}
	}
	for i := range e.guesses {
		if other := &e.guesses[i]; other.part != best.part && best.mean()-other.mean() < margin {
			return nil
		}
	}
	return best
}

// report passes a recognised recording on.
func (e *Ear) report(g guess) {
	part := &e.prompts.parts[g.part]
	again := g.part == e.last.part && e.last.count > 0 && abs(g.start-e.last.start) < repeatReach
	if e.last = g; again && !part.music {
		return // found again after a disturbance
	}
	from := max(0, g.start)
	if part.music {
		from = g.since // music goes on where it was interrupted
	}
	began := e.end.Add(-time.Duration(e.heard-from) * time.Second / Rate)
	if part.music {
		e.flush()
		if e.nature.become(Music, 0) {
			e.out = append(e.out, Heard{At: began, Kind: Music, ID: part.name, Level: e.level()})
		}
		return
	}
	e.nature.become(Prompt, 0)
	for _, h := range e.compose.part(part, began, g.start) {
		h.Level = e.level()
		e.out = append(e.out, h)
	}
}

func abs(n int64) int64 { return max(n, -n) }

// unknown tells the nature of a sound that is no known recording.
func (e *Ear) unknown() {
	kind, hz, since := e.nature.judge()
	if kind == "" {
		return
	}
	e.flush()
	if e.nature.become(kind, hz) {
		at := e.end.Add(-time.Duration(since*hop) * time.Second / Rate)
		e.out = append(e.out, Heard{At: at, Kind: kind, Hz: math.Round(hz), Level: e.level()})
	}
}

// flush reports a composed prompt that was left unfinished.
func (e *Ear) flush() {
	for _, h := range e.compose.flush() {
		h.Level = e.level()
		e.out = append(e.out, h)
	}
}

func (e *Ear) level() float64 { return e.nature.level() }
