package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat"

	luck "grapevine/chance"
	"grapevine/network"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

const replicationsPage = "../../docs/replications.md"

// A finding is something that a study reports, and what we get for it.
type finding struct {
	what, published, ours, remark string
	holds, open                   bool // open: we know that we differ, and say so
}

// studies are the scenarios on the shelf replicate, each with what must come
// out of it. effort is the share of runs that are spent, 1 for the page.
var studies = []struct {
	name string
	find func(t *testing.T, effort float64) []finding
}{
	{"bass-1969", bass1969},
	{"talk-of-network", talkOfNetwork},
	{"watts-dodds", wattsDodds},
	{"simple-viral-marketing", simpleViralMarketing},
	{"decompose-value", decomposeValue},
	{"freemium-targeting", freemiumTargeting},
	{"negative-wom", negativeWOM},
	{"chasm", chasm},
}

// Studies are replicated: numbers within 4.5 standard errors where exact or
// independently computed ones exist, signs with t > 4 under the same luck
// elsewhere. With -update more is run and the page written anew; otherwise a
// few runs must do, which see less but must not contradict.
func TestReplications(t *testing.T) {
	effort := 0.1
	if *update {
		effort = 1
	}
	page, told := &strings.Builder{}, 0
	page.WriteString(replicationsHead)
	shelf, err := scenarios.List("replicate")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range studies {
		at := slices.IndexFunc(shelf, func(e scenarios.Entry) bool { return e.Name == "replicate/"+s.name })
		if at < 0 {
			t.Errorf("%s is not on the shelf", s.name)
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			text, err := scenarios.New(shelf[at].Name)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"# Published", "# What we get", "# Where we differ"} {
				if !strings.Contains(string(text), part) {
					t.Errorf("want a paragraph that begins with %q", part)
				}
			}
			if testing.Short() {
				return
			}
			fmt.Fprintf(page, "\n## %s\n\n`grapevine run %s`\n\n| | Published | Ours | Verdict | Remark |\n|---|---|---|---|---|\n", shelf[at].Description, shelf[at].Name)
			told++
			for _, f := range s.find(t, effort) {
				t.Logf("%s: published %s, ours %s", f.what, f.published, f.ours)
				verdict := "holds"
				switch {
				case f.open:
					verdict = "differs"
				case !f.holds:
					verdict = "fails"
					t.Errorf("%s: published %s, ours %s", f.what, f.published, f.ours)
				}
				fmt.Fprintf(page, "| %s | %s | %s | %s | %s |\n", f.what, f.published, f.ours, verdict, f.remark)
			}
		})
		shelf = slices.Delete(shelf, at, at+1)
	}
	for _, e := range shelf {
		t.Errorf("%s is held to nothing", e.Name)
	}
	if *update && !t.Failed() && told == len(studies) {
		if err := os.WriteFile(replicationsPage, []byte(page.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// played are the replicates of a scenario.
type played struct {
	*testing.T
	d    experiment.Design
	runs []*experiment.Replicate
}

// play runs a replication with settings, so many times effort.
func play(t *testing.T, name string, runs, effort float64, set ...string) *played {
	t.Helper()
	n := 1
	if runs > 1 {
		n = max(int(math.Round(runs*effort)), 6)
	}
	s, err := scenarios.Load(name, append(set, fmt.Sprint("replicates=", n)))
	if err != nil {
		t.Fatal(err)
	}
	r := &runCommand{Customers: true}
	d, err := r.design(s)
	if err != nil {
		t.Fatal(err)
	}
	p := &played{T: t, d: d}
	for run, err := range experiment.Run(t.Context(), d, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range run.Outcomes {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
		}
		p.runs = append(p.runs, run)
	}
	return p
}

// of returns what f says of every run of a strategy.
func (p *played) of(strategy int, f func(o *experiment.Outcome) float64) sample {
	all := make(sample, len(p.runs))
	for i, r := range p.runs {
		all[i] = f(r.Outcomes[strategy])
	}
	return all
}

// metric returns a metric of every run of a strategy.
func (p *played) metric(strategy int, name string) sample {
	return p.of(strategy, func(o *experiment.Outcome) float64 { return o.Metrics[metric.Named(name)] })
}

// week returns a column of the weekly table in a week.
func (p *played) week(strategy int, column string, week int) sample {
	return p.of(strategy, func(o *experiment.Outcome) float64 {
		weeks := len(o.Weekly) / len(o.Columns)
		return o.Weekly[slices.Index(o.Columns, column)*weeks+week]
	})
}

// reached returns the share of the market that has the product in a week.
func (p *played) reached(strategy, week int) sample {
	return p.week(strategy, "n_customer", week).times(1 / float64(p.d.Strategies[strategy].Plan.Customers))
}

// ties returns the network of a replicate again.
func (p *played) ties(replicate int, layer string) *network.Graph {
	w, err := sim.NewWorld(p.d.Strategies[0].Plan, luck.Of(p.d.Seed, replicate), 1)
	if err != nil {
		p.Fatal(err)
	}
	return w.Layer(layer)
}

// sample is one number a run.
type sample []float64

func (s sample) times(c float64) sample {
	all := make(sample, len(s))
	for i, x := range s {
		all[i] = c * x
	}
	return all
}

func (s sample) less(o sample) sample {
	all := make(sample, len(s))
	for i, x := range s {
		all[i] = x - o[i]
	}
	return all
}

// mean returns the mean and its standard error.
func (s sample) mean() (mean, se float64) {
	for _, x := range s {
		mean += x / float64(len(s))
	}
	for _, x := range s {
		se += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(se / float64(len(s)) / float64(len(s)-1))
}

// String tells the mean with its 90 % interval.
func (s sample) String() string {
	m, se := s.mean()
	return fmt.Sprintf("%.4g [%.4g, %.4g]", m, m-1.645*se, m+1.645*se)
}

// is holds a mean to a number that is known up to a standard error, and to
// what a market of so many people differs by from the limit.
func (s sample) is(what string, want, wantSE, finite float64, remark string) finding {
	m, se := s.mean()
	published := fmt.Sprintf("%.4g", want)
	if wantSE > 0 {
		published += fmt.Sprintf(" ± %.2g", wantSE)
	}
	return finding{what: what, published: published, ours: s.String(), remark: remark, holds: math.Abs(m-want) <= 4.5*math.Hypot(se, wantSE)+finite}
}

// share holds a share of runs to a probability; the standard error is that of
// the probability, since all of a few runs may succeed.
func (s sample) share(what string, want, finite float64, remark string) finding {
	f := s.is(what, want, 0, finite, remark)
	m, _ := s.mean()
	f.holds = math.Abs(m-want) <= 4.5*math.Sqrt(want*(1-want)/float64(len(s)))+finite
	return f
}

// positive holds that a mean is above 0; with few runs, that it is not clearly
// below.
func (s sample) positive(what, published, remark string) finding {
	m, se := s.mean()
	holds := m > 4*se
	if !*update {
		holds = m > -2*se
	}
	return finding{what: what, published: published, ours: s.String(), remark: remark, holds: holds}
}

// Video recorders: three fits of the data, and agents.
func bass1969(t *testing.T, effort float64) []finding {
	sales := []float64{840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890}
	F := func(t, p, q float64) float64 {
		e := math.Exp(-(p + q) * t)
		return (1 - e) / (1 + q/p*e)
	}
	f := func(t, p, q float64) float64 {
		e := math.Exp(-(p + q) * t)
		return (p + q) * (p + q) / p * e / ((1 + q/p*e) * (1 + q/p*e))
	}
	yearly := func(t, p, q float64) float64 { return F(t, p, q) - F(t-1, p, q) }
	all := []finding{
		fitted(t, "Least squares, yearly differences", sales, yearly, 67660.043, 0.0087889697, 0.64215858),
		fitted(t, "Least squares, density", sales, f, 67980.918, 0.0065939657, 0.63809108),
		regressed(sales, 62665.447, 0.021646783, 0.68052504),
	}
	p := play(t, "replicate/bass-1969", 60, effort)
	finite := 1.4 / 2000 // measured at 200 customers, and half a step of news
	for _, year := range []int{4, 6, 8, 10} {
		want := F(float64(year), 0.0087889697, 0.64215858)
		all = append(all, p.reached(0, year).is(fmt.Sprintf("Share of the market, end of %d", 1978+year), want, 0, finite+0.004, "the curve in the limit of many people; .004 allowed for news that is late by half a step"))
	}
	mean := make([]float64, len(sales))
	for k := range sales {
		now, _ := p.reached(0, k+1).mean()
		before, _ := p.reached(0, k).mean()
		mean[k] = 67660 * (now - before)
	}
	rest := 0.0
	for k := range sales {
		rest += (sales[k] - mean[k]) * (sales[k] - mean[k])
	}
	m, q1, q2, _, _ := leastSquares(t, mean, yearly)
	return append(all,
		finding{what: "Agents against sales, root mean square", published: "727 (residual of the density)", ours: fmt.Sprintf("%.0f thousand a year", math.Sqrt(rest/7)), holds: math.Sqrt(rest/7) < 1.5*727, remark: "7 degrees of freedom"},
		finding{what: "p, q fitted to the agents' mean sales", published: ".00879, .642", ours: fmt.Sprintf("%.5f, %.3f (market %.0f)", q1, q2, m), holds: math.Abs(q1-0.00879) < 0.00178 && math.Abs(q2-0.642) < 0.0426, remark: "within one standard error of the fit to the data"})
}

// leastSquares fits a market and p, q to yearly sales.
func leastSquares(t *testing.T, sales []float64, share func(t, p, q float64) float64) (m, p, q float64, se [3]float64, rest float64) {
	t.Helper()
	loss := func(x []float64) float64 {
		sum := 0.0
		for k, s := range sales {
			d := s - math.Exp(x[0])*share(float64(k+1), math.Exp(x[1]), math.Exp(x[2]))
			sum += d * d
		}
		return sum / 1e6
	}
	start := []float64{math.Log(6e4), math.Log(0.01), math.Log(0.6)}
	for range 3 { // from where it ended, so that the simplex does not collapse early
		r, err := optimize.Minimize(optimize.Problem{Func: loss}, start, &optimize.Settings{Converger: &optimize.FunctionConverge{Absolute: 1e-13, Iterations: 300}}, &optimize.NelderMead{})
		if err != nil {
			t.Fatal(err)
		}
		start = r.X
	}
	m, p, q = math.Exp(start[0]), math.Exp(start[1]), math.Exp(start[2])
	rest = math.Sqrt(loss(start) * 1e6 / float64(len(sales)-3))
	jacobian := mat.NewDense(len(sales), 3, nil)
	for k := range sales {
		at := func(m, p, q float64) float64 { return m * share(float64(k+1), p, q) }
		for j, h := range [][3]float64{{m * 1e-5, 0, 0}, {0, p * 1e-5, 0}, {0, 0, q * 1e-5}} {
			jacobian.Set(k, j, (at(m+h[0], p+h[1], q+h[2])-at(m-h[0], p-h[1], q-h[2]))/(2*(h[0]+h[1]+h[2])))
		}
	}
	var square, inverse mat.Dense
	square.Mul(jacobian.T(), jacobian)
	if err := inverse.Inverse(&square); err != nil {
		t.Log(err) // ill scaled, not singular
	}
	for j := range se {
		se[j] = rest * math.Sqrt(inverse.At(j, j))
	}
	return m, p, q, se, rest
}

func fitted(t *testing.T, what string, sales []float64, share func(t, p, q float64) float64, m, p, q float64) finding {
	gm, gp, gq, se, rest := leastSquares(t, sales, share)
	return finding{
		what: what + ": market (thousand), p, q", published: fmt.Sprintf("%.0f, %.5f, %.4f", m, p, q),
		ours:   fmt.Sprintf("%.0f ± %.0f, %.5f ± %.5f, %.4f ± %.4f", gm, se[0], gp, se[1], gq, se[2]),
		remark: fmt.Sprintf("± standard error; residual %.0f", rest),
		holds:  math.Abs(gm/m-1) < 1e-3 && math.Abs(gp/p-1) < 1e-3 && math.Abs(gq/q-1) < 1e-3,
	}
}

// regressed is the regression of 1969: sales on cumulative sales and their square.
func regressed(sales []float64, m, p, q float64) finding {
	x, y := mat.NewDense(len(sales), 3, nil), mat.NewDense(len(sales), 1, nil)
	sold := 0.0
	for k, s := range sales {
		x.SetRow(k, []float64{1, sold / 1e4, sold * sold / 1e8})
		y.Set(k, 0, s)
		sold += s
	}
	var b mat.Dense
	if err := b.Solve(x, y); err != nil {
		panic(err)
	}
	a, b1, c := b.At(0, 0), b.At(1, 0)/1e4, b.At(2, 0)/1e8
	gm := (-b1 - math.Sqrt(b1*b1-4*a*c)) / (2 * c)
	gp, gq := a/gm, -c*gm
	return finding{
		what: "Regression as in 1969: market (thousand), p, q", published: fmt.Sprintf("%.0f, %.5f, %.4f", m, p, q),
		ours: fmt.Sprintf("%.0f, %.5f, %.4f", gm, gp, gq), holds: math.Abs(gm/m-1) < 1e-4 && math.Abs(gp/p-1) < 1e-4 && math.Abs(gq/q-1) < 1e-4,
	}
}

// Talk of the Network: times at five points, and a regression over the design.
func talkOfNetwork(t *testing.T, effort float64) (all []finding) {
	times := func(customers, weeks, s, w int, a, bw, bs float64, runs float64) [3]sample {
		p := play(t, "talk-of-the-network", runs, effort,
			fmt.Sprint("customers=", customers), fmt.Sprint("weeks=", weeks), fmt.Sprint("network.strong.size=", s), fmt.Sprint("network.weak.degree=", w),
			fmt.Sprint("rates.notice=", -math.Log1p(-a)), fmt.Sprint("talk.persuasion.weak=", bw), fmt.Sprint("talk.persuasion.strong=", bs))
		var of [3]sample
		for k, share := range []float64{0.16, 0.5, 0.95} {
			of[k] = p.of(0, func(o *experiment.Outcome) float64 {
				column := o.Weekly[slices.Index(o.Columns, "n_customer")*(weeks+1):][:weeks+1]
				return float64(slices.IndexFunc(column, func(n float64) bool { return n >= share*float64(customers) }))
			})
		}
		return of
	}
	for _, c := range []struct {
		customers, weeks, s, w int
		a, bw, bs              float64
		want, se               [3]float64
	}{
		{2992, 20, 17, 17, 0.00525, 0.01, 0.04, [3]float64{6.505, 9.63, 14.31}, [3]float64{0.0361, 0.035, 0.0343}},
		{3000, 36, 5, 29, 0.0005, 0.015, 0.01, [3]float64{14.085, 18.14, 24.585}, [3]float64{0.0924, 0.09, 0.088}},
		{2958, 40, 29, 5, 0.0005, 0.005, 0.07, [3]float64{10.97, 15.94, 22.515}, [3]float64{0.0969, 0.1039, 0.1107}},
		{3000, 84, 5, 5, 0.01, 0.005, 0.01, [3]float64{12.755, 30.8, 71.51}, [3]float64{0.044, 0.0618, 0.1061}},
		{2958, 12, 29, 29, 0.01, 0.015, 0.07, [3]float64{3.895, 5.005, 7.005}, [3]float64{0.0217, 0.005, 0.005}},
	} {
		got := times(c.customers, c.weeks, c.s, c.w, c.a, c.bw, c.bs, 20)
		for k, share := range []int{16, 50, 95} {
			f := got[k].is(fmt.Sprintf("(%d, %d, %g, %g, %g): period with %d %%", c.s, c.w, c.a, c.bw, c.bs, share), c.want[k], c.se[k], 0, "200 runs of independent code")
			m, _ := got[k].mean() // few runs may all be alike: the spread is that of the independent ones
			f.holds = math.Abs(m-c.want[k]) <= 4.5*c.se[k]*math.Sqrt(1+200/float64(len(got[k])))
			all = append(all, f)
		}
	}
	return append(all, designOfTalk(t, effort, times)...)
}

// designOfTalk runs the points of the scenario's own design, once each, and
// regresses the times on the factors, all in standard deviations.
func designOfTalk(t *testing.T, effort float64, times func(customers, weeks, s, w int, a, bw, bs, runs float64) [3]sample) (all []finding) {
	sweep, err := (&sweepRun{File: "replicate/talk-of-network"}).prepare()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sweep.plan.Points); n != 243 {
		t.Fatalf("the design has %d points, want 3^5", n)
	}
	if effort < 1 {
		return nil // a minute of work: the page only
	}
	x := mat.NewDense(243, 6, nil)
	y := mat.NewDense(243, 3, nil)
	for k, point := range sweep.plan.Points {
		var v [5]float64
		for j, text := range point {
			if v[j], err = strconv.ParseFloat(text, 64); err != nil {
				t.Fatal(err)
			}
			x.Set(k, j, v[j])
		}
		x.Set(k, 5, 1)
		size := int(v[0])
		customers := 2 * size * (1000 / (2 * size))
		for weeks := 20; ; weeks *= 2 {
			got := times(customers, weeks, size, int(v[1]), -math.Expm1(-v[2]), v[3], v[4], 1)
			if got[2][0] < 0 && weeks < 1000 {
				continue // not yet everybody: a longer run begins in the same way
			}
			for j := range got {
				y.Set(k, j, got[j][0])
			}
			break
		}
	}
	var b mat.Dense
	if err := b.Solve(x, y); err != nil {
		t.Fatal(err)
	}
	spread := func(m *mat.Dense, j int) float64 { return stat.StdDev(mat.Col(nil, j, m), nil) }
	names := []string{"circles", "weak ties", "advertising", "weak probability", "strong probability"}
	want := [3][5]float64{
		{-0.3782, -0.2607, -0.5909, -0.1494, -0.2922}, {-0.4476, -0.3403, -0.467, -0.204, -0.3329}, {-0.4977, -0.3975, -0.3155, -0.2411, -0.3632},
	}
	var beta [3][5]float64
	for k, share := range []int{16, 50, 95} {
		for j, name := range names {
			beta[k][j] = b.At(j, k) * spread(x, j) / spread(y, k)
			all = append(all, finding{
				what: fmt.Sprintf("Standardised coefficient of %s, time until %d %%", name, share), published: fmt.Sprintf("%.3f ± .037", want[k][j]),
				ours: fmt.Sprintf("%.3f", beta[k][j]), holds: math.Abs(beta[k][j]-want[k][j]) < 0.037 && beta[k][j] < 0, remark: "243 points, one run each, about 1,000 people",
			})
		}
	}
	return append(all, finding{
		what: "Weak ties at least as strong as strong ones", published: "in all stages", open: true,
		ours:   fmt.Sprintf("number of ties: %.2f weak, %.2f strong; probability, per unit: %.0f weak, %.0f strong (time until 95 %%)", beta[2][1], beta[2][0], b.At(3, 2), b.At(4, 2)),
		remark: "per unit of probability yes, per standard deviation no",
	})
}

// Watts & Dodds: who starts global cascades.
func wattsDodds(t *testing.T, effort float64) (all []finding) {
	global := func(o *experiment.Outcome) float64 {
		return bit(o.Weekly[(slices.Index(o.Columns, "n_customer")+1)*61-1] >= 200)
	}
	for _, c := range []struct{ z, u float64 }{{4, 0.4988312338}, {3, 0.310929501}, {2, 0.2983362277}} {
		p := play(t, "replicate/watts-dodds", 300, effort, fmt.Sprint("network.ties.mean_degree=", c.z))
		prefix := fmt.Sprintf("z = %g: ", c.z)
		all = append(all, p.of(0, global).share(prefix+"a random customer starts a global cascade", -math.Expm1(c.z*(c.u-1)), 0.005, ".005 allowed for a market of 2,000"))
		if c.z > 2 { // where many have no friends, a friend of anybody is not who the formula means
			all = append(all, p.of(1, global).share(prefix+"a friend of one", 1-c.u*math.Exp(c.z*(c.u-1)), 0.005, ""))
		}
		groups := []struct {
			name      string
			low, high int
		}{{"one friend", 1, 1}, {"two friends", 2, 2}, {"four friends", 4, 4}, {"a friend more than the top tenth begins with", int(c.z) + 4, 1 << 30}}
		got, want := make([]sample, len(groups)), make([]float64, len(groups))
		for _, r := range p.runs {
			g := p.ties(r.Number, "ties")
			at := slices.Index(r.Outcomes[0].Stages, "customer")
			first := slices.IndexFunc(r.Outcomes[0].Lives, func(l sim.Life) bool { return l.Reached[at] == 0 })
			k := g.Degree(int32(first))
			for j, group := range groups {
				if k >= group.low && k <= group.high {
					got[j] = append(got[j], global(r.Outcomes[0]))
					want[j] += 1 - math.Pow(c.u, float64(k))
				}
			}
		}
		for j, group := range groups {
			if n := len(got[j]); n >= 10 {
				all = append(all, got[j].share(prefix+"with "+group.name, want[j]/float64(n), 0.005, fmt.Sprintf("1 - u^k; %d such customers were first", n)))
			}
		}
	}
	return all
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// NetLogo's rule, again: shares of 500 people with the product by tick, when
// five at random are first.
func netLogo(rng *rand.Rand) []float64 {
	const n, ticks = 500, 40
	friends := make([][]int, n)
	for i := range n {
		for j := range i {
			if rng.Float64() < 0.004 {
				friends[i], friends[j] = append(friends[i], j), append(friends[j], i)
			}
		}
	}
	has := make([]bool, n)
	for _, i := range rng.Perm(n)[:5] {
		has[i] = true
	}
	shares := make([]float64, ticks+1)
	for tick := range shares {
		before := slices.Clone(has)
		for i := range n {
			shares[tick] += bit(before[i]) / n
			m := 0
			for _, j := range friends[i] {
				m += int(bit(before[j]))
			}
			if rng.Float64() < 0.01 || len(friends[i]) > 0 && rng.Float64() < 0.5*float64(m)/float64(len(friends[i])) {
				has[i] = true
			}
		}
	}
	return shares
}

func simpleViralMarketing(t *testing.T, effort float64) (all []finding) {
	p := play(t, "replicate/simple-viral-marketing", 150, effort)
	rng := rand.New(rand.NewPCG(1, 2))
	again := make([][]float64, int(40+360*effort))
	for i := range again {
		again[i] = netLogo(rng)
	}
	for _, tick := range []int{1, 5, 10, 20, 40} {
		var theirs sample
		for _, run := range again {
			theirs = append(theirs, run[tick])
		}
		m, se := theirs.mean()
		all = append(all, p.reached(1, tick).is(fmt.Sprintf("Share with the product after tick %d, five at random first", tick), m, se, 0, "the rule run by forty lines of their own"))
	}
	all = append(all,
		p.reached(2, 10).less(p.reached(1, 10)).positive("Betweenness less random, tick 10", "above 0", ""),
		p.reached(1, 10).less(p.reached(0, 10)).positive("Random less nobody, tick 10", "above 0", ""))
	p = play(t, "replicate/simple-viral-marketing", 60, effort, "network.friends.kind=barabasi-albert", "network.friends.attach=1")
	return append(all, p.reached(2, 10).less(p.reached(1, 10)).positive("The same by preferential attachment, betweenness less random", "above 0", "hubs are between"))
}

// Libai, Muller & Peres: time or customers.
func decomposeValue(t *testing.T, effort float64) (all []finding) {
	// Adoptions discounted at .1 a week, those of the seeds left out.
	discounted := func(p *played, strategy int) sample {
		return p.of(strategy, func(o *experiment.Outcome) (sum float64) {
			k := slices.Index(o.Stages, "customer")
			for _, l := range o.Lives {
				if at := l.Reached[k]; at > 0 {
					sum += math.Exp(-0.1*at) / float64(len(o.Lives))
				}
			}
			return sum
		})
	}
	monopoly := []string{"rivals.other.advertising=0", "rivals.other.talk=0"}
	p := play(t, "replicate/decompose-value", 30, effort, append(monopoly, "network.friends.kind=complete", "rates.speak.base=0.3", "talk.mode=addressed", "talk.persuasion.friends=1",
		"strategy.random seeds.seeding.count=50", "step=0.0625")...)
	all = append(all,
		discounted(p, 0).is("Monopoly, complete network: discounted adoptions without a programme", 0.3624, 0, 0.002, "closed form; .002 allowed for 1,000 people and news that is late by half a step"),
		discounted(p, 1).is("The same with 5 % seeds, seeds left out", 0.43777, 0, 0.002, "closed form"),
		p.metric(1, "customers_gained").is("Customers gained by it", 0, 0, 0.5, "all acceleration, no expansion"))
	alone, rivalled := play(t, "replicate/decompose-value", 30, effort, monopoly...), play(t, "replicate/decompose-value", 30, effort)
	gain := func(p *played, strategy int) sample {
		base, _ := p.metric(0, "npv").mean()
		return p.metric(strategy, "npv").less(p.metric(0, "npv")).times(100 / base)
	}
	for _, c := range []struct {
		what, published string
		of              sample
	}{
		{"Value of random seeds, monopoly (%)", "17", gain(alone, 1)}, {"Value of influentials, monopoly (%)", "27", gain(alone, 2)},
		{"Value of random seeds, one competitor (%)", "80", gain(rivalled, 1)}, {"Value of influentials, one competitor (%)", "107", gain(rivalled, 2)},
	} {
		all = append(all, finding{what: c.what, published: c.published, ours: c.of.String(), open: true, remark: "other networks, so other sizes; signs and order below"})
	}
	return append(all,
		gain(alone, 1).positive("Random seeds are worth something in a monopoly", "above 0", ""),
		gain(rivalled, 1).less(gain(alone, 1)).positive("Competition makes random seeds worth more", "above 0", "points of per cent"),
		gain(rivalled, 2).less(gain(alone, 2)).positive("Competition makes influentials worth more", "above 0", ""),
		gain(alone, 2).less(gain(alone, 1)).positive("Influentials less random seeds, monopoly", "above 0", ""),
		gain(rivalled, 2).less(gain(rivalled, 1)).positive("Influentials less random seeds, competition", "above 0", ""),
		rivalled.metric(2, "gain_expansion").positive("Expansion under competition (money)", "above 0", "who comes first has the customer"))
}

// Chica & Rand: gifts and rewards.
func freemiumTargeting(t *testing.T, effort float64) []finding {
	p := play(t, "replicate/freemium-targeting", 30, effort)
	won := func(strategy int) sample { return p.metric(strategy, "customers_won") }
	hundred := func(s sample) sample {
		return s.less(slices.Repeat(sample{100}, len(s)))
	}
	// Of those who are not premium in week 26: how many more of those with two
	// premium friends or more turn premium within a quarter than of those with none?
	next := make(sample, len(p.runs))
	for r, run := range p.runs {
		g := p.ties(run.Number, "friends")
		lives := run.Outcomes[0].Lives
		premium := slices.Index(run.Outcomes[0].Stages, "customer")
		by := func(i int32, week float64) bool {
			at := lives[i].Reached[premium]
			return !math.IsNaN(at) && at >= 0 && at <= week
		}
		var turned, all [2]float64
		for i := range int32(len(lives)) {
			if by(i, 26) {
				continue
			}
			with := 0
			for _, j := range g.Neighbours(i) {
				with += int(bit(by(j, 26)))
			}
			if with == 1 {
				continue
			}
			k := int(bit(with >= 2))
			all[k]++
			turned[k] += bit(by(i, 39))
		}
		next[r] = 100 * (turned[1]/all[1] - turned[0]/all[0])
	}
	return []finding{
		hundred(won(1).less(won(0))).positive("Gifts to anybody: further premium users, without those given it", "above 0", ""),
		hundred(won(2).less(won(0))).positive("Gifts to hubs: further premium users, without those given it", "above 0", ""),
		won(2).less(won(1)).positive("Hubs less anybody: targeting", "above 0", "friends see what a friend uses; where each word goes to one friend (talk.mode = \"addressed\") hubs gain nothing"),
		won(3).less(won(0)).positive("Rewards: further premium users", "above 0", ""),
		next.positive("Who turns premium in the next quarter: with two premium friends less with none (points of per cent)", "premium friends make it likelier", ""),
	}
}

// Goldenberg, Libai, Moldovan & Muller: what bad news costs.
func negativeWOM(t *testing.T, effort float64) []finding {
	loss := func(p *played, from, to int) sample {
		base, _ := p.metric(0, "npv").mean()
		return p.metric(from, "npv").less(p.metric(to, "npv")).times(100 / base)
	}
	weak, strong := play(t, "replicate/negative-wom", 30, effort), play(t, "replicate/negative-wom", 30, effort, "network.weak.share=0.1")
	mild := []*played{play(t, "replicate/negative-wom", 30, effort, "hearing.negative=2"), play(t, "replicate/negative-wom", 30, effort, "network.weak.share=0.1", "hearing.negative=2")}
	return []finding{
		loss(weak, 0, 1).less(slices.Repeat(sample{10}, len(weak.runs))).positive("Value lost to one disappointed buyer in ten, beyond a tenth (points of per cent)", "substantial", ""),
		loss(weak, 2, 1).positive("Of the value, lost to what they say (%)", "above 0", "the same disappointment, unsaid, costs that much less"),
		loss(weak, 2, 1).less(loss(strong, 2, 1)).positive("What is said costs more with half of all talk by weak ties than with a tenth of it (points of per cent)", "weak ties spread the harm", "a bad word settles the matter"),
		{what: "The same where a bad word only weighs as much as two good ones", published: "–", ours: loss(mild[0], 2, 1).less(loss(mild[1], 2, 1)).String(), open: true, remark: "weak ties carry the good words, too"},
	}
}

// Van den Bulte & Joshi; Goldenberg, Libai & Muller: the chasm.
func chasm(t *testing.T, effort float64) (all []finding) {
	p := play(t, "replicate/chasm", 40, effort)
	sold := func(p *played, from, to int) sample { return p.reached(0, to).less(p.reached(0, from)) }
	for _, c := range []struct {
		from, to int
		want     float64
	}{{2, 4, 0.1462441}, {6, 8, 0.0541876}, {12, 14, 0.0895458}} {
		all = append(all, sold(p, c.from, c.to).is(fmt.Sprintf("Share of the market won in weeks %d and %d", c.from+1, c.to), c.want, 0, 0.003, "integration of their equations; .003 allowed for 500 people"))
	}
	for _, c := range []struct {
		week int
		want float64
	}{{6, 0.3350101}, {10, 0.4524912}, {16, 0.7114254}} {
		all = append(all, p.reached(0, c.week).is(fmt.Sprintf("Share of the market by week %d", c.week), c.want, 0, 0.006, "the same; .006 allowed"))
	}
	mixed := play(t, "replicate/chasm", 20, effort, "segment.2.heeds.influentials=1.3333333333", "segment.2.heeds.imitators=0.8571428571")
	return append(all,
		sold(p, 2, 4).less(sold(p, 6, 8)).positive("First peak less chasm", "above 0", "a dip: 4 weeks of one market"),
		sold(p, 12, 14).less(sold(p, 6, 8)).positive("Second peak less chasm", "above 0", ""),
		sold(mixed, 6, 8).less(sold(mixed, 12, 14)).positive("With cross-talk w = .4: weeks 7–8 less 13–14", "above 0", "no second peak: the saddle is gone"))
}

const replicationsHead = `# What published studies say, and what Grapevine gets

<!-- Made by a test, in some minutes: go test ./cmd/grapevine -run Replications -update -->

The scenarios of ` + "`grapevine list replicate`" + `, each beside the study that it replicates.
Numbers in brackets are 90 % intervals of the mean over runs. *Holds*: a number is
within 4.5 standard errors (and what a market of its size may differ by from the
limit for which the number is known); a sign has t above 4 under the same luck.
*Differs*: we know that, and the remark says why.
`
