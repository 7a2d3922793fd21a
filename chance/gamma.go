package chance

import "math"

// Gamma returns a draw of the gamma distribution with a shape above 0 and mean
// shape (Marsaglia & Tsang, ACM Transactions on Mathematical Software 26,
// 2000). It uses up all counts of the name.
func (l Luck) Gamma(p Purpose, who uint32, shape float64) float64 {
	scale := 1.0
	if shape < 1 {
		scale = Pow(l.Uniform(p, who, 1<<31), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for k := uint32(0); ; k++ {
		a, b := l.Bits(p, who, k)
		x := Quantile(Unit(a))
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		if Log(Unit(b)) < float64(x*x)/2+d-float64(d*v)+float64(d*Log(v)) {
			return float64(d*v) * scale
		}
	}
}
