// Package calibrate fits values of a scenario to data of a real market, and says
// how well the data tell them.
package calibrate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/simplex"
)

// Parameter is a value that is fitted, within a range.
type Parameter struct {
	Key      string
	Min, Max float64
	Log      bool // searched in its logarithm
}

// At returns the value at a share of the range.
func (p *Parameter) At(share float64) float64 {
	if p.Log {
		return p.Min * math.Exp(share*math.Log(p.Max/p.Min))
	}
	return p.Min + share*(p.Max-p.Min)
}

// share returns where a value is in the range.
func (p *Parameter) share(value float64) float64 {
	if p.Log {
		return math.Log(value/p.Min) / math.Log(p.Max/p.Min)
	}
	return (value - p.Min) / (p.Max - p.Min)
}

// Problem is what is fitted to what.
type Problem struct {
	Parameters []Parameter
	Start      []float64   // values to begin from; nil is none
	Data       [][]float64 // by pattern (a column of the data) and row; not-a-number is missing
	Weights    []float64   // of the patterns; nil weighs all alike
	// Simulate returns the patterns as the market shows them with these values, by
	// replicate, pattern and row. A replicate has the same luck for all values.
	Simulate   func(ctx context.Context, values []float64, from, to int) ([][][]float64, error)
	Replicates int // that each trial is the mean of; 0 is 10
	Trials     int // most values that are tried in the search; 0 is 60 for each parameter
	Seed       uint64
	Draws      int // from the posterior; 0 is none
	Steps      int // along the profile of each parameter, 2 or more; 0 is none
}

// Estimate is a fitted value.
type Estimate struct {
	Parameter
	Value, Low, High float64 // the interval is of the posterior where that was drawn from, and holds the value
	Open             bool    // the interval reaches an end of the range, but for a fiftieth
	// LinearLow and LinearHigh are the interval of the estimate, from slopes: right
	// where luck moves it by little.
	LinearLow, LinearHigh float64
	// Told is how much of the range the data rule out, 0 … 1: 0 if they do not
	// tell the value at all.
	Told float64
}

// Band is what the fitted market shows in a row of a pattern.
type Band struct{ Data, Mean, Low, High float64 }

// Fit is the result.
type Fit struct {
	Estimates    []Estimate
	Correlation  [][]float64 // of the estimates; nil if they cannot be told apart
	Distance     float64     // of data and means, a pattern's rows counted together
	Misfit       float64     // how many times further the data are from the means than runs of the fitted market
	Bands        [][]Band    // by pattern and row; 90 % of such data fall into each
	Inside       float64     // share of the data in their bands
	Profiles     []Profile   // by parameter; nil if not asked for
	Posterior    *Posterior  // nil if not asked for
	Trials, Runs int
}

// Confidence is that of intervals and bands.
const Confidence = 0.9

var (
	purposeStart = chance.NewPurpose("calibrate: starts")
)

// Run finds the values at which the means over replicates are nearest to the
// data, in weighted squares of each pattern's own standard deviation: the method
// of simulated moments (McFadden, Econometrica 57, 1989), by the simplex of
// Nelder & Mead from the best of a few starts. All trials meet the same luck.
//
// Without draws from the posterior, intervals come from how much the estimate would vary if the data were another
// run of the fitted market (the sandwich of that method): sensitivities by
// differences under shared luck, and the spread of the runs' own scores, whose
// rows may depend on each other as they like. Where the data are further from
// the means than runs are, spreads are widened by as much. A predictive band
// holds luck and doubt about the values.
func Run(ctx context.Context, p Problem, progress func(trials, most int)) (*Fit, error) {
	f, err := newFitter(ctx, p, progress)
	if err != nil {
		return nil, err
	}
	u, err := f.search()
	if err != nil {
		return nil, err
	}
	return f.report(u)
}

type fitter struct {
	Problem
	ctx      context.Context
	progress func(trials, most int)
	weight   [][]float64 // by pattern and row: 0 where data are missing
	trials   int
	runs     int
	err      error
}

