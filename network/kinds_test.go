package network

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"grapevine/chance"
)

// promises says what each kind of graph must be beyond what all must be: the
// customers it is tried with, whether luck matters, and its number of ties (-1
// if that is a matter of luck).
var promises = map[string]struct {
	customers int
	lucky     bool
	ties      int
}{
	"barabasi-albert":   {9001, true, 3 * (9001 - 3)},
	"cliques":           {600, false, 600 * 4 / 2},
	"complete":          {101, false, 101 * 100 / 2},
	"configuration":     {9001, true, -1},
	"erdos-renyi":       {9001, true, -1},
	"holme-kim":         {9001, true, 3 * (9001 - 3)},
	"inline":            {7, false, 0},
	"lattice":           {600, false, 1200},
	"lfr":               {3000, true, -1},
	"named":             {34, false, 78},
	"path":              {50, false, 49},
	"random-geometric":  {9001, true, -1},
	"random-regular":    {9002, true, 9002 * 4 / 2},
	"ring":              {301, false, 301},
	"rmat":              {9001, true, -1},
	"star":              {50, false, 49},
	"stochastic-blocks": {9001, true, -1},
	"watts-strogatz":    {9001, true, 9001 * 4},
}

// Every kind makes a simple graph of the promised size, the same for any number
// of workers, and another one under another seed.
func TestKinds(t *testing.T) {
	for name, kind := range Kinds {
		if name == "edge-list" {
			continue // needs a file
		}
		t.Run(name, func(t *testing.T) {
			want, ok := promises[name]
			if !ok {
				t.Fatal("nobody said what this kind promises")
			}
			if kind.About == "" || strings.ContainsRune(kind.About, '\n') {
				t.Errorf("about %q: want one line", kind.About)
			}
			g := grow(t, kind.Make(), want.customers, chance.Of(1, 0), 1)
			checkSimple(t, g)
			if g.Order() != want.customers || g.Directed() || want.ties >= 0 && g.Size() != want.ties {
				t.Errorf("%d customers, %d ties, directed %v; want %d, %d, false", g.Order(), g.Size(), g.Directed(), want.customers, want.ties)
			}
			for _, workers := range []int{2, 7} {
				if !same(g, grow(t, kind.Make(), want.customers, chance.Of(1, 0), workers)) {
					t.Errorf("%d workers make another graph than one", workers)
				}
			}
			if other := grow(t, kind.Make(), want.customers, chance.Of(2, 0), 1); same(g, other) == want.lucky {
				t.Errorf("seeds 1 and 2 make the same graph: %v, want %v", want.lucky, !want.lucky)
			}
			if p, ok := kind.Make().(Planter); ok {
				checkPlanted(t, p, g)
			}
		})
	}
}

