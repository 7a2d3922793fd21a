package sensitivity

import (
	"math"
	"slices"
)

// Box is a part of the space of factors in which something mostly holds.
type Box struct {
	Limits   []Limit // of the factors that matter, in the order of the design
	Points   int     // in the box
	Density  float64 // share of the points in the box at which it holds
	Coverage float64 // share of the points at which it holds that are in the box
}

// Limit bounds one factor; an infinite bound is none.
type Limit struct {
	Factor    int
	Low, High float64
	Words     []float64 // of words, those that are in
}

// peel is the share of the points that is cut off at a time.
const peel = 0.05

// FindBox looks for the conditions under which something holds, by the patient
// rule induction of Friedman & Fisher (1999): from the whole space a slice is
// cut off at a time, the one that is best to be without. Of the boxes on
// the way it takes the one with the best F1, the harmonic mean of density and
// coverage, and lets go of every limit without which that is no worse by a
// fiftieth. There is none (ok is false) with fewer than twenty points, if it holds
// or fails at fewer than five, if no limit makes a difference, or if it holds at
// less than half of the points in the box.
func FindBox(factors []Factor, holds []bool) (box Box, ok bool) {
	n, wins := len(holds), 0
	for _, h := range holds {
		if h {
			wins++
		}
	}
	const few, fewWins = 20, 5
	if n < few || wins < fewWins || n-wins < fewWins {
		return Box{}, false
	}
	open := make([]Limit, len(factors))
	for j := range factors {
		open[j] = Limit{Factor: j, Low: math.Inf(-1), High: math.Inf(1)}
	}
	score := func(limits []Limit) (f1 float64, b Box) {
		in, good := 0, 0
		for i := range holds {
			if inside(factors, limits, i) {
				in++
				if holds[i] {
					good++
				}
			}
		}
		if good == 0 {
			return 0, Box{}
		}
		b = Box{Points: in, Density: float64(good) / float64(in), Coverage: float64(good) / float64(wins)}
		return 2 * b.Density * b.Coverage / (b.Density + b.Coverage), b
	}
	least, _ := score(open)
	best, limits := least, open
	for now := open; ; {
		next, found := cut(factors, now, holds)
		if !found {
			break
		}
		now = next
		if f1, _ := score(now); f1 > best {
			best, limits = f1, now
		}
	}
	for j := range limits {
		for _, open := range []Limit{
			{Factor: j, Low: math.Inf(-1), High: math.Inf(1)},
			{Factor: j, Low: math.Inf(-1), High: limits[j].High, Words: limits[j].Words},
			{Factor: j, Low: limits[j].Low, High: math.Inf(1), Words: limits[j].Words},
		} {
			without := slices.Clone(limits)
			without[j] = open
			if f1, _ := score(without); f1 >= best-0.02 {
				limits = without
				break
			}
		}
	}
	best, box = score(limits)
	if best < least+0.02 || box.Density < 0.5 {
		return Box{}, false
	}
	for _, l := range limits {
		if l.bounds() {
			box.Limits = append(box.Limits, l)
		}
	}
	return box, len(box.Limits) > 0
}

func (l Limit) bounds() bool {
	return !math.IsInf(l.Low, -1) || !math.IsInf(l.High, 1) || l.Words != nil
}

func inside(factors []Factor, limits []Limit, i int) bool {
	for j, l := range limits {
		x := factors[j].X[i]
		if x < l.Low || x > l.High || l.Words != nil && !slices.Contains(l.Words, x) {
			return false
		}
	}
	return true
}

// cut takes the slice off a box that raises how often it holds in what is left by
// the most a point taken off, so that a word, of which a slice is large, has to
// earn it. It finds none if less than a twentieth of the points would be left.
func cut(factors []Factor, limits []Limit, holds []bool) (next []Limit, found bool) {
	var in []int
	for i := range holds {
		if inside(factors, limits, i) {
			in = append(in, i)
		}
	}
	before := 0
	for _, i := range in {
		if holds[i] {
			before++
		}
	}
	best := math.Inf(-1)
	try := func(j int, with Limit) {
		trial := slices.Clone(limits)
		trial[j] = with
		left, good := 0, 0
		for _, i := range in {
			if inside(factors, trial, i) {
				left++
				if holds[i] {
					good++
				}
			}
		}
		if left == 0 || left == len(in) || 20*left < len(holds) {
			return
		}
		gain := float64(good)/float64(left) - float64(before)/float64(len(in))
		if gain /= float64(len(in) - left); gain > best {
			best, next, found = gain, trial, true
		}
	}
	for j := range factors {
		xs := make([]float64, len(in))
		for k, i := range in {
			xs[k] = factors[j].X[i]
		}
		slices.Sort(xs)
		levels := slices.Compact(slices.Clone(xs))
		if len(levels) < 2 {
			continue
		}
		if factors[j].Words {
			for w := range levels {
				l := limits[j]
				l.Words = slices.Delete(slices.Clone(levels), w, w+1)
				try(j, l)
			}
			continue
		}
		k := max(1, int(peel*float64(len(xs))))
		l := limits[j]
		l.Low = between(levels, xs[k-1], 1)
		try(j, l)
		l = limits[j]
		l.High = between(levels, xs[len(xs)-k], -1)
		try(j, l)
	}
	return next, found
}

// between returns the middle of a level and the next one up (1) or down (-1): a
// slice takes a whole level.
func between(levels []float64, level float64, way int) float64 {
	i, _ := slices.BinarySearch(levels, level)
	k := i + way
	if k < 0 || k >= len(levels) {
		return level
	}
	return (levels[i] + levels[k]) / 2
}
