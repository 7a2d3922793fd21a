package network

import (
	"fmt"
	"math"
)

// Modularity is the share of ties within communities, less the share that
// would be there if ties were rewired at random and everybody kept their
// number of ties: Newman & Girvan (Physical Review E 69, 2004). Communities are
// numbered from 0, one for every customer. Direction and strength do not
// matter. It is not a number without ties, and takes O(customers + ties).
func Modularity(g *Graph, communities []int32) float64 {
	if len(communities) != g.Order() {
		panic(fmt.Sprintf("network: communities of %d customers, not %d", len(communities), g.Order()))
	}
	g = mutual(g, 1)
	var inside, all float64
	var ties []float64
	for i := range int32(g.Order()) {
		c := communities[i]
		for int(c) >= len(ties) {
			ties = append(ties, 0)
		}
		ties[c] += float64(g.Degree(i))
		all += float64(g.Degree(i))
		for _, j := range g.Neighbours(i) {
			if communities[j] == c {
				inside++
			}
		}
	}
	if all == 0 {
		return math.NaN()
	}
	q := inside / all
	for _, k := range ties {
		q -= float64(k / all * (k / all))
	}
	return q
}
