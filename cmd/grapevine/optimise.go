package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/optimum"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// optimiseCommand tunes levers to the objective.
type optimiseCommand struct {
	trialFlags
	Lever      []string `sep:"none" help:"Value to tune, with its range; may be given again. budget.shares stands for all shares of a [budget]. Left out: those of [sweep.vary]." placeholder:"KEY=LOW:HIGH"`
	Strategy   string   `help:"Strategy to tune; that of the levers if they name one, else the only one."`
	Budget     *float64 `help:"What the strategy may cost on average; [objective] budget if left out, 0 for no limit." placeholder:"AMOUNT"`
	Against    string   `help:"A second metric, as reach: tell also which values are best of both, of which no one can be had without giving up the other. Takes as many trials again." placeholder:"METRIC"`
	Judge      string   `help:"Judge by the mean over runs; by p10, what nine runs in ten exceed; or by markets, the share of runs in which the strategy beats the others, each run being a market of its own." enum:"mean,p10,markets" default:"mean"`
	Replicates int      `help:"Runs that a trial is judged by." default:"20" placeholder:"N"`
	Trials     int      `help:"Most trials; 40 for each lever if left out." placeholder:"N"`
	Fresh      int      `help:"Runs with other luck, by which the outcome is told." default:"50" placeholder:"N"`
}

// Run carries the command out.
func (c *optimiseCommand) Run(ctx context.Context, t *terminal) error {
	l, err := c.load()
	if err != nil {
		return err
	}
	if l.s.Objective.Metric() == "" {
		return usage(errors.New("there is nothing to tune to: add an [objective], as maximise = \"profit\""))
	}
	if c.Replicates < 2 || c.Fresh < 2 {
		return usage(fmt.Errorf("--replicates=%d, --fresh=%d: want 2 or more", c.Replicates, c.Fresh))
	}
	levers, err := c.levers(l)
	if err != nil {
		return usage(err)
	}
	arm, err := c.arm(l, levers)
	if err != nil {
		return usage(err)
	}
	p := optimum.Problem{
		Levers: levers, Minimise: l.d.Objective.Minimise, Limit: l.s.Objective.Budget, Judge: judges[c.Judge],
		Replicates: c.Replicates, Trials: c.Trials, Fresh: c.Fresh, Seed: uint64(l.s.Seed),
	}
	if c.Budget != nil {
		p.Limit = *c.Budget
	}
	other := -1
	if c.Against != "" {
		if other = metric.Named(c.Against); other < 0 {
			return usage(fmt.Errorf("--against=%s: there is no such metric: grapevine list metrics", c.Against))
		}
		p.Front, p.OtherLess = true, metric.Kinds[other].Better < 0
	}
	p.Try = func(ctx context.Context, values []float64, from, to int) ([]optimum.Run, error) {
		return l.runs(ctx, settings(levers, values, func(v optimum.Lever) string { return v.Key }), arm, other, p.Judge == optimum.Markets, from, to)
	}
	folder, err := c.folder(l, "optimised")
	if err != nil {
		return err
	}
	defer folder.Discard()
	show, finish := t.progress("tuning", c.Quiet)
	found, err := optimum.Find(ctx, p, show)
	finish()
	if err != nil {
		return t.gaveUp(err)
	}
	if err := c.tables(folder, l, levers, arm, found); err != nil {
		return err
	}
	if err := l.commit(folder, t.args, c.Fresh, c.NoPlots); err != nil {
		return err
	}
	c.print(t, l, levers, arm, p, found)
	fmt.Fprintf(t.out, "\nresults: %s\n", folder.Target())
	return nil
}

