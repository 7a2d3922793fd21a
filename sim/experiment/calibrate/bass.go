package calibrate

import (
	"fmt"
	"math"

	"grapevine/sim/experiment/matrix"
)

// Bass is the model of Bass (Management Science 15, 1969) fitted to sales a
// period: M buyers in the end, coefficients p of innovation and q of imitation.
type Bass struct {
	M, P, Q                float64
	MError, PError, QError float64 // standard errors
	Residual               float64 // standard error of a period's sales
}

// rate returns M·f(t), the density of adoption times M.
func (b *Bass) rate(t float64) float64 {
	e := math.Exp(-(b.P + b.Q) * t)
	d := 1 + b.Q/b.P*e
	return b.M * (b.P + b.Q) * (b.P + b.Q) / b.P * e / (d * d)
}

// FitBass fits the density of Bass to sales of periods 1, 2, … by nonlinear least
// squares, by the method of Levenberg & Marquardt from several starts. It says
// where a fit of a simulated market may begin. Five periods or more are needed,
// and a peak among them, else M has no end.
func FitBass(sales []float64) (Bass, error) {
	if len(sales) < 5 {
		return Bass{}, fmt.Errorf("%d periods of sales: want 5 or more for the model of Bass", len(sales))
	}
	var total float64
	for _, s := range sales {
		if math.IsNaN(s) {
			return Bass{}, fmt.Errorf("sales of a period are missing: the model of Bass wants all")
		}
		total += s
	}
	best, least := Bass{}, math.Inf(1)
	for _, p := range []float64{0.001, 0.01, 0.05} {
		for _, q := range []float64{0.2, 0.5, 1} {
			if b, sse := climb(Bass{M: 1.3 * total, P: p, Q: q}, sales); sse < least {
				best, least = b, sse
			}
		}
	}
	if math.IsInf(least, 1) || best.M <= 0 || best.P <= 0 || best.Q < 0 || best.M > 1000*total {
		return Bass{}, fmt.Errorf("the model of Bass does not fit these sales")
	}
	degrees := float64(len(sales) - 3)
	best.Residual = math.Sqrt(least / degrees)
	a, _ := best.normal(sales)
	inv, ok := invert(a)
	if ok {
		best.MError = best.Residual * math.Sqrt(inv[0][0])
		best.PError = best.Residual * math.Sqrt(inv[1][1])
		best.QError = best.Residual * math.Sqrt(inv[2][2])
	}
	if peak := math.Log(best.Q/best.P) / (best.P + best.Q); !ok || peak > float64(len(sales)) || best.MError > best.M {
		return Bass{}, fmt.Errorf("these sales do not tell how many will buy in the end: the model of Bass wants to see the peak")
	}
	return best, nil
}

func (b *Bass) sse(sales []float64) (sum float64) {
	for i, y := range sales {
		d := y - b.rate(float64(i+1))
		sum += d * d
	}
	return sum
}

// normal returns the matrix and the right side of the normal equations.
func (b *Bass) normal(sales []float64) (a [][]float64, g []float64) {
	a, g = [][]float64{make([]float64, 3), make([]float64, 3), make([]float64, 3)}, make([]float64, 3)
	for i, y := range sales {
		t := float64(i + 1)
		here := b.rate(t)
		var j [3]float64
		for k, at := range []*float64{&b.M, &b.P, &b.Q} {
			was := *at
			h := 1e-5 * was
			*at = was + h
			up := b.rate(t)
			*at = was - h
			j[k] = (up - b.rate(t)) / (2 * h)
			*at = was
		}
		for k := range j {
			g[k] += j[k] * (y - here)
			for m := range j {
				a[k][m] += j[k] * j[m]
			}
		}
	}
	return a, g
}

// climb follows the slope down from a start.
func climb(b Bass, sales []float64) (Bass, float64) {
	damping, now := 1e-3, b.sse(sales)
	for range 500 {
		a, g := b.normal(sales)
		for k := range a {
			a[k][k] *= 1 + damping
		}
		inv, ok := invert(a)
		if !ok {
			return b, math.Inf(1)
		}
		next := b
		for k, at := range []*float64{&next.M, &next.P, &next.Q} {
			for m := range g {
				*at += inv[k][m] * g[m]
			}
		}
		then := next.sse(sales)
		if next.M > 0 && next.P > 0 && next.Q > 0 && then < now {
			done := now-then < 1e-14*now
			b, now, damping = next, then, damping/10
			if done {
				break
			}
		} else if damping *= 10; damping > 1e12 {
			break
		}
	}
	return b, now
}

// invert returns the inverse of a symmetric positive matrix, whose rows may be
// of very different size; not if it is singular but for rounding.
func invert(of [][]float64) ([][]float64, bool) {
	n := len(of)
	a := make([][]float64, n)
	scale := make([]float64, n)
	for i := range of {
		if scale[i] = math.Sqrt(of[i][i]); !(scale[i] > 0) {
			return nil, false
		}
	}
	for i := range of {
		a[i] = make([]float64, n)
		for k := range of {
			a[i][k] = of[i][k] / (scale[i] * scale[k])
		}
	}
	out, ok := matrix.Inverse(a)
	if !ok {
		return nil, false
	}
	for i := range out {
		for k := range out {
			out[i][k] /= scale[i] * scale[k]
		}
	}
	return out, true
}
