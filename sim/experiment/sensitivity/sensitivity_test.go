package sensitivity

import (
	"math"
	"testing"

	"grapevine/chance"
	"grapevine/sim/experiment/points"
)

var luck = chance.Of(1, 0)

// shares lays a design over so many factors from 0 to 1.
func shares(t *testing.T, design string, factors int, size points.Size) [][]float64 {
	t.Helper()
	all := make([]points.Factor, factors)
	for i := range all {
		all[i] = points.Factor{Max: 1}
	}
	laid, err := points.Lay(design, all, size, luck)
	if err != nil {
		t.Fatal(err)
	}
	x := make([][]float64, len(laid))
	for i, p := range laid {
		x[i] = p
	}
	return x
}

func each(x [][]float64, f func(x []float64) float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = f(x[i])
	}
	return y
}

// ishigami is the function of Ishigami & Homma (1990) with a = 7, b = .1.
func ishigami(u []float64) float64 {
	x := [3]float64{}
	for i := range x {
		x[i] = math.Pi * (2*u[i] - 1)
	}
	return math.Sin(x[0]) + 7*math.Pow(math.Sin(x[1]), 2) + 0.1*math.Pow(x[2], 4)*math.Sin(x[0])
}

// g is the function of Saltelli & Sobol' (1995).
func g(u []float64) float64 {
	y := 1.0
	for i, a := range []float64{0, 1, 4.5, 9, 99, 99, 99, 99} {
		y *= (math.Abs(4*u[i]-2) + a) / (1 + a)
	}
	return y
}

func pick(all []Index, name string, factor, with int) Index {
	for _, i := range all {
		if i.Name == name && i.Factor == factor && i.With == with {
			return i
		}
	}
	return Index{Value: math.NaN()}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.10g, want %.10g ± %g", what, got, want, tolerance)
	}
}

// On the same sample the estimators give what those of SALib 1.6.0 give
// (sobol.analyze of saltelli.sample: Ishigami with N = 256 and second order, g
// with N = 128).
func TestSobolAgreesWithSALib(t *testing.T) {
	got, err := Sobol(each(shares(t, "sobol", 3, points.Size{Points: 256, Second: true}), ishigami), 3, true, luck)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{0.3184242969762919, 0.43038082016241325, 0.02268772280498752} {
		near(t, "S1", pick(got, "S1", j, None).Value, want, 1e-9)
	}
	for j, want := range []float64{0.5184119098160795, 0.410212602500332, 0.22990584314394172} {
		near(t, "ST", pick(got, "ST", j, None).Value, want, 1e-9)
	}
	near(t, "S2", pick(got, "S2", 0, 1).Value, -0.04323738972322677, 1e-9)
	near(t, "S2", pick(got, "S2", 0, 2).Value, 0.17506452088704613, 1e-9)
	near(t, "S2", pick(got, "S2", 1, 2).Value, -0.03430682392607557, 1e-9)
	got, err = Sobol(each(shares(t, "sobol", 8, points.Size{Points: 128}), g), 8, false, luck)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{0.6699605843312179, 0.12810439564051818, -0.037131612603635455, 0.006826550583985856, -0.0009409428177169451, 0.0005522051807159232, -0.0004487637257593483, 0.001342318057651431} {
		near(t, "S1 of g", pick(got, "S1", j, None).Value, want, 1e-9)
	}
	for j, want := range []float64{0.8261904828040071, 0.2450641999257983, 0.031388440617058186, 0.011785127778193733} {
		near(t, "ST of g", pick(got, "ST", j, None).Value, want, 1e-9)
	}
}

