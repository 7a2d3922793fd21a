package network

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
)

// The tests of this file hold the families to what is known of them. Counts
// are compared by chi-squared with cells pooled to 5 expected and more, at
// p > 1e-4; means of independent graphs by 4.5 standard errors. Seeds are
// fixed.

// G1. Degrees of Barabási and Albert follow P(k) = 2m(m+1)/(k(k+1)(k+2)):
// Dorogovtsev, Mendes & Samukhin 2000. Attachment at random instead gives
// P(2) = 1/3 in place of 1/2; forgetting a newcomer's own stub in the urn, a
// tail without its hubs.
func TestBarabasiAlbertDegrees(t *testing.T) {
	const n, graphs = 100_000, 20
	for _, m := range []int{2, 5} {
		got := make([]float64, 1000)
		for k := range graphs {
			degreeCounts(grow(t, &BarabasiAlbert{Attach: m}, n, chance.Of(21, k), 2), got)
		}
		beyond := func(k int) float64 { return float64(m*(m+1)) / float64(k*(k+1)) } // P(K ≥ k)
		want, cells := make([]float64, 22), make([]float64, 22)
		tail := 0.0
		for k, x := range got {
			if cells[min(k, 21)] += x; k >= 50 {
				tail += x
			}
		}
		for k := m; k <= 20; k++ {
			want[k] = graphs * n * (beyond(k) - beyond(k+1))
		}
		want[21] = graphs * n * beyond(21)
		fitsLaw(t, "degrees", cells[m:], want[m:])
		if ratio := tail / (graphs * n * beyond(50)); math.Abs(ratio-1) > 0.05 {
			t.Errorf("m = %d: customers with 50 and more ties are %.3f of what the law says", m, ratio)
		}
	}
}

// The batches of workers change nothing of preferential attachment: a graph
// grown in parallel is that grown one by one, though it draws across batches.
func TestBarabasiAlbertIsSequential(t *testing.T) {
	const n, m = 20_000, 7
	a := &attachment{m: m, luck: chance.Of(4, 0), targets: make([]int32, m*(n-m))}
	a.arrive(m, n)
	g, lost := build(n, owned{m, m, a.targets}, false, 1)
	if len(lost) > 0 || !same(g, grow(t, &BarabasiAlbert{Attach: m}, n, chance.Of(4, 0), 2)) {
		t.Errorf("grown one by one it is another graph (%d ties lost)", len(lost))
	}
}

// G2. The ring before rewiring: clustering 3(K-2)/(4(K-1)), path length exact.
func TestRing(t *testing.T) {
	for _, kind := range []Generator{&Ring{Neighbours: 10}, &WattsStrogatz{MeanDegree: 10}} {
		g := grow(t, kind, 1000, chance.Of(1, 0), 1)
		share, _ := closed(g)
		_, sum := reach(g, 17)
		if length := float64(sum) / 999; math.Abs(share-2.0/3) > 1e-12 || math.Abs(length-50.45045045045045) > 1e-9 {
			t.Errorf("%T: clustering %v, path length %v; want 2/3, 50.4505", kind, share, length)
		}
	}
}

// G3. Clustering of the small world, against 24 graphs of networkx; rewiring
// both ends, or each tie twice, puts .1 at .43 or below.
func TestWattsStrogatzClustering(t *testing.T) {
	for _, c := range []struct{ rewire, want, se float64 }{
		{0.001, 0.664985, 0.00014}, {0.01, 0.647111, 0.000627}, {0.03, 0.609855, 0.000984}, {0.1, 0.489546, 0.0014511}, {0.3, 0.2362, 0.0015},
	} {
		fitsMean(t, "clustering", repeat(30, func(luck chance.Luck) float64 {
			share, _ := closed(grow(t, &WattsStrogatz{MeanDegree: 10, Rewire: c.rewire}, 1000, luck, 1))
			return share
		}), c.want, c.se)
	}
}

// G4. Degrees of the small world: K/2 ties are owned, the others are kept by
// their owners or come by chance (Barrat & Weigt 2000). Rewiring both ends
// leaves customers with fewer than K/2 ties.
func TestWattsStrogatzDegrees(t *testing.T) {
	const n, half, rewire = 100_000, 5, 0.1
	got, want := make([]float64, 30), make([]float64, 30)
	degreeCounts(grow(t, &WattsStrogatz{MeanDegree: 2 * half, Rewire: rewire}, n, chance.Of(1, 0), 2), got)
	kept, come := distuv.Binomial{N: half, P: 1 - rewire}, distuv.Poisson{Lambda: half * rewire}
	for k := half; k < len(want); k++ {
		for stay := 0; stay <= min(half, k-half); stay++ {
			want[k] += n * kept.Prob(float64(stay)) * come.Prob(float64(k-half-stay))
		}
	}
	fitsLaw(t, "degrees", got, want)
}

