package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"grapevine/engines/slurm"
	"grapevine/sim/experiment/sweep"
)

// slurmJob hands a sweep to Slurm, or what is left of it.
func (r *sweepRun) slurmJob(ctx context.Context, t *terminal, p *prepared, dir string) error {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	a := &slurm.Array{Name: "grapevine-" + filepath.Base(p.s.Name), Dir: absolute, Shards: r.Shards, Options: r.Sbatch}
	a.Program = filepath.Join(a.Folder(), "grapevine")
	if a.Shards == 0 {
		if a.Shards, err = p.shards(ctx); err != nil {
			return err
		}
	}
	if err := a.Check(); err != nil {
		return exit{exitUsage, fmt.Errorf("error: %w", err)}
	}
	if r.DryRun {
		shards, merge := a.Scripts()
		fmt.Fprintf(t.out, "# %s\n%s\n# %s\n%s", filepath.Join(a.Folder(), "shards.sh"), shards, filepath.Join(a.Folder(), "merge.sh"), merge)
		return nil
	}
	missing, err := stillToRun(dir, p.plan, a.Shards)
	if err != nil {
		return err
	}
	if err := a.Write(); err != nil {
		return err
	}
	if err := copyProgram(a.Program); err != nil {
		return fmt.Errorf("cannot copy the program to %s: %w", a.Program, err)
	}
	if missing == "" {
		fmt.Fprintf(t.out, "every task of %s has run\nnext: grapevine sweep merge %[1]s\n", dir)
		return nil
	}
	shards, after, err := a.Submit(ctx, missing)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, `submitted: job array %s for shards %s of %d, and job %s, which puts them together
watch:     squeue -j %[1]s,%[4]s
what ran:  grapevine sweep status %[5]s --shards %[3]d
logs:      %[5]s/work/slurm/logs
next:      wait for job %[4]s; its results are in %[5]s. If shards are missing then, the same command with --resume --shards %[3]d submits them again
`, shards, missing, a.Shards, after, dir)
	return nil
}

// share of time that a shard should take: long beside the second or so that
// Slurm needs to start one, short beside what one would mind to lose.
const shardTime = 5 * time.Minute

// shards returns how many shards suit a sweep.
func (p *prepared) shards(ctx context.Context) (int, error) {
	each, err := p.each(ctx)
	if err != nil {
		return 0, err
	}
	n := int(each * time.Duration(p.plan.Tasks()) / shardTime)
	return min(max(n, 2), slurm.Most, p.plan.Tasks()), nil
}

// stillToRun names the shards of a sweep that have tasks which have not run.
func stillToRun(dir string, plan *sweep.Plan, shards int) (string, error) {
	journals, err := sweep.ReadJournals(dir, plan)
	if err != nil {
		return "", err
	}
	defer journals.Close()
	return journals.Status().Shards(plan, shards), nil
}

// copyProgram copies this program, so that all shards are run by the same
// build even if a new one is made meanwhile.
func copyProgram(to string) error {
	own, err := os.Executable()
	if err != nil {
		return err
	}
	from, err := os.Open(own)
	if err != nil {
		return err
	}
	defer from.Close()
	partial, err := os.CreateTemp(filepath.Dir(to), ".grapevine-")
	if err != nil {
		return err
	}
	_, err = io.Copy(partial, from)
	err = errors.Join(err, partial.Chmod(0o755), partial.Close())
	if err == nil {
		err = os.Rename(partial.Name(), to)
	}
	if err != nil {
		os.Remove(partial.Name())
	}
	return err
}