// With many points the indices are the exact ones. The sequence's error is well
// below .01 there; an estimator that takes A's responses for B's, the mutant, is
// far off.
func TestSobolFindsTheExactIndices(t *testing.T) {
	y := each(shares(t, "sobol", 3, points.Size{Points: 4096, Second: true}), ishigami)
	got, err := Sobol(y, 3, true, luck)
	if err != nil {
		t.Fatal(err)
	}
	want := [2][3]float64{{0.3139051911, 0.4424111448, 0}, {0.5575888552, 0.4424111448, 0.2436836641}}
	off := 0.0
	for j := range 3 {
		near(t, "S1", pick(got, "S1", j, None).Value, want[0][j], 0.01)
		near(t, "ST", pick(got, "ST", j, None).Value, want[1][j], 0.01)
		if i := pick(got, "ST", j, None); i.Low > want[1][j] || i.High < want[1][j] || i.High-i.Low > 0.1 {
			t.Errorf("ST of factor %d: interval [%g, %g] about %g", j, i.Low, i.High, want[1][j])
		}
	}
	near(t, "S2", pick(got, "S2", 0, 2).Value, 0.2436836641, 0.01)
	near(t, "S2", pick(got, "S2", 0, 1).Value, 0, 0.01)
	if d := pick(got, "S1", Dummy, None); d.Low > 0 || d.High < 0 || math.Abs(d.Value) > 0.02 {
		t.Errorf("the dummy has S1 = %g [%g, %g], want 0 within its interval", d.Value, d.Low, d.High)
	}
	for k := 0; k < len(y); k += 8 {
		y[k+7] = y[k]
	}
	mutant, _ := Sobol(y, 3, true, luck)
	for j := range 3 {
		off = math.Max(off, math.Abs(pick(mutant, "S1", j, None).Value-want[0][j]))
	}
	if off < 0.1 {
		t.Errorf("with A in place of B the worst S1 is off by %g: the test has no power", off)
	}
}

// A base sample with a missing response is left out; all others stay.
func TestSobolLeavesGapsOut(t *testing.T) {
	y := each(shares(t, "sobol", 3, points.Size{Points: 64}), ishigami)
	want, err := Sobol(y[5:], 3, false, luck)
	if err != nil {
		t.Fatal(err)
	}
	y[2] = math.NaN()
	got, err := Sobol(y, 3, false, luck)
	if err != nil {
		t.Fatal(err)
	}
	if got[0] != want[0] || got[0].N != 63 {
		t.Errorf("got %+v, want %+v", got[0], want[0])
	}
	if _, err := Sobol(y[1:], 3, false, luck); err == nil {
		t.Error("a response too few was taken")
	}
}

// 3x₁ + 2x₂ + x₃ has the effects 3, 2, 1 on every path, and no sigma.
func TestMorrisOfALine(t *testing.T) {
	x := shares(t, "morris", 3, points.Size{Points: 10})
	got, err := Morris(x, each(x, func(x []float64) float64 { return 3*x[0] + 2*x[1] + x[2] }), luck)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{3, 2, 1} {
		near(t, "mu_star", pick(got, "mu_star", j, None).Value, want, 1e-12)
		near(t, "mu", pick(got, "mu", j, None).Value, want, 1e-12)
		near(t, "sigma", pick(got, "sigma", j, None).Value, 0, 1e-12)
	}
}

// On the same paths the effects are those of SALib 1.6.0 (morris.analyze).
func TestMorrisAgreesWithSALib(t *testing.T) {
	const a, b = 1.0 / 3, 2.0 / 3
	x := [][]float64{
		{0, 0, 0}, {b, 0, 0}, {b, b, 0}, {b, b, b},
		{1, a, 1}, {1, 1, 1}, {a, 1, 1}, {a, 1, a},
		{a, a, b}, {a, a, 0}, {1, a, 0}, {1, 1, 0},
		{0, 1, a}, {0, 1, 1}, {0, a, 1}, {b, a, 1},
	}
	got, err := Morris(x, each(x, func(x []float64) float64 { return x[0]*x[0] + 3*x[0]*x[1] - math.Sqrt(x[2]) + x[2]*x[0] }), luck)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]float64{
		"mu_star": {2.75, 2.0, 0.596026400470242},
		"mu":      {2.75, 2.0, -0.596026400470242},
		"sigma":   {1.9317042945237455, 1.4142135623730951, 0.24316310721847442},
	} {
		for j := range 3 {
			near(t, name, pick(got, name, j, None).Value, want[j], 1e-9)
		}
	}
	x[1] = []float64{b, b, 0}
	if _, err := Morris(x, make([]float64, len(x)), luck); err == nil {
		t.Error("a step of two factors was taken for one")
	}
}

