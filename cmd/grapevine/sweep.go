package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	luck "grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/sweep"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// sweepCommand runs a scenario at many points.
type sweepCommand struct {
	Run    sweepRun    `cmd:"" example:"sweep mine.toml" default:"withargs" help:"Run the points of a scenario's [sweep]; merges what came out."`
	Shard  sweepShard  `cmd:"" example:"sweep shard results/mine-sweep 3/20" help:"Run a share of a sweep that is laid out in a folder."`
	Merge  sweepMerge  `cmd:"" example:"sweep merge results/mine-sweep" help:"Put the shards of a sweep together again."`
	Status sweepStatus `cmd:"" example:"sweep status results/mine-sweep" help:"Say what of a sweep has run and what is missing."`
}

// sweepRun carries a sweep out.
type sweepRun struct {
	File       string   `arg:"" predictor:"scenario" help:"Scenario file with a [sweep], or the name of a preset."`
	Seed       *int64   `help:"Seed of all luck; the scenario's if left out."`
	Replicates *int     `help:"Runs of every strategy at a point." placeholder:"N"`
	Design     string   `help:"Design instead of the scenario's: grid, list, oat, lhs, random, sobol or morris."`
	Points     *int     `help:"Number of points, of designs that fill a space." placeholder:"N"`
	Samples    string   `help:"File of points instead of a design, a line a point, as SALib samples and numpy.savetxt writes them." placeholder:"FILE"`
	Problem    string   `help:"SALib's problem, as JSON, which names the columns of --samples; those of [sweep.vary] if left out." placeholder:"FILE"`
	Workers    int      `help:"Processors to use; all if left out. The results are the same for any number." placeholder:"N"`
	Output     string   `short:"o" help:"Folder for the results; results/<scenario>-sweep if left out." placeholder:"DIR"`
	Set        []string `sep:"none" help:"Set a key of the scenario, as product.price=50; may be given again." placeholder:"KEY=VALUE"`
	Resume     bool     `help:"Go on with the sweep that is in the folder."`
	Retry      bool     `help:"With --resume: run those again that failed."`
	DryRun     bool     `help:"Say what would run, how long it would take and how much disk, and run nothing."`
	Shard      string   `help:"Run the i-th of n shares only, as 3/20; merge when all are there." placeholder:"I/N"`
	NoPlots    bool     `help:"Draw no pictures."`
	Plan       bool     `help:"Lay the folder out and run nothing: sweep shard runs its shares, here or elsewhere."`
	Engine     string   `enum:"here,slurm" default:"here" help:"Where it runs: here, or slurm, which gets a job array."`
	Shards     int      `help:"Shares of a job array; as many as take some minutes each if left out." placeholder:"N"`
	Sbatch     string   `help:"Further options for sbatch, as --sbatch=\"--partition=long --mem=4G\"." placeholder:"OPTIONS"`
	Quiet      bool     `short:"q" help:"Print the answer alone."`
}

// prepared is a sweep that is ready to run.
type prepared struct {
	s       *scenarios.Scenario
	factors []points.Factor
	laid    []points.Point
	plan    *sweep.Plan
	run     runCommand // for the design of a point
}

