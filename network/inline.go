package network

import (
	"math"

	"grapevine/chance"
)

// Inline is a graph given tie by tie in the scenario itself.
type Inline struct {
	Edges    [][]float64 `toml:"edges" default:"[]" doc:"Ties as pairs of customers, numbered from 0: [[0, 1], [1, 2]]; with strengths, as [[0, 1, 0.5], [1, 2, 2]]."`
	Directed bool        `toml:"directed" default:"false" doc:"Whether only the first of a pair speaks to the second."`
}

// Validate implements [Generator].
func (e *Inline) Validate(customers int) []error {
	var all []error
	seen := map[Tie]bool{}
	for k, t := range e.Edges {
		if len(t) < 2 || len(t) > 3 || t[0] == t[1] || !among(customers, t[0]) || !among(customers, t[1]) {
			all = append(all, unless(false, "edges", t, "two different customers from 0 to %d, and the strength of their tie if not 1 (entry %d)", customers-1, k+1))
			continue
		}
		if w := float32(e.strength(k)); !(w > 0) || math.IsInf(float64(w), 1) {
			all = append(all, unless(false, "edges", t, "a strength above 0 (entry %d)", k+1))
		}
		tie := e.tie(k)
		if !e.Directed {
			tie = ordered(tie[0], tie[1])
		}
		if seen[tie] {
			all = append(all, unless(false, "edges", t, "every tie once (entry %d)", k+1))
		}
		seen[tie] = true
	}
	return all
}

// among reports whether x is the number of one of so many customers.
func among(customers int, x float64) bool {
	return x == math.Trunc(x) && x >= 0 && x < float64(customers)
}

// tie returns a tie that is no fault.
func (e *Inline) tie(k int) Tie { return Tie{int32(e.Edges[k][0]), int32(e.Edges[k][1])} }

// strength returns that of a tie.
func (e *Inline) strength(k int) float64 {
	if t := e.Edges[k]; len(t) > 2 {
		return t[2]
	}
	return 1
}

// Generate implements [Generator]. The ties of a graph in which no strength is
// given are equal.
func (e *Inline) Generate(customers int, _ chance.Luck, _ int) (*Graph, error) {
	ties, weights := make([]Tie, len(e.Edges)), make([]float32, len(e.Edges))
	weighted := false
	for k, t := range e.Edges {
		ties[k], weights[k] = e.tie(k), float32(e.strength(k))
		weighted = weighted || len(t) > 2
	}
	if !weighted {
		g, _ := FromTies(customers, ties, e.Directed)
		return g, nil
	}
	g, _ := FromWeightedTies(customers, ties, weights, e.Directed)
	return g, nil
}
