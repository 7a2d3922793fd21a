package scenarios_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
)

const convergencePage = "../docs/convergence.md"

// adopters returns the exact mean number of adopters among customers who adopt
// at the rate p + Σ press(i, j) over adopters j, starting from none: the master
// equation over all subsets, integrated by Runge and Kutta's method of fourth
// order.
func adopters(n int, p float64, press func(i, j int) float64, until float64) float64 {
	states := 1 << n
	rate := make([][]float64, states)
	for s := range states {
		rate[s] = make([]float64, n)
		for i := range n {
			if s>>i&1 == 1 {
				continue
			}
			rate[s][i] = p
			for j := range n {
				if s>>j&1 == 1 {
					rate[s][i] += press(i, j)
				}
			}
		}
	}
	flow := func(x []float64) []float64 {
		d := make([]float64, states)
		for s, mass := range x {
			for i, r := range rate[s] {
				if r > 0 {
					d[s] -= mass * r
					d[s|1<<i] += mass * r
				}
			}
		}
		return d
	}
	plus := func(x, d []float64, h float64) []float64 {
		y := make([]float64, states)
		for s := range y {
			y[s] = x[s] + h*d[s]
		}
		return y
	}
	x := make([]float64, states)
	x[0] = 1
	const cuts = 400
	h := until / cuts
	for range cuts {
		a := flow(x)
		b := flow(plus(x, a, h/2))
		c := flow(plus(x, b, h/2))
		d := flow(plus(x, c, h))
		for s := range x {
			x[s] += h / 6 * (a[s] + 2*b[s] + 2*c[s] + d[s])
		}
	}
	mean := 0.0
	for s, mass := range x {
		for i := range n {
			mean += mass * float64(s>>i&1)
		}
	}
	return mean
}

// smallGraph is one on which steps are tried.
type smallGraph struct {
	name, set string
	ties      [][2]int
	order     int
	published float64 // the model of Bass on it in week 5, by independent code
}

// pressure returns how strongly an adopter j presses on i: .38, shared by the
// ties of j or of i.
func (g *smallGraph) pressure(sender bool) func(i, j int) float64 {
	degree, tied := make([]float64, g.order), map[[2]int]bool{}
	for _, e := range g.ties {
		tied[e], tied[[2]int{e[1], e[0]}] = true, true
		degree[e[0]]++
		degree[e[1]]++
	}
	return func(i, j int) float64 {
		switch {
		case !tied[[2]int{i, j}]:
			return 0
		case sender:
			return 0.38 / degree[j]
		}
		return 0.38 / degree[i]
	}
}

var small = []smallGraph{
	{"star of six", "kind=star", [][2]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}, 6, 1.4254208},
	{"diamond", "kind=inline edges=[[0,1],[0,2],[1,2],[1,3],[2,3]]", [][2]int{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 3}}, 4, 0.98830298},
}

// pressing are two ways of pressing on others, with the order of the error of
// each, and a mutant that must not show it.
var pressing = []struct {
	name, classic, layer string
	sender               bool // pressure is shared by the ties of who speaks, not of who hears
	order                float64
	runs                 int
	mutant               string
}{
	{"words", "bass-complete", "everybody", true, 1, 12_000, "talk.persuasion.everybody=0.8"},
	{"steady pressure", "bass-graph", "ties", false, 2, 8_000, "scheme=synchronous"},
}

