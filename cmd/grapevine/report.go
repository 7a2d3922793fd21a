package main

import (
	"fmt"
	"path/filepath"

	"grapevine/plots/report"
	"grapevine/sim/results"
)

// reportCommand writes the report of a results folder.
type reportCommand struct {
	Dir    string `arg:"" help:"Results folder."`
	Output string `short:"o" help:"File to write; report.html inside the results folder if left out." placeholder:"FILE"`
}

// Run carries the command out.
func (r *reportCommand) Run(t *terminal) error {
	page, err := report.Make(r.Dir)
	if err != nil {
		return usage(err)
	}
	to := r.Output
	if to == "" {
		to = filepath.Join(r.Dir, "report.html")
	}
	if err := results.WriteSmall(to, page); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "report: %s\n", to)
	return err
}
