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
