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
	File       string   `arg:"" predictor:"file" help:"Scenario file, or the name of a preset."`
	Lever      []string `sep:"none" help:"Value to tune, with its range; may be given again. budget.shares stands for all shares of a [budget]. Left out: those of [sweep.vary]." placeholder:"KEY=LOW:HIGH"`
	Strategy   string   `help:"Strategy to tune; that of the levers if they name one, else the only one."`
	Budget     *float64 `help:"What the strategy may cost on average; [objective] budget if left out, 0 for no limit." placeholder:"AMOUNT"`
	Judge      string   `help:"Judge by the mean over runs, or by p10: what nine runs in ten exceed." enum:"mean,p10" default:"mean"`
	Replicates int      `help:"Runs that a trial is judged by." default:"20" placeholder:"N"`
	Trials     int      `help:"Most trials; 40 for each lever if left out." placeholder:"N"`
	Fresh      int      `help:"Runs with other luck, by which the outcome is told." default:"50" placeholder:"N"`
	Seed       *int64   `help:"Seed of all luck; the scenario's if left out."`
	Workers    int      `help:"Processors to use; all if left out. The results are the same for any number." placeholder:"N"`
	Output     string   `short:"o" help:"Folder for the results; results/<scenario>-optimised if left out." placeholder:"DIR"`
	Force      bool     `help:"Replace the results that are in the folder."`
	Set        []string `sep:"none" help:"Set a key of the scenario, as product.price=50; may be given again." placeholder:"KEY=VALUE"`
	NoPlots    bool     `help:"Draw no pictures."`
	Quiet      bool     `short:"q" help:"Print the answer alone."`
}

// Run carries the command out.
func (c *optimiseCommand) Run(ctx context.Context, t *terminal) error {
	l, err := loadTrials(c.File, c.Set, c.Seed, c.Workers)
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
		Levers: levers, Minimise: l.d.Objective.Minimise, Limit: l.s.Objective.Budget, Cautious: c.Judge == "p10",
		Replicates: c.Replicates, Trials: c.Trials, Fresh: c.Fresh, Seed: uint64(l.s.Seed),
	}
	if c.Budget != nil {
		p.Limit = *c.Budget
	}
	p.Try = func(ctx context.Context, values []float64, from, to int) ([]optimum.Run, error) {
		var set []string
		for k, v := range values {
			set = append(set, levers[k].Key+"="+spell(v))
		}
		return l.runs(ctx, set, arm, from, to)
	}
	folder, err := folderFor(c.Output, l.s.Name+"-optimised", c.Force)
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

// runs returns what a strategy achieves and costs, by replicate.
func (l *trials) runs(ctx context.Context, set []string, arm, from, to int) ([]optimum.Run, error) {
	one := l.Trials
	one.At = func(set []string) (experiment.Design, error) {
		d, err := l.At(set)
		if err != nil {
			return d, err
		}
		d.Strategies = d.Strategies[arm : arm+1]
		d.Baseline, d.Apart, d.Ladders = "", true, nil
		return d, nil
	}
	cost := metric.Named(metric.Cost.Name)
	kept, err := experiment.Try(ctx, &one, [][]string{set}, from, to, func(r *experiment.Replicate) *experiment.Outcome { return r.Outcomes[0] })
	if err != nil {
		return nil, err
	}
	var all []optimum.Run
	for _, o := range kept[0] {
		if o.Err != nil {
			return nil, o.Err
		}
		all = append(all, optimum.Run{Value: o.Metrics[l.response], Cost: o.Metrics[cost]})
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

// tables writes optimum.csv and curves.csv.
func (c *optimiseCommand) tables(folder *results.Folder, l *trials, levers []optimum.Lever, arm int, found *optimum.Optimum) error {
	table, err := folder.Table("optimum.csv", "strategy", "key", "now", "suggested", "min", "max")
	if err != nil {
		return err
	}
	suggested := scaled(levers, found.Values)
	for k, v := range levers {
		if err := table.Text(l.s.Strategies[arm].Name).Text(v.Key).Float(v.Now).Float(suggested[k]).Float(v.Min).Float(v.Max).End(); err != nil {
			return err
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	if table, err = folder.Table("curves.csv", "strategy", "key", "value", "metric", "n", "mean", "ci_low", "ci_high", "cost", "marginal_return", "mark"); err != nil {
		return err
	}
	for _, p := range found.Curves {
		e := p.Result
		table.Text(l.s.Strategies[arm].Name).Text(levers[p.Lever].Key).Float(p.Value).Text(l.d.Objective.Metric).Int(e.N).Float(e.Mean).Float(e.Low).Float(e.High)
		if err := table.Float(p.Cost).Float(p.Return).Text(p.Mark).End(); err != nil {
			return err
		}
	}
	return table.Close()
}

// print says what is suggested and what it brings.
func (c *optimiseCommand) print(t *terminal, l *trials, levers []optimum.Lever, arm int, p optimum.Problem, found *optimum.Optimum) {
	a := experiment.Answer{Objective: l.d.Objective, Currency: l.d.Currency}
	name := l.s.Strategies[arm].Name
	suggested := scaled(levers, found.Values)
	if !c.Quiet {
		fmt.Fprintf(t.out, "%s\n%s; %s tuned to %s in %s trials of %s runs, told by %s fresh runs\n\n", l.title(), l.s.Badge(), name, l.d.Objective.Metric, thousands(found.Trials), thousands(c.Replicates), thousands(c.Fresh))
		w := bareTable(t.out)
		w.AppendHeader(table.Row{"lever", "now", "suggested", "from", "to"})
		for k, v := range levers {
			w.AppendRow(table.Row{v.Key, neat(v.Now), neat(suggested[k]), neat(v.Min), neat(v.Max)})
		}
		numbers(w, 5)
		w.Render()
		fmt.Fprintln(t.out)
	}
	fmt.Fprintf(t.out, "%s of %s: %s now, %s as suggested; better by %s, replicate by replicate.\n", l.d.Objective.Metric, name, a.Interval(found.Now), a.Interval(found.Suggested), a.Interval(found.Gain))
	if !(found.Gain.Low > 0) {
		fmt.Fprintln(t.out, "That is no more than chance: leave the levers where they are, or give more --trials.")
	}
	money := func(x float64) string { return experiment.Money(x, l.s.Currency) }
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