// levers reads what is to be tuned.
func (c *optimiseCommand) levers(l *trials) (all []optimum.Lever, err error) {
	var asked []scenarios.Lever
	if c.Lever == nil && l.s.Sweep != nil {
		asked = l.s.Levers()
	}
	for _, text := range c.Lever {
		key, span, ok := cutRange(text)
		if shares := l.s.Under(key); !ok && strings.HasSuffix(key, "budget.shares") && len(shares) > 0 {
			for _, v := range shares {
				v.Max = 1
				asked = append(asked, v)
			}
			continue
		}
		v, known := l.s.Lever(key)
		if !ok || !known {
			return nil, fmt.Errorf("--lever=%s: want KEY=LOW:HIGH with LOW below HIGH, for a key that the scenario has; see grapevine explain %s", text, key)
		}
		v.Min, v.Max = span[0], span[1]
		asked = append(asked, v)
	}
	for _, v := range asked {
		now, err := strconv.ParseFloat(v.Value, 64)
		if err != nil || v.Max <= v.Min {
			return nil, fmt.Errorf("%s = %s: want a number with a range to tune it in", v.Key, v.Value)
		}
		all = append(all, optimum.Lever{Key: v.Key, Now: now, Min: v.Min, Max: v.Max, Whole: v.Whole})
	}
	if len(all) == 0 {
		return nil, errors.New("there is no lever: name some with --lever, as --lever product.price=30:50, or in [sweep.vary]")
	}
	return all, nil
}

// arm returns the strategy to tune.
func (c *optimiseCommand) arm(l *trials, levers []optimum.Lever) (int, error) {
	name := c.Strategy
	for _, v := range levers {
		if rest, ok := strings.CutPrefix(v.Key, "strategy."); ok && name == "" {
			for _, y := range l.s.Strategies {
				if strings.HasPrefix(rest, y.Name+".") || strings.HasPrefix(rest, strconv.Quote(y.Name)+".") {
					name = y.Name
				}
			}
		}
	}
	if name == "" && len(l.s.Strategies) == 1 {
		return 0, nil
	}
	k := slices.IndexFunc(l.s.Strategies, func(y scenarios.Strategy) bool { return y.Name == name })
	if k < 0 {
		var names []string
		for _, y := range l.s.Strategies {
			names = append(names, y.Name)
		}
		return 0, fmt.Errorf("--strategy=%s: want the strategy to tune: one of %s", c.Strategy, strings.Join(names, ", "))
	}
	return k, nil
}

var judges = map[string]optimum.Judge{"mean": optimum.Mean, "p10": optimum.P10, "markets": optimum.Markets}

// runs returns what a strategy achieves and costs, by replicate, and what the best
// of the others achieves if they are asked for: without any, itself as it is now.
func (l *trials) runs(ctx context.Context, set []string, arm, other int, rivals bool, from, to int) ([]optimum.Run, error) {
	sets := [][]string{set}
	alone := len(l.d.Strategies) == 1 || !rivals
	if rivals && alone {
		sets = append(sets, nil)
	}
	one := l.uncompared(func(d *experiment.Design) {
		if alone {
			d.Strategies = d.Strategies[arm : arm+1]
		}
	})
	cost := metric.Named(metric.Cost.Name)
	kept, err := experiment.Try(ctx, &one, sets, from, to, func(r *experiment.Replicate) []*experiment.Outcome { return r.Outcomes })
	if err != nil {
		return nil, err
	}
	var all []optimum.Run
	for k, outcomes := range kept[0] {
		own, against := outcomes[0], outcomes[:0:0]
		switch {
		case rivals && alone:
			against = kept[1][k]
		case rivals:
			own = outcomes[arm]
			against = slices.Delete(slices.Clone(outcomes), arm, arm+1)
		}
		r := optimum.Run{Other: math.NaN(), Rival: math.NaN()}
		if own.Err != nil {
			return nil, own.Err
		}
		r.Value, r.Cost = own.Metrics[l.response], own.Metrics[cost]
		if other >= 0 {
			r.Other = own.Metrics[other]
		}
		for _, o := range against {
			if o.Err != nil {
				return nil, o.Err
			}
			if x := o.Metrics[l.response]; math.IsNaN(r.Rival) || x > r.Rival != l.d.Objective.Minimise {
				r.Rival = x
			}
		}
		all = append(all, r)
	}
	return all, nil
}

// scaled returns the values with shares of a budget adding up to 1, which is how
// they are read.
func scaled(levers []optimum.Lever, values []float64) []float64 {
	out := slices.Clone(values)
	sums := map[string]float64{}
	group := func(key string) string {
		if at := strings.Index(key, "budget.shares."); at >= 0 {
			return key[:at] + "budget.shares"
		}
		return ""
	}
	for k, v := range levers {
		sums[group(v.Key)] += values[k]
	}
	for k, v := range levers {
		if g := group(v.Key); g != "" && sums[g] > 0 {
			out[k] /= sums[g]
		}
	}
	return out
}

