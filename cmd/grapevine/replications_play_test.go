package main

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	luck "grapevine/chance"
	"grapevine/network"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

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

// sure is how many standard errors a mean is off as rarely as one of many runs
// is off by 4.5: of a few runs the standard error itself is not sure (Student
// 1908).
func (s sample) sure() float64 {
	return distuv.StudentsT{Sigma: 1, Nu: float64(len(s) - 1)}.Quantile(distuv.UnitNormal.CDF(4.5))
}

// is holds a mean to a number that is known up to a standard error, and to
// what a market of so many people differs by from the limit.
func (s sample) is(what string, want, wantSE, finite float64, remark string) finding {
	m, se := s.mean()
	published := fmt.Sprintf("%.4g", want)
	if wantSE > 0 {
		published += fmt.Sprintf(" ± %.2g", wantSE)
	}
	return finding{what: what, published: published, ours: s.String(), remark: remark, holds: math.Abs(m-want) <= math.Hypot(s.sure()*se, 4.5*wantSE)+finite}
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

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
