package network

import (
	"math"

	"grapevine/chance"
)

// Paths tells how many ties apart customers are, along the direction of ties.
type Paths struct {
	Sources int // customers from whom distances were measured
	// Mean is over the ordered pairs of a source and a customer it reaches, and
	// SE the standard error from drawing sources, 0 if all were taken.
	Mean, SE float64
	// Reached is the share of other customers that a source reaches.
	Reached float64
	// Diameter is the longest distance found: a lower bound unless all sources
	// were taken.
	Diameter int
}

var starts = chance.NewPurpose("network: where distances are counted from")

// PathsOf measures distances from some sources, drawn without replacement, in
// O(customers + ties) each. The mean is a ratio of sums, and its standard error
// that of a ratio estimator (Cochran, Sampling Techniques, 1977, §6.5). One
// more search starts where the longest ended, which mostly finds the diameter
// (Magnien, Latapy & Habib, Journal of Experimental Algorithmics 13, 2009).
func PathsOf(g *Graph, sources int, luck chance.Luck, workers int) Paths {
	n := g.Order()
	from := some(n, sources, newStream(luck, starts, 0))
	p := Paths{Sources: len(from), Mean: math.NaN(), SE: math.NaN()}
	if len(from) == 0 {
		return p
	}
	w := newWaves(g, workers)
	var sums, reached []float64 // by source
	var last int32
	for rest := from; len(rest) > 0; {
		some := rest[:min(64, len(rest))]
		rest = rest[len(some):]
		if w.from(some); w.depth >= p.Diameter {
			p.Diameter, last = w.depth, w.last
		}
		for k := range some {
			sums = append(sums, float64(w.sum[k]))
			reached = append(reached, float64(w.reached[k]))
		}
	}
	if len(from) < n {
		w.from([]int32{last})
		p.Diameter = max(p.Diameter, w.depth)
	}
	var distance, pairs float64
	for k := range sums {
		distance += sums[k]
		pairs += reached[k]
	}
	if n > 1 {
		p.Reached = pairs / float64(len(from)) / float64(n-1)
	}
	if pairs == 0 {
		return p
	}
	p.Mean = distance / pairs
	k := float64(len(from))
	var squares float64
	for k := range sums {
		e := sums[k] - float64(p.Mean*reached[k])
		squares += float64(e * e)
	}
	if p.SE = 0; len(from) < n {
		p.SE = math.NaN()
		if k > 1 {
			p.SE = math.Sqrt(squares/(k-1)/k*(1-k/float64(n))) / (pairs / k)
		}
	}
	return p
}