// Coefficients, share explained and intervals are those of least squares in
// NumPy on the same twelve points; a word is no number, but takes its share.
func TestRegression(t *testing.T) {
	x := [2][]float64{}
	var y []float64
	for i, e := range []float64{.1, -.2, .05, .3, -.1, 0, .2, -.3, .15, -.05, .1, -.25} {
		a, b := float64(7*i%12)/12, float64((5*i+3)%12)/12
		x[0], x[1], y = append(x[0], a), append(x[1], b), append(y, 2*a-b+e)
	}
	got, err := Regression([]Factor{{X: x[0]}, {X: x[1]}}, y)
	if err != nil {
		t.Fatal(err)
	}
	a, b := pick(got, "src", 0, None), pick(got, "src", 1, None)
	near(t, "src", a.Value, 1.01679535, 1e-8)
	near(t, "src", b.Value, -0.50088088, 1e-8)
	near(t, "half width", (a.High-a.Low)/2, 0.16489201, 1e-8)
	near(t, "r2", pick(got, "r2", All, None).Value, 0.9357282230215569, 1e-9)
	words := Factor{X: []float64{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}, Words: true}
	for i := range y {
		y[i] = x[0][i] + []float64{0, 5, -3}[int(words.X[i])]
	}
	got, err = Regression([]Factor{{X: x[0]}, words}, y)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "r2 with words", pick(got, "r2", All, None).Value, 1, 1e-9)
	if i := pick(got, "src", 1, None); !math.IsNaN(i.Value) {
		t.Errorf("a word has a slope: %+v", i)
	}
	if _, err := Regression([]Factor{{X: x[0]}, {X: x[0]}}, y); err == nil {
		t.Error("two factors that are one were told apart")
	}
}

// The main effects of a Latin hypercube are near the exact first-order indices:
// means over tenths of the range cannot follow Ishigami's sine more closely than
// to .05 with 4,000 points.
func TestMainEffects(t *testing.T) {
	x := shares(t, "lhs", 3, points.Size{Points: 4000})
	factors := make([]Factor, 3)
	for j := range factors {
		for i := range x {
			factors[j].X = append(factors[j].X, x[i][j])
		}
	}
	bins, main := Effects(factors, each(x, ishigami))
	for j, want := range []float64{0.3139, 0.4424, 0} {
		near(t, "main", pick(main, "main", j, None).Value, want, 0.05)
	}
	// Of 300 factors that do nothing, one in twenty is above the dummy's bound, give
	// or take four standard errors.
	var idle []Factor
	for k := range uint32(300) {
		f := Factor{}
		for i := range uint32(60) {
			f.X = append(f.X, luck.Uniform(purposeResample, i, k))
		}
		idle = append(idle, f)
	}
	_, none := Effects(idle, each(x[:60], ishigami))
	above, bound := 0, pick(none, "main", Dummy, None).High
	for _, i := range none {
		if i.Factor >= 0 && i.Value > bound {
			above++
		}
	}
	near(t, "share above the dummy", float64(above)/300, 0.05, 0.05)
	if len(bins) != 30 || bins[0].N != 400 || bins[0].Low > bins[0].Mean || bins[0].From > 0.001 {
		t.Errorf("%d bins, the first %+v", len(bins), bins[0])
	}
}

// What a response is made of is found again: points of variance 4, luck that all
// share of variance 1, and a rest of variance 9, from 400 points and 50
// replicates (standard errors of the shares are below .02 for the first and .03
// for the second, of which there are 50 draws only). Without shared luck taken
// apart, its share would be 0: the mutant.
func TestNoise(t *testing.T) {
	purpose := chance.NewPurpose("test: noise")
	draw := func(who, count uint32) float64 { return luck.Normal(purpose, who, count) }
	var s, mixed Noise
	for p := range uint32(400) {
		y, z := make([]float64, 50), make([]float64, 50)
		for k := range y {
			shared := draw(1<<20, uint32(k))
			y[k] = 100 + 2*draw(p, 1<<20) + shared + 3*draw(p, uint32(k))
			z[k] = 100 + 2*draw(p, 1<<20) + draw(1<<21+p, uint32(k)) + 3*draw(p, uint32(k))
		}
		s.Add(y)
		mixed.Add(z)
	}
	got, _ := s.Split()
	near(t, "factors", got.Factors, 4.0/14, 0.06)
	near(t, "luck", got.Luck, 1.0/14, 0.06)
	near(t, "rest", got.Rest, 9.0/14, 0.06)
	near(t, "doubt", got.Doubt, (9.0/50)/(4+9.0/50), 0.02)
	if other, _ := mixed.Split(); other.Luck > 0.01 {
		t.Errorf("luck that is not shared counts as shared: %+v", other)
	}
}