// G5. Degrees of G(n,p) are binomial, triangles n³p³/6, the giant solves
// S = 1 - e^{-cS}.
func TestErdosRenyi(t *testing.T) {
	const n = 100_000
	got, want := make([]float64, 25), make([]float64, 25)
	degreeCounts(grow(t, &ErdosRenyi{MeanDegree: 6}, n, chance.Of(1, 0), 2), got)
	for k := range want {
		want[k] = n * distuv.Binomial{N: n - 1, P: 6.0 / (n - 1)}.Prob(float64(k))
	}
	fitsLaw(t, "degrees", got, want)
	p := 0.02
	fitsMean(t, "triangles", repeat(100, func(luck chance.Luck) float64 {
		_, triangles := closed(grow(t, &ErdosRenyi{P: &p}, 400, luck, 1))
		return triangles
	}), 400*399*398/6*p*p*p, 0)
	fitsMean(t, "giant", repeat(20, func(luck chance.Luck) float64 {
		g, most := grow(t, &ErdosRenyi{MeanDegree: 2}, 20_000, luck, 1), 0
		for i := range int32(5) {
			customers, _ := reach(g, i)
			most = max(most, customers)
		}
		return float64(most) / 20_000
	}), 0.79681213, 1e-4)
}

// G5. The exact probability that a small G(n,p) is connected; a pair that is
// never or twice drawn shows here.
func TestErdosRenyiConnected(t *testing.T) {
	for _, c := range []struct {
		n       int
		p, want float64
	}{{5, 0.5, 0.7109375}, {6, 0.4, 0.5955476311}, {10, 0.3, 0.6489659345}} {
		fitsMean(t, "connected", repeat(20_000, func(luck chance.Luck) float64 {
			g, _ := (&ErdosRenyi{P: &c.p}).Generate(c.n, luck, 1)
			if customers, _ := reach(g, 0); customers < c.n {
				return 0
			}
			return 1
		}), c.want, 0)
	}
}

// G(n,m) gives every set of m pairs the same probability, of few pairs and of
// many: all 120 sets of 3 and of 7 among the 10 pairs of 5 customers.
func TestErdosRenyiSets(t *testing.T) {
	for _, m := range []int{3, 7} {
		sets := map[string]float64{}
		const graphs = 12_000
		for k := range graphs {
			g, _ := (&ErdosRenyi{Ties: &m}).Generate(5, chance.Of(9, k), 1)
			key := ""
			g.Ties(func(i, j int32, _ float32) bool { key += string(rune('0'+i)) + string(rune('0'+j)); return true })
			sets[key]++
		}
		got, want := make([]float64, 120), make([]float64, 120)
		if len(sets) > 120 {
			t.Fatalf("%d sets of %d pairs, want at most 120", len(sets), m)
		}
		at := 0
		for _, x := range sets {
			got[at] = x
			at++
		}
		for k := range want {
			want[k] = graphs / 120
		}
		fitsLaw(t, "sets", got, want)
	}
}

// G6. The multigraph of the configuration model: with 3 stubs each, self ties
// and double ties are both Poisson of mean 1, and e^-2 of the graphs simple
// (Bollobás 1980). A shuffle that moves stubs only near by has too many.
func TestConfigurationDefects(t *testing.T) {
	const n, graphs = 2000, 3000
	degrees := make([]int32, n)
	for i := range degrees {
		degrees[i] = 3
	}
	loops, doubles, simple := make([]float64, 12), make([]float64, 12), 0.0
	for k := range graphs {
		_, lost, _ := join(degrees, chance.Of(7, k), 1)
		self := 0
		for _, tie := range lost {
			if tie[0] == tie[1] {
				self++
			}
		}
		loops[min(self, 11)]++
		doubles[min(len(lost)-self, 11)]++
		if len(lost) == 0 {
			simple++
		}
	}
	want := make([]float64, 12)
	for k := range want {
		want[k] = graphs * distuv.Poisson{Lambda: 1}.Prob(float64(k))
	}
	fitsLaw(t, "self ties", loops, want)
	fitsLaw(t, "double ties", doubles, want)
	e := math.Exp(-2)
	fitsLaw(t, "simple graphs", []float64{simple, graphs - simple}, []float64{graphs * e, graphs * (1 - e)})
}