// The error of the continuous scheme vanishes with the step, for words in
// proportion to it, for steady pressure with its square; -update writes the
// page on it. Runs with different steps meet the same luck, so that differences
// between them are sharp where the means themselves are not.
func TestConvergence(t *testing.T) {
	if testing.Short() {
		t.Skip("counts many runs with fine steps")
	}
	page := make([]string, len(pressing)*len(small))
	t.Run("all", func(t *testing.T) {
		for w, way := range pressing {
			for k, g := range small {
				t.Run(way.name+" on the "+g.name, func(t *testing.T) {
					t.Parallel()
					exact := adopters(g.order, 0.03, g.pressure(way.sender), 5)
					if !way.sender && math.Abs(exact-g.published) > 1e-6 {
						t.Errorf("the master equation gives %.7f, independent code %.7f", exact, g.published)
					}
					set := fmt.Sprintf("weeks=5 customers=%d", g.order)
					for _, key := range strings.Fields(g.set) {
						set += " network." + way.layer + "." + key
					}
					table, fault := converge(t, way.classic, set, exact, way.order, way.runs)
					if fault != "" {
						t.Error(fault)
					}
					page[w*len(small)+k] = fmt.Sprintf("\n## %s on the %s\n\nExact: %.6f adopters in week 5.\n\n%s", strings.ToUpper(way.name[:1])+way.name[1:], g.name, exact, table)
					if k > 0 {
						return
					}
					if _, fault := converge(t, way.classic, set+" "+way.mutant, exact, way.order, way.runs); fault == "" {
						t.Errorf("%s goes unseen", way.mutant)
					}
				})
			}
		}
	})
	text := convergenceHead + strings.Join(page, "")
	if t.Failed() {
		return
	}
	now, err := os.ReadFile(convergencePage)
	switch {
	case updating():
		if err := os.WriteFile(convergencePage, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	case err != nil || string(now) != text:
		t.Error("docs/convergence.md shows other numbers: go test ./scenarios -run Convergence -update renews it")
	}
}

// updating reports whether pages are to be renewed.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// converge runs one case with steps 1, 1/2, … 1/64, tells the means in a table,
// and says what is wrong with them.
func converge(t *testing.T, classic, set string, exact, order float64, runs int) (table, fault string) {
	t.Helper()
	const halvings = 6
	var x [halvings + 1][]float64
	for k := range x {
		each(t, classic, fmt.Sprintf("%s step=%g", set, 1/float64(int(1)<<k)), runs, func(_ *sim.Plan, tr *sim.Trace) {
			x[k] = append(x[k], float64(tr.Column("n_customer")[5]))
		})
	}
	var page strings.Builder
	page.WriteString("| Step (weeks) | Mean ± standard error | Less than exact | Gained by halving the step |\n|---|---|---|---|\n")
	// The gain of halving goes with step^p as the error does; a straight line
	// through its logarithms, weighted by how sharp they are, has slope p.
	var sw, sx, sy, sxx, sxy float64
	for k := range x {
		mean, se := meanOf(x[k], nil)
		gain := "–"
		if k < halvings {
			d, dse := meanOf(x[k+1], x[k])
			gain = fmt.Sprintf("%.5f ± %.5f", d, dse)
			if (k > 0 || order > 1) && d > 2*dse { // of words the coarsest step still feels the next term
				w := (d / dse) * (d / dse)
				lx, ly := -float64(k), math.Log2(d)
				sw, sx, sy, sxx, sxy = sw+w, sx+w*lx, sy+w*ly, sxx+w*lx*lx, sxy+w*lx*ly
			}
		} else if math.Abs(mean-exact) > 4.5*se {
			fault = fmt.Sprintf("%.4f ± %.4f with the finest step, exact %.4f", mean, se, exact)
		}
		fmt.Fprintf(&page, "| 1/%d | %.4f ± %.4f | %.4f | %s |\n", 1<<k, mean, se, exact-mean, gain)
	}
	div := sw*sxx - sx*sx
	p, pse := (sw*sxy-sx*sy)/div, math.Sqrt(sw/div)/math.Ln2
	fmt.Fprintf(&page, "\nOrder, by a straight line through the logarithms: %.2f ± %.2f (standard error); %g is expected.\n", p, pse, order)
	t.Logf("order %.3f ± %.3f, %s", p, pse, fault)
	if math.Abs(p-order) > 4.5*pse || pse > 0.2 {
		fault += fmt.Sprintf("; the error goes with step^(%.2f ± %.2f), want step^%g", p, pse, order)
	}
	return page.String(), fault
}

// meanOf returns the mean of x, or of x - y, and its standard error.
func meanOf(x, y []float64) (mean, se float64) {
	n, square := float64(len(x)), 0.0
	for i, v := range x {
		if y != nil {
			v -= y[i]
		}
		mean += v
		square += v * v
	}
	mean /= n
	return mean, math.Sqrt((square/n - mean*mean) / (n - 1))
}

const convergenceHead = `# How fast the error of a step vanishes

<!-- Made by a test: go test ./scenarios -run Convergence -update -->

In the scheme ` + "`continuous`" + ` (the default) clocks strike in exact continuous time, but what
customers do to each other is heard at the end of a step. How much does the step
matter? The model of Bass (p = .03, q = .38) on two small graphs, where the exact
mean follows from the master equation over all sets of adopters, with steps from a
week to 1/64 of one. A step of a week is coarse here: these people talk often. Runs
with different steps meet the same luck, so what halving the step gains is known far
better than the means, and shows the order. News that is late by half a step on
average makes an error in proportion to the step (order 1); steady pressure makes
up for what it missed, which leaves an error of order 2 (model.md, 7.10). Of words
the coarsest step still feels the next term of the error, so the line leaves it out. With a mutant
each, talk that loses a fifth of its words and pressure as of the last step
(` + "`scheme = \"synchronous\"`" + `), the test fails.
`

// each runs a classic with settings many times.
func each(t *testing.T, name, set string, runs int, see func(*sim.Plan, *sim.Trace)) {
	t.Helper()
	s, err := scenarios.Load(name, strings.Fields(set))
	if err != nil {
		t.Fatal(err)
	}
	p := s.Strategies[0].Plan
	for r := range runs {
		luck := chance.Of(uint64(s.Seed), r)
		w, err := sim.NewWorld(p, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := sim.Run(context.Background(), p, w, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		see(p, trace)
	}
}
