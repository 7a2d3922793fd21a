// Package optimum tunes levers of a strategy to an objective, under a limit on
// what it may cost.
package optimum

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/simplex"
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

// Run is one run: what it achieves and costs, what it comes to by the second
// measure, and what the best of the others achieves under the same luck.
type Run struct{ Value, Cost, Other, Rival float64 }

// Judge is what a strategy is judged by over its runs.
type Judge int

// The judges.
const (
	Mean    Judge = iota
	P10           // what nine runs in ten exceed
	Markets       // the share of runs, each a market of its own, in which it beats the others
)

// Problem is what is tuned.
type Problem struct {
	Levers     []Lever
	Minimise   bool
	Limit      float64 // on the mean cost; 0 is none
	Judge      Judge
	Replicates int // that a trial is judged by; 0 is 20
	Trials     int // most trials of the search; 0 is 40 for each lever
	Fresh      int // replicates with other luck that the outcome is told by; 0 is 50
	Seed       uint64
	// Front asks for what is best of two measures at once, the objective and Other;
	// OtherLess says that less of that is better. It takes as many trials again.
	Front, OtherLess bool
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
	// Return is by how much the objective grows for each more of cost, from the
	// point below, replicate by replicate; not-a-number at the first, or where cost
	// does not move.
	Return experiment.Estimate
	Mark   string // "now", "suggested", or nothing
}

// Optimum is what was found. Now, Suggested and Gain are told by fresh luck: what
// was best under the luck of the search was partly lucky there.
type Optimum struct {
	Values         []float64
	Now, Suggested experiment.Estimate
	Gain           experiment.Estimate // replicate by replicate, positive if better
	Costs          [2]float64          // now, suggested
	Won            [2]float64          // share of the fresh runs in which it beats the others, now and suggested; not-a-number without others
	Curves         []Point
	Front          []Choice
	Trials         int
}

// Marginal returns what one more of cost brings at a marked point of a lever: the
// return of the step that leads up from it, or to it where it is the last.
func (o *Optimum) Marginal(lever int, mark string) experiment.Estimate {
	last := experiment.Estimate{Mean: math.NaN()}
	found := false
	for _, p := range o.Curves {
		switch {
		case p.Lever != lever:
		case found:
			return p.Return
		case p.Mark == mark:
			last, found = p.Return, true
		}
	}
	return last
}

var purposeStart = chance.NewPurpose("optimise: starts")

// along is the number of values along a lever, beside now and suggested.
const along = 6

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
	f := &finder{Problem: p, ctx: ctx, progress: progress, most: p.Trials}
	if p.Front {
		f.most *= 2
	}
	u, err := f.search()
	if err != nil {
		return nil, err
	}
	o, err := f.tell(u)
	if err == nil && p.Front {
		o.Front, err = f.front(u, o)
		o.Trials = f.trials
	}
	return o, err
}

type finder struct {
	Problem
	ctx       context.Context
	progress  func(trials, most int)
	trials    int
	most      int     // trials in all
	unit      float64 // size of the objective as it is, for penalties; likewise …
	otherUnit float64 // … of the second measure
	seen      []trial
	err       error
}

func (f *finder) values(u []float64) []float64 {
	v := make([]float64, len(u))
	for k := range u {
		v[k] = f.Levers[k].at(u[k])
	}
	return v
}

// trial is what the search has seen of some shares of the ranges.
type trial struct {
	u            []float64
	score, other float64 // more is better
}

// judged returns what is maximised, and the second measure alike. Over the limit
// both are pressed back.
func (f *finder) judged(runs []Run) (score, other float64) {
	var xs, ys, won []float64
	var cost float64
	for _, r := range runs {
		x, y := r.Value, r.Other
		if f.Minimise {
			x = -x
		}
		if f.OtherLess {
			y = -y
		}
		xs, ys, won = append(xs, x), append(ys, y), append(won, f.wins(r))
		cost += r.Cost / float64(len(runs))
	}
	e := experiment.MeanOf(xs)
	score, other = e.Mean, experiment.MeanOf(ys).Mean
	if f.unit == 0 {
		f.unit = math.Max(math.Abs(score), 1e-9)
		f.otherUnit = math.Max(math.Abs(other), 1e-9)
	}
	switch f.Judge {
	case P10:
		score = e.P10
	case Markets: // steps, on which no simplex finds a way; the mean, worth less than any of them, slopes them
		score = f.unit * (experiment.MeanOf(won).Mean + 0.1/float64(len(runs))*math.Tanh(score/f.unit/3))
	}
	if over := cost - f.Limit; f.Limit > 0 && over > 0 {
		score -= 10 * over / f.Limit * f.unit
		other -= 10 * over / f.Limit * f.otherUnit
	}
	return score, other
}

// wins is 1 for a run that beats the others, ½ for a draw.
func (f *finder) wins(r Run) float64 {
	switch {
	case math.IsNaN(r.Rival):
		return math.NaN()
	case r.Value == r.Rival:
		return 0.5
	case r.Value > r.Rival != f.Minimise:
		return 1
	}
	return 0
}