func newFitter(ctx context.Context, p Problem, progress func(int, int)) (*fitter, error) {
	if len(p.Parameters) == 0 || len(p.Data) == 0 {
		return nil, fmt.Errorf("%d parameters and %d patterns: want 1 of each or more", len(p.Parameters), len(p.Data))
	}
	if p.Replicates == 0 {
		p.Replicates = 10
	}
	if p.Trials == 0 {
		p.Trials = 60 * len(p.Parameters)
	}
	f := &fitter{Problem: p, ctx: ctx, progress: progress}
	for c, rows := range p.Data {
		there := slices.DeleteFunc(slices.Clone(rows), math.IsNaN)
		m := average(there)
		var square float64
		for _, y := range there {
			square += (y - m) * (y - m)
		}
		scale := square / float64(len(there))
		if scale == 0 {
			scale = m * m
		}
		if len(there) == 0 || scale == 0 {
			return nil, fmt.Errorf("pattern %d has no data, or nothing but zeros", c+1)
		}
		w := make([]float64, len(rows))
		for i := range w {
			if !math.IsNaN(rows[i]) {
				w[i] = 1 / (scale * float64(len(there)))
				if p.Weights != nil {
					w[i] *= p.Weights[c]
				}
			}
		}
		f.weight = append(f.weight, w)
	}
	return f, nil
}

func average(xs []float64) (m float64) {
	for _, x := range xs {
		m += x
	}
	return m / float64(len(xs))
}

// simulate runs the market at shares of the ranges, which are kept inside.
func (f *fitter) simulate(u []float64, replicates int) ([][][]float64, error) {
	values := make([]float64, len(u))
	for k, x := range u {
		values[k] = f.Parameters[k].At(min(1, max(0, x)))
	}
	f.trials++
	f.runs += replicates
	if f.progress != nil {
		d := len(f.Parameters)
		f.progress(f.trials, f.Trials+1+2*d+f.Draws+f.Steps*d*(1+10*(d-1)))
	}
	return f.Simulate(f.ctx, values, 1, replicates)
}

// means returns the patterns' means over replicates.
func (f *fitter) means(runs [][][]float64) [][]float64 {
	m := make([][]float64, len(f.Data))
	for c := range m {
		m[c] = make([]float64, len(f.Data[c]))
		for i := range m[c] {
			for _, r := range runs {
				m[c][i] += r[c][i] / float64(len(runs))
			}
		}
	}
	return m
}

// distance returns the weighted squares between two sets of patterns.
func (f *fitter) distance(a, b [][]float64) (sum float64) {
	for c := range f.weight {
		for i, w := range f.weight[c] {
			if w > 0 {
				d := a[c][i] - b[c][i]
				sum += w * d * d
			}
		}
	}
	return sum
}

// objective is the distance, and a slope outside of the ranges that leads back.
func (f *fitter) objective(u []float64) float64 {
	if f.err != nil {
		return math.Inf(1)
	}
	runs, err := f.simulate(u, f.Replicates)
	if err != nil {
		f.err = err
		return math.Inf(1)
	}
	d := f.distance(f.Data, f.means(runs))
	if math.IsNaN(d) {
		return math.MaxFloat64
	}
	for _, x := range u {
		out := max(0, -x, x-1)
		d *= 1 + out + out*out
		d += 1e-6 * out
	}
	return d
}

// search returns the shares of the ranges with the least distance.
func (f *fitter) search() ([]float64, error) {
	dimension := len(f.Parameters)
	var best []float64
	least := math.Inf(1)
	try := func(u []float64) {
		if d := f.objective(u); d < least {
			best, least = u, d
		}
	}
	if f.Start != nil {
		u := make([]float64, dimension)
		for k, v := range f.Start {
			u[k] = min(0.95, max(0.05, f.Parameters[k].share(v)))
		}
		try(u)
	}
	for _, u := range points.Middles(dimension, 5*dimension, chance.Of(f.Seed, 0), purposeStart) {
		try(u)
	}
	if best != nil {
		var err error
		descent := simplex.Descent{Objective: f.objective, Sizes: [2]float64{0.15, 0.04}, Absolute: 1e-10, Relative: 1e-7, Left: func() int {
			if f.err != nil {
				return 0
			}
			return f.Trials - f.trials
		}}
		if best, _, err = descent.From(best, least); err != nil {
			return nil, err
		}
	}
	if f.err == nil && best == nil {
		f.err = fmt.Errorf("no values were found at which the market shows the patterns of the data")
	}
	for k := range best {
		best[k] = min(1, max(0, best[k]))
	}
	return best, f.err
}

