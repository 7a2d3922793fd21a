// Package network builds the social graphs along which word of mouth travels.
package network

import (
	"fmt"
	"math"
	"slices"
)

// Graph says who speaks to whom. Customers are 0 … Order()-1; nobody has a tie
// to themselves, and no tie is there twice. A graph is never changed, so any
// number of runs may share it.
//
// It is stored in compressed rows: 4 bytes a customer and 8 a tie (4 if
// directed), and as much a tie again if ties differ in strength.
type Graph struct {
	offsets  []uint32  // customer i's ties begin at offsets[i] and end at offsets[i+1]
	heads    []int32   // the other ends, in ascending order for each customer
	weights  []float32 // parallel to heads; nil if all ties are equal
	directed bool
}

// Tie joins two customers; in a directed graph the first speaks to the second.
type Tie = [2]int32

// Order returns the number of customers.
func (g *Graph) Order() int { return len(g.offsets) - 1 }

// Size returns the number of ties. An undirected tie counts once.
func (g *Graph) Size() int {
	if g.directed {
		return len(g.heads)
	}
	return len(g.heads) / 2
}

// Directed reports whether words travel along a tie in one direction only.
func (g *Graph) Directed() bool { return g.directed }

// Degree returns the number of customers that i speaks to.
func (g *Graph) Degree(i int32) int { return int(g.offsets[i+1] - g.offsets[i]) }

// Neighbours returns those that i speaks to, in ascending order. The slice
// belongs to the graph.
func (g *Graph) Neighbours(i int32) []int32 {
	a, b := g.offsets[i], g.offsets[i+1]
	return g.heads[a:b:b]
}

// Weights returns the strengths of i's ties, parallel to Neighbours, or nil if
// all ties of the graph are equal. The slice belongs to the graph.
func (g *Graph) Weights(i int32) []float32 {
	if g.weights == nil {
		return nil
	}
	a, b := g.offsets[i], g.offsets[i+1]
	return g.weights[a:b:b]
}

// Weighted reports whether ties differ in strength.
func (g *Graph) Weighted() bool { return g.weights != nil }

// Tied reports whether i speaks to j, by bisection.
func (g *Graph) Tied(i, j int32) bool {
	_, found := slices.BinarySearch(g.Neighbours(i), j)
	return found
}

// Ties calls f for every tie in ascending order, an undirected one once with
// its smaller end first, until f returns false. Without weights each has 1.
func (g *Graph) Ties(f func(i, j int32, weight float32) bool) {
	for i := range int32(g.Order()) {
		w := g.Weights(i)
		for k, j := range g.Neighbours(i) {
			if j < i && !g.directed {
				continue
			}
			weight := float32(1)
			if w != nil {
				weight = w[k]
			}
			if !f(i, j, weight) {
				return
			}
		}
	}
}

// Reverse returns the graph with every tie turned round: its Neighbours are
// those that speak to a customer. An undirected graph is its own reverse. It
// takes O(customers + ties) each time.
func (g *Graph) Reverse() *Graph {
	if !g.directed {
		return g
	}
	n := g.Order()
	r := &Graph{offsets: make([]uint32, n+1), heads: make([]int32, len(g.heads)), directed: true}
	if g.weights != nil {
		r.weights = make([]float32, len(g.heads))
	}
	for _, j := range g.heads {
		r.offsets[j+1]++
	}
	for i := range n {
		r.offsets[i+1] += r.offsets[i]
	}
	next := slices.Clone(r.offsets[:n])
	for i := range int32(n) {
		for k := g.offsets[i]; k < g.offsets[i+1]; k++ {
			at := &next[g.heads[k]]
			r.heads[*at] = i
			if g.weights != nil {
				r.weights[*at] = g.weights[k]
			}
			*at++
		}
	}
	return r
}

// mostTies is the largest number of ties a graph can hold: both directions of
// each must have a 32-bit place.
const mostTies = math.MaxUint32 / 2

// fits returns a fault if a graph of so many ties cannot be held.
func fits(ties float64) error {
	if ties > mostTies {
		return fmt.Errorf("%.3g ties: want at most %d", ties, mostTies)
	}
	return nil
}
