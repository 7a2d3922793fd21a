package chance_test

import (
	"math"
	"testing"

	"grapevine/chance"
)

var purposeGamma = chance.NewPurpose("test: gamma")

// Mean and variance of a gamma draw are its shape, whether below or above one.
// The tolerances are 4.5 standard errors; the fourth moment is 3a² + 6a.
func TestGamma(t *testing.T) {
	const n = 200_000
	for k, shape := range []float64{0.3, 0.668, 1, 3.806, 40} {
		luck := chance.Of(1, k)
		mean, square := 0.0, 0.0
		for i := range uint32(n) {
			x := luck.Gamma(purposeGamma, i, shape)
			mean += x / n
			square += (x - shape) * (x - shape) / n
		}
		if tolerance := 4.5 * math.Sqrt(shape/n); math.Abs(mean-shape) > tolerance {
			t.Errorf("shape %g: mean %.5f ± %.5f", shape, mean, tolerance)
		}
		if tolerance := 4.5 * math.Sqrt((2*shape*shape+6*shape)/n); math.Abs(square-shape) > tolerance {
			t.Errorf("shape %g: variance %.5f ± %.5f", shape, square, tolerance)
		}
	}
}