func grow(t testing.TB, make Generator, customers int, luck chance.Luck, workers int) *Graph {
	t.Helper()
	for _, err := range make.Validate(customers) {
		t.Fatal(err)
	}
	g, err := make.Generate(customers, luck, workers)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func same(a, b *Graph) bool {
	return slices.Equal(a.offsets, b.offsets) && slices.Equal(a.heads, b.heads) && slices.Equal(a.weights, b.weights)
}

// checkSimple: neighbours ascend strictly, nobody is their own, and whoever i
// speaks to answers unless ties have a direction.
func checkSimple(t *testing.T, g *Graph) {
	t.Helper()
	ends := 0
	for i := range int32(g.Order()) {
		row := g.Neighbours(i)
		ends += len(row)
		if len(row) != g.Degree(i) {
			t.Fatalf("degree of %d is %d, with %d neighbours", i, g.Degree(i), len(row))
		}
		for k, j := range row {
			switch {
			case j < 0 || int(j) >= g.Order() || j == i:
				t.Fatalf("%d has a tie to %d", i, j)
			case k > 0 && row[k-1] >= j:
				t.Fatalf("neighbours of %d are out of order: %d, %d", i, row[k-1], j)
			case !g.Directed() && !g.Tied(j, i):
				t.Fatalf("%d speaks to %d, but not %d to %d", i, j, j, i)
			}
		}
	}
	if !g.Directed() {
		ends /= 2
	}
	if ends != g.Size() {
		t.Errorf("size %d, want %d", g.Size(), ends)
	}
}

// Planted communities are numbered without gaps, and hold more ties than the
// same communities dealt out at random would.
func checkPlanted(t *testing.T, p Planter, g *Graph) {
	community := p.Planted(g.Order(), chance.Of(1, 0))
	if len(community) != g.Order() {
		t.Fatalf("%d customers have a community, want %d", len(community), g.Order())
	}
	size := make([]int, slices.Max(community)+1)
	for _, c := range community {
		size[c]++
	}
	if slices.Contains(size, 0) {
		t.Error("a community is empty")
	}
	atRandom := 0.0
	for _, s := range size {
		atRandom += float64(s) / float64(g.Order()) * float64(s-1) / float64(g.Order()-1)
	}
	if inside := insideShare(g, community); inside < 2*atRandom {
		t.Errorf("%.3f of the ties lie inside communities, %.3f would at random", inside, atRandom)
	}
}

func insideShare(g *Graph, community []int32) float64 {
	inside := 0
	g.Ties(func(i, j int32, _ float32) bool {
		if community[i] == community[j] {
			inside++
		}
		return true
	})
	return float64(inside) / float64(g.Size())
}

// Faults name the key, the value and what is wanted, all at a time.
func TestValidate(t *testing.T) {
	half, many := 0.5, 11
	for _, c := range []struct {
		Generator
		customers int
		want      []string
	}{
		{&BarabasiAlbert{Attach: 0}, 5000, []string{"attach = 0: want 1 ≤ attach < customers = 5000"}},
		{&BarabasiAlbert{Attach: 9}, 9, []string{"attach = 9: want 1 ≤ attach < customers = 9"}},
		{&HolmeKim{Attach: 0, Triads: 2}, 9, []string{"attach = 0", "triads = 2: want between 0 and 1"}},
		{&WattsStrogatz{MeanDegree: 3, Rewire: -1}, 2, []string{"rewire = -1: want between 0 and 1", "mean_degree = 3: want an even number", "mean_degree = 3: want less than customers = 2"}},
		{&ErdosRenyi{P: &half, Ties: &many}, 9, []string{"ties = 11: want p or ties, not both"}},
		{&ErdosRenyi{Ties: &many}, 5, []string{"ties = 11: want at most 10 among customers = 5"}},
		{&ErdosRenyi{MeanDegree: 9}, 9, []string{"mean_degree = 9"}},
		{&StochasticBlocks{Blocks: 1, Shares: []float64{0.5, 0.4}}, 9, []string{"shares"}},
		{&StochasticBlocks{Blocks: 10}, 9, []string{"blocks = 10: want at most customers = 9"}},
		{&StochasticBlocks{Blocks: 2, Within: 5}, 10, []string{"within = 5"}},
		{&StochasticBlocks{Blocks: 2, Matrix: [][]float64{{0, 1}, {0.5, 0}}}, 10, []string{"matrix = 0.5: want 1 as across the diagonal"}},
		{&StochasticBlocks{Blocks: 2, Matrix: [][]float64{{0, 1}, {1}}}, 10, []string{"matrix"}},
		{&Configuration{Degrees: []int{1, 1, 1}, Law: "poisson", Exponent: 2, Min: 1, Max: 1, Mean: 1, Simple: "erased"}, 3, []string{"degrees = 3: want an even sum"}},
		{&Configuration{Degrees: []int{0, 3, 1}, Law: "poisson", Exponent: 2, Min: 1, Max: 1, Mean: 1, Simple: "erased"}, 3, []string{"degrees = 3: want less than customers = 3"}},
		{&RandomRegular{Degree: 3}, 5, []string{"degree = 3: want an even number"}},
		{&RMAT{A: 0.5, B: 0.2, C: 0.2, D: 0.2}, 8, []string{"a + b + c + d"}},
		{&Cliques{Size: 4}, 9, []string{"size = 4: want a divisor of customers = 9"}},
		{&Lattice{Periodic: true}, 7, []string{"periodic = true"}},
		{&Inline{Edges: [][]float64{{0, 1}, {1, 0}, {2, 2}, {0, 9}, {1}}}, 3, []string{"(entry 2)", "(entry 3)", "(entry 4)", "(entry 5)"}},
		{&Inline{Edges: [][]float64{{0, 1, 0.5}, {1, 2, 0}, {0, 2, -1}, {0, 0.5}, {0, 1, 1, 1}}}, 3, []string{"above 0 (entry 2)", "above 0 (entry 3)", "[0 0.5]: want two different customers from 0 to 2, and the strength of their tie if not 1 (entry 4)", "(entry 5)"}},
		{&Named{Name: "karate"}, 33, []string{"customers = 34, not 33"}},
		{&Named{Name: "zachary"}, 34, []string{"want one of florentine, karate, petersen"}},
		{&Complete{}, 1_000_000, []string{"ties: want at most"}},
	} {
		got := c.Validate(c.customers)
		if len(got) != len(c.want) {
			t.Errorf("%T: faults %v, want %d", c.Generator, got, len(c.want))
			continue
		}
		for k, err := range got {
			if !strings.Contains(err.Error(), c.want[k]) {
				t.Errorf("%T: fault %q, want %q", c.Generator, err, c.want[k])
			}
		}
	}
}

// A third number is the strength of a tie, 1 if it is left out; where no tie has
// one the graph is without.
func TestInlineStrengths(t *testing.T) {
	g := grow(t, &Inline{Edges: [][]float64{{2, 1, 0.5}, {0, 1}, {0, 2, 3}}}, 3, chance.Luck{}, 1)
	checkSimple(t, g)
	for i, want := range [][]float32{{1, 3}, {1, 0.5}, {3, 0.5}} {
		if got := g.Weights(int32(i)); !slices.Equal(got, want) {
			t.Errorf("ties of %d have strengths %v, want %v", i, got, want)
		}
	}
	if g := grow(t, &Inline{Edges: [][]float64{{2, 1, 0.5}}, Directed: true}, 3, chance.Luck{}, 1); g.Size() != 1 || !slices.Equal(g.Weights(2), []float32{0.5}) {
		t.Errorf("%d ties, of 2 %v: want one of strength 0.5", g.Size(), g.Weights(2))
	}
	if grow(t, &Inline{Edges: [][]float64{{0, 1}}}, 3, chance.Luck{}, 1).Weighted() {
		t.Error("ties without strengths differ in strength")
	}
}

// On a torus with corners everybody has eight neighbours; at the border of a
// grid fewer. That 12 of their 28 pairs know each other clustering shows.
func TestLatticeCorners(t *testing.T) {
	torus := grow(t, &Lattice{Periodic: true, Corners: true}, 600, chance.Luck{}, 1)
	checkSimple(t, torus)
	for i := range int32(600) {
		if d := torus.Degree(i); d != 8 {
			t.Fatalf("%d has %d neighbours, want 8", i, d)
		}
	}
	if got := ClusteringOf(torus, 1).Local; math.Abs(got-12.0/28) > 1e-12 {
		t.Errorf("clustering %g, want 12/28", got)
	}
	three := 3
	grid := grow(t, &Lattice{Columns: &three, Corners: true}, 12, chance.Luck{}, 1)
	checkSimple(t, grid)
	for i, want := range map[int32][]int32{0: {1, 3, 4}, 4: {0, 1, 2, 3, 5, 6, 7, 8}, 11: {7, 8, 10}} {
		if got := grid.Neighbours(i); !slices.Equal(got, want) {
			t.Errorf("%d has neighbours %v, want %v", i, got, want)
		}
	}
	if small := grow(t, &Lattice{Periodic: true, Corners: true}, 9, chance.Luck{}, 1); small.Size() != 36 {
		t.Errorf("%d ties among nine, want all 36", small.Size())
	}
}

// Extremes that are easily got wrong: everybody, nobody, and one pair.
func TestSmallest(t *testing.T) {
	none, all, zero := 0.0, 1.0, 0
	for _, c := range []struct {
		Generator
		customers, ties int
	}{
		{&ErdosRenyi{P: &none}, 50, 0},
		{&ErdosRenyi{P: &all}, 50, 1225},
		{&ErdosRenyi{Ties: &zero}, 1, 0},
		{&ErdosRenyi{}, 1, 0},
		{&BarabasiAlbert{Attach: 1}, 2, 1},
		{&BarabasiAlbert{Attach: 49}, 50, 49},
		{&HolmeKim{Attach: 49, Triads: 1}, 50, 49},
		{&WattsStrogatz{MeanDegree: 8, Rewire: 1}, 9, 36}, // complete, however rewired
		{&WattsStrogatz{MeanDegree: 8, Rewire: 1}, 10, 40},
		{&RandomRegular{Degree: 0}, 5, 0},
		{&RandomRegular{Degree: 4}, 5, 10},
		{&RandomRegular{Degree: 7}, 10, 35},
		{&StochasticBlocks{Blocks: 5}, 5, 0},
		{&StochasticBlocks{Blocks: 2, Matrix: [][]float64{{0, 1}, {1, 0}}}, 10, 25},
		{&Configuration{Degrees: []int{3, 3, 2, 2, 2}, Simple: "repaired"}, 5, 6},
		{&Star{}, 1, 0},
		{&Path{}, 2, 1},
		{&Complete{}, 1, 0},
		{&Lattice{Periodic: false}, 7, 6},
	} {
		g, err := c.Generate(c.customers, chance.Of(3, 0), 2)
		if err != nil {
			t.Errorf("%T %+v: %v", c.Generator, c.Generator, err)
			continue
		}
		checkSimple(t, g)
		if g.Size() != c.ties {
			t.Errorf("%T %+v: %d ties, want %d", c.Generator, c.Generator, g.Size(), c.ties)
		}
	}
}

// FromTies takes any heap of ties and keeps each once.
func TestFromTies(t *testing.T) {
	ties := []Tie{{0, 1}, {1, 0}, {2, 2}, {1, 2}, {0, 1}, {4, 1}}
	g, loss := FromTies(5, ties, false)
	if want := (Loss{SelfTies: 1, Duplicates: 2}); loss != want || g.Size() != 3 || !slices.Equal(g.Neighbours(1), []int32{0, 2, 4}) || g.Degree(3) != 0 {
		t.Errorf("loss %v, %d ties, 1 speaks to %v", loss, g.Size(), g.Neighbours(1))
	}
	checkSimple(t, g)
	d, loss := FromTies(5, ties, true)
	if want := (Loss{SelfTies: 1, Duplicates: 1}); loss != want || d.Size() != 4 {
		t.Errorf("directed: loss %v, %d ties", loss, d.Size())
	}
	r := d.Reverse()
	if !slices.Equal(r.Neighbours(1), []int32{0, 4}) || !slices.Equal(r.Neighbours(2), []int32{1}) || !same(r.Reverse(), d) {
		t.Errorf("reversed: those who speak to 1 are %v", r.Neighbours(1))
	}
	checkSimple(t, r)
}

// A graph of many buckets, built in several rounds and out of order, is that
// of a plain map; which ties are lost does not depend on workers.
func TestBuildAgainstMap(t *testing.T) {
	const n = 40_000
	draw := newStream(chance.Of(5, 0), pairings, 0)
	var lists [][]Tie
	want := map[Tie]int{}
	self := 0
	for k := range 300 {
		list := make([]Tie, k)
		for i := range list {
			list[i] = Tie{int32(draw.below(n)), int32(draw.below(200))}
			if list[i][0] == list[i][1] {
				self++
			} else {
				want[ordered(list[i][0], list[i][1])]++
			}
		}
		lists = append(lists, list)
	}
	g, lost := build(n, inLists(lists...), false, 1)
	h, again := build(n, inLists(lists...), false, 3)
	checkSimple(t, g)
	if g.Size() != len(want) || !same(g, h) || !slices.Equal(lost, again) {
		t.Errorf("%d ties, want %d; same for 3 workers: %v, %v", g.Size(), len(want), same(g, h), slices.Equal(lost, again))
	}
	copies := self
	for tie, count := range want {
		if copies += count - 1; !g.Tied(tie[0], tie[1]) {
			t.Fatalf("tie %v is missing", tie)
		}
	}
	if len(lost) != copies {
		t.Errorf("%d ties lost, want %d", len(lost), copies)
	}
}

func BenchmarkGenerate(b *testing.B) {
	ties := 10_000_000
	for _, c := range []struct {
		name      string
		customers int
		Generator
	}{
		{"barabasi-albert", 1_000_000, &BarabasiAlbert{Attach: 5}},
		{"watts-strogatz", 1_000_000, &WattsStrogatz{MeanDegree: 10, Rewire: 0.1}},
		{"erdos-renyi-m", 1_000_000, &ErdosRenyi{Ties: &ties}},
		{"erdos-renyi-p", 1_000_000, &ErdosRenyi{MeanDegree: 20}},
		{"stochastic-blocks", 1_000_000, &StochasticBlocks{Blocks: 50, Within: 8, Between: 2}},
		{"configuration-erased", 1_000_000, &Configuration{Law: "power-law", Exponent: 2.5, Min: 4, Max: 1000, Mean: 4, Simple: "erased"}},
		{"configuration-repaired", 1_000_000, &Configuration{Law: "power-law", Exponent: 2.5, Min: 4, Max: 1000, Mean: 4, Simple: "repaired"}},
		{"random-regular", 1_000_000, &RandomRegular{Degree: 10}},
		{"rmat", 1 << 20, &RMAT{A: 0.57, B: 0.19, C: 0.19, D: 0.05, Ties: &ties}},
		{"random-geometric", 1_000_000, &RandomGeometric{MeanDegree: 10, Torus: true}},
		{"holme-kim", 1_000_000, &HolmeKim{Attach: 5, Triads: 0.5}},
		{"lfr", 1_000_000, &LFR{MeanDegree: 15, MaxDegree: 50, DegreeExponent: 2.5, CommunityExponent: 1.5, MinCommunity: 20, MaxCommunity: 100, Mixing: 0.2}},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("kind=%s/customers=%d/workers=%d", c.name, c.customers, workers), func(b *testing.B) {
				made := 0
				for b.Loop() {
					made += grow(b, c.Generator, c.customers, chance.Of(1, 0), workers).Size()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(made), "ns/tie")
			})
		}
	}
}