// Run carries the command out.
func (r *sweepRun) Run(ctx context.Context, t *terminal) error {
	p, err := r.prepare()
	if err != nil {
		return err
	}
	dir := r.Output
	if dir == "" {
		dir = filepath.Join("results", p.s.Name+"-sweep")
	}
	if r.DryRun && r.Engine == "slurm" {
		return r.slurmJob(ctx, t, p, dir)
	}
	if r.DryRun {
		return p.dryRun(ctx, t, r.Workers)
	}
	beside, err := p.beside()
	if err != nil {
		return err
	}
	if err := p.plan.Open(dir, r.Resume || r.Shard != "", beside); err != nil {
		return exit{exitUsage, fmt.Errorf("error: %w", err)}
	}
	if r.Plan {
		fmt.Fprintf(t.out, "%s: %d tasks are laid out\nnext: grapevine sweep shard %[1]s 1/20   (to 20/20, anywhere), then grapevine sweep merge %[1]s\n", dir, p.plan.Tasks())
		return nil
	}
	if r.Engine == "slurm" {
		return r.slurmJob(ctx, t, p, dir)
	}
	shard, err := r.shard(p.plan)
	if err != nil {
		return exit{exitUsage, fmt.Errorf("error: --shard=%s: %w", r.Shard, err)}
	}
	show, finish := t.progress("sweeping", r.Quiet)
	work := sweep.Work{Plan: p.plan, Dir: dir, At: p.at, Workers: r.Workers, Retry: r.Retry, Warn: t.damaged}
	tally, err := work.Run(ctx, shard, show)
	finish()
	if err != nil && ctx.Err() != nil {
		return exit{exitInterrupted, fmt.Errorf("interrupted: %d of %d tasks are done and kept in %s\nnext: run the same command again with --resume", tally.Done, shard.High-shard.Low, dir)}
	}
	if err != nil {
		return err
	}
	if r.Shard != "" {
		fmt.Fprintf(t.out, "shard %s of %s: %d tasks done, %d failed\nnext: grapevine sweep merge %s   (when all shards are done)\n", r.Shard, dir, tally.Done, tally.Failed, dir)
		return r.failures(tally.Failed, dir)
	}
	found, err := merge(p, dir, t.args, r.NoPlots)
	if err != nil {
		return err
	}
	if !r.Quiet {
		fmt.Fprintf(t.out, "%s\n%s; %s: %d points × %d replicates × %s\n\n", titleOf(p.s), p.s.Badge(), p.plan.Design, len(p.plan.Points), p.plan.Replicates, counted(len(p.plan.Strategies), "strategy", "strategies"))
		for _, line := range found.Sentences() {
			fmt.Fprintln(t.out, line)
		}
		fmt.Fprintln(t.out)
	}
	fmt.Fprintf(t.out, "results: %s\n", dir)
	if !r.NoPlots && !r.Quiet {
		next := fmt.Sprintf("grapevine tornado %s   (the values that change the winner)", r.File)
		if len(p.plan.Strategies) < 2 || p.s.Objective.Metric() == "" { // nothing to win
			next = fmt.Sprintf("grapevine plot %s --for paper, and grapevine pack %[1]s for an archive", dir)
		}
		fmt.Fprintf(t.out, "pictures: %s\nnext: %s\n", filepath.Join(dir, "plots"), next)
	}
	return r.failures(tally.Failed, dir)
}

func (r *sweepRun) failures(failed int, dir string) error {
	if failed == 0 {
		return nil
	}
	return exit{exitSome, fmt.Errorf("error: %d tasks failed and are kept apart in %s/failed.csv\nnext: run the same command again with --resume --retry", failed, dir)}
}

// shard reads I/N; everything is one shard.
func (r *sweepRun) shard(plan *sweep.Plan) (sweep.Shard, error) {
	if r.Shard == "" {
		return plan.Shard(1, 1)
	}
	return shardNamed(r.Shard, plan)
}

// prepare loads the scenario and lays the points out.
func (r *sweepRun) prepare() (*prepared, error) {
	p := &prepared{run: runCommand{File: r.File, Set: r.Set, Seed: r.Seed, Workers: 1}}
	set := p.run.settings()
	s, err := r.load(set)
	if err != nil {
		return nil, err
	}
	if s.Sweep == nil {
		return nil, exit{exitUsage, fmt.Errorf("error: %s has no [sweep]: name what to vary, as in\n\n  [sweep]\n  design = \"lhs\"\n  points = 64\n  [sweep.vary]\n  \"product.price\" = { min = 30, max = 50 }\n\nsee: grapevine explain sweep", r.File)}
	}
	p.s = s
	if r.Design != "" {
		s.Sweep.Design = r.Design
	}
	if r.Points != nil {
		s.Sweep.Points = *r.Points
	}
	if err := p.lay(); err != nil {
		return nil, exit{exitUsage, fmt.Errorf("error: [sweep] %w", err)}
	}
	for _, name := range s.Sweep.Metrics {
		if metric.Named(name) < 0 {
			return nil, exit{exitUsage, fmt.Errorf("error: [sweep] metrics: there is no metric %q: grapevine list metrics", name)}
		}
	}
	p.plan = p.planned()
	if r.Replicates != nil {
		p.plan.Replicates = *r.Replicates
	}
	if p.plan.Replicates < 1 {
		return nil, exit{exitUsage, fmt.Errorf("error: --replicates=%d: want 1 or more", p.plan.Replicates)}
	}
	return p, nil
}

func (r *sweepRun) load(set []string) (*scenarios.Scenario, error) {
	if r.Samples != "" {
		return r.sampled(set)
	}
	return scenarios.Load(r.File, set)
}

