package network

import (
	"math"
	"slices"
	"sync/atomic"
)

// Clustering tells how often the friends of a customer are friends. Direction
// does not matter.
type Clustering struct {
	// Local is the mean over customers of the share of pairs of their friends
	// that are tied, 0 for those with fewer than two: Watts & Strogatz (Nature
	// 393, 1998).
	Local float64
	// Transitivity is the share of paths of two ties whose ends are tied; not a
	// number if there are none.
	Transitivity float64
	Triangles    int // each once
}

// ClusteringOf counts the triangles that go through every customer. Each is
// found once, from the customer with the fewest ties, so that hubs cost little:
// O(ties^1.5) at worst (Latapy, Theoretical Computer Science 407, 2008), and on
// graphs with a few hubs hardly more than O(ties).
func ClusteringOf(g *Graph, workers int) Clustering {
	g = mutual(g, workers)
	up := upwards(g, workers)
	n := g.Order()
	through := make([]int64, n) // by rank
	each(workers, (n+block-1)/block, func(k int) {
		for r := k * block; r < min(n, (k+1)*block); r++ {
			up.triangles(int32(r), through)
		}
	})
	// Workers have added whole numbers, so their order did not matter; shares are
	// summed by one, in the order of ranks.
	var c Clustering
	var closed, paths int64
	for r, t := range through {
		d := int64(g.Degree(up.customer[r]))
		if d < 2 {
			continue
		}
		pairs := d * (d - 1) / 2
		closed += t
		paths += pairs
		c.Local += float64(t) / float64(pairs)
	}
	c.Local /= float64(n)
	c.Triangles = int(closed / 3)
	c.Transitivity = math.NaN()
	if paths > 0 {
		c.Transitivity = float64(closed) / float64(paths)
	}
	return c
}

// ladder is a graph in which customers are ranked by their number of ties and
// each knows only those above, in ascending order.
type ladder struct {
	customer []int32 // by rank
	offsets  []uint32
	heads    []int32 // ranks
}

// upwards returns the ladder of a graph.
func upwards(g *Graph, workers int) *ladder {
	n := g.Order()
	l := &ladder{customer: ByDegree(g), offsets: make([]uint32, n+1)}
	slices.Reverse(l.customer)
	rank := make([]int32, n)
	for r, i := range l.customer {
		rank[i] = int32(r)
	}
	blocks := (n + block - 1) / block
	each(workers, blocks, func(k int) {
		for r := k * block; r < min(n, (k+1)*block); r++ {
			for _, j := range g.Neighbours(l.customer[r]) {
				if rank[j] > int32(r) {
					l.offsets[r+1]++
				}
			}
		}
	})
	for r := range n {
		l.offsets[r+1] += l.offsets[r]
	}
	l.heads = make([]int32, l.offsets[n])
	each(workers, blocks, func(k int) {
		for r := k * block; r < min(n, (k+1)*block); r++ {
			row := l.heads[l.offsets[r]:l.offsets[r]:l.offsets[r+1]]
			for _, j := range g.Neighbours(l.customer[r]) {
				if rank[j] > int32(r) {
					row = append(row, rank[j])
				}
			}
			slices.Sort(row)
		}
	})
	return l
}

// above returns the neighbours of r that are ranked above it.
func (l *ladder) above(r int32) []int32 { return l.heads[l.offsets[r]:l.offsets[r+1]] }

// triangles adds to all three corners the triangles whose lowest is a.
func (l *ladder) triangles(a int32, through []int64) {
	var own int64
	above := l.above(a)
	for k, b := range above {
		var both int64
		x, y := above[k+1:], l.above(b)
		for len(x) > 0 && len(y) > 0 {
			switch {
			case x[0] < y[0]:
				x = x[1:]
			case x[0] > y[0]:
				y = y[1:]
			default:
				atomic.AddInt64(&through[x[0]], 1)
				both++
				x, y = x[1:], y[1:]
			}
		}
		if both > 0 {
			atomic.AddInt64(&through[b], both)
			own += both
		}
	}
	if own > 0 {
		atomic.AddInt64(&through[a], own)
	}
}

// mutual returns the graph without directions and strengths.
func mutual(g *Graph, workers int) *Graph {
	if !g.directed {
		return g
	}
	ties := make([]Tie, 0, g.Size())
	g.Ties(func(i, j int32, _ float32) bool {
		ties = append(ties, Tie{i, j})
		return true
	})
	u, _ := build(g.Order(), inLists(ties), false, workers)
	return u
}
