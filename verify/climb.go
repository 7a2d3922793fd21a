package verify

import (
	"context"
	"iter"
)

// Result is a rung after it was climbed.
type Result struct {
	*Rung
	Verdicts []Verdict // one a want
	Pass     bool      // all hold
	// Defect is what the mutant changes, and Seen whether the rung fails with
	// it, as it must; empty if it has none.
	Defect string
	Seen   bool
	By     float64 // how many tolerances the mutant is off, where it is off most
	Err    error   // the rung could not be run
}

// Sound reports whether the rung holds, and would not hold with its defect.
func (r *Result) Sound() bool { return r.Err == nil && r.Pass && (r.Defect == "" || r.Seen) }

// Climb runs rungs one after the other, each with its mutant, on some workers (0
// for one a processor). It ends early, after the rung in hand, when the context
// does.
func Climb(ctx context.Context, rungs []Rung, workers int) iter.Seq[*Result] {
	return func(yield func(*Result) bool) {
		for i := range rungs {
			if !yield(rungs[i].climb(ctx, workers)) || ctx.Err() != nil {
				return
			}
		}
	}
}

func (r *Rung) climb(ctx context.Context, workers int) *Result {
	result := &Result{Rung: r}
	if result.Verdicts, result.Err = r.verdicts(ctx, workers); result.Err != nil {
		return result
	}
	result.Pass = holds(result.Verdicts)
	if m := r.mutant(); m != nil {
		var verdicts []Verdict
		verdicts, result.Err = m.verdicts(ctx, workers)
		result.Defect, result.Seen = r.defect(), !holds(verdicts)
		for _, v := range verdicts {
			if off := v.off(); off > result.By {
				result.By = off
			}
		}
	}
	return result
}

// verdicts runs the rung and judges what it wants, one a want.
func (r *Rung) verdicts(ctx context.Context, workers int) ([]Verdict, error) {
	samples, customers, err := r.measure(ctx, workers)
	if err != nil {
		return nil, err
	}
	all := make([]Verdict, len(r.Want))
	for k := range r.Want {
		if all[k], err = r.judge(&r.Want[k], samples[k], customers); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// holds reports whether all do.
func holds(all []Verdict) bool {
	for _, v := range all {
		if !v.Pass {
			return false
		}
	}
	return true
}

// Quick returns the rungs that are climbed without --full: under a minute together.
func Quick(all []Rung) (quick []Rung) {
	for _, r := range all {
		if !r.Full {
			quick = append(quick, r)
		}
	}
	return quick
}