// enough is the number of runs from which spreads are read.
const enough = 40

// report tells how well the data tell the values.
func (f *fitter) report(u []float64) (*Fit, error) {
	n := max(enough, f.Replicates)
	runs, err := f.simulate(u, n)
	if err != nil {
		return nil, err
	}
	m := f.means(runs)
	fit := &Fit{Distance: f.distance(f.Data, m)}
	var own float64
	for _, r := range runs {
		own += f.distance(r, m) / float64(n-1)
	}
	fit.Misfit = math.Sqrt(fit.Distance / own)
	slope, err := f.slopes(u, n)
	if err != nil {
		return nil, err
	}
	e := &estimated{u: u, slope: slope, means: m, widen: max(1, fit.Misfit)}
	f.sandwich(e, runs)
	covariance, widen := e.covariance, e.widen
	t := distuv.StudentsT{Sigma: 1, Nu: float64(n - 1)}.Quantile((1 + Confidence) / 2)
	e.quantile = t
	for k, p := range f.Parameters {
		low, high := 0.0, 1.0
		if covariance != nil {
			half := t * widen * math.Sqrt(covariance[k][k])
			low, high = max(0, u[k]-half), min(1, u[k]+half)
		}
		fit.Estimates = append(fit.Estimates, Estimate{
			Parameter: p, Value: p.At(u[k]), LinearLow: p.At(low), LinearHigh: p.At(high),
		})
		fit.Estimates[k].between(low, high)
	}
	if covariance != nil {
		fit.Correlation = make([][]float64, len(u))
		for i := range u {
			for k := range u {
				fit.Correlation[i] = append(fit.Correlation[i], covariance[i][k]/math.Sqrt(covariance[i][i]*covariance[k][k]))
			}
		}
	}
	f.bands(fit, runs, m, slope, covariance, widen)
	if f.Steps > 1 {
		for k := range f.Parameters {
			p, err := f.profile(e, k)
			if err != nil {
				return nil, err
			}
			fit.Profiles = append(fit.Profiles, p)
		}
	}
	if f.Draws > 1 {
		if fit.Posterior, err = f.sample(e); err != nil {
			return nil, err
		}
		for k := range fit.Estimates {
			p := &f.Parameters[k]
			fit.Estimates[k].between(min(u[k], p.share(fit.Posterior.Low[k])), max(u[k], p.share(fit.Posterior.High[k])))
		}
	}
	fit.Trials, fit.Runs = f.trials, f.runs
	return fit, nil
}

// between sets the interval, in shares of the range.
func (e *Estimate) between(low, high float64) {
	e.Low, e.High, e.Told = e.At(low), e.At(high), 1-(high-low)
	e.Open = low < 0.02 || high > 0.98
}

// estimated is what is known around the estimate.
type estimated struct {
	u          []float64     // shares of the ranges
	slope      [][][]float64 // of the patterns' means, by parameter
	means      [][]float64
	runScores  [][]float64 // by run and parameter
	spread     []float64   // their variances
	bread      [][]float64 // the slopes' products
	inverse    [][]float64 // of those; nil if the values cannot be told apart, as is …
	covariance [][]float64 // … that of the estimate, before it is widened …
	widen      float64     // … by this
	quantile   float64     // of Student's t, for half an interval
}

