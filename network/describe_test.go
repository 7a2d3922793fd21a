package network

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"gonum.org/v1/gonum/stat"

	"grapevine/chance"
	"grapevine/knob"
)

// near reports whether two numbers are the same but for rounding, or both none.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}

// The karate club as networkx and igraph describe it.
func TestDescribeKarate(t *testing.T) {
	g := karate(t)
	s := Describe(g, 1, chance.Of(1, 0), DescribeOptions{Sources: 34, Communities: true})
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"clustering", s.Clustering.Local, 0.5706384782076824},
		{"transitivity", s.Clustering.Transitivity, 0.2556818181818182},
		{"triangles", float64(s.Clustering.Triangles), 45},
		{"assortativity", s.Assortativity, -0.47561309768461457},
		{"mean path length", s.Paths.Mean, 2.408199643493761},
		{"its standard error", s.Paths.SE, 0},
		{"diameter", float64(s.Paths.Diameter), 5},
		{"reached", s.Paths.Reached, 1},
		{"components", float64(s.Components), 1},
		{"mean degree", s.Degrees.Mean, 156.0 / 34},
		{"median degree", float64(s.Degrees.Quantile(0.5)), 3},
		{"largest degree", float64(s.Degrees.Max), 17},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
	// The largest modularity there is, 0.4198: Brandes et al. 2008.
	for r := range 20 {
		if q := Modularity(g, CommunitiesOf(g, chance.Of(1, r))); q < 0.40 || q > 0.41979 {
			t.Errorf("luck %d: modularity %.4f, want 0.40 … 0.4198", r, q)
		}
	}
}

