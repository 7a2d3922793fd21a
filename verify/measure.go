package verify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment"
)

// measure runs a rung and returns, for each of its wants, the sample, and the
// number of customers.
func (r *Rung) measure(ctx context.Context, workers int) (samples [][]float64, customers int, err error) {
	samples = make([][]float64, len(r.Want))
	switch {
	case r.Check != "":
		values, err := Checks[r.Check](r.With)
		for k := range r.Want {
			samples[k] = values[r.Want[k].label(r)]
		}
		return samples, 1, err
	case r.Graph != "":
		return samples, r.Nodes, r.graphs(ctx, samples, workers)
	}
	s, err := scenarios.Load(r.Scenario, r.Set)
	if err != nil {
		return nil, 0, err
	}
	d := experiment.Design{Seed: uint64(s.Seed), Replicates: r.Replicates, Discount: s.Money.Discount, Workers: workers}
	d.Strategies = []experiment.Arm{{Name: "rung", Plan: r.plan(s)}}
	if r.Against != nil {
		other, err := scenarios.Load(r.Scenario, r.Against)
		if err != nil {
			return nil, 0, err
		}
		d.Strategies = append(d.Strategies, experiment.Arm{Name: "against", Plan: r.plan(other)})
	}
	for replicate, err := range experiment.Run(ctx, d, nil) {
		if err != nil {
			return nil, 0, err
		}
		for k := range r.Want {
			values := make([][]float64, len(replicate.Outcomes))
			for a, o := range replicate.Outcomes {
				if o.Err != nil {
					return nil, 0, o.Err
				}
				if values[a], err = r.Want[k].of(r, s, o); err != nil {
					return nil, 0, err
				}
			}
			if r.Against != nil {
				values[0][0] -= values[1][0]
			}
			samples[k] = append(samples[k], values[0]...)
		}
	}
	return samples, s.Customers, nil
}

// plan is that of the scenario's first strategy. Lives are only kept if a want
// asks for them.
func (r *Rung) plan(s *scenarios.Scenario) *sim.Plan {
	p := s.Strategies[0].Plan
	for _, w := range r.Want {
		p.Record.Customers = p.Record.Customers || slices.ContainsFunc(stories, func(of string) bool { return strings.HasPrefix(w.label(r), of) })
	}
	return p
}

// stories are the beginnings of what is read from customers' stories.
var stories = []string{"life ", "time to ", "ever ", "discounted "}

