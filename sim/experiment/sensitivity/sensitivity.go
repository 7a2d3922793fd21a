// Package sensitivity says which factors of a design a response depends on, by
// how much and how surely, and under which conditions one thing beats another.
//
// All of it is a function of the design and of one number a point: nothing here
// knows what was simulated. Sums are written out, each product rounded before it
// is added, so that indices are the same bytes on every machine.
package sensitivity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
)

// Index is one number about one factor, or about two together.
type Index struct {
	Name   string // S1, ST, S2, mu_star, mu, sigma, src, r2, main, …
	Factor int    // by its place in the design, [Dummy], or [All]
	With   int    // the other factor of S2; else [None]
	Value  float64
	Low    float64 // of the interval; not-a-number where there is none
	High   float64
	N      int // base samples, paths or points it rests on
}

// What stands for a factor in an index.
const (
	None  = -1
	Dummy = -2 // a factor that does nothing: what luck alone gives
	All   = -3 // the whole design
)

// Confidence is that of all intervals.
const Confidence = 0.9

// work bounds the products that the resamples of an analysis take, so that a
// large design, whose intervals are narrow anyhow, has fewer of them.
const (
	work          = 2_000_000_000
	mostResamples = 999
	fewResamples  = 199
)

var purposeResample = chance.NewPurpose("sensitivity: resample")

// resample draws n things with replacement many times over and tells visit how
// often each was drawn; cost is the number of products that a visit takes.
func resample(n, cost int, luck chance.Luck, visit func(times []float64)) {
	times := make([]float64, n)
	for b := range min(mostResamples, max(fewResamples, work/max(cost, 1))) {
		clear(times)
		dice := luck.Rand(purposeResample, uint32(b))
		for range n {
			times[chance.Below(dice.Uint64(), n)]++
		}
		visit(times)
	}
}

// percentiles returns the interval that holds the middle of resampled values
// (the percentile interval of Efron 1981).
func percentiles(xs []float64) (low, high float64) {
	xs = slices.DeleteFunc(xs, math.IsNaN)
	if len(xs) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(xs)
	at := func(p float64) float64 {
		h := float64(p * float64(len(xs)-1))
		i := min(int(h), len(xs)-2)
		if len(xs) == 1 {
			return xs[0]
		}
		return xs[i] + float64((h-float64(i))*(xs[i+1]-xs[i]))
	}
	return at((1 - Confidence) / 2), at((1 + Confidence) / 2)
}

// mean returns that of some numbers.
func mean(xs []float64) float64 {
	var sum float64
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// squares returns the sum of squared distances from a centre.
func squares(xs []float64, centre float64) float64 {
	var sum float64
	for _, x := range xs {
		sum += float64((x - centre) * (x - centre))
	}
	return sum
}

// student returns the quantile of Student's t that bounds an interval, in the
// twelve digits in which all machines agree.
func student(degrees int) float64 {
	if degrees < 1 {
		return math.NaN()
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(degrees)}.Quantile((1 + Confidence) / 2)
	return math.Round(t*1e11) / 1e11
}