// lay lays the points of the scenario's [sweep] out.
func (p *prepared) lay() (err error) {
	w := p.s.Sweep
	for _, f := range w.Vary {
		p.factors = append(p.factors, factor(f))
	}
	size := points.Size{Points: w.Points, Steps: w.Steps, Maximin: w.Maximin, Second: w.Interactions}
	p.laid, err = points.Lay(w.Design, p.factors, size, luck.Of(uint64(p.s.Seed), 0))
	return err
}

// factor turns a factor of a scenario into one of a design.
func factor(f scenarios.Factor) points.Factor {
	return points.Factor{
		Key: f.Key, Values: f.Values, Min: f.Range.Min, Max: f.Range.Max, Law: points.Law(max(0, slices.Index(points.Laws, f.Range.Law))),
		Mean: f.Range.Mean, SD: f.Range.SD, Mode: f.Range.Mode, Integer: f.Range.Integer,
	}
}

func (p *prepared) planned() *sweep.Plan {
	s := p.s
	plan := &sweep.Plan{
		Version: version, Build: build(), Title: titleOf(p.s), Scenario: s.Hash(), Design: s.Sweep.Design,
		Seed: uint64(s.Seed), Replicates: s.Sweep.Replicates,
	}
	if plan.Replicates == 0 {
		plan.Replicates = s.Replicates
	}
	for _, st := range s.Strategies {
		plan.Strategies = append(plan.Strategies, st.Name)
	}
	for _, f := range p.factors {
		plan.Factors = append(plan.Factors, f.Key)
	}
	for _, m := range metric.Kinds {
		plan.Metrics = append(plan.Metrics, m.Name)
	}
	for _, point := range p.laid {
		levels := make([]string, len(point))
		for i, share := range point {
			if share != points.Own {
				levels[i] = p.factors[i].Text(share)
			}
		}
		plan.Points = append(plan.Points, levels)
	}
	return plan
}

// at returns the strategies at a point.
func (p *prepared) at(point int) (experiment.Design, error) {
	var set []string
	for i, level := range p.plan.Points[point] {
		if level != "" {
			set = append(set, p.plan.Factors[i]+"="+level)
		}
	}
	s, err := p.s.With(set)
	if err != nil {
		return experiment.Design{}, fmt.Errorf("point %d (%s): %w", point, strings.Join(set, ", "), err)
	}
	return p.run.design(s)
}

// each returns how long a replicate of all strategies takes on one core, from
// one at the first point, one in the middle and the last.
func (p *prepared) each(ctx context.Context) (time.Duration, error) {
	tries := slices.Compact([]int{0, len(p.plan.Points) / 2, len(p.plan.Points) - 1})
	var took time.Duration
	for _, point := range tries {
		d, err := p.at(point)
		if err != nil {
			return 0, err
		}
		started := time.Now()
		r := d.Once(ctx, 1)
		took += time.Since(started)
		for _, o := range r.Outcomes {
			if o.Err != nil {
				return 0, fmt.Errorf("point %d would fail: %w", point, o.Err)
			}
		}
	}
	return took / time.Duration(len(tries)), nil
}

// dryRun says what a sweep would take.
func (p *prepared) dryRun(ctx context.Context, t *terminal, workers int) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	each, err := p.each(ctx)
	if err != nil {
		return err
	}
	total := time.Duration(float64(each) * float64(p.plan.Tasks()) / float64(workers))
	fmt.Fprintf(t.out, "%s\n%s: %s points × %s replicates × %s = %s runs\nabout %s on %d cores (%s a replicate of all strategies), %s of disk\n",
		titleOf(p.s), p.plan.Design, thousands(len(p.plan.Points)), thousands(p.plan.Replicates), counted(len(p.plan.Strategies), "strategy", "strategies"),
		thousands(p.plan.Tasks()*len(p.plan.Strategies)), total.Round(time.Second), workers, each.Round(time.Millisecond), diskSpace(p.plan.Bytes()))
	for _, f := range p.factors {
		fmt.Fprintf(t.out, "  %s\n", describe(f))
	}
	return nil
}