// tables writes optimum.csv, outcome.csv, curves.csv and front.csv.
func (c *optimiseCommand) tables(folder *results.Folder, l *trials, levers []optimum.Lever, arm int, found *optimum.Optimum) error {
	name := l.s.Strategies[arm].Name
	table, err := folder.Table("optimum.csv", "strategy", "key", "now", "suggested", "min", "max")
	if err != nil {
		return err
	}
	suggested := scaled(levers, found.Values)
	for k, v := range levers {
		if err := table.Text(name).Text(v.Key).Float(v.Now).Float(suggested[k]).Float(v.Min).Float(v.Max).End(); err != nil {
			return err
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	if table, err = folder.Table("outcome.csv", "strategy", "of", "metric", "n", "mean", "ci_low", "ci_high", "p10", "cost", "markets_won"); err != nil {
		return err
	}
	for _, r := range []struct {
		of        string
		e         experiment.Estimate
		cost, won float64
	}{{"now", found.Now, found.Costs[0], found.Won[0]}, {"suggested", found.Suggested, found.Costs[1], found.Won[1]}, {"gain", found.Gain, found.Costs[1] - found.Costs[0], math.NaN()}} {
		table.Text(name).Text(r.of).Text(l.d.Objective.Metric).Int(r.e.N).Float(r.e.Mean).Float(r.e.Low).Float(r.e.High).Float(r.e.P10)
		if err := table.Float(r.cost).Float(r.won).End(); err != nil {
			return err
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	if table, err = folder.Table("curves.csv", "strategy", "key", "value", "metric", "n", "mean", "ci_low", "ci_high", "cost", "marginal_return", "return_low", "return_high", "mark"); err != nil {
		return err
	}
	for _, p := range found.Curves {
		e, r := p.Result, p.Return
		table.Text(name).Text(levers[p.Lever].Key).Float(p.Value).Text(l.d.Objective.Metric).Int(e.N).Float(e.Mean).Float(e.Low).Float(e.High)
		if err := table.Float(p.Cost).Float(r.Mean).Float(r.Low).Float(r.High).Text(p.Mark).End(); err != nil {
			return err
		}
	}
	if err := table.Close(); err != nil || found.Front == nil {
		return err
	}
	return c.front(folder, l, levers, name, found)
}

// front writes front.csv.
func (c *optimiseCommand) front(folder *results.Folder, l *trials, levers []optimum.Lever, name string, found *optimum.Optimum) error {
	columns := []string{"strategy", "mark"}
	for _, v := range levers {
		columns = append(columns, v.Key)
	}
	table, err := folder.Table("front.csv", append(columns, "metric", "n", "mean", "ci_low", "ci_high", "against", "against_mean", "against_low", "against_high", "cost")...)
	if err != nil {
		return err
	}
	for _, p := range found.Front {
		table.Text(name).Text(p.Mark)
		for _, x := range scaled(levers, p.Values) {
			table.Float(x)
		}
		table.Text(l.d.Objective.Metric).Int(p.Result.N).Float(p.Result.Mean).Float(p.Result.Low).Float(p.Result.High)
		if err := table.Text(c.Against).Float(p.Other.Mean).Float(p.Other.Low).Float(p.Other.High).Float(p.Cost).End(); err != nil {
			return err
		}
	}
	return table.Close()
}

// print says what is suggested and what it brings.
func (c *optimiseCommand) print(t *terminal, l *trials, levers []optimum.Lever, arm int, p optimum.Problem, found *optimum.Optimum) {
	a := experiment.Answer{Objective: l.d.Objective, Currency: l.d.Currency}
	name := l.s.Strategies[arm].Name
	money := func(x float64) string { return experiment.Money(x, l.s.Currency) }
	if !c.Quiet {
		fmt.Fprintf(t.out, "%s\n%s; %s tuned to %s in %s trials of %s runs, told by %s fresh runs\n\n", titleOf(l.s), l.s.Badge(), name, c.goal(l), thousands(found.Trials), thousands(c.Replicates), thousands(c.Fresh))
		c.leversTable(t, l, levers, found)
		if found.Front != nil {
			c.choices(t, &a, levers, found)
		}
	}
	fmt.Fprintf(t.out, "%s of %s: %s now, %s as suggested; better by %s, replicate by replicate.\n", l.d.Objective.Metric, name, a.Interval(found.Now), a.Interval(found.Suggested), a.Interval(found.Gain))
	if p.Judge == optimum.Markets {
		rivals := "the others"
		if len(l.s.Strategies) == 1 {
			rivals = "itself as it is now"
		}
		fmt.Fprintf(t.out, "It beats %s in %s of the fresh runs now, in %s as suggested; each run is a market of its own.\n", rivals, chance(found.Won[0]), chance(found.Won[1]))
	}
	if !(found.Gain.Low > 0) && p.Judge == optimum.Mean {
		fmt.Fprintln(t.out, "That is no more than chance: leave the levers where they are, or give more --trials.")
	}
	line := fmt.Sprintf("It costs %s now, %s as suggested", money(found.Costs[0]), money(found.Costs[1]))
	switch {
	case p.Limit > 0 && found.Costs[1] > 1.005*p.Limit:
		line += ", which is over the limit of " + money(p.Limit) + ": no values within it were found"
	case p.Limit > 0:
		line += ", within the limit of " + money(p.Limit)
	}
	fmt.Fprintln(t.out, line+".")
	for k, v := range levers {
		for _, e := range []float64{v.Min, v.Max} {
			if math.Abs(found.Values[k]-e) < 0.005*(v.Max-v.Min) && !strings.Contains(v.Key, "budget.shares") {
				fmt.Fprintf(t.out, "%s is at an end of its range: the best may lie beyond.\n", v.Key)
			}
		}
	}
}

func (c *optimiseCommand) goal(l *trials) string {
	switch judges[c.Judge] {
	case optimum.P10:
		return "the " + l.d.Objective.Metric + " that nine runs in ten exceed"
	case optimum.Markets:
		return "the share of markets won by " + l.d.Objective.Metric
	}
	return l.d.Objective.Metric
}

// leversTable prints the levers, and what more of each brings.
func (c *optimiseCommand) leversTable(t *terminal, l *trials, levers []optimum.Lever, found *optimum.Optimum) {
	suggested := scaled(levers, found.Values)
	more := 1.0 // of cost
	write := func(e experiment.Estimate) string {
		if math.IsNaN(e.Mean) {
			return "–" // it costs nothing
		}
		return fmt.Sprintf("%s [%s, %s]", neat(more*e.Mean), neat(more*e.Low), neat(more*e.High))
	}
	if metric.Kinds[l.response].Unit != "money" {
		more = 1000
	}
	w := bareTable(t.out)
	w.AppendHeader(table.Row{"lever", "now", "suggested", "from", "to", fmt.Sprintf("%s more of cost brings, now", experiment.Money(more, l.s.Currency)), "as suggested"})
	for k, v := range levers {
		w.AppendRow(table.Row{v.Key, neat(v.Now), neat(suggested[k]), neat(v.Min), neat(v.Max), write(found.Marginal(k, "now")), write(found.Marginal(k, "suggested"))})
	}
	numbers(w, 7)
	w.Render()
	fmt.Fprintln(t.out)
}

// choices prints the front.
func (c *optimiseCommand) choices(t *terminal, a *experiment.Answer, levers []optimum.Lever, found *optimum.Optimum) {
	other := experiment.Answer{Objective: experiment.Objective{Metric: c.Against}, Currency: a.Currency}
	fmt.Fprintf(t.out, "The best of %s and %s: more of one is to be had for the other alone.\n\n", a.Objective.Metric, c.Against)
	w := bareTable(t.out)
	head := table.Row{""}
	for _, v := range levers {
		head = append(head, v.Key)
	}
	w.AppendHeader(append(head, a.Objective.Metric, c.Against, "cost"))
	for _, p := range found.Front {
		row := table.Row{p.Mark}
		for _, x := range scaled(levers, p.Values) {
			row = append(row, neat(x))
		}
		w.AppendRow(append(row, a.Interval(p.Result), other.Interval(p.Other), experiment.Money(p.Cost, a.Currency)))
	}
	numbers(w, len(levers)+4)
	w.Render()
	fmt.Fprintln(t.out)
}
