package verify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// Effort is how hard facts are tried.
type Effort struct {
	Markets    int      // plausible markets, by Latin hypercube
	Replicates int      // paired runs in each
	Base       int      // paired runs in the base market, with and without the cause
	Small      []string // settings of every market, such as a smaller number of customers
	Workers    int
}

// Thorough is the effort of grapevine verify --facts.
var Thorough = Effort{Markets: 64, Replicates: 10, Base: 100}

// Finding is what trying a fact has shown.
type Finding struct {
	*Fact
	Base   Effect  // in the base market
	Off    Effect  // the same without the cause
	There  []bool  // by market, whether it is so
	Points []Point // the markets
	Box    *Box    // where it is so, if not everywhere
	ranges []Range // what differs between the markets
	Err    error
}

// Effect is a claim measured in one market: all parts of it are so if all means
// are above 0.
type Effect struct {
	Mean []float64 // of each part, in its own unit
	T    []float64 // of each part, over paired replicates
	So   bool
}

// Least returns the smallest t of the parts, by which the claim stands or falls.
func (e *Effect) Least() float64 {
	if len(e.T) == 0 {
		return math.NaN()
	}
	return slices.Min(e.T)
}

// Point is one plausible market: a value for every range.
type Point []float64

// Share returns the share of markets in which the claim is so, with Wilson's
// 95 % interval.
func (f *Finding) Share() (share, low, high float64) {
	n := 0
	for _, so := range f.There {
		if so {
			n++
		}
	}
	low, high = wilson(n, len(f.There))
	return float64(n) / float64(len(f.There)), low, high
}

// Gone reports whether the effect vanishes without its cause: it is not seen at
// t > 4 any more, or less than a tenth of it is left.
func (f *Finding) Gone() bool {
	if f.Fact.Off == nil {
		return true
	}
	if !f.Off.So || f.Off.Least() <= 4 {
		return true
	}
	for k := range f.Off.Mean {
		if math.Abs(f.Off.Mean[k]) < 0.1*math.Abs(f.Base.Mean[k]) {
			return true
		}
	}
	return false
}

// Verdict says whether the fact is one.
func (f *Finding) Verdict() string {
	share, _, _ := f.Share()
	base := f.Base.So && f.Base.Least() > 4
	switch {
	case base && share >= 0.8 && f.Gone():
		return Holds
	case base || share >= 0.5 || (f.Box != nil && f.Box.Share >= 0.8):
		return Sometimes
	}
	return Fails
}

// wilson returns the 95 % score interval of a share (Wilson 1927).
func wilson(n, of int) (low, high float64) {
	const z = 1.959963984540054
	if of == 0 {
		return math.NaN(), math.NaN()
	}
	p, zz := float64(n)/float64(of), z*z/float64(of)
	centre := (p + zz/2) / (1 + zz)
	half := math.Sqrt(zz*p*(1-p)+zz*zz/4) / (1 + zz)
	return max(0, centre-half), min(1, centre+half)
}

// Try tries facts: those that share a base market in the same runs.
func Try(ctx context.Context, all []Fact, e Effort, progress func(done, total int)) ([]*Finding, error) {
	findings := make([]*Finding, len(all))
	groups := map[string][]*Finding{}
	var names []string
	for i := range all {
		findings[i] = &Finding{Fact: &all[i]}
		if name := all[i].Market; groups[name] == nil {
			names = append(names, name)
		}
		groups[all[i].Market] = append(groups[all[i].Market], findings[i])
	}
	done, total := 0, len(names)*(e.Markets+1)
	tick := func() {
		if done++; progress != nil {
			progress(done, total)
		}
	}
	for _, name := range names {
		if err := e.group(ctx, name, groups[name], tick); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, f := range findings {
		f.Box = f.box()
	}
	return findings, nil
}

// group tries the facts of one base market.
func (e *Effort) group(ctx context.Context, name string, of []*Finding, tick func()) error {
	m, err := open(name, e.Small)
	if err != nil {
		return err
	}
	base, err := e.measure(ctx, m, nil, of, true, e.Base)
	if err != nil {
		return err
	}
	for i, f := range of {
		f.ranges = m.ranges
		f.Base = f.judge(base[2*i])
		f.Off = f.judge(base[2*i+1])
	}
	tick()
	factors := make([]points.Factor, len(m.ranges))
	for k := range factors {
		factors[k] = m.ranges[k].factor()
	}
	cube, err := points.Lay("lhs", factors, points.Size{Points: e.Markets, Maximin: true}, chance.Of(1, 0))
	if err != nil {
		return err
	}
	for _, shares := range cube {
		var set []string
		point := make(Point, len(shares))
		for k, share := range shares {
			if point[k], err = m.ranges[k].at(share); err != nil {
				return err
			}
			set = append(set, fmt.Sprintf("%s=%g", m.ranges[k].Key, point[k]))
		}
		found, err := e.measure(ctx, m, set, of, false, e.Replicates)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.Join(set, ", "), err)
		}
		for i, f := range of {
			effect := f.judge(found[i])
			f.There = append(f.There, effect.So)
			f.Points = append(f.Points, point)
		}
		tick()
	}
	return nil
}

