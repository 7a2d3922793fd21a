package verify

import (
	"math"
	"slices"
)

// Effect is a claim measured in one market.
type Effect struct {
	Mean []float64 // of each part, in its own unit
	T    []float64 // of each part, over paired replicates; not a number with fewer than two
	So   bool      // whether all means are above 0
}

// Least returns the smallest t of the parts, by which the claim stands or falls;
// not a number if that of any part is none.
func (e *Effect) Least() float64 {
	_, t := e.weakest()
	return t
}

// weakest returns mean and t of the part with the smallest t, or of one whose t
// is not a number.
func (e *Effect) weakest() (mean, t float64) {
	mean, t = math.NaN(), math.NaN()
	for k := range e.T {
		if k == 0 || e.T[k] < t || math.IsNaN(e.T[k]) {
			mean, t = e.Mean[k], e.T[k]
		}
	}
	return mean, t
}

// judge turns what was read into an effect.
func (f *Fact) judge(r reading) Effect {
	e := Effect{So: true}
	arms := f.arms()
	for k, s := range f.Shows {
		var mean, t float64
		if s.Sum != nil {
			mean, t = paired(combine(r[k], arms, s.Sum))
		} else {
			var curve [][]float64
			for _, name := range s.Over {
				curve = append(curve, r[k][slices.Index(arms, name)])
			}
			mean, t = shape(s.Shape, curve)
		}
		e.Mean, e.T = append(e.Mean, mean), append(e.T, t)
		e.So = e.So && mean > 0
	}
	return e
}

// combine adds up arms by their weights, replicate by replicate.
func combine(values [][]float64, arms []string, weights map[string]float64) []float64 {
	all := make([]float64, len(values[0]))
	for a, name := range arms {
		if w, ok := weights[name]; ok {
			for i, x := range values[a] {
				all[i] += float64(w * x)
			}
		}
	}
	return all
}

// paired returns the mean of differences and its t, leaving out replicates in
// which they do not exist.
func paired(xs []float64) (mean, t float64) {
	xs = slices.DeleteFunc(slices.Clone(xs), func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
	if len(xs) < 2 {
		return math.NaN(), math.NaN()
	}
	mean, sd := moments(xs)
	switch {
	case sd > 0:
		return mean, mean / (sd / math.Sqrt(float64(len(xs))))
	case mean == 0:
		return 0, 0
	}
	return mean, math.Copysign(math.Inf(1), mean)
}

// shape measures a curve over arms: of a rising one its end less its beginning,
// if it falls nowhere on the way at t < -2; of a hump the best arm between less
// the better of its ends.
func shape(kind string, curve [][]float64) (mean, t float64) {
	less := func(a, b int) (float64, float64) {
		d := make([]float64, len(curve[a]))
		for i := range d {
			d[i] = curve[a][i] - curve[b][i]
		}
		return paired(d)
	}
	last := len(curve) - 1
	if kind == "falling" || kind == "valley" {
		for a := range curve {
			curve[a] = slices.Clone(curve[a])
			for i := range curve[a] {
				curve[a][i] *= -1
			}
		}
	}
	switch kind {
	case "rising", "falling":
		mean, t = less(last, 0)
		for a := range last {
			if step, st := less(a+1, a); st < -2 {
				return step, st
			}
		}
		return mean, t
	}
	best := 1
	for a := 2; a < last; a++ {
		if d, _ := less(a, best); d > 0 {
			best = a
		}
	}
	mean, t = less(best, 0)
	if m, u := less(best, last); u < t || math.IsNaN(u) {
		mean, t = m, u
	}
	return mean, t
}
