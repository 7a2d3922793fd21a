package network

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"grapevine/chance"
)

// Spread is how word passes along ties when everybody speaks of something once:
// the models in which the best customers to begin with are searched for.
type Spread struct {
	// Model is "ic", the independent cascade: a word passes each tie with
	// probability Pass (Goldenberg, Libai & Muller 2001); "wc", the weighted
	// cascade: with one over the number of those who speak to the hearer (Kempe,
	// Kleinberg & Tardos 2003); or "lt", the linear threshold model with as much
	// weight for each of them and thresholds even in (0, 1) (Granovetter 1978).
	Model string
	Pass  float64
}

// Spreads lists the models.
var Spreads = []string{"ic", "wc", "lt"}

// Validate returns what is wrong with the model.
func (s Spread) Validate() error {
	switch s.Model {
	case "ic":
		if !(s.Pass > 0 && s.Pass <= 1) {
			return fmt.Errorf("pass = %g: want a probability above 0, up to 1", s.Pass)
		}
		return nil
	case "wc", "lt":
		return nil
	}
	return fmt.Errorf("model = %q: want one of %v", s.Model, Spreads)
}

var (
	cascades = chance.NewPurpose("network: a cascade")
	reaches  = chance.NewPurpose("network: who would have reached a customer")
)

// Reached returns how many customers are reached on average, starters
// included, and the standard error of that, from so many cascades.
func (s Spread) Reached(g *Graph, starters []int32, runs int, luck chance.Luck, workers int) (mean, se float64) {
	sizes := make([]int, runs)
	players := sync.Pool{New: func() any { return s.newCascade(g) }} // about one a worker
	each(workers, runs, func(run int) {
		c := players.Get().(*cascade)
		c.draw.reset(luck, cascades, run)
		sizes[run] = c.run(starters)
		players.Put(c)
	})
	var sum, square float64
	for _, n := range sizes {
		sum += float64(n)
	}
	mean = sum / float64(runs)
	for _, n := range sizes {
		d := float64(n) - mean
		square += float64(d * d)
	}
	return mean, math.Sqrt(square / float64(runs-1) / float64(runs))
}

// cascade is what a worker needs to play cascades.
type cascade struct {
	Spread
	g, into *Graph
	draw    stream
	played  int32
	seen    []int32 // the last run in which a customer was reached
	asked   []int32 // "lt": the last run in which a customer's threshold was drawn
	heard   []float32
	reached []int32
}

func (s Spread) newCascade(g *Graph) *cascade {
	c := &cascade{Spread: s, g: g, seen: make([]int32, g.Order())}
	if s.Model != "ic" {
		c.into = g.Reverse()
	}
	if s.Model == "lt" {
		c.heard = make([]float32, g.Order())
		c.asked = make([]int32, g.Order())
	}
	return c
}

// run plays one cascade and returns its size.
func (c *cascade) run(starters []int32) int {
	c.played++
	c.reached = c.reached[:0]
	for _, i := range starters {
		c.add(i)
	}
	if c.Model == "ic" && c.Pass < 1 {
		c.leap()
		return len(c.reached)
	}
	for at := 0; at < len(c.reached); at++ {
		for _, j := range c.g.Neighbours(c.reached[at]) {
			if c.seen[j] != c.played && c.passes(j) {
				c.add(j)
			}
		}
	}
	return len(c.reached)
}

func (c *cascade) add(j int32) {
	if c.seen[j] != c.played {
		c.seen[j] = c.played
		c.reached = append(c.reached, j)
	}
}

// leap plays an independent cascade to its end, from tie that passes to tie that
// passes: the ties of all who are reached stand in one row, those that do not
// pass are leapt over by geometric steps, and their far ends are not looked at.
func (c *cascade) leap() {
	scale := 1 / logMiss(c.Pass)
	next := chance.Log(c.draw.unit()) * scale // ties up to the next that passes
	for at := 0; at < len(c.reached); at++ {
		to := c.g.Neighbours(c.reached[at])
		for next < float64(len(to)) {
			k := int(next)
			c.add(to[k])
			to = to[k+1:]
			next = chance.Log(c.draw.unit()) * scale
		}
		next = math.Floor(next) - float64(len(to))
	}
}

func (c *cascade) passes(j int32) bool {
	switch c.Model {
	case "ic": // only with certainty: else it leaps
		return true
	case "wc":
		return c.draw.unit() < 1/float64(c.into.Degree(j))
	}
	if c.asked[j] != c.played {
		c.asked[j] = c.played
		c.heard[j] = float32(c.draw.unit()) // what is left of the threshold
	}
	c.heard[j] -= float32(1 / float64(c.into.Degree(j)))
	return c.heard[j] <= 1e-6 // all who speak to j together reach any threshold
}

// sets are cascades played out backwards (Borgs, Brautbar, Chayes & Lucier
// 2014): who, for a customer drawn at random, would have reached them. A set
// stands at members[ends[k-1]:ends[k]].
type sets struct {
	members []int32
	ends    []int
}

