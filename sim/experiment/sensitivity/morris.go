package sensitivity

import (
	"fmt"
	"math"

	"grapevine/chance"
)

// Morris returns the elementary effects of Morris (1991) from the responses
// along paths that change one factor a step: mu_star, the mean size of a
// factor's effect (Campolongo, Cariboni & Saltelli 2007); mu, its mean; and
// sigma, its standard deviation over the paths, which is 0 where the response is
// linear in the factor and goes by itself. An effect is that of a factor's whole
// range. shares holds the points in the order of the design, as shares of each
// factor's range. Intervals are percentiles of bootstrap resamples of paths; a
// path with a missing response is left out.
func Morris(shares [][]float64, y []float64, luck chance.Luck) ([]Index, error) {
	if len(y) == 0 || len(shares) != len(y) {
		return nil, fmt.Errorf("%d points and %d responses: want as many of each", len(shares), len(y))
	}
	factors := len(shares[0])
	step := factors + 1
	if len(y)%step != 0 {
		return nil, fmt.Errorf("%d responses: want a multiple of %d for %d factors", len(y), step, factors)
	}
	var paths [][]float64 // effects by path and factor
	for from := 0; from < len(y); from += step {
		if !whole(y[from : from+step]) {
			continue
		}
		effects := make([]float64, factors)
		for k := from + 1; k < from+step; k++ {
			j, moved := only(shares[k-1], shares[k])
			if j < 0 {
				return nil, fmt.Errorf("points %d and %d do not differ in one factor alone", k-1, k)
			}
			effects[j] = (y[k] - y[k-1]) / moved
		}
		paths = append(paths, effects)
	}
	n := len(paths)
	if n == 0 {
		return nil, fmt.Errorf("no path has all its responses")
	}
	var all []Index
	for j := range factors {
		xs, sizes := make([]float64, n), make([]float64, n)
		for p := range paths {
			xs[p], sizes[p] = paths[p][j], math.Abs(paths[p][j])
		}
		var stars, means, sigmas []float64
		resample(n, 4*n, luck, func(times []float64) {
			m, s := weighted(xs, times)
			star, _ := weighted(sizes, times)
			stars, means, sigmas = append(stars, star), append(means, m), append(sigmas, s)
		})
		add := func(name string, value float64, drawn []float64) {
			i := Index{Name: name, Factor: j, With: None, Value: value, N: n}
			i.Low, i.High = percentiles(drawn)
			all = append(all, i)
		}
		m := mean(xs)
		add("mu_star", mean(sizes), stars)
		add("mu", m, means)
		add("sigma", math.Sqrt(squares(xs, m)/float64(n-1)), sigmas)
	}
	return all, nil
}

// only returns the one factor in which two points differ, and by how much; -1 if
// they do not differ in one alone.
func only(a, b []float64) (factor int, moved float64) {
	factor = -1
	for j := range a {
		if a[j] != b[j] {
			if factor >= 0 {
				return -1, 0
			}
			factor, moved = j, b[j]-a[j]
		}
	}
	return factor, moved
}

// weighted returns mean and standard deviation (n-1) with every number taken so
// many times.
func weighted(xs, times []float64) (m, sd float64) {
	n := float64(len(xs))
	for i, x := range xs {
		m += float64(times[i] * x)
	}
	m /= n
	for i, x := range xs {
		sd += float64(times[i] * float64((x-m)*(x-m)))
	}
	return m, math.Sqrt(sd / (n - 1))
}
