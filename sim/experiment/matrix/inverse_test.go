package matrix

import (
	"math"
	"testing"
)

// A matrix times its inverse is the identity, also where the largest pivot is
// not on the diagonal; one without full rank has none; what is given stays.
func TestInverse(t *testing.T) {
	given := [][]float64{{0, 2, 1}, {2, 1, 0.5}, {1, 0.5, 3}}
	inverse, ok := Inverse(given)
	if !ok {
		t.Fatal("no inverse")
	}
	for i := range given {
		for k := range given {
			got, want := 0.0, 0.0
			for n := range given {
				got += given[i][n] * inverse[n][k]
			}
			if i == k {
				want = 1
			}
			if math.Abs(got-want) > 1e-12 {
				t.Errorf("row %d, column %d: %g, want %g", i, k, got, want)
			}
		}
	}
	if given[0][1] != 2 || given[1][0] != 2 {
		t.Error("what was given has changed")
	}
	if _, ok := Inverse([][]float64{{1, 2}, {2, 4}}); ok {
		t.Error("a matrix of rank 1 has an inverse")
	}
}

// The triangle times its transpose is the matrix again; a distance is that by the
// inverse, and the determinant that of two by two. What is not positive has none.
func TestCholesky(t *testing.T) {
	of := [][]float64{{4, 2}, {2, 5}}
	l, ok := Cholesky(of)
	if !ok || math.Abs(l[1][1]-2) > 1e-15 || l[1][0] != 1 || l[0][0] != 2 {
		t.Fatalf("%v, %v", l, ok)
	}
	square, root := Distance(l, []float64{1, 3}) // inverse: {5 -2, -2 4}/16
	if want := (5 - 12 + 36) / 16.; math.Abs(square-want) > 1e-14 || math.Abs(root-math.Log(16)/2) > 1e-14 {
		t.Errorf("distance %g, root %g, want %g and %g", square, root, want, math.Log(16)/2)
	}
	if x := Times(l, []float64{1, 1}); x[0] != 2 || x[1] != 3 {
		t.Errorf("%v, want (2, 3)", x)
	}
	if _, ok := Cholesky([][]float64{{1, 2}, {2, 1}}); ok {
		t.Error("a matrix that is not positive has a root")
	}
}
