package network

import "grapevine/chance"

// DescribeOptions say what [Describe] does beyond what is quick.
type DescribeOptions struct {
	Sources     int     // customers from whom distances are measured; 0 for none
	Communities bool    // look for communities
	Planted     []int32 // communities that are known, or nil
}

// Stats describe a graph. What cannot be told is not a number.
type Stats struct {
	Order, Size        int
	Directed, Weighted bool

	Degrees       Degrees // of ties that lead from customers
	DegreesTo     Degrees // and to them; the same unless directed
	Clustering    Clustering
	Assortativity float64
	Components    int
	Largest       float64 // share of customers in the largest component
	Paths         Paths
	Planted       *Division // nil if not known
	Found         *Division // nil if not looked for
}

// Division tells how well communities divide a graph.
type Division struct {
	Communities int
	Modularity  float64
}

// Describe returns the statistics of a graph. They are the same for any number
// of workers.
func Describe(g *Graph, workers int, luck chance.Luck, o DescribeOptions) Stats {
	s := Stats{Order: g.Order(), Size: g.Size(), Directed: g.Directed(), Weighted: g.Weighted()}
	s.Degrees = DegreesOf(g)
	if s.DegreesTo = s.Degrees; g.directed {
		s.DegreesTo = DegreesOf(g.Reverse())
	}
	s.Clustering = ClusteringOf(g, workers)
	s.Assortativity = Assortativity(g, workers)
	c := ComponentsOf(g)
	if s.Components = len(c.Sizes); s.Components > 0 {
		s.Largest = float64(c.Sizes[c.Largest()]) / float64(g.Order())
	}
	s.Paths = PathsOf(g, o.Sources, luck, workers)
	if o.Planted != nil {
		s.Planted = division(g, o.Planted)
	}
	if o.Communities {
		s.Found = division(g, CommunitiesOf(g, luck))
	}
	return s
}

func division(g *Graph, communities []int32) *Division {
	_, n := number(communities)
	return &Division{n, Modularity(g, communities)}
}
