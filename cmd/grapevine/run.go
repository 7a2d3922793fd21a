package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"grapevine/plots/report"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// runCommand simulates a scenario.
type runCommand struct {
	File       string   `arg:"" predictor:"scenario" help:"Scenario file, or the name of a preset."`
	Seed       *int64   `help:"Seed of all luck; the scenario's if left out."`
	Replicates *int     `help:"Runs of every strategy; the scenario's number if left out." placeholder:"N"`
	Workers    int      `help:"Processors to use; all if left out. The results are the same for any number." placeholder:"N"`
	Output     string   `short:"o" help:"Folder for the results; results/<scenario> if left out." placeholder:"DIR"`
	Force      bool     `help:"Replace the results that are in the folder."`
	Set        []string `sep:"none" help:"Set a key of the scenario, as product.price=50; may be given again." placeholder:"KEY=VALUE"`
	UntilCI    string   `name:"until-ci" help:"Add runs until the interval of the objective's difference is this narrow, as 2%." placeholder:"SHARE"`
	Until      string   `help:"Until decided: run each strategy only as often as it takes to choose the best, with this --error." enum:",decided" default:"" placeholder:"decided"`
	Error      string   `help:"With --until decided: probability of not choosing the best." default:"5%" placeholder:"SHARE"`
	Closeness  string   `help:"With --until decided: by how little two strategies may differ to be as good as each other, as 1% of the best mean, or an amount." default:"1%" placeholder:"AMOUNT"`
	Customers  bool     `help:"Also write customers.csv: the life of every customer."`
	Snapshot   int      `help:"Also write where so many customers of the first replicate stand in the network, 2000 at most, and draw them." placeholder:"N"`
	Twins      []string `help:"Also run every strategy without a table, to see what is due to it, as talk or community+commerce; several with commas." placeholder:"TABLE"`
	NoPlots    bool     `help:"Draw no pictures."`
	Report     bool     `help:"Also write report.html: the answer on two pages, to print or pass on."`
	Tornado    int      `help:"With --report: runs of every strategy at each value of the tornado that says what must be true; 0 leaves it out." default:"6" placeholder:"N"`
	Quiet      bool     `short:"q" help:"Print the answer alone."`
	JSON       bool     `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (r *runCommand) Run(ctx context.Context, t *terminal) error {
	started := time.Now()
	if r.Tornado < 0 || r.Tornado == 1 {
		return usage(fmt.Errorf("--tornado=%d: want 2 or more, or 0 to leave it out", r.Tornado))
	}
	if r.Snapshot < 0 || r.Snapshot > mostSeen {
		return usage(fmt.Errorf("--snapshot=%d: want 1 to %d customers", r.Snapshot, mostSeen))
	}
	s, err := scenarios.Load(r.File, r.settings())
	if err != nil {
		return err
	}
	if !r.Quiet {
		t.notes(s)
	}
	d, err := r.design(s)
	if err != nil {
		return err
	}
	if r.Until == "decided" {
		return r.decide(ctx, t)
	}
	folder, err := folderFor(r.Output, s.Name, r.Force)
	if err != nil {
		return err
	}
	defer folder.Discard()
	show, finish := t.progress("simulating", r.Quiet)
	answer, err := experiment.Conduct(ctx, d, folder, show)
	finish()
	cut := err != nil && ctx.Err() != nil
	if err != nil && !(cut && answer != nil) {
		return t.gaveUp(err)
	}
	simulated := time.Since(started)
	if err := folder.WriteFile("scenario.toml", resolved(s, folder.Target())); err != nil {
		return err
	}
	m := manifest(s, d, answer, t.args)
	kept := r.answered(s, answer, folder.Staging())
	if r.Report {
		err = r.report(ctx, t, s, folder, &kept, m)
	} else {
		err = folder.WriteFile(report.AnswerFile, kept.JSON())
	}
	if err != nil {
		return err
	}
	if r.Snapshot > 0 {
		if err := r.snapshot(s, folder); err != nil {
			return err
		}
	}
	if !r.NoPlots {
		if err := draw(folder, m); err != nil {
			return err
		}
	}
	if err := r.timing(folder, simulated, time.Since(started), d.Workers); err != nil {
		return err
	}
	if err := folder.Commit(m); err != nil {
		return err
	}
	if err := r.print(t, s, answer, kept.Sentences, folder.Target()); err != nil {
		return err
	}
	return r.outcome(s, answer, cut, folder.Target())
}

// settings are the overrides of the scenario's keys.
func (r *runCommand) settings() []string {
	set := append([]string(nil), r.Set...)
	if r.Seed != nil {
		set = append(set, "seed="+strconv.FormatInt(*r.Seed, 10))
	}
	if r.Replicates != nil {
		set = append(set, "replicates="+strconv.Itoa(*r.Replicates))
	}
	if len(r.Twins) > 0 {
		set = append(set, `twins.without=["`+strings.Join(r.Twins, `","`)+`"]`)
	}
	return set
}

// design turns the scenario into an experiment.
func (r *runCommand) design(s *scenarios.Scenario) (experiment.Design, error) {
	d := experiment.Design{
		Objective: experiment.Objective{
			Metric: s.Objective.Metric(), Minimise: s.Objective.Minimise != "", Horizon: s.Objective.Horizon,
			Also: s.Objective.Also, Horizons: s.Objective.Horizons,
		},
		Discount: s.Money.Discount, Currency: s.Currency,
		Seed: uint64(s.Seed), Replicates: s.Replicates, RecordEvery: s.RecordEvery,
		Workers: r.Workers, Without: s.Twins.Without, Apart: !s.Twins.Baseline,
	}
	if s.RecordEvery == 0 {
		d.RecordEvery = -1
	}
	if r.Workers < 0 {
		return d, exit{exitUsage, fmt.Errorf("error: --workers=%d: want 1 or more", r.Workers)}
	}
	if r.UntilCI != "" {
		text, percent := strings.CutSuffix(r.UntilCI, "%")
		share, err := strconv.ParseFloat(text, 64)
		if percent {
			share /= 100
		}
		if err != nil || !(share > 0 && share < 10) {
			return d, exit{exitUsage, fmt.Errorf("error: --until-ci=%s: want a share of the objective above 0, as 2%% or 0.02", r.UntilCI)}
		}
		d.UntilCI = share
	}
	for _, st := range s.Strategies {
		st.Plan.Record.Customers = r.Customers
		d.Strategies = append(d.Strategies, experiment.Arm{Name: st.Name, Plan: st.Plan, Blocks: st.Blocks})
	}
	for _, l := range s.Ladders() {
		ladder := experiment.Ladder{Key: l.Key}
		for _, r := range l.Rungs {
			ladder.Rungs = append(ladder.Rungs, experiment.Rung{Strategy: r.Strategy, At: r.At})
		}
		d.Ladders = append(d.Ladders, ladder)
	}
	return d, nil
}

// timing writes how long the work took: the one file that differs from run to
// run.
func (r *runCommand) timing(folder *results.Folder, simulated, total time.Duration, workers int) error {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	text := fmt.Sprintf("{\n  \"finished\": %q,\n  \"simulating_seconds\": %.3f,\n  \"total_seconds\": %.3f,\n  \"workers\": %d\n}\n",
		time.Now().UTC().Format(time.RFC3339), simulated.Seconds(), total.Seconds(), workers)
	return folder.WriteFile("timing.json", []byte(text))
}

// gaveUp says why there are no results.
func (t *terminal) gaveUp(err error) error {
	if errors.Is(err, context.Canceled) {
		return exit{exitInterrupted, errors.New("interrupted before the first replicate was done: nothing was written\nnext: run the same command again")}
	}
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%w: choose another folder with -o", err)
	}
	return err
}

// outcome turns what the results say into the exit code.
func (r *runCommand) outcome(s *scenarios.Scenario, a *experiment.Answer, cut bool, dir string) error {
	switch runs := a.Replicates * len(a.Strategies); {
	case cut:
		again := ""
		if r.Output != "" {
			again = " with --force"
		}
		done := "the replicate that was done is"
		if a.Replicates > 1 {
			done = fmt.Sprintf("the %d replicates that were done are", a.Replicates)
		}
		return exit{exitInterrupted, fmt.Errorf("interrupted: %s in %s, complete\nnext: run the same command again%s for all of them", done, dir, again)}
	case len(a.Failed) > 0 && len(a.Failed) == runs:
		return exit{exitFailed, fmt.Errorf("error: every run failed: %w", a.Failed[0].Err)}
	case len(a.Failed) > 0:
		return exit{exitSome, fmt.Errorf("error: %d of %d runs failed and are left out; the first: %w", len(a.Failed), runs, a.Failed[0].Err)}
	}
	return r.asserted(s, a, dir)
}
