package verify

import (
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/network"
)

// made is a graph with what it was made of.
type made struct {
	*network.Graph
	by   network.Generator
	luck chance.Luck
}

// statistics are what may be measured of a graph: one number, or one a
// customer.
var statistics = map[string]func(g made) []float64{
	"degrees": func(g made) []float64 {
		all := make([]float64, g.Order())
		for i := range all {
			all[i] = float64(g.Degree(int32(i)))
		}
		return all
	},
	"ties":          func(g made) []float64 { return []float64{float64(g.Size())} },
	"mean degree":   func(g made) []float64 { return []float64{2 * float64(g.Size()) / float64(g.Order())} },
	"clustering":    func(g made) []float64 { return []float64{network.ClusteringOf(g.Graph, 1).Local} },
	"triangles":     func(g made) []float64 { return []float64{float64(network.ClusteringOf(g.Graph, 1).Triangles)} },
	"path length":   func(g made) []float64 { return []float64{network.PathsOf(g.Graph, g.Order(), g.luck, 1).Mean} },
	"assortativity": func(g made) []float64 { return []float64{network.Assortativity(g.Graph, 1)} },
	"giant": func(g made) []float64 {
		return []float64{float64(slices.Max(network.ComponentsOf(g.Graph).Sizes)) / float64(g.Order())}
	},
	"connected": func(g made) []float64 {
		if len(network.ComponentsOf(g.Graph).Sizes) == 1 {
			return []float64{1}
		}
		return []float64{0}
	},
	"share from 50": func(g made) []float64 { // of customers with 50 ties and more
		n := 0
		for i := range int32(g.Order()) {
			if g.Degree(i) >= 50 {
				n++
			}
		}
		return []float64{float64(n) / float64(g.Order())}
	},
	"ties missing": func(g made) []float64 { // of a graph in which all were to have the same number
		asked := 0
		for i := range int32(g.Order()) {
			asked = max(asked, g.Degree(i))
		}
		return []float64{float64(asked*g.Order())/2 - float64(g.Size())}
	},
	"quarters":   func(g made) []float64 { return blocks(g, 2) }, // 0: a tie within the first half, 1: across, 2: within the second
	"sixteenths": func(g made) []float64 { return blocks(g, 4) }, // the same of quarters of the customers
	"inside":     func(g made) []float64 { return []float64{inside(g)} },
	"modularity": func(g made) []float64 { return []float64{network.Modularity(g.Graph, planted(g))} },
	"mixing": func(g made) []float64 {
		community, out := planted(g), 0.0
		for i := range int32(g.Order()) {
			away := 0.0
			for _, j := range g.Neighbours(i) {
				if community[i] != community[j] {
					away++
				}
			}
			out += away / max(float64(g.Degree(i)), 1)
		}
		return []float64{out / float64(g.Order())}
	},
}

// blocks returns for every tie which of the pairs of parts it joins, if the
// customers are cut into so many parts: 0 for two of the first part, and so on
// along the upper triangle.
func blocks(g made, parts int) []float64 {
	all := make([]float64, 0, g.Size())
	g.Ties(func(i, j int32, _ float32) bool {
		u, v := int(i)*parts/g.Order(), int(j)*parts/g.Order()
		u, v = min(u, v), max(u, v)
		all = append(all, float64(u*parts-u*(u-1)/2+v-u))
		return true
	})
	return all
}

// planted returns the communities that the generator planted.
func planted(g made) []int32 {
	if p, ok := g.by.(network.Planter); ok {
		return p.Planted(g.Order(), g.luck)
	}
	return make([]int32, g.Order())
}

// inside returns the share of ties within communities.
func inside(g made) float64 {
	community := planted(g)
	in, all := 0, 0
	g.Ties(func(i, j int32, _ float32) bool {
		if all++; community[i] == community[j] {
			in++
		}
		return true
	})
	if all == 0 {
		return math.NaN()
	}
	return float64(in) / float64(all)
}
