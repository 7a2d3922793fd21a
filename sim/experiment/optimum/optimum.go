// Package optimum tunes levers of a strategy to an objective, under a limit on
// what it may cost.
package optimum

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"grapevine/chance"
	"grapevine/sim/experiment"
)

// Lever is a value that may be set, within a range.
type Lever struct {
	Key           string
	Now, Min, Max float64
	Whole         bool
}

func (l *Lever) at(share float64) float64 {
	x := l.Min + min(1, max(0, share))*(l.Max-l.Min)
	if l.Whole {
		x = math.Round(x)
	}
	return x
}

// Run is one run: what it achieves, and what it costs.
type Run struct{ Value, Cost float64 }

// Problem is what is tuned.
type Problem struct {
	Levers     []Lever
	Minimise   bool
	Limit      float64 // on the mean cost; 0 is none
	Cautious   bool    // judge by the value that nine runs in ten exceed, not by the mean
	Replicates int     // that a trial is judged by; 0 is 20
	Trials     int     // most trials of the search; 0 is 40 for each lever
	Fresh      int     // replicates with other luck that the outcome is told by; 0 is 50
	Seed       uint64
	// Try runs the strategy with these values, in the replicates from one number
	// to another. A replicate has the same luck for all values.
	Try func(ctx context.Context, values []float64, from, to int) ([]Run, error)
}

// Point is a mean response along one lever, the others as suggested.
type Point struct {
	Lever  int
	Value  float64
	Result experiment.Estimate
	Cost   float64
	Return float64 // more of the objective for each more of cost, from the point below; not-a-number at the first, or where cost does not move
	Mark   string  // "now", "suggested", or nothing
}

// Optimum is what was found. Now, Suggested and Gain are told by fresh luck: what
// was best under the luck of the search was partly lucky there.
type Optimum struct {
	Values         []float64
	Now, Suggested experiment.Estimate
	Gain           experiment.Estimate // replicate by replicate, positive if better
	Costs          [2]float64          // now, suggested
	Curves         []Point
	Trials         int
}

var purposeStart = chance.NewPurpose("optimise: starts")

// points is the number of values along a lever, beside now and suggested.
const points = 6

// Find looks for the best values by the simplex of Nelder & Mead (1965), from
// the best of now and a Latin hypercube, all under the same luck; values over
// the limit are pressed back by ten times the share that they are over it.
func Find(ctx context.Context, p Problem, progress func(trials, most int)) (*Optimum, error) {
	if len(p.Levers) == 0 {
		return nil, fmt.Errorf("there is no lever to tune")
	}
	if p.Replicates == 0 {
		p.Replicates = 20
	}
	if p.Trials == 0 {
		p.Trials = 40 * len(p.Levers)
	}
	if p.Fresh == 0 {
		p.Fresh = 50
	}
	f := &finder{Problem: p, ctx: ctx, progress: progress}
	u, err := f.search()
	if err != nil {
		return nil, err
	}
	return f.tell(u)
}

type finder struct {
	Problem
	ctx      context.Context
	progress func(trials, most int)
	trials   int
	unit     float64 // size of the objective as it is, for penalties
	err      error
}

func (f *finder) values(u []float64) []float64 {
	v := make([]float64, len(u))
	for k := range u {
		v[k] = f.Levers[k].at(u[k])
	}
	return v
}

// score returns what is maximised.
func (f *finder) score(runs []Run) float64 {
	var xs []float64
	var cost float64
	for _, r := range runs {
		x := r.Value
		if f.Minimise {
			x = -x
		}
		xs = append(xs, x)
		cost += r.Cost / float64(len(runs))
	}
	e := experiment.MeanOf(xs)
	s := e.Mean
	if f.Cautious {
		s = e.P10
	}
	if f.unit == 0 {
		f.unit = math.Max(math.Abs(s), 1e-9)
	}
	if over := cost - f.Limit; f.Limit > 0 && over > 0 {
		s -= 10 * over / f.Limit * f.unit
	}
	return s
}