func karate(t testing.TB) *Graph {
	g, err := knob.Defaults(&Named{}).Generate(34, chance.Of(1, 0), 1)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// small returns random graphs of many sorts, some in several pieces.
func small(directed bool) []*Graph {
	var all []*Graph
	for r := range 12 {
		draw := newStream(chance.Of(7, r), testDraws, 0)
		n := 5 + 6*r
		var ties []Tie
		for range n * (1 + r%4) {
			ties = append(ties, draw.pair(n))
		}
		g, _ := FromTies(n, ties, directed)
		all = append(all, g)
	}
	return all
}

var testDraws = chance.NewPurpose("network: tests of statistics")

// Statistics of small graphs are those that gonum finds, or that follow from
// the definition.
func TestDescribeAgainstDefinitions(t *testing.T) {
	for _, g := range slices.Concat(small(false), small(true)) {
		n := g.Order()
		s := Describe(g, 2, chance.Of(1, 0), DescribeOptions{Sources: n})
		var from, to []float64
		in := make([]float64, n)
		for _, j := range g.heads {
			in[j]++
		}
		for i := range int32(n) {
			for _, j := range g.Neighbours(i) {
				from, to = append(from, float64(g.Degree(i))), append(to, in[j])
			}
		}
		if want := stat.Correlation(from, to, nil); !near(s.Assortativity, want) {
			t.Errorf("assortativity %v, want %v", s.Assortativity, want)
		}
		if local, transitivity := clusteringByPairs(g); !near(s.Clustering.Local, local) || !near(s.Clustering.Transitivity, transitivity) {
			t.Errorf("clustering %v, want %v and %v", s.Clustering, local, transitivity)
		}
		parts := topo.ConnectedComponents(undirected(g))
		if s.Components != len(parts) {
			t.Errorf("%d components, want %d", s.Components, len(parts))
		}
		c := ComponentsOf(g)
		for _, part := range parts {
			for _, x := range part {
				if of := c.Of[x.ID()]; of != c.Of[part[0].ID()] || c.Sizes[of] != len(part) {
					t.Errorf("customer %d is in component %d of %v, want one of %d", x.ID(), of, c.Sizes, len(part))
				}
			}
		}
		mean, longest := distancesByGonum(g)
		if !near(s.Paths.Mean, mean) || s.Paths.Diameter != longest || s.Paths.SE != 0 && !math.IsNaN(mean) {
			t.Errorf("paths %+v, want mean %v and diameter %d", s.Paths, mean, longest)
		}
		communities := make([]int32, n)
		sets := make([][]graph.Node, 4)
		for i := range communities {
			k := i * i % 4
			communities[i], sets[k] = int32(k), append(sets[k], simple.Node(i))
		}
		if got, want := Modularity(g, communities), community.Q(undirected(g), sets, 1); !near(got, want) {
			t.Errorf("modularity %v, want %v", got, want)
		}
	}
}

// clusteringByPairs looks at every pair of friends.
func clusteringByPairs(g *Graph) (local, transitivity float64) {
	tied := func(i, j int32) bool { return g.Tied(i, j) || g.Tied(j, i) }
	var closed, paths float64
	for i := range int32(g.Order()) {
		var friends []int32
		for j := range int32(g.Order()) {
			if j != i && tied(i, j) {
				friends = append(friends, j)
			}
		}
		var own, pairs float64
		for k, a := range friends {
			for _, b := range friends[k+1:] {
				if pairs++; tied(a, b) {
					own++
				}
			}
		}
		if pairs > 0 {
			local += own / pairs
		}
		closed, paths = closed+own, paths+pairs
	}
	return local / float64(g.Order()), closed / paths
}

// undirected returns the graph for gonum, without directions.
func undirected(g *Graph) *simple.UndirectedGraph {
	u := simple.NewUndirectedGraph()
	for i := range g.Order() {
		u.AddNode(simple.Node(i))
	}
	g.Ties(func(i, j int32, _ float32) bool {
		u.SetEdge(u.NewEdge(simple.Node(i), simple.Node(j)))
		return true
	})
	return u
}

func distancesByGonum(g *Graph) (mean float64, longest int) {
	d := simple.NewDirectedGraph()
	for i := range int32(g.Order()) {
		if d.Node(int64(i)) == nil {
			d.AddNode(simple.Node(i))
		}
		for _, j := range g.Neighbours(i) {
			d.SetEdge(d.NewEdge(simple.Node(i), simple.Node(j)))
		}
	}
	all := path.DijkstraAllPaths(d)
	var sum, pairs float64
	for i := range g.Order() {
		for j := range g.Order() {
			if w := all.Weight(int64(i), int64(j)); i != j && !math.IsInf(w, 1) {
				sum += w
				pairs++
				longest = max(longest, int(w))
			}
		}
	}
	return sum / pairs, longest
}

// What is true of a graph does not depend on the order of its customers, and
// found numbers do not depend on the number of workers.
func TestDescribeIsTheSameHoweverNumbered(t *testing.T) {
	for _, kind := range []Generator{&BarabasiAlbert{Attach: 3}, &WattsStrogatz{MeanDegree: 8, Rewire: 0.1}} {
		const n = 20_000
		g := grow(t, kind, n, chance.Of(1, 0), 2)
		luck := chance.Of(2, 0)
		o := DescribeOptions{Sources: 100, Communities: true}
		text := func(s Stats) string {
			found := *s.Found
			s.Found = nil
			return fmt.Sprintf("%+v %+v", s, found)
		}
		if one, two := text(Describe(g, 1, luck, o)), text(Describe(g, 2, luck, o)); one != two {
			t.Errorf("one worker: %s\ntwo: %s", one, two)
		}
		number := everyone(n)
		draw := newStream(luck, testDraws, 1)
		draw.shuffle(number)
		var ties []Tie
		g.Ties(func(i, j int32, _ float32) bool {
			ties = append(ties, Tie{number[i], number[j]})
			return true
		})
		other, _ := FromTies(n, ties, false)
		a, b := Describe(g, 2, luck, o), Describe(other, 2, luck, o)
		if !near(a.Assortativity, b.Assortativity) || !near(a.Clustering.Local, b.Clustering.Local) || a.Clustering.Triangles != b.Clustering.Triangles {
			t.Errorf("assortativity %v, %v; clustering %v, %v", a.Assortativity, b.Assortativity, a.Clustering, b.Clustering)
		}
		// Each draws its own sources; four standard errors of the difference.
		if d := a.Paths.Mean - b.Paths.Mean; math.Abs(d) > 4*math.Hypot(a.Paths.SE, b.Paths.SE) {
			t.Errorf("mean path length %v ± %v and %v ± %v", a.Paths.Mean, a.Paths.SE, b.Paths.Mean, b.Paths.SE)
		}
	}
}

// On planted communities we find nearly the modularity that gonum's Louvain
// finds, and every community holds together.
func TestCommunitiesAgainstGonum(t *testing.T) {
	sbm := knob.Defaults(&StochasticBlocks{})
	sbm.Blocks, sbm.Within, sbm.Between = 8, 10, 3
	graphs := map[string]*Graph{
		"karate":         karate(t),
		"blocks":         grow(t, sbm, 800, chance.Of(1, 0), 1),
		"small world":    grow(t, &WattsStrogatz{MeanDegree: 6, Rewire: 0.1}, 500, chance.Of(1, 0), 1),
		"no communities": grow(t, &BarabasiAlbert{Attach: 3}, 500, chance.Of(1, 0), 1),
	}
	for name, g := range graphs {
		u := undirected(g)
		theirs := community.Q(u, community.Modularize(u, 1, nil).Communities(), 1)
		for r := range 3 {
			of := CommunitiesOf(g, chance.Of(3, r))
			if ours := Modularity(g, of); ours < 0.95*theirs {
				t.Errorf("%s: modularity %.4f, gonum's is %.4f", name, ours, theirs)
			}
			checkWhole(t, g, of)
		}
	}
	for _, g := range small(false) {
		checkWhole(t, g, CommunitiesOf(g, chance.Of(4, 0)))
	}
	g, planted := graphs["blocks"], sbm.Planted(800, chance.Of(1, 0))
	if ours, theirs := Modularity(g, CommunitiesOf(g, chance.Of(3, 0))), Modularity(g, planted); ours < theirs {
		t.Errorf("found communities have modularity %.4f, planted ones %.4f", ours, theirs)
	}
}

// checkWhole checks that the members of a community reach each other within
// it, and that communities are numbered by their first member.
func checkWhole(t *testing.T, g *Graph, of []int32) {
	t.Helper()
	var inside []Tie
	g.Ties(func(i, j int32, _ float32) bool {
		if of[i] == of[j] {
			inside = append(inside, Tie{i, j})
		}
		return true
	})
	pieces, _ := FromTies(g.Order(), inside, false)
	if c := ComponentsOf(pieces); !slices.Equal(c.Of, of) {
		t.Errorf("communities %v are not their own components %v", of, c.Of)
	}
}

func TestDescribeNothing(t *testing.T) {
	for n := range 3 {
		g, _ := FromTies(n, nil, false)
		s := Describe(g, 2, chance.Of(1, 0), DescribeOptions{Sources: 5, Communities: true, Planted: make([]int32, n)})
		if s.Order != n || s.Size != 0 || s.Components != n || !math.IsNaN(s.Paths.Mean) || !math.IsNaN(s.Clustering.Transitivity) {
			t.Errorf("nothing but %d customers: %+v", n, s)
		}
	}
}

func BenchmarkDescribe(b *testing.B) {
	g := grow(b, &BarabasiAlbert{Attach: 5}, 1_000_000, chance.Of(1, 0), 2)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("graph=barabasi-albert/nodes=1000000/sources=20/workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				Describe(g, workers, chance.Of(1, 0), DescribeOptions{Sources: 20})
			}
		})
	}
}

func BenchmarkCommunities(b *testing.B) {
	sbm := knob.Defaults(&StochasticBlocks{})
	sbm.Blocks, sbm.Within, sbm.Between = 50, 8, 2
	g := grow(b, sbm, 100_000, chance.Of(1, 0), 2)
	b.Run("graph=stochastic-blocks/nodes=100000", func(b *testing.B) {
		for b.Loop() {
			CommunitiesOf(g, chance.Of(1, 0))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*g.Size()), "ns/tie")
	})
}
