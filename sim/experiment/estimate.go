package experiment

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
	"grapevine/sim/metric"
)

// Sums here are written out, each product rounded before it is added, because
// tables are the same bytes on every machine; the assembly and the fused
// operations behind gonum/stat are not.

// Confidence is that of all intervals.
const Confidence = 0.9

// Estimate is what a number of runs say about a response. What does not exist
// is not-a-number, and null in JSON.
type Estimate struct {
	N        int     // runs in which the response exists
	Mean, SD float64 // SD divides by n-1
	Low      float64 // of the 90 % interval of the mean
	High     float64
	P10      float64 // quantiles over runs
	Median   float64
	P90      float64
}

// estimate summarises the values that exist. The luck is that of resampling.
func estimate(xs []float64, kind metric.Kind, luck chance.Luck) Estimate {
	xs = existing(xs)
	e := Estimate{N: len(xs)}
	e.Mean, e.SD = moments(xs)
	switch {
	case kind == metric.Share:
		e.Low, e.High = wilson(e.Mean/100, e.N)
		e.Low, e.High = 100*e.Low, 100*e.High
	case kind == metric.Ratio && e.N >= fewForBootstrap && e.SD > 0:
		e.Low, e.High = bootstrap(xs, e.Mean, e.SD, luck)
	default:
		half := halfWidth(e.SD, e.N)
		e.Low, e.High = e.Mean-half, e.Mean+half
	}
	slices.Sort(xs)
	e.P10, e.Median, e.P90 = quantile(xs, 0.1), quantile(xs, 0.5), quantile(xs, 0.9)
	return e
}

// existing returns a copy without what is not a number.
func existing(xs []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(xs), math.IsNaN)
}

// moments returns mean and standard deviation (n-1). Values are taken relative
// to the first, so that equal ones have exactly their mean and no spread.
func moments(xs []float64) (mean, sd float64) {
	if len(xs) == 0 {
		return math.NaN(), math.NaN()
	}
	n := float64(len(xs))
	var sum float64
	for _, x := range xs {
		sum += x - xs[0]
	}
	mean = xs[0] + sum/n
	var square float64
	for _, x := range xs {
		d := (x - xs[0]) - sum/n
		square += float64(d * d)
	}
	if n == 1 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(square / (n - 1))
}

// halfWidth returns that of Student's interval: t(n-1)·sd/√n.
func halfWidth(sd float64, n int) float64 {
	if n < 2 {
		return math.NaN()
	}
	return student(n-1) * sd / math.Sqrt(float64(n))
}

var studentCache sync.Map

// student returns the quantile of Student's t that bounds the interval. It is
// rounded to twelve digits, in which all machines agree.
func student(degrees int) float64 {
	if t, ok := studentCache.Load(degrees); ok {
		return t.(float64)
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(degrees)}.Quantile(0.5 + Confidence/2)
	t = math.Round(t*1e11) / 1e11
	studentCache.Store(degrees, t)
	return t
}

// quantile returns that of sorted values by linear interpolation between order
// statistics, type 7 of Hyndman & Fan (1996).
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := float64(p * float64(len(sorted)-1))
	low := int(at)
	if float64(low) == at {
		return sorted[low] // also where the next is infinite
	}
	high := low + 1
	return sorted[low] + float64((at-float64(low))*(sorted[high]-sorted[low]))
}

// wilson returns the score interval of Wilson (1927) for a share of n runs.
func wilson(share float64, n int) (low, high float64) {
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	z := chance.Quantile(0.5 + Confidence/2)
	zz := float64(z*z) / float64(n)
	centre := (share + zz/2) / (1 + zz)
	half := math.Sqrt(float64(zz*share*(1-share))+float64(zz*zz)/4) / (1 + zz)
	return max(0, centre-half), min(1, centre+half)
}
