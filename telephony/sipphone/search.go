package sipphone

import (
	"cmp"
	"math"
	"slices"
)

const (
	glimpse       = 12                            // shapes compared in a search, 0.2 s
	glimpseVoiced = 7                             // of them, how many must not be silence
	glance        = 3                             // every third of them is compared first,
	glanceAlike   = 0.5                           // and the others only if the sum of these is at least so much
	glimpsePCM    = (glimpse-1)*hop + window/2    // samples compared to make sure
	alike         = 0.5                           // least likeness of shapes that is worth a closer look
	candidates    = 24                            // places looked at closely
	apart         = 3                             // shapes between two candidates in one part
	same          = 0.8                           // least correlation of samples of the same recording
	lagReach      = hop + hop/4                   // samples that the grid of shapes may be off
	quietEnergy   = 32768 * 32768 * 0.00003162278 // mean square at -45 dBFS
)

// place is a position in a part: its end in samples.
type place struct {
	part  int
	end   int
	score float64
}

// find looks for what was heard last: seen are its last shapes, pcm its last samples. The places returned are the
// same sound sample by sample, best first. Often there are several: many prompts begin with the same words.
func (p *Prompts) find(seen *[glimpse]shape, pcm []int16) []place {
	rough := p.rough(seen)
	pcm = pcm[len(pcm)-glimpsePCM:]
	sure := rough[:0]
	for _, c := range rough {
		if end, score := p.parts[c.part].align(pcm, c.end, lagReach); score >= same {
			sure = append(sure, place{c.part, end, score})
		}
	}
	slices.SortFunc(sure, func(a, b place) int { return cmp.Compare(b.score, a.score) })
	return sure
}

// rough compares shapes at every place and keeps the best ones that are not neighbours.
func (p *Prompts) rough(seen *[glimpse]shape) []place {
	heard := 0
	for i := range seen {
		if seen[i] != (shape{}) {
			heard++
		}
	}
	var best []place
	for i := range p.parts {
		part := &p.parts[i]
		for end := glimpse; end <= part.count; end++ {
			from := part.from + end - glimpse
			voiced := p.voiced[from+glimpse] - p.voiced[from]
			if voiced < glimpseVoiced {
				continue
			}
			var sum float32
			for k := 0; k < glimpse; k += glance {
				sum += dot(&seen[k], &p.shapes[from+k])
			}
			if sum < glanceAlike {
				continue
			}
			for k := range seen {
				if k%glance != 0 {
					sum += dot(&seen[k], &p.shapes[from+k])
				}
			}
			if score := float64(sum) / math.Sqrt(float64(heard)*float64(voiced)); score >= alike {
				best = keep(best, place{i, (end-1)*hop + window, score})
			}
		}
	}
	return best
}

// keep enters a place in the best ones, in place of a worse neighbour or of the worst.
func keep(best []place, c place) []place {
	for i, b := range best {
		if b.part == c.part && c.end-b.end < apart*hop {
			if c.score > b.score {
				best[i] = c
			}
			return best
		}
	}
	if len(best) < candidates {
		return append(best, c)
	}
	worst := 0
	for i, b := range best {
		if b.score < best[worst].score {
			worst = i
		}
	}
	if c.score > best[worst].score {
		best[worst] = c
	}
	return best
}

// align finds where in the part, within reach samples of end, pcm fits best, and its normalised correlation there: 1
// for the same sound at any loudness. A wide reach is searched with every other sample first. No place is left out: beside
// the right one a voice that is off by one of its periods may fit better.
func (r *recording) align(pcm []int16, end, reach int) (at int, score float64) {
	if reach > checkReach {
		at, score = r.slide(pcm, end, reach, 2)
		if score < alike {
			return 0, 0
		}
		end, reach = at, 2
	}
	return r.slide(pcm, end, reach, 1)
}

// slide moves pcm along the part and returns the best place, by every step-th sample.
//
//go:norace
func (r *recording) slide(pcm []int16, end, reach, step int) (at int, score float64) {
	first, last := max(end-reach, len(pcm)), min(end+reach, len(r.pcm))
	if first > last {
		return 0, 0
	}
	heard, there := energyOf(pcm), energyOf(r.pcm[first-len(pcm):first])
	for try := first; try <= last; try++ {
		from := try - len(pcm)
		if try > first { // whole numbers: nothing is lost
			gone, came := float64(r.pcm[from-1]), float64(r.pcm[try-1])
			there += came*came - gone*gone
		}
		c := float64(product(pcm, r.pcm[from:try], step)) * float64(step)
		if c <= 0 {
			continue
		}
		if c /= math.Sqrt(heard * there); c > score {
			at, score = try, c
		}
	}
	return at, score
}

// likeness is the normalised correlation of two sounds of one length.
func likeness(a, b []int16) float64 {
	return float64(product(a, b, 1)) / math.Sqrt(max(1, energyOf(a)*energyOf(b)))
}

// product is the inner product of two sounds of one length, or an estimate of it from every step-th sample. The race
// detector does not look into it and its like: they read only what the caller lends, and are most of the work.
//
//go:norace
func product(a, b []int16, step int) (sum int64) {
	b = b[:len(a)]
	for i := 0; i < len(a); i += step {
		sum += int64(a[i]) * int64(b[i])
	}
	return sum
}

// quiet says whether a piece of sound is silence, or nearly.
func quiet(pcm []int16) bool { return energyOf(pcm) < quietEnergy*float64(len(pcm)) }
