package simplex

import (
	"math"
	"testing"
)

// The valley of Rosenbrock (Computer Journal 3, 1960) is bent; its lowest point
// is (1, 1), and no more is tried than allowed.
func TestValley(t *testing.T) {
	tried := 0
	valley := func(x []float64) float64 {
		tried++
		a, b := 1-x[0], x[1]-x[0]*x[0]
		return a*a + 100*b*b
	}
	const most = 400
	d := Descent{Objective: valley, Sizes: [2]float64{0.3, 0.05}, Absolute: 1e-12, Relative: 1e-12, Left: func() int { return most - tried }}
	start := []float64{-1, 1}
	x, least, err := d.From(start, valley(start))
	if err != nil || math.Abs(x[0]-1) > 0.01 || math.Abs(x[1]-1) > 0.02 || least > 1e-4 {
		t.Errorf("%v with %g, %v: want (1, 1)", x, least, err)
	}
	if tried > most+5 { // a shrinking simplex tries its corners together
		t.Errorf("%d trials, want at most %d", tried, most)
	}
}

// Without trials the way ends where it begins.
func TestNoTrials(t *testing.T) {
	d := Descent{Objective: func([]float64) float64 { t.Error("tried"); return 0 }, Sizes: [2]float64{0.3, 0.05}, Left: func() int { return 5 }}
	if x, least, err := d.From([]float64{3, 4}, 7); err != nil || x[0] != 3 || x[1] != 4 || least != 7 {
		t.Errorf("%v with %g, %v", x, least, err)
	}
}