// slopes returns how the patterns' means move with each share, by parameter.
func (f *fitter) slopes(u []float64, n int) ([][][]float64, error) {
	const h = 0.02
	var all [][][]float64
	for k := range u {
		var ends [2][][]float64
		var at [2]float64
		for side := range ends {
			v := slices.Clone(u)
			v[k] = min(1, max(0, u[k]+h*float64(2*side-1)))
			at[side] = v[k]
			runs, err := f.simulate(v, n)
			if err != nil {
				return nil, err
			}
			ends[side] = f.means(runs)
		}
		d := make([][]float64, len(f.Data))
		for c := range d {
			d[c] = make([]float64, len(f.Data[c]))
			for i := range d[c] {
				d[c][i] = (ends[1][c][i] - ends[0][c][i]) / (at[1] - at[0])
			}
		}
		all = append(all, d)
	}
	return all, nil
}

// dot is the weighted product of two sets of patterns.
func (f *fitter) dot(a, b [][]float64) (sum float64) {
	for c := range f.weight {
		for i, w := range f.weight[c] {
			if w > 0 {
				sum += w * a[c][i] * b[c][i]
			}
		}
	}
	return sum
}

// sandwich works out the covariance of the estimated shares if the data were
// another run; none if the values cannot be told apart.
func (f *fitter) sandwich(e *estimated, runs [][][]float64) {
	d := len(e.slope)
	e.spread = make([]float64, d)
	for _, r := range runs {
		scores := f.scores(e, r)
		e.runScores = append(e.runScores, scores)
		for k, x := range scores {
			e.spread[k] += x * x / float64(len(runs)-1)
		}
	}
	bread := square(d)
	for i := range d {
		for k := range d {
			bread[i][k] = f.dot(e.slope[i], e.slope[k])
		}
	}
	e.bread = bread
	inverse, ok := invert(bread)
	if !ok {
		return
	}
	filling := square(d)
	for _, scores := range e.runScores {
		for i := range d {
			for k := range d {
				filling[i][k] += scores[i] * scores[k] / float64(len(runs)-1)
			}
		}
	}
	// The means that were fitted are means of luck themselves.
	more := 1 + 1/float64(f.Replicates)
	covariance := square(d)
	for i := range d {
		for k := range d {
			for a := range d {
				for b := range d {
					covariance[i][k] += more * inverse[i][a] * filling[a][b] * inverse[b][k]
				}
			}
		}
	}
	for k := range d {
		if !(covariance[k][k] > 0) {
			covariance[k][k] = 1e-18 // no luck at all
		}
	}
	e.inverse, e.covariance = inverse, covariance
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func less(a, b [][]float64) [][]float64 {
	d := make([][]float64, len(a))
	for c := range a {
		d[c] = make([]float64, len(a[c]))
		for i := range a[c] {
			d[c][i] = a[c][i] - b[c][i]
		}
	}
	return d
}

// bands adds the variance of a run and that of the values, along their slopes.
func (f *fitter) bands(fit *Fit, runs [][][]float64, m [][]float64, slope [][][]float64, covariance [][]float64, widen float64) {
	z := distuv.StudentsT{Sigma: 1, Nu: float64(len(runs) - 1)}.Quantile((1 + Confidence) / 2)
	inside, rows := 0, 0
	for c := range m {
		var bands []Band
		for i := range m[c] {
			var variance float64
			for _, r := range runs {
				d := r[c][i] - m[c][i]
				variance += d * d / float64(len(runs)-1)
			}
			for a := range covariance {
				for b := range covariance {
					variance += slope[a][c][i] * covariance[a][b] * slope[b][c][i]
				}
			}
			half := z * widen * math.Sqrt(variance)
			b := Band{f.Data[c][i], m[c][i], m[c][i] - half, m[c][i] + half}
			bands = append(bands, b)
			if !math.IsNaN(b.Data) {
				rows++
				if b.Low <= b.Data && b.Data <= b.High {
					inside++
				}
			}
		}
		fit.Bands = append(fit.Bands, bands)
	}
	fit.Inside = float64(inside) / float64(rows)
}
