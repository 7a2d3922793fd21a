package network

import (
	"fmt"

	"grapevine/chance"
)

// Inline is a graph given tie by tie in the scenario itself.
type Inline struct {
	Edges    [][]int `toml:"edges" default:"[]" doc:"Ties as pairs of customers, numbered from 0: [[0, 1], [1, 2]]."`
	Directed bool    `toml:"directed" default:"false" doc:"Whether ties lead from the first to the second only."`
}

// Validate implements Generator.
func (e *Inline) Validate(customers int) []error {
	var faults []error
	for k, t := range e.Edges {
		if len(t) != 2 || t[0] == t[1] || min(t[0], t[1]) < 0 || max(t[0], t[1]) >= customers {
			faults = append(faults, fmt.Errorf("edges[%d] = %v: want two different customers from 0 to %d", k, t, customers-1))
		}
	}
	return faults
}

// Generate implements Generator.
func (e *Inline) Generate(customers int, _ chance.Luck, _ int) (*Graph, error) {
	ties := make([][2]int32, len(e.Edges))
	for k, t := range e.Edges {
		ties[k] = [2]int32{int32(t[0]), int32(t[1])}
	}
	g, _ := FromTies(customers, ties, e.Directed)
	return g, nil
}
