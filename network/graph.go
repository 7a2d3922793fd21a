// Package network builds the social graphs along which word of mouth travels.
package network

import (
	"fmt"
	"slices"
)

// Graph is an immutable graph in compressed sparse rows: customers are numbered
// from 0, and the ties of each are sorted. An undirected tie is kept at both
// its ends.
type Graph struct {
	offsets  []int64   // of each customer's ties, and the end
	ties     []int32   // the other end of each tie
	weights  []float32 // nil if all ties are alike; parallel to ties
	directed bool
}

// Order returns the number of customers.
func (g *Graph) Order() int { return len(g.offsets) - 1 }

// Size returns the number of ties; an undirected one counts once.
func (g *Graph) Size() int {
	if g.directed {
		return len(g.ties)
	}
	return len(g.ties) / 2
}

// Directed reports whether ties lead from one customer to another only.
func (g *Graph) Directed() bool { return g.directed }

// Degree returns the number of customers that i speaks to.
func (g *Graph) Degree(i int32) int { return int(g.offsets[i+1] - g.offsets[i]) }

// Neighbours returns the customers that i speaks to, sorted. The slice is the
// graph's own: do not change it.
func (g *Graph) Neighbours(i int32) []int32 { return g.ties[g.offsets[i]:g.offsets[i+1]] }

// Weights returns the weights of i's ties, parallel to Neighbours, or nil if
// all ties are alike.
func (g *Graph) Weights(i int32) []float32 {
	if g.weights == nil {
		return nil
	}
	return g.weights[g.offsets[i]:g.offsets[i+1]]
}

// Loss counts what was given as a tie and could not be kept.
type Loss struct {
	Self      int // ties of a customer to itself
	Duplicate int // ties given more than once
}

// FromTies builds a graph from a list of ties. Ties to oneself and ties given
// twice are left out and counted. A customer outside 0 … order-1 is a panic.
func FromTies(order int, ties [][2]int32, directed bool) (*Graph, Loss) {
	var loss Loss
	g := &Graph{offsets: make([]int64, order+1), directed: directed}
	for _, t := range ties {
		if t[0] < 0 || t[1] < 0 || int(t[0]) >= order || int(t[1]) >= order {
			panic(fmt.Sprintf("network: tie %v in a graph of %d customers", t, order))
		}
		if t[0] == t[1] {
			loss.Self++
			continue
		}
		g.offsets[t[0]+1]++
		if !directed {
			g.offsets[t[1]+1]++
		}
	}
	for i := range order {
		g.offsets[i+1] += g.offsets[i]
	}
	g.ties = make([]int32, g.offsets[order])
	at := slices.Clone(g.offsets)
	put := func(from, to int32) {
		g.ties[at[from]] = to
		at[from]++
	}
	for _, t := range ties {
		if t[0] == t[1] {
			continue
		}
		put(t[0], t[1])
		if !directed {
			put(t[1], t[0])
		}
	}
	// Sort each row, drop repeats, and close the gaps they leave.
	end := int64(0)
	for i := range order {
		row := g.ties[g.offsets[i]:g.offsets[i+1]]
		slices.Sort(row)
		row = slices.Compact(row)
		g.offsets[i] = end
		end += int64(copy(g.ties[end:], row))
	}
	loss.Duplicate = len(g.ties) - int(end)
	if !directed {
		loss.Duplicate /= 2
	}
	g.offsets[order] = end
	g.ties = g.ties[:end:end]
	return g, loss
}