func (s *sets) count() int { return len(s.ends) }

func (s *sets) of(k int) []int32 {
	from := 0
	if k > 0 {
		from = s.ends[k-1]
	}
	return s.members[from:s.ends[k]]
}

// more plays further sets, up to a number in all. Each has luck of its own, so
// they are the same on any number of workers.
func (s *sets) more(sp Spread, into *Graph, upTo int, luck chance.Luck, workers int) {
	const batch = 256
	from := s.count()
	lists := make([]sets, (upTo-from+batch-1)/batch)
	steps := sp.steps(into)
	each(workers, len(lists), func(k int) {
		b := &backwards{Spread: sp, into: into, seen: newMarks(), steps: steps}
		lists[k] = sets{members: make([]int32, 0, 8*batch), ends: make([]int, 0, batch)}
		for n := from + k*batch; n < min(upTo, from+(k+1)*batch); n++ {
			b.draw.reset(luck, reaches, n)
			b.play()
			lists[k].members = append(lists[k].members, b.set...)
			lists[k].ends = append(lists[k].ends, len(lists[k].members))
		}
	})
	total := 0
	for _, l := range lists {
		total += len(l.members)
	}
	s.members = slices.Grow(s.members, total)
	s.ends = slices.Grow(s.ends, upTo-from)
	for _, l := range lists {
		base := len(s.members)
		s.members = append(s.members, l.members...)
		for _, end := range l.ends {
			s.ends = append(s.ends, base+end)
		}
	}
}

// backwards plays single sets.
type backwards struct {
	Spread
	into  *Graph
	steps []tieStep
	draw  stream
	seen  marks
	set   []int32
}

// tieStep is how one goes from tie to tie of somebody with so many.
type tieStep struct {
	all   bool    // every tie passes
	scale float64 // of a step
	none  float64 // just below the probability that none passes
}

// steps returns them by number of ties.
func (s Spread) steps(into *Graph) []tieStep {
	if s.Model == "lt" {
		return nil
	}
	most := 0
	for i := range into.Order() {
		most = max(most, into.Degree(int32(i)))
	}
	all := make([]tieStep, most+1)
	for ties := range all {
		p := s.Pass
		if s.Model == "wc" {
			p = 1 / float64(max(ties, 1))
		}
		if p >= 1 {
			all[ties].all = true
			continue
		}
		miss := logMiss(p)
		all[ties] = tieStep{scale: 1 / miss, none: chance.Exp(float64(ties)*miss) * (1 - 1e-9)}
	}
	return all
}

func (b *backwards) play() {
	draw := &b.draw
	root := int32(draw.below(b.into.Order()))
	b.seen.clear()
	b.set = append(b.set[:0], root)
	b.seen.add(root)
	for at := 0; at < len(b.set); at++ {
		from := b.into.Neighbours(b.set[at])
		if b.Model == "lt" {
			if len(from) > 0 {
				b.add(from[draw.below(len(from))])
			}
			continue
		}
		step := &b.steps[len(from)]
		if step.all {
			for _, j := range from {
				b.add(j)
			}
			continue
		}
		// From tie to tie by geometric steps, those that do not pass untouched
		// (Guo, Wang, Wei & Chen 2020).
		for k := 0; ; k++ {
			u := draw.unit()
			if k == 0 && u < step.none {
				break // without the logarithm that would say so
			}
			skip := chance.Log(u) * step.scale
			if skip >= float64(len(from)-k) {
				break
			}
			k += int(skip)
			b.add(from[k])
		}
	}
}

func (b *backwards) add(j int32) {
	if b.seen.add(j) {
		b.set = append(b.set, j)
	}
}

// marks is a small set of customers: open addressing, cleared in the time it
// took to fill, so that a set of three costs three in a graph of millions.
type marks struct {
	slots []int32 // customer + 1
	used  []int32
}

func newMarks() marks { return marks{slots: make([]int32, 64)} }

func (m *marks) clear() {
	for _, k := range m.used {
		m.slots[k] = 0
	}
	m.used = m.used[:0]
}

// add reports whether a customer was not there.
func (m *marks) add(i int32) bool {
	if 2*len(m.used) >= len(m.slots) {
		m.grow()
	}
	mask := uint32(len(m.slots) - 1)
	k := uint32(i) * 0x9E3779B1 & mask
	for m.slots[k] != 0 {
		if m.slots[k] == i+1 {
			return false
		}
		k = (k + 1) & mask
	}
	m.slots[k] = i + 1
	m.used = append(m.used, int32(k))
	return true
}

func (m *marks) grow() {
	old, used := m.slots, m.used
	m.slots, m.used = make([]int32, 2*len(old)), make([]int32, 0, 2*len(used))
	for _, k := range used {
		m.add(old[k] - 1)
	}
}
