package network

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"

	"grapevine/chance"
)

// Most ties first; equals keep the order of their numbers.
func TestByDegree(t *testing.T) {
	g := grow(t, &BarabasiAlbert{Attach: 3}, 2000, chance.Of(1, 0), 1)
	order := ByDegree(g)
	for k := 1; k < len(order); k++ {
		i, j := order[k-1], order[k]
		if g.Degree(i) < g.Degree(j) || g.Degree(i) == g.Degree(j) && i > j {
			t.Fatalf("%d with %d ties comes before %d with %d", i, g.Degree(i), j, g.Degree(j))
		}
	}
	slices.Sort(order)
	if !slices.Equal(order, everyone(2000)) {
		t.Error("the order does not have everybody once")
	}
}

// Betweenness from all sources is that of gonum, on a graph with several
// components and many equal ways too.
func TestBetweennessAgainstGonum(t *testing.T) {
	p := 0.02
	for _, g := range []*Graph{
		grow(t, &Named{Name: "karate"}, 34, chance.Luck{}, 1),
		grow(t, &Lattice{Periodic: false}, 60, chance.Luck{}, 1),
		grow(t, &ErdosRenyi{P: &p}, 120, chance.Of(1, 0), 1),
	} {
		oracle := simple.NewUndirectedGraph()
		for i := range g.Order() {
			oracle.AddNode(simple.Node(i))
		}
		g.Ties(func(i, j int32, _ float32) bool {
			oracle.SetEdge(simple.Edge{F: simple.Node(i), T: simple.Node(j)})
			return true
		})
		want := network.Betweenness(oracle)
		for i, got := range Betweenness(g, g.Order(), chance.Luck{}, 2) {
			if math.Abs(got-want[int64(i)]) > 1e-9*math.Max(1, got) {
				t.Errorf("betweenness of %d is %v, want %v", i, got, want[int64(i)])
			}
		}
	}
	if best := ByBetweenness(grow(t, &Named{Name: "karate"}, 34, chance.Luck{}, 1), 34, chance.Luck{}, 1)[:3]; !slices.Equal(best, []int32{0, 33, 32}) {
		t.Errorf("between most of the karate club are %v, want 0, 33, 32", best)
	}
}

// A sample of sources is right on average, and the same for any workers.
func TestBetweennessSampled(t *testing.T) {
	g := grow(t, &Named{Name: "karate"}, 34, chance.Luck{}, 1)
	want := Betweenness(g, 34, chance.Luck{}, 1)
	fitsMean(t, "betweenness of 33", repeat(400, func(luck chance.Luck) float64 {
		return Betweenness(g, 9, luck, 1)[33]
	}), want[33], 0)
	big := grow(t, &BarabasiAlbert{Attach: 2}, 3000, chance.Of(1, 0), 1)
	if !slices.Equal(Betweenness(big, 50, chance.Of(2, 0), 1), Betweenness(big, 50, chance.Of(2, 0), 7)) {
		t.Error("seven workers find otherwise than one")
	}
}

// A friend of a random customer has the mean degree of neighbours, on a graph
// of hubs far above the mean degree; nobody is named twice, and k are named
// even where hardly anybody has a friend.
func TestFriendsOfRandom(t *testing.T) {
	g := grow(t, &BarabasiAlbert{Attach: 2}, 500, chance.Of(1, 0), 1)
	want := 0.0
	for i := range int32(500) {
		for _, j := range g.Neighbours(i) {
			want += float64(g.Degree(j)) / float64(g.Degree(i)) / 500
		}
	}
	if want < 8 {
		t.Fatalf("friends have %.1f ties on average: a test without power", want)
	}
	fitsMean(t, "degree of a friend", repeat(3000, func(luck chance.Luck) float64 {
		return float64(g.Degree(FriendsOfRandom(g, 1, luck)[0]))
	}), want, 0)
	for _, g := range []*Graph{g, grow(t, &Star{}, 500, chance.Luck{}, 1), grow(t, &Inline{Edges: [][]float64{{3, 4}}}, 500, chance.Luck{}, 1)} {
		all := FriendsOfRandom(g, 400, chance.Of(1, 0))
		slices.Sort(all)
		if len(slices.Compact(all)) != 400 {
			t.Errorf("%d different friends, want 400", len(slices.Compact(all)))
		}
	}
	if n := len(FriendsOfRandom(g, 501, chance.Of(1, 0))); n != 500 {
		t.Errorf("%d friends among 500 customers, want 500", n)
	}
}

// Every customer is as likely as another to come first.
func TestAtRandom(t *testing.T) {
	g := grow(t, &Path{}, 10, chance.Luck{}, 1)
	got, want := make([]float64, 100), make([]float64, 100)
	for k := range 5000 {
		for at, i := range AtRandom(g, chance.Of(1, k)) {
			got[at*10+int(i)]++
		}
	}
	for k := range want {
		want[k] = 500
	}
	fitsLaw(t, "places", got, want)
}

func ExampleByDegree() {
	g, _ := FromTies(5, [][2]int32{{0, 1}, {1, 2}, {1, 3}, {3, 4}}, false)
	fmt.Println(ByDegree(g))
	// Output: [1 3 0 2 4]
}

func ExampleBarabasiAlbert() {
	b := &BarabasiAlbert{Attach: 3}
	for _, fault := range b.Validate(3) {
		fmt.Println(fault)
	}
	g, _ := b.Generate(1000, chance.Of(1, 0), 2)
	fmt.Println(g.Order(), "customers,", g.Size(), "ties")
	// Output:
	// attach = 3: want 1 ≤ attach < customers = 3
	// 1000 customers, 2991 ties
}
