package sensitivity

import (
	"fmt"
	"math"

	"grapevine/sim/experiment/matrix"
)

// Factor is one column of a design that fills a space.
type Factor struct {
	X      []float64 // by point; for words, the index of the word
	Words  bool      // the levels have no order
	Levels bool      // a few values only, each a group by itself
}

// Regression returns the standardised regression coefficients src of the factors
// that are numbers: by how many of its standard deviations the response moves if
// the factor moves by one of its own, the others held. Words take part through a
// column a word. r2 is the share of the variance that the line explains: where
// it is low, the coefficients say little. Intervals are Student's. Points
// without a response are left out.
func Regression(factors []Factor, y []float64) ([]Index, error) {
	x, at, y := columns(factors, y)
	n, p := len(y), len(x)
	if n < p+2 {
		return nil, fmt.Errorf("%d points with a response: want %d or more for a line through %d columns", n, p+2, p)
	}
	m := mean(y)
	total := squares(y, m)
	if total == 0 {
		return nil, fmt.Errorf("the response is the same at every point")
	}
	inverse, ok := matrix.Inverse(correlations(x, x))
	if !ok {
		return nil, fmt.Errorf("the factors do not vary, or move together: their effects cannot be told apart")
	}
	with := correlations(x, [][]float64{y})
	b := make([]float64, p)
	var explained float64
	for i := range p {
		for k := range p {
			b[i] += float64(inverse[i][k] * with[k][0])
		}
		explained += float64(b[i] * with[i][0])
	}
	degrees := n - p - 1
	rest := math.Max(0, 1-explained)
	var all []Index
	for i, j := range at {
		if j == None {
			continue // a word's own column
		}
		half := float64(student(degrees) * math.Sqrt(float64(inverse[i][i]*rest)/float64(degrees)))
		all = append(all, Index{"src", j, None, b[i], b[i] - half, b[i] + half, n})
	}
	return append(all, Index{"r2", All, None, math.Min(explained, 1), math.NaN(), math.NaN(), n}), nil
}

// columns returns what a line is laid through: numbers as they are, a column for
// each word but the first, each with the factor it stands for.
func columns(factors []Factor, y []float64) (x [][]float64, at []int, kept []float64) {
	var rows []int
	for i, v := range y {
		if !math.IsNaN(v) {
			rows, kept = append(rows, i), append(kept, v)
		}
	}
	for j, f := range factors {
		most := 0.0
		xs := make([]float64, len(rows))
		for i, r := range rows {
			xs[i] = f.X[r]
			most = math.Max(most, xs[i])
		}
		if !f.Words {
			x, at = append(x, xs), append(at, j)
			continue
		}
		for word := 1; word <= int(most); word++ {
			is := make([]float64, len(xs))
			for i, v := range xs {
				if v == float64(word) {
					is[i] = 1
				}
			}
			x, at = append(x, is), append(at, None)
		}
	}
	return x, at, kept
}

// correlations returns Pearson's coefficients of every column with every other.
func correlations(xs, ys [][]float64) [][]float64 {
	standard := func(all [][]float64) [][]float64 {
		out := make([][]float64, len(all))
		for i, x := range all {
			m := mean(x)
			sd := math.Sqrt(squares(x, m))
			out[i] = make([]float64, len(x))
			for k := range x {
				if sd > 0 {
					out[i][k] = (x[k] - m) / sd
				}
			}
		}
		return out
	}
	a, b := standard(xs), standard(ys)
	r := make([][]float64, len(a))
	for i := range a {
		r[i] = make([]float64, len(b))
		for k := range b {
			for n := range a[i] {
				r[i][k] += float64(a[i][n] * b[k][n])
			}
		}
	}
	return r
}