// A corner of the space in which something holds is found with its bounds, and
// the factors that do not matter are let go.
func TestFindBox(t *testing.T) {
	x := shares(t, "lhs", 4, points.Size{Points: 500})
	factors := make([]Factor, 4)
	for j := range factors {
		for i := range x {
			v := x[i][j]
			if j == 3 {
				v = math.Floor(3 * v)
			}
			factors[j].X = append(factors[j].X, v)
		}
	}
	factors[3].Words = true
	holds := make([]bool, 500)
	for i := range holds {
		holds[i] = x[i][0] > 0.6 && x[i][1] < 0.5 && factors[3].X[i] != 1
	}
	box, ok := FindBox(factors, holds)
	if !ok || len(box.Limits) != 3 || box.Density < 0.95 || box.Coverage < 0.9 {
		t.Fatalf("box %+v, %v", box, ok)
	}
	near(t, "low of the first", box.Limits[0].Low, 0.6, 0.03)
	near(t, "high of the second", box.Limits[1].High, 0.5, 0.03)
	if w := box.Limits[2].Words; len(w) != 2 || w[0] != 0 || w[1] != 2 {
		t.Errorf("words %v, want the first and the last", w)
	}
	for i := range holds {
		holds[i] = i%2 == 0 // depends on nothing
	}
	if box, ok := FindBox(factors, holds); ok && box.Density > 0.75 {
		t.Errorf("a box out of nothing: %+v", box)
	}
}

// In a full grid the shares are those of the sums of squares: of y = 3a + b on six
// levels each, 9/10 and 1/10, and without luck nothing of that is chance. Held to
// points as they come, as by [Effects], the lesser factor would seem to do nothing.
// With luck alone, one idle factor in twenty is above the dummy's bound.
func TestMainEffectsOfAGrid(t *testing.T) {
	var a, b Factor
	var y []float64
	for i := range 6 {
		for j := range 6 {
			a.X, b.X = append(a.X, float64(i)), append(b.X, float64(j))
			y = append(y, 3*float64(i)+float64(j))
		}
	}
	a.Levels, b.Levels = true, true
	main, ok := Factorial([]Factor{a, b}, y, 0)
	if !ok {
		t.Fatal("a full grid was not known for one")
	}
	near(t, "share of a", pick(main, "main", 0, None).Value, 0.9, 1e-12)
	near(t, "share of b", pick(main, "main", 1, None).Value, 0.1, 1e-12)
	if bound := pick(main, "main", Dummy, None).High; bound != 0 {
		t.Errorf("without luck a factor that does nothing has up to %g", bound)
	}
	// The mutant: the analysis of designs that are not balanced.
	_, loose := Effects([]Factor{a, b}, y)
	if pick(loose, "main", 1, None).Value > pick(loose, "main", Dummy, None).High {
		t.Error("the defect was not seen: points as they come tell the lesser factor, too")
	}
	above := 0
	const tries = 1000
	for k := range uint32(tries) {
		for i := range y {
			y[i] = luck.Uniform(purposeResample, uint32(i), k)
		}
		main, _ := Factorial([]Factor{a, b}, y, 1)
		if pick(main, "main", 0, None).Value > pick(main, "main", Dummy, None).High {
			above++
		}
	}
	near(t, "share above the dummy", float64(above)/tries, 0.05, 4.5*math.Sqrt(0.05*0.95/tries))
	// A design with a point less is no grid.
	a.X, b.X = a.X[1:], b.X[1:]
	if _, ok := Factorial([]Factor{a, b}, y[1:], 0); ok {
		t.Error("35 points of 6 by 6 passed for a grid")
	}
}
