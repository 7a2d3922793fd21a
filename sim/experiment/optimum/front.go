package optimum

import (
	"cmp"
	"math"
	"slices"

	"grapevine/sim/experiment"
)

// Choice is one of the values between which only a taste can choose: whatever is
// more by one measure is less by the other.
type Choice struct {
	Values        []float64
	Result, Other experiment.Estimate // by fresh luck
	Cost          float64
	Mark          string // "now", "suggested", or nothing; now may be no choice to be had in good sense
}

// most is the number of choices that are told.
const most = 12

// front finds the values of which none is better by both measures (Pareto): the
// best by the other measure, compromises between both ends after Tchebycheff
// (Wierzbicki 1980), and all that the search for either met on its way. They are
// told by fresh luck, which may strike some off again.
func (f *finder) front(suggested []float64, o *Optimum) ([]Choice, error) {
	budget := f.Trials
	best := slices.MaxFunc(f.seen, func(a, b trial) int { return cmp.Compare(a.other, b.other) })
	_, err := f.climb(func(u []float64) float64 {
		t, outside, ok := f.look(u)
		if !ok || math.IsNaN(t.other) {
			return math.Inf(1)
		}
		return float64(f.otherUnit*outside) - t.other
	}, best.u, -best.other, budget*2/5)
	if err != nil {
		return nil, err
	}
	for _, weight := range []float64{0.5, 0.25, 0.75} {
		if err := f.compromise(weight, budget/5); err != nil {
			return nil, err
		}
	}
	return f.choices(suggested, o)
}

// ends returns the two ends of what was seen to be undominated.
func (f *finder) ends() (low, high trial) {
	all := undominated(f.seen)
	return all[0], all[len(all)-1]
}

// compromise looks for values that are as far towards the best of both measures
// as their weights say.
func (f *finder) compromise(weight float64, trials int) error {
	a, b := f.ends() // b has the best score, a the best of the other
	spanX, spanY := math.Max(b.score-a.score, 1e-9*f.unit), math.Max(a.other-b.other, 1e-9*f.otherUnit)
	way := func(t trial) float64 {
		x, y := (t.score-a.score)/spanX, (t.other-b.other)/spanY
		return math.Min(x/weight, y/(1-weight)) + 0.05*(x+y)
	}
	start := slices.MaxFunc(f.seen, func(s, t trial) int { return cmp.Compare(way(s), way(t)) })
	_, err := f.climb(func(u []float64) float64 {
		t, outside, ok := f.look(u)
		if !ok || math.IsNaN(t.score) || math.IsNaN(t.other) {
			return math.Inf(1)
		}
		return outside - way(t)
	}, start.u, -way(start), trials)
	return err
}

// undominated returns the trials of which none is better by both measures, the
// lowest score first.
func undominated(all []trial) []trial {
	all = slices.DeleteFunc(slices.Clone(all), func(t trial) bool { return math.IsNaN(t.score) || math.IsNaN(t.other) })
	slices.SortStableFunc(all, func(a, b trial) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.other, a.other)) })
	var kept []trial
	top := math.Inf(-1)
	for _, t := range all {
		if t.other > top {
			kept, top = append(kept, t), t.other
		}
	}
	slices.Reverse(kept)
	return kept
}

// choices tells some of the undominated, spread over the front, by fresh luck.
func (f *finder) choices(suggested []float64, o *Optimum) ([]Choice, error) {
	spread := thin(undominated(f.seen), most)
	values := [][]float64{f.now(), f.values(suggested)}
	for _, t := range spread {
		values = append(values, f.values(t.u))
	}
	var all []Choice
	for k, v := range values {
		if k > 1 && slices.ContainsFunc(all, func(c Choice) bool { return slices.Equal(c.Values, v) }) {
			continue
		}
		here, err := f.fresh(v)
		if err != nil {
			return nil, err
		}
		c := Choice{Values: v, Result: experiment.MeanOf(here.xs), Other: experiment.MeanOf(here.ys), Cost: here.cost}
		if k < 2 {
			c.Mark = []string{"now", "suggested"}[k]
		}
		if k > 0 && f.Limit > 0 && c.Cost > 1.005*f.Limit {
			continue
		}
		all = append(all, c)
	}
	all = slices.DeleteFunc(all, func(c Choice) bool {
		return c.Mark == "" && slices.ContainsFunc(all, func(d Choice) bool { return f.beats(d, c) })
	})
	slices.SortStableFunc(all, func(a, b Choice) int { return cmp.Compare(a.Other.Mean, b.Other.Mean) })
	return all, nil
}

// beats reports whether a choice is better by one measure and no worse by the
// other.
func (f *finder) beats(a, b Choice) bool {
	x, y := a.Result.Mean-b.Result.Mean, a.Other.Mean-b.Other.Mean
	if f.Minimise {
		x = -x
	}
	if f.OtherLess {
		y = -y
	}
	return x >= 0 && y >= 0 && (x > 0 || y > 0)
}

// thin keeps so many of a front: its ends, then always the one that is farthest
// from those that are kept, in shares of the front's extent.
func thin(front []trial, n int) []trial {
	if len(front) <= n {
		return front
	}
	last := len(front) - 1
	spanX, spanY := front[last].score-front[0].score, front[0].other-front[last].other
	kept := []int{0, last}
	for len(kept) < n {
		far, at := -1.0, 0
		for i, t := range front {
			near := math.Inf(1)
			for _, k := range kept {
				near = math.Min(near, math.Hypot((t.score-front[k].score)/spanX, (t.other-front[k].other)/spanY))
			}
			if near > far {
				far, at = near, i
			}
		}
		kept = append(kept, at)
	}
	slices.Sort(kept)
	var out []trial
	for _, k := range kept {
		out = append(out, front[k])
	}
	return out
}
