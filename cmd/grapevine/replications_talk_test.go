package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"grapevine/sim/experiment"
)

// Talk of the Network: times at five points, and a regression over the design.
func talkOfNetwork(t *testing.T, effort float64) (all []finding) {
	times := func(customers, weeks, s, w int, a, bw, bs float64, runs float64) [3]sample {
		p := play(t, "talk-of-the-network", runs, effort,
			fmt.Sprint("customers=", customers), fmt.Sprint("weeks=", weeks), fmt.Sprint("network.strong.size=", s), fmt.Sprint("network.weak.degree=", w),
			fmt.Sprint("rates.notice=", -math.Log1p(-a)), fmt.Sprint("talk.persuasion.weak=", bw), fmt.Sprint("talk.persuasion.strong=", bs))
		var of [3]sample
		for k, share := range []float64{0.16, 0.5, 0.95} {
			of[k] = p.of(0, func(o *experiment.Outcome) float64 {
				column := o.Weekly[slices.Index(o.Columns, "n_customer")*(weeks+1):][:weeks+1]
				return float64(slices.IndexFunc(column, func(n float64) bool { return n >= share*float64(customers) }))
			})
		}
		return of
	}
	for _, c := range []struct {
		customers, weeks, s, w int
		a, bw, bs              float64
		want, se               [3]float64
	}{
		{2992, 20, 17, 17, 0.00525, 0.01, 0.04, [3]float64{6.505, 9.63, 14.31}, [3]float64{0.0361, 0.035, 0.0343}},
		{3000, 36, 5, 29, 0.0005, 0.015, 0.01, [3]float64{14.085, 18.14, 24.585}, [3]float64{0.0924, 0.09, 0.088}},
		{2958, 40, 29, 5, 0.0005, 0.005, 0.07, [3]float64{10.97, 15.94, 22.515}, [3]float64{0.0969, 0.1039, 0.1107}},
		{3000, 84, 5, 5, 0.01, 0.005, 0.01, [3]float64{12.755, 30.8, 71.51}, [3]float64{0.044, 0.0618, 0.1061}},
		{2958, 12, 29, 29, 0.01, 0.015, 0.07, [3]float64{3.895, 5.005, 7.005}, [3]float64{0.0217, 0.005, 0.005}},
	} {
		got := times(c.customers, c.weeks, c.s, c.w, c.a, c.bw, c.bs, 20)
		for k, share := range []int{16, 50, 95} {
			f := got[k].is(fmt.Sprintf("(%d, %d, %g, %g, %g): period with %d %%", c.s, c.w, c.a, c.bw, c.bs, share), c.want[k], c.se[k], 0, "200 runs of independent code")
			m, _ := got[k].mean() // few runs may all be alike: the spread is that of the independent ones
			f.holds = math.Abs(m-c.want[k]) <= 4.5*c.se[k]*math.Sqrt(1+200/float64(len(got[k])))
			all = append(all, f)
		}
	}
	return append(all, designOfTalk(t, effort, times)...)
}

// designOfTalk runs the points of the scenario's own design, once each, and
// regresses the times on the factors, all in standard deviations.
func designOfTalk(t *testing.T, effort float64, times func(customers, weeks, s, w int, a, bw, bs, runs float64) [3]sample) (all []finding) {
	sweep, err := (&sweepRun{File: "replicate/talk-of-network"}).prepare()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sweep.plan.Points); n != 243 {
		t.Fatalf("the design has %d points, want 3^5", n)
	}
	if effort < 1 {
		return nil // a minute of work: the page only
	}
	x := mat.NewDense(243, 6, nil)
	y := mat.NewDense(243, 3, nil)
	for k, point := range sweep.plan.Points {
		var v [5]float64
		for j, text := range point {
			if v[j], err = strconv.ParseFloat(text, 64); err != nil {
				t.Fatal(err)
			}
			x.Set(k, j, v[j])
		}
		x.Set(k, 5, 1)
		size := int(v[0])
		customers := 2 * size * (1000 / (2 * size))
		for weeks := 20; ; weeks *= 2 {
			got := times(customers, weeks, size, int(v[1]), -math.Expm1(-v[2]), v[3], v[4], 1)
			if got[2][0] < 0 && weeks < 1000 {
				continue // not yet everybody: a longer run begins in the same way
			}
			for j := range got {
				y.Set(k, j, got[j][0])
			}
			break
		}
	}
	var b mat.Dense
	if err := b.Solve(x, y); err != nil {
		t.Fatal(err)
	}
	spread := func(m *mat.Dense, j int) float64 { return stat.StdDev(mat.Col(nil, j, m), nil) }
	names := []string{"circles", "weak ties", "advertising", "weak probability", "strong probability"}
	want := [3][5]float64{
		{-0.3782, -0.2607, -0.5909, -0.1494, -0.2922}, {-0.4476, -0.3403, -0.467, -0.204, -0.3329}, {-0.4977, -0.3975, -0.3155, -0.2411, -0.3632},
	}
	var beta [3][5]float64
	for k, share := range []int{16, 50, 95} {
		for j, name := range names {
			beta[k][j] = b.At(j, k) * spread(x, j) / spread(y, k)
			all = append(all, finding{
				what: fmt.Sprintf("Standardised coefficient of %s, time until %d %%", name, share), published: fmt.Sprintf("%.3f ± .037", want[k][j]),
				ours: fmt.Sprintf("%.3f", beta[k][j]), holds: math.Abs(beta[k][j]-want[k][j]) < 0.037 && beta[k][j] < 0, remark: "243 points, one run each, about 1,000 people",
			})
		}
	}
	return append(all, finding{
		what: "Weak ties at least as strong as strong ones", published: "in all stages", open: true,
		ours:   fmt.Sprintf("number of ties: %.2f weak, %.2f strong; probability, per unit: %.0f weak, %.0f strong (time until 95 %%)", beta[2][1], beta[2][0], b.At(3, 2), b.At(4, 2)),
		remark: "per unit of probability yes, per standard deviation no",
	})
}
