package network

import "grapevine/chance"

// Given is a graph that is there already, in the place of a generator, so that
// a market can be laid on it.
type Given struct{ Graph *Graph }

// Validate implements [Generator].
func (g Given) Validate(customers int) []error {
	return only(unless(customers == g.Graph.Order(), "customers", customers, "those of the graph, %d", g.Graph.Order()))
}

// Generate implements [Generator].
func (g Given) Generate(int, chance.Luck, int) (*Graph, error) { return g.Graph, nil }
