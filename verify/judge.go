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
	Expected  float64 // in the unit of what is read; for CHI2 and KS 0, for ORD the t to exceed
	Got       float64 // likewise: a mean, the distance from the law, or t
	Tolerance float64 // likewise; 0 for ORD
	N         int     // numbers in the sample
	Pass      bool
	Sharp     bool // whether it would not hold with what is wanted 5 % off
}

// slip is by how much what is wanted is put off to see whether a verdict is
// sharp.
const slip = 0.05

// off is the distance from what is wanted in tolerances.
func (v Verdict) off() float64 {
	return math.Abs(v.Got-v.Expected) / v.Tolerance
}

// mostErrors is by how many standard errors a mean may be off.
const mostErrors = 4.5

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
	if w.Above > 0 && sd == 0 { // all runs alike: the spread is that of what is wanted
		se = math.Sqrt(w.Value * (1 - w.Value) / float64(len(sample)))
	}
	v.Got = mean
	switch r.Test {
	case Exact:
		v.Tolerance = max(w.Within, 1e-9) * math.Abs(w.Value)
	case Z:
		v.Tolerance = mostErrors * math.Sqrt(se*se+w.SE*w.SE)
	case ZN:
		v.Tolerance = mostErrors*math.Sqrt(se*se+w.SE*w.SE) + r.Finite/float64(customers)
	case Order:
		v.Expected, v.Got, v.Sharp = 4, mean/se, true
		v.Pass = v.Got > v.Expected
		return v, nil
	case ChiSquared:
		pmf, err := w.pmf()
		if err != nil {
			return v, err
		}
		v.Expected, v.Got, v.Tolerance = chiSquared(sample, pmf)
		_, worse, most := chiSquared(sample, slipped(pmf))
		v.Sharp = worse > most
	case KS:
		cdf, err := cdfOf(w.Law)
		if err != nil {
			return v, err
		}
		v.Expected, v.Got = 0, distance(sample, cdf)
		v.Tolerance = math.Sqrt(math.Log(2e4) / float64(2*len(sample)))
		v.Sharp = distance(sample, func(x float64) float64 { return cdf(x * (1 + slip)) }) > v.Tolerance
	}
	v.Pass = math.Abs(v.Got-v.Expected) <= v.Tolerance
	if r.Test == Exact || r.Test == Z || r.Test == ZN {
		d := math.Abs(slip * v.Expected)
		v.Sharp = math.Abs(v.Got-v.Expected-d) > v.Tolerance && math.Abs(v.Got-v.Expected+d) > v.Tolerance
	}
	return v, nil
}

// slipped is a law in which a twentieth of all counts is one more.
func slipped(pmf func(int) float64) func(int) float64 {
	return func(k int) float64 {
		p := float64((1 - slip) * pmf(k))
		if k > 0 {
			p += float64(slip * pmf(k-1))
		}
		return p
	}
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
