package network

import "grapevine/chance"

// Inline is a graph given tie by tie in the scenario itself.
type Inline struct {
	Edges    [][]int `toml:"edges" default:"[]" doc:"Ties as pairs of customers, numbered from 0: [[0, 1], [1, 2]]."`
	Directed bool    `toml:"directed" default:"false" doc:"Whether only the first of a pair speaks to the second."`
}

// Validate implements [Generator].
func (e *Inline) Validate(customers int) []error {
	var all []error
	seen := map[Tie]bool{}
	for k, t := range e.Edges {
		if len(t) != 2 || t[0] == t[1] || min(t[0], t[1]) < 0 || max(t[0], t[1]) >= customers {
			all = append(all, unless(false, "edges", t, "two different customers from 0 to %d (entry %d)", customers-1, k+1))
			continue
		}
		tie := Tie{int32(t[0]), int32(t[1])}
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

// Generate implements [Generator].
func (e *Inline) Generate(customers int, _ chance.Luck, _ int) (*Graph, error) {
	ties := make([]Tie, len(e.Edges))
	for k, t := range e.Edges {
		ties[k] = Tie{int32(t[0]), int32(t[1])}
	}
	g, _ := FromTies(customers, ties, e.Directed)
	return g, nil
}
