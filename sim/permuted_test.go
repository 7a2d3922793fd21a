package sim_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// whispers is an independent cascade from one customer: whoever is convinced
// tells every tie once, a step later.
func whispers(ties ties, customers, first int, persuasion float64) *sim.Plan {
	p := still(customers, customers, 1)
	p.Synchronous, p.Stages = true, []string{"unaware", "customer"}
	p.Layers = []sim.Layer{{Name: "ties", Graph: ties, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	p.Record.Customers = true
	talk, seeding := knob.Defaults(&mechanism.Talk{}), knob.Defaults(&mechanism.Seeding{})
	talk.Kernel, talk.Persuasion = "once", map[string]float64{"ties": persuasion}
	seeding.Rule, seeding.List = "list", []int{first}
	return with(p, map[string]sim.Mechanism{"talk": talk, "seeding": seeding}, "talk", "seeding")
}

// Customers under other numbers have the same lives: exactly, where luck has no
// part in them.
func TestPermutedCustomersHavePermutedLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "customers")
		all := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) [2]int32 {
			a := rapid.Int32Range(0, int32(n)-2).Draw(t, "a")
			return [2]int32{a, rapid.Int32Range(a+1, int32(n)-1).Draw(t, "b")}
		}), 0, 2*n, rapid.ID[[2]int32]).Draw(t, "ties")
		to := rapid.Permutation(numbers(n)).Draw(t, "numbers")
		first := rapid.IntRange(0, n-1).Draw(t, "first")
		seed := rapid.Uint64().Draw(t, "seed")
		one := goThrough(t, whispers(all, n, first, 1), seed, 1).Lives
		two := goThrough(t, whispers(renumbered(all, to), n, to[first], 1), seed, 1).Lives
		for i, l := range one {
			if a, b := l.Reached[sim.Customer], two[to[i]].Reached[sim.Customer]; a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
				t.Fatalf("customer %d is won in week %g, in week %g as number %d", i, a, b, to[i])
			}
		}
	})
}

// Where luck has a part, they have the same odds: how often each is won, of
// 4000 cascades on a graph without symmetry, is the same under other numbers, up
// to 4.5 standard errors of the difference.
func TestPermutedCustomersHaveTheSameOdds(t *testing.T) {
	const runs = 4000
	all := ties{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {3, 5}, {5, 6}, {1, 6}, {6, 7}}
	to := rand.New(rand.NewPCG(2, 2)).Perm(8)
	won := func(p *sim.Plan) (share []float64) {
		share = make([]float64, p.Customers)
		for replicate := range runs {
			for i, l := range run(t, p, replicate).Lives {
				if !math.IsNaN(l.Reached[sim.Customer]) {
					share[i] += 1.0 / runs
				}
			}
		}
		return share
	}
	one, two := won(whispers(all, 8, 0, 0.4)), won(whispers(renumbered(all, to), 8, to[0], 0.4))
	for i := range one {
		a, b := one[i], two[to[i]]
		if se := math.Sqrt((a*(1-a) + b*(1-b)) / runs); math.Abs(a-b) > 4.5*se {
			t.Errorf("customer %d is won in %.3f of cascades, in %.3f as number %d", i, a, b, to[i])
		}
	}
	if one[7] > 0.9*one[1] {
		t.Errorf("those far away are won as often as those near, %v: a test without power", one)
	}
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func renumbered(all ties, to []int) (other ties) {
	for _, tie := range all {
		other = append(other, [2]int32{int32(to[tie[0]]), int32(to[tie[1]])})
	}
	return other
}
