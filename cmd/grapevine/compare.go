package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"grapevine/sim/experiment"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// compareCommand puts the strategies of several scenarios or results side by
// side.
type compareCommand struct {
	Of         []string `arg:"" name:"scenario-or-folder" predictor:"file" help:"Results folders, scenario files or names of presets, two or more; scenarios are run first."`
	Objective  string   `help:"Metric to judge by, as profit; that of the first if left out."`
	Seed       *int64   `help:"Seed of scenarios that are run."`
	Replicates *int     `help:"Runs of every strategy of scenarios that are run." placeholder:"N"`
	Workers    int      `help:"Processors to use; all if left out." placeholder:"N"`
	JSON       bool     `name:"json" help:"Print one JSON object."`
}

// side is one results folder to compare.
type side struct {
	dir string
	m   results.Manifest
	run *results.Table
}

// Run carries the command out.
func (c *compareCommand) Run(ctx context.Context, t *terminal) error {
	if len(c.Of) < 2 {
		return usage(fmt.Errorf("compare %s: want two or more scenarios or results folders", strings.Join(c.Of, " ")))
	}
	var sides []side
	for _, of := range c.Of {
		s, err := c.side(ctx, t, of)
		if err != nil {
			return err
		}
		sides = append(sides, s)
	}
	if err := mayCompare(sides); err != nil {
		return usage(err)
	}
	a, err := c.answer(sides)
	if err != nil {
		return usage(err)
	}
	if c.JSON {
		return t.printJSON(struct {
			Version int                `json:"version"`
			Folders []string           `json:"folders"`
			Answer  *experiment.Answer `json:"answer"`
			Say     string             `json:"sentence"`
		}{1, folders(sides), a, a.Sentence()})
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, "%s, seed %d\n\n", runs(a), sides[0].m.Seed)
	show(w, standings(a))
	fmt.Fprintf(w, "\n%s\n", a.Sentence())
	fmt.Fprintf(w, "\ncompared: %s\n", strings.Join(folders(sides), ", "))
	_, err = io.WriteString(t.out, w.String())
	return err
}

func folders(sides []side) []string {
	var all []string
	for _, s := range sides {
		all = append(all, s.dir)
	}
	return all
}

// side reads a results folder, or runs a scenario into one.
func (c *compareCommand) side(ctx context.Context, t *terminal, of string) (side, error) {
	dir := of
	if info, err := os.Stat(of); err != nil || !info.IsDir() {
		run := runCommand{File: of, Seed: c.Seed, Replicates: c.Replicates, Workers: c.Workers, NoPlots: true, Quiet: true}
		dir = results.NextFree(filepath.Join("results", strings.TrimSuffix(filepath.Base(of), ".toml")))
		run.Output = dir
		quiet := *t
		quiet.out = io.Discard
		if err := run.Run(ctx, &quiet); err != nil {
			return side{}, err
		}
	}
	m, err := results.Open(dir)
	if err != nil {
		return side{}, usage(err)
	}
	table, err := results.Find(dir, "runs")
	return side{dir, m, table}, err
}

// mayCompare refuses what cannot be compared run by run.
func mayCompare(sides []side) error {
	first := sides[0]
	for _, s := range sides[1:] {
		switch {
		case s.m.Seed != first.m.Seed:
			return fmt.Errorf("%s was run with seed %d, %s with %d: they do not share their luck; run both with the same --seed", first.dir, first.m.Seed, s.dir, s.m.Seed)
		case s.m.Currency != first.m.Currency:
			return fmt.Errorf("%s counts in %s, %s in %s: want the same currency", first.dir, first.m.Currency, s.dir, s.m.Currency)
		case s.m.Weeks != first.m.Weeks:
			return fmt.Errorf("%s runs %d weeks, %s %d: run both with the same --set weeks=…", first.dir, first.m.Weeks, s.dir, s.m.Weeks)
		}
	}
	return nil
}

// answer compares all strategies over the replicates that all have.
func (c *compareCommand) answer(sides []side) (*experiment.Answer, error) {
	first := sides[0].m
	d := experiment.Design{
		Seed: first.Seed, Currency: first.Currency,
		Objective: experiment.Objective{Metric: first.Objective.Metric, Minimise: first.Objective.Direction == "min", Horizon: first.Objective.Horizon},
	}
	if c.Objective != "" {
		k := metric.Named(c.Objective)
		if k < 0 {
			return nil, fmt.Errorf("--objective=%s: there is no such metric: grapevine list metrics", c.Objective)
		}
		d.Objective = experiment.Objective{Metric: c.Objective, Minimise: metric.Kinds[k].Better < 0}
	}
	names := map[string]int{}
	for _, s := range sides {
		for _, name := range s.m.Strategies {
			names[name]++
		}
	}
	var values [][][]float64 // by strategy, metric and replicate
	replicates := math.MaxInt
	for _, s := range sides {
		for _, name := range s.m.Strategies {
			shown := name
			if names[name] > 1 {
				shown = name + " (" + filepath.Base(s.dir) + ")"
			}
			d.Strategies = append(d.Strategies, experiment.Arm{Name: shown})
			all, n, err := s.values(name)
			if err != nil {
				return nil, err
			}
			values = append(values, all)
			replicates = min(replicates, n)
		}
	}
	sample := experiment.NewSample(d)
	for r := range replicates {
		replicate := &experiment.Replicate{Number: r + 1}
		for _, all := range values {
			o := &experiment.Outcome{Metrics: make([]float64, len(metric.Kinds))}
			for m := range all {
				o.Metrics[m] = all[m][r]
			}
			replicate.Outcomes = append(replicate.Outcomes, o)
		}
		sample.Add(replicate)
	}
	return sample.Answer(), nil
}

// values returns a strategy's metrics by replicate, from 1; what failed, or is
// not in the table, is not-a-number.
func (s *side) values(strategy string) (all [][]float64, replicates int, err error) {
	t, err := s.run.Where("strategy", strategy)
	if err != nil {
		return nil, 0, err
	}
	numbers, err := t.Floats("replicate")
	if err != nil {
		return nil, 0, err
	}
	replicates = s.m.Replicates
	for _, m := range metric.Kinds {
		row := make([]float64, replicates)
		for r := range row {
			row[r] = math.NaN()
		}
		if t.Has(m.Name) {
			xs, err := t.Floats(m.Name)
			if err != nil {
				return nil, 0, err
			}
			for k, x := range xs {
				if r := int(numbers[k]) - 1; r >= 0 && r < replicates {
					row[r] = x
				}
			}
		}
		all = append(all, row)
	}
	return all, replicates, nil
}
