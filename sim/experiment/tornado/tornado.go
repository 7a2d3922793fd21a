// Package tornado moves one value of a scenario at a time, to see what that does
// to the winner's lead, and looks for the values at which the winner changes.
package tornado

import (
	"cmp"
	"context"
	"math"
	"slices"

	"grapevine/sim/experiment"
)

// Factor is a value that is moved.
type Factor struct {
	Key             string
	Paths           []string // what is set, where that is not the key itself: the same key of several strategies
	Base, Low, High float64  // as it stands, and where it is moved to
	Whole           bool     // whole numbers only
	// Least and Most bound the search for flips beyond Low and High.
	Least, Most float64
}

// Try returns the objective at settings of one factor each, by setting, strategy
// and replicate, under the same luck for all. A setting of no factor is the
// scenario as it is.
type Try func(ctx context.Context, settings []Setting) ([][][]float64, error)

// Setting moves a factor to a value; a negative index moves none.
type Setting struct {
	Factor int
	Value  float64
}

// Side is a factor moved to one side.
type Side struct {
	Value   float64
	Against int                 // the best of the others there
	Lead    experiment.Estimate // of the winner over it, replicate by replicate
	Change  experiment.Estimate // of the lead, from the scenario as it is
	Flip    *Flip               // nil if the winner stays, as far as was looked
}

// Bar is one factor.
type Bar struct {
	Factor
	Sides [2]Side // low, high
}

