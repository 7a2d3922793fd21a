package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment/sweep"
)

// sweepShard runs a share of a sweep from its folder alone, wherever a cluster
// has the folder in sight.
type sweepShard struct {
	Dir     string `arg:"" help:"Folder of the sweep, as sweep --plan or --engine laid it out."`
	Share   string `arg:"" optional:"" placeholder:"I/N" help:"Which of how many shares, as 3/20."`
	Shards  int    `help:"Number of shares, for job arrays: which of them it is, SLURM_ARRAY_TASK_ID (from 1) or JOB_COMPLETION_INDEX (from 0) says." placeholder:"N"`
	Workers int    `help:"Processors to use; all if left out. The results are the same for any number." placeholder:"N"`
	Retry   bool   `help:"Run those again that failed."`
}

// Run carries the command out.
func (c *sweepShard) Run(ctx context.Context, t *terminal) error {
	p, err := planned(c.Dir)
	if err != nil {
		return err
	}
	if c.Share == "" {
		if c.Share, err = shareOfArray(c.Shards); err != nil {
			return exit{exitUsage, fmt.Errorf("error: %w", err)}
		}
	}
	shard, err := shardNamed(c.Share, p.plan)
	if err != nil {
		return exit{exitUsage, fmt.Errorf("error: %s: %w", c.Share, err)}
	}
	work := sweep.Work{Plan: p.plan, Dir: c.Dir, At: p.at, Workers: c.Workers, Retry: c.Retry, Warn: t.damaged}
	tally, err := work.Run(ctx, shard, nil)
	if err != nil && ctx.Err() != nil {
		return exit{exitInterrupted, fmt.Errorf("interrupted: %d of %d tasks are done and kept in %s", tally.Done, shard.High-shard.Low, c.Dir)}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "shard %s of %s: %d tasks done, %d failed\n", c.Share, c.Dir, tally.Done, tally.Failed)
	if tally.Failed > 0 {
		return exit{exitSome, fmt.Errorf("error: %d tasks failed; the merge keeps them apart", tally.Failed)}
	}
	return nil
}

// planned reads a sweep back from its folder, and refuses one that this build
// would run differently.
func planned(dir string) (*prepared, error) {
	plan, err := readPlan(dir)
	if err != nil {
		return nil, err
	}
	s, err := scenarios.Load(filepath.Join(dir, "scenario.toml"), nil)
	if err != nil {
		return nil, err
	}
	s.Seed = int64(plan.Seed)
	p := &prepared{s: s, plan: plan, run: runCommand{Workers: 1}}
	switch {
	case plan.Version != version:
		return nil, exit{exitUsage, fmt.Errorf("error: %s was planned by version %s, and this is %s: use that one", dir, plan.Version, version)}
	case plan.Build != build():
		return nil, exit{exitUsage, fmt.Errorf("error: %s was planned by build %s of the program, and this is %s: use that one, or plan anew", dir, plan.Build, build())}
	case plan.Scenario != s.Hash():
		return nil, exit{exitUsage, fmt.Errorf("error: %s: scenario.toml is not the one that the sweep was planned from", dir)}
	}
	return p, nil
}

// shareOfArray asks the job array which of its shares this is.
func shareOfArray(n int) (string, error) {
	if n < 1 {
		return "", errors.New("which share? Name it as I/N, or their number with --shards within a job array")
	}
	for _, array := range []struct {
		variable string
		first    int
	}{{"SLURM_ARRAY_TASK_ID", 1}, {"JOB_COMPLETION_INDEX", 0}} {
		if text := os.Getenv(array.variable); text != "" {
			i, err := strconv.Atoi(text)
			if err != nil {
				return "", fmt.Errorf("%s=%s: want a number", array.variable, text)
			}
			return fmt.Sprintf("%d/%d", i-array.first+1, n), nil
		}
	}
	return "", errors.New("neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set: name the share as I/N")
}

// shardNamed reads I/N.
func shardNamed(text string, plan *sweep.Plan) (sweep.Shard, error) {
	i, n, _ := strings.Cut(text, "/")
	number, err := strconv.Atoi(i)
	of, err2 := strconv.Atoi(n)
	if err := errors.Join(err, err2); err != nil {
		return sweep.Shard{}, errors.New("want i/n, as 3/20")
	}
	return plan.Shard(number, of)
}
