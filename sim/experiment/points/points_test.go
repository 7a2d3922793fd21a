package points

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"grapevine/chance"
)

var luck = chance.Of(1, 0)

func unit(n int) []Factor {
	all := make([]Factor, n)
	for i := range all {
		all[i] = Factor{Key: fmt.Sprintf("x%d", i+1), Max: 1}
	}
	return all
}

func lay(t *testing.T, design string, factors []Factor, size Size) []Point {
	t.Helper()
	all, err := Lay(design, factors, size, luck)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every design keeps to the range of each factor and depends on its luck alone.
func TestKinds(t *testing.T) {
	factors := []Factor{
		{Key: "a", Min: -1, Max: 3}, {Key: "b", Min: 0.01, Max: 100, Law: Log}, {Key: "c", Min: 2, Max: 6, Integer: true},
		{Key: "d", Values: []string{"v", "w", "x", "y", "z"}}, {Key: "e", Min: -2, Max: 2, Law: Normal, SD: 1}, {Key: "f", Min: 0, Max: 4, Law: Triangular, Mode: 1},
	}
	for name := range Kinds {
		size := Size{Points: 16, Steps: 5, Second: true}
		all, again := lay(t, name, factors, size), lay(t, name, factors, size)
		if len(all) == 0 {
			t.Errorf("%s: no points", name)
		}
		for n, p := range all {
			if !slices.Equal(p, again[n]) {
				t.Fatalf("%s: point %d differs when laid again", name, n)
			}
			for i, share := range p {
				f := &factors[i]
				if share == Own {
					continue
				}
				if x := f.Value(share); f.Values == nil && (x < f.Min || x > f.Max) || share < 0 || share > 1 {
					t.Errorf("%s: point %d: %s = %g at share %g, want %g to %g", name, n, f.Key, x, share, f.Min, f.Max)
				}
				if text := f.Text(share); text == "" {
					t.Errorf("%s: point %d: %s has no level", name, n, f.Key)
				}
			}
		}
	}
}

// Row for row and bit for bit the design of SALib 1.6 (saltelli.sample).
func TestSobolIsThatOfSALib(t *testing.T) {
	want := []Point{
		{0.09375, 0.46875, 0.46875},
		{0.65625, 0.46875, 0.46875},
		{0.09375, 0.28125, 0.46875},
		{0.09375, 0.46875, 0.96875},
		{0.09375, 0.28125, 0.96875},
		{0.65625, 0.46875, 0.96875},
		{0.65625, 0.28125, 0.46875},
		{0.65625, 0.28125, 0.96875},
		{0.59375, 0.96875, 0.96875},
		{0.15625, 0.96875, 0.96875},
		{0.59375, 0.78125, 0.96875},
		{0.59375, 0.96875, 0.46875},
		{0.59375, 0.78125, 0.46875},
		{0.15625, 0.96875, 0.46875},
		{0.15625, 0.78125, 0.96875},
		{0.15625, 0.78125, 0.46875},
		{0.84375, 0.21875, 0.21875},
		{0.90625, 0.21875, 0.21875},
		{0.84375, 0.53125, 0.21875},
		{0.84375, 0.21875, 0.21875},
		{0.84375, 0.53125, 0.21875},
		{0.90625, 0.21875, 0.21875},
		{0.90625, 0.53125, 0.21875},
		{0.90625, 0.53125, 0.21875},
		{0.34375, 0.71875, 0.71875},
		{0.40625, 0.71875, 0.71875},
		{0.34375, 0.03125, 0.71875},
		{0.34375, 0.71875, 0.71875},
		{0.34375, 0.03125, 0.71875},
		{0.40625, 0.71875, 0.71875},
		{0.40625, 0.03125, 0.71875},
		{0.40625, 0.03125, 0.71875},
	}
	got := lay(t, "sobol", unit(3), Size{Points: 4, Second: true})
	if !slices.EqualFunc(got, want, func(a, b Point) bool { return slices.Equal(a, b) }) {
		t.Errorf("got %v,\nwant %v", got, want)
	}
	sums := []float64{5274872.1630859375, 5257926.6630859375, 5260709.6630859375, 5260858.1630859375, 5303037.6630859375, 5258201.6630859375, 5289188.6630859375, 5272061.6630859375, 5273849.1630859375, 5318564.1630859375, 5314241.1630859375, 5260693.1630859375, 5313053.1630859375, 5287621.1630859375, 5273392.6630859375, 5315154.1630859375, 5327089.1630859375, 5273381.6630859375, 5312882.6630859375, 5302311.6630859375}
	all := lay(t, "sobol", unit(20), Size{Points: 256})
	if want := 256 * (20 + 2); len(all) != want {
		t.Fatalf("%d rows, want N(D+2) = %d", len(all), want)
	}
	for i, want := range sums {
		got := 0.0
		for n, p := range all {
			got += float64(n+1) * p[i] * p[i]
		}
		if math.Abs(got-want) > 1e-6*want {
			t.Errorf("factor %d: weighted sum %v, want %v", i+1, got, want)
		}
	}
}

// Each slice of each factor is taken exactly once; with maximin the closest two
// points are further apart than in the first design.
func TestLatinHypercube(t *testing.T) {
	for _, maximin := range []bool{false, true} {
		all := lay(t, "lhs", unit(3), Size{Points: 40, Maximin: maximin})
		for i := range 3 {
			seen := make([]bool, 40)
			for _, p := range all {
				seen[int(p[i]*40)] = true
			}
			if slices.Contains(seen, false) {
				t.Errorf("maximin %v: factor %d leaves a slice out", maximin, i)
			}
		}
	}
	plain, wide := lay(t, "lhs", unit(3), Size{Points: 40}), lay(t, "lhs", unit(3), Size{Points: 40, Maximin: true})
	if closest(wide) <= closest(plain) {
		t.Errorf("maximin: closest points %.3g apart, without %.3g", math.Sqrt(closest(wide)), math.Sqrt(closest(plain)))
	}
}

// A path has one point more than there are factors, and each step changes one
// factor by two thirds; each factor once.
func TestMorris(t *testing.T) {
	const factors, paths = 5, 10
	all := lay(t, "morris", unit(factors), Size{Points: paths})
	if len(all) != paths*(factors+1) {
		t.Fatalf("%d points, want %d", len(all), paths*(factors+1))
	}
	for path := range paths {
		changed := map[int]bool{}
		for k := range factors {
			a, b := all[path*(factors+1)+k], all[path*(factors+1)+k+1]
			for i := range a {
				if d := math.Abs(a[i] - b[i]); d != 0 {
					if math.Abs(d-2.0/3) > 1e-12 || changed[i] {
						t.Errorf("path %d step %d: factor %d moves by %g", path, k, i, d)
					}
					changed[i] = true
				}
			}
		}
		if len(changed) != factors {
			t.Errorf("path %d changes %d factors, want %d", path, len(changed), factors)
		}
	}
}

func texts(factors []Factor, all []Point) []string {
	var lines []string
	for _, p := range all {
		line := ""
		for i := range p {
			if p[i] == Own {
				line += "– "
			} else {
				line += factors[i].Text(p[i]) + " "
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Ends of ranges are levels; the last factor of a grid changes fastest; one at a
// time leaves all others alone.
func TestLevels(t *testing.T) {
	factors := []Factor{{Key: "a", Min: 1, Max: 2}, {Key: "b", Values: []string{"yes", "no"}}, {Key: "c", Min: 1, Max: 2, Integer: true}}
	for design, want := range map[string][]string{
		"grid": {"1 yes 1 ", "1 yes 2 ", "1 no 1 ", "1 no 2 ", "1.5 yes 1 ", "1.5 yes 2 ", "1.5 no 1 ", "1.5 no 2 ", "2 yes 1 ", "2 yes 2 ", "2 no 1 ", "2 no 2 "},
		"oat":  {"– – – ", "1 – – ", "1.5 – – ", "2 – – ", "– yes – ", "– no – ", "– – 1 ", "– – 2 "},
	} {
		if got := texts(factors, lay(t, design, factors, Size{Steps: 3})); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", design, got, want)
		}
	}
	pairs := []Factor{{Key: "a", Values: []string{"1", "2"}}, {Key: "b", Values: []string{"10", "20"}}}
	if got := texts(pairs, lay(t, "list", pairs, Size{})); !slices.Equal(got, []string{"1 10 ", "2 20 "}) {
		t.Errorf("list: got %q", got)
	}
}

// Shares drawn evenly give each law its mean and spread.
func TestLaws(t *testing.T) {
	const n = 20_000
	for name, c := range map[string]struct {
		f        Factor
		mean, sd float64
	}{
		"uniform":    {Factor{Min: 2, Max: 4}, 3, 2 / math.Sqrt(12)},
		"integer":    {Factor{Min: 1, Max: 6, Integer: true}, 3.5, math.Sqrt(35.0 / 12)},
		"log":        {Factor{Min: 1, Max: math.E, Law: Log}, math.E - 1, math.Sqrt((math.E*math.E-1)/2 - (math.E-1)*(math.E-1))},
		"normal":     {Factor{Min: -50, Max: 50, Law: Normal, Mean: 5, SD: 2}, 5, 2},
		"triangular": {Factor{Min: 0, Max: 4, Law: Triangular, Mode: 1}, 5.0 / 3, math.Sqrt((16 + 1 - 4) / 18.0)},
	} {
		var sum, square float64
		for k := range n {
			x := c.f.Value((float64(k) + 0.5) / n)
			sum += x
			square += x * x
		}
		mean := sum / n
		if sd := math.Sqrt(square/n - mean*mean); math.Abs(mean-c.mean) > 1e-3 || math.Abs(sd-c.sd) > 2e-3 {
			t.Errorf("%s: mean %.4f and sd %.4f, want %.4f and %.4f", name, mean, sd, c.mean, c.sd)
		}
	}
}

// What cannot be laid is refused, with what to do.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		design  string
		factors []Factor
		size    Size
	}{
		"no such design":        {"square", unit(1), Size{Points: 1}},
		"nothing varied":        {"lhs", nil, Size{Points: 1}},
		"no points":             {"lhs", unit(1), Size{}},
		"not a power of 2":      {"sobol", unit(2), Size{Points: 100}},
		"too many for sobol":    {"sobol", unit(65), Size{Points: 8}},
		"grid beyond all means": {"grid", unit(40), Size{}},
		"unequal lists":         {"list", []Factor{{Key: "a", Values: []string{"1"}}, {Key: "b", Values: []string{"1", "2"}}}, Size{}},
	} {
		if all, err := Lay(c.design, c.factors, c.size, luck); err == nil {
			t.Errorf("%s: laid %d points, want a fault", name, len(all))
		}
	}
}
