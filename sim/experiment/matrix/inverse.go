// Package matrix has the little linear algebra that tables need: written out, each
// product rounded before it is added, so that it is the same on every machine, as
// the assembly behind gonum/mat is not.
package matrix

import "math"

// Inverse returns that of a symmetric matrix of full rank, by Gauss and Jordan
// with the largest pivot; not if it is singular but for rounding. Rows are taken
// to be of like size, and are left as they are.
func Inverse(of [][]float64) ([][]float64, bool) {
	n := len(of)
	a := make([][]float64, n)
	for i := range of {
		a[i] = make([]float64, 2*n)
		copy(a[i], of[i])
		a[i][n+i] = 1
	}
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(a[pivot][c]) < 1e-9 {
			return nil, false
		}
		a[c], a[pivot] = a[pivot], a[c]
		p := a[c][c]
		for k := range a[c] {
			a[c][k] /= p
		}
		for r := range n {
			if r == c || a[r][c] == 0 {
				continue
			}
			f := a[r][c]
			for k := range a[r] {
				a[r][k] -= float64(f * a[c][k])
			}
		}
	}
	for i := range a {
		a[i] = a[i][n:]
	}
	return a, true
}
