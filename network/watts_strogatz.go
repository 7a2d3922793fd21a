package network

import (
	"fmt"

	"grapevine/chance"
)

// WattsStrogatz is a small world: customers on a ring know their nearest
// neighbours, and each tie is moved to somebody anywhere with a small
// probability (Watts & Strogatz 1998). Linear time.
type WattsStrogatz struct {
	MeanDegree int     `toml:"mean_degree" default:"8" range:"[2,)" doc:"Ties of a customer; an even number."`
	Rewire     float64 `toml:"rewire" default:"0.1" range:"[0,1]" doc:"Probability that a tie leads somewhere else."`
}

// Validate implements Generator.
func (w *WattsStrogatz) Validate(customers int) []error {
	if w.MeanDegree%2 != 0 || w.MeanDegree < 2 || w.MeanDegree >= customers {
		return []error{fmt.Errorf("mean_degree = %d: want an even number from 2 to below customers = %d", w.MeanDegree, customers)}
	}
	return nil
}

var purposeRewire = chance.NewPurpose("network: watts-strogatz")

// Generate implements Generator.
func (w *WattsStrogatz) Generate(customers int, luck chance.Luck, _ int) (*Graph, error) {
	rng := luck.Rand(purposeRewire, 0)
	n := int32(customers)
	taken := make(map[[2]int32]bool)
	key := func(i, j int32) [2]int32 { return [2]int32{min(i, j), max(i, j)} }
	near := func(i, j int32) bool {
		d := (j - i + n) % n
		return min(d, n-d) <= int32(w.MeanDegree/2)
	}
	var ties [][2]int32
	for k := int32(1); k <= int32(w.MeanDegree/2); k++ {
		for i := range n {
			j := (i + k) % n
			if rng.Float64() < w.Rewire {
				for range 100 {
					to := int32(rng.IntN(customers))
					if to != i && !near(i, to) && !taken[key(i, to)] {
						j = to
						taken[key(i, j)] = true
						break
					}
				}
			}
			ties = append(ties, [2]int32{i, j})
		}
	}
	g, _ := FromTies(customers, ties, false)
	return g, nil
}
