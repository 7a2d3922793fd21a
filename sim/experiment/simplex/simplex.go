// Package simplex goes downhill on what can only be tried, at a price, and a few
// hundred times at most.
package simplex

import (
	"gonum.org/v1/gonum/optimize"
)

// Descent is a way down by the simplex of Nelder & Mead (Computer Journal 7,
// 1965), in two stages: a wide simplex first, then a narrow one from the best
// that it found.
type Descent struct {
	Objective func(x []float64) float64 // to be made small
	Sizes     [2]float64                // edges of the simplex, in units of the space
	Absolute  float64                   // a stage ends when less than this is gained, …
	Relative  float64                   // … or less than this share, for a dozen steps a dimension
	Left      func() int                // trials that may still be made
}

// From goes down from a point with its value, and returns the lowest point that
// the search ended at, or the one it began with. The first stage may take two
// thirds of the trials that are left; a stage with fewer than three a dimension
// is left out.
func (d Descent) From(best []float64, least float64) ([]float64, float64, error) {
	dimension := len(best)
	for stage, size := range d.Sizes {
		left := d.Left()
		if stage == 0 {
			left = left * 2 / 3
		}
		if left < 3*dimension {
			continue
		}
		r, err := optimize.Minimize(optimize.Problem{Func: d.Objective}, best,
			&optimize.Settings{FuncEvaluations: left, Converger: &optimize.FunctionConverge{Absolute: d.Absolute, Relative: d.Relative, Iterations: 12 * dimension}},
			&optimize.NelderMead{SimplexSize: size})
		if r == nil {
			return nil, least, err
		}
		if r.F < least {
			best, least = r.X, r.F
		}
	}
	return best, least, nil
}
