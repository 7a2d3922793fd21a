package network

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
)

// fitsLaw compares counts with what is expected of each.
func fitsLaw(t *testing.T, what string, got, want []float64) {
	t.Helper()
	var chi2, g, w float64
	cells := 0
	for k := range want {
		g, w = g+got[k], w+want[k]
		rest := 0.0
		for _, x := range want[k+1:] {
			rest += x
		}
		if w >= 5 && (rest >= 5 || k == len(want)-1) {
			chi2 += (g - w) * (g - w) / w
			cells++
			g, w = 0, 0
		}
	}
	if w > 0 {
		chi2 += (g - w) * (g - w) / w
		cells++
	}
	if p := 1 - (distuv.ChiSquared{K: float64(cells - 1)}).CDF(chi2); !(p > 1e-4) {
		t.Errorf("%s: chi-squared %.1f in %d cells, p = %.1e", what, chi2, cells, p)
	}
}

// fitsMean compares the mean of independent values with its expectation, known
// up to a standard error of its own.
func fitsMean(t *testing.T, what string, values []float64, want, se float64) {
	t.Helper()
	n := float64(len(values))
	mean, square := 0.0, 0.0
	for _, x := range values {
		mean += x / n
	}
	for _, x := range values {
		square += (x - mean) * (x - mean)
	}
	if err := 4.5 * math.Sqrt(square/(n-1)/n+se*se); !(math.Abs(mean-want) <= err) {
		t.Errorf("%s: %.5f, want %.5f ± %.5f", what, mean, want, err)
	}
}

func repeat(n int, f func(luck chance.Luck) float64) []float64 {
	all := make([]float64, n)
	for k := range all {
		all[k] = f(chance.Of(11, k))
	}
	return all
}

// degreeCounts adds to counts how many customers have each degree; the last
// entry takes all that are larger.
func degreeCounts(g *Graph, counts []float64) {
	for i := range int32(g.Order()) {
		counts[min(g.Degree(i), len(counts)-1)]++
	}
}

// closed returns the mean over customers of the share of pairs of neighbours
// that have a tie (0 with fewer than two neighbours), and the number of
// triangles, by looking at every pair.
func closed(g *Graph) (share, triangles float64) {
	for i := range int32(g.Order()) {
		row, ties := g.Neighbours(i), 0.0
		for a := range row {
			for b := range a {
				if g.Tied(row[a], row[b]) {
					ties++
				}
			}
		}
		if d := float64(len(row)); d > 1 {
			share += ties / (d * (d - 1) / 2)
		}
		triangles += ties / 3
	}
	return share / float64(g.Order()), triangles
}

// reach returns how many can be reached from i, and the sum of distances.
func reach(g *Graph, i int32) (customers, distances int) {
	seen := map[int32]int{i: 0}
	queue := []int32{i}
	for ; len(queue) > 0; queue = queue[1:] {
		distances += seen[queue[0]]
		for _, j := range g.Neighbours(queue[0]) {
			if _, ok := seen[j]; !ok {
				seen[j] = seen[queue[0]] + 1
				queue = append(queue, j)
			}
		}
	}
	return len(seen), distances
}

func fitsDegrees(t *testing.T, g *Graph, l law) {
	t.Helper()
	got, want := make([]float64, len(l.below)), make([]float64, len(l.below))
	before := 0.0
	for k, below := range l.below {
		want[k] = float64(g.Order()) * (below - before)
		before = below
	}
	for i := range int32(g.Order()) {
		got[g.Degree(i)-l.least]++
	}
	fitsLaw(t, "degrees", got, want)
}
