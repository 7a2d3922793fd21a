package chance

import "math"

// The functions below give the same bits on every machine. The standard
// library's do not: some are written in assembly for one processor only, and a
// compiler may fuse a product and a sum where the processor can. Every product
// that is added to something is therefore rounded by an explicit conversion.

const (
	ln2High = 6.93147180369123816490e-01 // the upper bits of ln 2, so that k·ln2High is exact for |k| < 2¹¹
	ln2Low  = 1.90821492927058770002e-10 // ln 2 - ln2High
)

// slices is the number of parts into which Log cuts an octave.
const slices = 128

// lowest is where the octave of Log begins: half a slice below 0.6875, so that
// 1 is the middle of a slice and its neighbourhood loses no accuracy.
const lowest = 0x3fe6<<48 - 1<<44

// slice is a part of an octave: its middle, one over it, and its logarithm.
type slice struct{ middle, inverse, log float64 }

// logs holds the slices of Log.
var logs = func() (all [slices]slice) {
	for k := range all {
		m := math.Float64frombits(0x3fe6<<48 + uint64(k)<<45)
		f := (m - 1) / (m + 1) // ln m = 2·artanh f
		term, sum := f, 0.0
		for n := 1; n < 60; n += 2 {
			sum += term / float64(n)
			term = float64(term*f) * f
		}
		all[k] = slice{m, 1 / m, 2 * sum}
	}
	return all
}()

// Log returns the natural logarithm of x > 0, to about three units in the last
// place: x is 2^e times a number near the middle m of a slice, and
// ln x = e·ln 2 + ln m + ln(1+r), the second from a table, the third by its series.
func Log(x float64) float64 {
	bits := math.Float64bits(x)
	if bits-1<<52 >= 0x7fe<<52 {
		return logFar(x)
	}
	above := bits - lowest
	s := &logs[above>>45%slices]
	e := float64(int64(above) >> 52)
	r := (math.Float64frombits(bits-above&^(1<<52-1)) - s.middle) * s.inverse
	// Two chains, so that the processor need not wait for one term to begin
	// the next.
	r2 := r * r
	odd := 1.0/3 + float64(r2*(1.0/5+float64(r2*(1.0/7))))
	even := 1.0/2 + float64(r2*(1.0/4+float64(r2*(1.0/6))))
	tail := float64(r2*(float64(r*odd)-even)) + float64(e*ln2Low)
	return float64(e*ln2High) + s.log + (r + tail)
}

// logFar is Log where x is not a normal positive number.
func logFar(x float64) float64 {
	if x > 0 && !math.IsInf(x, 1) {
		return Log(x*(1<<54)) - 54*math.Ln2
	}
	return math.Log(x) // exact special values everywhere
}

// pieces is the number of parts into which Exp cuts an octave.
const pieces = 32

// roots holds 2^(k/pieces).
var roots = func() (all [pieces]float64) {
	for k := range all {
		x := float64(k) / pieces * math.Ln2
		term, sum := 1.0, 1.0
		for n := 1; n < 20; n++ {
			term = float64(term*x) / float64(n)
			sum += term
		}
		all[k] = sum
	}
	return all
}()

// Exp returns e^x to about two units in the last place: with k the integer
// nearest to x·pieces/ln 2, e^x = 2^(k/pieces)·e^(x-k·ln 2/pieces), the first
// from a table, the second by its series. Below -708.3, where it is hardly a
// normal number any more, it is 0, and above 709.7 infinite.
func Exp(x float64) float64 {
	if math.IsNaN(x) || x > 709.7 || x < -708.3 {
		return expFar(x)
	}
	k := math.Floor(float64(x*(pieces/math.Ln2)) + 0.5)
	r := (x - float64(k*(ln2High/pieces))) - float64(k*(ln2Low/pieces))
	r2 := r * r
	high := 1.0/24 + float64(r*(1.0/120)) + float64(r2*(1.0/720))
	p := r + float64(r2*(0.5+float64(r*(1.0/6))+float64(r2*high)))
	n := int64(k)
	root := roots[n&(pieces-1)]
	y := root + float64(root*p)
	return y * math.Float64frombits(uint64(n>>5+1023)<<52)
}

// expFar is Exp where it is not a normal number, or barely one.
func expFar(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > 0:
		return math.Inf(1)
	}
	return 0
}

// Pow returns x^y for x ≥ 0, as e^(y·ln x): its relative error grows with
// |y·ln x|. 0^0 is 1; below 0 it is not a number unless y is 0 or 1.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x == 0:
		if y > 0 {
			return 0
		}
		return math.Inf(1)
	case y == 1:
		return x
	}
	return Exp(float64(y * Log(x)))
}
