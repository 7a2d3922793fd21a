package network

import (
	"fmt"
	"math"

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

// Validate returns what is wrong with the model, nil if nothing is.
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

var cascades = chance.NewPurpose("network: a cascade")

// Reached returns how many customers are reached on average, starters
// included, and the standard error of that, from so many cascades; the error is
// not a number if there is but one.
func (s Spread) Reached(g *Graph, starters []int32, runs int, luck chance.Luck, workers int) (mean, se float64) {
	sizes := make([]int, runs)
	var players pool[*cascade]
	each(workers, runs, func(run int) {
		c := players.take(func() *cascade { return s.newCascade(g) })
		c.draw.reset(luck, cascades, run)
		sizes[run] = c.run(starters)
		players.give(c)
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
	g, into *Graph // into has the ties turned round; nil for "ic"
	draw    stream
	played  int32
	seen    []int32   // the last run in which a customer was reached
	asked   []int32   // "lt": the last run in which a customer's threshold was drawn
	heard   []float32 // "lt": what is left of the threshold
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

// add reaches a customer who was not reached yet.
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

// passes reports whether a word by one more tie convinces j.
func (c *cascade) passes(j int32) bool {
	switch c.Model {
	case "ic": // only with certainty: else it leaps
		return true
	case "wc":
		return c.draw.unit() < 1/float64(c.into.Degree(j))
	}
	if c.asked[j] != c.played {
		c.asked[j] = c.played
		c.heard[j] = float32(c.draw.unit())
	}
	c.heard[j] -= float32(1 / float64(c.into.Degree(j)))
	return c.heard[j] <= 1e-6 // all who speak to j together reach any threshold
}
