package sensitivity

import (
	"fmt"
	"math"

	"grapevine/chance"
)

// Sobol returns the shares of variance of Sobol' (1993) from the responses at
// the points of a Sobol' design in the order of Saltelli (2002): S1, what a
// factor does by itself; ST, what it does alone and together with others; and,
// of a design that can tell, S2, what two do together beyond the sum of both.
// S1 is by the estimator of Saltelli et al. (2010), ST by that of Jansen (1999),
// S2 by that of Saltelli (2002), as in SALib; intervals are percentiles of
// bootstrap resamples of base samples.
//
// The dummy's S1 is what the estimator of Sobol' (1993) gives a factor that does
// nothing, from the same runs (Khorashadi Zadeh et al. 2017): an index within
// its interval is none that these runs can tell from nothing.
//
// A base sample with a missing response is left out whole. It is an error if the
// number of responses does not fit, or if fewer than two base samples are left.
func Sobol(y []float64, factors int, second bool, luck chance.Luck) ([]Index, error) {
	step := factors + 2
	if second {
		step += factors
	}
	if factors < 1 || len(y)%step != 0 {
		return nil, fmt.Errorf("%d responses: want a multiple of %d for %d factors", len(y), step, factors)
	}
	var kept [][]float64
	var all []float64
	for k := 0; k < len(y); k += step {
		if block := y[k : k+step]; whole(block) {
			kept = append(kept, block)
			all = append(all, block...)
		}
	}
	n := len(kept)
	if n < 2 {
		return nil, fmt.Errorf("%d base samples have all their responses: want 2 or more", n)
	}
	t := saltelli(kept, factors, second, mean(all))
	once := make([]float64, n)
	for i := range once {
		once[i] = 1
	}
	indices := t.indices(once)
	drawn := make([][]float64, len(indices))
	resample(n, n*(len(t.rows)+4), luck, func(times []float64) {
		for i, x := range t.indices(times) {
			drawn[i] = append(drawn[i], x.Value)
		}
	})
	for i := range indices {
		indices[i].Low, indices[i].High = percentiles(drawn[i])
		indices[i].N = n
	}
	return indices, nil
}

func whole(xs []float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) {
			return false
		}
	}
	return true
}

// terms are the summands of every estimator, base sample by base sample.
type terms struct {
	a, b    []float64 // centred responses at A and B
	rows    [][]float64
	factors int
	second  bool
}

func saltelli(blocks [][]float64, factors int, second bool, centre float64) *terms {
	t := &terms{factors: factors, second: second}
	column := func(of func(block []float64) float64) []float64 {
		xs := make([]float64, len(blocks))
		for i, b := range blocks {
			xs[i] = of(b)
		}
		return xs
	}
	last := len(blocks[0]) - 1
	a := func(b []float64) float64 { return b[0] - centre }
	c := func(b []float64) float64 { return b[last] - centre }
	ab := func(b []float64, j int) float64 { return b[1+j] - centre }
	ba := func(b []float64, j int) float64 { return b[1+factors+j] - centre }
	t.a, t.b = column(a), column(c)
	for j := range factors {
		t.rows = append(t.rows, column(func(b []float64) float64 { return float64(c(b) * (ab(b, j) - a(b))) }))
	}
	for j := range factors {
		t.rows = append(t.rows, column(func(b []float64) float64 {
			d := a(b) - ab(b, j)
			return float64(d*d) / 2
		}))
	}
	t.rows = append(t.rows, column(func(b []float64) float64 { return float64(a(b) * c(b)) }))
	if second {
		for j := range factors {
			for k := j + 1; k < factors; k++ {
				t.rows = append(t.rows, column(func(b []float64) float64 {
					return float64(ba(b, j)*ab(b, k)) - float64(a(b)*c(b))
				}))
			}
		}
	}
	return t
}

// indices returns all indices with every base sample taken so many times.
func (t *terms) indices(times []float64) []Index {
	n := float64(len(times))
	sum := func(xs []float64) float64 {
		var s float64
		for i, x := range xs {
			s += float64(times[i] * x)
		}
		return s / n
	}
	ma, mb := sum(t.a), sum(t.b)
	m := (ma + mb) / 2
	var v float64
	for i, w := range times {
		da, db := t.a[i]-m, t.b[i]-m
		v += float64(w * (float64(da*da) + float64(db*db)))
	}
	v /= 2 * n
	d := t.factors
	all := make([]Index, 0, len(t.rows))
	for j := range d {
		all = append(all, Index{Name: "S1", Factor: j, With: None, Value: sum(t.rows[j]) / v})
	}
	for j := range d {
		all = append(all, Index{Name: "ST", Factor: j, With: None, Value: sum(t.rows[d+j]) / v})
	}
	all = append(all, Index{Name: "S1", Factor: Dummy, With: None, Value: (sum(t.rows[2*d]) - float64(ma*mb)) / v})
	if t.second {
		row := 2*d + 1
		for j := range d {
			for k := j + 1; k < d; k++ {
				all = append(all, Index{Name: "S2", Factor: j, With: k, Value: sum(t.rows[row])/v - all[j].Value - all[k].Value})
				row++
			}
		}
	}
	return all
}