func (f *finder) objective(u []float64) float64 {
	if f.err != nil {
		return math.Inf(1)
	}
	runs, err := f.Try(f.ctx, f.values(u), 1, f.Replicates)
	if f.trials++; f.progress != nil {
		f.progress(f.trials, f.Trials)
	}
	if err != nil {
		f.err = err
		return math.Inf(1)
	}
	s := -f.score(runs)
	if math.IsNaN(s) {
		return math.MaxFloat64
	}
	for _, x := range u { // a slope outside of the ranges that leads back
		s += f.unit * max(0, -x, x-1)
	}
	return s
}

func (f *finder) search() ([]float64, error) {
	d := len(f.Levers)
	now := make([]float64, d)
	for k, l := range f.Levers {
		now[k] = min(1, max(0, (l.Now-l.Min)/(l.Max-l.Min)))
	}
	best, least := now, f.objective(now)
	luck := chance.Of(f.Seed, 0)
	starts := min(4*d, f.Trials/3)
	orders := make([][]int, d)
	for k := range orders {
		orders[k] = luck.Rand(purposeStart, uint32(k)).Perm(starts)
	}
	for s := range starts {
		u := make([]float64, d)
		for k := range u {
			u[k] = (float64(orders[k][s]) + 0.5) / float64(starts)
		}
		if y := f.objective(u); y < least {
			best, least = u, y
		}
	}
	for _, size := range []float64{0.2, 0.05} {
		left := f.Trials - f.trials
		if size > 0.1 {
			left = left * 2 / 3
		}
		if f.err != nil || left < 3*d {
			continue
		}
		r, err := optimize.Minimize(optimize.Problem{Func: f.objective}, best,
			&optimize.Settings{FuncEvaluations: left, Converger: &optimize.FunctionConverge{Absolute: 1e-9 * f.unit, Relative: 1e-6, Iterations: 12 * d}},
			&optimize.NelderMead{SimplexSize: size})
		if r == nil {
			return nil, err
		}
		if r.F < least {
			best, least = r.X, r.F
		}
	}
	return best, f.err
}

// fresh runs values under luck that the search has not seen.
func (f *finder) fresh(values []float64) (xs []float64, cost float64, err error) {
	runs, err := f.Try(f.ctx, values, f.Replicates+1, f.Replicates+f.Fresh)
	for _, r := range runs {
		xs = append(xs, r.Value)
		cost += r.Cost / float64(len(runs))
	}
	return xs, cost, err
}

// tell compares now and suggested, and walks along every lever.
func (f *finder) tell(u []float64) (*Optimum, error) {
	o := &Optimum{Values: f.values(u), Trials: f.trials}
	var now []float64
	for _, l := range f.Levers {
		now = append(now, l.Now)
	}
	before, cost, err := f.fresh(now)
	if err != nil {
		return nil, err
	}
	after, costAfter, err := f.fresh(o.Values)
	if err != nil {
		return nil, err
	}
	gain := make([]float64, len(after))
	for k := range gain {
		if gain[k] = after[k] - before[k]; f.Minimise {
			gain[k] = -gain[k]
		}
	}
	o.Now, o.Suggested, o.Gain = experiment.MeanOf(before), experiment.MeanOf(after), experiment.MeanOf(gain)
	o.Costs = [2]float64{cost, costAfter}
	for k, l := range f.Levers {
		at := []float64{l.Now, o.Values[k]}
		for i := range points {
			at = append(at, l.at(float64(i)/(points-1)))
		}
		slices.Sort(at)
		var last *Point
		for _, x := range slices.Compact(at) {
			values := slices.Clone(o.Values)
			values[k] = x
			xs, cost, err := f.fresh(values)
			if err != nil {
				return nil, err
			}
			p := Point{Lever: k, Value: x, Result: experiment.MeanOf(xs), Cost: cost, Return: math.NaN()}
			if last != nil && math.Abs(cost-last.Cost) > 1e-9*math.Abs(cost) {
				p.Return = (p.Result.Mean - last.Result.Mean) / (cost - last.Cost)
			}
			switch x {
			case o.Values[k]:
				p.Mark = "suggested"
			case l.Now:
				p.Mark = "now"
			}
			o.Curves = append(o.Curves, p)
			last = &o.Curves[len(o.Curves)-1]
		}
	}
	return o, nil
}
