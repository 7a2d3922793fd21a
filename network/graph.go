// Package network builds the social graphs along which word of mouth travels.
package network

import (
	"fmt"
	"slices"
)

// Tie joins two customers; in a directed graph the first speaks to the second.
type Tie = [2]int32

// Graph is an immutable graph in compressed sparse rows: customers are numbered
// from 0, and the ties of each are sorted. An undirected tie is kept at both
// its ends.
type Graph struct {
	offsets  []uint32  // of each customer's ties, and the end
	heads    []int32   // the other end of each tie
	weights  []float32 // nil if all ties are alike; parallel to heads
	directed bool
}

// Order returns the number of customers.
func (g *Graph) Order() int { return len(g.offsets) - 1 }

// Size returns the number of ties; an undirected one counts once.
func (g *Graph) Size() int {
	if g.directed {
		return len(g.heads)
	}
	return len(g.heads) / 2
}

// Directed reports whether ties lead from one customer to another only.
func (g *Graph) Directed() bool { return g.directed }

// Degree returns the number of customers that i speaks to.
func (g *Graph) Degree(i int32) int { return int(g.offsets[i+1] - g.offsets[i]) }

// Neighbours returns the customers that i speaks to, sorted. The slice is the
// graph's own: do not change it.
func (g *Graph) Neighbours(i int32) []int32 { return g.heads[g.offsets[i]:g.offsets[i+1]] }

// Weights returns the weights of i's ties, parallel to Neighbours, or nil if
// all ties are alike.
func (g *Graph) Weights(i int32) []float32 {
	if g.weights == nil {
		return nil
	}
	return g.weights[g.offsets[i]:g.offsets[i+1]]
}

// Tied reports whether i speaks to j.
func (g *Graph) Tied(i, j int32) bool {
	_, found := slices.BinarySearch(g.Neighbours(i), j)
	return found
}

// fits reports whether so many undirected ties can be numbered.
func fits(ties float64) error {
	if ties < 1<<31 {
		return nil
	}
	return fmt.Errorf("%.3g ties: want fewer than 2³¹; a smaller market or a lower mean degree", ties)
}
