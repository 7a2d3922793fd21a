package tornado

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
)

var purpose = chance.NewPurpose("test: tornado")

// market is three strategies whose objective is known: the first leads by
// 10 - (x - 40) in the first factor, by 10 + (y - 5) in the second, and not at
// all by the third. bend curves the lead. Luck is shared, but for a rest that is
// each strategy's own.
func market(replicates int, rest, bend float64) ([]Factor, Try) {
	factors := []Factor{
		{Key: "x", Base: 40, Low: 32, High: 48, Least: 16, Most: 64},
		{Key: "y", Base: 5, Low: 4, High: 6, Least: 2, Most: 8},
		{Key: "z", Base: 1, Low: 0.8, High: 1.2, Least: 0.4, Most: 1.6},
	}
	return factors, func(_ context.Context, settings []Setting) ([][][]float64, error) {
		var all [][][]float64
		for _, s := range settings {
			at := []float64{40, 5, 1}
			if s.Factor >= 0 {
				at[s.Factor] = s.Value
			}
			d := at[0] - 40
			lead := 10 - d - bend*d*d + (at[1] - 5)
			values := make([][]float64, 3)
			for k := range replicates {
				luck := chance.Of(7, k+1)
				shared := 1000 * luck.Normal(purpose, 0, 0)
				for i, mean := range []float64{100 + lead, 100, 80} {
					values[i] = append(values[i], mean+shared+rest*luck.Normal(purpose, uint32(i+1), 0))
				}
			}
			all = append(all, values)
		}
		return all, nil
	}
}

// The factor that moves the lead most comes first, by as much as it does; the
// winner changes where the lead is 0, beyond the bar too, and not where it grows
// or stays.
func TestFlips(t *testing.T) {
	factors, try := market(20, 0, 0)
	got, err := Run(t.Context(), factors, false, try)
	if err != nil {
		t.Fatal(err)
	}
	if got.Winner != 0 || got.RunnerUp != 1 || math.Abs(got.Lead.Mean-10) > 1e-9 {
		t.Fatalf("winner %d over %d by %g, want 0 over 1 by 10", got.Winner, got.RunnerUp, got.Lead.Mean)
	}
	x := got.Bars[0]
	if x.Key != "x" || math.Abs(x.Size()-16) > 1e-9 || math.Abs(x.Sides[0].Change.Mean-8) > 1e-9 {
		t.Errorf("first bar %+v, want x with a size of 16", x)
	}
	flip := x.Sides[1].Flip
	if flip == nil || math.Abs(flip.Value-50) > 1e-6 || flip.Now != 1 {
		t.Errorf("flip %+v, want at 50 to strategy 1", flip)
	}
	if x.Sides[0].Flip != nil || got.Bars[1].Sides[0].Flip != nil || got.Bars[2].Sides[1].Flip != nil {
		t.Error("a winner changes where the lead grows, stays, or is too far away")
	}
	if got.Bars[2].Key != "z" || got.Bars[2].Size() > 1e-9 {
		t.Errorf("last bar %+v, want z without effect", got.Bars[2])
	}
}

// A lead that bends has its flip where the equation says: 10 = d + d²/10, at
// d = 6.180.
func TestFlipOfACurve(t *testing.T) {
	factors, try := market(20, 0, 0.1)
	got, err := Run(t.Context(), factors, false, try)
	if err != nil {
		t.Fatal(err)
	}
	flip := got.Bars[0].Sides[1].Flip
	want := 40 + 5*(math.Sqrt(5)-1)
	if flip == nil || math.Abs(flip.Value-want) > 0.02 {
		t.Errorf("flip %+v, want at %g", flip, want)
	}
}

// The interval of a flip covers it as often as it says: 90 % of 200 experiments
// of 15 replicates, within 4.5 standard errors. An interval half as wide, the
// mutant, covers in 59 %.
func TestFlipCoverage(t *testing.T) {
	covered, mutant, n := 0, 0, 200
	for trial := range n {
		factors, _ := market(0, 0, 0)
		try := func(_ context.Context, settings []Setting) ([][][]float64, error) {
			var all [][][]float64
			for _, s := range settings {
				lead := 10.0
				if s.Factor == 0 {
					lead -= s.Value - 40
				}
				values := make([][]float64, 2)
				for k := range 15 {
					luck := chance.Of(uint64(trial), k+1)
					values[0] = append(values[0], lead+6*luck.Normal(purpose, 1, 0))
					values[1] = append(values[1], 0)
				}
				all = append(all, values)
			}
			return all, nil
		}
		got, err := Run(t.Context(), factors[:1], false, try)
		if err != nil {
			t.Fatal(err)
		}
		flip := got.Bars[0].Sides[1].Flip
		if flip == nil {
			continue // a lead of chance that was too large to find its end
		}
		if flip.Low <= 50 && 50 <= flip.High {
			covered++
		}
		if math.Abs(flip.Value-50) <= (flip.High-flip.Low)/4 {
			mutant++
		}
	}
	share, se := float64(covered)/float64(n), math.Sqrt(0.9*0.1/float64(n))
	if math.Abs(share-0.9) > 4.5*se {
		t.Errorf("the interval covers the flip in %.3f, want 0.9 ± %.3f", share, 4.5*se)
	}
	if half := float64(mutant) / float64(n); half > 0.9-4.5*se {
		t.Errorf("half the interval covers in %.3f: the test has no power", half)
	}
}

// Where less is better, a lead is how much less; whole numbers stay whole.
func TestFlipsOfCosts(t *testing.T) {
	factors, try := market(5, 0, 0)
	factors[0].Whole = true
	got, err := Run(t.Context(), factors, true, func(ctx context.Context, s []Setting) ([][][]float64, error) {
		for _, one := range s {
			if one.Factor == 0 && one.Value != math.Round(one.Value) {
				t.Errorf("tried %g, want whole numbers", one.Value)
			}
		}
		return try(ctx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Winner != 2 || math.Abs(got.Lead.Mean-20) > 1e-9 {
		t.Errorf("winner %d by %g, want the cheapest, 2, by 20", got.Winner, got.Lead.Mean)
	}
}
