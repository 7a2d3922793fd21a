package network

import (
	"slices"

	"grapevine/chance"
)

var sources = chance.NewPurpose("network: where shortest ways are counted from")

// Betweenness returns for every customer the number of ordered pairs of others
// whose shortest way leads through them, each pair counting for the share of
// its shortest ways that do: Freeman (Sociometry 40, 1977) by the algorithm of
// Brandes (Journal of Mathematical Sociology 25, 2001), in O(customers + ties)
// a source. With fewer samples than customers, sources are drawn without
// replacement and the sum is scaled up (Brandes & Pich 2007), which is right on
// average. In an undirected graph every pair counts in both directions.
func Betweenness(g *Graph, samples int, luck chance.Luck, workers int) []float64 {
	n := g.Order()
	from := some(n, samples, newStream(luck, sources, 0))
	// The portions, and with them the order of the sums, do not depend on
	// the number of workers.
	portions := min(16, len(from))
	parts := make([][]float64, portions)
	each(workers, portions, func(k int) {
		parts[k] = make([]float64, n)
		b := newBrandes(g)
		for _, s := range from[portion(len(from), k, portions):portion(len(from), k+1, portions)] {
			b.add(s, parts[k])
		}
	})
	sum := make([]float64, n)
	for _, part := range parts {
		for i, x := range part {
			sum[i] += x
		}
	}
	if len(from) < n {
		for i := range sum {
			sum[i] *= float64(n) / float64(len(from))
		}
	}
	return sum
}

// some returns k different customers in random order, or all of them in order.
func some(n, k int, draw *stream) []int32 {
	all := everyone(n)
	if k >= n {
		return all
	}
	for i := range k {
		j := i + draw.below(n-i)
		all[i], all[j] = all[j], all[i]
	}
	return slices.Clip(all[:k])
}

// brandes is the search of one source, whose memory serves the next again.
type brandes struct {
	g        *Graph
	distance []int32 // -1 is not seen
	ways     []float64
	share    []float64
	order    []int32 // as reached
}

func newBrandes(g *Graph) *brandes {
	n := g.Order()
	b := &brandes{g: g, distance: make([]int32, n), ways: make([]float64, n), share: make([]float64, n), order: make([]int32, 0, n)}
	for i := range b.distance {
		b.distance[i] = -1
	}
	return b
}

// add counts the shortest ways from s to all others: forwards how many there
// are, backwards who shares in them.
func (b *brandes) add(s int32, to []float64) {
	b.order = append(b.order[:0], s)
	b.distance[s], b.ways[s] = 0, 1
	for k := 0; k < len(b.order); k++ {
		i := b.order[k]
		for _, j := range b.g.Neighbours(i) {
			if b.distance[j] < 0 {
				b.distance[j] = b.distance[i] + 1
				b.order = append(b.order, j)
			}
			if b.distance[j] == b.distance[i]+1 {
				b.ways[j] += b.ways[i]
			}
		}
	}
	for _, i := range slices.Backward(b.order) {
		for _, j := range b.g.Neighbours(i) {
			if b.distance[j] == b.distance[i]+1 {
				b.share[i] += float64(b.ways[i] / b.ways[j] * (1 + b.share[j]))
			}
		}
		if i != s {
			to[i] += b.share[i]
		}
	}
	for _, i := range b.order {
		b.distance[i], b.ways[i], b.share[i] = -1, 0, 0
	}
}
