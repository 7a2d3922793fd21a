package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"grapevine/interchange"
	"grapevine/scenarios"
	"grapevine/sim/results"
)

// exportCommand writes results as other tools write theirs.
type exportCommand struct {
	Dir    string `arg:"" predictor:"file" help:"Results folder, of a run or of a sweep."`
	Format string `required:"" enum:"parquet,mesa,netlogo-table,salib" help:"parquet, mesa, netlogo-table or salib."`
	Output string `short:"o" help:"Folder for the files; <DIR>-<format> if left out." placeholder:"OUT"`
}

// Run carries the command out.
func (e *exportCommand) Run(t *terminal) error {
	format, err := interchange.Named(e.Format)
	if err != nil {
		return exit{exitUsage, err}
	}
	m, err := results.Open(e.Dir)
	if err != nil {
		return usage(err)
	}
	s := &interchange.Source{Dir: e.Dir, Manifest: m}
	if s.Factors, err = factorsOf(e.Dir); err != nil {
		return err
	}
	target := e.Output
	if target == "" {
		target = results.NextFree(strings.TrimRight(filepath.Clean(e.Dir), "/") + "-" + e.Format)
	}
	folder, err := results.Create(target, false)
	if err != nil {
		return exit{exitUsage, fmt.Errorf("error: %w", err)}
	}
	defer folder.Discard()
	if err := format.Write(s, folder.Create); err != nil {
		return err
	}
	if err := folder.Commit(m); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s: %s\n", e.Format, folder.Target())
	return nil
}

// factorsOf returns what the sweep in a folder varied; nothing, if it is a
// run's.
func factorsOf(dir string) ([]interchange.Factor, error) {
	if _, err := readPlan(dir); err != nil {
		var none exit
		if errors.As(err, &none) || errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	s, err := scenarios.Load(filepath.Join(dir, "scenario.toml"), nil)
	if err != nil {
		return nil, err
	}
	var all []interchange.Factor
	for _, f := range s.Sweep.Vary {
		all = append(all, interchange.Factor{Key: f.Key, Min: f.Range.Min, Max: f.Range.Max, Values: f.Values})
	}
	return all, nil
}
