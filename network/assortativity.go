package network

import "math"

// Assortativity is the correlation of the numbers of ties at the two ends of a
// tie: Newman (Physical Review Letters 89, 2002). In an undirected graph each
// tie counts both ways, so that the order of customers does not matter; in a
// directed one it is the correlation of the ties that lead from the first with
// those that lead to the second. It is not a number if either end does not
// vary. It takes O(customers + ties).
func Assortativity(g *Graph, workers int) float64 {
	n := g.Order()
	to := make([]float64, n) // ties that lead to a customer
	for i := range int32(n) {
		if !g.directed {
			to[i] = float64(g.Degree(i))
			continue
		}
		for _, j := range g.Neighbours(i) {
			to[j]++
		}
	}
	arcs := float64(len(g.heads))
	var mean, meanTo float64
	for i := range int32(n) {
		d := float64(g.Degree(i))
		mean += float64(d*d) / arcs
		meanTo += float64(to[i]*to[i]) / arcs
	}
	// Portions keep the order of sums the same for any number of workers.
	parts := make([][3]float64, (n+block-1)/block)
	each(workers, len(parts), func(k int) {
		var across, from, onto float64
		for i := int32(k * block); i < int32(min(n, (k+1)*block)); i++ {
			d := float64(g.Degree(i))
			var sum float64
			for _, j := range g.Neighbours(i) {
				sum += to[j] - meanTo
			}
			across += float64((d - mean) * sum)
			from += float64(float64((d-mean)*(d-mean)) * d)
			onto += float64(float64((to[i]-meanTo)*(to[i]-meanTo)) * to[i])
		}
		parts[k] = [3]float64{across, from, onto}
	})
	var across, from, onto float64
	for _, p := range parts {
		across, from, onto = across+p[0], from+p[1], onto+p[2]
	}
	if small := 1e-12 * arcs; !(from > small && onto > small) {
		return math.NaN()
	}
	return across / math.Sqrt(float64(from*onto))
}
