package network

import (
	"slices"

	"grapevine/chance"
)

// ByArrival is a generator that numbers customers as they arrive, so that the
// lowest numbers have most ties. Where several layers join the same customers,
// or numbers mean something else too, such a graph is to be laid on them in
// random order ([Graph.Shuffled]); else hubs would be neighbours, too.
type ByArrival interface {
	Generator
	byArrival()
}

func (*BarabasiAlbert) byArrival() {}
func (*HolmeKim) byArrival()       {}
func (*RMAT) byArrival()           {}

var newNumbers = chance.NewPurpose("network: which customer arrives when")

// Shuffled returns the same graph with its customers numbered in random order.
// It takes O(customers + ties·log(ties of a customer)).
func (g *Graph) Shuffled(luck chance.Luck, workers int) *Graph {
	to := everyone(g.Order())
	newStream(luck, newNumbers, 0).shuffle(to)
	return g.renumbered(to, workers)
}

// renumbered returns the graph in which customer i is called to[i].
func (g *Graph) renumbered(to []int32, workers int) *Graph {
	n := g.Order()
	was := make([]int32, n)
	for i, k := range to {
		was[k] = int32(i)
	}
	r := &Graph{offsets: make([]uint32, n+1), heads: make([]int32, len(g.heads)), directed: g.directed}
	if g.weights != nil {
		r.weights = make([]float32, len(g.weights))
	}
	for k := range n {
		r.offsets[k+1] = r.offsets[k] + uint32(g.Degree(was[k]))
	}
	const block = 1 << 14
	each(workers, (n+block-1)/block, func(b int) {
		var order []int
		for k := b * block; k < min(n, (b+1)*block); k++ {
			row := r.heads[r.offsets[k]:r.offsets[k+1]]
			for x, j := range g.Neighbours(was[k]) {
				row[x] = to[j]
			}
			if g.weights == nil {
				slices.Sort(row)
				continue
			}
			order = order[:0]
			for x := range row {
				order = append(order, x)
			}
			slices.SortFunc(order, func(x, y int) int { return int(row[x]) - int(row[y]) })
			old, heads := g.Weights(was[k]), slices.Clone(row)
			for x, from := range order {
				row[x], r.weights[int(r.offsets[k])+x] = heads[from], old[from]
			}
		}
	})
	return r
}
