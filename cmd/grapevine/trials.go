package main

import (
	"context"
	"fmt"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// trialFlags are those of all commands that try a scenario at other values than
// its own.
type trialFlags struct {
	File    string   `arg:"" predictor:"scenario" help:"Scenario file, or the name of a preset."`
	Set     []string `sep:"none" help:"Set a key of the scenario, as product.price=50; may be given again." placeholder:"KEY=VALUE"`
	Seed    *int64   `help:"Seed of all luck; the scenario's if left out."`
	Workers int      `help:"Processors to use; all if left out. The results are the same for any number." placeholder:"N"`
	Output  string   `short:"o" help:"Folder for the results; under results, by the name of the scenario, if left out." placeholder:"DIR"`
	Force   bool     `help:"Replace the results that are in the folder."`
	NoPlots bool     `help:"Draw no pictures."`
	Quiet   bool     `short:"q" help:"Print the answer alone."`
}

func (c *trialFlags) load() (*trials, error) { return loadTrials(c.File, c.Set, c.Seed, c.Workers) }

// folder begins the results, by default under the scenario's name and what was
// done.
func (c *trialFlags) folder(l *trials, done string) (*results.Folder, error) {
	return folderFor(c.Output, l.s.Name+"-"+done, c.Force)
}

// trials is a scenario that is tried at other values than its own.
type trials struct {
	s *scenarios.Scenario
	d experiment.Design // of the scenario as it is
	experiment.Trials
	response int // the objective, or profit without one
}

// loadTrials loads a scenario to be tried.
func loadTrials(file string, set []string, seed *int64, workers int) (*trials, error) {
	run := &runCommand{File: file, Set: set, Seed: seed, Workers: 1}
	if workers < 0 {
		return nil, usage(fmt.Errorf("--workers=%d: want 1 or more", workers))
	}
	s, err := scenarios.Load(file, run.settings())
	if err != nil {
		return nil, err
	}
	l := &trials{s: s}
	if l.d, err = run.design(s); err != nil {
		return nil, err
	}
	l.response = l.d.Response()
	l.Workers = workers
	l.At = func(set []string) (experiment.Design, error) {
		with, err := s.With(set)
		if err != nil {
			return experiment.Design{}, fmt.Errorf("%s: %w", strings.Join(set, ", "), err)
		}
		d, err := run.design(with)
		d.Objective.Horizons, d.Without, d.RecordEvery = nil, nil, -1 // are not read here
		return d, err
	}
	return l, nil
}

// try returns the objective by setting, strategy and replicate.
func (l *trials) try(ctx context.Context, sets [][]string, from, to int) ([][][]float64, error) {
	kept, err := experiment.Try(ctx, &l.Trials, sets, from, to, func(r *experiment.Replicate) []float64 { return r.Response(l.response) })
	if err != nil {
		return nil, err
	}
	values := make([][][]float64, len(sets))
	for i := range sets {
		values[i] = make([][]float64, len(l.s.Strategies))
		for _, of := range kept[i] {
			for j, x := range of {
				values[i][j] = append(values[i][j], x)
			}
		}
	}
	return values, nil
}

// uncompared are the trials without what compares strategies, for of some it may
// be one alone that is tried: change says which, and what else is to be kept.
func (l *trials) uncompared(change func(*experiment.Design)) experiment.Trials {
	one := l.Trials
	one.At = func(set []string) (experiment.Design, error) {
		d, err := l.At(set)
		if err == nil {
			d.Baseline, d.Apart, d.Ladders = "", true, nil
			change(&d)
		}
		return d, err
	}
	return one
}

// settings spells values as --set takes them, each under the key of what it is of.
func settings[T any](of []T, values []float64, key func(T) string) (set []string) {
	for k, v := range values {
		set = append(set, key(of[k])+"="+spell(v))
	}
	return set
}

// within returns a value as near to what is wanted as the scenario allows, going
// there from its own by halves.
func (l *trials) within(paths []string, base, want float64) float64 {
	for range 8 {
		var sets []string
		for _, path := range paths {
			sets = append(sets, path+"="+spell(want))
		}
		if _, err := l.s.With(sets); err == nil {
			return want
		}
		want = tidy((base + want) / 2)
		if want == base {
			break
		}
	}
	return base
}

// commit finishes a results folder, with its pictures.
func (l *trials) commit(folder *results.Folder, args []string, replicates int, bare bool) error {
	if err := folder.WriteFile("scenario.toml", resolved(l.s, folder.Target())); err != nil {
		return err
	}
	m := manifest(l.s, l.d, &experiment.Answer{Replicates: replicates}, args)
	if !bare {
		if err := draw(folder, m); err != nil {
			return err
		}
	}
	return folder.Commit(m)
}
