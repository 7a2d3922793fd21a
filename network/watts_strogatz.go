package network

import (
	"slices"

	"grapevine/chance"
)

// WattsStrogatz puts customers on a ring, ties each to the nearest on both
// sides, and moves the far end of some ties to a random customer: Watts &
// Strogatz (Nature 393, 1998). Every customer keeps the ties it owns, half the
// mean degree; a tie that would be there already is drawn again. It takes
// O(ties).
type WattsStrogatz struct {
	MeanDegree int     `toml:"mean_degree" default:"8" range:"[2,)" doc:"Ties of a customer on average; an even number."`
	Rewire     float64 `toml:"rewire" default:"0.1" range:"[0,1]" doc:"Share of ties that lead to a random customer instead of a neighbour."`
}

var (
	rewirings = chance.NewPurpose("network: which ties of a ring are rewired")
	mending   = chance.NewPurpose("network: rewired ties drawn again")
)

// Validate implements [Generator].
func (w *WattsStrogatz) Validate(customers int) []error {
	return faults(w,
		unless(w.MeanDegree%2 == 0, "mean_degree", w.MeanDegree, "an even number"),
		unless(w.MeanDegree < customers, "mean_degree", w.MeanDegree, "less than customers = %d", customers),
		fits(float64(w.MeanDegree)/2*float64(customers)))
}

// Generate implements [Generator].
func (w *WattsStrogatz) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	half := w.MeanDegree / 2
	targets := make([]int32, customers*half)
	const block = 1 << 12
	each(workers, (customers+block-1)/block, func(k int) {
		for i := k * block; i < min((k+1)*block, customers); i++ {
			for j := range half {
				t, _ := w.tie(luck, customers, i, j)
				targets[i*half+j] = t[1]
			}
		}
	})
	g, lost := build(customers, owned{0, half, targets}, false, workers)
	return w.mend(g, lost, luck), nil
}

// tie returns the j-th tie that customer i owns, and whether it was rewired.
func (w *WattsStrogatz) tie(luck chance.Luck, customers, i, j int) (Tie, bool) {
	whether, where := luck.Bits(rewirings, uint32(i), uint32(j))
	step, rewired := j+1, chance.Unit(whether) < w.Rewire
	if rewired {
		step = 1 + chance.Below(where, customers-1)
	}
	if i+step >= customers {
		step -= customers
	}
	return Tie{int32(i), int32(i + step)}, rewired
}

// mend draws again the ties that were there already, for their owners.
func (w *WattsStrogatz) mend(g *Graph, lost []Tie, luck chance.Luck) *Graph {
	n, p := g.Order(), newPatch(g)
	draw := newStream(luck, mending, 0)
	for k := 0; k < len(lost); {
		t, first := lost[k], k
		for k < len(lost) && lost[k] == t {
			k++
		}
		owners := append(w.owners(luck, n, t[0], t[1]), w.owners(luck, n, t[1], t[0])...)
		for _, i := range owners[len(owners)-(k-first):] {
			for p.degree(i) == n-1 {
				i = int32(draw.below(n)) // the owner knows everybody
			}
			j := int32(draw.below(n))
			for !p.free(i, j) {
				j = int32(draw.below(n))
			}
			p.put(i, j)
		}
	}
	return p.apply()
}

// owners lists i as often as a rewired tie of theirs leads to j.
func (w *WattsStrogatz) owners(luck chance.Luck, n int, i, j int32) (all []int32) {
	for k := range w.MeanDegree / 2 {
		if t, rewired := w.tie(luck, n, int(i), k); rewired && t[1] == j {
			all = append(all, i)
		}
	}
	return slices.Clip(all)
}