// A permutation of more than one bucket has every entry in every place.
func TestPermute(t *testing.T) {
	const n = 200_000
	list := permute(everyone(n), make([]uint16, n), chance.Of(1, 0), stubOrder, 3)
	if !slices.Equal(list, permute(everyone(n), make([]uint16, n), chance.Of(1, 0), stubOrder, 1)) {
		t.Error("three workers permute otherwise than one")
	}
	got, want := make([]float64, 400), make([]float64, 400)
	for at, x := range list {
		got[at/(n/20)*20+int(x)/(n/20)]++
	}
	for k := range want {
		want[k] = n / 400
	}
	fitsLaw(t, "places", got, want)
	slices.Sort(list)
	if !slices.Equal(list, everyone(n)) {
		t.Error("entries are lost")
	}
}

// G6. Repairs keep all degrees, even those of hubs that would meet themselves;
// erasing keeps nobody from having fewer.
func TestConfigurationDegrees(t *testing.T) {
	c := Configuration{Law: "power-law", Exponent: 2.1, Min: 1, Max: 500, Mean: 4, Simple: "repaired"}
	luck := chance.Of(3, 0)
	want := c.degrees(5000, luck, 1)
	g := grow(t, &c, 5000, luck, 2)
	checkSimple(t, g)
	c.Simple = "erased"
	h := grow(t, &c, 5000, luck, 2)
	fewer := 0
	for i := range int32(5000) {
		if g.Degree(i) != int(want[i]) {
			t.Fatalf("customer %d has %d ties, want %d", i, g.Degree(i), want[i])
		}
		if h.Degree(i) > int(want[i]) {
			t.Fatalf("customer %d has %d ties, want at most %d", i, h.Degree(i), want[i])
		}
		if h.Degree(i) < int(want[i]) {
			fewer++
		}
	}
	if fewer == 0 {
		t.Error("nothing was erased: a graph without power")
	}
	for i := range int32(301) {
		if d := grow(t, &RandomRegular{Degree: 6}, 301, luck, 1).Degree(i); d != 6 {
			t.Fatalf("a customer of a 6-regular graph has %d ties", d)
		}
	}
}

// The laws have the mean and the shape they are named for.
func TestLaws(t *testing.T) {
	for name, c := range map[string]struct {
		law
		mean, second float64 // of k and k(k-1)
	}{
		"poisson":     {poisson(4), 4, 16},
		"geometric":   {geometric(4), 4, 32},
		"power law":   {powerLawOf(2.5, 15, 50), 15, math.NaN()},
		"power law 3": {powerLawOf(3, 4, 400), 4, math.NaN()},
	} {
		mean, second, before := 0.0, 0.0, 0.0
		for k, below := range c.below {
			x := float64(c.least + k)
			mean += x * (below - before)
			second += x * (x - 1) * (below - before)
			before = below
		}
		if math.Abs(mean-c.mean) > 1e-9*c.mean || math.Abs(second-c.second) > 1e-8*c.second {
			t.Errorf("%s: mean %v, of k(k-1) %v; want %v, %v", name, mean, second, c.mean, c.second)
		}
	}
	l := powerLaw(2.5, 2, 100)
	if ratio := (l.below[1] - l.below[0]) / l.below[0]; math.Abs(ratio-math.Pow(1.5, -2.5)) > 1e-12 {
		t.Errorf("P(3)/P(2) = %v", ratio)
	}
}

