package optimum

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
)

var purpose = chance.NewPurpose("test: optimise")

// hill has its top of 100 at (3, 7), at a cost of x + y, and luck whose spread
// grows with x.
func hill(_ context.Context, v []float64, from, to int) ([]Run, error) {
	var runs []Run
	for r := from; r <= to; r++ {
		z := chance.Of(3, r).Normal(purpose, 0, 0)
		top := 100 - (v[0]-3)*(v[0]-3) - 2*(v[1]-7)*(v[1]-7)
		runs = append(runs, Run{top + v[0]*z, v[0] + v[1]})
	}
	return runs, nil
}

func levers() []Lever {
	return []Lever{{Key: "x", Now: 1, Max: 10}, {Key: "y", Now: 2, Max: 10}}
}

// The top is found. The shared luck of 200 replicates moves it by less than
// half the mean of their luck, .07·4.5/2.
func TestTopIsFound(t *testing.T) {
	got, err := Find(t.Context(), Problem{Levers: levers(), Try: hill, Replicates: 200, Trials: 200}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got.Values[0]-3) > 0.16 || math.Abs(got.Values[1]-7) > 0.05 {
		t.Errorf("found %v, want (3, 7)", got.Values)
	}
	if got.Gain.Low < 50 || math.Abs(got.Costs[1]-10) > 0.3 {
		t.Errorf("gain %+v at a cost of %g, want 54 at 10", got.Gain, got.Costs[1])
	}
	marks := map[string]int{}
	for _, p := range got.Curves {
		marks[p.Mark]++
	}
	if marks["now"] != 2 || marks["suggested"] != 2 {
		t.Errorf("curves mark %v, want now and suggested on each", marks)
	}
}

// Under a limit on costs the best is where the multiplier of Lagrange says: of
// x + y = 7, where (3 - x) = 2·(7 - y), at (1, 6).
func TestLimitIsKept(t *testing.T) {
	got, err := Find(t.Context(), Problem{Levers: levers(), Try: hill, Limit: 7, Replicates: 200, Trials: 300}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Costs[1] > 7.01 || math.Abs(got.Values[0]-1) > 0.3 || math.Abs(got.Values[1]-6) > 0.3 {
		t.Errorf("found %v at a cost of %g, want (1, 6) at 7", got.Values, got.Costs[1])
	}
}

// The cautious take less of what is uncertain: nine in ten exceed
// 100 - (x-3)² - 1.28x, which is the most at x = 2.36.
func TestCaution(t *testing.T) {
	got, err := Find(t.Context(), Problem{Levers: levers(), Try: hill, Cautious: true, Replicates: 400, Trials: 200}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got.Values[0]-2.36) > 0.16 {
		t.Errorf("found %v, want x = 2.36", got.Values)
	}
}

// Less can be better, and whole numbers stay whole.
func TestCorners(t *testing.T) {
	all := levers()
	all[0].Whole = true
	got, err := Find(t.Context(), Problem{Levers: all, Minimise: true, Try: func(ctx context.Context, v []float64, from, to int) ([]Run, error) {
		if v[0] != math.Round(v[0]) {
			t.Errorf("tried %v, want a whole number first", v)
		}
		runs, err := hill(ctx, v, from, to)
		for i := range runs {
			runs[i].Value = -runs[i].Value
		}
		return runs, err
	}, Replicates: 100}, nil)
	if err != nil || got.Values[0] != 3 || math.Abs(got.Values[1]-7) > 0.2 || got.Gain.Mean < 50 {
		t.Errorf("%+v, %v", got, err)
	}
}
