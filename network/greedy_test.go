package network

import (
	"slices"
	"testing"

	"grapevine/chance"
)

// Of two cliques the larger has all the most-tied customers, but a second word
// there adds little: greedy puts one into each, and the hub of a star first.
func TestGreedySpreadsOut(t *testing.T) {
	var ties []Tie
	clique := func(from, to int32) {
		for i := from; i < to; i++ {
			for j := i + 1; j < to; j++ {
				ties = append(ties, Tie{i, j})
			}
		}
	}
	clique(0, 6)
	clique(6, 11)
	for leaf := int32(12); leaf < 30; leaf++ {
		ties = append(ties, Tie{11, leaf})
	}
	g, _ := FromTies(30, ties, false)
	got := Greedy(g, 3, 0.5, chance.Of(1, 0))
	if got[0] != 11 || got[1] >= 6 || got[2] < 6 || got[2] >= 11 {
		t.Errorf("chose %d: want the hub 11, then one of each clique", got)
	}
	if all := Greedy(g, 99, 0.5, chance.Of(1, 0)); len(all) != 30 {
		t.Errorf("%d customers of 30", len(all))
	}
}

// On a graph small enough to count out all ways a cascade may go, greedy
// chooses a pair as good as if it had.
func TestGreedyIsNearTheBest(t *testing.T) {
	ties := []Tie{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {4, 6}, {6, 7}, {3, 8}, {8, 9}}
	g, _ := FromTies(10, ties, false)
	const pass = 0.3
	spread := func(a, b int32) (mean float64) {
		for world := range 1 << len(ties) {
			of, p := [10]int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1.0
			for k, e := range ties {
				if world>>k&1 == 0 {
					p *= 1 - pass
					continue
				}
				p *= pass
				from, to := of[e[1]], of[e[0]]
				for i := range of {
					if of[i] == from {
						of[i] = to
					}
				}
			}
			for i := range of {
				if of[i] == of[a] || of[i] == of[b] {
					mean += p
				}
			}
		}
		return mean
	}
	best := func(with func(int32) float64) (who int32) {
		for i := range int32(10) {
			if with(i) > with(who) {
				who = i
			}
		}
		return who
	}
	first := best(func(i int32) float64 { return spread(i, i) })
	second := best(func(i int32) float64 { return spread(first, i) })
	want := spread(first, second)
	two := Greedy(g, 2, pass, chance.Of(1, 0))
	if got := spread(two[0], two[1]); got < 0.99*want {
		t.Errorf("%d reach %.3f customers, %d and %d %.3f", two, got, first, second, want)
	}
}

// In a directed graph words go one way: who speaks to many is chosen, not
// whom many speak to.
func TestGreedyGoesAlongTies(t *testing.T) {
	g, _ := FromTies(5, []Tie{{0, 1}, {0, 2}, {0, 3}, {1, 4}, {2, 4}, {3, 4}}, true)
	if got := Greedy(g, 1, 0.9, chance.Of(1, 0)); !slices.Equal(got, []int32{0}) {
		t.Errorf("chose %d, want 0, who speaks to three", got)
	}
}
