package main

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// Video recorders: three fits of the data, and agents.
func bass1969(t *testing.T, effort float64) []finding {
	sales := []float64{840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890}
	F := func(t, p, q float64) float64 {
		e := math.Exp(-(p + q) * t)
		return (1 - e) / (1 + q/p*e)
	}
	f := func(t, p, q float64) float64 {
		e := math.Exp(-(p + q) * t)
		return (p + q) * (p + q) / p * e / ((1 + q/p*e) * (1 + q/p*e))
	}
	yearly := func(t, p, q float64) float64 { return F(t, p, q) - F(t-1, p, q) }
	all := []finding{
		fitted(t, "Least squares, yearly differences", sales, yearly, 67660.043, 0.0087889697, 0.64215858),
		fitted(t, "Least squares, density", sales, f, 67980.918, 0.0065939657, 0.63809108),
		regressed(sales, 62665.447, 0.021646783, 0.68052504),
	}
	p := play(t, "replicate/bass-1969", 60, effort)
	finite := 1.4 / 2000 // measured at 200 customers, and half a step of news
	for _, year := range []int{4, 6, 8, 10} {
		want := F(float64(year), 0.0087889697, 0.64215858)
		all = append(all, p.reached(0, year).is(fmt.Sprintf("Share of the market, end of %d", 1978+year), want, 0, finite+0.004, "the curve in the limit of many people; .004 allowed for news that is late by half a step"))
	}
	mean := make([]float64, len(sales))
	for k := range sales {
		now, _ := p.reached(0, k+1).mean()
		before, _ := p.reached(0, k).mean()
		mean[k] = 67660 * (now - before)
	}
	rest := 0.0
	for k := range sales {
		rest += (sales[k] - mean[k]) * (sales[k] - mean[k])
	}
	m, q1, q2, _, _ := leastSquares(t, mean, yearly)
	return append(all,
		finding{what: "Agents against sales, root mean square", published: "727 (residual of the density)", ours: fmt.Sprintf("%.0f thousand a year", math.Sqrt(rest/7)), holds: math.Sqrt(rest/7) < 1.5*727, remark: "7 degrees of freedom"},
		finding{what: "p, q fitted to the agents' mean sales", published: ".00879, .642", ours: fmt.Sprintf("%.5f, %.3f (market %.0f)", q1, q2, m), holds: math.Abs(q1-0.00879) < 0.00178 && math.Abs(q2-0.642) < 0.0426, remark: "within one standard error of the fit to the data"})
}

// leastSquares fits a market and p, q to yearly sales.
func leastSquares(t *testing.T, sales []float64, share func(t, p, q float64) float64) (m, p, q float64, se [3]float64, rest float64) {
	t.Helper()
	loss := func(x []float64) float64 {
		sum := 0.0
		for k, s := range sales {
			d := s - math.Exp(x[0])*share(float64(k+1), math.Exp(x[1]), math.Exp(x[2]))
			sum += d * d
		}
		return sum / 1e6
	}
	start := []float64{math.Log(6e4), math.Log(0.01), math.Log(0.6)}
	for range 3 { // from where it ended, so that the simplex does not collapse early
		r, err := optimize.Minimize(optimize.Problem{Func: loss}, start, &optimize.Settings{Converger: &optimize.FunctionConverge{Absolute: 1e-13, Iterations: 300}}, &optimize.NelderMead{})
		if err != nil {
			t.Fatal(err)
		}
		start = r.X
	}
	m, p, q = math.Exp(start[0]), math.Exp(start[1]), math.Exp(start[2])
	rest = math.Sqrt(loss(start) * 1e6 / float64(len(sales)-3))
	jacobian := mat.NewDense(len(sales), 3, nil)
	for k := range sales {
		at := func(m, p, q float64) float64 { return m * share(float64(k+1), p, q) }
		for j, h := range [][3]float64{{m * 1e-5, 0, 0}, {0, p * 1e-5, 0}, {0, 0, q * 1e-5}} {
			jacobian.Set(k, j, (at(m+h[0], p+h[1], q+h[2])-at(m-h[0], p-h[1], q-h[2]))/(2*(h[0]+h[1]+h[2])))
		}
	}
	var square, inverse mat.Dense
	square.Mul(jacobian.T(), jacobian)
	if err := inverse.Inverse(&square); err != nil {
		t.Log(err) // ill scaled, not singular
	}
	for j := range se {
		se[j] = rest * math.Sqrt(inverse.At(j, j))
	}
	return m, p, q, se, rest
}

func fitted(t *testing.T, what string, sales []float64, share func(t, p, q float64) float64, m, p, q float64) finding {
	gm, gp, gq, se, rest := leastSquares(t, sales, share)
	return finding{
		what: what + ": market (thousand), p, q", published: fmt.Sprintf("%.0f, %.5f, %.4f", m, p, q),
		ours:   fmt.Sprintf("%.0f ± %.0f, %.5f ± %.5f, %.4f ± %.4f", gm, se[0], gp, se[1], gq, se[2]),
		remark: fmt.Sprintf("± standard error; residual %.0f", rest),
		holds:  math.Abs(gm/m-1) < 1e-3 && math.Abs(gp/p-1) < 1e-3 && math.Abs(gq/q-1) < 1e-3,
	}
}

// regressed is the regression of 1969: sales on cumulative sales and their square.
func regressed(sales []float64, m, p, q float64) finding {
	x, y := mat.NewDense(len(sales), 3, nil), mat.NewDense(len(sales), 1, nil)
	sold := 0.0
	for k, s := range sales {
		x.SetRow(k, []float64{1, sold / 1e4, sold * sold / 1e8})
		y.Set(k, 0, s)
		sold += s
	}
	var b mat.Dense
	if err := b.Solve(x, y); err != nil {
		panic(err)
	}
	a, b1, c := b.At(0, 0), b.At(1, 0)/1e4, b.At(2, 0)/1e8
	gm := (-b1 - math.Sqrt(b1*b1-4*a*c)) / (2 * c)
	gp, gq := a/gm, -c*gm
	return finding{
		what: "Regression as in 1969: market (thousand), p, q", published: fmt.Sprintf("%.0f, %.5f, %.4f", m, p, q),
		ours: fmt.Sprintf("%.0f, %.5f, %.4f", gm, gp, gq), holds: math.Abs(gm/m-1) < 1e-4 && math.Abs(gp/p-1) < 1e-4 && math.Abs(gq/q-1) < 1e-4,
	}
}