func describe(f points.Factor) string {
	if f.Values != nil {
		return fmt.Sprintf("%s: %s", f.Key, strings.Join(f.Values, ", "))
	}
	text := fmt.Sprintf("%s: %g to %g", f.Key, f.Min, f.Max)
	if f.Law != points.Uniform {
		text += ", " + points.Laws[f.Law]
	}
	if f.Integer {
		text += ", whole numbers"
	}
	return text
}

// diskSpace writes an amount of memory in the unit that suits it.
func diskSpace(n int64) string {
	units := []string{"bytes", "kB", "MB", "GB", "TB"}
	x, k := float64(n), 0
	for x >= 1000 && k < len(units)-1 {
		x /= 1000
		k++
	}
	return fmt.Sprintf("%.3g %s", x, units[k])
}

// merge writes the tables of a sweep whose tasks have all run.
func merge(p *prepared, dir string, args []string, bare bool) (*sweep.Findings, error) {
	release, err := sweep.Alone(dir)
	if err != nil {
		return nil, err
	}
	defer release()
	journals, err := sweep.ReadJournals(dir, p.plan)
	if err != nil {
		return nil, err
	}
	defer journals.Close()
	folder, err := results.Within(dir)
	if err != nil {
		return nil, err
	}
	defer folder.Discard()
	d, err := p.run.design(p.s)
	if err != nil {
		return nil, err
	}
	d.Replicates = p.plan.Replicates
	d.Objective.Horizons = nil // a sweep tells of the objective's own
	summary := []string{metric.Profit.Name}
	if m := p.s.Objective.Metric(); m != "" {
		summary[0] = m
	}
	for _, name := range p.s.Sweep.Metrics {
		if !slices.Contains(summary, name) {
			summary = append(summary, name)
		}
	}
	tables := sweep.Tables{Plan: p.plan, Design: d, Summary: summary, Factors: p.factors, Laid: p.laid, Second: p.s.Sweep.Interactions}
	found, err := tables.Write(journals, folder)
	if err != nil {
		return nil, err
	}
	scenario, _ := p.portable() // anew, since what is on the disk may have been damaged
	if err := folder.WriteFile(sweep.Scenario, scenario); err != nil {
		return nil, err
	}
	if text := salib(p.factors); text != nil {
		if err := folder.WriteFile("problem.json", text); err != nil {
			return nil, err
		}
	}
	m := manifest(p.s, d, &experiment.Answer{Replicates: p.plan.Replicates}, args)
	m.Inputs["sweep"] = p.plan.Hash()
	if !bare {
		if err := draw(folder, m); err != nil {
			return nil, err
		}
	}
	return found, folder.Commit(m)
}

// sweepMerge puts shards together.
type sweepMerge struct {
	Dir     string `arg:"" help:"Folder of the sweep."`
	NoPlots bool   `help:"Draw no pictures."`
}

// Run carries the command out.
func (m *sweepMerge) Run(t *terminal) error {
	p, err := planned(m.Dir)
	if err != nil {
		return err
	}
	if err := p.lay(); err != nil {
		return err
	}
	found, err := merge(p, m.Dir, t.args, m.NoPlots)
	if err != nil {
		return err
	}
	for _, line := range found.Sentences() {
		fmt.Fprintln(t.out, line)
	}
	fmt.Fprintf(t.out, "results: %s\n", m.Dir)
	return nil
}

// sweepStatus says what has run.
type sweepStatus struct {
	Dir    string `arg:"" help:"Folder of the sweep."`
	Shards int    `help:"Name the shares, of so many, that still have to run." placeholder:"N"`
}

// Run carries the command out.
func (s *sweepStatus) Run(t *terminal) error {
	plan, err := readPlan(s.Dir)
	if err != nil {
		return err
	}
	journals, err := sweep.ReadJournals(s.Dir, plan)
	if err != nil {
		return err
	}
	defer journals.Close()
	status := journals.Status()
	fmt.Fprintf(t.out, "%s: %d of %d tasks done, %d failed\n", s.Dir, status.Done, status.Tasks, status.Failed)
	if len(status.Missing) > 0 {
		if s.Shards > 0 {
			fmt.Fprintf(t.out, "shards still to run: %s\n", status.Shards(plan, s.Shards))
		}
		return exit{exitFailed, status.Complete()}
	}
	return nil
}

func readPlan(dir string) (*sweep.Plan, error) {
	plan, err := sweep.ReadPlan(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, exit{exitUsage, fmt.Errorf("error: %s holds no sweep: name the folder that grapevine sweep wrote", dir)}
	}
	return plan, err
}