// of reads what is wanted from one run: a weekly column by its name, a
// response as "metric NAME", the sizes of the trees of recommendation as
// "cascades", the first week in which a share of the market is reached as
// "weeks to n_customer", and of every customer's story a number that [lives]
// knows, as "life purchases" or "life aware". "time to customer" is when a share
// of the market had reached it, to the moment; "ever customer" the share who ever
// did; "discounted customer" what all who reached it after the start are worth by
// customer, one each, at a rate of discount.
func (w *Want) of(r *Rung, s *scenarios.Scenario, o *experiment.Outcome) ([]float64, error) {
	read := w.Read
	if read == "" {
		read = r.Read
	}
	if name, ok := strings.CutPrefix(read, "metric "); ok {
		x, err := metricOf(o, name)
		return []float64{x}, err
	}
	if name, ok := strings.CutPrefix(read, "life "); ok {
		all, err := lives(name, o)
		if err != nil || w.Who == nil {
			return all, err
		}
		x := all[*w.Who]
		if w.Week != nil {
			x = indicator(x <= float64(*w.Week))
		}
		return []float64{x}, nil
	}
	if stage, ok := strings.CutPrefix(read, "time to "); ok {
		all, err := lives(stage, o)
		if err != nil {
			return nil, err
		}
		slices.Sort(all)
		x := all[int(math.Ceil(float64(w.Reach*float64(len(all)))))-1]
		if math.IsInf(x, 1) {
			return nil, fmt.Errorf("%g of the market did not become %s", w.Reach, stage)
		}
		return []float64{x}, nil
	}
	if stage, ok := strings.CutPrefix(read, "ever "); ok {
		all, err := lives(stage, o)
		ever := 0.0
		for _, at := range all {
			ever += indicator(!math.IsInf(at, 1))
		}
		return []float64{ever / float64(len(all))}, err
	}
	if stage, ok := strings.CutPrefix(read, "discounted "); ok {
		all, err := lives(stage, o)
		worth := 0.0
		for _, at := range all {
			if at > 0 {
				worth += math.Exp(-float64(w.Rate * at))
			}
		}
		return []float64{worth / float64(len(all))}, err
	}
	if read == "cascades" {
		var sizes []float64
		for size, n := range o.Cascades {
			for range n {
				sizes = append(sizes, float64(size))
			}
		}
		return sizes, nil
	}
	read, first := strings.CutPrefix(read, "weeks to ")
	i := slices.Index(o.Columns, read)
	if i < 0 {
		return nil, fmt.Errorf("there is no column %q", read)
	}
	weeks := len(o.Weekly) / len(o.Columns)
	market := float64(s.Customers)
	if first {
		week := slices.IndexFunc(o.Weekly[i*weeks:(i+1)*weeks], func(x float64) bool { return x >= float64(w.Reach*market) })
		if week < 0 {
			return nil, fmt.Errorf("%g of the market was not reached", w.Reach)
		}
		return []float64{float64(week)}, nil
	}
	week := weeks - 1
	if w.Week != nil {
		week = *w.Week
	}
	if week >= weeks {
		return nil, fmt.Errorf("the scenario has no week %d", week)
	}
	x := o.Weekly[i*weeks+week]
	switch {
	case w.Above > 0:
		return []float64{indicator(x > float64(w.Above*market))}, nil
	case w.Among > 0 && x <= float64(w.Among*market):
		return nil, nil
	case r.Share:
		x /= market
	}
	return []float64{x}, nil
}

// indicator is 1 if something is so, else 0.
func indicator(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

// lives reads a number of every customer's story: purchases, those after the
// first (repeats), conversations, value in money, satisfaction or bond at the
// end, or the week at which a stage was first reached, infinite if never.
func lives(name string, o *experiment.Outcome) (all []float64, err error) {
	stage := slices.Index(o.Stages, name)
	for _, l := range o.Lives {
		switch {
		case name == "purchases":
			all = append(all, float64(l.Purchases))
		case name == "repeats":
			all = append(all, float64(l.Purchases-1))
		case name == "conversations":
			all = append(all, float64(l.Conversations))
		case name == "value":
			all = append(all, l.Value)
		case name == "satisfaction":
			all = append(all, l.Satisfaction)
		case name == "bond":
			all = append(all, l.Bond)
		case stage < 0:
			return nil, fmt.Errorf("no story tells of %q", name)
		case math.IsNaN(l.Reached[stage]):
			all = append(all, math.Inf(1))
		default:
			all = append(all, l.Reached[stage])
		}
	}
	return all, nil
}

// graphs makes the graphs of a rung and measures them.
func (r *Rung) graphs(ctx context.Context, samples [][]float64, workers int) error {
	const head = "title = \"a graph\"\nweeks = 1\n"
	s, err := scenarios.LoadBytes("graph.toml", []byte(head), []string{fmt.Sprintf("customers=%d", r.Nodes), "network.ties=" + r.Graph})
	if err != nil {
		return err
	}
	make := s.Strategies[0].Plan.Layers[0].Graph
	for k := range max(r.Replicates, 1) {
		if err := ctx.Err(); err != nil {
			return err
		}
		luck := chance.Of(uint64(s.Seed), k+1)
		g, err := make.Generate(r.Nodes, luck, workers)
		if err != nil {
			return err
		}
		for i := range r.Want {
			w := &r.Want[i]
			of := statistics[w.label(r)]
			if of == nil {
				return fmt.Errorf("no statistic of a graph is called %q", w.label(r))
			}
			samples[i] = append(samples[i], of(made{g, make, luck})...)
		}
	}
	return nil
}
