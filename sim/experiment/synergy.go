package experiment

import (
	"maps"
	"slices"

	"grapevine/sim/metric"
)

// Synergy is what two blocks do together beyond what each does alone, in the
// objective: both - A - B + neither, replicate by replicate (twice the
// interaction of a 2×2 factorial in the notation of Box, Hunter & Hunter 1978).
type Synergy struct {
	A, B string // blocks
	Estimate
}

// synergies finds every 2×2 among the strategies: four that are made of
// neither, one, the other and both of two blocks, beside blocks that all
// strategies have in common. A set of blocks that two strategies have is left
// out, since it would not be clear which is meant.
func (s *Sample) synergies() []Synergy {
	arms, blocks := factorial(s.design.Strategies)
	m := &metric.Kinds[s.design.Response()]
	values := s.of(metric.Named(m.Name))
	var found []Synergy
	for i, a := range blocks {
		for _, b := range blocks[i+1:] {
			none, hasNone := arms[""]
			one, hasOne := arms[key(a)]
			other, hasOther := arms[key(b)]
			both, hasBoth := arms[key(a, b)]
			if !hasNone || !hasOne || !hasOther || !hasBoth {
				continue
			}
			xs := make([]float64, s.n)
			for r := range xs {
				xs[r] = (values[both][r] - values[one][r]) - (values[other][r] - values[none][r])
			}
			kind := metric.Mean
			if m.Kind == metric.Ratio {
				kind = metric.Ratio
			}
			found = append(found, Synergy{a, b, estimate(xs, kind, s.design.luckOf("synergy of "+a+" and "+b))})
		}
	}
	return found
}

// factorial returns the strategies by their set of blocks, without those that
// all have, and the blocks in the order in which they first appear.
func factorial(strategies []Arm) (arms map[string]int, blocks []string) {
	common := map[string]int{}
	for _, s := range strategies {
		for _, b := range s.Blocks {
			if common[b]++; !slices.Contains(blocks, b) {
				blocks = append(blocks, b)
			}
		}
	}
	blocks = slices.DeleteFunc(blocks, func(b string) bool { return common[b] == len(strategies) })
	arms = map[string]int{}
	taken := map[string]int{}
	for i, s := range strategies {
		own := slices.DeleteFunc(slices.Clone(s.Blocks), func(b string) bool { return !slices.Contains(blocks, b) })
		k := key(own...)
		arms[k] = i
		taken[k]++
	}
	maps.DeleteFunc(arms, func(k string, _ int) bool { return taken[k] > 1 })
	return arms, blocks
}

// key spells a set of blocks.
func key(blocks ...string) string {
	var k string
	for _, b := range slices.Compact(slices.Sorted(slices.Values(blocks))) {
		k += b + "\x00"
	}
	return k
}
