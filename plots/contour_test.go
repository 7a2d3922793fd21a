package plots

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A plane comes out of the smoothing as it is, wherever its points stand, a few or
// so many that they are gathered in cells.
func TestSmoothKeepsPlanes(t *testing.T) {
	for _, n := range []int{20, 5000} {
		r := rand.New(rand.NewPCG(1, 2))
		s := &surface{of: [][]float64{nil, nil}, reach: 0.12, lowX: 10, topX: 20, lowY: -1, topY: 1}
		for range n {
			x, y := 10+10*r.Float64(), 2*r.Float64()-1
			s.x, s.y = append(s.x, x), append(s.y, y)
			s.of[0], s.of[1] = append(s.of[0], 3*x-7*y+2), append(s.of[1], -x)
		}
		s.gather()
		for _, at := range [][2]float64{{0.5, 0.5}, {0, 1}, {0.9, 0.1}} {
			got := s.smooth(at[0], at[1])
			x, y := 10+10*at[0], 2*at[1]-1
			if want := 3*x - 7*y + 2; math.Abs(got[0]-want) > 1e-3*want || math.Abs(got[1]+x) > 1e-3*x {
				t.Errorf("%d points: %v at (%g, %g), want %g and %g", n, got, x, y, want, -x)
			}
		}
	}
}

// A level crosses a cell where straight lines between its corners say; a saddle has
// two pieces that do not meet; a cell all above has none.
func TestCrossings(t *testing.T) {
	length, n := 0.0, 0
	for _, g := range crossings([4]float64{0, 4, 4, 0}, 1) {
		if math.Abs(g[0]-0.25) > 1e-12 || math.Abs(g[2]-0.25) > 1e-12 {
			t.Errorf("piece %v, want at a quarter of the width", g)
		}
		length += math.Hypot(g[2]-g[0], g[3]-g[1])
	}
	if math.Abs(length-1) > 1e-12 {
		t.Errorf("the level crosses over %g of the cell, want all its height", length)
	}
	for range crossings([4]float64{0, 1, 0, 1}, 0.6) {
		n++
	}
	if n != 4 {
		t.Errorf("%d pieces of a saddle, want two corners of two each", n)
	}
	if got := crossings([4]float64{5, 6, 7, 8}, 1); got != nil {
		t.Errorf("%v crosses nothing", got)
	}
}
