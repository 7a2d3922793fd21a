package network

import "math"

// Degrees tells how numbers of ties are spread over customers.
type Degrees struct {
	Min, Max int
	Mean, SD float64 // of all customers, so the sum of squares is divided by their number
	Counts   []int   // customers by their number of ties, from 0 to Max
}

// DegreesOf counts the ties that lead from customers, in O(customers).
func DegreesOf(g *Graph) Degrees {
	d := Degrees{Min: math.MaxInt}
	for i := range int32(g.Order()) {
		k := g.Degree(i)
		for len(d.Counts) <= k {
			d.Counts = append(d.Counts, 0)
		}
		d.Counts[k]++
		d.Min, d.Max = min(d.Min, k), max(d.Max, k)
	}
	if g.Order() == 0 {
		return Degrees{Mean: math.NaN(), SD: math.NaN()}
	}
	var ties, squares float64
	for k, n := range d.Counts {
		ties += float64(k * n)
	}
	d.Mean = ties / float64(g.Order())
	for k, n := range d.Counts {
		off := float64(k) - d.Mean
		squares += float64(float64(n) * off * off)
	}
	d.SD = math.Sqrt(squares / float64(g.Order()))
	return d
}

// Quantile returns the least number of ties such that a share p of customers
// has no more.
func (d Degrees) Quantile(p float64) int {
	all := 0
	for _, n := range d.Counts {
		all += n
	}
	below := 0
	for k, n := range d.Counts {
		if below += n; float64(below) >= p*float64(all) {
			return k
		}
	}
	return d.Max
}
