package network

import "grapevine/chance"

// ErdosRenyi gives every pair of customers the same chance of a tie: Gilbert
// (Annals of Mathematical Statistics 30, 1959). With Ties it chooses so many
// pairs instead: Erdős & Rényi (Publicationes Mathematicae 6, 1959). Either
// takes O(customers + ties).
type ErdosRenyi struct {
	MeanDegree float64  `toml:"mean_degree" default:"8" range:"[0,)" doc:"Ties of a customer on average; does not count if p or ties is given."`
	P          *float64 `toml:"p" range:"[0,1]" doc:"Probability of a tie for each pair of customers."`
	Ties       *int     `toml:"ties" range:"[0,)" doc:"Exact number of ties."`
}

var (
	pairings = chance.NewPurpose("network: pairs with a tie")
	further  = chance.NewPurpose("network: pairs instead of repeated ones")
)

// Validate implements [Generator].
func (e *ErdosRenyi) Validate(customers int) []error {
	most := pairs(customers)
	switch {
	case e.P != nil && e.Ties != nil:
		return faults(e, unless(false, "ties", *e.Ties, "p or ties, not both"))
	case e.P != nil:
		return faults(e, fits(*e.P*float64(most)))
	case e.Ties != nil:
		return faults(e, unless(*e.Ties <= most, "ties", *e.Ties, "at most %d among customers = %d", most, customers), fits(float64(*e.Ties)))
	}
	return faults(e, unless(e.MeanDegree <= float64(customers-1), "mean_degree", e.MeanDegree, "less than customers = %d", customers),
		fits(e.MeanDegree/2*float64(customers)))
}

// pairs returns how many pairs there are among n customers.
func pairs(n int) int { return n * (n - 1) / 2 }

// Generate implements [Generator].
func (e *ErdosRenyi) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	all := field{rows: customers}
	switch {
	case e.Ties != nil && *e.Ties > all.pairs()/2:
		// The pairs without a tie are fewer.
		g := sample(customers, all.pairs()-*e.Ties, luck, workers)
		return complement(g, workers), nil
	case e.Ties != nil:
		return sample(customers, *e.Ties, luck, workers), nil
	case e.P != nil:
		all.p = *e.P
	case customers > 1:
		all.p = e.MeanDegree / float64(customers-1)
	}
	g, _ := build(customers, inLists(sow([]field{all}, luck, pairings, workers)...), false, workers)
	return g, nil
}

// sample chooses so many pairs, each set with the same probability: it draws
// pairs with replacement, and further ones for those that came twice.
func sample(customers, ties int, luck chance.Luck, workers int) *Graph {
	list := make([]Tie, ties)
	each(workers, (ties+chunk-1)/chunk, func(k int) {
		draw := newStream(luck, pairings, k)
		part := list[k*chunk : min((k+1)*chunk, ties)]
		for i := range part {
			part[i] = draw.pair(customers)
		}
	})
	g, lost := build(customers, inLists(list), false, workers)
	p, draw := newPatch(g), newStream(luck, further, 0)
	for missing := len(lost); missing > 0; {
		if t := draw.pair(customers); p.free(t[0], t[1]) {
			p.put(t[0], t[1])
			missing--
		}
	}
	return p.apply()
}

// complement returns the graph of all pairs that have no tie in g.
func complement(g *Graph, workers int) *Graph {
	lists := make([][]Tie, g.Order())
	each(workers, g.Order(), func(k int) {
		i := int32(k)
		not := g.Neighbours(i)
		for j := range i {
			for len(not) > 0 && not[0] < j {
				not = not[1:]
			}
			if len(not) == 0 || not[0] != j {
				lists[i] = append(lists[i], Tie{i, j})
			}
		}
	})
	c, _ := build(g.Order(), inLists(lists...), false, workers)
	return c
}