// look tries shares of the ranges and returns what was seen, and how far outside
// of the ranges they are: a slope that leads back.
func (f *finder) look(u []float64) (t trial, outside float64, ok bool) {
	if f.err != nil {
		return t, 0, false
	}
	runs, err := f.Try(f.ctx, f.values(u), 1, f.Replicates)
	if f.trials++; f.progress != nil {
		f.progress(f.trials, f.most)
	}
	if err != nil {
		f.err = err
		return t, 0, false
	}
	t.score, t.other = f.judged(runs)
	for _, x := range u {
		outside += max(0, -x, x-1)
		t.u = append(t.u, min(1, max(0, x)))
	}
	f.seen = append(f.seen, t)
	return t, outside, true
}

// objective is what the search makes small.
func (f *finder) objective(u []float64) float64 {
	t, outside, ok := f.look(u)
	switch {
	case !ok:
		return math.Inf(1)
	case math.IsNaN(t.score):
		return math.MaxFloat64
	}
	return float64(f.unit*outside) - t.score
}

func (f *finder) search() ([]float64, error) {
	d := len(f.Levers)
	now := make([]float64, d)
	for k, l := range f.Levers {
		now[k] = min(1, max(0, (l.Now-l.Min)/(l.Max-l.Min)))
	}
	best, least := now, f.objective(now)
	for _, u := range points.Middles(d, min(4*d, f.Trials/3), chance.Of(f.Seed, 0), purposeStart) {
		if y := f.objective(u); y < least {
			best, least = u, y
		}
	}
	return f.climb(f.objective, best, least, f.Trials-f.trials)
}

// climb goes on from some shares of the ranges, in so many trials at most.
func (f *finder) climb(objective func([]float64) float64, best []float64, least float64, trials int) ([]float64, error) {
	end := f.trials + trials
	descent := simplex.Descent{Objective: objective, Sizes: [2]float64{0.2, 0.05}, Absolute: 1e-9 * f.unit, Relative: 1e-6, Left: func() int {
		if f.err != nil {
			return 0
		}
		return end - f.trials
	}}
	best, _, err := descent.From(best, least)
	return best, cmp.Or(f.err, err)
}

// fresh runs values under luck that the search has not seen.
func (f *finder) fresh(values []float64) (*told, error) {
	runs, err := f.Try(f.ctx, values, f.Replicates+1, f.Replicates+f.Fresh)
	if err != nil {
		return nil, err
	}
	t := &told{}
	var won []float64
	for _, r := range runs {
		t.xs, t.ys, won = append(t.xs, r.Value), append(t.ys, r.Other), append(won, f.wins(r))
		t.cost += r.Cost / float64(len(runs))
	}
	t.won = experiment.MeanOf(won).Mean
	return t, nil
}

// told is what fresh luck tells of some values.
type told struct {
	xs, ys    []float64 // the objective and the other, by replicate
	cost, won float64
}

// tell compares now and suggested, and walks along every lever.
func (f *finder) tell(u []float64) (*Optimum, error) {
	o := &Optimum{Values: f.values(u), Trials: f.trials}
	before, err := f.fresh(f.now())
	if err != nil {
		return nil, err
	}
	after, err := f.fresh(o.Values)
	if err != nil {
		return nil, err
	}
	gain := less(after.xs, before.xs)
	for k := range gain {
		if f.Minimise {
			gain[k] = -gain[k]
		}
	}
	o.Now, o.Suggested, o.Gain = experiment.MeanOf(before.xs), experiment.MeanOf(after.xs), experiment.MeanOf(gain)
	o.Costs, o.Won = [2]float64{before.cost, after.cost}, [2]float64{before.won, after.won}
	for k := range f.Levers {
		if err := f.curve(o, k); err != nil {
			return nil, err
		}
	}
	return o, nil
}

func (f *finder) now() (values []float64) {
	for _, l := range f.Levers {
		values = append(values, l.Now)
	}
	return values
}

func less(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return d
}

// curve walks along a lever, the others as suggested.
func (f *finder) curve(o *Optimum, k int) error {
	l := f.Levers[k]
	at := []float64{l.Now, o.Values[k]}
	for i := range along {
		at = append(at, l.at(float64(i)/(along-1)))
	}
	slices.Sort(at)
	var below *told
	for _, x := range slices.Compact(at) {
		values := slices.Clone(o.Values)
		values[k] = x
		here, err := f.fresh(values)
		if err != nil {
			return err
		}
		p := Point{Lever: k, Value: x, Result: experiment.MeanOf(here.xs), Cost: here.cost}
		p.Return = experiment.MeanOf(nil)
		if below != nil && math.Abs(here.cost-below.cost) > 1e-9*math.Abs(here.cost) {
			steps := less(here.xs, below.xs)
			for i := range steps {
				steps[i] /= here.cost - below.cost
			}
			p.Return = experiment.MeanOf(steps)
		}
		switch x {
		case o.Values[k]:
			p.Mark = "suggested"
		case l.Now:
			p.Mark = "now"
		}
		o.Curves = append(o.Curves, p)
		below = here
	}
	return nil
}
