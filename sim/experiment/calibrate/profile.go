package calibrate

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"grapevine/sim/experiment/matrix"
)

// Profile is how far the data are from the market if one value is held and the
// others are fitted anew: a valley where the data tell the value, a plain where
// they do not.
type Profile struct {
	Values, Distances []float64
	// Cut is the distance that the best values would exceed in one case of ten if
	// the data were another run of the fitted market: what lies below it, the data
	// allow.
	Cut float64
}

// profile walks along a parameter, as far as three half intervals where the data
// tell it. The others begin from where straight lines lead.
func (f *fitter) profile(e *estimated, k int) (Profile, error) {
	u := e.u
	low, high := 0.0, 1.0
	if e.covariance != nil {
		half := 3 * e.quantile * e.widen * math.Sqrt(e.covariance[k][k])
		low, high = max(0, u[k]-half), min(1, u[k]+half)
	}
	at := []float64{u[k]}
	for i := range f.Steps {
		at = append(at, low+(high-low)*float64(i)/float64(f.Steps-1))
	}
	slices.Sort(at)
	var p Profile
	for _, x := range slices.Compact(at) {
		d, err := f.held(e, k, x)
		if err != nil {
			return p, err
		}
		p.Values, p.Distances = append(p.Values, f.Parameters[k].At(x)), append(p.Distances, d)
	}
	p.Cut = math.NaN()
	if e.inverse != nil {
		var beyond []float64
		for _, s := range e.runScores {
			var move float64
			for j := range s {
				move += e.inverse[k][j] * s[j]
			}
			beyond = append(beyond, move*move/e.inverse[k][k])
		}
		slices.Sort(beyond)
		p.Cut = slices.Min(p.Distances) + e.widen*e.widen*(1+1/float64(f.Replicates))*beyond[int(Confidence*float64(len(beyond)))]
	}
	return p, nil
}

// held returns the least distance with one share held.
func (f *fitter) held(e *estimated, k int, x float64) (float64, error) {
	d := len(e.u)
	full := func(rest []float64) []float64 {
		return slices.Insert(slices.Clone(rest), k, x)
	}
	start := e.along(k, x)
	least := f.objective(full(start))
	if d > 1 && f.err == nil {
		r, err := optimize.Minimize(optimize.Problem{Func: func(rest []float64) float64 { return f.objective(full(rest)) }}, start,
			&optimize.Settings{FuncEvaluations: 10 * (d - 1), Converger: optimize.NeverTerminate{}}, &optimize.NelderMead{SimplexSize: 0.05})
		if r == nil {
			return 0, err
		}
		least = min(least, r.F)
	}
	return least, f.err
}

// along returns the other shares that make good for one that is held at x, as far
// as straight lines tell: the least squares of what its move changes.
func (e *estimated) along(k int, x float64) []float64 {
	var others []int
	for j := range e.u {
		if j != k {
			others = append(others, j)
		}
	}
	size := 1e-300
	for j := range e.bread {
		size = math.Max(size, e.bread[j][j])
	}
	a := square(len(others))
	for i, j := range others {
		for l, m := range others {
			a[i][l] = e.bread[j][m] / size
		}
		a[i][i] += 1e-4 // two that do the same share the work
	}
	inverse, ok := matrix.Inverse(a)
	var start []float64
	for i, j := range others {
		move := 0.0
		for l, m := range others {
			if ok {
				move -= inverse[i][l] * e.bread[m][k] / size * (x - e.u[k])
			}
		}
		start = append(start, min(0.99, max(0.01, e.u[j]+move)))
	}
	return start
}
