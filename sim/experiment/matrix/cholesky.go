package matrix

import "math"

// Cholesky returns the lower triangle whose product with its own transpose is a
// matrix; not if that is not symmetric and positive.
func Cholesky(of [][]float64) ([][]float64, bool) {
	l := make([][]float64, len(of))
	for i := range of {
		l[i] = make([]float64, i+1)
		for j := range l[i] {
			sum := of[i][j]
			for k := range j {
				sum -= float64(l[i][k] * l[j][k])
			}
			switch {
			case i != j:
				l[i][j] = sum / l[j][j]
			case !(sum > 0):
				return nil, false
			default:
				l[i][i] = math.Sqrt(sum)
			}
		}
	}
	return l, true
}

// Distance returns the square of a vector's length in the metric of the matrix
// whose triangle is given (Mahalanobis 1936), and the logarithm of the root of its
// determinant.
func Distance(triangle [][]float64, vector []float64) (square, logRoot float64) {
	x := make([]float64, len(vector))
	for i, row := range triangle {
		sum := vector[i]
		for k := range i {
			sum -= float64(row[k] * x[k])
		}
		x[i] = sum / row[i]
		square += float64(x[i] * x[i])
		logRoot += math.Log(row[i])
	}
	return square, logRoot
}

// Times returns the triangle's product with a vector.
func Times(triangle [][]float64, vector []float64) []float64 {
	out := make([]float64, len(vector))
	for i, row := range triangle {
		for k, x := range row {
			out[i] += float64(x * vector[k])
		}
	}
	return out
}