// G7. Planted halves of which four fifths of the ties lie inside; ties of each
// pair of communities are binomial, also of unequal ones.
func TestStochasticBlocks(t *testing.T) {
	s := &StochasticBlocks{Blocks: 2, Within: 4, Between: 1}
	community := s.Planted(5000, chance.Luck{})
	fitsMean(t, "inside", repeat(30, func(luck chance.Luck) float64 {
		return insideShare(grow(t, s, 5000, luck, 1), community)
	}), 0.8, 1e-4) // ties inside are a ratio of two counts, which is off by less
	u := &StochasticBlocks{Blocks: 1, Shares: []float64{0.5, 0.3, 0.2}, Matrix: [][]float64{{0.01, 0.002, 0}, {0.002, 0.02, 0.03}, {0, 0.03, 0.5}}}
	size := []int{500, 300, 200}
	where := u.Planted(1000, chance.Luck{})
	for a := range 3 {
		for b := range a + 1 {
			n := size[a] * size[b]
			if a == b {
				n = pairs(size[a])
			}
			fitsMean(t, "ties of a pair of communities", repeat(200, func(luck chance.Luck) float64 {
				ties := 0.0
				grow(t, u, 1000, luck, 1).Ties(func(i, j int32, _ float32) bool {
					if min(where[i], where[j]) == int32(b) && max(where[i], where[j]) == int32(a) {
						ties++
					}
					return true
				})
				return ties
			}), float64(n)*u.Matrix[a][b], 0)
		}
	}
}

// G8. Clustering of Holme and Kim rises with the share of triads as in
// networkx, whose rule it is; the number of ties stays.
func TestHolmeKim(t *testing.T) {
	before := 0.0
	for _, c := range []struct{ triads, want float64 }{{0, 0.018646}, {0.25, 0.14465}, {0.5, 0.27745}, {0.75, 0.42278}, {1, 0.58959}} {
		mean := 0.0
		for k := range 10 {
			share, _ := closed(grow(t, &HolmeKim{Attach: 3, Triads: c.triads}, 2000, chance.Of(1, k), 1))
			mean += share / 10
		}
		if math.Abs(mean/c.want-1) > 0.15 || mean <= before {
			t.Errorf("triads %v: clustering %.4f, want %.4f ± 15 %% and more than %.4f", c.triads, mean, c.want, before)
		}
		before = mean
	}
}

// What is found out for many newcomers at a time, and again where it must be, is
// what each finds out who comes alone.
func TestHolmeKimIsSequential(t *testing.T) {
	const n = 20_000
	h := &HolmeKim{Attach: 3, Triads: 0.8}
	g := newGathering(h, n, chance.Of(4, 0))
	alone := &meeting{gathering: g, asked: &guess{}}
	for v := h.Attach; v < n; v++ {
		alone.known = (v - h.Attach) * h.Attach
		alone.arrive(v)
		for _, to := range g.of(v) {
			g.follow(to, int32(v))
		}
	}
	one, _ := build(n, owned{h.Attach, h.Attach, g.targets}, false, 1)
	if !same(one, grow(t, h, n, chance.Of(4, 0), 2)) {
		t.Error("grown one by one it is another graph")
	}
}

// G9. Mixing of LFR is what was asked for within .02; degrees and community
// sizes keep to their bounds and laws; communities blur as mixing grows.
func TestLFR(t *testing.T) {
	const n = 5000
	before := 1.0
	for _, mixing := range []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6} {
		l := &LFR{MeanDegree: 15, MaxDegree: 50, DegreeExponent: 2.5, CommunityExponent: 1.5, MinCommunity: 20, MaxCommunity: 100, Mixing: mixing}
		luck := chance.Of(2, 0)
		if mixing == 0 { // everybody's ties must find room in the community
			l.MinCommunity, l.MaxCommunity = 60, 200
		}
		g, community := grow(t, l, n, luck, 2), l.Planted(n, luck)
		checkSimple(t, g)
		size, out, mean := map[int32]int{}, 0.0, 0.0
		for i := range int32(n) {
			size[community[i]]++
			away := 0.0
			for _, j := range g.Neighbours(i) {
				if community[i] != community[j] {
					away++
				}
			}
			out += away / float64(g.Degree(i)) / n
			mean += float64(g.Degree(i)) / n
			if g.Degree(i) > 50 {
				t.Fatalf("degree %d, want at most 50", g.Degree(i))
			}
		}
		for c, s := range size {
			if s < l.MinCommunity || s > l.MaxCommunity {
				t.Errorf("community %d has %d customers, want %d to %d", c, s, l.MinCommunity, l.MaxCommunity)
			}
		}
		// The standard deviation of a degree is about 10.
		if math.Abs(out-mixing) > 0.02 || math.Abs(mean-15) > 4.5*10/math.Sqrt(n) {
			t.Errorf("mixing %.3f, mean degree %.2f; want %v, 15", out, mean, mixing)
		}
		modularity := insideShare(g, community) - 1/float64(len(size))
		if modularity >= before {
			t.Errorf("mixing %v: modularity %.3f, not below %.3f", mixing, modularity, before)
		}
		before = modularity
		fitsDegrees(t, g, powerLawOf(2.5, 15, 50))
	}
}

