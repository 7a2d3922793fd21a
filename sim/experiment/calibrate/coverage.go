package calibrate

import (
	"context"

	"grapevine/chance"
)

// Recovered is one try on data whose truth is known: a run of the market itself.
type Recovered struct {
	Truth     []float64
	Estimates []Estimate
}

// Covers reports whether the interval of a value covers the truth.
func (r *Recovered) Covers(k int) bool {
	e := r.Estimates[k]
	return e.Low <= r.Truth[k] && r.Truth[k] <= e.High
}

var purposeTruth = chance.NewPurpose("calibrate: known truths")

// hidden is the number of the replicate before those that stand for data: luck
// that no fit meets.
const hidden = 1_000_000

// Cover fits the problem again to runs of the market itself, with values drawn
// from within the intervals of a fit, and so says how often such intervals cover
// the truth.
func Cover(ctx context.Context, p Problem, fit *Fit, tries int, progress func(tries, most int)) ([]Recovered, error) {
	var all []Recovered
	p.Steps = 0
	p.Start = nil
	for _, e := range fit.Estimates {
		p.Start = append(p.Start, e.Value)
	}
	seed := p.Seed
	for i := range tries {
		luck := chance.Of(seed, 0)
		var truth []float64
		for k, e := range fit.Estimates {
			low, high := e.share(e.Low), e.share(e.High)
			truth = append(truth, e.At(low+(high-low)*luck.Uniform(purposeTruth, uint32(i), uint32(k))))
		}
		runs, err := p.Simulate(ctx, truth, hidden+i, hidden+i)
		if err != nil {
			return nil, err
		}
		p.Data, p.Seed = runs[0], seed+uint64(i)+1
		again, err := Run(ctx, p, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, Recovered{truth, again.Estimates})
		if progress != nil {
			progress(i+1, tries)
		}
	}
	return all, nil
}