// Size is by how much the factor moves the lead.
func (b *Bar) Size() float64 {
	lead := [3]float64{b.Sides[0].Lead.Mean, b.Sides[1].Lead.Mean, b.Sides[0].Lead.Mean - b.Sides[0].Change.Mean}
	low, high := lead[2], lead[2]
	for _, x := range lead {
		if !math.IsNaN(x) {
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	return high - low
}

// Flip is a value beyond which another strategy is the best, on average over
// these replicates.
type Flip struct {
	Value     float64
	Low, High float64 // values at which the interval of the lead includes 0, within what was looked at
	Open      bool    // the interval goes beyond that
	Now       int     // the strategy that is the best beyond
	Looks     int     // values that were tried
}

// Tornado is what was found, the factors that move the lead most first.
type Tornado struct {
	Winner, RunnerUp int
	Lead             experiment.Estimate // as it is
	Bars             []Bar
	Runs             int
}

// search bounds the looks that a flip takes: the bracket by false position, then
// the two ends of its interval.
const (
	searchLooks = 6
	fine        = 0.002 // of the distance from the scenario's own value
)

// Run moves every factor to both sides and looks for flips. minimise says that
// less of the objective is better. It needs two strategies.
func Run(ctx context.Context, factors []Factor, minimise bool, try Try) (*Tornado, error) {
	settings := []Setting{{Factor: -1}}
	for j, f := range factors {
		settings = append(settings, Setting{j, f.Low}, Setting{j, f.High})
	}
	values, err := try(ctx, settings)
	if err != nil {
		return nil, err
	}
	s := &searcher{try: try, minimise: minimise, base: values[0]}
	order := s.order(values[0])
	t := &Tornado{Winner: order[0], RunnerUp: order[1]}
	s.winner = t.Winner
	own, _ := s.lead(values[0])
	t.Lead = experiment.MeanOf(own)
	for j, f := range factors {
		b := Bar{Factor: f}
		for side := range b.Sides {
			setting := settings[1+2*j+side]
			b.Sides[side] = s.side(setting.Value, values[1+2*j+side], own)
			flip, err := s.flip(ctx, j, f, setting, b.Sides[side].Lead, t.Lead)
			if err != nil {
				return nil, err
			}
			b.Sides[side].Flip = flip
		}
		t.Bars = append(t.Bars, b)
	}
	slices.SortStableFunc(t.Bars, func(a, b Bar) int { return cmp.Compare(b.Size(), a.Size()) })
	t.Runs = (len(settings) + s.looks) * len(values[0]) * len(values[0][0])
	return t, nil
}

type searcher struct {
	try      Try
	minimise bool
	winner   int
	base     [][]float64
	looks    int
}

// order returns the strategies, the best mean first; those without any value
// last.
func (s *searcher) order(values [][]float64) []int {
	means := make([]float64, len(values))
	order := make([]int, len(values))
	for i := range values {
		order[i] = i
		means[i] = experiment.MeanOf(values[i]).Mean
		if s.minimise {
			means[i] = -means[i]
		}
		if math.IsNaN(means[i]) {
			means[i] = math.Inf(-1)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(means[b], means[a]) })
	return order
}

// lead returns by how much the winner is better than the best of the others, by
// replicate, and who that is.
func (s *searcher) lead(values [][]float64) (lead []float64, against int) {
	order := s.order(values)
	against = order[0]
	if against == s.winner {
		against = order[1]
	}
	lead = make([]float64, len(values[0]))
	for k := range lead {
		lead[k] = values[s.winner][k] - values[against][k]
		if s.minimise {
			lead[k] = -lead[k]
		}
	}
	return lead, against
}

func (s *searcher) side(value float64, values [][]float64, own []float64) Side {
	lead, against := s.lead(values)
	change := make([]float64, len(lead))
	for k := range change {
		change[k] = lead[k] - own[k]
	}
	return Side{Value: value, Against: against, Lead: experiment.MeanOf(lead), Change: experiment.MeanOf(change)}
}

// look is a value that was tried.
type look struct {
	x       float64
	lead    experiment.Estimate
	against int
}

// flip looks for the value, on one side of the scenario's own, at which the mean
// lead is 0: within the bar if the winner changes there, else beyond it where a
// straight line says so. It finds one crossing; if the lead falls and rises
// again between two looks, it sees none.
func (s *searcher) flip(ctx context.Context, j int, f Factor, end Setting, at, own experiment.Estimate) (*Flip, error) {
	if !(own.Mean > 0) || math.IsNaN(at.Mean) || end.Value == f.Base {
		return nil, nil
	}
	looks := []look{{f.Base, own, -1}, {end.Value, at, -1}}
	before := s.looks
	see := func(x float64) (look, error) {
		values, err := s.try(ctx, []Setting{{j, x}})
		if err != nil {
			return look{}, err
		}
		s.looks++
		lead, against := s.lead(values[0])
		l := look{x, experiment.MeanOf(lead), against}
		looks = append(looks, l)
		return l, nil
	}
	out := looks[1] // outside: the winner has changed there
	if at.Mean > 0 {
		bound := f.Most
		if end.Value < f.Base {
			bound = f.Least
		}
		slope := (own.Mean - at.Mean) / (end.Value - f.Base)
		if slope*(end.Value-f.Base) <= 0 || (bound-end.Value)*(end.Value-f.Base) <= 0 {
			return nil, nil // it grows, or there is nowhere to go
		}
		far := f.Base + 1.25*own.Mean/slope
		if math.Abs(far-f.Base) > math.Abs(bound-f.Base) {
			if math.Abs(own.Mean/slope) > 1.25*math.Abs(bound-f.Base) {
				return nil, nil
			}
			far = bound
		}
		var err error
		if out, err = see(f.round(far)); err != nil || out.lead.Mean > 0 {
			return nil, err
		}
	}
	root, err := s.root(f, looks[0], out, see)
	if err != nil {
		return nil, err
	}
	flip := &Flip{Value: root}
	sorted := func() []look {
		all := slices.Clone(looks)
		slices.SortFunc(all, func(a, b look) int {
			return cmp.Compare(math.Abs(a.x-f.Base), math.Abs(b.x-f.Base))
		})
		return all
	}
	inner, _ := crossing(sorted(), func(e experiment.Estimate) float64 { return e.Low })
	outer, _ := crossing(sorted(), func(e experiment.Estimate) float64 { return e.High })
	for _, x := range []float64{inner, outer} {
		if x = f.round(x); !math.IsNaN(x) && !slices.ContainsFunc(looks, func(l look) bool { return near(l.x, x, f) }) {
			if _, err := see(x); err != nil {
				return nil, err
			}
		}
	}
	all := sorted()
	var within bool
	inner, within = crossing(all, func(e experiment.Estimate) float64 { return e.Low })
	flip.Open = !within
	outer, within = crossing(all, func(e experiment.Estimate) float64 { return e.High })
	flip.Open = flip.Open || !within
	flip.Low, flip.High = math.Min(inner, outer), math.Max(inner, outer)
	flip.Looks = s.looks - before
	values, err := s.try(ctx, []Setting{{j, out.x}})
	if err != nil {
		return nil, err
	}
	flip.Now = s.order(values[0])[0]
	return flip, nil
}

func near(a, b float64, f Factor) bool {
	return math.Abs(a-b) <= fine*math.Max(math.Abs(f.High-f.Base), math.Abs(f.Base-f.Low))
}

func (f *Factor) round(x float64) float64 {
	if f.Whole {
		return math.Round(x)
	}
	return x
}

// root brackets the value at which the mean lead is 0, by false position after
// Illinois (Dowell & Jarratt 1971), which is good for leads that bend.
func (s *searcher) root(f Factor, in, out look, see func(x float64) (look, error)) (float64, error) {
	a, b := in.lead.Mean, out.lead.Mean
	kept := 0 // side that stayed last time
	for range searchLooks {
		x := f.round(in.x + (out.x-in.x)*a/(a-b))
		if near(x, in.x, f) || near(x, out.x, f) {
			break
		}
		l, err := see(x)
		if err != nil {
			return 0, err
		}
		half := (l.lead.High - l.lead.Low) / 2
		if l.lead.Mean > 0 {
			in, a = l, l.lead.Mean
			if kept == 1 {
				b /= 2
			}
			kept = 1
		} else {
			out, b = l, l.lead.Mean
			if kept == -1 {
				a /= 2
			}
			kept = -1
		}
		if math.Abs(l.lead.Mean) < 0.05*half || l.lead.Mean == 0 {
			return x, nil
		}
	}
	x := in.x + (out.x-in.x)*in.lead.Mean/(in.lead.Mean-out.lead.Mean)
	return x, nil
}

// crossing returns where a bound of the lead's interval falls below 0 for the
// first time, going away from the scenario's own value along what was tried, in
// straight lines from look to look. Without one, it is the end that was tried.
func crossing(looks []look, bound func(experiment.Estimate) float64) (x float64, within bool) {
	for k, l := range looks {
		y := bound(l.lead)
		if !(y <= 0) {
			continue
		}
		if k == 0 {
			return l.x, false
		}
		before := looks[k-1]
		z := bound(before.lead)
		return before.x + (l.x-before.x)*z/(z-y), true
	}
	return looks[len(looks)-1].x, false
}
