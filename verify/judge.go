package verify

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Verdict is what a want has come out as. It holds if Got is within Tolerance
// of Expected; for ORD, if Got is above it.
type Verdict struct {
	Expected  float64
	Got       float64
	Tolerance float64
	N         int
	Pass      bool
}

// errors are by how many standard errors a mean may be off.
const errors = 4.5

// judge holds a sample to what is wanted. For CHI2 and KS the numbers are the
// distance from the law: 0 is expected, and the tolerance is what chance
// exceeds once in 10,000 times.
func (r *Rung) judge(w *Want, sample []float64, customers int) (Verdict, error) {
	v := Verdict{Expected: w.Value, N: len(sample)}
	if len(sample) == 0 {
		return v, fmt.Errorf("%s was not measured", w.label(r))
	}
	mean, sd := moments(sample)
	se := sd / math.Sqrt(float64(len(sample)))
	if len(sample) == 1 {
		se = 0
	}
	v.Got = mean
	switch r.Test {
	case Exact:
		v.Tolerance = max(w.Within, 1e-9) * math.Abs(w.Value)
	case Z:
		v.Tolerance = errors * math.Sqrt(se*se+w.SE*w.SE)
	case ZN:
		v.Tolerance = errors*math.Sqrt(se*se+w.SE*w.SE) + r.Finite/float64(customers)
	case Order:
		v.Expected, v.Got = 4, mean/se
		v.Pass = v.Got > v.Expected
		return v, nil
	case ChiSquared:
		pmf, err := w.pmf()
		if err != nil {
			return v, err
		}
		v.Expected, v.Got, v.Tolerance = chiSquared(sample, pmf)
	case KS:
		cdf, err := cdfOf(w.Law)
		if err != nil {
			return v, err
		}
		v.Expected, v.Got = 0, distance(sample, cdf)
		v.Tolerance = math.Sqrt(math.Log(2e4) / float64(2*len(sample)))
	}
	v.Pass = math.Abs(v.Got-v.Expected) <= v.Tolerance
	return v, nil
}

// moments returns mean and standard deviation (n-1), each product rounded so
// that they are the same on every machine.
func moments(xs []float64) (mean, sd float64) {
	n := float64(len(xs))
	for _, x := range xs {
		mean += x - xs[0]
	}
	mean = xs[0] + mean/n
	for _, x := range xs {
		d := x - mean
		sd += float64(d * d)
	}
	return mean, math.Sqrt(sd / max(n-1, 1))
}

// chiSquared compares integers with their law in cells of 5 expected and more.
func chiSquared(sample []float64, pmf func(int) float64) (expected, got, tolerance float64) {
	top := int(slices.Max(sample))
	counts := make([]float64, top+1)
	for _, x := range sample {
		counts[int(x)]++
	}
	n := float64(len(sample))
	rest, restGot := n, n
	var cell, cellGot float64
	cells := 0
	for k := 0; rest >= 10 && k < 1_000_000; k++ {
		e, g := float64(n*pmf(k)), 0.0
		if k <= top {
			g = counts[k]
		}
		cell, cellGot = cell+e, cellGot+g
		rest, restGot = rest-e, restGot-g
		if cell >= 5 && rest >= 5 {
			got += (cellGot - cell) * (cellGot - cell) / cell
			cells++
			cell, cellGot = 0, 0
		}
	}
	if cell, cellGot = cell+rest, cellGot+restGot; cell > 1e-9*n {
		got += (cellGot - cell) * (cellGot - cell) / cell
		cells++
	} else if cellGot > 0 {
		got = math.Inf(1) // what cannot happen has happened
	}
	return 0, got, distuv.ChiSquared{K: max(float64(cells-1), 1)}.Quantile(1 - 1e-4)
}

// distance returns the largest distance of the sample's distribution from a law.
func distance(sample []float64, cdf func(float64) float64) (d float64) {
	xs := slices.Clone(sample)
	slices.Sort(xs)
	n := float64(len(xs))
	for i, x := range xs {
		f := cdf(x)
		d = max(d, math.Abs(f-float64(i)/n), math.Abs(f-float64(i+1)/n))
	}
	return d
}
