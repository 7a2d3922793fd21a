package network

import (
	"fmt"
	"slices"
)

// FromWeightedTies is [FromTies] for ties of different strength; weights is
// parallel to ties. Of a tie that is given more than once the first holds. It
// takes O(customers + ties · log degree).
func FromWeightedTies(order int, ties []Tie, weights []float32, directed bool) (*Graph, Loss) {
	if len(weights) != len(ties) {
		panic(fmt.Sprintf("network: %d weights of %d ties", len(weights), len(ties)))
	}
	g, loss := FromTies(order, ties, directed)
	g.weights = make([]float32, len(g.heads))
	for k, t := range slices.Backward(ties) {
		if t[0] == t[1] {
			continue
		}
		g.weights[g.place(t[0], t[1])] = weights[k]
		if !directed {
			g.weights[g.place(t[1], t[0])] = weights[k]
		}
	}
	return g, loss
}

// place returns where among the heads a tie stands that the graph has.
func (g *Graph) place(i, j int32) int {
	at, _ := slices.BinarySearch(g.Neighbours(i), j)
	return int(g.offsets[i]) + at
}
