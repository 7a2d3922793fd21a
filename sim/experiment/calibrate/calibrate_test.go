package calibrate

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
)

// vcr is the sales of video recorders in the United States, 1979 to 1988, in
// thousands.
var vcr = []float64{840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890}

// The model of Bass fitted to the sales of video recorders has the values and
// standard errors that are published for them: M = 67981 (3128), p = .006594
// (.00143), q = .63809 (.0414), residual 727.19.
func TestBassOfVideoRecorders(t *testing.T) {
	b, err := FitBass(vcr)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"M", b.M, 67980.918}, {"p", b.P, 0.0065939657}, {"q", b.Q, 0.63809108}, {"residual", b.Residual, 727.1931},
		{"error of M", b.MError, 3127.5193}, {"error of p", b.PError, 0.0014302604}, {"error of q", b.QError, 0.041395972},
	} {
		if math.Abs(c.got-c.want) > 1e-4*c.want {
			t.Errorf("%s = %.8g, want %.8g", c.name, c.got, c.want)
		}
	}
	if _, err := FitBass([]float64{1, 2, 4, 8, 16, 32, 64}); err == nil {
		t.Error("growth without a peak has an end")
	}
}

var purpose = chance.NewPurpose("test: calibrate")

// market shows sales along the curve of Bass, and a second pattern, with luck
// that goes on from row to row.
func market(seed uint64, spread float64) func(context.Context, []float64, int, int) ([][][]float64, error) {
	return func(_ context.Context, values []float64, from, to int) ([][][]float64, error) {
		b := Bass{M: 1000, P: values[0], Q: values[1]}
		var all [][][]float64
		for r := from; r <= to; r++ {
			luck := chance.Of(seed, r)
			sales, buyers := make([]float64, 15), make([]float64, 15)
			drift, sum := 0.0, 0.0
			for i := range sales {
				drift = 0.7*drift + luck.Normal(purpose, uint32(i), 0)
				sales[i] = b.rate(float64(i+1)) * (1 + spread*drift)
				sum += sales[i]
				buyers[i] = sum
			}
			all = append(all, [][]float64{sales, buyers})
		}
		return all, nil
	}
}

// Hidden values are found again, and their intervals cover them as often as they
// say, 90 % in 100 markets, within 4.5 standard errors; bands hold 90 % of the
// data. Intervals a third as wide, the mutant, do not.
func TestHiddenTruth(t *testing.T) {
	truth, trials := []float64{0.02, 0.45}, 100
	covered, mutant, inside := [2]int{}, 0, 0.0
	for trial := range trials {
		data, _ := market(uint64(1000+trial), 0.1)(t.Context(), truth, 1, 1)
		fit, err := Run(t.Context(), Problem{
			Parameters: []Parameter{{Key: "p", Min: 0.002, Max: 0.1, Log: true}, {Key: "q", Min: 0.1, Max: 1}},
			Data:       data[0], Simulate: market(uint64(trial), 0.1), Replicates: 20, Trials: 150,
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for k, e := range fit.Estimates {
			if e.Low <= truth[k] && truth[k] <= e.High {
				covered[k]++
			}
			if k == 1 && math.Abs(e.Value-truth[k]) <= (e.High-e.Low)/6 {
				mutant++
			}
		}
		inside += fit.Inside / float64(trials)
	}
	se := math.Sqrt(0.9 * 0.1 / float64(trials))
	for k, n := range covered {
		if got := float64(n) / float64(trials); math.Abs(got-0.9) > 4.5*se {
			t.Errorf("value %d is covered in %.2f, want 0.9 ± %.2f", k, got, 4.5*se)
		}
	}
	if got := float64(mutant) / float64(trials); got > 0.9-4.5*se {
		t.Errorf("a third of the interval covers in %.2f: the test has no power", got)
	}
	if math.Abs(inside-0.9) > 0.08 {
		t.Errorf("%.2f of the data are in their bands, want about 0.9", inside)
	}
}

// What the data do not tell is said: a value that does nothing leaves its range
// open, and two that do the same cannot be told apart.
func TestNotIdentified(t *testing.T) {
	luck := func(_ context.Context, values []float64, from, to int) ([][][]float64, error) {
		all := [][][]float64{}
		for r := from; r <= to; r++ {
			rows := make([]float64, 10)
			for i := range rows {
				rows[i] = (values[0]+values[1])*float64(i) + chance.Of(1, r).Normal(purpose, uint32(i), 1)
			}
			all = append(all, [][]float64{rows})
		}
		return all, nil
	}
	data, _ := luck(t.Context(), []float64{1, 2}, 7, 7)
	fit, err := Run(t.Context(), Problem{
		Parameters: []Parameter{{Key: "a", Max: 4}, {Key: "b", Max: 4}}, Data: data[0], Simulate: luck, Trials: 100,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range fit.Estimates {
		if !e.Open || e.Told > 0.2 {
			t.Errorf("%s is told: %+v", e.Key, e)
		}
	}
	if math.Abs(fit.Estimates[0].Value+fit.Estimates[1].Value-3) > 0.5 {
		t.Errorf("the sum is %g, want 3", fit.Estimates[0].Value+fit.Estimates[1].Value)
	}
}
