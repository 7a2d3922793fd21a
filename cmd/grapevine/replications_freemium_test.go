package main

import (
	"math"
	"slices"
	"testing"
)

// Chica & Rand: gifts and rewards.
func freemiumTargeting(t *testing.T, effort float64) []finding {
	p := play(t, "replicate/freemium-targeting", 30, effort)
	won := func(strategy int) sample { return p.metric(strategy, "customers_won") }
	hundred := func(s sample) sample {
		return s.less(slices.Repeat(sample{100}, len(s)))
	}
	// Of those who are not premium in week 26: how many more of those with two
	// premium friends or more turn premium within a quarter than of those with none?
	next := make(sample, len(p.runs))
	for r, run := range p.runs {
		g := p.ties(run.Number, "friends")
		lives := run.Outcomes[0].Lives
		premium := slices.Index(run.Outcomes[0].Stages, "customer")
		by := func(i int32, week float64) bool {
			at := lives[i].Reached[premium]
			return !math.IsNaN(at) && at >= 0 && at <= week
		}
		var turned, all [2]float64
		for i := range int32(len(lives)) {
			if by(i, 26) {
				continue
			}
			with := 0
			for _, j := range g.Neighbours(i) {
				with += int(bit(by(j, 26)))
			}
			if with == 1 {
				continue
			}
			k := int(bit(with >= 2))
			all[k]++
			turned[k] += bit(by(i, 39))
		}
		next[r] = 100 * (turned[1]/all[1] - turned[0]/all[0])
	}
	return []finding{
		hundred(won(1).less(won(0))).positive("Gifts to anybody: further premium users, without those given it", "above 0", ""),
		hundred(won(2).less(won(0))).positive("Gifts to hubs: further premium users, without those given it", "above 0", ""),
		won(2).less(won(1)).positive("Hubs less anybody: targeting", "above 0", "friends see what a friend uses; where each word goes to one friend (talk.mode = \"addressed\") hubs gain nothing"),
		won(3).less(won(0)).positive("Rewards: further premium users", "above 0", ""),
		next.positive("Who turns premium in the next quarter: with two premium friends less with none (points of per cent)", "premium friends make it likelier", ""),
	}
}
