package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"grapevine/sim/experiment"
	"grapevine/sim/experiment/decide"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// decide runs each strategy only as often as it takes to choose the best.
func (r *runCommand) decide(ctx context.Context, t *terminal) error {
	l, err := loadTrials(r.File, r.Set, r.Seed, r.Workers)
	if err != nil {
		return err
	}
	if len(l.s.Strategies) < 2 || l.s.Objective.Metric() == "" {
		return usage(errors.New("--until decided: want two strategies and an [objective]"))
	}
	p := decide.Problem{Arms: len(l.s.Strategies), Minimise: l.d.Objective.Minimise}
	if p.Error, err = share(r.Error); err != nil || p.Error >= 1 {
		return usage(fmt.Errorf("--error=%s: want a probability above 0 and below 1, as 5%%", r.Error))
	}
	if p.Relative = strings.HasSuffix(r.Closeness, "%"); p.Relative {
		p.Indifference, err = share(r.Closeness)
	} else {
		p.Indifference, err = strconv.ParseFloat(r.Closeness, 64)
	}
	if err != nil || !(p.Indifference > 0) {
		return usage(fmt.Errorf("--closeness=%s: want an amount above 0, or a share of the best mean, as 1%%", r.Closeness))
	}
	folder, err := folderFor(r.Output, l.s.Name, r.Force)
	if err != nil {
		return err
	}
	defer folder.Discard()
	runs := make([][][]float64, p.Arms) // by strategy, replicate and metric
	p.Draw = func(ctx context.Context, arms []int, from, to int) ([][]float64, error) {
		return l.draw(ctx, arms, from, to, runs)
	}
	show, finish := t.progress("deciding", r.Quiet)
	d, err := decide.Run(ctx, p, func(n int) {
		if show != nil {
			show(n, n+1)
		}
	})
	finish()
	if err != nil {
		return t.gaveUp(err)
	}
	if err := l.decision(folder, d, runs); err != nil {
		return err
	}
	if err := l.commit(folder, t.args, d.Arms[d.Best].N, true); err != nil {
		return err
	}
	l.say(t, d, p, r.Quiet)
	_, err = fmt.Fprintf(t.out, "\nresults: %s\n", folder.Target())
	return err
}

// draw runs some of the strategies under the luck of some replicates.
func (l *trials) draw(ctx context.Context, arms []int, from, to int, runs [][][]float64) ([][]float64, error) {
	some := experiment.Trials{Workers: l.Workers, At: func([]string) (experiment.Design, error) {
		d := l.d
		d.Strategies = nil
		for _, i := range arms {
			d.Strategies = append(d.Strategies, l.d.Strategies[i])
		}
		d.Baseline, d.Apart, d.RecordEvery = "", true, -1
		d.Ladders, d.Without, d.Objective.Horizons = nil, nil, nil
		return d, nil
	}}
	kept, err := experiment.Try(ctx, &some, [][]string{nil}, from, to, func(r *experiment.Replicate) []*experiment.Outcome { return r.Outcomes })
	if err != nil {
		return nil, err
	}
	values := make([][]float64, len(arms))
	for _, outcomes := range kept[0] {
		for k, o := range outcomes {
			if o.Err != nil {
				return nil, o.Err
			}
			values[k] = append(values[k], o.Metrics[l.response])
			runs[arms[k]] = append(runs[arms[k]], o.Metrics)
		}
	}
	return values, nil
}

// decision writes runs.csv and decision.csv.
func (l *trials) decision(folder *results.Folder, d *decide.Decision, runs [][][]float64) error {
	columns := []string{"strategy", "replicate", "seed"}
	for _, m := range metric.Kinds {
		columns = append(columns, m.Name)
	}
	table, err := folder.Table("runs.csv", columns...)
	if err != nil {
		return err
	}
	for k := range d.Arms[d.Best].N {
		for i := range runs {
			if k >= len(runs[i]) {
				continue
			}
			table.Text(l.s.Strategies[i].Name).Int(k + 1).Uint(uint64(l.s.Seed))
			for _, x := range runs[i][k] {
				table.Float(x)
			}
			if err := table.End(); err != nil {
				return err
			}
		}
	}
	if err := table.Close(); err != nil {
		return err
	}
	table, err = folder.Table("decision.csv", "strategy", "metric", "n", "mean", "out_after", "short_of_best", "ci_low", "ci_high", "chosen")
	if err != nil {
		return err
	}
	for i, a := range d.Arms {
		table.Text(l.s.Strategies[i].Name).Text(metric.Kinds[l.response].Name).Int(a.N).Float(a.Mean).Int(a.Out).Float(a.Short).Float(a.Low).Float(a.High)
		if err := table.Text(strconv.FormatBool(i == d.Best)).End(); err != nil {
			return err
		}
	}
	return table.Close()
}

// say says what was decided, and how surely.
func (l *trials) say(t *terminal, d *decide.Decision, p decide.Problem, quiet bool) {
	name := func(i int) string { return l.s.Strategies[i].Name }
	a := experiment.Answer{Objective: l.d.Objective, Currency: l.d.Currency}
	if !quiet {
		fmt.Fprintf(t.out, "%s\n%s; %s runs, where the decision was\n\n", titleOf(l.s), l.s.Badge(), thousands(d.Runs))
		w := bareTable(t.out)
		w.AppendHeader(table.Row{"strategy", "runs", l.d.Objective.Metric, "short of the best", "out after"})
		for i, arm := range d.Arms {
			row := table.Row{name(i), thousands(arm.N), a.Amount(arm.Mean), "–", "–"}
			if i != d.Best {
				row[3] = fmt.Sprintf("%s [%s, %s]", a.Amount(arm.Short), a.Amount(arm.Low), a.Amount(arm.High))
			}
			if arm.Out > 0 {
				row[4] = fmt.Sprintf("%d", arm.Out)
			}
			w.AppendRow(row)
		}
		numbers(w, 5)
		w.Render()
		fmt.Fprintf(t.out, "\nIntervals: %.3g %%, %s.\n", 100*(1-p.Error), decide.Intervals)
	}
	if d.Decided {
		fmt.Fprintf(t.out, "Decided: %s. If it is the best by %s or more, another would have been chosen with a probability of %.3g %% at most.\n", name(d.Best), a.Amount(d.Indifference), 100*p.Error)
		return
	}
	fmt.Fprintf(t.out, "Not decided within the most runs allowed: %s has the best mean so far; ask with a larger --closeness, or take the cheaper one.\n", name(d.Best))
}
