package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// NetLogo's rule, again: shares of 500 people with the product by tick, when
// five at random are first.
func netLogo(rng *rand.Rand) []float64 {
	const n, ticks = 500, 40
	friends := make([][]int, n)
	for i := range n {
		for j := range i {
			if rng.Float64() < 0.004 {
				friends[i], friends[j] = append(friends[i], j), append(friends[j], i)
			}
		}
	}
	has := make([]bool, n)
	for _, i := range rng.Perm(n)[:5] {
		has[i] = true
	}
	shares := make([]float64, ticks+1)
	for tick := range shares {
		before := slices.Clone(has)
		for i := range n {
			shares[tick] += bit(before[i]) / n
			m := 0
			for _, j := range friends[i] {
				m += int(bit(before[j]))
			}
			if rng.Float64() < 0.01 || len(friends[i]) > 0 && rng.Float64() < 0.5*float64(m)/float64(len(friends[i])) {
				has[i] = true
			}
		}
	}
	return shares
}

func simpleViralMarketing(t *testing.T, effort float64) (all []finding) {
	p := play(t, "replicate/simple-viral-marketing", 150, effort)
	rng := rand.New(rand.NewPCG(1, 2))
	again := make([][]float64, int(40+360*effort))
	for i := range again {
		again[i] = netLogo(rng)
	}
	for _, tick := range []int{1, 5, 10, 20, 40} {
		var theirs sample
		for _, run := range again {
			theirs = append(theirs, run[tick])
		}
		m, se := theirs.mean()
		all = append(all, p.reached(1, tick).is(fmt.Sprintf("Share with the product after tick %d, five at random first", tick), m, se, 0, "the rule run by forty lines of their own"))
	}
	all = append(all,
		p.reached(2, 10).less(p.reached(1, 10)).positive("Betweenness less random, tick 10", "above 0", ""),
		p.reached(1, 10).less(p.reached(0, 10)).positive("Random less nobody, tick 10", "above 0", ""))
	p = play(t, "replicate/simple-viral-marketing", 60, effort, "network.friends.kind=barabasi-albert", "network.friends.attach=1")
	return append(all, p.reached(2, 10).less(p.reached(1, 10)).positive("The same by preferential attachment, betweenness less random", "above 0", "hubs are between"))
}