// reading is what a fact has read: by part, arm and replicate.
type reading [][][]float64

// measure runs all arms of all facts in one market under the same luck, equal
// arms once. With off, every fact is followed by itself without its cause.
func (e *Effort) measure(ctx context.Context, m *market, set []string, of []*Finding, off bool, replicates int) ([]reading, error) {
	d := experiment.Design{Seed: uint64(m.Seed), Replicates: replicates, Discount: m.Money.Discount, Workers: e.Workers}
	at := map[string]int{}
	type place struct {
		fact *Fact
		arms []int // index of the design's arm, by the fact's arm
	}
	var places []place
	add := func(f *Fact, causes []string) error {
		p := place{fact: f}
		for _, name := range f.arms() {
			arm := slices.Concat(f.Given, f.Arms[name])
			all := slices.Concat(set, settings(arm), settings(m.concerning(causes, arm)))
			key := strings.Join(all, "\n")
			k, known := at[key]
			if !known {
				s, err := m.With(all)
				if err != nil {
					return fmt.Errorf("fact %q, arm %q: %w", f.ID, name, err)
				}
				k = len(d.Strategies)
				at[key] = k
				d.Strategies = append(d.Strategies, experiment.Arm{Name: fmt.Sprint(k), Plan: s.Strategies[0].Plan})
			}
			p.arms = append(p.arms, k)
		}
		places = append(places, p)
		return nil
	}
	for _, f := range of {
		if err := add(f.Fact, nil); err != nil {
			return nil, err
		}
		if off {
			if err := add(f.Fact, f.Fact.Off); err != nil {
				return nil, err
			}
		}
	}
	found := make([]reading, len(places))
	for i, p := range places {
		found[i] = make(reading, len(p.fact.Shows))
		for k := range found[i] {
			found[i][k] = make([][]float64, len(p.arms))
		}
	}
	for r, err := range experiment.Run(ctx, d, nil) {
		if err != nil {
			return nil, err
		}
		for i, p := range places {
			for k := range p.fact.Shows {
				for a, arm := range p.arms {
					o := r.Outcomes[arm]
					if o.Err != nil {
						return nil, fmt.Errorf("fact %q: %w", p.fact.ID, o.Err)
					}
					x, err := p.fact.Shows[k].of(o)
					if err != nil {
						return nil, fmt.Errorf("fact %q: %w", p.fact.ID, err)
					}
					found[i][k][a] = append(found[i][k][a], x)
				}
			}
		}
	}
	return found, nil
}

// of reads one number of a run.
func (s *Show) of(o *experiment.Outcome) (float64, error) {
	if name, ok := strings.CutPrefix(s.Read, "metric "); ok {
		if i := metric.Named(name); i >= 0 {
			return o.Metrics[i], nil
		}
		return 0, fmt.Errorf("there is no metric %q", name)
	}
	if s.Read == "small cascades" {
		return smallCascades(o), nil
	}
	over, under, ratio := strings.Cut(s.Read, " / ")
	x, err := s.columns(o, over)
	if !ratio || err != nil {
		return x, err
	}
	y, err := s.columns(o, under)
	return x / y, err
}

// smallCascades returns how many trees of recommendation are of one or two
// customers, less 70 % of all.
func smallCascades(o *experiment.Outcome) float64 {
	all, small := 0, 0
	for size, n := range o.Cascades {
		if all += n; size <= 2 {
			small += n
		}
	}
	return float64(small)/float64(all) - 0.7
}

// known are the columns that mechanisms have when they are on.
var known = mechanism.Tallies()

// columns adds up columns over weeks.
func (s *Show) columns(o *experiment.Outcome, names string) (sum float64, err error) {
	weeks := len(o.Weekly) / len(o.Columns)
	to := s.To
	if to == 0 {
		to = weeks - 1
	}
	from := s.From
	if from == 0 {
		from = to
	}
	for _, name := range strings.Split(names, " + ") {
		i := slices.Index(o.Columns, name)
		if i < 0 && slices.ContainsFunc(known, func(t sim.Tally) bool { return t.Name == name }) {
			continue // its mechanism is off
		}
		if i < 0 {
			return 0, fmt.Errorf("there is no column %q", name)
		}
		if to >= weeks {
			return 0, fmt.Errorf("there is no week %d", to)
		}
		for week := from; week <= to; week++ {
			sum += o.Weekly[i*weeks+week]
		}
	}
	return sum, nil
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