// G10. Ties of R-MAT before repeated ones are dropped: the quarters of every
// level have their shares, and a customer whose number has j ones speaks
// M(a+b)^(s-j)(c+d)^j times.
func TestRMATQuarters(t *testing.T) {
	for _, scale := range []int{10, 11, 12, 13} { // with every remainder of levels
		r := &RMAT{A: 0.57, B: 0.19, C: 0.19, D: 0.05}
		m := 200_000
		r.Ties = &m
		ties := r.sample(1<<scale, chance.Of(1, 0), 2)
		for level := range scale {
			got := make([]float64, 4)
			for _, tie := range ties {
				got[tie[0]>>level&1<<1|tie[1]>>level&1]++
			}
			want := []float64{r.A * float64(m), r.B * float64(m), r.C * float64(m), r.D * float64(m)}
			fitsLaw(t, "quarters", got, want)
		}
		got, want := make([]float64, scale+1), make([]float64, scale+1)
		for _, tie := range ties {
			ones := 0
			for x := tie[0]; x > 0; x >>= 1 {
				ones += int(x & 1)
			}
			got[ones]++
		}
		for j := range want {
			want[j] = float64(m) * distuv.Binomial{N: float64(scale), P: r.C + r.D}.Prob(float64(j))
		}
		fitsLaw(t, "ties by ones in the number", got, want)
	}
	r := &RMAT{A: 0.25, B: 0.25, C: 0.25, D: 0.25, MeanDegree: 20}
	got, want := make([]float64, 600), make([]float64, 600)
	for _, tie := range r.sample(600, chance.Of(1, 0), 1) {
		got[tie[0]]++
	}
	for k := range want {
		want[k] = 10
	}
	fitsLaw(t, "customers that are no power of 2", got, want)
}

// G11. On a torus degrees are binomial and clustering 1 - 3√3/4π (Dall &
// Christensen 2002). A reach measured without wrapping, or neighbours sought
// in too few cells, lowers the mean.
func TestRandomGeometric(t *testing.T) {
	const n, mean = 20_000, 12
	r := &RandomGeometric{MeanDegree: mean, Torus: true}
	var degree, at, share []float64
	for k := range 12 {
		g := grow(t, r, n, chance.Of(1, k), 2)
		counts := make([]float64, 60)
		degreeCounts(g, counts)
		c, _ := closed(g)
		degree, at, share = append(degree, 2*float64(g.Size())/n), append(at, counts[mean]/n), append(share, c)
	}
	fitsMean(t, "mean degree", degree, mean, 0)
	fitsMean(t, "share with 12 ties", at, distuv.Binomial{N: n - 1, P: mean / float64(n-1)}.Prob(mean), 0)
	// Customers with fewer than two ties count 0: e^-12·13 of them.
	fitsMean(t, "clustering", share, (1-3*math.Sqrt(3)/(4*math.Pi))*(1-13*math.Exp(-12)), 0)
}

// Ties by cells are those of all pairs, with borders and without, also where
// cells are so few that they would meet twice.
func TestRandomGeometricAgainstAllPairs(t *testing.T) {
	for _, torus := range []bool{true, false} {
		for _, mean := range []float64{1, 6, 40, 150} {
			const n = 200
			g := grow(t, &RandomGeometric{MeanDegree: mean, Torus: torus}, n, chance.Of(1, 0), 1)
			reach := math.Sqrt(mean / (math.Pi * (n - 1)))
			ties := 0
			for i := range int32(n) {
				for j := range i {
					x, y := chance.Of(1, 0).Uniforms(places, uint32(i), 0)
					u, v := chance.Of(1, 0).Uniforms(places, uint32(j), 0)
					dx, dy := math.Abs(x-u), math.Abs(y-v)
					if torus {
						dx, dy = min(dx, 1-dx), min(dy, 1-dy)
					}
					near := math.Hypot(dx, dy) <= reach
					if near {
						ties++
					}
					if near != g.Tied(i, j) {
						t.Fatalf("torus %v, mean %v: %d–%d at %v, reach %v, tie %v", torus, mean, i, j, math.Hypot(dx, dy), reach, g.Tied(i, j))
					}
				}
			}
			if ties != g.Size() {
				t.Errorf("%d ties, want %d", g.Size(), ties)
			}
		}
	}
}
