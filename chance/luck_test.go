package chance

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The known answers that the authors of Philox publish with their library
// Random123 (kat_vectors, philox2x64 with 10 rounds).
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, k := range []struct{ c0, c1, key, w0, w1 uint64 }{
		{0, 0, 0, 0xca00a0459843d731, 0x66c24222c9a845b5},
		{math.MaxUint64, math.MaxUint64, math.MaxUint64, 0x65b021d60cd8310f, 0x4d02f3222f86df20},
		{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x0a5e742c2997341c, 0xb0f883d38000de5d},
	} {
		if a, b := philox(k.c0, k.c1, k.key, 10); a != k.w0 || b != k.w1 {
			t.Errorf("philox(%x, %x, %x) = %x, %x; want %x, %x", k.c0, k.c1, k.key, a, b, k.w0, k.w1)
		}
	}
}

// Log and Exp agree with the standard library to a few units in the last place.
func TestLogAndExp(t *testing.T) {
	l := Of(1, 0)
	p := Purpose(7)
	for i := range uint32(100_000) {
		x := Exp(40 * (l.Uniform(p, i, 0) - 0.5))
		if want := math.Log(x); math.Abs(Log(x)-want) > 8e-16*math.Max(1e-3, math.Abs(want)) {
			t.Fatalf("Log(%v) = %v, want %v", x, Log(x), want)
		}
		y := 1400 * (l.Uniform(p, i, 1) - 0.5)
		if want := math.Exp(y); math.Abs(Exp(y)-want) > 1e-15*want {
			t.Fatalf("Exp(%v) = %v, want %v", y, Exp(y), want)
		}
	}
	for _, x := range []float64{0, 1, -1, 710, -750, math.Inf(1), math.Inf(-1)} {
		if got, want := Exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*math.Abs(want) {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	if !math.IsInf(Log(0), -1) || Log(1) != 0 {
		t.Errorf("Log(0), Log(1) = %v, %v", Log(0), Log(1))
	}
}

func TestQuantile(t *testing.T) {
	for _, u := range []float64{1e-300, 1e-20, 1e-9, 1e-4, 0.01, 0.075, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9} {
		got, want := Quantile(u), distuv.UnitNormal.Quantile(u)
		if math.Abs(got-want) > 1e-8*math.Max(1, math.Abs(want)) {
			t.Errorf("Quantile(%v) = %v, want %v", u, got, want)
		}
	}
}

// Draws are uniform and uncorrelated along every coordinate of their name:
// customers, counts, replicates, seeds and purposes that are neighbours.
func TestNeighboursAreUnrelated(t *testing.T) {
	const n = 1 << 16
	p, q := Purpose(1), Purpose(2)
	for name, draw := range map[string]func(i uint32) (float64, float64){
		"customer": func(i uint32) (float64, float64) { l := Of(1, 0); return l.Uniform(p, i, 0), l.Uniform(p, i+1, 0) },
		"count":    func(i uint32) (float64, float64) { l := Of(1, 0); return l.Uniform(p, 5, i), l.Uniform(p, 5, i+1) },
		"purpose":  func(i uint32) (float64, float64) { l := Of(1, 0); return l.Uniform(p, i, 3), l.Uniform(q, i, 3) },
		"replicate": func(i uint32) (float64, float64) {
			return Of(1, int(i)).Uniform(p, 3, 0), Of(1, int(i)+1).Uniform(p, 3, 0)
		},
		"seed": func(i uint32) (float64, float64) {
			return Of(uint64(i), 0).Uniform(p, 3, 0), Of(uint64(i)+1, 0).Uniform(p, 3, 0)
		},
		"part": func(i uint32) (float64, float64) {
			l := Of(1, 0)
			return l.Apart(1).Uniform(p, i, 0), l.Apart(2).Uniform(p, i, 0)
		},
		"twin": func(i uint32) (float64, float64) { return Of(1, 0).Uniforms(p, i, 0) },
	} {
		var product float64
		cells := make([]float64, 16*16)
		for i := range uint32(n) {
			x, y := draw(i)
			product += (x - 0.5) * (y - 0.5) * 12
			cells[int(x*16)*16+int(y*16)]++
		}
		// The correlation has standard error 1/√n.
		if z := product / math.Sqrt(n); math.Abs(z) > 4.5 {
			t.Errorf("%s: correlation of neighbours is %.1f standard errors from 0", name, z)
		}
		var chi2 float64
		for _, c := range cells {
			e := float64(n) / float64(len(cells))
			chi2 += (c - e) * (c - e) / e
		}
		if tail := 1 - (distuv.ChiSquared{K: float64(len(cells) - 1)}).CDF(chi2); tail < 1e-4 {
			t.Errorf("%s: pairs of neighbours are not uniform on the square, p = %.1e", name, tail)
		}
	}
}

// The same name always gives the same draw: these values must never change,
// or every published result of the product changes with them.
func TestDrawsArePinned(t *testing.T) {
	a, b := Of(1, 0).Bits(Purpose(1), 2, 3)
	if a != 0xdbcce63d6b0a2cd6 || b != 0xd011a123e9be4c6b {
		t.Errorf("bits %#x %#x", a, b)
	}
}

// Unit never gives 0 or 1, whatever the bits.
func TestUnitIsInside(t *testing.T) {
	if low, high := Unit(0), Unit(math.MaxUint64); low <= 0 || high >= 1 {
		t.Errorf("Unit gives %v … %v, want more than 0 and less than 1", low, high)
	}
}

func TestResistanceIsExponential(t *testing.T) {
	const n = 200_000
	var sum, square float64
	for i := range uint32(n) {
		r := Of(3, 1).Resistance(Purpose(9), i, 0)
		sum += r
		square += r * r
	}
	// Mean 1 with standard error 1/√n; mean square 2 with standard error √(20/n).
	if z := (sum/n - 1) * math.Sqrt(n); math.Abs(z) > 4.5 {
		t.Errorf("mean resistance is %.1f standard errors from 1", z)
	}
	if z := (square/n - 2) * math.Sqrt(n/20.0); math.Abs(z) > 4.5 {
		t.Errorf("mean squared resistance is %.1f standard errors from 2", z)
	}
}

func TestPurposesAreDistinct(t *testing.T) {
	NewPurpose("chance: a test of purposes")
	defer func() {
		if recover() == nil {
			t.Error("a purpose was given twice")
		}
	}()
	NewPurpose("chance: a test of purposes")
}

func BenchmarkResistance(b *testing.B) {
	l := Of(1, 0)
	var sum float64
	i := uint32(0)
	for b.Loop() {
		sum += l.Resistance(Purpose(1), i, 0)
		i++
	}
	_ = sum
}
